"""Changes of social worker in the year, of looked after children."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="social_worker_changes",
        stem="la_cla_swcount",
        source="stability-2025",
        figures=(
            Figure("number", "children"),
            Figure("percentage", "percent"),
        ),
        breakdowns={"cohort": "cla_group", "outcome": "sw_stability"},
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, cohort and outcome."""
    return assemble(source, LAYOUTS)
