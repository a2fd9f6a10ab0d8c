"""Finding one of England's 153 authorities by its name or code."""

from __future__ import annotations

import polars as pl
from rapidfuzz import fuzz, process, utils

from kith.reference import read_table


class UnknownAuthority(ValueError):
    """No authority has this name or code; the sentence names the nearest."""


def code_of(words: str) -> str:
    """Return the ONS code of an authority from its name, its ONS code, present or former, or its three-digit code.

    Case does not matter. Raises UnknownAuthority with the nearest name.
    """
    wanted = " ".join(words.split()).casefold()
    table = read_table("authority")
    for row in table.iter_rows(named=True):
        if wanted in {
            str(row[name]).casefold() for name in ("name", "authority_code", "former_code", "dfe_code")
        }:
            return str(row["authority_code"])
    names = table.select(pl.col("name").sort()).to_series().to_list()
    nearest = process.extractOne(words, names, scorer=fuzz.WRatio, processor=utils.default_process)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    raise UnknownAuthority(f"No authority in England is called {words!r}.{hint}")
