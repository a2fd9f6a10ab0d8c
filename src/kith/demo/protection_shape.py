"""What is published about one authority's work to protect children, gathered into the figures that shape a made-up one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.reference import read_table
from kith.reference.areas import ENGLAND

# Shares of plans by their category; a round simplification of England's, as no authority's own are in the reference.
CATEGORIES = {"NEG": 49, "EMO": 38, "PHY": 8, "SAB": 4, "MUL": 1}
BANDS = (
    "conferences_within_10_days",
    "conferences_11_to_15_days",
    "conferences_16_to_20_days",
    "conferences_21_days_or_more",
)
SPANS = ("3_months_or_less", "3_to_6_months", "6_months_to_1_year", "1_to_2_years", "2_years_or_more")
SPAN_DAYS = ((0, 91), (91, 182), (182, 365), (365, 730), (730, 1095))
LONGEST = 1060


@dataclass(frozen=True)
class ProtectionShape:
    """The published figures of one authority's protection. Counts are of children in a whole year, at scale 1.

    `bands` are the shares of initial conferences within 10, 15 and 20 working days of the strategy discussion and later;
    `left` is how many in a hundred plans still run after each of DAYS.
    """

    enquiries: float
    conferences: float
    plans_started: float
    on_plan: float
    percent_again: float
    percent_reviewed_in_time: float
    care_applications: float
    bands: tuple[float, ...]
    on_plan_for: tuple[float, ...]

    def lasting(self, chance: np.random.Generator, many: int) -> NDArray[np.int64]:
        """Return for how many days plans run, so that those that run on one day have run as long as is published."""
        day, left = self._survival()
        drawn = chance.random(many)
        # The share still running falls with time: turned round, it gives the day by which a drawn share has ended.
        return np.asarray(np.interp(1 - drawn, 1 - left, day).clip(35, LONGEST), dtype=np.int64)

    def _survival(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return days, and the share of plans that still run on each; its area is children on a plan for each that starts."""
        shares = np.array(self.on_plan_for) / max(sum(self.on_plan_for), 1)
        years = np.array([(last - first) / 365 for first, last in SPAN_DAYS])
        # In a steady state a span's share of those on a plan is the average share left in it, times its length.
        average = shares * self.on_plan / max(self.plans_started, 1) / years
        average = np.minimum.accumulate(np.clip(average, 0.004, 1.0))
        knots = np.array([0, 35, *[(first + last) / 2 for first, last in SPAN_DAYS], LONGEST], dtype=float)
        day = np.arange(0, LONGEST + 1, dtype=float)
        left = np.exp(np.interp(day, knots, np.log([1.0, 1.0, *average, average[-1] / 12])))
        wanted = self.on_plan / max(self.plans_started, 1) * 365
        stretch = np.clip(wanted / left.sum(), 0.5, 2.0)
        left = np.interp(np.minimum(day / stretch, LONGEST), day, left)
        left[-1] = 0.0
        return day, np.minimum.accumulate(left)


def _published(table: str, code: str, measures: tuple[str, ...]) -> tuple[float, ...] | None:
    """Return some measures of an area in the latest year in which all of them are published, or None."""
    rows = read_table(table).filter(
        pl.col("area_code") == code, pl.col("measure").is_in(measures), pl.col("value").is_not_null()
    )
    for year in sorted(set(rows["year"].to_list()), reverse=True):
        of_year = dict(rows.filter(pl.col("year") == year).select("measure", "value").iter_rows())
        if len(of_year) == len(measures) and sum(of_year.values()) > 0:
            return tuple(float(of_year[measure]) for measure in measures)
    return None


def _of(table: str, code: str, *measures: str) -> tuple[float, ...]:
    """Return some measures of one year, the authority's own or else England's. Raises ValueError where neither has them."""
    for area in (code, ENGLAND):
        found = _published(table, area, measures)
        if found is not None:
            return found
    raise ValueError(f"Neither {code} nor England has {', '.join(measures)} in {table}.")


def of_authority(code: str, population_0_17: int) -> ProtectionShape:
    """Return the figures of one authority by its ONS code; what is suppressed or absent is England's, for its population."""
    conferences, plans = "section_47_and_conferences", "protection_plans"
    for_population = population_0_17 / 10_000
    bands = _of(conferences, code, *BANDS)
    return ProtectionShape(
        enquiries=_of(conferences, code, "rate_section_47_enquiries")[0] * for_population,
        conferences=_of(conferences, code, "rate_conferences")[0] * for_population,
        plans_started=_of(plans, code, "rate_plans_started")[0] * for_population,
        on_plan=_of(plans, code, "rate_on_plan_at_31_march")[0] * for_population,
        percent_again=_of(plans, code, "percent_started_second_or_later")[0],
        percent_reviewed_in_time=_of(plans, code, "percent_reviewed_in_time")[0],
        care_applications=_of(conferences, code, "rate_care_applications")[0] * for_population,
        bands=tuple(band / sum(bands) for band in bands),
        on_plan_for=_of(plans, code, *[f"on_plan_{span}" for span in SPANS]),
    )
