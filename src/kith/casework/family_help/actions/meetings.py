"""A meeting of the family's own people: offering it, or saying why not, what the family answered, planning it."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.family_help.meeting_workflow import UNDER_WAY, MeetingState, check_move, state_of
from kith.casework.family_help.models import FamilyNetworkMeeting, MeetingAnswer, MeetingKind
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions.recording import check_day, check_open, record
from kith.casework.plans.models import Plan
from kith.casework.workforce.models import Worker


def locked(meeting: FamilyNetworkMeeting) -> FamilyNetworkMeeting:
    """Return a meeting as it is now, its open plan and itself locked. Raises CannotBeTrue where the plan is closed."""
    plan = check_open(meeting.plan)
    now: FamilyNetworkMeeting = FamilyNetworkMeeting.objects.select_for_update(of=("self",)).get(
        pk=meeting.pk
    )
    now.plan = plan
    return now


@transaction.atomic
def offer_meeting(*, plan: Plan, kind: str, offered_date: datetime.date, by: Worker) -> FamilyNetworkMeeting:
    """Record that the family was offered a meeting of its own people.

    Raises CannotBeTrue while an earlier offer is open.
    """
    plan = _check_nothing_under_way(plan)
    check_day(offered_date, plan, "offered_date")
    event = check_move(None, MeetingState.OFFERED)
    meeting = FamilyNetworkMeeting.objects.create(
        plan=plan, kind=kind, offered_date=offered_date, offered_by=by
    )
    record(
        event, plan, by=by, day=offered_date, summary="A meeting of the family's own people was offered.",
        details={"meeting": meeting.pk, "kind": kind},
    )  # fmt: skip
    return meeting


@transaction.atomic
def decide_not_to_offer(
    *, plan: Plan, kind: str, offered_date: datetime.date, why_not_offered: str, by: Worker
) -> FamilyNetworkMeeting:
    """Record why a meeting is not offered: that it would not be in the children's interests, because."""
    plan = _check_nothing_under_way(plan)
    check_day(offered_date, plan, "offered_date")
    if not why_not_offered.strip():
        raise CannotBeTrue("Say why a meeting would not be in the children's interests.", "why_not_offered")
    event = check_move(None, MeetingState.NOT_OFFERED)
    meeting = FamilyNetworkMeeting.objects.create(
        plan=plan,
        kind=kind,
        offered_date=offered_date,
        offered_by=by,
        why_not_offered=why_not_offered.strip(),
    )
    record(
        event, plan, by=by, day=offered_date,
        summary="It was decided not to offer a meeting of the family's own people, with the reason.",
        details={"meeting": meeting.pk, "kind": kind},
    )  # fmt: skip
    return meeting


@transaction.atomic
def answer_offer(
    *, meeting: FamilyNetworkMeeting, answer: str, answered_date: datetime.date, answer_words: str, by: Worker
) -> None:
    """Record what the family said to the offer, in their words. Having accepted, they may still decline."""
    meeting = locked(meeting)
    event = check_move(meeting, MeetingState(answer))
    check_day(answered_date, meeting.plan, "answered_date")
    if answered_date < meeting.offered_date:
        raise CannotBeTrue(
            f"The meeting was offered on {meeting.offered_date:%-d %B %Y}. Enter that day or a later one.",
            "answered_date",
        )
    if meeting.answered_date and answered_date < meeting.answered_date:
        raise CannotBeTrue(
            f"They accepted on {meeting.answered_date:%-d %B %Y}. Enter that day or a later one.",
            "answered_date",
        )
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(
        answer=answer, answered_date=answered_date, answer_words=answer_words
    )
    accepted = answer == MeetingAnswer.ACCEPTED
    record(
        event, meeting.plan, by=by, day=answered_date,
        summary=f"A meeting of the family's own people was {'accepted' if accepted else 'declined'}.",
        details={"meeting": meeting.pk, "answer": answer},
    )  # fmt: skip


@transaction.atomic
def plan_meeting(
    *, meeting: FamilyNetworkMeeting, coordinator: str, planned_date: datetime.date, where: str, by: Worker
) -> None:
    """Record who brings the family together, when and where; a new day takes the place of the one before.

    Raises CannotBeTrue where the coordinator holds a child of the plan or leads it.
    """
    meeting = locked(meeting)
    event = check_move(meeting, MeetingState.PLANNED)
    coordinator = " ".join(coordinator.split())
    check_independent(meeting.plan, coordinator)
    if meeting.answered_date and planned_date < meeting.answered_date:
        raise CannotBeTrue(
            f"The family accepted on {meeting.answered_date:%-d %B %Y}. Enter that day or a later one.",
            "planned_date",
        )
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(
        coordinator=coordinator, planned_date=planned_date, where=where.strip()
    )
    record(
        event, meeting.plan, by=by, day=timezone.localdate(), summary="The meeting of the family's own people was planned.",
        details={"meeting": meeting.pk, "planned_date": planned_date.isoformat()},
    )  # fmt: skip


def check_independent(plan: Plan, coordinator: str) -> None:
    """Raise CannotBeTrue where whoever brings the family together works on the plan themself, whoever is asking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_works_on_plan(%s, %s)", [plan.pk, coordinator])
        (works_on_it,) = cursor.fetchone()
    if works_on_it:
        raise CannotBeTrue(
            f"{coordinator} works with this family, so cannot bring it together independently."
            " Enter somebody who neither holds the children nor leads the plan.",
            "coordinator",
        )


def _check_nothing_under_way(plan: Plan) -> Plan:
    """Return the open plan, locked, so that of two people offering at once the second is told."""
    plan = check_open(plan)
    for meeting in FamilyNetworkMeeting.objects.filter(plan=plan).order_by("-pk"):
        if state_of(meeting) in UNDER_WAY:
            raise CannotBeTrue(
                f"{MeetingKind(meeting.kind).label} was offered on {meeting.offered_date:%-d %B %Y} and is not over."
                " Go on with that one.",
                "kind",
            )
    return plan
