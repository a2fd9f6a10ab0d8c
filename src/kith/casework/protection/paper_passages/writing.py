"""What every paper is written with: a passage, whom and what it is about, and days, names and tables as text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.people.models import Family, Person
from kith.casework.protection.models import (
    ConferenceCame,
    ConferencePart,
    ProtectiveAction,
    ThresholdDecision,
)
from kith.casework.workforce.models import Worker

PROFESSIONAL = frozenset({ConferencePart.PROFESSIONAL})
THE_FAMILY = frozenset(
    {ConferencePart.PARENT, ConferencePart.FAMILY, ConferencePart.CHILD, ConferencePart.ADVOCATE}
)


# The names under which passages say short things; printed in bold where a line begins with one.
LABELS = frozenset(
    {
        "Decided", "Category", "Why", "What this rests on", "What would change it", "Who saw it otherwise",
        "On a child protection plan since", "How they took part", "Who spoke up for them", "When", "Where", "How",
        "Who chairs it", "What",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """One passage as it is first written: its heading and its words. One without words is not written."""

    heading: str
    words: str


@dataclass(frozen=True)
class About:
    """What a paper is written from: the process, those of its children whom it is about, and whom it is for."""

    process: Any
    family: Family
    children: Sequence[Person]
    for_whom: str
    for_part: str
    by: Worker

    @property
    def is_for_the_family(self) -> bool:
        """Whether it is for a parent, a child, another of the family or whoever speaks up for them."""
        return self.for_part in THE_FAMILY

    @property
    def names(self) -> str:
        """The children's names as one says them."""
        return listed(child.display_name for child in self.children)

    def of(self, parts: Iterable[Any]) -> list[tuple[Person, Any]]:
        """Return each chosen child with their own part of a process, in the children's order; the rest is not theirs."""
        by_child = {part.child_id: part for part in parts}
        return [(child, by_child[child.pk]) for child in self.children if child.pk in by_child]


def authority() -> str:
    """Return the authority's name."""
    return str(settings.AUTHORITY_NAME)


def written(passages: Iterable[Passage | None]) -> list[Passage]:
    """Return those passages that say something."""
    return [one for one in passages if one is not None and one.words.strip()]


def listed(names: Iterable[str]) -> str:
    """Return names as one says them: Ada, Ben and Cem."""
    every = list(names)
    return every[0] if len(every) == 1 else ", ".join(every[:-1]) + f" and {every[-1]}" if every else ""


def on(day: datetime.date | None) -> str:
    """Return a day in words, or "" for none."""
    return day_in_words(day)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as text: one line each, with | between. It can be changed as text, and is printed as a table."""
    lines = [_line(row) for row in rows]
    return "\n".join([_line(columns), *lines]) if lines else ""


def _line(cells: Sequence[str]) -> str:
    return " | ".join(" ".join(str(cell).replace("|", "/").split()) or "–" for cell in cells)


def sentence(said: str) -> str:
    """Return what was typed with the full stop that it may lack."""
    said = said.strip()
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def labelled(*pairs: tuple[str, str]) -> str:
    """Return short texts under their names, those that say nothing left out. The names are printed as names (LABELS)."""
    return "\n\n".join(f"{name}: {said.strip()}" for name, said in pairs if said and said.strip())


def in_their_words(said: str, day: datetime.date | None = None) -> str:
    """Return what somebody said, marked as their own words, with the day where it is known."""
    if not said.strip():
        return ""
    return f"“{said.strip()}”" + (f"\n(said on {on(day)})" if day else "")


def who_does_what(actions: Iterable[ProtectiveAction]) -> str:
    """Return what was agreed as a table: what, who and by when."""
    return table(
        ("What", "Who", "By"),
        ((one.what, one.who, on(one.due_date) or "as soon as it can") for one in actions),
    )


def reasons_of(decision: ThresholdDecision | None) -> str:
    """Return why something was decided, on what it rests, what would change it, and who saw it otherwise."""
    if decision is None:
        return ""
    return labelled(
        ("Why", decision.reasons),
        ("What this rests on", decision.evidence),
        ("What would change it", decision.what_would_change),
        ("Who saw it otherwise", decision.other_views),
    )


def name_of(place: Any) -> str:
    """Return who somebody with a place is: a worker, one of the family whom the maker may know of, or a name; "" if hidden."""
    if place.worker_id:
        return str(place.worker.name)
    if place.person_id:
        person = place.__dict__.get("person_shown")
        return person.display_name if person else ""
    return str(place.name)


def with_people(places: Iterable[Any]) -> list[Any]:
    """Return places with those of the family whom the maker may know of; whoever else has one is left out."""
    every = list(places)
    seen = {one.pk: one for one in Person.objects.filter(pk__in=[p.person_id for p in every if p.person_id])}
    for place in every:
        place.person_shown = seen.get(place.person_id)
    return [place for place in every if name_of(place)]


def who_came(came: Iterable[tuple[Any, str]], *, for_the_family: bool) -> str:
    """Return who came as a table by part. The family's copy names those who took part and nobody who was kept away."""
    took_part = {ConferenceCame.CAME, ConferenceCame.BY_VIDEO, ConferenceCame.SENT_WORDS}
    order = {part: number for number, part in enumerate(ConferencePart.values)}
    return table(
        ("Who", "For whom they spoke", "Took part"),
        (
            (
                name_of(place),
                place.post or (place.get_agency_display() if place.agency else place.get_part_display()),
                ConferenceCame(how).label if how else "Asked",
            )
            for place, how in sorted(came, key=lambda pair: order[pair[0].part])
            if not for_the_family or how in took_part
        ),
    )


def complaint(about: str) -> Passage:
    """Return how to say that something was wrong: the same in every paper to a family."""
    return Passage(
        "If you do not agree, or want to complain",
        f"Tell us. You can speak to the person who wrote this, or to their manager, and we will listen and answer you. "
        f"If you are not content with {about}, ask {authority()} for its complaints team, by telephone, in writing or in "
        "person. You may have somebody with you to help you say it, and a child or young person may have an advocate. "
        "Complaining never makes help for your family harder to have.",
    )
