"""What children with a social worker attain at the end of primary and of secondary school."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.tidy import Figure, Layout

BREAKDOWNS = {"social_care_group": "social_care_group", "stage": None}
PRIMARY = {"stage": "key stage 2"}
SECONDARY = {"stage": "key stage 4"}

LAYOUTS = (
    Layout(
        table="attainment",
        stem="ks2_la",
        source="outcomes-2025",
        figures=(
            Figure("t_rwm_eligible_pupils", "pupils", sets=PRIMARY),
            Figure("pt_read_met_expected_standard", "percent_expected_reading", sets=PRIMARY),
            Figure("pt_writta_met_expected_standard", "percent_expected_writing", sets=PRIMARY),
            Figure("pt_mat_met_expected_standard", "percent_expected_mathematics", sets=PRIMARY),
            Figure(
                "pt_rwm_met_expected_standard", "percent_expected_reading_writing_mathematics", sets=PRIMARY
            ),
        ),
        breakdowns=BREAKDOWNS,
    ),
    Layout(
        table="attainment",
        stem="ks4_la",
        source="outcomes-2025",
        figures=(
            Figure("t_pupils", "pupils", sets=SECONDARY),
            Figure("avg_att8", "mean_attainment_8", sets=SECONDARY),
            Figure("pt_l2basics_94", "percent_grade_4_english_mathematics", sets=SECONDARY),
            Figure("pt_l2basics_95", "percent_grade_5_english_mathematics", sets=SECONDARY),
        ),
        breakdowns=BREAKDOWNS,
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, academic year, group of children, stage and measure."""
    return assemble(source, LAYOUTS)
