"""Open state-funded schools in England."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source


def build(source: Path) -> pl.DataFrame:
    """Return one row per school, sorted by its unique reference number."""
    published = read_source(source, "schools_england_statefunded_2025-07")
    phase = pl.col("phase_derived")
    return published.select(
        pl.col("urn").cast(pl.Int32),
        pl.col("name").str.strip_chars(),
        pl.col("town").str.strip_chars(),
        pl.col("postcode").str.strip_chars().str.to_uppercase(),
        phase.str.replace(" (from name)", "", literal=True).alias("phase"),
        phase.str.contains("(from name)", literal=True).fill_null(False).alias("phase_inferred"),
        pl.col("la_code").alias("authority_code"),
    ).sort("urn")
