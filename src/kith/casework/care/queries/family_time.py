"""Time with family: who sees whom how often, whether it is kept, what comes next, and what is not happening."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.casework.care.models import (
    FamilyTime,
    FamilyTimeChild,
    FamilyTimeKind,
    FamilyTimePerson,
    FamilyTimePlan,
    MissedBecause,
    PeriodOfCare,
    Supervision,
)
from kith.casework.care.queries.out_of_touch import is_long_over
from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person

TWELVE_WEEKS, YEAR = datetime.timedelta(days=84), datetime.timedelta(days=365)
# Long enough for a plan of once a year to be found not to happen.
LOOKED_BACK = datetime.timedelta(days=732)
SOMEBODY = "somebody whose record is not open to you"
EVERY = {
    1: "every day", 2: "every two days", 7: "every week", 14: "every two weeks", 21: "every three weeks",
    28: "every four weeks", 30: "every month", 42: "every six weeks", 60: "every two months", 61: "every two months",
    90: "every three months", 91: "every three months", 182: "twice a year", 183: "twice a year",
    365: "once a year", 366: "once a year",
}  # fmt: skip


def how_often(days: int) -> str:
    """Return an interval in words: every two weeks."""
    return EVERY.get(days, f"every {days} days")


@dataclass(frozen=True)
class Kept:
    """How often planned time came, of how often it was planned, over some days."""

    happened: int
    planned: int

    @property
    def words(self) -> str:
        """In words; nothing where none was due yet."""
        if not self.planned and not self.happened:
            return ""
        return f"{self.happened} of {max(self.planned, self.happened)}"


@dataclass(frozen=True)
class PlanShown:
    """One plan of family time as it is shown, with its times, the latest first."""

    plan: Any
    children: list[Any]  # those whom the reader may see
    people: list[str]
    times: list[Any]
    today: datetime.date

    def with_whom(self, child: int | None = None) -> str:
        """Return whom a child sees, in words; of brothers and sisters the other one, or both where nobody is asked about."""
        if self.plan.between_siblings:
            others = [one.display_name for one in self.children if one.id != child]
            if child is None and len(others) == 2:
                return " and ".join(others)
            return ", ".join(others) or SOMEBODY
        return ", ".join(self.people) or SOMEBODY

    @property
    def names(self) -> str:
        """The children whose time it is, by name."""
        return ", ".join(one.display_name for one in self.children)

    @property
    def how(self) -> str:
        """The plan in a line."""
        parts = [FamilyTimeKind(self.plan.kind).label, how_often(self.plan.every_days)]
        if self.plan.hours is not None:
            hours = f"{self.plan.hours.normalize():f}"
            parts.append(f"for {hours} hour{'' if hours == '1' else 's'}")
        if self.plan.where:
            parts.append(self.plan.where)
        if self.plan.supervision != Supervision.NONE:
            parts.append(Supervision(self.plan.supervision).label.split(":")[0].lower())
        return ", ".join(parts)

    @property
    def is_open(self) -> bool:
        """Whether the plan still holds."""
        return bool(self.plan.holds_on(self.today) or self.plan.start_date > self.today)

    @property
    def last(self) -> Any | None:
        """The last time that it happened."""
        return next((one for one in self.times if one.happened), None)

    @property
    def missed_since(self) -> list[Any]:
        """The times missed since it last happened, the latest first."""
        last = self.last
        return [one for one in self.times if not one.happened and (last is None or one.day > last.day)]

    @property
    def last_missed_because(self) -> str:
        """Why it was last missed, since it last happened."""
        missed = self.missed_since
        return because(missed[0]) if missed else ""

    @property
    def next_date(self) -> datetime.date:
        """The day by which the next time is expected: one interval after the last that was written down, or after the start."""
        after: datetime.date = self.times[0].day if self.times else self.plan.start_date
        return after + datetime.timedelta(days=self.plan.every_days)

    @property
    def not_happening(self) -> bool:
        """Whether it has not happened for longer than its interval and a half."""
        since = self.last.day if self.last else self.plan.start_date
        return self.is_open and is_long_over((self.today - since).days, self.plan.every_days)

    @property
    def not_happening_words(self) -> str:
        """That in words."""
        words = f"Planned {how_often(self.plan.every_days)}. "
        words += f"Last happened on {_day(self.last.day)}" if self.last else "It has not happened yet"
        missed = self.missed_since
        if not missed:
            return f"{words}, and nothing has been written down since." if self.last else f"{words}."
        times = "once" if len(missed) == 1 else f"{len(missed)} times"
        return f"{words}. Missed {times} since, the last time because: {because(missed[0])}."

    def kept(self, over: datetime.timedelta) -> Kept:
        """Return how often it was kept in so many days until today, of the days on which the plan held."""
        until = min(self.plan.end_date or self.today, self.today)
        since = max(self.plan.start_date, self.today - over)
        happened = sum(one.happened and one.day >= since for one in self.times)
        return Kept(happened, max((until - since).days, 0) // self.plan.every_days)

    @property
    def kept_lately(self) -> Kept:
        """Over twelve weeks."""
        return self.kept(TWELVE_WEEKS)

    @property
    def kept_in_a_year(self) -> Kept:
        """Over a year."""
        return self.kept(YEAR)


def because(missed: Any) -> str:
    """Return why a time was missed, in words."""
    if missed.missed_because == MissedBecause.OTHER and missed.missed_words:
        return str(missed.missed_words)
    label = MissedBecause(missed.missed_because).label
    return label[0].lower() + label[1:]


def plans_wanted(
    children: Iterable[int], *, record: Record, today: datetime.date, ended: bool = False
) -> dict[str, Any]:
    """Return the rows of these children's plans, to be asked together with what else a page reads.

    Plans that hold or are to come, or the ended too. Times of two years.
    """
    return _rows_of_children(record, list(children), today, today - LOOKED_BACK, ended)


@shaped
def _rows_of_children(
    record: Record, children: list[int], today: datetime.date, since: datetime.date, ended: bool
) -> dict[str, QuerySet[Any]]:
    own = record.rows(FamilyTimeChild).filter(child_id__in=children).order_by().values("plan_id")
    plans = record.rows(FamilyTimePlan).filter(id__in=own)
    if not ended:
        plans = plans.filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
    return _rows_of(plans, record=record, since=since)


def _rows_of(
    plans: QuerySet[Any], *, record: Record, since: datetime.date, all_times: bool = True
) -> dict[str, QuerySet[Any]]:
    """Return the rows of plans, with times since a day, or only those of them since each last happened."""
    numbers = plans.order_by().values("id")
    of_children = record.rows(FamilyTimeChild).filter(plan_id__in=numbers)
    of_people = record.rows(FamilyTimePerson).filter(plan_id__in=numbers)
    named = any_of(
        of_children.order_by().values("child_id"),
        of_people.exclude(person_id=None).order_by().values("person_id"),
    )
    times = record.rows(FamilyTime).filter(plan_id__in=numbers, day__gte=since)
    if not all_times:
        later = FamilyTime.objects.filter(plan_id=OuterRef("plan_id"), happened=True, day__gt=OuterRef("day"))
        times = times.filter(~Exists(later))
    return {
        "plans": plans.order_by("start_date", "id"),
        "plan_children": of_children.order_by("id"),
        "plan_people": of_people.order_by("id"),
        "plan_named": record.rows(Person).filter(id__in=named).order_by("birth_date", "id"),
        "times": times.order_by("-day", "-id"),
    }


def plans_from(held: dict[str, list[Any]], *, today: datetime.date) -> list[PlanShown]:
    """Return the plans that those rows tell of, the oldest first."""
    named = {one.id: one for one in held["plan_named"]}
    found = []
    for plan in held["plans"]:
        numbers = {row.child_id for row in held["plan_children"] if row.plan_id == plan.id}
        found.append(
            PlanShown(
                plan,
                [one for number, one in named.items() if number in numbers],
                [_who(row, named) for row in held["plan_people"] if row.plan_id == plan.id],
                [row for row in held["times"] if row.plan_id == plan.id],
                today,
            )
        )
    return found


def one_plan(plan: FamilyTimePlan, *, today: datetime.date) -> PlanShown:
    """Return one plan as it is shown. One query."""
    plans = FamilyTimePlan.objects.filter(pk=plan.pk)
    held = NOW.together(**_rows_of(plans, record=NOW, since=today - LOOKED_BACK))
    return plans_from(held, today=today)[0]


@dataclass(frozen=True)
class NotHappening:
    """Planned time of one child that does not happen."""

    child: Any
    shown: PlanShown

    @property
    def with_whom(self) -> str:
        """Whom the child should see."""
        return self.shown.with_whom(self.child.id)

    @property
    def words(self) -> str:
        """Since when, and why it was missed."""
        return self.shown.not_happening_words


def not_happening(children: Iterable[int], *, today: datetime.date) -> dict[int, list[NotHappening]]:
    """Return, for each child in care of these, the planned family time that does not happen. One query for any number."""
    held = NOW.together(**not_happening_wanted(children, today=today))
    return not_happening_from(held, today=today)


def not_happening_wanted(
    children: Iterable[int], *, today: datetime.date, record: Record = NOW
) -> dict[str, Any]:
    """Return the rows that `not_happening_from` reads, to be asked together with what else a page reads."""
    return _rows_in_care(record, list(children), today, today - LOOKED_BACK)


@shaped
def _rows_in_care(
    record: Record, children: list[int], today: datetime.date, since: datetime.date
) -> dict[str, QuerySet[Any]]:
    in_care = record.holding(PeriodOfCare, today).filter(child_id__in=children)
    of_them = (
        record.rows(FamilyTimeChild)
        .filter(child_id__in=in_care.order_by().values("child_id"))
        .order_by()
        .values("plan_id")
    )
    plans = record.rows(FamilyTimePlan).filter(
        Q(end_date__isnull=True) | Q(end_date__gt=today), id__in=of_them
    )
    return {"in_care": in_care, **_rows_of(plans, record=record, since=since, all_times=False)}


def not_happening_from(held: dict[str, list[Any]], *, today: datetime.date) -> dict[int, list[NotHappening]]:
    """Return those rows' planned time that does not happen, by child."""
    in_care = {row.child_id for row in held["in_care"]}
    found: dict[int, list[NotHappening]] = {}
    for shown in plans_from(held, today=today):
        if shown.not_happening:
            for child in shown.children:
                if child.id in in_care:
                    found.setdefault(child.id, []).append(NotHappening(child, shown))
    return found


def _who(row: Any, named: dict[int, Any]) -> str:
    if row.person_id is not None:
        person = named.get(row.person_id)
        if person is None:
            return SOMEBODY
        name = person.display_name
    else:
        name = row.name
    return f"{name} ({row.relation})" if row.relation else str(name)


def _day(day: datetime.date) -> str:
    return f"{day:%-d %B %Y}"
