"""Every area that any table has figures of: England, regions, authorities, former authorities, joint reporters."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.areas import ENGLAND, PRESENT_CODE
from kith.reference.build import authority
from kith.reference.build._files import read_source

# Authorities that report their workforce together, as the department writes their codes.
JOINT = {
    ("E09000021 / E09000027", "314 / 318"): "Kingston upon Thames and Richmond upon Thames",
    ("E06000061 / E06000062", "940 / 941"): "North Northamptonshire and West Northamptonshire",
}


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, England first, then by level and name."""
    present = authority.build(source).select(
        pl.col("authority_code").alias("area_code"),
        "name",
        pl.lit("authority").alias("level"),
        "dfe_code",
        "region_code",
        pl.lit(None, dtype=pl.Int16).alias("last_year"),
    )
    published = read_source(source, "ons_mid-year_population_estimates_2012_to_2024")
    regions = (
        published.filter(pl.col("geographic_level") == "Regional")
        .select(
            pl.col("region_code").alias("area_code"),
            pl.col("region_name").alias("name"),
            pl.when(pl.col("region_code").str.starts_with("E13"))
            .then(pl.lit("part of London"))
            .otherwise(pl.lit("region"))
            .alias("level"),
            pl.lit(None, dtype=pl.String).alias("dfe_code"),
            pl.lit(None, dtype=pl.String).alias("region_code"),
            pl.lit(None, dtype=pl.Int16).alias("last_year"),
        )
        .unique()
    )
    held = pl.concat(
        [present["area_code"], authority.build(source)["former_code"], pl.Series(list(PRESENT_CODE))]
    )
    former = (
        published.filter(
            (pl.col("geographic_level") == "Local authority") & ~pl.col("new_la_code").is_in(held.to_list())
        )
        .group_by(
            pl.col("new_la_code").alias("area_code"),
            pl.col("la_name").alias("name"),
            pl.lit("former authority").alias("level"),
            pl.col("old_la_code").alias("dfe_code"),
            "region_code",
        )
        .agg(pl.col("time_period").cast(pl.Int16).max().alias("last_year"))
    )
    others = pl.DataFrame(
        [(ENGLAND, "England", "country", None, None, None)]
        + [(code, name, "joint", dfe_code, None, None) for (code, dfe_code), name in JOINT.items()],
        schema=present.schema,
        orient="row",
    )
    order = ["country", "region", "part of London", "authority", "former authority", "joint"]
    return pl.concat([others, regions, present, former]).sort(
        pl.col("level").replace_strict({level: place for place, level in enumerate(order)}), "name"
    )
