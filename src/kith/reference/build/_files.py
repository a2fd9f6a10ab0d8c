"""Finding the publisher's file in a folder, whatever form it was saved in."""

from __future__ import annotations

from pathlib import Path

import polars as pl


class MissingSourceError(FileNotFoundError):
    """The folder lacks a publisher's file that a table is made from."""


def read_source(source: Path, stem: str) -> pl.DataFrame:
    """Return the publisher's file `stem`, every column as text exactly as published.

    Looks in the folder and in the folders under it for .csv, .csv.gz or .parquet.
    Raises MissingSourceError naming the file.
    """
    for ending in (".parquet", ".csv", ".csv.gz"):
        found = sorted(source.rglob(f"{stem}{ending}"))
        if found:
            if ending == ".parquet":
                return pl.read_parquet(found[0]).cast(pl.String)
            return pl.read_csv(found[0], infer_schema=False)
    raise MissingSourceError(
        f"The folder has no file {stem}.csv, {stem}.csv.gz or {stem}.parquet, from which this table is made."
    )
