"""How deprived each authority's neighbourhoods are, by the English Indices of Deprivation 2025."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source

DECILES = range(1, 11)


def build(source: Path) -> pl.DataFrame:
    """Return one row per authority: the share of its neighbourhoods in each national decile, and mean score."""
    published = read_source(source, "imd2025_lsoa21").with_columns(
        pl.col("imd_decile").cast(pl.Int8), pl.col("imd_score").cast(pl.Float64)
    )
    return (
        published.group_by(pl.col("la_code").alias("authority_code"))
        .agg(
            pl.len().cast(pl.Int32).alias("neighbourhoods"),
            pl.col("imd_score").mean().round(3).alias("mean_score"),
            *[
                (pl.col("imd_decile") == decile).mean().round(5).alias(f"share_decile_{decile}")
                for decile in DECILES
            ],
        )
        .sort("authority_code")
    )
