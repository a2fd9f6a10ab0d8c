"""PDF documents in the house style, accessible (PDF/UA-1): minutes, plans, letters, chronologies.

A room says what its document holds as parts, calls `make`, and answers with `as_attachment`:

    document = Document(
        title="Minutes of the family network meeting",
        facts=(("Held on", "3 March 2026"), ("Made by", worker.name)),
        parts=(Heading("What was agreed"), Words(meeting.agreed), Table("Who does what", ("Who", "What"), rows)),
    )
    return as_attachment(make(document), "minutes", day)

Every word travels as data and is shown as it is; nothing that was typed is read as markup, no file outside this folder
can be read and nothing is fetched. Whose right it is to have the document, and its line in the audit, are the room's.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse

ROOT = Path(__file__).parent  # the only folder that a document's making can read
HOUSE = ROOT / "house.typ"
# Characters that the house's own typefaces have, first and last: European letters, Armenian, Hebrew, the commonest
# Arabic, Devanagari, Georgian, punctuation, currencies, arrows. A test compiles every one of them.
SHOWN_ANYWHERE = (
    (0x20, 0x4FF),
    (0x531, 0x5F4),
    (0x606, 0x60C),
    (0x61F, 0x61F),
    (0x621, 0x63A),
    (0x640, 0x64F),
    (0x660, 0x66D),
    (0x900, 0x97F),
    (0x10D0, 0x10FF),
    (0x1E00, 0x2027),
    (0x2030, 0x2040),
    (0x20A0, 0x20BF),
    (0x2190, 0x23FF),
)


@dataclass(frozen=True)
class Heading:
    """A heading; levels begin at 1 and none is left out on the way down."""

    said: str
    level: int = 1
    kind: str = "heading"


@dataclass(frozen=True)
class Words:
    """Text as it was typed, line for line; an empty line begins a paragraph."""

    said: str
    kind: str = "words"


@dataclass(frozen=True)
class Notice:
    """Something that the reader must not miss, set apart."""

    said: str
    kind: str = "notice"


@dataclass(frozen=True)
class Facts:
    """Short facts by name, such as who was there."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """A table with its caption, "" where the heading right before it is one; every row has as many cells as columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"


@dataclass(frozen=True)
class Entry:
    """One dated entry: what kind of thing, marks not to be missed, its parts by name ("" for none), its source."""

    day: str
    what: str = ""
    marks: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    source: str = ""
    kind: str = "entry"


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own: it may be given away by itself."""

    kind: str = "new_page"


Part = Heading | Words | Notice | Facts | Table | Entry | NewPage


@dataclass(frozen=True)
class Document:
    """A document: its title and what is said under it (who made it, when, for whom), then its parts in order."""

    title: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    footer: str = ""  # beside the authority's name at the foot of every page, such as "Copy for Ada Reid"


def make(document: Document, *, made_at: datetime.datetime | None = None) -> bytes:
    """Return the document as PDF/UA-1, tagged, with title and language.

    Letters that no typeface on this machine has are replaced by words that say so, and nothing else is changed.
    """
    data: dict[str, Any] = _cleaned({"authority": settings.AUTHORITY_NAME, **dataclasses.asdict(document)})
    for without_system_fonts, shown in ((True, data), (False, data), (True, _showable(data))):
        try:
            return _compiled(shown, without_system_fonts, made_at)
        except typst.TypstError as refused:
            # Letters that cannot be shown are tried with the machine's own typefaces, then put into words.
            # The message quotes the text, so it goes no further.
            if "could not be displayed" not in str(refused):
                raise RuntimeError("The PDF could not be made.") from None
    raise RuntimeError("The PDF could not be made: it has letters that cannot be shown.")


def as_attachment(made: bytes, name: str, day: datetime.date) -> HttpResponse:
    """Return a PDF to be kept as a file, named for what it is and the day: never for whom it is about."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _compiled(data: dict[str, Any], without_system_fonts: bool, made_at: datetime.datetime | None) -> bytes:
    made: bytes = typst.compile(
        str(HOUSE),
        root=str(ROOT),
        ignore_system_fonts=without_system_fonts,
        # Packages would be fetched from the network: they are looked for where there are none.
        package_path=str(ROOT / "none"),
        package_cache_path=str(ROOT / "none"),
        sys_inputs={"document": json.dumps(data)},
        pdf_standards=["ua-1"],
        timestamp=made_at.replace(microsecond=0) if made_at else None,
    )
    return made


def _cleaned(value: Any) -> Any:
    """Return the data without characters that are no letters at all: control codes and halves of pairs."""
    return _each(value, lambda text: "".join(c for c in text.replace("\r\n", "\n") if _is_text(c)))


def _is_text(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}


def _showable(value: Any) -> Any:
    """Return the data with each run of letters outside the house's typeface put into words."""
    return _each(value, _in_words)


def _in_words(text: str) -> str:
    shown: list[str] = []
    last = ""
    for character in text:
        code, name = ord(character), unicodedata.name(character, "")
        if character in "\n\t" or any(first <= code <= end for first, end in SHOWN_ANYWHERE):
            shown.append(character)
            last = ""
        elif unicodedata.category(character).startswith(("L", "M", "N")):
            script = name.partition(" ")[0].partition("-")[0].capitalize()
            if script != last:
                shown.append(f"[{script} letters that cannot be printed here]")
            last = script
        elif unicodedata.category(character) != "Cf":
            shown.append(f"[{name.lower()}]")
            last = ""
    return "".join(shown)


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(held, change) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_each(held, change) for held in value]
    return value
