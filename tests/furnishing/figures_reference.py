"""The figures of protection counted the slow and obvious way, child by child from the record: what SQL must equal."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from kith.casework.family_help.models import InterventionDelivery
from kith.casework.plans.models import PlanChild, PlanLead
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    EnquiryChild,
)
from kith.casework.timeline.models import EventSubject
from kith.casework.workforce.models import TeamMembership
from kith.engines.calendar import add_months, add_working_days

Of = Callable[[int | None], bool]


def _holds(row, day: datetime.date) -> bool:
    return row.start_date <= day and (row.end_date is None or row.end_date > day)


def team_of(worker_id: int, day: datetime.date) -> int | None:
    """Return the team that a worker was in on a day."""
    for row in TeamMembership.objects.filter(worker_id=worker_id):
        if _holds(row, day):
            return row.team_id
    return None


def team_of_plan(plan_id: int, day: datetime.date) -> int | None:
    """Return the team of whoever led a plan on a day."""
    for row in PlanLead.objects.filter(plan_id=plan_id):
        if _holds(row, day):
            return team_of(row.worker_id, day)
    return None


def first_help(child_id: int, ended: datetime.date) -> datetime.date | None:
    """Return the first day from an end on, within thirty days, on which there was help for a child."""
    for after in range(31):
        day = ended + datetime.timedelta(days=after)
        given = EventSubject.objects.filter(
            person_id=child_id, event__day=day, event__kind="plans.help_given"
        )
        if given.exists():
            return day
        for place in PlanChild.objects.filter(child_id=child_id):
            for help_ in InterventionDelivery.objects.filter(plan_id=place.plan_id):
                began = help_.start_date is not None and help_.start_date <= day
                going_on = help_.end_date is None or help_.end_date >= ended
                since = max(help_.start_date, ended) if began else None
                if began and going_on and since == day and _holds(place, day):
                    return day
    return None


def what_came_of(part: EnquiryChild) -> tuple[str, datetime.date | None]:
    """Return what came of one child's enquiry, and the day on which it ended with no plan."""
    enquiry = part.enquiry
    conferences = [
        one
        for one in ChildProtectionConference.objects.filter(enquiry=enquiry)
        if ConferenceChild.objects.filter(conference=one, child=part.child).exists()
    ]
    for one in ChildProtectionPlan.objects.filter(child=part.child):
        if one.start_conference is not None and one.start_conference.enquiry_id == enquiry.pk:
            return "plan", None
    if part.end_date is None:
        return "under_way", None
    if part.outcome != "1":
        return part.outcome, part.end_date
    held = [one for one in conferences if one.status == "held"]
    if held:
        return "conference_no_plan", max(one.held_date for one in held)
    if any(one.status in ("requested", "booked") for one in conferences) or not conferences:
        return "conference_to_come", None
    return "conference_no_plan", part.end_date


def figures(
    since: datetime.date, until: datetime.date, today: datetime.date, of: Of
) -> dict[str, dict[str, int] | list[int]]:
    """Return every count of a period for the teams that `of` takes."""
    day = min(until, today)
    outcomes: dict[str, int] = {}
    after = {"in_time": 0, "not_in_time": 0, "too_soon": 0}
    for part in EnquiryChild.objects.select_related("enquiry"):
        start = part.enquiry.start_date
        if not (since <= start <= until and of(team_of(part.enquiry.lead_id, start))):
            continue
        came, ended = what_came_of(part)
        outcomes[came] = outcomes.get(came, 0) + 1
        if ended is None:
            continue
        last = add_working_days(ended, 10)
        helped = first_help(part.child_id, ended)
        if helped is not None and helped <= last:
            after["in_time"] += 1
        else:
            after["not_in_time" if today > last else "too_soon"] += 1
    bands = [0, 0, 0, 0]
    for conferred in ConferenceChild.objects.filter(
        conference__kind="initial", conference__status="held"
    ).select_related("conference__enquiry"):
        held, enquiry = conferred.conference.held_date, conferred.conference.enquiry
        if since <= held <= until and of(team_of(enquiry.lead_id, enquiry.start_date)):
            limits = [add_working_days(enquiry.start_date, days) for days in (10, 15, 20)]
            bands[sum(held > limit for limit in limits)] += 1
    categories: dict[str, int] = {}
    now, ended_lengths = {"long": 0, "shorter": 0}, {"long": 0, "shorter": 0}
    starts, reviews = {"repeat": 0, "first": 0}, {"in_time": 0, "not_in_time": 0, "too_new": 0}
    for plan in ChildProtectionPlan.objects.all():
        if _holds(plan, day) and of(team_of_plan(plan.plan_id, day)):
            code = next((one.category for one in plan.categories.all() if _holds(one, day)), "")
            categories[code] = categories.get(code, 0) + 1
            now["long" if (day - plan.start_date).days >= 730 else "shorter"] += 1
            reviews[_reviewed(plan, day)] += 1
        ended = plan.end_date
        if (
            ended
            and since <= ended <= until
            and of(team_of_plan(plan.plan_id, ended - datetime.timedelta(days=1)))
        ):
            ended_lengths["long" if (ended - plan.start_date).days >= 730 else "shorter"] += 1
        if since <= plan.start_date <= until and of(team_of_plan(plan.plan_id, plan.start_date)):
            before = ChildProtectionPlan.objects.filter(child=plan.child, start_date__lt=plan.start_date)
            starts["repeat" if plan.is_repeat or before.exists() else "first"] += 1
    return {
        "outcomes": outcomes, "help_after": after, "conferences": bands, "categories": categories,
        "length_now": now, "length_ended": ended_lengths, "starts": starts, "reviews": reviews,
    }  # fmt: skip


def _reviewed(plan: ChildProtectionPlan, day: datetime.date) -> str:
    if plan.start_date > day or add_months(plan.start_date, 3) > day:
        return "too_new"
    held = sorted(
        one.conference.held_date
        for one in ConferenceChild.objects.filter(
            child=plan.child, conference__kind="review", conference__status="held"
        ).select_related("conference")
        if plan.start_date < one.conference.held_date <= day
    )
    days = [plan.start_date, *held]
    limits = [add_months(one, 3 if place == 0 else 6) for place, one in enumerate(days)]
    reached = [*held, day]
    return (
        "in_time" if all(one <= limit for one, limit in zip(reached, limits, strict=True)) else "not_in_time"
    )
