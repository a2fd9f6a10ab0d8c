"""What is published about one authority, gathered into the figures that shape a made-up one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.reference import read_table
from kith.reference.areas import ENGLAND

ETHNICITY_CODES = {
    "English, Welsh, Scottish, Northern Irish or British": "WBRI",
    "Irish": "WIRI",
    "Gypsy or Irish Traveller": "WIRT",
    "Roma": "WROM",
    "Other White": "WOTH",
    "White and Black Caribbean": "MWBC",
    "White and Black African": "MWBA",
    "White and Asian": "MWAS",
    "Other Mixed or Multiple ethnic groups": "MOTH",
    "Indian": "AIND",
    "Pakistani": "APKN",
    "Bangladeshi": "ABAN",
    "Other Asian": "AOTH",
    "Caribbean": "BCRB",
    "African": "BAFR",
    "Other Black": "BOTH",
    "Chinese": "CHNE",
    "Arab": "OOTH",
    "Any other ethnic group": "OOTH",
}

# The children in need census's factor code for each published factor and whom it is about.
FACTOR_CODES = {
    ("alcohol misuse", "the child"): "1A",
    ("alcohol misuse", "a parent or carer"): "1B",
    ("drug misuse", "the child"): "2A",
    ("drug misuse", "a parent or carer"): "2B",
    ("domestic abuse", "a parent or carer"): "3B",
    ("mental health", "the child"): "4A",
    ("mental health", "a parent or carer"): "4B",
    ("learning disability", "the child"): "5A",
    ("learning disability", "a parent or carer"): "5B",
    ("physical disability or illness", "the child"): "6A",
    ("physical disability or illness", "a parent or carer"): "6B",
    ("young carer", "the child"): "7A",
    ("going or being missing", "the child"): "10A",
    ("child criminal exploitation", "the child"): "24A",
    ("gangs", "the child"): "13A",
    ("socially unacceptable behaviour", "the child"): "14A",
    ("self-harm", "the child"): "15A",
    ("neglect", "the child"): "16A",
    ("emotional abuse", "the child"): "17A",
    ("physical abuse, adult on child", "the child"): "18C",
    ("other", "the child"): "20",
}

# Share of assessments in England with each factor, where an authority's own are not published; a round simplification.
USUAL_FACTORS = {"3B": 30, "4B": 30, "4A": 14, "16A": 15, "17A": 18, "2B": 13, "1B": 12, "5A": 10, "20": 15}

# Where England's referrals come from besides police, schools and health, by the census's codes; a simplification.
OTHER_SOURCES = {
    "1A": 8, "1B": 3, "1C": 4, "1D": 2, "2B": 3, "4": 3, "5A": 9, "5B": 4, "5C": 7, "5D": 6, "7": 4, "8": 5, "9": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """The published figures of one authority. Counts are for a whole year, at scale 1; percentages are out of 100.

    `age` has one weight for each year of age from 0 to 17; `ethnicity`, `sources`, `factors` and `ended` are weights
    by code. `ended` is the share of episodes of need that ended within 3, 6, 12, 24 months and later.
    """

    code: str
    dfe_code: str
    name: str
    region: str
    population_0_17: int
    referrals: float
    children_in_need: float
    percent_no_further_action: float
    percent_not_in_need: float
    percent_rereferrals: float
    percent_within_45_days: float
    social_workers_fte: float
    agency_fte: float
    percent_turnover: float
    caseload: float
    age: NDArray[np.float64] = field(repr=False)
    ethnicity: dict[str, float] = field(repr=False)
    sources: dict[str, float] = field(repr=False)
    factors: dict[str, float] = field(repr=False)
    ended: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.referrals <= 0 or self.population_0_17 <= 0:
            raise ValueError(f"{self.name} has no published referrals or children to be shaped by.")


def _latest(table: str, code: str, measure: str, usual: float) -> float:
    """Return the latest published value of one measure, for the authority or else for England, or else the usual."""
    rows = read_table(table).filter(pl.col("measure") == measure, pl.col("value").is_not_null())
    for area in (code, ENGLAND):
        of_area = rows.filter(pl.col("area_code") == area).sort("year")
        if of_area.height:
            return float(of_area["value"][-1])
    return usual


def _factors(code: str) -> dict[str, float]:
    rows = read_table("assessment_factors").filter(pl.col("area_code") == code, pl.col("value") > 0)
    rows = rows.filter(pl.col("year") == pl.col("year").max())
    found = {
        FACTOR_CODES[factor, about]: float(value)
        for factor, about, value in rows.select("factor", "about", "value").iter_rows()
        if (factor, about) in FACTOR_CODES
    }
    return dict(sorted(found.items())) or dict(USUAL_FACTORS)


def _sources(police: float, schools: float, health: float) -> dict[str, float]:
    """Return a weight for each code of the children in need census, from the three published shares."""
    rest = max(100 - police - schools - health, 5)
    whole = sum(OTHER_SOURCES.values())
    weights = {code: rest * share / whole for code, share in OTHER_SOURCES.items()}
    weights |= {"6": police, "2A": schools}
    weights |= {
        code: health * share
        for code, share in {"3A": 0.18, "3B": 0.16, "3C": 0.08, "3D": 0.08, "3E": 0.28, "3F": 0.22}.items()
    }
    return weights


def of_authority(code: str) -> Shape:
    """Return the figures of one of the 153 authorities by its ONS code; what is not published falls back to England's."""
    authority = read_table("authority").row(by_predicate=pl.col("authority_code") == code, named=True)
    headline = read_table("headline_by_authority").row(
        by_predicate=pl.col("authority_code") == code, named=True
    )
    ages = (
        read_table("population_by_age")
        .filter(pl.col("authority_code") == code, pl.col("age") < 18)
        .sort("age")
    )
    groups = read_table("ethnicity_by_authority").filter(pl.col("authority_code") == code)
    ethnicity: dict[str, float] = {}
    for group, people in groups.select("ethnic_group", "population").iter_rows():
        ethnicity[ETHNICITY_CODES[group]] = ethnicity.get(ETHNICITY_CODES[group], 0) + people
    ended = tuple(
        _latest("children_in_need", code, f"percent_ended_{span}", usual)
        for span, usual in (
            ("under_3_months", 45.0), ("3_to_6_months", 18.0), ("6_months_to_1_year", 17.0),
            ("1_to_2_years", 11.0), ("2_years_or_more", 9.0),
        )
    )  # fmt: skip
    return Shape(
        code=code,
        dfe_code=authority["dfe_code"],
        name=authority["name"],
        region=authority["region"],
        population_0_17=authority["population_0_17"],
        referrals=max(headline["referrals"], 1.0),
        children_in_need=max(headline["children_in_need"], 1.0),
        percent_no_further_action=headline["percent_referrals_no_further_action"],
        percent_not_in_need=_latest("referrals", code, "percent_assessed_not_in_need", 30.0),
        percent_rereferrals=headline["percent_rereferrals"],
        percent_within_45_days=headline["percent_assessments_within_45_days"],
        social_workers_fte=headline["social_workers_fte"],
        agency_fte=headline["agency_social_workers_fte"],
        percent_turnover=headline["percent_turnover"],
        caseload=headline["caseload"],
        age=ages["population"].to_numpy().astype(float) + 0.01,
        ethnicity=dict(sorted(ethnicity.items())),
        sources=_sources(
            headline["percent_referrals_from_police"],
            headline["percent_referrals_from_schools"],
            headline["percent_referrals_from_health_services"],
        ),
        factors=_factors(code),
        ended=ended if sum(ended) > 0 else (45.0, 18.0, 17.0, 11.0, 9.0),
    )
