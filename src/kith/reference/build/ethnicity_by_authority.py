"""Census 2021: people of each ethnic group in each authority."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source

RECODED = {"E08000016": "E08000038", "E08000019": "E08000039"}


def build(source: Path) -> pl.DataFrame:
    """Return one row per authority and group, in the census's order."""
    published = read_source(source, "ethnicity_census2021_by_la").with_columns(
        pl.col("population").cast(pl.Int32)
    )
    # "Does not apply" is a category of the census's data model, with nobody in it at this geography.
    nobody = published.filter(pl.col("eth_code") == "-8")
    if nobody["population"].sum():
        raise ValueError(
            "The census file has people in 'Does not apply': decide what they are before building."
        )
    return (
        published.filter(pl.col("eth_code") != "-8")
        .with_columns(order=pl.col("eth_code").cast(pl.Int8))
        .select(
            pl.col("la_code_2023").replace(RECODED).alias("authority_code"),
            pl.col("ethnic_group").str.split(": ").list.get(0).alias("broad_group"),
            pl.col("ethnic_group").str.split(": ").list.get(1).alias("ethnic_group"),
            "population",
            "order",
        )
        .sort("authority_code", "order")
        .drop("order")
    )
