"""Powers that protect a child at once, as pages tell them: how much time is left, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.protection.models import ImmediateProtection, PowerEnding, PowerKind
from kith.casework.protection.workflows.immediate import PowerState, state_of

FEW_HOURS = 12  # with so many left, or fewer, it is shown in red
SHORT = {
    PowerKind.POLICE_PROTECTION: "Police protection",
    PowerKind.EMERGENCY_PROTECTION_ORDER: "Emergency protection order",
}


@dataclass(frozen=True)
class PowerRead:
    """One power as a page shows it at an instant."""

    power: Any
    child: Any | None  # None where the reader may not see them
    now: datetime.datetime

    @property
    def name(self) -> str:
        """Which power, in a few words."""
        return SHORT[PowerKind(self.power.kind)]

    @property
    def state(self) -> PowerState:
        """Where it stands."""
        return state_of(self.power)

    @property
    def is_in_force(self) -> bool:
        """Whether how it ended is still to be recorded."""
        return self.power.ended_at is None

    @property
    def ends_by(self) -> datetime.datetime:
        """When it ends at the latest."""
        until: datetime.datetime = self.power.extended_until or self.power.must_end_at
        return until

    @property
    def is_late(self) -> bool:
        """Whether it is beyond its time and its end is not recorded, or ended after its time."""
        return (self.power.ended_at or self.now) > self.ends_by

    @property
    def has_few_hours(self) -> bool:
        """Whether it must end within hours."""
        return self.is_in_force and self.ends_by - self.now <= datetime.timedelta(hours=FEW_HOURS)

    @property
    def time_left(self) -> str:
        """How much time is left, or how long ago it ran out."""
        if self.is_late:
            return f"{in_words(self.now - self.ends_by)} beyond its time"
        return f"{in_words(self.ends_by - self.now)} left"

    @property
    def colour(self) -> str:
        """The colour of the tag that says so."""
        return "red" if self.has_few_hours else "blue"

    @property
    def may_be_extended(self) -> bool:
        """Whether a court may still extend it."""
        return self.state == PowerState.EMERGENCY_PROTECTION_ORDER and self.is_in_force and not self.is_late

    @property
    def ending_shown(self) -> str:
        """What came after it."""
        return PowerEnding(self.power.ending).label if self.power.ending else ""


def in_words(time: datetime.timedelta) -> str:
    """Return a length of time in words: 5 days and 3 hours, 14 hours and 20 minutes, 8 minutes."""
    minutes = int(time.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days >= 3:
        parts = [(days, "day"), (hours, "hour")]
    else:
        parts = [(days * 24 + hours, "hour"), (minutes, "minute")]
    said = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " and ".join(said) or "less than a minute"


def powers_of_family(
    family_id: int, members: Iterable[Any], *, now: datetime.datetime, in_force: bool = False
) -> list[PowerRead]:
    """Return a family's powers, or those in force alone, latest first. One query."""
    rows = ImmediateProtection.objects.filter(family_id=family_id)
    return powers_read(rows.filter(ended_at__isnull=True) if in_force else rows, members, now)


def powers_of_child(person: Any, *, now: datetime.datetime, record: Record = NOW) -> list[PowerRead]:
    """Return the powers in force for one child, now or as known at an earlier instant."""
    rows = record.rows(ImmediateProtection).filter(child_id=person.id, ended_at__isnull=True)
    return powers_read(record.together(powers=rows)["powers"], [person], now)


def powers_read(rows: Iterable[Any], members: Iterable[Any], now: datetime.datetime) -> list[PowerRead]:
    """Return powers as they are read, latest first, each with its child where the reader may see them."""
    people = {one.id: one for one in members}
    ordered = sorted(rows, key=lambda power: (power.started_at, power.id), reverse=True)
    return [PowerRead(power, people.get(power.child_id), now) for power in ordered]
