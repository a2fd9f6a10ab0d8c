"""Starting a family's plan, its words, its tier and lead, and closing it: one plan, whatever its tier."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kith.casework.furniture.guards import check_guards
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.actions.recording import check_day, check_open, children_on, record
from kith.casework.plans.models import Goal, Plan, PlanChild, PlanLead, PlanTier, TeamMember, Tier
from kith.casework.workforce.models import Worker

# From the lightest touch to the heaviest; leaving care stands beside them.
STEPS = [Tier.FAMILY_HELP, Tier.CHILD_IN_NEED, Tier.CHILD_PROTECTION, Tier.LOOKED_AFTER]


@transaction.atomic
def start_plan(
    *,
    family: Family,
    children: Sequence[Person],
    tier: str,
    lead: Worker | None,
    start_date: datetime.date,
    by: Worker,
    reason: str = "",
    what_we_want: str = "",
    what_is_strong: str = "",
    family_view: str = "",
) -> Plan:
    """Start the one plan of a family, for some or all of its children; without a lead where none is chosen yet.

    Raises CannotBeTrue where the family has an open plan, no child is named, or the lead has left.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child whom the plan is for.", "children")
    if start_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. A plan starts today or started before.", "start_date")
    if lead is not None and lead.end_date is not None:
        raise CannotBeTrue(f"{lead.name} has left. Choose another worker.", "lead")
    # The family's own row is locked, so that of two people starting a plan at once the second is told.
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    plans = Plan.objects.filter(family=family)
    if plans.filter(end_date__isnull=True).exists():
        raise CannotBeTrue(
            "This family has an open plan. Change its tier or add the child to it: nothing is typed again."
        )
    last = plans.filter(end_date__gt=start_date).order_by("-end_date").first()
    if last is not None:
        raise CannotBeTrue(
            f"The family's last plan ended on {last.end_date:%-d %B %Y}. Enter that day or a later one.",
            "start_date",
        )
    plan = Plan.objects.create(
        family=family, start_date=start_date, what_we_want=what_we_want, what_is_strong=what_is_strong
    )
    # The children first: behind the database's wall the rest of a plan is seen with them.
    PlanChild.objects.bulk_create(
        PlanChild(plan=plan, child=child, start_date=start_date) for child in children
    )
    PlanTier.objects.create(
        plan=plan,
        tier=tier,
        reason=reason or "The plan began.",
        family_view=family_view,
        start_date=start_date,
    )
    if lead is not None:
        PlanLead.objects.create(plan=plan, worker=lead, start_date=start_date)
    record(
        "plans.plan_started",
        plan,
        by=by,
        day=start_date,
        about=[child.pk for child in children],
        summary=f"A plan with the family began: {Tier(tier).label}.",
        details={"tier": tier, "lead": lead.pk if lead is not None else None},
    )
    return plan


@transaction.atomic
def change_words(*, plan: Plan, what_we_want: str, what_is_strong: str, by: Worker) -> None:
    """Write down what the family wants and what goes well; what it said before stays in its history."""
    check_open(plan)
    Plan.objects.filter(pk=plan.pk).update(what_we_want=what_we_want, what_is_strong=what_is_strong)
    record(
        "plans.words_changed", plan, by=by, day=timezone.localdate(),
        summary="What the family wants from the plan was written down.",
    )  # fmt: skip


@transaction.atomic
def change_tier(
    *,
    plan: Plan,
    tier: str,
    reason: str,
    family_view: str,
    start_date: datetime.date,
    by: Worker,
    what_changed: str = "",
) -> PlanTier:
    """Step the plan up or down from a day. Goals, actions, team and lead stay as they are: nothing is typed again.

    A tier that began on that very day gives way to this one: it held for no whole day, and its history keeps it.
    """
    plan = check_open(plan)
    check_day(start_date, plan, "start_date")
    check_guards("plans:change_tier", children=children_on(plan), tier=tier)
    current = plan.tiers.select_for_update(of=("self",)).filter(end_date__isnull=True).first()
    if current is not None:
        if current.tier == tier:
            raise CannotBeTrue(f"The plan is {current.get_tier_display()} already. Choose another.", "tier")
        if current.start_date > start_date:
            raise CannotBeTrue(
                f"The plan has been {current.get_tier_display()} since {current.start_date:%-d %B %Y}. Enter that day or a later one.",
                "start_date",
            )
        if current.start_date == start_date:
            PlanTier.objects.filter(pk=current.pk).delete()
        else:
            PlanTier.objects.filter(pk=current.pk).update(end_date=start_date)
    row = PlanTier.objects.create(
        plan=plan,
        tier=tier,
        reason=reason,
        what_changed=what_changed,
        family_view=family_view,
        start_date=start_date,
    )
    record(
        "plans.tier_changed",
        plan,
        by=by,
        day=start_date,
        summary=f"The plan {_direction(current.tier if current else '', tier)} {Tier(tier).label}.",
        details={"from": current.tier if current else "", "to": tier},
    )
    return row


def _direction(before: str, after: str) -> str:
    if before in STEPS and after in STEPS:
        return "stepped up to" if STEPS.index(Tier(after)) > STEPS.index(Tier(before)) else "stepped down to"
    return "became"


@transaction.atomic
def change_lead(
    *, plan: Plan, worker: Worker, reason: str, start_date: datetime.date, by: Worker
) -> PlanLead:
    """Make somebody else the lead practitioner of a plan from a day."""
    plan = check_open(plan)
    check_day(start_date, plan, "start_date")
    if worker.end_date is not None:
        raise CannotBeTrue(f"{worker.name} has left. Choose another worker.", "worker")
    current = (
        plan.leads.select_for_update(of=("self",))
        .filter(end_date__isnull=True)
        .select_related("worker")
        .first()
    )
    if current is not None:
        if current.worker_id == worker.pk:
            raise CannotBeTrue(f"{worker.name} leads the plan already. Choose another worker.", "worker")
        if current.start_date >= start_date:
            raise CannotBeTrue(
                f"{current.worker.name} has led the plan since {current.start_date:%-d %B %Y}. Enter a later day.",
                "start_date",
            )
        PlanLead.objects.filter(pk=current.pk).update(end_date=start_date)
    row = PlanLead.objects.create(plan=plan, worker=worker, reason=reason, start_date=start_date)
    record(
        "plans.lead_changed", plan, by=by, day=start_date, summary="The plan has another lead practitioner.",
        details={"lead": worker.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def lead_where_nobody_does(
    *, children: Sequence[Person], worker: Worker, start_date: datetime.date, by: Worker
) -> None:
    """Have whoever now holds these children lead their open plans that have no lead practitioner yet."""
    led = PlanLead.objects.filter(plan=OuterRef("pk"), end_date__isnull=True)
    plans = Plan.objects.filter(
        ~Exists(led),
        end_date__isnull=True,
        children__child__in=[child.pk for child in children],
        children__end_date__isnull=True,
    )
    for plan in plans.distinct():
        since = max(start_date, plan.start_date)
        PlanLead.objects.create(plan=plan, worker=worker, start_date=since)
        record(
            "plans.lead_chosen", plan, by=by, day=since, summary="The plan has a lead practitioner.",
            details={"lead": worker.pk},
        )  # fmt: skip


@transaction.atomic
def add_child(*, plan: Plan, child: Person, start_date: datetime.date, by: Worker) -> PlanChild:
    """Put another child of the family on the plan from a day, born or unborn."""
    plan = check_open(plan)
    check_day(start_date, plan, "start_date")
    if PlanChild.objects.filter(plan=plan, child=child, end_date__isnull=True).exists():
        raise CannotBeTrue("This child is on the plan already.", "child")
    row = PlanChild.objects.create(plan=plan, child=child, start_date=start_date)
    record(
        "plans.child_added",
        plan,
        by=by,
        day=start_date,
        about=[child.pk],
        summary="Came onto the family's plan.",
    )
    return row


@transaction.atomic
def bring_children(*, plan: Plan, children: Sequence[Person], start_date: datetime.date, by: Worker) -> None:
    """Put those of these children on the plan from a day who are not on it yet."""
    on_it = set(PlanChild.objects.filter(plan=plan, end_date__isnull=True).values_list("child_id", flat=True))
    for child in children:
        if child.pk not in on_it:
            add_child(plan=plan, child=child, start_date=start_date, by=by)


@transaction.atomic
def close_plan(
    *,
    plan: Plan,
    end_date: datetime.date,
    closing_summary: str,
    by: Worker,
    closing_reason: str = "",
    closing_family_view: str = "",
) -> None:
    """Close a plan on a day, with what changed and how things are now. Its tier, lead, children and team end with it; goals stay as they are.

    Raises CannotBeTrue where a child's record is not open to the worker acting: that child would stay on a closed plan.
    """
    plan = check_open(plan)
    if end_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "end_date")
    parts = [plan.tiers, plan.leads, plan.children, plan.team_members]
    latest = max(
        [plan.start_date, *(row.start_date for part in parts for row in part.filter(end_date__isnull=True))]
    )
    if end_date <= latest:
        raise CannotBeTrue(
            f"The plan last changed on {latest:%-d %B %Y}. It can be closed from the day after: enter a later day.",
            "end_date",
        )
    about = children_on(plan)
    check_guards("plans:close_plan", children=about)
    on_it = Q(end_date__isnull=True) | Q(end_date__gt=timezone.localdate())
    if set(about) - set(PlanChild.objects.filter(on_it, plan=plan).values_list("child_id", flat=True)):
        raise CannotBeTrue(
            "A child on this plan is on a record that is not open to you, so it cannot be closed by you alone."
            " Ask the team manager who holds it."
        )
    for model in (PlanTier, PlanLead, TeamMember, PlanChild):
        model.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=end_date), plan=plan).update(
            end_date=end_date
        )
    Plan.objects.filter(pk=plan.pk).update(
        end_date=end_date,
        closing_summary=closing_summary,
        closing_reason=closing_reason,
        closing_family_view=closing_family_view,
    )
    met = Goal.objects.filter(plan=plan, status="met").count()
    record(
        "plans.plan_closed",
        plan,
        by=by,
        day=end_date,
        about=about,
        summary="The plan with the family was closed.",
        details={"goals": Goal.objects.filter(plan=plan).count(), "goals_met": met, "reason": closing_reason},
    )
