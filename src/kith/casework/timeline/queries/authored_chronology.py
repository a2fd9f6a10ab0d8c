"""An authored chronology as it is read: by a worker, and as a copy for one person."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from kith.casework.people.models import FamilyMembership, Person
from kith.casework.timeline.models import (
    AuthoredChronology,
    ChronologyEntry,
    ChronologyEntrySubject,
    ChronologyPerson,
    EntryBearing,
)


@dataclass(frozen=True)
class AuthoredEntry:
    """One entry with whom it is about and from whom it is withheld, as far as the reader may know of them."""

    entry_id: int
    day: datetime.date
    source: str
    what_happened: str
    why_it_matters: str
    impact: str
    about: frozenset[int]
    withheld_from: frozenset[int]


@dataclass(frozen=True)
class Authored:
    """A chronology's entries in order; `left_out` are those that are not in this reading, a number and nothing more."""

    entries: list[AuthoredEntry]
    left_out: int
    shows_the_whole: bool  # whether purpose, introduction and analysis are in this reading


def entries_of(chronology: AuthoredChronology) -> Authored:
    """Return the entries that the acting worker may see: what is about others alone is hidden with their records."""
    subjects: dict[tuple[int, str], set[int]] = {}
    for subject in ChronologyEntrySubject.objects.filter(entry__chronology=chronology):
        subjects.setdefault((subject.entry_id, subject.bearing), set()).add(subject.person_id)
    entries = []
    for entry in ChronologyEntry.objects.filter(chronology=chronology, taken_out_at__isnull=True).order_by(
        "day", "pk"
    ):
        about = frozenset(subjects.get((entry.pk, EntryBearing.ABOUT), ()))
        if about:
            entries.append(
                AuthoredEntry(
                    entry_id=entry.pk,
                    day=entry.day,
                    source=entry.source,
                    what_happened=entry.what_happened,
                    why_it_matters=entry.why_it_matters,
                    impact=entry.impact,
                    about=about,
                    withheld_from=frozenset(subjects.get((entry.pk, EntryBearing.WITHHELD), ())),
                )
            )
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_chronology_length(%s)", [chronology.pk])
        (length,) = cursor.fetchone()
    return Authored(entries, length - len(entries), shows_the_whole=True)


def copy_of_authored(person_id: int, read: Authored, *, may_read_the_whole: bool) -> Authored:
    """Return what may be in one person's own copy: entries about them, none withheld from them, the rest counted."""
    kept = [
        entry for entry in read.entries if person_id in entry.about and person_id not in entry.withheld_from
    ]
    return Authored(kept, read.left_out + len(read.entries) - len(kept), may_read_the_whole)


def those_who_may_read_the_whole(chronology: AuthoredChronology) -> set[int]:
    """Return in whose copies the author lets purpose, introduction and analysis be."""
    places = ChronologyPerson.objects.filter(chronology=chronology, may_read_the_whole=True)
    return set(places.values_list("person_id", flat=True))


def people_for_entries(whose: Iterable[Person], marked: Iterable[int] = ()) -> list[Person]:
    """Return whom an entry may be about: those of the chronology first, their families, and whoever is marked already."""
    first = list(whose)
    numbers = [person.pk for person in first]
    families = FamilyMembership.objects.filter(person_id__in=numbers, end_date__isnull=True).values(
        "family_id"
    )
    others = Person.objects.filter(
        Q(pk__in=list(marked))
        | Q(
            pk__in=FamilyMembership.objects.filter(family_id__in=families, end_date__isnull=True).values(
                "person_id"
            )
        )
    ).exclude(pk__in=numbers)
    return [*first, *others.order_by("-birth_date", "pk")]


def names_of(people: Iterable[int]) -> dict[int, str]:
    """Return the names of those of these people whom the acting worker may know of; one query."""
    return dict(Person.objects.filter(pk__in=list(people)).values_list("pk", "display_name"))


def authored_about(people: Iterable[int]) -> QuerySet[AuthoredChronology]:
    """Return the chronologies that workers wrote about any of these people, the latest first."""
    return (
        AuthoredChronology.objects.filter(people__person_id__in=list(people))
        .select_related("written_by", "family", "child")
        .order_by("-started_at", "-pk")
        .distinct()
    )
