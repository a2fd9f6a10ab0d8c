"""Planning time with family, written once for brothers and sisters; and recording each time that came or was missed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.care.actions.arranged import (
    Arranged,
    Somebody,
    check_arranged,
    check_in_care,
    check_new,
    check_nothing_after,
)
from kith.casework.care.actions.recording import check_day, children_in, locked, thread_of
from kith.casework.care.actions.siblings import are_siblings
from kith.casework.care.models import (
    FamilyTime,
    FamilyTimeChild,
    FamilyTimePerson,
    FamilyTimePlan,
    MissedBecause,
    Placement,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import NetworkMember, Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def plan_family_time(
    *,
    children: Sequence[Person],
    people: Sequence[Somebody],
    arranged: Arranged,
    start_date: datetime.date,
    by: Worker,
) -> FamilyTimePlan:
    """Plan how children in care see somebody who matters to them.

    Raises CannotBeTrue for no child or nobody to see, a child who is not in care, a day before their care began, somebody
    who has to be there without a reason, and what is planned already.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child whose time this is.", "children")
    people = [one for one in people if one.person is not None or one.name.strip()]
    if not people:
        raise CannotBeTrue("Choose whom the children see, or enter a name.", "with_people")
    numbers = {child.pk for child in children}
    if any(one.person is not None and one.person.pk in numbers for one in people):
        raise CannotBeTrue(
            "A child does not have family time with themself. For brothers and sisters in care who live apart, use the "
            "form for two of them.",
            "with_people",
        )
    check_arranged(arranged, start_date)
    check_in_care(children, start_date)
    check_new(children, people, arranged)
    plan = FamilyTimePlan.objects.create(arranged_by=by, start_date=start_date, **asdict(arranged))
    _fill(plan, children, people)
    _record(
        "care.family_time_planned", plan, by=by, day=timezone.localdate(), summary="Family time was planned."
    )
    return plan


@transaction.atomic
def plan_sibling_time(
    *, one: Person, other: Person, arranged: Arranged, start_date: datetime.date, by: Worker
) -> FamilyTimePlan:
    """Plan how two brothers or sisters in care who live apart see each other. Raises CannotBeTrue."""
    if one.pk == other.pk:
        raise CannotBeTrue("A pair is two different children. Choose two.", "sibling")
    check_arranged(arranged, start_date)
    check_in_care([one, other], start_date)
    if not are_siblings(one, other):
        raise CannotBeTrue(
            f"{one.display_name} and {other.display_name} are not brothers or sisters on the record. Record how they are "
            "related first.",
            "sibling",
        )
    homes = Placement.objects.filter(child__in=[one, other], end_date__isnull=True).values_list(
        "home_id", flat=True
    )
    if len(homes) == 2 and len(set(homes)) == 1:
        raise CannotBeTrue(
            f"{one.display_name} and {other.display_name} live in one home, so they see each other every day.",
            "sibling",
        )
    both = FamilyTimeChild.objects.filter(child=other).values("plan_id")
    if FamilyTimePlan.objects.filter(
        pk__in=both, children__child=one, between_siblings=True, kind=arranged.kind, end_date__isnull=True
    ).exists():
        raise CannotBeTrue("The two see each other so already. Change that plan instead.", "kind")
    plan = FamilyTimePlan.objects.create(
        arranged_by=by, start_date=start_date, between_siblings=True, **asdict(arranged)
    )
    _fill(plan, [one, other], [])
    _record(
        "care.family_time_planned", plan, by=by, day=timezone.localdate(),
        summary="How two brothers or sisters see each other was planned.",
    )  # fmt: skip
    return plan


@transaction.atomic
def change_plan(
    *, plan: FamilyTimePlan, arranged: Arranged, start_date: datetime.date, end_words: str, by: Worker
) -> FamilyTimePlan:
    """Change how children see somebody, from a day on: the plan until then ends, with why, and another goes on.

    A plan that is changed from the very day on which it began is put right where it stands.
    """
    plan = _open(plan)
    if not end_words.strip():
        raise CannotBeTrue("Say why it changes.", "end_words")
    check_arranged(arranged, start_date)
    if start_date < plan.start_date:
        raise CannotBeTrue(
            f"The plan began on {plan.start_date:%-d %B %Y}. Enter that day or a later one.", "start_date"
        )
    if start_date == plan.start_date:
        FamilyTimePlan.objects.filter(pk=plan.pk).update(**asdict(arranged))
        plan.refresh_from_db()
        changed = plan
    else:
        check_nothing_after(plan, start_date, "start_date")
        FamilyTimePlan.objects.filter(pk=plan.pk).update(end_date=start_date, end_words=end_words.strip())
        changed = FamilyTimePlan.objects.create(
            arranged_by=by, start_date=start_date, between_siblings=plan.between_siblings, **asdict(arranged)
        )
        for number in children_in(plan):
            _join(changed, number)
        FamilyTimePerson.objects.bulk_create(
            FamilyTimePerson(plan=changed, person_id=one.person_id, name=one.name, relation=one.relation)
            for one in FamilyTimePerson.objects.filter(plan=plan)
        )
    _record(
        "care.family_time_changed",
        changed,
        by=by,
        day=timezone.localdate(),
        summary="Family time was changed.",
    )
    return changed


@transaction.atomic
def end_plan(*, plan: FamilyTimePlan, end_date: datetime.date, end_words: str, by: Worker) -> None:
    """End a plan, with why, from the first day on which it no longer holds. Raises CannotBeTrue."""
    plan = _open(plan)
    if not end_words.strip():
        raise CannotBeTrue("Say why it ends, and what the children have instead.", "end_words")
    if end_date <= plan.start_date:
        raise CannotBeTrue(f"The plan began on {plan.start_date:%-d %B %Y}. Enter a later day.", "end_date")
    check_day(end_date, "end_date")
    check_nothing_after(plan, end_date, "end_date")
    FamilyTimePlan.objects.filter(pk=plan.pk).update(end_date=end_date, end_words=end_words.strip())
    _record("care.family_time_ended", plan, by=by, day=end_date, summary="Planned family time ended.")


@transaction.atomic
def record_time(
    *,
    plan: FamilyTimePlan,
    day: datetime.date,
    happened: bool,
    missed_because: str = "",
    missed_words: str = "",
    how_it_was: str = "",
    children_words: str = "",
    by: Worker,
) -> FamilyTime:
    """Record, for all the plan's children at once, a time that came, or one that was missed and why. Raises CannotBeTrue."""
    plan = locked(plan)
    check_day(day, "day", earliest=plan.start_date, why_earliest="The plan began")
    if plan.end_date is not None and day >= plan.end_date:
        raise CannotBeTrue(
            f"The plan ended on {plan.end_date:%-d %B %Y}. Enter an earlier day, or plan it again.", "day"
        )
    if happened and missed_because:
        raise CannotBeTrue(
            "It happened, so there is no reason why it was missed. Take the reason away.", "missed_because"
        )
    if not happened and not missed_because:
        raise CannotBeTrue("Say why it did not happen.", "missed_because")
    if missed_because == MissedBecause.OTHER and not missed_words.strip():
        raise CannotBeTrue("Say what the other reason was.", "missed_words")
    if FamilyTime.objects.filter(plan=plan, day=day).exists():
        raise CannotBeTrue("A time on this day is written down already. Enter another day.", "day")
    row = FamilyTime.objects.create(
        plan=plan,
        day=day,
        happened=happened,
        missed_because=missed_because,
        missed_words=missed_words.strip(),
        how_it_was=how_it_was.strip(),
        children_words=children_words.strip(),
        recorded_by=by,
    )
    if happened:
        _were_in_touch(plan, day)
    _record(
        "care.family_time_happened" if happened else "care.family_time_missed", plan, by=by, day=day,
        summary="They had family time." if happened else "Planned family time did not happen.",
    )  # fmt: skip
    return row


def _were_in_touch(plan: FamilyTimePlan, day: datetime.date) -> None:
    """Whoever was seen has been in touch: their place among each child's people says so."""
    people = list(FamilyTimePerson.objects.filter(plan=plan))
    if not people:
        return
    who = Q(member_id__in=[one.person_id for one in people if one.person_id])
    for one in people:
        if one.person_id is None:
            who |= Q(member__isnull=True, member_name__iexact=one.name)
    NetworkMember.objects.filter(
        who,
        Q(last_in_touch_date__isnull=True) | Q(last_in_touch_date__lt=day),
        child_id__in=FamilyTimeChild.objects.filter(plan=plan).values("child_id"),
        end_date__isnull=True,
    ).update(last_in_touch_date=day)


def _open(plan: FamilyTimePlan) -> FamilyTimePlan:
    plan = locked(plan)
    if plan.end_date is not None:
        raise CannotBeTrue(f"This plan ended on {plan.end_date:%-d %B %Y}. Plan it again.")
    return plan


def _fill(plan: FamilyTimePlan, children: Sequence[Person], people: Sequence[Somebody]) -> None:
    for child in children:
        _join(plan, child.pk)
    FamilyTimePerson.objects.bulk_create(
        FamilyTimePerson(
            plan=plan,
            person=one.person,
            name="" if one.person is not None else one.name.strip(),
            relation=one.relation.strip(),
        )
        for one in people
    )


def _join(plan: FamilyTimePlan, child: int) -> None:
    # Without RETURNING: a plan that is changed goes on for a child whose record its writer cannot read.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO care_familytimechild (plan_id, child_id) VALUES (%s, %s)", [plan.pk, child]
        )


def _record(kind: str, plan: FamilyTimePlan, *, by: Worker, day: datetime.date, summary: str) -> None:
    record_event(kind, by=by, day=day, about=children_in(plan), summary=summary, thread=thread_of(plan))
