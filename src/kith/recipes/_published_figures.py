"""Reads England's reference tables into the shapes that the projection engine asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from kith.engines.projection.chain import CARE, State
from kith.engines.projection.panel import Floats, Panel
from kith.engines.projection.published import Published
from kith.reference import describe, read_table

MEASURES = {
    "looked_after": ("looked_after", "looked_after_at_31_march"),
    "on_plan": ("protection_plans", "on_plan_at_31_march"),
    "in_need": ("children_in_need", "in_need_at_31_march"),
}
FLOW_YEARS = 3
_AGES = ("Under 1 year", "1 to 4 years", "5 to 9 years", "10 to 15 years", "16 years and over")
_REASONS: dict[State, tuple[str, ...]] = {
    State.WENT_HOME: ("Returned home to live with parents", "Left care to live with parents, relatives"),
    State.KINSHIP_ORDER: ("Special guardianship order", "Residence order or child arrangement"),
    State.ADOPTED: ("Adopted",),
    State.LEFT_OTHERWISE: (
        "Accommodation on remand ended", "Age assessment determined", "Care taken by another", "Child moved abroad",
        "Died", "Sentenced to custody", "Care ceased for any other reason",
    ),
}  # fmt: skip
OWN_SHARE_OF_HOMES = 1 / 7
KIN_SHARE_OF_FOSTER = 0.228


@dataclass(frozen=True)
class Area:
    """Hold an authority's code, name, and what a reader should know of its figures."""

    code: str
    name: str
    notes: tuple[str, ...]


@cache
def _long(table: str) -> pl.DataFrame:
    return read_table(table)


@cache
def authorities() -> pl.DataFrame:
    """Return the 153 authorities, one row each, by name."""
    return read_table("authority").sort("name")


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of the 153 authorities, in the order of every array."""
    return tuple(authorities()["authority_code"].to_list())


def names() -> tuple[str, ...]:
    """Return the names of the 153 authorities, in the order of every array."""
    return tuple(authorities()["name"].to_list())


def regions() -> dict[str, str]:
    """Return each authority's region, by name."""
    return dict(authorities().select("name", "region").iter_rows())


def sums_published(measure: str) -> dict[str, list[tuple[int, float]]]:
    """Return what is published of a measure for England and each region, by name: lists of (year, count)."""
    table, name = MEASURES[measure]
    named = {"E92000001": "England"} | dict(authorities().select("region_code", "region").iter_rows())
    rows = _long(table).filter((pl.col("measure") == name) & pl.col("value").is_not_null()).sort("year")
    found: dict[str, list[tuple[int, float]]] = {area: [] for area in named.values()}
    for code, year, value in rows.select("area_code", "year", "value").iter_rows():
        if code in named:
            found[named[code]].append((year, float(value)))
    return found


def _wide(table: str, measure: str, years: list[int], areas: tuple[str, ...]) -> Floats:
    found = _long(table).filter(pl.col("measure") == measure).select("area_code", "year", "value")
    values = np.full((len(areas), len(years)), np.nan)
    row = {code: index for index, code in enumerate(areas)}
    column = {year: index for index, year in enumerate(years)}
    for code, year, value in found.iter_rows():
        if code in row and year in column and value is not None:
            values[row[code], column[year]] = value
    return values


@cache
def panel(measure: str) -> Panel:
    """Return every authority's counts at 31 March, former authorities after the present ones.

    Former authorities stand in rows of their own, by code: their figures teach how figures move, and a backtest
    judges them as they were. A present authority's row begins when it does; see `spliced`.
    """
    table, name = MEASURES[measure]
    rows = _long(table).filter(pl.col("measure") == name)
    years = list(range(2013, int(rows["year"].max()) + 1))  # type: ignore[arg-type]
    former = tuple(
        _long("area").filter(pl.col("level") == "former authority").sort("area_code")["area_code"].to_list()
    )
    areas = (*codes(), *former)
    counts = _wide(table, name, years, areas)
    people = _wide("population_0_17", "population_0_17", [year - 1 for year in years], areas)
    # Where the population of a year is not published, the nearest year's stands for it.
    for row in people:
        known = np.flatnonzero(np.isfinite(row))
        if len(known):
            gaps = np.flatnonzero(~np.isfinite(row))
            row[gaps] = (
                row[known[np.abs(known[None, :] - gaps[:, None]).argmin(axis=1)]] if len(gaps) else row[gaps]
            )
    return Panel(measure, areas, tuple(years), counts, people)


def spliced(measure: str, code: str) -> tuple[Panel, list[str]]:
    """Return the panel with a new authority's history carried back from those it came from, and notes."""
    base = panel(measure)
    row = base.row(code)
    notes: list[str] = []
    known = np.flatnonzero(np.isfinite(base.counts[row]))
    changes = _long("authority_change").filter(pl.col("successor_code") == code)
    counts = base.counts.copy()
    if changes.height and len(known) and known[0] > 0:
        parts: list[Floats] = []
        for change in changes.iter_rows(named=True):
            if change["child_share"] is None or change["former_code"] not in base.authorities:
                parts = []
                break
            parts.append(change["child_share"] * base.counts[base.row(change["former_code"])])
        words = measure.replace("_", " ")
        names_of = (
            _long("area")
            .filter(pl.col("area_code").is_in(changes["former_code"].to_list()))["name"]
            .to_list()
        )
        since = base.years[int(known[0])]
        if parts:
            before = np.sum(parts, axis=0)
            fill = np.arange(len(base.years)) < known[0]
            # The share of children is only nearly the share of this measure; the join is made level.
            counts[row, fill] = (
                before[fill] / max(before[known[0] - 1], 1.0) * counts[row, known[0]]
                if np.isfinite(before[known[0] - 1])
                else np.nan
            )
            notes.append(
                f"The authority took over from {' and '.join(names_of)}; its figures of children {words} begin in "
                f"{since}. Earlier years follow the former authority's movement, by its share of children."
            )
        else:
            notes.append(
                f"The authority took over from {' and '.join(names_of)}; its own figures of children {words} begin in "
                f"{since} and nothing earlier is used, because the share that it took is not published."
            )
    return Panel(measure, base.authorities, base.years, counts, base.population), notes


def gaps(measure: str, code: str) -> list[str]:
    """Return a sentence for each year that an authority's figure is missing, with the publisher's reason."""
    table, name = MEASURES[measure]
    rows = _long(table).filter(
        (pl.col("measure") == name) & (pl.col("area_code") == code) & (pl.col("status") != "published")
    )
    if not rows.height:
        return []
    begun = _long(table).filter(
        (pl.col("measure") == name) & (pl.col("area_code") == code) & (pl.col("status") == "published")
    )["year"]
    listed = [
        f"{year} ({status})"
        for year, status in rows.sort("year").select("year", "status").iter_rows()
        if begun.len() and year > begun.min()
    ]
    if not listed:
        return []
    return [
        f"Children {measure.replace('_', ' ')}: no figure for {', '.join(listed)}. The years either side were used; "
        "nothing was put in its place and nothing was taken as 0."
    ]


def find(name: str) -> Area:
    """Return the authority that a person means. Raises LookupError with the nearest names."""
    from rapidfuzz import process

    table = authorities()
    wanted = name.strip().casefold()
    for code, dfe, each in table.select("authority_code", "dfe_code", "name").iter_rows():
        if wanted in (each.casefold(), code.casefold(), str(dfe)):
            return Area(code, each, ())
    area = _long("area")
    former = area.filter(
        (pl.col("level") == "former authority") & (pl.col("name").str.to_lowercase() == wanted)
    )
    if former.height:
        successors = _long("authority_change").filter(pl.col("former_code") == former["area_code"][0])
        now = table.filter(pl.col("authority_code").is_in(successors["successor_code"].to_list()))[
            "name"
        ].to_list()
        raise LookupError(
            f"{former['name'][0]} ended in {former['last_year'][0]} and is now {' and '.join(now)}. Ask for one of these."
        )
    near = [match[0] for match in process.extract(name, table["name"].to_list(), limit=3)]
    raise LookupError(f"There is no authority called '{name}'. Did you mean {', '.join(near)}?")


def _mean_of_flows(table: str, measure: str, population: Floats | None = None) -> Floats:
    last = int(_long(table)["year"].max())  # type: ignore[arg-type]
    years = list(range(last - FLOW_YEARS + 1, last + 1))
    values = _wide(table, measure, years, codes())
    known = np.isfinite(values)
    # The last year counts twice: flows drift, and it is the nearest.
    weights = np.where(known, np.array([1.0, 1.0, 2.0]), 0.0)
    total = weights.sum(axis=1)
    mean = np.where(
        total > 0, (np.where(known, values, 0) * weights).sum(axis=1) / np.maximum(total, 1e-9), np.nan
    )
    return mean * population / 10_000 if population is not None else mean


def _profile(moment: str, characteristic: str, years: int = FLOW_YEARS) -> pl.DataFrame:
    table = _long("looked_after_profile")
    last = int(table["year"].max())  # type: ignore[arg-type]
    return table.filter(
        (pl.col("moment") == moment)
        & (pl.col("characteristic") == characteristic)
        & (pl.col("measure") == "children")
        & (pl.col("year") > last - years)
    )


def _cells(rows: pl.DataFrame, starts: tuple[str, ...]) -> Floats:
    """Return the mean over years of the sum of categories that begin with these words; nan if none is known."""
    chosen = rows.filter(pl.any_horizontal([pl.col("category").str.starts_with(each) for each in starts]))
    yearly = chosen.group_by("area_code", "year").agg(
        pl.col("value").sum().alias("value"), pl.col("value").is_not_null().any().alias("known")
    )
    mean = yearly.filter(pl.col("known")).group_by("area_code").agg(pl.col("value").mean())
    found = dict(mean.iter_rows())
    return np.array([found.get(code, np.nan) for code in codes()], float)


@cache
def published() -> Published:
    """Return what is published for every authority, as the model without files needs it."""
    base = {measure: panel(measure) for measure in MEASURES}
    here = len(codes())
    stock = {measure: each.counts[:here, -1] for measure, each in base.items()}
    population = base["looked_after"].population[:here, -1]
    alone = _profile("at 31 March", "Unaccompanied asylum-seeking children", 1)
    health = _long("looked_after_health")
    year_long = health.filter(
        (pl.col("category") == "Total all ages")
        & pl.col("characteristic").str.starts_with("Health assessments")
        & (pl.col("measure") == "children")
        & (pl.col("year") == health["year"].max())
    )
    legal = _profile("started in year", "Legal status")
    changing = _long("new_placements").filter(
        (pl.col("category") == "Total placements changing") & (pl.col("measure") == "placements")
    )
    status_only = _long("new_placements").filter(
        pl.col("category").str.starts_with("Change in the status") & (pl.col("measure") == "placements")
    )
    started_alone = _profile("started in year", "Unaccompanied asylum-seeking children")
    values = {
        **stock,
        "population": population,
        "unaccompanied": np.where(
            np.isfinite(_cells(alone, ("Unaccompanied",))), _cells(alone, ("Unaccompanied",)), np.nan
        ),
        "looked_after_a_year": _cells(year_long, ("Total all ages",)),
        "need_started": _mean_of_flows("children_in_need", "episodes_started"),
        "need_ended": _mean_of_flows("children_in_need", "episodes_ended"),
        "section_47": _mean_of_flows("section_47_and_conferences", "rate_section_47_enquiries", population),
        "plans_started": _mean_of_flows("protection_plans", "plans_started"),
        "plans_ceased": _mean_of_flows("protection_plans", "rate_plans_ceased", population),
        "care_started": _mean_of_flows("looked_after", "started_in_year"),
        "care_ceased": _mean_of_flows("looked_after", "ceased_in_year"),
        "unaccompanied_started": _cells(started_alone, ("Unaccompanied",)),
        "interim_orders": _cells(legal, ("Interim care order",)),
        "emergency": _cells(legal, ("Police protection", "Emergency protection")),
        "home_changes": _cells(changing, ("Total",))
        - np.nan_to_num(_cells(status_only, ("Change in the status",))),
    }
    ceased = _profile("ceased in year", "Age on ceasing")
    under_18 = [_cells(ceased, ("Under 1 year",)), _cells(ceased, ("1 to 4",)), _cells(ceased, ("5 to 9",)),
                _cells(ceased, ("10 to 15",)), _cells(ceased, ("16 years", "17 years"))]  # fmt: skip
    grown = _cells(ceased, ("18 years",))
    before_18 = np.sum(under_18, axis=0)
    values["before_18"] = before_18 / (before_18 + grown)
    groups = {
        "age_at_31_march": _bands(_profile("at 31 March", "Age group", 1)),
        "age_started": _bands(_profile("started in year", "Age on starting")),
        "age_ceased": np.stack(under_18, axis=1),
        "homes": _homes(),
        "leaving": np.stack(
            [
                _cells(_profile("ceased in year", "Reason episode ceased"), starts)
                for starts in _REASONS.values()
            ],
            axis=1,
        ),
    }
    ages = _long("population_by_age").filter(pl.col("age") < 18)
    shape = np.zeros((here, 18))
    row = {code: index for index, code in enumerate(codes())}
    for code, age, people in ages.select("authority_code", "age", "population").iter_rows():
        if code in row:
            shape[row[code], age] = people
    neighbours = np.full((here, 10), -1)
    for code, rank, neighbour in (
        _long("statistical_neighbours").select("authority_code", "rank", "neighbour_code").iter_rows()
    ):
        if code in row and neighbour in row:
            neighbours[row[code], rank - 1] = row[neighbour]
    recent = base["looked_after"].population[:here, -4:]
    growth = np.log(recent[:, -1] / recent[:, 0]) / 3
    started = _long("children_in_need").filter(
        (pl.col("measure") == "episodes_started") & (pl.col("area_code") == "E92000001")
    )
    series = np.log(started.sort("year")["value"].to_numpy()[-5:])
    # England's last movements, halved: entries have turned more often than they have gone on.
    return Published(
        names(), values, groups, shape, neighbours, np.clip(np.nan_to_num(growth), -0.02, 0.02),
        float(np.clip(0.5 * np.diff(series).mean(), -0.02, 0.02)),
    )  # fmt: skip


def _bands(rows: pl.DataFrame) -> Floats:
    return np.stack([_cells(rows, (age,)) for age in _AGES], axis=1)


def _homes() -> Floats:
    """Return children by kind of home in the order of the care states, joining placement and provider.

    Placement and provider are published apart. The authority's own foster homes that are not kin's are the
    filled places of its fostering return; the rest follows from the totals.
    """
    placement = _profile("at 31 March", "Placement", 1)
    provider = _profile("at 31 March", "Place providers", 1)
    foster = _cells(placement, ("Foster",))
    homes = _cells(placement, ("Secure homes",))
    supported = _cells(placement, ("Independent and semi",))
    last = int(_long("fostering_places")["year"].max())  # type: ignore[arg-type]
    filled = _wide("fostering_places", "filled_places", [last], codes())[:, 0]
    own = _cells(provider, ("Own provision",))
    own_homes = OWN_SHARE_OF_HOMES * homes
    rest = own - np.nan_to_num(filled) - np.nan_to_num(own_homes) - 0.1 * np.nan_to_num(supported)
    kin = np.where(
        np.isfinite(filled) & np.isfinite(own),
        np.clip(rest, 0.05 * foster, 0.5 * foster),
        KIN_SHARE_OF_FOSTER * foster,
    )
    own_foster = np.where(np.isfinite(filled), np.minimum(filled, foster - kin), np.nan)
    england_own = np.nansum(own_foster) / np.nansum(np.where(np.isfinite(own_foster), foster, np.nan))
    own_foster = np.where(np.isfinite(own_foster), own_foster, england_own * foster)
    by_state = {
        State.KINSHIP_FOSTER: kin,
        State.OWN_FOSTER: own_foster,
        State.AGENCY_FOSTER: np.maximum(foster - kin - own_foster, 0),
        State.OWN_CHILDRENS_HOME: own_homes,
        State.PRIVATE_CHILDRENS_HOME: homes - own_homes,
        State.SUPPORTED_ACCOMMODATION: supported,
        State.OTHER_SETTING: _cells(placement, ("Other", "Residential schools")),
        State.WITH_PARENTS: _cells(placement, ("Placed with parents",)),
        State.PLACED_FOR_ADOPTION: _cells(placement, ("Placed for adoption",)),
    }
    return np.stack([by_state[state] for state in CARE], axis=1)


@cache
def sources() -> tuple[dict[str, str], ...]:
    """Return every publication that the figures come from."""
    found: dict[str, dict[str, str]] = {}
    for table in (
        "looked_after", "protection_plans", "children_in_need", "looked_after_profile", "looked_after_health",
        "section_47_and_conferences", "new_placements", "fostering_places", "spending", "population_0_17",
        "population_by_age", "statistical_neighbours",
    ):  # fmt: skip
        for key, about in describe(table).sources.items():
            found.setdefault(key, {name: str(value) for name, value in about.items()})
    return tuple({"key": key, **about} for key, about in sorted(found.items()))
