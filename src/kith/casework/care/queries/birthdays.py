"""Birthdays coming up of children in care and of those who matter to them, so that they can be spent together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import NetworkMember, Person, Relationship, RelationshipKind
from kith.casework.people.models.relationship import PARENT_KINDS
from kith.casework.timeline.models import Task

AHEAD = datetime.timedelta(days=42)
_ELDERS = (*PARENT_KINDS, RelationshipKind.STEP_PARENT, RelationshipKind.GRANDPARENT)


def next_birthday(born: datetime.date, today: datetime.date) -> datetime.date:
    """Return the next birthday, today's included; one of 29 February is kept on 1 March in a year without that day."""
    for year in (today.year, today.year + 1):
        try:
            day = born.replace(year=year)
        except ValueError:
            day = datetime.date(year, 3, 1)
        if day >= today:
            return day
    raise AssertionError("A birthday comes every year.")


@dataclass(frozen=True)
class Birthday:
    """One birthday to come, of somebody who matters to children in care, or of one of them."""

    whose: Any
    day: datetime.date
    turns: int
    children: list[Any]  # the children in care whose day it is too, or who might spend it with them
    plan: Any | None  # the task to spend it together

    @property
    def is_own(self) -> bool:
        """Whether it is the birthday of the only child told of."""
        return [one.id for one in self.children] == [self.whose.id]


def birthday_link(child: int, whose: int, day: datetime.date) -> str:
    """Return the page where a birthday is planned: what a plan for it is known by."""
    return f"/people/{child}/care/siblings/#birthday-{whose}-{day.year}"


def birthdays_wanted(
    children: list[int], siblings: list[int] | RawSQL, *, record: Record, today: datetime.date
) -> dict[str, Any]:
    """Return the rows that tell whose birthdays come up for children in care, to be asked together.

    Their own, their brothers' and sisters' (numbers, or what gives them), their parents', grandparents' and those in their
    networks.
    """
    rows = _rows_of_birthdays if isinstance(siblings, RawSQL) else _rows_of_lists
    return rows(record, children, siblings, today, today + AHEAD)


def _rows_of_birthdays(
    record: Record, children: list[int], siblings: Any, today: datetime.date, until: datetime.date
) -> dict[str, QuerySet[Any]]:
    ties = record.holding(Relationship, today).filter(relative_id__in=children, kind__in=_ELDERS)
    network = record.holding(NetworkMember, today).filter(child_id__in=children).exclude(member_id=None)
    near = any_of(children, siblings)
    everyone = any_of(near, ties.order_by().values("person_id"), network.order_by().values("member_id"))
    return {
        "birthday_ties": ties,
        "birthday_network": network,
        "birthday_people": record.rows(Person).filter(
            id__in=everyone,
            birth_date__isnull=False,
            birth_date_is_estimated=False,
            death_date__isnull=True,
        ),
        "birthday_plans": Task.objects.filter(
            person_id__in=near,
            due_date__gte=today,
            due_date__lte=until,
            link__contains="#birthday-",
        ),
    }


_rows_of_lists = shaped(_rows_of_birthdays)


def birthdays_from(
    held: dict[str, list[Any]],
    children: dict[int, Any],
    siblings: Iterable[tuple[int, int]],
    *,
    today: datetime.date,
) -> list[Birthday]:
    """Return the birthdays of six weeks to come, soonest first, each once for all the children whose day it is too.

    `children` are those in care by their numbers, `siblings` each child with each of their brothers and sisters.
    """
    matters: dict[int, set[int]] = {number: {number} for number in children}
    near = [
        *siblings,
        *((tie.relative_id, tie.person_id) for tie in held["birthday_ties"]),
        *((row.child_id, row.member_id) for row in held["birthday_network"]),
    ]
    for child, other in near:
        if child in children:
            matters.setdefault(other, set()).add(child)
    found = []
    for person in held["birthday_people"]:
        day = next_birthday(person.birth_date, today)
        of = matters.get(person.id, set())
        if day <= today + AHEAD and of:
            mark = birthday_link(0, person.id, day).partition("#")[2]
            plan = next(
                (task for task in held["birthday_plans"] if task.link.partition("#")[2] == mark), None
            )
            found.append(
                Birthday(
                    person,
                    day,
                    day.year - person.birth_date.year,
                    sorted((children[one] for one in of), key=lambda one: (one.birth_date or today, one.id)),
                    plan,
                )
            )
    return sorted(found, key=lambda one: (one.day, one.whose.id))
