"""The deprivation decile of every English postcode, as runs over the postcodes in order."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._files import read_source


def build(source: Path) -> pl.DataFrame:
    """Return one row per run of postcodes with the same decile: the first postcode and the decile.

    Postcodes near each other in order are near each other on the ground, so that 2.3 million of them
    make about 660,000 runs; a postcode newer than this table takes the decile of the one before it.
    """
    published = read_source(source, "postcodes_england_lite").select(
        # The directory's own seven characters: the outward part padded to four, then the inward three.
        postcode=pl.col("postcode").str.slice(0, pl.col("postcode").str.len_chars() - 4).str.pad_end(4)
        + pl.col("postcode").str.slice(-3),
        decile=pl.col("imd2025_decile").cast(pl.Int8),
    )
    return (
        published.sort("postcode")
        .filter((pl.col("decile") != pl.col("decile").shift()).fill_null(True))
        .rename({"postcode": "first_postcode"})
    )
