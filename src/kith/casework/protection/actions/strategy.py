"""Calling a strategy discussion, holding it with what it decides for each child, and standing it down."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.access.roles import Role
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.people.models.family import FamilyRole
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.agreeing import Agreed, agree_actions
from kith.casework.protection.actions.deciding import Reasons, decide
from kith.casework.protection.actions.enquiry_parts import HIDDEN
from kith.casework.protection.actions.enquiry_start import start_or_join_enquiry
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.models import (
    Agency,
    DecisionKind,
    EnquiryKind,
    HowHeld,
    SectionFortySevenEnquiry,
    StrategyAttendance,
    StrategyChild,
    StrategyDiscussion,
    StrategyOutcome,
    StrategyStatus,
    TookPart,
)
from kith.casework.protection.queries.agencies import absent_agencies, in_words
from kith.casework.protection.workflows.strategy import STRATEGY
from kith.casework.timeline.actions.tasks import do_tasks_at
from kith.casework.workforce.models import Worker

ENQUIRES = {
    StrategyOutcome.ENQUIRY_SINGLE: EnquiryKind.SINGLE,
    StrategyOutcome.ENQUIRY_JOINT: EnquiryKind.JOINT,
}


@dataclass(frozen=True)
class Attendance:
    """One agency's part in a discussion; whoever came, or sent what they know, has a name or is a worker."""

    agency: str
    took_part: str = TookPart.CAME
    name: str = ""
    post: str = ""
    worker: Worker | None = None
    field: str = ""  # of the form, where something is to be put right


@dataclass(frozen=True)
class ChildOutcome:
    """What a discussion decided for one child, and why."""

    outcome: str
    reasons: Reasons


def page_of(discussion: StrategyDiscussion) -> str:
    """Return the address of a discussion's page, as tasks and decisions keep it."""
    return f"/strategy-discussions/{discussion.pk}/"


def calling_page(family_id: int) -> str:
    """Return the address of the page that calls a discussion, as the task that asks for one has it."""
    return f"/families/{family_id}/strategy-discussion/call/"


@transaction.atomic
def call_discussion(
    *,
    family: Family,
    children: Sequence[Person],
    why_called: str,
    called_date: datetime.date,
    by: Worker,
    planned_at: datetime.datetime | None = None,
    follows: StrategyDiscussion | None = None,
) -> StrategyDiscussion:
    """Call a strategy discussion about some of a family's children; whoever was asked to call one has done it.

    Raises CannotBeTrue for a child of another family, one about whom a discussion is called already, or a discussion that
    looks again at one which was not held.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child whom the discussion is about.", "children")
    check_day(called_date, "called_date")
    if not why_called.strip():
        raise CannotBeTrue("Say why: what happened, who saw or heard it, and when.", "why_called")
    if planned_at is not None and timezone.localdate(planned_at) < called_date:
        raise CannotBeTrue("It cannot be planned for a day before it was called.", "planned_for")
    # The family's own row is locked, so that of two people calling at once the second is told.
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    _check_of_this_family(family, children)
    _check_follows(family, follows, called_date)
    waiting = StrategyDiscussion.objects.filter(
        children__child__in=children, status=StrategyStatus.CALLED
    ).first()
    if waiting is not None:
        raise CannotBeTrue(
            f"A strategy discussion about one of these children was called on {waiting.called_date:%-d %B %Y} and has not "
            "been held. Go on with that one.",
            "children",
        )
    discussion = StrategyDiscussion.objects.create(
        family=family,
        plan=Plan.objects.filter(family=family, end_date__isnull=True).first(),
        follows=follows,
        called_date=called_date,
        called_by=by,
        why_called=why_called,
        planned_at=planned_at,
    )
    StrategyChild.objects.bulk_create(StrategyChild(discussion=discussion, child=child) for child in children)
    record(
        STRATEGY.beginning[StrategyStatus.CALLED], discussion, by=by, day=called_date,
        summary="A strategy discussion was called.", details={"follows": follows.pk if follows else None},
    )  # fmt: skip
    do_tasks_at(calling_page(family.pk), person__in=children, by=by)
    return discussion


@transaction.atomic
def hold_discussion(
    *,
    discussion: StrategyDiscussion,
    held_date: datetime.date,
    held_how: str,
    led_by: Worker,
    information: str,
    what_has_helped: str,
    safe_now: str,
    attendances: Sequence[Attendance],
    why_without: str,
    outcomes: Mapping[int, ChildOutcome],
    agreed: Sequence[Agreed],
    by: Worker,
    lead: Worker | None = None,
) -> SectionFortySevenEnquiry | None:
    """Record a discussion that was held, a decision for each child, and start the enquiry that it asks for.

    `outcomes` are by the children's numbers. `lead` leads the enquiry: where nobody is named, the social worker who holds
    the children, else whoever led the discussion. Police, health and social care are expected; without one of them it is
    held all the same and says why. Raises CannotBeTrue for a child left out or on a record that is not open to the worker,
    and for an enquiry about a child who is in one.
    """
    discussion = locked(discussion)
    event = STRATEGY.check_move(discussion.status, StrategyStatus.HELD)
    check_day(held_date, "held_date", earliest=discussion.called_date, why_earliest="It was called")
    if held_how not in HowHeld.values:
        raise CannotBeTrue("Choose how the discussion was held.", "held_how")
    if led_by.role == Role.PARTNER or led_by.end_date is not None:
        raise CannotBeTrue(
            "Children's social care leads the discussion. Choose a worker of the service.", "led_by"
        )
    _check_attendances(attendances, why_without)
    parts = parts_of(discussion)
    for part in parts:
        said = outcomes.get(part.child_id)
        if said is None or said.outcome not in StrategyOutcome.values:
            raise CannotBeTrue(
                f"Say what was decided for {part.child.display_name}.", f"child_{part.child_id}_outcome"
            )
    for part in parts:
        said = outcomes[part.child_id]
        decision = decide(
            child=part.child,
            kind=DecisionKind.STRATEGY,
            decided=str(StrategyOutcome(said.outcome).label),
            reasons=said.reasons,
            day=held_date,
            by=led_by,
            address=page_of(discussion),
            field=f"child_{part.child_id}_",
        )
        StrategyChild.objects.filter(pk=part.pk).update(outcome=said.outcome, decision=decision)
    StrategyAttendance.objects.bulk_create(
        StrategyAttendance(
            discussion=discussion,
            agency=one.agency,
            worker=one.worker,
            name=one.name.strip(),
            post=one.post.strip(),
            took_part=one.took_part,
        )
        for one in attendances
    )
    agree_actions(place=discussion, agreed=agreed, day=held_date)
    StrategyDiscussion.objects.filter(pk=discussion.pk).update(
        status=StrategyStatus.HELD,
        held_date=held_date,
        held_how=held_how,
        led_by=led_by,
        information=information,
        what_has_helped=what_has_helped,
        safe_now=safe_now,
        why_without=why_without,
    )
    record(
        event, discussion, by=by, day=held_date, summary="A strategy discussion was held.",
        details={
            "agencies": sorted({str(one.agency) for one in attendances if one.took_part != TookPart.DID_NOT_COME}),
        },
    )  # fmt: skip
    return start_or_join_enquiry(
        discussion=discussion,
        held_date=held_date,
        enquire={
            part.child_id: (part.child, ENQUIRES[StrategyOutcome(outcomes[part.child_id].outcome)])
            for part in parts
            if outcomes[part.child_id].outcome in ENQUIRES
        },
        goes_on={
            part.child_id
            for part in parts
            if outcomes[part.child_id].outcome == StrategyOutcome.ENQUIRY_GOES_ON
        },
        led_by=led_by,
        lead=lead,
        by=by,
    )


@transaction.atomic
def stand_down(*, discussion: StrategyDiscussion, reason: str, by: Worker) -> None:
    """Record that a discussion was not needed after all, and why."""
    discussion = locked(discussion)
    event = STRATEGY.check_move(discussion.status, StrategyStatus.STOOD_DOWN)
    if not reason.strip():
        raise CannotBeTrue("Say why the discussion was not needed.", "reason")
    parts_of(discussion)
    StrategyDiscussion.objects.filter(pk=discussion.pk).update(
        status=StrategyStatus.STOOD_DOWN, stood_down_reason=reason
    )
    record(
        event, discussion, by=by, day=timezone.localdate(), summary="A strategy discussion was stood down."
    )


def parts_of(discussion: StrategyDiscussion) -> list[StrategyChild]:
    """Return every child's part. Raises CannotBeTrue where one is on a record that the worker acting may not open."""
    parts = list(discussion.children.select_related("child").order_by("pk"))
    if len(parts) != len(children_in(discussion)):
        raise CannotBeTrue(HIDDEN)
    return parts


def _check_attendances(attendances: Sequence[Attendance], why_without: str) -> None:
    for one in attendances:
        if one.agency not in Agency.values:
            raise CannotBeTrue("Choose for which service they spoke.", one.field or None)
        if one.took_part != TookPart.DID_NOT_COME and one.worker is None and not one.name.strip():
            raise CannotBeTrue(
                f"Say who spoke for {Agency(one.agency).label.lower()}, or that they did not take part.",
                one.field or None,
            )
    absent = absent_agencies(attendances)
    if absent and not why_without.strip():
        raise CannotBeTrue(
            f"Nobody spoke for {in_words(absent)}. Say why the discussion was held without them.",
            "why_without",
        )


def _check_of_this_family(family: Family, children: Sequence[Person]) -> None:
    own = FamilyMembership.objects.filter(
        family=family, person__in=children, role=FamilyRole.CHILD, end_date__isnull=True
    ).values_list("person_id", flat=True)
    if {child.pk for child in children} - set(own):
        raise CannotBeTrue(
            "One of these children is not a child of this family today. Add them to the family first, or call the "
            "discussion from their own family's page.",
            "children",
        )


def _check_follows(family: Family, follows: StrategyDiscussion | None, called_date: datetime.date) -> None:
    if follows is None:
        return
    if follows.family_id != family.pk:
        raise CannotBeTrue(
            "That discussion was about another family. Choose one of this family's.", "follows"
        )
    if follows.held_date is None:
        raise CannotBeTrue("That discussion was not held, so there is nothing to look at again.", "follows")
    if called_date < follows.held_date:
        raise CannotBeTrue(
            f"The discussion that it looks at again was held on {follows.held_date:%-d %B %Y}. Enter that day or a later one.",
            "called_date",
        )
