"""Each pair of brothers and sisters in care: what is decided, how they live, and what is not decided or due again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kith.casework.access.roles import Role
from kith.casework.care.models import PeriodOfCare, Together, TogetherOrApart
from kith.casework.care.places import metres_between
from kith.casework.care.queries.siblings import Group, distance_in_words
from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, Worker

# A decision that is to be looked at again within so many days is told of beforehand.
SOON = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Pair:
    """Two brothers or sisters in care, the elder first."""

    one: Any
    other: Any
    decision: Any | None
    together: bool
    metres: int | None
    today: datetime.date

    @property
    def decided(self) -> str:
        """What is decided, in words; nothing where nothing is."""
        return Together(self.decision.decision).label if self.decision is not None else ""

    @property
    def lives(self) -> str:
        """How they live now, in words."""
        if self.together:
            return "They live together"
        far = distance_in_words(self.metres)
        return f"They live apart, {far} from each other" if far else "They live apart"

    @property
    def otherwise(self) -> str:
        """What is said where they live otherwise than was decided."""
        if self.decision is None:
            return ""
        since = f"{self.decision.start_date:%-d %B %Y}"
        if self.decision.decision == Together.APART and self.together:
            return f"It was decided on {since} that they live apart. They live together."
        if self.decision.decision == Together.TOGETHER and not self.together:
            return f"It was decided on {since} that they live together. They live apart."
        if self.decision.decision == Together.TOGETHER_WHEN_POSSIBLE and not self.together:
            days = (self.today - self.decision.start_date).days
            return f"They are to live together as soon as a home is found, and have waited {days} day{'' if days == 1 else 's'}."
        return ""

    @property
    def is_due(self) -> bool:
        """Whether the decision is to be looked at again by today, or is late."""
        return self.decision is not None and self.decision.review_due_date <= self.today

    @property
    def is_late(self) -> bool:
        """Whether the day to look at it again has passed."""
        return self.decision is not None and self.decision.review_due_date < self.today

    @property
    def words(self) -> list[tuple[Any, str]]:
        """What each child said of it, where it is written down."""
        if self.decision is None:
            return []
        said = {
            self.decision.first_id: self.decision.first_words,
            self.decision.second_id: self.decision.second_words,
        }
        return [(child, said[child.id]) for child in (self.one, self.other) if said[child.id]]


def pairs_of(group: Group, *, today: datetime.date, of: int | None = None) -> list[Pair]:
    """Return each pair of those in care of a group, or each pair that one child is in, the eldest first."""
    found = []
    for one, other in combinations(group.in_care(), 2):
        if of is not None and of not in (one.id, other.id):
            continue
        first, second = group.where[one.id], group.where[other.id]
        found.append(
            Pair(
                one,
                other,
                group.decisions.get((min(one.id, other.id), max(one.id, other.id))),
                first.is_with(second),
                metres_between(first.place, second.place),
                today,
            )
        )
    return found


@dataclass(frozen=True)
class SiblingOf:
    """One brother or sister of a child in care, as numbers."""

    child: int
    sibling: int
    in_care: bool
    together: bool
    is_open: bool  # the record is open to whoever is acting; nobody else is named


def siblings_of_looked_after(children: Iterable[int], on: datetime.date) -> list[SiblingOf]:
    """Return each brother and sister of those of these children who are in care on a day, whoever is acting. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, sibling, in_care, together, kith_reads(sibling)"
            " FROM kith_siblings_of_looked_after(%s::bigint[], %s)",
            [list(children), on],
        )
        return [SiblingOf(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class DueAgain:
    """One decision about a pair that somebody has to look at again."""

    one: Any
    other: Any
    decision: Any
    late: bool


def due_again_wanted(
    children: Iterable[int], worker: Worker, *, today: datetime.date, record: Record = NOW
) -> dict[str, Any]:
    """Return the decisions to look at again soon: about these children, and for a manager about any that their team holds."""
    manager = worker.pk if worker.role == Role.TEAM_MANAGER else None
    return _rows_due_again(record, list(children), manager, today, today + SOON)


@shaped
def _rows_due_again(
    record: Record, mine: list[int], manager: int | None, today: datetime.date, by: datetime.date
) -> dict[str, QuerySet[Any]]:
    soon = record.holding(TogetherOrApart, today).filter(review_due_date__lte=by).order_by()
    about = [soon.filter(first_id__in=mine), soon.filter(second_id__in=mine)]
    if manager is not None:
        team = (
            record.holding(Allocation, today)
            .filter(worker_id__in=RawSQL("SELECT unnest(kith_team_workers(%s))", [manager]), role="lead")
            .order_by()
            .values("child_id")
        )
        about += [soon.filter(first_id__in=team), soon.filter(second_id__in=team)]
    in_care = record.holding(PeriodOfCare, today).order_by().values("child_id")
    due = (
        record.holding(TogetherOrApart, today)
        .filter(
            id__in=any_of(*(rows.values("id") for rows in about)),
            first_id__in=in_care,
            second_id__in=in_care,
        )
        .order_by("review_due_date", "id")[:20]
    )
    either = any_of(due.values("first_id"), due.values("second_id"))
    return {"due": due, "due_people": record.rows(Person).filter(id__in=either)}


def due_again_from(held: dict[str, list[Any]], *, today: datetime.date) -> list[DueAgain]:
    """Return those decisions with the two whom each is about, the longest due first."""
    people = {one.id: one for one in held["due_people"]}
    return [
        DueAgain(people[row.first_id], people[row.second_id], row, row.review_due_date < today)
        for row in held["due"]
        if row.first_id in people and row.second_id in people
    ]
