"""Core groups and visits that fall due for children on protection plans and that no clock says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceStatus,
    CoreGroupMeeting,
    ProtectionVisit,
    ProtectionVisitChild,
)
from kith.casework.protection.queries.protection_on_plan import VISIT, Due
from kith.casework.timeline.models import Clock
from kith.casework.timeline.queries.day import SOON
from kith.engines.calendar import add_working_days


@dataclass(frozen=True)
class DueInFamily:
    """One thing due for one family."""

    family_name: str
    due: Due
    who: str = ""


def due_in_families(children: Iterable[Person], *, today: datetime.date, record: Record) -> list[DueInFamily]:
    """Return what is planned or was agreed for the children on protection plans whom a worker holds, soonest first.

    A core group by the day that the last one set, and a visit by the interval that the conference agreed where that is
    before its clock is due: clocks themselves are the day's already. One query where no child is on a plan, else three.
    """
    known = {child.pk: child for child in children}
    on_plan = record.together(**_on_plan(record, list(known), today))["on_plan"]
    if not on_plan:
        return []
    plans = {one.plan_id for one in on_plan}
    first = NOW.together(
        plans=Plan.objects.filter(pk__in=plans),
        meetings=CoreGroupMeeting.objects.filter(plan_id__in=plans).order_by("held_date"),
        visits=ProtectionVisit.objects.filter(plan_id__in=plans),
        clocks=Clock.objects.filter(
            person_id__in=known, rule=VISIT, stopped_date__isnull=True, due_date__gte=F("start_date")
        ),
    )
    families = {one.family_id for one in first["plans"]}
    second = NOW.together(
        families=Family.objects.filter(pk__in=families),
        conferences=ChildProtectionConference.objects.filter(
            family_id__in=families, status=ConferenceStatus.HELD, held_date__lte=today
        ).order_by("held_date", "pk"),
        seen=ProtectionVisitChild.objects.filter(
            visit_id__in=[one.pk for one in first["visits"]], was_seen=True
        ),
    )
    names = {one.pk: one.name for one in second["families"]}
    by_plan = {one.pk: one for one in first["plans"]}
    every = {one.family_id: one.visit_every_days for one in second["conferences"]}  # the latest is last
    days = {one.pk: one.visited_date for one in first["visits"]}
    clocks = {one.person_id: one.due_date for one in first["clocks"]}
    found: list[DueInFamily] = []
    for number in plans:
        meetings = [one for one in first["meetings"] if one.plan_id == number]
        planned = meetings[-1].next_planned_date if meetings else None
        if planned is not None and planned <= today + SOON:
            found.append(
                DueInFamily(
                    names.get(by_plan[number].family_id, ""),
                    Due(
                        "Core group", planned, (planned - today).days, address=f"/plans/{number}/protection/"
                    ),
                )
            )
    for one in on_plan:
        interval = every.get(by_plan[one.plan_id].family_id)
        if not interval:
            continue
        seen = [days[row.visit_id] for row in second["seen"] if row.child_id == one.child_id]
        agreed = add_working_days(max([one.start_date, *seen]), interval)
        clock = clocks.get(one.child_id)
        if agreed <= today + SOON and (clock is None or agreed < clock):
            found.append(
                DueInFamily(
                    names.get(by_plan[one.plan_id].family_id, ""),
                    Due(
                        "Visit, as the conference agreed",
                        agreed,
                        (agreed - today).days,
                        address=f"/plans/{one.plan_id}/protection/visits/add/",
                    ),
                    known[one.child_id].display_name,
                )
            )
    return sorted(found, key=lambda item: (item.due.due_date, item.family_name, item.who))


@shaped
def _on_plan(record: Record, children: list[int], today: datetime.date) -> dict[str, QuerySet[Any]]:
    holds = Q(end_date__isnull=True) | Q(end_date__gt=today)
    return {
        "on_plan": record.rows(ChildProtectionPlan).filter(
            holds, child_id__in=children, start_date__lte=today
        )
    }
