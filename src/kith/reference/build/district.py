"""Which authority has children's services where a district council, or the same council, has the rest."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source


def build(source: Path) -> pl.DataFrame:
    """Return one row per local authority district of England, sorted by its code."""
    return (
        read_source(source, "lad_to_la_lookup_2024")
        .select(
            pl.col("lad_code_2025").alias("district_code"),
            pl.col("lad_name").alias("district"),
            pl.col("la_code_2025").alias("authority_code"),
        )
        .sort("district_code")
    )
