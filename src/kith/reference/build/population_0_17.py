"""Children aged 0 to 17 living in each area at mid-year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="population_0_17",
        stem="ons_mid-year_population_estimates_2012_to_2024",
        source="mid-year-estimates-2024",
        figures=(
            Figure(
                "population_estimate", "population_0_17", where={"age_group": "Children aged 0 to 17 years"}
            ),
        ),
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area and mid-year."""
    return assemble(source, LAYOUTS)
