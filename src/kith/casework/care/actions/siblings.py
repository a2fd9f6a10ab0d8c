"""Whether brothers and sisters in care live together or apart, decided pair by pair."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F

from kith.casework.care.actions.recording import check_day, lock_child
from kith.casework.care.models import PeriodOfCare, Together, TogetherOrApart
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class PairDecided:
    """What is decided for two brothers or sisters, in either order, with what each of them said."""

    one: Person
    other: Person
    decision: str
    reasons: str
    words: dict[int, str]  # each child's, by their number
    # The decision that stood as this one was being made, by its number: whoever decides knows what they change.
    was: int | None = None


def pair_field(name: str, one: int, other: int) -> str:
    """Return the name of a form's field about a pair, whichever of the two is named first."""
    return f"{name}_{min(one, other)}_{max(one, other)}"


@transaction.atomic
def decide(
    *,
    pairs: Sequence[PairDecided],
    decided_date: datetime.date,
    review_due_date: datetime.date,
    by: Worker,
) -> list[TogetherOrApart]:
    """Decide for each pair whether they live together; what was decided before ends on that day.

    Who may decide that a pair lives apart is the page's to ask. Raises CannotBeTrue for a pair that is not two brothers or
    sisters in care, for a day to come or before care began, and where somebody else decided meanwhile.
    """
    if not pairs:
        raise CannotBeTrue(
            "Nothing is decided yet. Choose together or apart for one pair at least.", "decided_date"
        )
    check_day(decided_date, "decided_date")
    if review_due_date <= decided_date:
        raise CannotBeTrue(
            f"This is to be looked at again after it was decided on {decided_date:%-d %B %Y}. Enter a later day.",
            "review_due_date",
        )
    people = {person.pk: person for pair in pairs for person in (pair.one, pair.other)}
    for number in sorted(people):
        lock_child(people[number])
    began = {
        period.child_id: period.start_date
        for period in PeriodOfCare.objects.filter(child__in=people, end_date__isnull=True)
    }
    return [_decide_pair(pair, began, decided_date, review_due_date, by) for pair in pairs]


def _decide_pair(
    pair: PairDecided,
    began: dict[int, datetime.date],
    day: datetime.date,
    review_due_date: datetime.date,
    by: Worker,
) -> TogetherOrApart:
    field = pair_field("decision", pair.one.pk, pair.other.pk)
    if pair.one.pk == pair.other.pk:
        raise CannotBeTrue("A pair is two different children. Choose two.", field)
    for child in (pair.one, pair.other):
        if child.pk not in began:
            raise CannotBeTrue(
                f"{child.display_name} is not in care, so where they live is not decided here. "
                "Plan how they see each other instead.",
                field,
            )
        check_day(
            day, "decided_date", earliest=began[child.pk], why_earliest=f"Care of {child.display_name} began"
        )
    if not are_siblings(pair.one, pair.other):
        raise CannotBeTrue(
            f"{pair.one.display_name} and {pair.other.display_name} are not brothers or sisters on the record. "
            "Record how they are related first.",
            field,
        )
    if not pair.reasons.strip():
        raise CannotBeTrue("Say why.", pair_field("reasons", pair.one.pk, pair.other.pk))
    first, second = sorted((pair.one, pair.other), key=lambda one: one.pk)
    standing: TogetherOrApart | None = TogetherOrApart.objects.filter(
        first=first, second=second, end_date__isnull=True
    ).first()
    if (standing.pk if standing else None) != pair.was:
        raise CannotBeTrue(
            f"Somebody else has just decided for {first.display_name} and {second.display_name}. "
            "Open the page again, read what they decided, and decide only if it has to change.",
            field,
        )
    if standing is not None and day < standing.start_date:
        raise CannotBeTrue(
            f"What stands was decided on {standing.start_date:%-d %B %Y}. Enter that day or a later one.",
            "decided_date",
        )
    decided = {
        "decision": Together(pair.decision),
        "reasons": pair.reasons.strip(),
        "first_words": pair.words.get(first.pk, "").strip(),
        "second_words": pair.words.get(second.pk, "").strip(),
        "decided_by": by,
        "review_due_date": review_due_date,
    }
    if standing is not None and standing.start_date == day:
        # Decided twice on one day: the later word stands for the day, and history keeps the earlier.
        TogetherOrApart.objects.filter(pk=standing.pk).update(**decided, version=F("version") + 1)
        standing.refresh_from_db()
        row: TogetherOrApart = standing
    else:
        if standing is not None:
            TogetherOrApart.objects.filter(pk=standing.pk).update(end_date=day, version=F("version") + 1)
        row = TogetherOrApart.objects.create(first=first, second=second, start_date=day, **decided)
    record_event(
        "care.together_or_apart_decided",
        by=by,
        day=day,
        about=[first.pk, second.pk],
        summary=f"Decided for two brothers or sisters: {Together(pair.decision).label.lower()}.",
        details={"decision": row.pk, "decided": str(pair.decision)},
    )
    return row


def are_siblings(one: Person, other: Person) -> bool:
    """Return whether two people are brothers or sisters by what is recorded, seen or unseen by whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_are_siblings(%s, %s)", [one.pk, other.pk])
        return bool(cursor.fetchone()[0])
