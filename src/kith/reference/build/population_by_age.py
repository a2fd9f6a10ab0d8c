"""People of each single year of age from 0 to 25 in each authority."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source


def build(source: Path) -> pl.DataFrame:
    """Return one row per authority and age, the ages 0 to 17 scaled to the latest published total.

    The scaled numbers are whole and add up to that total exactly (largest remainders round up).
    """
    ages = read_source(source, "population_single_year_0_25_by_la").select(
        pl.col("la_code").alias("authority_code"),
        pl.col("age").cast(pl.Int8),
        pl.col("population_mid2020").cast(pl.Int32).alias("population_mid_2020"),
    )
    totals = read_source(source, "local_authorities_england").select(
        pl.col("la_code").alias("authority_code"),
        pl.col("population_0_17_mid2024").cast(pl.Int32).alias("total"),
    )
    child = pl.col("age") < 18
    within = ["authority_code", child.alias("child")]
    # A large authority's product of two populations does not fit in 32 bits.
    exact = (
        pl.col("population_mid_2020").cast(pl.Float64)
        * pl.col("total")
        / pl.col("population_mid_2020").sum().over(within)
    )
    return (
        ages.join(totals, on="authority_code", validate="m:1")
        .with_columns(exact=exact)
        .with_columns(whole=pl.col("exact").floor().cast(pl.Int32))
        .with_columns(
            missing=pl.col("total") - pl.col("whole").sum().over(within),
            place=(pl.col("exact") - pl.col("whole")).rank("ordinal", descending=True).over(within),
        )
        .with_columns(scaled=pl.col("whole") + (pl.col("place") <= pl.col("missing")).cast(pl.Int32))
        .select(
            "authority_code",
            "age",
            pl.when(child).then("scaled").otherwise("population_mid_2020").alias("population"),
            "population_mid_2020",
        )
        .sort("authority_code", "age")
    )
