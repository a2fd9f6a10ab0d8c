"""How families come and go: nobody is with the service twice at once."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from kith.demo.chance import generator
from kith.demo.days import NEVER, number_of, years_before
from kith.demo.journeys import INFORMATION, Factors, travel
from kith.demo.shape import of_authority


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 25), datetime.date(2026, 12, 14)])
def test_a_family_that_is_with_the_service_is_not_taken_on_again(day: datetime.date) -> None:
    """Whoever comes while a plan is being made, is running, or an assessment goes on, is given information."""
    last = number_of(day) - 1
    journeys = travel(
        generator(3, "journeys"), of_authority("E09000012"), 600_000, years_before(last + 1, 3), last, Factors(0.95, 1.2, 1.0)
    )  # fmt: skip
    # A plan that is still to be made after yesterday begins within a fortnight: the assessment stands for it here.
    ends = np.where(journeys.plan_end < NEVER, journeys.plan_end, journeys.assessed_day)
    for turn in range(1, journeys.day.shape[1]):
        came = journeys.day[:, turn] < NEVER
        for earlier in range(turn):
            with_us = came & (ends[:, earlier] < NEVER) & (ends[:, earlier] > journeys.day[:, turn])
            taken_on = with_us & (journeys.outcome[:, turn] > INFORMATION)
            assert not taken_on.any(), f"{int(taken_on.sum())} families were taken on again in contact {turn}"
