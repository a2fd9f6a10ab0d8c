"""How steady life is in care, counted the slow and obvious way, child by child from the record: what SQL must equal."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.care.models import PeriodOfCare, Placement
from kith.casework.people.models import Relationship, SchoolPlace
from kith.casework.workforce.models import Allocation
from kith.engines.calendar import add_months
from tests.furnishing.figures_reference import team_of

A_MILE = 1609.344


def _holds(row: Any, day: datetime.date) -> bool:
    return bool(row.start_date <= day and (row.end_date is None or row.end_date > day))


def looked_after(day: datetime.date) -> list[PeriodOfCare]:
    """Return the periods of care that count on a day: not those on short breaks."""
    found = []
    for period in PeriodOfCare.objects.all():
        status = next((one for one in period.legal_statuses.all() if _holds(one, day)), None)
        if _holds(period, day) and (status is None or status.code not in ("V3", "V4")):
            found.append(period)
    return found


def stays(child: int, day: datetime.date) -> list[dict[str, Any]]:
    """Return the homes that a child has lived in up to a day, one after the other; temporary stays are none."""
    found: list[dict[str, Any]] = []
    for one in Placement.objects.filter(child_id=child, start_date__lte=day).order_by("start_date"):
        if one.placement_type.startswith("T"):
            continue
        if found and found[-1]["home"] == one.home_id and found[-1]["period"] == one.period_of_care_id:
            found[-1] |= {"end": one.end_date, "kind": one.placement_type}
        else:
            found.append(
                {
                    "home": one.home_id,
                    "period": one.period_of_care_id,
                    "start": one.start_date,
                    "end": one.end_date,
                    "kind": one.placement_type,
                }
            )
    return found


def settled(period: PeriodOfCare, day: datetime.date) -> str:
    """Return whether a child has lived in one home for two years; nothing for whom it is not asked."""
    age = period.child.age_on(day)
    if age is None or age >= 16 or period.start_date > add_months(day, -30):
        return ""
    lived = stays(period.child_id, day)
    since = lived[-1]["start"]
    if lived[-1]["kind"] in ("A3", "A4", "A5", "A6") and len(lived) > 1 and lived[-2]["period"] == period.pk:
        since = lived[-2]["start"]
    return "yes" if since <= add_months(day, -24) else "no"


def far(period: PeriodOfCare, day: datetime.date, ours: str) -> str:
    """Return whether a child lives over twenty miles from home and outside our area."""
    now = next(one for one in period.placements.all() if _holds(one, day))
    place = now.home_address
    if (
        place is None
        or place.easting is None
        or period.home_easting is None
        or not place.authority_code
        or not ours
    ):
        return "unknown"
    apart = ((place.easting - period.home_easting) ** 2 + (place.northing - period.home_northing) ** 2) ** 0.5
    return "yes" if apart > 20 * A_MILE and place.authority_code != ours else "no"


def moved_school(period: PeriodOfCare, since: datetime.date, day: datetime.date) -> str:
    """Return whether a child moved school in the middle of a school year."""
    places = list(SchoolPlace.objects.filter(person=period.child, start_date__lte=day).order_by("start_date"))
    if not any(one.end_date is None or one.end_date > since for one in places):
        return "unknown"
    for later in places[1:]:
        start = later.start_date
        if start >= since and start >= period.start_date and start.month not in (8, 9):
            return "yes"
    return "no"


def are_siblings(one: int, other: int, day: datetime.date) -> bool:
    """Return whether two children share a parent or are recorded as brother or sister."""
    ties = [tie for tie in Relationship.objects.all() if _holds(tie, day)]
    parents = {
        child: {
            tie.person_id
            for tie in ties
            if tie.relative_id == child and tie.kind in ("parent", "adoptive_parent")
        }
        for child in (one, other)
    }
    recorded = any(tie.kind == "sibling" and {tie.person_id, tie.relative_id} == {one, other} for tie in ties)
    return recorded or bool(parents[one] & parents[other])


def siblings(period: PeriodOfCare, everybody: list[PeriodOfCare], day: datetime.date) -> str:
    """Return whether a child lives with all, some or none of their brothers and sisters in care."""
    theirs = [
        one
        for one in everybody
        if one.child_id != period.child_id and are_siblings(period.child_id, one.child_id, day)
    ]
    if not theirs:
        return ""

    def home(one: PeriodOfCare) -> int:
        return next(row.home_id for row in one.placements.all() if _holds(row, day))

    here = sum(home(one) == home(period) for one in theirs)
    return "all" if here == len(theirs) else "some" if here else "none"


def alike(
    day: datetime.date, since: datetime.date, ours: str
) -> dict[int, tuple[int | None, dict[str, str]]]:
    """Return of each child in care the team and what is so."""
    everybody = looked_after(day)
    found = {}
    for period in everybody:
        child = period.child_id
        led = list(Allocation.objects.filter(child_id=child, role="lead", start_date__lte=day))
        lead = next((row for row in led if _holds(row, day)), None)
        homes = [one for one in stays(child, day) if one["end"] is None or one["end"] > since]
        workers = {row.worker_id for row in led if row.end_date is None or row.end_date > since}
        found[child] = (
            team_of(lead.worker_id, day) if lead else None,
            {
                "homes": "yes" if len(homes) >= 3 else "no",
                "settled": settled(period, day),
                "far": far(period, day, ours),
                "workers": "yes" if len(workers) >= 3 else "no",
                "school": moved_school(period, since, day),
                "siblings": siblings(period, everybody, day),
            },
        )
    return found
