"""The 153 English authorities that have children's services, as at April 2025."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source

KINDS = {
    "ILB": "inner London borough",
    "OLB": "outer London borough",
    "MD": "metropolitan district",
    "SC": "shire county",
    "UA": "unitary authority",
}


def build(source: Path) -> pl.DataFrame:
    """Return one row per authority, sorted by name."""
    published = read_source(source, "local_authorities_england")
    return published.select(
        pl.col("la_code").alias("authority_code"),
        pl.col("la_code_2024").alias("former_code"),
        pl.col("dfe_la_code").alias("dfe_code"),
        pl.col("la_name").alias("name"),
        pl.col("la_type").replace_strict(KINDS).alias("kind"),
        "region_code",
        pl.col("region_name").alias("region"),
        pl.col("dfe_region").alias("dfe_region"),
        pl.col("easting").cast(pl.Int32),
        pl.col("northing").cast(pl.Int32),
        pl.col("population_0_17_mid2024").cast(pl.Int32).alias("population_0_17"),
    ).sort("name")
