"""Who is looked after: at 31 March, starting and ceasing, by age, need, legal status, placement, provider, distance."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import MissingSourceError, read_source
from kith.reference.build._tables import assemble, rows_of
from kith.reference.tidy import Figure, Layout

# The three releases spell some categories differently.
WORDS = {
    "Family acute stress": "Family in acute stress",
    "Non-UASC": "Children excluding unaccompanied asylum-seeking children",
    "UASC": "Unaccompanied asylum-seeking children",
    "Voluntary agreement under S20": "Voluntary agreements under S20 CA 1989",
}

COMBINED = "cla_profile_by_la_2021_2025"


def _layout(stem: str, moment: str) -> Layout:
    return Layout(
        table="looked_after_profile",
        stem=stem,
        source="children-looked-after-2025",
        figures=(
            Figure("number", "children", sets={"moment": moment}),
            Figure("percentage", "percent", sets={"moment": moment}),
        ),
        breakdowns={"moment": None, "characteristic": "cla_group", "category": "characteristic"},
        words=WORDS,
    )


LAYOUTS = (
    _layout("la_cla_on_31_march_by_characteristics", "at 31 March"),
    _layout("la_children_who_started_to_be_looked_after_during_the_year", "started in year"),
    _layout("la_children_who_ceased_during_the_year", "ceased in year"),
)

# The name that each of the three has where they were put together in one file.
TOGETHER = ("cla_on_31_march", "cla_started_in_year", "cla_ceased_in_year")


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, moment, characteristic and category, with number and share."""
    try:
        together = read_source(source, COMBINED)
    except MissingSourceError:
        return assemble(source, LAYOUTS)
    parts = [
        rows_of(together.filter(pl.col("dataset") == name), layout)
        for name, layout in zip(TOGETHER, LAYOUTS, strict=True)
    ]
    return pl.concat(parts).sort("area_code", "year", "moment", "characteristic", "category", "measure")
