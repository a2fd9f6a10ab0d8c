"""New placements in the year: where they were, and why children changed placement."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="new_placements",
        stem="la_cla_during_year_new_placements",
        source="children-looked-after-2025",
        figures=(
            Figure("children_count", "placements"),
            Figure("children_percent", "percent"),
        ),
        breakdowns={"characteristic": "characteristic", "category": "breakdown"},
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, characteristic and category."""
    return assemble(source, LAYOUTS)
