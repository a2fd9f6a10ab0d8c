"""Writing a chronology over the record: starting it, choosing entries, the words on each, finishing, carrying on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import (
    AuthoredChronology,
    ChronologyEntry,
    ChronologyEntrySubject,
    ChronologyPerson,
    EntryBearing,
    EventSubject,
)
from kith.casework.timeline.queries.chronology import FoundEntry
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class ChosenEntry:
    """One thing of the record as it goes into a chronology: its own words, whom it is about, from whom withheld."""

    day: datetime.date
    source: str
    what_happened: str
    about: tuple[int, ...]
    withheld_from: tuple[int, ...] = ()
    event_id: int | None = None
    note_id: int | None = None


def as_chosen(entry: FoundEntry) -> list[ChosenEntry]:
    """Return an event or note as entries: passages with the same marks together, each other marking by itself."""
    together: dict[tuple[frozenset[int], frozenset[int]], list[str]] = {}
    for passage in entry.passages:
        together.setdefault((passage.about, passage.withheld_from), []).append(passage.text)
    source = f"{entry.what}, {entry.by}" if entry.by else entry.what
    return [
        ChosenEntry(
            day=entry.day,
            source=source,
            what_happened="\n\n".join(texts),
            about=tuple(sorted(about)),
            withheld_from=tuple(sorted(withheld)),
            event_id=entry.event_id,
            note_id=entry.note_id,
        )
        for (about, withheld), texts in together.items()
    ]


@dataclass(frozen=True)
class WrittenEntry:
    """The author's words on one entry, and a part of it set apart, about others or withheld from others."""

    entry_id: int
    day: datetime.date
    what_happened: str
    why_it_matters: str
    impact: str
    about: tuple[int, ...]
    withheld_from: tuple[int, ...] = ()


@transaction.atomic
def start_chronology(
    *,
    child: Person | None,
    family: Family | None,
    people: Iterable[int],
    purpose: str,
    from_date: datetime.date,
    to_date: datetime.date,
    by: Worker,
) -> AuthoredChronology:
    """Start a chronology of a child, or of a family: of those of its members whom the author chose."""
    numbers = sorted(set(people))
    if not numbers:
        raise CannotBeTrue("Choose at least one person whom the chronology is about.", "people")
    if to_date < from_date:
        raise CannotBeTrue("The last day is before the first. Change one of them.", "to_date")
    chronology = AuthoredChronology.objects.create(
        child=child,
        family=family,
        purpose=purpose,
        from_date=from_date,
        to_date=to_date,
        started_at=timezone.now(),
        written_by=by,
    )
    ChronologyPerson.objects.bulk_create(
        ChronologyPerson(chronology=chronology, person_id=number) for number in numbers
    )
    _record("started", "A chronology was started.", chronology, by)
    return chronology


@transaction.atomic
def choose_entries(*, chronology: AuthoredChronology, chosen: Sequence[ChosenEntry], by: Worker) -> int:
    """Put things of the record into a chronology, many at once, in their own words; what is in it already stays once.

    Returns how many entries were added. Raises CannotBeTrue for nothing chosen, or a finished chronology.
    """
    _lock_unfinished(chronology)
    held = list(_entries(chronology).values_list("event_id", "note_id"))
    events, notes = {event for event, _ in held if event}, {note for _, note in held if note}
    new = [one for one in chosen if one.event_id not in events and one.note_id not in notes]
    if not chosen:
        raise CannotBeTrue("Choose at least one entry.", "chosen")
    for one in new:
        entry = ChronologyEntry.objects.create(
            chronology=chronology,
            day=one.day,
            event_id=one.event_id,
            note_id=one.note_id,
            source=one.source,
            what_happened=one.what_happened,
        )
        _mark(entry, one.about, one.withheld_from)
    if new:
        # What a worker chose is what the short chronology of each of them shows.
        EventSubject.objects.filter(
            event_id__in={one.event_id for one in new if one.event_id},
            person__chronology_places__chronology=chronology,
        ).update(significant=True)
        _record("entries_chosen", "Entries were chosen for a chronology.", chronology, by)
    return len(new)


@transaction.atomic
def add_entry(
    *,
    chronology: AuthoredChronology,
    day: datetime.date,
    source: str,
    what_happened: str,
    why_it_matters: str = "",
    impact: str = "",
    about: Sequence[int],
    withheld_from: Sequence[int] = (),
    by: Worker,
) -> ChronologyEntry:
    """Add an entry written by hand, with the day and where it comes from."""
    _lock_unfinished(chronology)
    _check(day, about)
    entry = ChronologyEntry.objects.create(
        chronology=chronology,
        day=day,
        source=source,
        what_happened=what_happened,
        why_it_matters=why_it_matters,
        impact=impact,
    )
    _mark(entry, about, withheld_from)
    _record("entry_added", "An entry was written into a chronology.", chronology, by)
    return entry


@transaction.atomic
def write_entries(*, chronology: AuthoredChronology, written: Sequence[WrittenEntry], by: Worker) -> None:
    """Keep the author's words on several entries. Raises CannotBeTrue where one is no longer there."""
    _lock_unfinished(chronology)
    entries = {entry.pk: entry for entry in _entries(chronology)}
    for one in written:
        entry = entries.get(one.entry_id)
        if entry is None:
            raise CannotBeTrue(
                "One of these entries was taken out meanwhile. Look at the chronology, and write again."
            )
        _check(one.day, one.about, number=one.entry_id)
        words = (one.day, one.what_happened, one.why_it_matters, one.impact)
        if words != (entry.day, entry.what_happened, entry.why_it_matters, entry.impact):
            entry.day, entry.what_happened, entry.why_it_matters, entry.impact = words
            entry.save(update_fields=["day", "what_happened", "why_it_matters", "impact"])
        _mark(entry, one.about, one.withheld_from)
    _record("words_written", "A chronology was worked on.", chronology, by)


@transaction.atomic
def set_apart(
    *,
    entry: ChronologyEntry,
    what_happened: str,
    about: Sequence[int],
    withheld_from: Sequence[int],
    by: Worker,
) -> ChronologyEntry:
    """Set a part of an entry apart as an entry of its own, of the same day and source, with marks of its own."""
    _lock_unfinished(entry.chronology)
    _check(entry.day, about)
    part = ChronologyEntry.objects.create(
        chronology=entry.chronology,
        day=entry.day,
        event_id=entry.event_id,
        note_id=entry.note_id,
        source=entry.source,
        what_happened=what_happened,
    )
    _mark(part, about, withheld_from)
    _record("entry_added", "An entry was written into a chronology.", entry.chronology, by)
    return part


@transaction.atomic
def take_out(*, entry: ChronologyEntry, by: Worker) -> None:
    """Take an entry out: it is in no reading any more, and what it came from stays on the record."""
    _lock_unfinished(entry.chronology)
    ChronologyEntry.objects.filter(pk=entry.pk).update(taken_out_at=timezone.now(), taken_out_by=by)
    _record("entry_taken_out", "An entry was taken out of a chronology.", entry.chronology, by)


@transaction.atomic
def write_about(
    *,
    chronology: AuthoredChronology,
    purpose: str,
    from_date: datetime.date,
    to_date: datetime.date,
    introduction: str,
    analysis: str,
    readers: Iterable[int],
    by: Worker,
) -> None:
    """Keep what is about the whole: purpose, days, introduction, analysis, and in whose copy they may be."""
    _lock_unfinished(chronology)
    if to_date < from_date:
        raise CannotBeTrue("The last day is before the first. Change one of them.", "to_date")
    AuthoredChronology.objects.filter(pk=chronology.pk).update(
        purpose=purpose, from_date=from_date, to_date=to_date, introduction=introduction, analysis=analysis
    )
    allowed = set(readers)
    for place in ChronologyPerson.objects.filter(chronology=chronology):
        if place.may_read_the_whole != (place.person_id in allowed):
            place.may_read_the_whole = place.person_id in allowed
            place.save(update_fields=["may_read_the_whole"])
    _record("words_written", "A chronology was worked on.", chronology, by)


@transaction.atomic
def finish(*, chronology: AuthoredChronology, by: Worker) -> None:
    """Finish a chronology: from here it stays as it is. Raises CannotBeTrue for one with no entries or no analysis."""
    locked = _lock_unfinished(chronology)
    if not _entries(chronology).exists():
        raise CannotBeTrue("A chronology with no entries cannot be finished. Choose some first.")
    if not locked.analysis.strip():
        raise CannotBeTrue(
            "Say what the chronology shows as a whole before it is finished: that is what it is for."
        )
    AuthoredChronology.objects.filter(pk=chronology.pk).update(finished_at=timezone.now(), finished_by=by)
    _record("finished", "A chronology was finished.", chronology, by)


@transaction.atomic
def carry_on(*, chronology: AuthoredChronology, to_date: datetime.date, by: Worker) -> AuthoredChronology:
    """Start a chronology with all that a finished one holds, so that nothing is typed again; the finished one stays.

    Only what the worker may see is carried over. Raises CannotBeTrue for one that is not finished, or
    is carried on already in one that is not.
    """
    locked = AuthoredChronology.objects.select_for_update(of=("self",)).get(pk=chronology.pk)
    if not locked.is_finished:
        raise CannotBeTrue("This chronology is not finished, so it can be worked on as it is.")
    if locked.carried_on_in.filter(finished_at__isnull=True).exists():
        raise CannotBeTrue("This chronology is carried on in one that is not finished yet. Work on that one.")
    new = AuthoredChronology.objects.create(
        child_id=locked.child_id,
        family_id=locked.family_id,
        purpose=locked.purpose,
        from_date=locked.from_date,
        to_date=max(to_date, locked.to_date),
        introduction=locked.introduction,
        analysis=locked.analysis,
        started_at=timezone.now(),
        written_by=by,
        carries_on=locked,
    )
    ChronologyPerson.objects.bulk_create(
        ChronologyPerson(
            chronology=new, person_id=place.person_id, may_read_the_whole=place.may_read_the_whole
        )
        for place in locked.people.order_by("pk")
    )
    for entry in _entries(locked).prefetch_related("subjects"):
        subjects = list(entry.subjects.all())
        entry.pk, entry.chronology = None, new
        entry._state.adding = True
        entry.save()
        for bearing in EntryBearing.values:
            _bear(entry, bearing, {s.person_id for s in subjects if s.bearing == bearing})
    _record("started", "A chronology was started.", new, by)
    return new


def _entries(chronology: AuthoredChronology) -> QuerySet[ChronologyEntry]:
    return ChronologyEntry.objects.filter(chronology=chronology, taken_out_at__isnull=True)


def _lock_unfinished(chronology: AuthoredChronology) -> AuthoredChronology:
    """Lock the chronology, so that of two people at once the second is told, and refuse a finished one."""
    locked = AuthoredChronology.objects.select_for_update(of=("self",)).get(pk=chronology.pk)
    if locked.is_finished:
        raise CannotBeTrue(
            "This chronology is finished and stays as it is. Carry it on to start a new one from it."
        )
    return locked


def _check(day: datetime.date, about: Sequence[int], *, number: int | None = None) -> None:
    ending = "" if number is None else f"_{number}"
    if day > timezone.localdate():
        raise CannotBeTrue("An entry is of a day that has been. This day is still to come.", f"day{ending}")
    if not about:
        raise CannotBeTrue("Choose at least one person whom the entry is about.", f"about{ending}")


def _mark(entry: ChronologyEntry, about: Iterable[int], withheld_from: Iterable[int]) -> None:
    """Say whom an entry is about and from whom it is withheld; marks of people whom the writer cannot see stay."""
    _bear(entry, EntryBearing.ABOUT, set(about))
    _bear(entry, EntryBearing.WITHHELD, set(withheld_from))


def _bear(entry: ChronologyEntry, bearing: str, people: set[int]) -> None:
    held = set(entry.subjects.filter(bearing=bearing).values_list("person_id", flat=True))
    # Added before others are removed: an entry that is about nobody whom its writer may see is hidden from them.
    ChronologyEntrySubject.objects.bulk_create(
        ChronologyEntrySubject(entry=entry, person_id=number, bearing=bearing)
        for number in sorted(people - held)
    )
    if held - people:
        entry.subjects.filter(bearing=bearing, person_id__in=held - people).delete()


def _record(what: str, summary: str, chronology: AuthoredChronology, by: Worker) -> None:
    record_event(
        f"timeline.chronology_{what}",
        by=by,
        day=timezone.localdate(),
        about=list(
            ChronologyPerson.objects.filter(chronology=chronology).values_list("person_id", flat=True)
        ),
        summary=summary,
        thread=f"chronology:{chronology.pk}",
    )
