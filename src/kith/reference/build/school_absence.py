"""School absence of children with a social worker."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="school_absence",
        stem="absence_la",
        source="outcomes-2025",
        figures=(
            Figure("t_pupils", "pupils"),
            Figure("pt_overall", "percent_sessions_missed"),
            Figure("pt_sess_unauthorised", "percent_sessions_missed_unauthorised"),
            Figure("pt_pupils_pa_10_exact", "percent_persistently_absent"),
            Figure("pt_pupils_pa_50_exact", "percent_severely_absent"),
        ),
        breakdowns={"social_care_group": "social_care_group", "phase": "phase_type_grouping"},
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, academic year, group of children, phase and measure."""
    return assemble(source, LAYOUTS)
