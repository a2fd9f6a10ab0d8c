"""First names given to babies in England and Wales, by sex and cohort of birth."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source


def build(source: Path) -> pl.DataFrame:
    """Return one row per sex, name and cohort, most given first within a cohort."""
    published = read_source(source, "first_names_england_wales_1996_2020")
    name = pl.col("name")
    return (
        published.select(
            pl.col("sex").replace_strict({"F": "female", "M": "male"}).alias("sex"),
            # The source has a few names typed all in small letters.
            (name.str.slice(0, 1).str.to_uppercase() + name.str.slice(1)).alias("name"),
            pl.col("cohort").str.slice(0, 4).cast(pl.Int16).alias("first_year"),
            pl.col("cohort").str.slice(5, 4).cast(pl.Int16).alias("last_year"),
            pl.col("n").cast(pl.Int32).alias("births"),
        )
        .group_by("sex", "name", "first_year", "last_year")
        .agg(pl.col("births").sum())
        .sort("sex", "first_year", "births", "name", descending=[False, False, True, False])
    )
