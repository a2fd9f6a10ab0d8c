"""A meeting of the family's own people held: who came, the family's own plan, the service's answer, looking again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from kith.casework.family_help.actions.asking import Asked, add_place
from kith.casework.family_help.actions.meetings import check_independent, locked
from kith.casework.family_help.actions.network import add_offer, places_around
from kith.casework.family_help.meeting_workflow import MeetingState, check_move
from kith.casework.family_help.models import Came, FamilyNetworkMeeting, MeetingPlace, PlanAgreed
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.help import add_action
from kith.casework.plans.actions.recording import check_day, record
from kith.casework.plans.models import PlanChild, PlanLead
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Newcomer:
    """Somebody who came without having been asked, and what they offered."""

    asked: Asked
    came: str = Came.CAME
    offered: str = ""
    by_date: datetime.date | None = None


@dataclass(frozen=True)
class Offered:
    """What somebody at the meeting offered to do; with a day by which, it is also something to do on the plan."""

    place: MeetingPlace
    what: str
    by_date: datetime.date | None = None
    field: str = ""  # of the form, for a sentence about this one


@transaction.atomic
def hold_meeting(
    *,
    meeting: FamilyNetworkMeeting,
    held_date: datetime.date,
    coordinator: str,
    where: str,
    private_family_time: bool,
    child_took_part: str,
    family_plan: str,
    came: Mapping[int, str],
    by: Worker,
    newcomers: Sequence[Newcomer] = (),
    offered: Sequence[Offered] = (),
    children: Sequence[Person] = (),
) -> None:
    """Record a meeting that was held: who came, the family's own plan in their words, and what each offered.

    `came` says for the number of each place whether they came. What somebody offered is kept with the people around
    each of `children`, those of the plan on whose record the worker may write; whoever is not yet in a child's network
    comes into it. Raises CannotBeTrue where the family has not accepted, or nobody came.
    """
    meeting = locked(meeting)
    event = check_move(meeting, MeetingState.HELD)
    check_day(held_date, meeting.plan, "held_date")
    if meeting.answered_date and held_date < meeting.answered_date:
        raise CannotBeTrue(
            f"The family accepted on {meeting.answered_date:%-d %B %Y}. Enter that day or a later one.",
            "held_date",
        )
    coordinator = " ".join(coordinator.split())
    check_independent(meeting.plan, coordinator)
    promised = list(offered)
    for newcomer in newcomers:
        place = add_place(meeting, newcomer.asked, newcomer.came)
        if newcomer.offered:
            promised.append(Offered(place, newcomer.offered, newcomer.by_date, newcomer.asked.field))
    for place in MeetingPlace.objects.filter(meeting=meeting, came=""):
        MeetingPlace.objects.filter(pk=place.pk).update(came=came.get(place.pk, Came.DID_NOT_COME))
    if not MeetingPlace.objects.filter(meeting=meeting, came__in=[Came.CAME, Came.BY_TELEPHONE]).exists():
        raise CannotBeTrue(
            "Nobody is marked as having come, so the meeting was not held. Say who came, or plan another day."
        )
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(
        held_date=held_date,
        coordinator=coordinator,
        where=where.strip(),
        private_family_time=private_family_time,
        child_took_part=child_took_part,
        family_plan=family_plan,
    )
    meeting.held_date = held_date
    for one in promised:
        _keep(one, meeting, children, by)
    record(
        event, meeting.plan, by=by, day=held_date,
        summary="The family's own people met and made a plan of their own.",
        details={"meeting": meeting.pk, "private_family_time": private_family_time, "offers": len(promised)},
    )  # fmt: skip


def _keep(offered: Offered, meeting: FamilyNetworkMeeting, children: Sequence[Person], by: Worker) -> None:
    """Keep what somebody offered with the people around each child, and on the plan where it has a day."""
    assert meeting.held_date is not None
    place = offered.place
    person = Person.objects.filter(pk=place.person_id).first() if place.person_id else None
    # Somebody whom the worker may not see is in no list of theirs: what they offered stands in the family's plan.
    members = (
        places_around(children, person=person, name=place.name, relation=place.relation, by=by)
        if person is not None or place.name
        else []
    )
    if members:
        add_offer(members=members, what=offered.what, start_date=meeting.held_date, meeting=meeting, by=by)
    if offered.by_date is not None:
        if offered.by_date < meeting.held_date:
            raise CannotBeTrue(
                "This was offered at the meeting, so it is done after it. Enter a later day.", offered.field
            )
        name = person.display_name if person is not None else place.name
        add_action(
            plan=meeting.plan, what=offered.what, due_date=offered.by_date, owner_name=name[:120], by=by
        )


@transaction.atomic
def answer_family_plan(
    *,
    meeting: FamilyNetworkMeeting,
    agreed: str,
    agreed_date: datetime.date,
    why_not_agreed: str,
    review_date: datetime.date | None,
    by: Worker,
) -> None:
    """Record the service's answer to the family's own plan, and the day on which it is looked at again.

    Raises CannotBeTrue where anything is not agreed and no reason is given, or an agreed plan has no day to look again.
    """
    meeting = locked(meeting)
    refused = agreed == PlanAgreed.NOT_AGREED
    event = check_move(meeting, MeetingState.NOT_AGREED if refused else MeetingState.AGREED)
    check_day(agreed_date, meeting.plan, "agreed_date")
    since = max(day for day in (meeting.held_date, meeting.agreed_date) if day is not None)
    if agreed_date < since:
        raise CannotBeTrue(
            f"The meeting was held on {since:%-d %B %Y}. Enter that day or a later one."
            if since == meeting.held_date
            else f"The last answer was on {since:%-d %B %Y}. Enter that day or a later one.",
            "agreed_date",
        )
    if agreed != PlanAgreed.AGREED and not why_not_agreed.strip():
        raise CannotBeTrue("Say what could not be agreed, and why.", "why_not_agreed")
    if review_date is None and not refused:
        raise CannotBeTrue("Enter the day on which you look at the family's plan again.", "review_date")
    if review_date is not None and review_date <= agreed_date:
        raise CannotBeTrue("The family's plan is looked at again later. Enter a later day.", "review_date")
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(
        agreed=agreed,
        agreed_date=agreed_date,
        agreed_by=by,
        why_not_agreed="" if agreed == PlanAgreed.AGREED else why_not_agreed.strip(),
        review_date=review_date,
    )
    said = {
        PlanAgreed.AGREED: "The service agreed to the family's own plan.",
        PlanAgreed.AGREED_IN_PART: "The service agreed to part of the family's own plan.",
        PlanAgreed.NOT_AGREED: "The service did not agree to the family's own plan, with the reason.",
    }
    record(
        event, meeting.plan, by=by, day=agreed_date, summary=said[PlanAgreed(agreed)],
        details={"meeting": meeting.pk, "agreed": agreed},
    )  # fmt: skip
    _look_again(meeting, review_date, by)


@transaction.atomic
def review_meeting(
    *,
    meeting: FamilyNetworkMeeting,
    reviewed_date: datetime.date,
    review_words: str,
    review_date: datetime.date | None,
    by: Worker,
) -> None:
    """Record how the family's own plan is going, and the day to look at it again, if there is to be one."""
    meeting = locked(meeting)
    event = check_move(meeting, MeetingState.REVIEWED)
    check_day(reviewed_date, meeting.plan, "reviewed_date")
    since = max(day for day in (meeting.agreed_date, meeting.reviewed_date) if day is not None)
    if reviewed_date < since:
        raise CannotBeTrue(
            f"The family's plan was last answered or looked at on {since:%-d %B %Y}. Enter that day or a later one.",
            "reviewed_date",
        )
    if review_date is not None and review_date <= reviewed_date:
        raise CannotBeTrue(
            "The next time comes after this one. Enter a later day, or leave it empty.", "review_date"
        )
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(
        reviewed_date=reviewed_date,
        review_words=review_words,
        review_date=review_date,
    )
    record(
        event, meeting.plan, by=by, day=reviewed_date, summary="The family's own plan was looked at again.",
        details={"meeting": meeting.pk},
    )  # fmt: skip
    _look_again(meeting, review_date, by)


def _look_again(meeting: FamilyNetworkMeeting, day: datetime.date | None, by: Worker) -> None:
    """Give the plan's lead the task of looking again by a day, in place of the one before."""
    link = reverse("family_help:meeting", args=[meeting.plan_id, meeting.pk])
    children = PlanChild.objects.filter(plan=meeting.plan).values("child_id")
    do_tasks_at(link, person__in=children, by=by)
    if day is None:
        return
    lead = PlanLead.objects.filter(plan=meeting.plan, end_date__isnull=True).select_related("worker").first()
    child = PlanChild.objects.filter(plan=meeting.plan, end_date__isnull=True).order_by("pk").first()
    give_task(
        title="Look again at the family's own plan",
        due_date=day,
        worker=lead.worker if lead is not None else by,
        person_id=child.child_id if child is not None else None,
        link=link,
        by=by,
    )
