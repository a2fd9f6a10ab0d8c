"""The clock catalogue: each statutory or local time limit as a dated rule, read from clock_rules.toml."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from kith.engines.calendar.working_days import add_months, add_working_days


class ClockUnit(StrEnum):
    """What a rule's length is counted in."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    HOURS = "hours"


class Scope(StrEnum):
    """Whose events stop the clock: the same person's, or only those of the same process."""

    PERSON = "person"
    THREAD = "thread"


class OnSecondStart(StrEnum):
    """What a second start does while the clock runs."""

    KEEP = "keep"  # the first start counts, as for time to first help
    RESTART = "restart"  # the earlier clock is stopped by it, as a review stops the wait for that review
    ADD = "add"  # both run, as two referrals do


class NonsenseRule(ValueError):
    """A rule that cannot be meant, such as one of a negative length."""


@dataclass(frozen=True)
class ClockRule:
    """One time limit: what starts it, how long it is, what stops it, and in which years it is the law.

    `when` holds details of the starting event that must be equal for the rule to apply. `due_detail` names a detail of it
    that says the last day itself, as a court sets it; where an event has none, the length counts.
    `stops_when` does the same for the stopping event. `valid_to` is the last day on which it is in force.
    `statutory` is false for a local target. A rule with `length` 0 asks for its end on the same day.
    """

    code: str
    name: str
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    length: int
    unit: ClockUnit
    scope: Scope
    on_second_start: OnSecondStart
    basis: str
    statutory: bool
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    when: Mapping[str, object] = field(default_factory=dict)
    stops_when: Mapping[str, object] = field(default_factory=dict)
    due_detail: str = ""
    checked: bool = True  # false where the figure is practice knowledge that an authority should confirm

    def __post_init__(self) -> None:
        if self.length < 0:
            raise NonsenseRule(f"{self.code}: a time limit cannot be negative.")
        if not self.starts_on or not self.stops_on:
            raise NonsenseRule(f"{self.code}: a clock needs what starts it and what stops it.")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise NonsenseRule(f"{self.code}: the rule ends before it begins.")

    def in_force_on(self, day: datetime.date) -> bool:
        """Return whether the rule is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def started_by(self, kind: str, details: Mapping[str, object]) -> bool:
        """Return whether an event of this kind, with these details, starts the clock."""
        return kind in self.starts_on and all(details.get(name) == value for name, value in self.when.items())

    def stopped_by(self, kind: str, details: Mapping[str, object]) -> bool:
        """Return whether an event of this kind, with these details, stops the clock."""
        return kind in self.stops_on and all(
            details.get(name) == value for name, value in self.stops_when.items()
        )

    def due_date(self, start: datetime.date) -> datetime.date:
        """Return the last day on which it is in time; the start is day 0. For hours, the day the hours run out."""
        if self.unit == ClockUnit.WORKING_DAYS:
            return add_working_days(start, self.length)
        if self.unit == ClockUnit.MONTHS:
            return add_months(start, self.length)
        days = {ClockUnit.DAYS: 1, ClockUnit.WEEKS: 7}.get(self.unit)
        if days is None:
            return start + datetime.timedelta(days=-(-self.length // 24))
        return start + datetime.timedelta(days=self.length * days)

    def due_date_of(self, day: datetime.date, details: Mapping[str, object]) -> datetime.date:
        """Return the last day on which it is in time for an event of that day with these details."""
        told = details.get(self.due_detail) if self.due_detail else None
        return datetime.date.fromisoformat(str(told)) if told else self.due_date(day)

    def due_at(self, start: datetime.datetime) -> datetime.datetime | None:
        """Return the instant at which the hours run out, or None for a rule that is counted in days.

        They are hours that pass: where summer time begins or ends meanwhile, the clock on the wall says another hour.
        """
        if self.unit != ClockUnit.HOURS:
            return None
        length = datetime.timedelta(hours=self.length)
        if start.tzinfo is None:
            return start + length
        # Python adds to the clock on the wall; only in UTC are these hours that pass.
        return (start.astimezone(datetime.UTC) + length).astimezone(start.tzinfo)


@cache
def catalogue() -> tuple[ClockRule, ...]:
    """Return every rule that ships with Kith, in the order of the journey."""
    text = files(__package__).joinpath("clock_rules.toml").read_text(encoding="utf-8")
    return tuple(
        ClockRule(
            code=entry["code"],
            name=entry["name"],
            starts_on=tuple(entry["starts_on"]),
            stops_on=tuple(entry["stops_on"]),
            length=entry["length"],
            unit=ClockUnit(entry["unit"]),
            scope=Scope(entry.get("scope", "person")),
            on_second_start=OnSecondStart(entry.get("on_second_start", "restart")),
            basis=entry["basis"],
            statutory=entry.get("statutory", True),
            valid_from=entry.get("valid_from", datetime.date(2011, 4, 1)),
            valid_to=entry.get("valid_to"),
            when=entry.get("when", {}),
            stops_when=entry.get("stops_when", {}),
            due_detail=entry.get("due_detail", ""),
            checked=entry.get("checked", True),
        )
        for entry in tomllib.loads(text)["rule"]
    )


def rules_in_force(day: datetime.date) -> tuple[ClockRule, ...]:
    """Return the rules in force on a day: an event is judged by the rule of the day on which it happened."""
    return tuple(rule for rule in catalogue() if rule.in_force_on(day))


@cache
def _names() -> dict[str, ClockRule]:
    return {rule.code: rule for rule in catalogue()}


def rule_by_code(code: str) -> ClockRule:
    """Return the latest rule of a code. Raises KeyError for a code that is not in the catalogue."""
    return _names()[code]
