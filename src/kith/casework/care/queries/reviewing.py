"""A reviewing officer's children: when the next review is due, what each child last said, and what is not as it should be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kith.casework.care.models import CareReviewChild, LegalStatus
from kith.casework.care.placement_codes import SHORT_BREAKS
from kith.casework.care.queries.review_due import next_review_due
from kith.casework.care.short_breaks import Duties, duties_on
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, AllocationRole, Worker
from kith.casework.workforce.queries import covered_by

# What each child said last, in a visit, a review or as they came into care: only of children whom the wall shows.
LAST_WORDS = """
SELECT DISTINCT ON (said.child_id) said.child_id, said.words, said.day FROM (
  SELECT c.child_id, c.child_words AS words, v.day FROM care_carevisitchild c JOIN care_carevisit v ON v.id = c.visit_id
  WHERE c.child_id = ANY (%(children)s) AND c.child_words <> ''
  UNION ALL
  SELECT c.child_id, c.child_words, r.held_date FROM care_carereviewchild c JOIN care_carereview r ON r.id = c.review_id
  WHERE c.child_id = ANY (%(children)s) AND c.child_words <> '' AND r.status = 'held'
  UNION ALL
  SELECT p.child_id, p.child_words, p.start_date FROM care_periodofcare p
  WHERE p.child_id = ANY (%(children)s) AND p.child_words <> ''
) said ORDER BY said.child_id, said.day DESC
"""
COLUMNS = (
    "child_id",
    "care_started",
    "last_number",
    "last_held",
    "plan_is_right",
    "planned_review",
    "planned_date",
    "homes_since",
    "siblings_in_care",
    "siblings_apart",
    "route",
    "visits_late",
    "health_late",
    "decisions_overdue",
    "disputes_open",
)

# What is owed, and the number and day of the last review.
Counted = tuple[Duties, int | None, datetime.date | None]


@dataclass(frozen=True)
class Reviewed:
    """One child of a reviewing officer."""

    child: Person
    name: str
    lead: str
    due_date: datetime.date
    days: int  # until it is due; below nought when it is late
    last_number: int
    planned_review: int | None
    planned_date: datetime.date | None
    said: str
    said_date: datetime.date | None
    homes_since: int
    siblings_apart: int
    no_permanence: bool
    plan_is_wrong: bool
    visits_late: int
    health_late: int
    decisions_overdue: int
    disputes_open: int

    @property
    def planned_late(self) -> bool:
        """Whether the next review is planned for after it is due."""
        return self.planned_date is not None and self.planned_date > self.due_date

    @property
    def concerns(self) -> list[str]:
        """What is not as it should be, in words, the gravest for the child first."""
        found = []
        if self.plan_is_wrong:
            found.append("Care plan not right")
        if self.no_permanence:
            found.append("No plan for a home for good")
        if self.visits_late:
            found.append("Visit late")
        if self.health_late:
            found.append("Health assessment late")
        if self.decisions_overdue:
            number = self.decisions_overdue
            found.append(f"{number} decision{'' if number == 1 else 's'} overdue")
        if self.disputes_open:
            number = self.disputes_open
            found.append(f"{number} dispute{'' if number == 1 else 's'} open")
        return found

    @property
    def number_of_concerns(self) -> int:
        """How many, by which the list sorts."""
        return len(self.concerns)


@dataclass(frozen=True)
class Reviewing:
    """Everything on the page."""

    children: list[Reviewed]
    hidden: int
    covering_for: list[Worker]

    def count(self, what: str) -> int:
        """Return how many children have something that is not nothing."""
        return sum(bool(getattr(one, what)) for one in self.children)

    @property
    def late(self) -> int:
        """How many reviews are late."""
        return sum(one.days < 0 for one in self.children)

    @property
    def apart(self) -> int:
        """How many children live apart from a brother or sister in care."""
        return self.count("siblings_apart")

    @property
    def undecided(self) -> int:
        """How many children have no plan for permanence by their second review."""
        return self.count("no_permanence")

    @property
    def disputed(self) -> int:
        """How many children have an open dispute."""
        return self.count("disputes_open")


def reviewing(worker: Worker, today: datetime.date) -> Reviewing:
    """Return the children whom a worker reviews, and those of whom they cover. Six queries, however many children; one more where any is on short breaks."""
    absent = covered_by(worker, today)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM kith_reviewing(%s::bigint[], %s)",
            [[worker.pk, *(one.pk for one in absent)], today],
        )
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    children: dict[int, Person] = Person.objects.in_bulk([row["child_id"] for row in rows])
    leads = {
        one.child_id: one.worker.name
        for one in Allocation.objects.filter(
            child_id__in=list(children),
            role=AllocationRole.LEAD,
            start_date__lte=today,
            end_date__isnull=True,
        ).select_related("worker")
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST_WORDS, {"children": list(children)})
        said = {number: (words, day) for number, words, day in cursor.fetchall()}
    breaks = _with_short_breaks(rows, today)
    return Reviewing(
        children=[
            _reviewed(row, children[row["child_id"]], leads, said, breaks, today)
            for row in rows
            if row["child_id"] in children
        ],
        hidden=sum(row["child_id"] not in children for row in rows),
        covering_for=absent,
    )


def _with_short_breaks(rows: list[dict[str, Any]], today: datetime.date) -> dict[int, Counted]:
    """Return what the next review is counted by of the children who have had short breaks: of a series one review is of all."""
    had = LegalStatus.objects.filter(child_id__in=[row["child_id"] for row in rows], code__in=SHORT_BREAKS)
    statuses: dict[int, list[LegalStatus]] = {}
    for one in LegalStatus.objects.filter(child_id__in=had.values("child_id")).order_by("start_date", "pk"):
        statuses.setdefault(one.child_id, []).append(one)
    if not statuses:
        return {}
    last: dict[int, datetime.date] = {
        child: day
        for child, day in CareReviewChild.objects.filter(child_id__in=list(statuses), review__status="held")
        .order_by("review__held_date")
        .values_list("child_id", "review__held_date")
        if day is not None
    }
    found: dict[int, Counted] = {}
    for row in rows:
        own = [one for one in statuses.get(row["child_id"], []) if one.start_date <= today]
        if not own:
            continue
        period = own[-1].period_of_care_id
        duties = duties_on(own, period=period, began=row["care_started"], on=today)
        number, day = row["last_number"], row["last_held"]
        if duties.on_short_breaks and row["child_id"] in last:
            number, day = 1, last[row["child_id"]]
        found[row["child_id"]] = (duties, number, day)
    return found


def _reviewed(
    row: dict[str, Any],
    child: Person,
    leads: dict[int, str],
    said: dict[int, tuple[str, datetime.date]],
    breaks: dict[int, Counted],
    today: datetime.date,
) -> Reviewed:
    due = next_review_due(
        *breaks.get(child.pk, (Duties(row["care_started"]), row["last_number"], row["last_held"]))
    )
    words, day = said.get(child.pk, ("", None))
    return Reviewed(
        child=child,
        name=child.display_name,
        lead=leads.get(child.pk, ""),
        due_date=due,
        days=(due - today).days,
        last_number=row["last_number"] or 0,
        planned_review=row["planned_review"],
        planned_date=row["planned_date"],
        said=words,
        said_date=day,
        homes_since=row["homes_since"],
        siblings_apart=row["siblings_apart"],
        # There was to be one by the second review.
        no_permanence=(row["last_number"] or 0) >= 2 and row["route"] in ("", "not_yet"),
        plan_is_wrong=row["plan_is_right"] is False,
        visits_late=row["visits_late"],
        health_late=row["health_late"],
        decisions_overdue=row["decisions_overdue"],
        disputes_open=row["disputes_open"],
    )
