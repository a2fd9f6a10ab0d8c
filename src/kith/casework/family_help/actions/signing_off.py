"""Sending an assessment for sign-off, sending it back, and signing it off with all that follows: nothing is typed again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from kith.casework.family_help import assessment_workflow as workflow
from kith.casework.family_help.actions.assessing import children_in, locked, open_referral_of, record
from kith.casework.family_help.models import (
    AssessmentChild,
    AssessmentOutcome,
    AssessmentStatus,
    FamilyAssessment,
)
from kith.casework.front_door.actions.closing import close_referral
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.actions.goals import add_goal
from kith.casework.plans.actions.recording import check_open
from kith.casework.plans.models import Plan, PlanLead, Tier
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Team, Worker
from kith.casework.workforce.queries import manager_from, team_of

# The tier that an outcome leads to, lightest first.
TIER_AFTER = {
    AssessmentOutcome.FAMILY_HELP: Tier.FAMILY_HELP,
    AssessmentOutcome.CHILD_IN_NEED: Tier.CHILD_IN_NEED,
    AssessmentOutcome.STRATEGY: Tier.CHILD_IN_NEED,
}
# How a child's referral closes where it does (children in need census).
CLOSES_AS = {AssessmentOutcome.NOTHING_FURTHER: "RC8", AssessmentOutcome.FAMILY_HELP: "RC9"}


@dataclass(frozen=True)
class Missing:
    """One thing that an assessment lacks: whose part, what, and whether it can go for sign-off all the same."""

    part: AssessmentChild | None
    sentence: str
    must: bool


def what_is_missing(assessment: FamilyAssessment) -> list[Missing]:
    """Return what an assessment still lacks, what it must have first.

    It must say for each child that they were seen, or why not; at least one factor, as the census asks for at the end
    of every assessment; and what comes next. The rest is a reminder and holds nobody up.
    """
    must: list[Missing] = []
    remind: list[Missing] = []
    for part in assessment.children.select_related("child").prefetch_related("factors").order_by("pk"):
        name = part.child.display_name
        if part.seen_date is None and not part.why_not_seen.strip():
            must.append(Missing(part, f"Say when {name} was seen, or why not.", must=True))
        elif not part.seen_alone and not part.why_not_seen.strip():
            remind.append(Missing(part, f"{name} was not seen alone, and nothing says why.", must=False))
        if not part.factors.all():
            must.append(
                Missing(part, f"Choose the factors for {name}, or 'No factors identified'.", must=True)
            )
        if not part.outcome:
            must.append(Missing(part, f"Say what comes next for {name}.", must=True))
        elif not part.outcome_reason.strip():
            must.append(Missing(part, f"Say why that is right for {name}.", must=True))
        if not part.child_words.strip():
            remind.append(Missing(part, f"What {name} says is not written down.", must=False))
    for field, sentence in (
        ("strengths", "What is going well in the family is not written down."),
        ("analysis", "What this means for the children is not written down."),
        ("family_view", "What the family thinks of the assessment is not written down."),
    ):
        if not getattr(assessment, field).strip():
            remind.append(Missing(None, sentence, must=False))
    return must + remind


@transaction.atomic
def submit(*, assessment: FamilyAssessment, by: Worker) -> None:
    """Send an assessment for sign-off, with the referrals that came while it was written.

    Raises CannotBeTrue while it lacks what it must have.
    """
    assessment = locked(assessment)
    event = workflow.check_move(assessment, AssessmentStatus.SUBMITTED)
    for part in _parts_of(assessment):
        # What came later than this is decided by itself: sign-off does what whoever signs off was shown.
        if part.referral is None or part.referral.closed_date is not None:
            AssessmentChild.objects.filter(pk=part.pk).update(referral=open_referral_of(part.child_id))
    lacking = [missing.sentence for missing in what_is_missing(assessment) if missing.must]
    if lacking:
        raise CannotBeTrue(" ".join(lacking))
    FamilyAssessment.objects.filter(pk=assessment.pk).update(
        status=AssessmentStatus.SUBMITTED, submitted_at=timezone.now(), submitted_by=by
    )
    today = timezone.localdate()
    record(event, assessment, by=by, day=today, summary="The assessment was sent for sign-off.")
    give_task(
        title="Read an assessment and sign it off",
        due_date=today,
        **_who_signs_off(assessment, by, today),
        person_id=children_in(assessment)[0],
        link=f"/assessments/{assessment.pk}/",
        by=by,
    )


@transaction.atomic
def send_back(*, assessment: FamilyAssessment, words: str, by: Worker) -> None:
    """Send an assessment back to whoever wrote it, with what should be changed."""
    assessment = locked(assessment)
    event = workflow.check_move(assessment, AssessmentStatus.DRAFT)
    if not words.strip():
        raise CannotBeTrue("Say what should be changed.", "words")
    FamilyAssessment.objects.filter(pk=assessment.pk).update(
        status=AssessmentStatus.DRAFT, returned_words=words, submitted_at=None, submitted_by=None
    )
    today = timezone.localdate()
    _done_with(assessment, by)
    record(event, assessment, by=by, day=today, summary="The assessment was sent back to be changed.")
    give_task(
        title="Change an assessment that was sent back",
        due_date=today,
        worker=assessment.written_by,
        person_id=children_in(assessment)[0],
        link=f"/assessments/{assessment.pk}/",
        by=by,
    )


@transaction.atomic
def authorise(*, assessment: FamilyAssessment, words: str, by: Worker) -> None:
    """Sign an assessment off today, stop its clock, and carry out what it says comes next for each child.

    The plan is started, stepped up or added to from the assessment's own words. A referral closes as RC8 where nothing
    further is needed and as RC9 where help goes on without the statute; it stays open for a child in need.
    Raises CannotBeTrue for one's own assessment (no one signs off their own).
    """
    assessment = locked(assessment)
    event = workflow.check_move(assessment, AssessmentStatus.AUTHORISED)
    if workflow.is_own(assessment, by):
        raise CannotBeTrue(workflow.OWN)
    today = timezone.localdate()
    if not words.strip():
        raise CannotBeTrue("Say why you agree: what in it persuades you.", "words")
    parts = _parts_of(assessment)
    FamilyAssessment.objects.filter(pk=assessment.pk).update(
        status=AssessmentStatus.AUTHORISED,
        authorised_at=timezone.now(),
        authorised_date=today,
        authorised_by=by,
        authorised_words=words,
    )
    _done_with(assessment, by)
    record(
        event, assessment, by=by, day=today, summary="The assessment was signed off.",
        details={"outcomes": {str(part.child_id): part.outcome for part in parts}, "kind": assessment.kind},
    )  # fmt: skip
    for part in parts:
        _close_referral(part, today, by)
    helped = [part for part in parts if part.outcome in TIER_AFTER]
    if helped:
        _carry_into_plan(assessment, helped, today, by)
    for part in parts:
        if part.outcome == AssessmentOutcome.STRATEGY:
            give_task(
                title="Hold a strategy discussion",
                due_date=today,
                team=_team_of(assessment, today),
                person_id=part.child_id,
                # The page of the protection room that calls one, which does this task.
                link=f"/families/{assessment.family_id}/strategy-discussion/call/",
                by=by,
            )


@transaction.atomic
def carry_goals(*, plan: Plan, goals: Sequence[tuple[str, str]], by: Worker) -> None:
    """Set what an assessment found as goals, each told as (words, need), on its plan: in these words once.

    Raises CannotBeTrue where all of them are being worked on already.
    """
    plan = check_open(plan)
    held = {words.casefold() for words in plan.goals.filter(status="open").values_list("words", flat=True)}
    new = {words.casefold(): (words, need) for words, need in goals if words.casefold() not in held}
    if not new:
        raise CannotBeTrue("The plan is working on these goals already.")
    for words, need in new.values():
        add_goal(plan=plan, words=words, need=need, set_date=timezone.localdate(), by=by)


def _parts_of(assessment: FamilyAssessment) -> list[AssessmentChild]:
    """Return every child's part. Raises CannotBeTrue where one is on a record that the worker acting may not open."""
    parts = list(assessment.children.select_related("child", "referral").order_by("pk"))
    if len(parts) != len(children_in(assessment)):
        raise CannotBeTrue(
            "A child in this assessment is on a record that is not open to you. Ask the team manager who holds it."
        )
    return parts


def _team_of(assessment: FamilyAssessment, today: datetime.date) -> Team:
    """Return the team whose manager signs off: the writer's, else the plan's lead's, else the whole service."""
    lead = (
        PlanLead.objects.filter(plan=assessment.plan_id, end_date__isnull=True)
        .select_related("worker")
        .first()
    )
    for worker in (assessment.written_by, lead.worker if lead else None):
        team = team_of(worker, today) if worker is not None else None
        if team is not None:
            return team
    return Team.objects.filter(parent__isnull=True).order_by("pk")[0]


def _who_signs_off(assessment: FamilyAssessment, by: Worker, today: datetime.date) -> dict[str, Any]:
    """Return the manager who may sign it off, as a task is given: the team's own, else the next above; else the team."""
    team = _team_of(assessment, today)
    manager = manager_from(team, besides=[by.pk, assessment.written_by_id])
    return {"worker": manager} if manager is not None else {"team": team}


def _done_with(assessment: FamilyAssessment, by: Worker) -> None:
    """Take what was to be done about an assessment off its lists: it has been done."""
    do_tasks_at(f"/assessments/{assessment.pk}/", by=by)


def _close_referral(part: AssessmentChild, today: datetime.date, by: Worker) -> None:
    reason = CLOSES_AS.get(AssessmentOutcome(part.outcome)) if part.outcome else None
    if reason and part.referral is not None and part.referral.closed_date is None:
        close_referral(referral=part.referral, closure_reason=reason, day=today, by=by)


def _carry_into_plan(
    assessment: FamilyAssessment, helped: list[AssessmentChild], today: datetime.date, by: Worker
) -> None:
    """Put the children on the family's plan, in the tier that the assessment asks for, with its words."""
    tier = max((TIER_AFTER[AssessmentOutcome(part.outcome)] for part in helped), key=plans.STEPS.index)
    children: list[Person] = [part.child for part in helped]
    reason = "\n".join(dict.fromkeys(part.outcome_reason for part in helped if part.outcome_reason.strip()))
    plan = Plan.objects.filter(family_id=assessment.family_id, end_date__isnull=True).first()
    if plan is None:
        lead = assessment.written_by
        plan = plans.start_plan(
            family=assessment.family,
            children=children,
            tier=tier,
            lead=lead if lead.end_date is None else by,
            start_date=today,
            reason=reason or "The assessment found that the family needs help.",
            what_we_want=assessment.in_their_words,
            what_is_strong=assessment.strengths,
            family_view=assessment.family_view,
            by=by,
        )
    else:
        plans.bring_children(plan=plan, children=children, start_date=today, by=by)
        current = plan.tiers.filter(end_date__isnull=True).first()
        is_lower = current is None or (
            current.tier in plans.STEPS and plans.STEPS.index(Tier(current.tier)) < plans.STEPS.index(tier)
        )
        if is_lower:
            plans.change_tier(
                plan=plan,
                tier=tier,
                reason=reason,
                what_changed=assessment.analysis,
                family_view=assessment.family_view,
                start_date=today,
                by=by,
            )
    FamilyAssessment.objects.filter(pk=assessment.pk).update(plan=plan)
