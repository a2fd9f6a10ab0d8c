"""The child protection plan of one child: begun at a conference, its category, and how it ends."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from kith import codes
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan, PlanChild, PlanTier, Tier
from kith.casework.protection.actions.conferences import leave_reviews
from kith.casework.protection.actions.recording import check_day, locked
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceStatus,
    ProtectionPlanCategory,
    ProtectionPlanEnding,
    ProtectionPlanStart,
)
from kith.casework.protection.workflows.protection_plan import PROTECTION_PLAN, ProtectionPlanState
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

CARE_OR_PROTECTION = (Tier.CHILD_PROTECTION, Tier.LOOKED_AFTER)


def categories_on(day: datetime.date) -> list[tuple[str, str]]:
    """Return the categories that may be recorded on a day, as pairs of code and label."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    year = f"{first}-{(first + 1) % 100:02d}"
    return [(code.code, code.label) for code in codes.code_list("category_of_abuse") if code.valid_in(year)]


def check_category(category: str, day: datetime.date, field: str = "category") -> None:
    """Raise CannotBeTrue for a category that is not in the list of the year in which the day falls."""
    allowed = [code for code, _ in categories_on(day)]
    if category not in allowed:
        said = codes.labels("category_of_abuse").get(category)
        raise CannotBeTrue(
            f"{said} is not a category that can be recorded on {day:%-d %B %Y}. Choose another."
            if said
            else "Choose the category of the child's plan.",
            field,
        )


def protection_plan_of(child_id: int) -> ChildProtectionPlan | None:
    """Return the protection plan that a child is on with no end yet, locked until the transaction ends."""
    row: ChildProtectionPlan | None = (
        ChildProtectionPlan.objects.select_for_update(of=("self",))
        .filter(child_id=child_id, end_date__isnull=True)
        .first()
    )
    return row


@transaction.atomic
def start_protection_plan(
    *,
    child: Person,
    plan: Plan | None,
    conference: ChildProtectionConference | None,
    category: str,
    start_date: datetime.date,
    started_as: str,
    by: Worker,
    was_on_one_elsewhere: bool = False,
    family: Family | None = None,
) -> ChildProtectionPlan:
    """Start a child's protection plan. The child comes onto the family's one plan, which steps up; nothing is typed again.

    Without `plan` the family's open one is found, or begun. `conference` is None where another authority's conference
    decided it, and then `family` says whose plan it is. Raises CannotBeTrue for a plan before its conference, a second
    plan over the first, a category that is not valid on the day, or somebody who is 18.
    """
    _check_start(child, conference, started_as, start_date)
    check_category(category, start_date)
    _check_no_other(child, start_date)
    whose = family or (conference.family if conference is not None else None)
    if plan is None:
        if whose is None:
            raise CannotBeTrue(
                "Put the child in a family first: the protection plan stands on the family's plan."
            )
        plan = family_plan(whose, child, start_date, by)
    earlier = ChildProtectionPlan.objects.filter(child=child, start_date__lt=start_date).exists()
    _bring(plan, child, start_date, by)
    try:
        with transaction.atomic():
            row = ChildProtectionPlan.objects.create(
                child=child,
                plan=plan,
                started_as=started_as,
                start_conference=conference,
                is_repeat=earlier or was_on_one_elsewhere,
                start_date=start_date,
            )
    except IntegrityError as refused:
        # Of two people at once the database lets one through; the other is told what the first has done.
        if "protection_plan_no_overlap" not in str(refused):
            raise
        raise CannotBeTrue(_on_one_already(child)) from None
    ProtectionPlanCategory.objects.create(protection_plan=row, category=category, start_date=start_date)
    _step_up(plan, start_date, by)
    record_event(
        PROTECTION_PLAN.beginning[ProtectionPlanState.ON_PLAN], by=by, day=start_date, about=[child.pk],
        summary=f"A child protection plan began: {codes.labels('category_of_abuse')[category].lower()}.",
        thread=f"plan:{plan.pk}",
        details={
            "plan": plan.pk, "protection_plan": row.pk, "category": category, "started_as": str(started_as),
            "conference": conference.pk if conference else None, "is_repeat": row.is_repeat, "on_protection_plan": True,
        },
    )  # fmt: skip
    return row


def family_plan(family: Family, child: Person, day: datetime.date, by: Worker) -> Plan:
    """Return the family's one open plan, or one begun with this child."""
    now: Plan | None = Plan.objects.filter(family=family, end_date__isnull=True).first()
    if now is not None:
        return now
    # Where the family's last plan ended after the conference, which is written up late, the new one begins as it ended.
    last = Plan.objects.filter(family=family, end_date__gt=day).order_by("-end_date").first()
    return plans.start_plan(
        family=family,
        children=[child],
        tier=Tier.CHILD_PROTECTION,
        lead=None,
        start_date=last.end_date if last is not None and last.end_date is not None else day,
        reason="A child protection conference made a plan.",
        by=by,
    )


@transaction.atomic
def change_category(
    *,
    protection_plan: ChildProtectionPlan,
    conference: ChildProtectionConference,
    category: str,
    start_date: datetime.date,
    by: Worker,
) -> None:
    """Change the category of a child's plan from a day, as a conference decided; the one before stays as it was."""
    row = locked(protection_plan)
    _check_move(row, ProtectionPlanState.ON_PLAN)
    check_day(start_date, "start_date", earliest=row.start_date, why_earliest="The protection plan began")
    check_category(category, start_date)
    now = ProtectionPlanCategory.objects.filter(protection_plan=row, end_date__isnull=True).first()
    if now is not None:
        if now.category == category:
            raise CannotBeTrue(f"The category is {now.get_category_display().lower()} already.", "category")
        if now.start_date >= start_date:
            raise CannotBeTrue(
                f"The category has been {now.get_category_display().lower()} since {now.start_date:%-d %B %Y}."
                " Enter a later day.",
                "start_date",
            )
        ProtectionPlanCategory.objects.filter(pk=now.pk).update(end_date=start_date)
    ProtectionPlanCategory.objects.create(protection_plan=row, category=category, start_date=start_date)
    record_event(
        "protection.protection_plan_category_changed", by=by, day=start_date, about=[row.child_id],
        summary=f"The category of the child protection plan became {codes.labels('category_of_abuse')[category].lower()}.",
        thread=f"plan:{row.plan_id}",
        details={"plan": row.plan_id, "protection_plan": row.pk, "category": category, "conference": conference.pk},
    )  # fmt: skip


@transaction.atomic
def continue_protection_plan(
    *,
    protection_plan: ChildProtectionPlan,
    conference: ChildProtectionConference,
    category: str,
    day: datetime.date,
    by: Worker,
) -> None:
    """Record that a review conference found that a child's plan goes on, with the same category or another."""
    row = locked(protection_plan)
    event = _check_move(row, ProtectionPlanState.ON_PLAN)
    if not row.categories.filter(category=category, end_date__isnull=True).exists():
        change_category(protection_plan=row, conference=conference, category=category, start_date=day, by=by)
    record_event(
        event, by=by, day=day, about=[row.child_id], summary="The child protection plan goes on.",
        thread=f"plan:{row.plan_id}",
        details={"plan": row.plan_id, "protection_plan": row.pk, "conference": conference.pk},
    )  # fmt: skip


@transaction.atomic
def end_protection_plan(
    *,
    protection_plan: ChildProtectionPlan,
    conference: ChildProtectionConference | None,
    end_date: datetime.date,
    ended_because: str,
    words: str,
    by: Worker,
) -> None:
    """End a child's protection plan, at a review conference or without one. The family's plan keeps its tier until it steps down.

    Raises CannotBeTrue for an end before the start, one that only a conference may find, or one that the record speaks
    against: grown up before the 18th birthday, died before the death.
    """
    row = locked(protection_plan)
    event = _check_move(row, ProtectionPlanState.ENDED)
    if ended_because not in ProtectionPlanEnding.values:
        raise CannotBeTrue("Choose why the protection plan ended.", "ended_because")
    check_day(end_date, "end_date")
    if end_date <= row.start_date:
        raise CannotBeTrue(
            f"The protection plan began on {row.start_date:%-d %B %Y}. It can end from the day after: enter a later day.",
            "end_date",
        )
    if conference is None and ended_because == ProtectionPlanEnding.NO_LONGER_AT_RISK:
        raise CannotBeTrue(
            "Only a review conference finds that a child no longer needs the plan. Ask for one.",
            "ended_because",
        )
    if not words.strip():
        raise CannotBeTrue("Say what has changed.", "words")
    _check_against_the_record(row, ended_because, end_date)
    latest = ProtectionPlanCategory.objects.filter(protection_plan=row, end_date__isnull=True).first()
    if latest is not None and latest.start_date >= end_date:
        raise CannotBeTrue(
            f"The category was changed on {latest.start_date:%-d %B %Y}. Enter a later day.", "end_date"
        )
    ProtectionPlanCategory.objects.filter(protection_plan=row, end_date__isnull=True).update(
        end_date=end_date
    )
    ChildProtectionPlan.objects.filter(pk=row.pk).update(
        end_date=end_date, end_conference=conference, ended_because=ended_because, end_words=words.strip()
    )
    record_event(
        event, by=by, day=end_date, about=[row.child_id],
        summary=f"The child protection plan ended: {_lower_first(ProtectionPlanEnding(ended_because).label)}.",
        thread=f"plan:{row.plan_id}",
        details={
            "plan": row.plan_id, "protection_plan": row.pk, "ended_because": ended_because,
            "conference": conference.pk if conference else None,
        },
    )  # fmt: skip
    if conference is None:
        said = _lower_first(ProtectionPlanEnding(ended_because).label)
        leave_reviews(
            child=row.child, why=f"The child protection plan ended without a conference: {said}.", by=by
        )


def _check_start(
    child: Person, conference: ChildProtectionConference | None, started_as: str, day: datetime.date
) -> None:
    check_day(day, "start_date")
    if conference is None:
        if started_as != ProtectionPlanStart.TRANSFER_IN:
            raise CannotBeTrue("A protection plan starts at a conference. Hold the conference first.")
    elif conference.status != ConferenceStatus.HELD or conference.held_date is None:
        raise CannotBeTrue("A protection plan starts at a conference. Hold the conference first.")
    elif day < conference.held_date:
        raise CannotBeTrue(
            f"The conference was held on {conference.held_date:%-d %B %Y}, and the plan cannot begin before it."
            " Enter that day or a later one.",
            "start_date",
        )
    age = child.age_on(day)
    if age is not None and age >= 18:
        raise CannotBeTrue(
            f"{child.display_name} was 18 by {day:%-d %B %Y}, and a child protection plan is for a child."
            " Talk with adult services about what keeps them safe."
        )
    if child.death_date is not None and child.death_date < day:
        raise CannotBeTrue(
            f"{child.display_name} died on {child.death_date:%-d %B %Y}. No plan can begin after that."
        )


def _check_no_other(child: Person, day: datetime.date) -> None:
    others = ChildProtectionPlan.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=day), child=child)
    if others.exists():
        raise CannotBeTrue(_on_one_already(child))


def _on_one_already(child: Person) -> str:
    return (
        f"{child.display_name} is on a child protection plan already, and has one at a time."
        " A review conference decides whether it goes on."
    )


def _bring(plan: Plan, child: Person, day: datetime.date, by: Worker) -> None:
    """Bring a child onto the family's plan, from the day or as soon after it as the plan and their place on it allow."""
    before = PlanChild.objects.filter(plan=plan, child=child, end_date__gt=day).order_by("-end_date").first()
    since = max([day, plan.start_date, *([before.end_date] if before and before.end_date else [])])
    plans.bring_children(plan=plan, children=[child], start_date=since, by=by)


def _step_up(plan: Plan, day: datetime.date, by: Worker) -> None:
    """Step the family's plan up; one that is child protection or looked after stays as it is."""
    now = PlanTier.objects.filter(plan=plan, end_date__isnull=True).first()
    if now is not None and now.tier in CARE_OR_PROTECTION:
        return
    # A conference that is written up late may lie before the plan's latest step: the step up then counts from that one.
    since = max([day, plan.start_date, *([now.start_date] if now is not None else [])])
    plans.change_tier(
        plan=plan,
        tier=Tier.CHILD_PROTECTION,
        reason="A child protection conference made a plan.",
        family_view="",
        start_date=since,
        by=by,
    )


def _check_move(row: ChildProtectionPlan, to: ProtectionPlanState) -> str:
    now = ProtectionPlanState.ON_PLAN if row.end_date is None else ProtectionPlanState.ENDED
    return PROTECTION_PLAN.check_move(now, to)


def _check_against_the_record(row: ChildProtectionPlan, because: str, day: datetime.date) -> None:
    child = row.child
    if (
        because == ProtectionPlanEnding.GREW_UP
        and child.birth_date is not None
        and (child.age_on(day) or 0) < 18
    ):
        raise CannotBeTrue(
            f"{child.display_name} was not 18 on {day:%-d %B %Y}. Enter the 18th birthday, or correct the date of birth.",
            "end_date",
        )
    if because == ProtectionPlanEnding.DIED and child.death_date is not None and day < child.death_date:
        raise CannotBeTrue(
            f"The record has the death on {child.death_date:%-d %B %Y}. Enter that day or a later one.",
            "end_date",
        )


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]
