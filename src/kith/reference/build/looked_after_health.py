"""Health, development, substance misuse and convictions of children looked after for a year or more."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="looked_after_health",
        stem="la_conviction_health_outcome_cla",
        source="children-looked-after-2025",
        figures=(
            Figure("children_count", "children"),
            Figure("children_percent", "percent"),
        ),
        breakdowns={"characteristic": "characteristic", "category": "breakdown"},
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, characteristic and category."""
    return assemble(source, LAYOUTS)
