"""One plan as its page tells it, now or as known at an earlier instant."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.plans.models import (
    Agreement,
    Goal,
    GoalScore,
    PlanAction,
    PlanChild,
    PlanLead,
    PlanTier,
    Sharing,
    TeamMember,
    Tier,
)
from kith.casework.plans.models.agreement import AgreementAnswer, LawfulBasis
from kith.casework.plans.models.goal import GoalStatus, ScoredBy
from kith.casework.timeline.models import Event, EventSubject
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Distance:
    """How far one person says a goal has come: the first score and the latest."""

    scored_by: str
    start: int
    start_day: datetime.date
    now: int | None  # None where there is one score alone
    now_day: datetime.date | None

    @property
    def in_words(self) -> str:
        """How far it has come, in words."""
        if self.now is None:
            return "starting point"
        steps = abs(self.now - self.start)
        if steps == 0:
            return "no nearer and no further yet"
        return (
            f"{steps} step{'' if steps == 1 else 's'} {'nearer' if self.now > self.start else 'further away'}"
        )


@dataclass(frozen=True)
class GoalRead:
    """One goal with how far it has come and what is being done for it."""

    goal: Any
    child: Any | None
    status: str
    is_open: bool
    distances: list[Distance]
    actions: list[Any]


@dataclass(frozen=True)
class PlanStory:
    """What a plan's page tells, all of it read through one Record."""

    plan: Any
    tier: Any | None
    tiers: list[Any]
    lead: Any | None
    leads: list[Any]
    children: list[Any]
    goals: list[GoalRead]
    actions: list[Any]  # those that belong to no goal
    team: list[Any]
    team_before: list[Any]
    agreements: list[Any]
    sharings: list[Any]
    help_given: list[Any]

    @property
    def goals_met(self) -> int:
        """How many goals are met."""
        return sum(read.goal.status == GoalStatus.MET for read in self.goals)


@shaped
def _of_plan(record: Record, number: int, family_id: int) -> dict[str, QuerySet[Any]]:
    return {
        "tiers": record.rows(PlanTier).filter(plan_id=number).order_by("start_date", "id"),
        "leads": record.rows(PlanLead).filter(plan_id=number).order_by("start_date", "id"),
        "places": record.rows(PlanChild).filter(plan_id=number).order_by("start_date", "id"),
        "goals": record.rows(Goal).filter(plan_id=number).order_by("set_date", "id"),
        "actions": record.rows(PlanAction).filter(plan_id=number).order_by("done_date", "due_date", "id"),
        "team": record.rows(TeamMember).filter(plan_id=number).order_by("start_date", "id"),
        "agreements": record.rows(Agreement).filter(plan_id=number).order_by("-day", "-id"),
        "sharings": record.rows(Sharing).filter(family_id=family_id).order_by("-day", "-id")[:20],
    }


def plan_story(plan: Any, members: list[Person], *, today: datetime.date, record: Record = NOW) -> PlanStory:
    """Return everything on a plan's page. A fixed number of queries, whatever the plan holds.

    `members` are those of the family whom the reader may see; others are looked up, and are None where hidden.
    """
    number = plan.id
    on = record.on(today)
    held = record.together(lambda: _of_plan(record, number, plan.family_id))
    tiers, leads, places, goals = held["tiers"], held["leads"], held["places"], held["goals"]
    actions, team, agreements, sharings = (
        held["actions"],
        held["team"],
        held["agreements"],
        held["sharings"],
    )
    scores = list(
        record.rows(GoalScore).filter(goal_id__in=[goal.id for goal in goals]).order_by("day", "id")
    )
    help_given = _help_given(number, [place.child_id for place in places], record)

    workers = Worker.objects.in_bulk(
        {
            *(lead.worker_id for lead in leads),
            *(action.owner_worker_id for action in actions if action.owner_worker_id),
            *(member.worker_id for member in team if member.worker_id),
            *(sharing.decided_by_id for sharing in sharings),
        }
    )
    people: dict[int, Any] = {member.pk: member for member in members}
    wanted = {
        *(place.child_id for place in places),
        *(goal.child_id for goal in goals if goal.child_id),
        *(member.person_id for member in team if member.person_id),
        *(agreement.person_id for agreement in agreements),
    } - set(people)
    if wanted:
        people.update(Person.objects.in_bulk(wanted))

    for tier in tiers:
        tier.label = Tier(tier.tier).label
    for lead in leads:
        lead.worker_shown = workers.get(lead.worker_id)
    for action in actions:
        owner = workers.get(action.owner_worker_id)
        action.owner_shown = owner.name if owner else action.owner_name
    for member in team:
        worker = workers.get(member.worker_id)
        member.person_shown = people.get(member.person_id)
        member.name_shown = _name_of(member, worker)
        member.worker_shown = worker
        member.is_present = member.start_date <= on and (member.end_date is None or member.end_date > on)
    for agreement in agreements:
        agreement.person_shown = people.get(agreement.person_id)
        agreement.answer_shown = AgreementAnswer(agreement.answer).label
    for sharing in sharings:
        sharing.basis_shown = LawfulBasis(sharing.lawful_basis).label
        sharing.decider_shown = workers.get(sharing.decided_by_id)

    children = []
    for place in places:
        child = people.get(place.child_id)
        if child is not None and place.end_date in (None, plan.end_date):
            children.append(child)
    return PlanStory(
        plan=plan,
        tier=tiers[-1] if tiers else None,
        tiers=tiers,
        lead=leads[-1] if leads else None,
        leads=leads,
        children=children,
        goals=[
            GoalRead(
                goal,
                people.get(goal.child_id),
                GoalStatus(goal.status).label,
                goal.status == GoalStatus.OPEN,
                distances([score for score in scores if score.goal_id == goal.id]),
                [action for action in actions if action.goal_id == goal.id],
            )
            for goal in sorted(goals, key=lambda goal: goal.status != GoalStatus.OPEN)
        ],
        actions=[action for action in actions if action.goal_id is None],
        team=[member for member in team if member.is_present],
        team_before=[member for member in team if not member.is_present],
        agreements=agreements,
        sharings=sharings,
        help_given=help_given,
    )


def distances(scores: list[Any]) -> list[Distance]:
    """Return how far a goal has come by each who scored it: the child first, then the parent, then the practitioner.

    `scores` are one goal's, earliest first.
    """
    found = []
    for who in ScoredBy:
        own = [score for score in scores if score.scored_by == who]
        if own:
            first, last = own[0], own[-1]
            moved = len(own) > 1
            found.append(
                Distance(
                    who.label,
                    first.score,
                    first.day,
                    last.score if moved else None,
                    last.day if moved else None,
                )
            )
    return found


def _name_of(member: Any, worker: Worker | None) -> str:
    if worker is not None:
        return f"{worker.name}, {worker.get_role_display().lower()}"
    if member.person_id:
        return (
            member.person_shown.display_name
            if member.person_shown
            else "Somebody whose record is not open to you"
        )
    return str(member.name)


def _help_given(plan_id: int, children: list[int], record: Record) -> list[Any]:
    about = EventSubject.objects.filter(event_id=OuterRef("pk"), person_id__in=children)
    events = Event.objects.filter(
        Exists(about), kind="plans.help_given", details__plan=plan_id
    ).select_related("by_worker")
    if record.instant is not None:
        events = events.filter(recorded_at__lte=record.instant)
    # Help that answered two approaches at once was given once.
    once = {
        (event.day, event.details.get("what"), event.by_worker_id): event
        for event in events.order_by("-day", "-pk")
    }
    return list(once.values())
