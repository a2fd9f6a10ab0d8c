"""What the chapters have made so far: each reads what earlier ones left here, and leaves its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kith.demo import chance, days
from kith.demo.days import Days
from kith.demo.event_log import EventLog

if TYPE_CHECKING:
    from kith.demo.approaches import Approaches
    from kith.demo.care_shape import CareShape
    from kith.demo.chapters.assessments import Assessments
    from kith.demo.chapters.care.made import Care
    from kith.demo.chapters.deliveries import Deliveries
    from kith.demo.chapters.front_door import FrontDoor
    from kith.demo.chapters.people.homes import Lived
    from kith.demo.chapters.people.made import People
    from kith.demo.chapters.people.networks import Network
    from kith.demo.chapters.plans import Plans
    from kith.demo.chapters.protection.made import Protection
    from kith.demo.chapters.workforce import Workforce
    from kith.demo.help_here import HelpHere
    from kith.demo.holdings import Episodes, Holdings
    from kith.demo.journeys import Journeys
    from kith.demo.protection_journeys import Worries
    from kith.demo.protection_shape import ProtectionShape
    from kith.demo.shape import Shape


@dataclass
class World:
    """The authority as it is being written. Days are numbers (see kith.demo.days).

    `first` is the day from which there is history, `today` the day of the demonstration, and `last` the day before:
    nothing is recorded after it. `dormant` families were known before `first` and have not come back; the children of the last `older` of them have
    grown up since. `alone` are the days on which children came by themselves. `catalogue` is the
    help that the authority has, read from the database before anything is written.
    """

    shape: Shape
    protection_shape: ProtectionShape
    care_shape: CareShape
    seed: int
    scale: float
    today: int
    say: Callable[[str], None]
    journeys: Journeys
    worries: Worries
    approaches: Approaches
    dormant: int
    older: int
    alone: Days
    catalogue: tuple[HelpHere, ...]
    events: EventLog = field(default_factory=EventLog)
    # Filled by the chapters in their order.
    workforce: Workforce = field(init=False)
    taken_by: NDArray[np.int64] = field(init=False)  # who took each of the approaches, 0 for nobody yet
    episodes: Episodes = field(init=False)
    holdings: Holdings = field(init=False)
    people: People = field(init=False)
    lived: Lived = field(init=False)
    network: Network = field(init=False)
    relatives: dict[str, int] = field(init=False)  # of the told family with many: who, to their number
    front_door: FrontDoor = field(init=False)
    protection: Protection = field(init=False)
    care: Care = field(init=False)
    plans: Plans = field(init=False)
    assessments: Assessments = field(init=False)
    deliveries: Deliveries = field(init=False)
    # Why a clock that still runs is late, by its thread.
    reasons_for_late: dict[str, str] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """Yesterday: the last day on which anything is recorded."""
        return self.today - 1

    @property
    def first(self) -> int:
        """The day, three years before today, from which there is history."""
        return days.years_before(self.today, 3)

    def chance(self, *names: str) -> chance.Chance:
        """Return a generator for one purpose, repeatable for this authority, day and seed."""
        return chance.generator(self.seed, self.shape.code, str(self.today), *names)
