"""A chronology as it is shown, on the page and in the PDF alike: both are made from the same entries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from kith.casework.furniture import pdf
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.furniture.templatetags.kith import day_and_time
from kith.casework.timeline.queries.authored_chronology import AuthoredEntry
from kith.casework.timeline.queries.chronology import FoundEntry

Names = Mapping[int, str]


@dataclass(frozen=True)
class ShownPart:
    """One part of an entry: its name ("" for none), its words, and a mark that a reader must not miss."""

    label: str
    text: str
    mark: str = ""


@dataclass(frozen=True)
class ShownEntry:
    """One entry as it is shown."""

    key: str
    day: datetime.date
    what: str
    mark: str
    parts: tuple[ShownPart, ...]
    source: str
    about: str  # names, where it matters who; never in a copy
    other_passages: int = 0
    entry_id: int | None = None


@dataclass(frozen=True)
class ShownChronology:
    """A whole chronology as it is shown to a worker, or as one person's copy of it."""

    title: str
    entries: list[ShownEntry]
    left_out: int
    facts: tuple[tuple[str, str], ...] = ()
    copy_for: str = ""
    introduction: str = ""
    analysis: str = ""

    @property
    def left_out_in_words(self) -> str:
        """How much is not here, without a word on what it is."""
        if not self.left_out:
            return ""
        passages = "1 passage is left out" if self.left_out == 1 else f"{self.left_out} passages are left out"
        if self.copy_for:
            return f"{passages} of this copy: about somebody else, or not to be disclosed."
        return f"{passages}: about somebody whose record you may not open."


def not_to_be_disclosed(people: Iterable[int], names: Names) -> str:
    """Return the mark for those from whom something is withheld, as far as the reader may know of them."""
    told = [names[number] for number in sorted(people) if number in names]
    return f"Not to be disclosed to {' or '.join(told)}" if told else ""


def in_words(people: Iterable[int], names: Names) -> str:
    """Return people's names, as far as the reader may know of them."""
    return ", ".join(names[number] for number in sorted(people) if number in names)


def entry_of_record(
    entry: FoundEntry, names: Names, *, says_whom: bool, is_copy: bool, clean: Callable[[str], str] = str
) -> ShownEntry:
    """Return an entry of the automatic chronology as it is shown."""
    parts = []
    for passage in entry.passages:
        only = passage.about != entry.about and bool(passage.about & entry.about)
        parts.append(
            ShownPart(
                label=f"Only about {in_words(passage.about, names)}" if only and not is_copy else "",
                text=clean(passage.text),
                mark="" if is_copy else not_to_be_disclosed(passage.withheld_from, names),
            )
        )
    return ShownEntry(
        key=entry.key,
        day=entry.day,
        what=entry.what if is_copy or not entry.title else f"{entry.what}: {entry.title}",
        mark="",
        parts=tuple(parts),
        source=entry.by,
        about=in_words(entry.about, names) if says_whom and not is_copy else "",
        other_passages=entry.other_passages,
    )


def entry_of_author(
    entry: AuthoredEntry, names: Names, *, is_copy: bool, clean: Callable[[str], str] = str
) -> ShownEntry:
    """Return an entry of an authored chronology as it is shown."""
    parts = [
        ShownPart(label, clean(text))
        for label, text in (
            ("", entry.what_happened),
            ("Why it matters", entry.why_it_matters),
            ("What it meant for the child", entry.impact),
        )
        if text.strip()
    ]
    return ShownEntry(
        key=f"entry-{entry.entry_id}",
        day=entry.day,
        what="",
        mark="" if is_copy else not_to_be_disclosed(entry.withheld_from, names),
        parts=tuple(parts),
        source=clean(entry.source),
        about="" if is_copy else in_words(entry.about, names),
        entry_id=entry.entry_id,
    )


def as_document(shown: ShownChronology, *, made_by: str, made_at: datetime.datetime) -> pdf.Document:
    """Return the chronology as a document to be printed: the same entries as the page has, no more and no less."""
    copy = (("Copy for", shown.copy_for),) if shown.copy_for else ()
    parts: list[pdf.Part] = []
    if shown.left_out_in_words:
        parts.append(pdf.Notice(shown.left_out_in_words))
    if not shown.copy_for:
        parts.append(
            pdf.Notice("For workers only. Some of it may be marked as not to be disclosed to somebody.")
        )
    if shown.introduction:
        parts += [pdf.Heading("Introduction"), pdf.Words(shown.introduction)]
    parts.append(pdf.Heading("What happened"))
    parts += [_printed(entry) for entry in shown.entries] or [pdf.Words("There are no entries.")]
    if shown.analysis:
        parts += [pdf.Heading("What it shows as a whole"), pdf.Words(shown.analysis)]
    return pdf.Document(
        title=shown.title,
        facts=(
            *copy,
            *shown.facts,
            ("This document made", f"{day_and_time(made_at)}, by {made_by}"),
        ),
        parts=tuple(parts),
        footer=f"Copy for {shown.copy_for}." if shown.copy_for else "For workers only.",
    )


def _printed(entry: ShownEntry) -> pdf.Entry:
    parts = []
    for part in entry.parts:
        label = ". ".join(said for said in (part.label, part.mark) if said)
        parts.append((label, part.text))
    if entry.other_passages:
        many = entry.other_passages
        parts.append(("", f"{many} passage{'' if many == 1 else 's'} about somebody else not shown here."))
    marks = tuple(said for said in (f"About {entry.about}" if entry.about else "", entry.mark) if said)
    return pdf.Entry(
        day=day_in_words(entry.day), what=entry.what, marks=marks, parts=tuple(parts), source=entry.source
    )


def made_now() -> datetime.datetime:
    """Return the instant that a document says it was made at."""
    return timezone.now()
