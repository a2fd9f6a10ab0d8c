"""Puts together all that is known of one authority, for the projection engine."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import polars as pl

from kith.engines.projection import assumed, published
from kith.engines.projection.chain import CARE, FIRST_CARE, State
from kith.engines.projection.cost import WEEKS, Prices
from kith.engines.projection.panel import Floats, Panel
from kith.engines.projection.project import Setting
from kith.engines.projection.stack import Stack
from kith.engines.projection.supply import Supply
from kith.engines.projection.together import Joint, Shared, shared
from kith.recipes import _published_figures as figures
from kith.reference import read_table

# England's fostering funnel (Ofsted, fostering in England, years to 31 March 2023 and 2024): enquiries per
# household, applications per enquiry, approvals per application; households that stop in a year.
ENQUIRIES_PER_HOUSEHOLD = 125_195 / 43_405
APPLICATION_SHARE = 8_485 / 125_195
APPROVAL_SHARE = 4_055 / 8_485
LEAVING_RATE = 4_820 / 42_615
PLACES_PER_HOUSEHOLD = 1.9
VACANT_SHARE = 0.16
# An agency foster home against an authority's own, for what an authority pays (Competition and Markets
# Authority 2022: the agency's fee, against allowance, fee and the authority's own costs).
AGENCY_TO_OWN = 1.6
HORIZONS = tuple(range(1, 11))


@cache
def stack_of(measure: str, furthest: int) -> Stack:
    """Return the stack of a measure, for horizons of a year up to `furthest`, learned once in a process."""
    return Stack(figures.panel(measure), HORIZONS[:furthest])


def region_by_code() -> dict[str, str]:
    """Return each authority's region by its code, which is its name in a panel."""
    return dict(figures.authorities().select("authority_code", "region").iter_rows())


def shares(years: int) -> dict[str, Shared]:
    """Return what authorities' surprises have in common, by measure, learned from all forecasts of the past."""
    return {
        measure: shared(stack_of(measure, max(years, 5)), region_by_code()) for measure in figures.MEASURES
    }


def joint(known: dict[str, Shared]) -> dict[str, Joint]:
    """Return what lets authorities' paths be added up, by name."""
    return {name: Joint(region, known) for name, region in figures.regions().items()}


def quantiles(measure: str, code: str, years: int) -> tuple[Floats | None, list[str]]:
    """Return the stack's quantiles for an authority, shape (years, 199), and what there is to say of them."""
    panel, notes = figures.spliced(measure, code)
    base = figures.panel(measure)
    spliced = not np.array_equal(panel.counts, base.counts, equal_nan=True)
    # Five years serve any shorter question, so that several questions learn the past once.
    stack = stack_of(measure, max(years, 5))
    if spliced:
        stack = Stack(panel, stack.horizons, teacher=stack)
    last = panel.years[-1]
    notes += figures.gaps(measure, code)
    row = panel.row(code)
    rows: list[Floats] = []
    for horizon in range(1, years + 1):
        forecast = stack.forecast(last, horizon)
        place = np.flatnonzero(forecast.rows == row)
        if not len(place):
            return None, [
                *notes,
                f"Children {measure.replace('_', ' ')}: too few are published in {last} to learn from the past, "
                "so the interval is the chain's own and is likely to be too narrow.",
            ]
        rows.append(forecast.quantiles[place[0]])
    return np.stack(rows), notes


def setting(authority: str, years: int) -> Setting:
    """Return the setting of an authority. Raises LookupError for a name that there is not."""
    area = figures.find(authority)
    everything = figures.published()
    fitted = published.fit(everything, area.name)
    notes = list(fitted.notes)
    stack: dict[str, Floats] = {}
    history: dict[str, list[tuple[int, float]]] = {}
    for measure in figures.MEASURES:
        found, said = quantiles(measure, area.code, years)
        notes += said
        if found is not None:
            stack[measure] = found
        panel = figures.panel(measure)
        history[measure] = _history(panel, area.code)
    row = everything.authorities.index(area.name)
    prices, price_notes = _prices(area.code, fitted.model.children.state)
    return Setting(
        area.name,
        first_day(),
        fitted.model,
        _supply(area.code, row, fitted.model.children.state),
        prices,
        history,
        stack,
        tuple(dict.fromkeys([*notes, *price_notes])),
        figures.sources(),
    )


def first_day() -> date:
    """Return the day that a projection from published tables starts from: the last 31 March that they know."""
    return date(figures.panel("looked_after").years[-1], 3, 31)


def _history(panel: Panel, code: str) -> list[tuple[int, float]]:
    row = panel.counts[panel.row(code)]
    return [(year, float(count)) for year, count in zip(panel.years, row, strict=True) if np.isfinite(count)]


def _last_known(table: pl.DataFrame, code: str, measure: str) -> float:
    """Return the last published value of a measure for an area; nan if there is none."""
    rows = table.filter(
        (pl.col("area_code") == code) & (pl.col("measure") == measure) & pl.col("value").is_not_null()
    ).sort("year")
    return float(rows["value"][-1]) if rows.height else float("nan")


def _supply(code: str, row: int, states: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Supply:
    fostering = read_table("fostering_places")
    in_use = float((states == State.OWN_FOSTER).sum())
    approved = _last_known(fostering, code, "approved_places")
    if not np.isfinite(approved) or approved <= 0:
        approved = in_use / 0.6
    # What is filled now, and half of England's share of vacant places: the rest is on hold or does not fit.
    usable = min(in_use / approved + 0.5 * VACANT_SHARE, 1.0)
    households = approved / PLACES_PER_HOUSEHOLD
    distance = read_table("looked_after_profile").filter(
        (pl.col("area_code") == code)
        & (pl.col("characteristic") == "Distance between home and placement")
        & (pl.col("measure") == "children")
    )
    last = distance.filter(pl.col("year") == distance["year"].max())
    by_category = dict(last.select("category", "value").iter_rows())
    far, near = (
        by_category.get("Placed more than 20 miles from home"),
        by_category.get("Placed 20 miles or less from home"),
    )
    distant = (
        far / (far + near) if far is not None and near is not None and far + near > 0 else 18_120 / 74_790
    )
    return Supply(
        households=households,
        places_per_household=PLACES_PER_HOUSEHOLD,
        usable=usable,
        enquiries_a_year=ENQUIRIES_PER_HOUSEHOLD * households,
        application_share=APPLICATION_SHARE,
        approval_share=APPROVAL_SHARE,
        approval_years=0.75,
        leaving_rate=LEAVING_RATE,
        own_home_places=float((states == State.OWN_CHILDRENS_HOME).sum()) * 1.1 + 1,
        agency_growth=0.02,
        agency_slack=0.05,
        distant_share=float(distant),
    )


def _prices(code: str, states: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[Prices, list[str]]:
    """Return prices scaled to the authority's own section 251 outturn, with notes of what was missing."""
    spending = read_table("spending")
    notes: list[str] = []

    def value(heading: str, measure: str) -> float:
        rows = spending.filter(pl.col("heading") == heading)
        own = _last_known(rows, code, measure)
        if np.isfinite(own) and own > 0:
            return own
        everyone = rows.filter(
            (pl.col("measure") == measure)
            & (pl.col("area_code") == "E92000001")
            & pl.col("value").is_not_null()
        ).sort("year")
        england = float(everyone["value"][-1]) if everyone.height else 0.0
        if measure == "gross_expenditure":
            people = read_table("population_0_17").filter(pl.col("year") == 2024)
            of = dict(people.select("area_code", "value").iter_rows())
            england *= (of.get(code) or 0.0) / (of.get("E92000001") or 1.0)
        notes.append(
            f"The {measure.replace('_', ' ')} of '{heading}' is not published for the authority; England's was used"
            f"{', by population' if measure == 'gross_expenditure' else ''}: £{england:,.0f}."
        )
        return england

    foster, residential = (
        value("fostering", "weekly_unit_cost"),
        value("residential care", "weekly_unit_cost"),
    )
    counts = np.array([(states == state).sum() for state in CARE], float)
    agency = counts[State.AGENCY_FOSTER - FIRST_CARE]
    own = counts[State.OWN_FOSTER - FIRST_CARE] + counts[State.KINSHIP_FOSTER - FIRST_CARE]
    base = foster * (own + agency) / max(own + AGENCY_TO_OWN * agency, 1.0) if own + agency else foster
    weekly = dict.fromkeys(CARE, 0.0)
    weekly.update(
        {
            State.KINSHIP_FOSTER: 0.8 * base,
            State.OWN_FOSTER: base,
            State.AGENCY_FOSTER: AGENCY_TO_OWN * base,
            State.OWN_CHILDRENS_HOME: residential,
            State.PRIVATE_CHILDRENS_HOME: residential,
            State.SUPPORTED_ACCOMMODATION: 0.25 * residential,
            State.OTHER_SETTING: 0.5 * residential,
        }
    )
    prices = np.array([weekly[state] for state in CARE])
    total, modelled = value("looked after", "gross_expenditure"), float((prices * counts).sum() * WEEKS)
    if modelled > 0.85 * total > 0:
        # Weekly unit costs are approximate (a year's spend over one day's children). The total is the firmer.
        prices *= 0.85 * total / modelled
        notes.append(
            f"Published weekly unit costs would make homes cost £{modelled / 1e6:,.1f}m where £{total / 1e6:,.1f}m was spent on "
            "all looked-after children; they were scaled down to fit it."
        )
        modelled = 0.85 * total
    early = sum(
        value(heading, "gross_expenditure")
        for heading in ("family support", "children's centres and early years", "services for young people")
    )
    trend = _growth("residential care"), _growth("fostering"), _growth("social work and commissioning")
    return (
        Prices(
            weekly=prices,
            body_spread=0.35,
            other_looked_after=max(total - modelled, 0.0),
            safeguarding=value("safeguarding", "gross_expenditure"),
            early=early,
            home_growth=trend[0],
            home_growth_spread=0.035,
            foster_growth=trend[1],
            pay_growth=min(trend[2], 0.04),
            pay_spread=0.012,
        ),
        notes,
    )


@cache
def _growth(heading: str) -> float:
    """Return England's mean log growth a year of a weekly unit cost over the last three years."""
    rows = read_table("spending").filter(
        (pl.col("heading") == heading)
        & (pl.col("measure") == "weekly_unit_cost")
        & (pl.col("area_code") == "E92000001")
        & pl.col("value").is_not_null()
    )
    series = np.log(rows.sort("year")["value"].to_numpy())
    return float((series[-1] - series[-4]) / 3)


ASSUMPTIONS = (
    *assumed.ASSUMPTIONS,
    "Agency foster care costs 1.6 times the authority's own, supported accommodation a quarter and other settings half "
    "of a children's home; the total is scaled to what the authority spent.",
    "Two fifths of safeguarding spend stands whatever the number of children; the rest follows them.",
    "One in ten places in children's homes costs £10,000 a week or more, with a heavy tail.",
    "England's fostering funnel and leaving rate hold for the authority; a household has 1.9 places.",
)
