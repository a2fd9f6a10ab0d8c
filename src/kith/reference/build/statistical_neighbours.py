"""The ten authorities most like each authority, by the department's model."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source


def build(source: Path) -> pl.DataFrame:
    """Return one row per authority and neighbour, nearest first."""
    return (
        read_source(source, "statistical_neighbours_2025")
        .select(
            pl.col("la_code").alias("authority_code"),
            pl.col("rank").cast(pl.Int8),
            pl.col("neighbour_la_code").alias("neighbour_code"),
            pl.col("closeness").str.to_lowercase().alias("closeness"),
        )
        .sort("authority_code", "rank")
    )
