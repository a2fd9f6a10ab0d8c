"""What followed each authority that was split or merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source

# Former code, successor code, day of the change, what happened.
# Source: the structural changes orders for Dorset (2018), Northamptonshire (2020) and Cumbria (2022).
CHANGES = (
    ("E06000028", "E06000058", date(2019, 4, 1), "merged"),
    ("E06000029", "E06000058", date(2019, 4, 1), "merged"),
    ("E10000009", "E06000058", date(2019, 4, 1), "split"),
    ("E10000009", "E06000059", date(2019, 4, 1), "split"),
    ("E10000021", "E06000061", date(2021, 4, 1), "split"),
    ("E10000021", "E06000062", date(2021, 4, 1), "split"),
    ("E10000006", "E06000063", date(2023, 4, 1), "split"),
    ("E10000006", "E06000064", date(2023, 4, 1), "split"),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per former authority and successor, with the share of its children that went there."""
    changes = pl.DataFrame(CHANGES, schema=["former_code", "successor_code", "changed", "kind"], orient="row")
    people = read_source(source, "ons_mid-year_population_estimates_2012_to_2024").select(
        pl.col("new_la_code").alias("successor_code"),
        pl.col("time_period").cast(pl.Int32).alias("mid_year"),
        pl.col("population_estimate").cast(pl.Float64, strict=False).alias("children"),
    )
    joined = changes.with_columns(mid_year=pl.col("changed").dt.year()).join(
        people, on=["successor_code", "mid_year"], how="left"
    )
    # Dorset's share cannot be told from authority totals: Christchurch alone went to the merged council.
    whole = ~pl.col("former_code").is_in(["E10000009"])
    share = pl.col("children") / pl.col("children").sum().over("former_code")
    return joined.select(
        "former_code",
        "successor_code",
        "changed",
        "kind",
        pl.when(whole).then(share).round(5).alias("child_share"),
    )
