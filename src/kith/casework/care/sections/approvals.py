"""What has to be approved: on a child's page in care, and on the day of whoever decides it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import RawSQL
from django.urls import reverse

from kith.casework.access.rights import Right, general_rights
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.models import ApprovalKind, CarePlan, PlacementApproval
from kith.casework.care.queries.approvals import approvals_from, wanted_of_approvals
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, TeamMembership, Worker


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a decision."""

    name: str
    what: str
    since: datetime.date
    address: str


def register_approvals() -> None:
    """Put these on their pages."""
    register("care:child", "main", on_the_child, order=30)
    register("timeline:my_day", "main", on_my_day, order=20)


def on_the_child(*, opened: OpenChild, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """What has to be approved for where the child lives, and how it stands; one query, gathered with others'."""
    if opened.period is None or opened.period.end_date is not None:
        return None
    on = record.on(today)
    period_id = opened.period.id
    held = record.together(lambda: wanted_of_approvals(record, opened.child.pk, period_id, on))
    read = approvals_from(held, on)
    return Section(
        "care/sections/approvals_on_child.html",
        {
            "read": read,
            "person_id": opened.child.pk,
            "waits": bool(read.missing or any(not one.is_finished for one in read.parents)),
            "is_now": record.instant is None,
        },
    )


def on_my_day(*, worker: Worker, **_: Any) -> Section | None:
    """What waits for a manager's decision in their teams, and for the director's at a distance. Two queries."""
    manages = worker.role == Role.TEAM_MANAGER
    if not manages and Right.APPROVE_AT_A_DISTANCE not in general_rights(worker.role):
        return None
    # The children of a manager's teams: the wall lets a manager read other records too, and they are not theirs to decide.
    teams = TeamMembership.objects.filter(
        team_id__in=RawSQL("SELECT kith_teams_of(%s)", [worker.pk]), end_date__isnull=True
    )
    children = Allocation.objects.filter(
        worker_id__in=teams.values("worker_id"), end_date__isnull=True
    ).values("child_id")
    far = ApprovalKind.AT_A_DISTANCE
    approvals = PlacementApproval.objects.filter(is_approved__isnull=True, child_id__in=children).exclude(
        asked_by_id=worker.pk
    )
    plans = CarePlan.objects.filter(
        signed_off_at__isnull=True, end_date__isnull=True, child_id__in=children
    ).exclude(prepared_by_id=worker.pk)
    held = NOW.together(
        approvals=(approvals.exclude(kind=far) if manages else approvals.filter(kind=far)).order_by(
            "asked_date", "id"
        ),
        plans=(plans if manages else plans.none()).order_by("start_date", "id"),
    )
    numbers = {one.child_id for rows in held.values() for one in rows}
    if not numbers:
        return None
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "display_name"))
    rows = [
        *(
            Waiting(
                names.get(one.child_id, ""), ApprovalKind(one.kind).label, one.asked_date,
                reverse("care:decide_approval", args=[one.child_id, one.id]),
            )
            for one in held["approvals"]
        ),
        *(
            Waiting(
                names.get(one.child_id, ""), "Care plan to sign off", one.start_date,
                reverse("care:sign_off_care_plan", args=[one.child_id]),
            )
            for one in held["plans"]
        ),
    ]  # fmt: skip
    return Section(
        "care/sections/approvals_on_my_day.html", {"rows": sorted(rows, key=lambda one: one.since)}
    )
