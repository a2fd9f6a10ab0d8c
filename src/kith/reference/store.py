"""Where the tables are kept, and how one is read, described, and written."""

from __future__ import annotations

import hashlib
import os
import tempfile
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Polars takes longer to import than a postcode takes to look up, so it is imported where a table is read.
if TYPE_CHECKING:
    import polars as pl

SHIPPED = Path(__file__).parent / "tables"

# An authority that has read newer files than Kith ships keeps them in a folder of its own, named here.
OVERLAY_VARIABLE = "KITH_REFERENCE"


class UnknownTableError(LookupError):
    """No reference table has this name."""


@dataclass(frozen=True)
class Description:
    """What a table is and where it comes from, as its TOML file says.

    `columns` gives each column's definition, unit and source; `measures` does the same for each value
    of the column `measure` (tidy tables only); `sources` gives each publication's title, publisher,
    licence and vintage by the key that the tables' column `source` holds.
    """

    name: str
    title: str
    definition: str
    columns: dict[str, dict[str, str]]
    measures: dict[str, dict[str, str]]
    sources: dict[str, dict[str, str]]

    def __post_init__(self) -> None:
        for word in ("name", "title", "definition"):
            if not getattr(self, word):
                raise ValueError(
                    f"The description of table {self.name!r} lacks its {word}: add it to the TOML file."
                )
        if not self.columns or not self.sources:
            raise ValueError(
                f"The description of table {self.name!r} must describe its columns and its sources."
            )


def _folders() -> list[Path]:
    """The folders to look in, the first that has the table winning."""
    own = os.environ.get(OVERLAY_VARIABLE)
    return [Path(own), SHIPPED] if own else [SHIPPED]


def table_names() -> list[str]:
    """Return the name of every table that can be read, in alphabetical order."""
    return sorted({path.stem for folder in _folders() for path in folder.glob("*.parquet")})


def table_path(name: str) -> Path:
    """Return the file that holds a table, or raise UnknownTableError naming the nearest."""
    for folder in _folders():
        path = folder / f"{name}.parquet"
        if path.is_file():
            return path
    from rapidfuzz import process

    near = process.extractOne(name, table_names())
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UnknownTableError(
        f"There is no reference table {name!r}.{hint} 'manage.py reference list' names them all."
    )


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> pl.DataFrame:
    import polars as pl

    return pl.read_parquet(path)


def read_table(name: str) -> pl.DataFrame:
    """Return one reference table, kept in memory after the first reading.

    The frame's columns are those that `describe(name).columns` explains. Tidy tables have one row per
    area, year, breakdown and measure. Raises UnknownTableError with the nearest name.
    """
    path = table_path(name)
    return _read(path, path.stat().st_mtime_ns).clone()


def describe(name: str) -> Description:
    """Return what a table is, column by column and measure by measure, from its TOML file.

    A table that was updated into a folder of one's own keeps its description there; one that was not
    has the shipped one.
    """
    beside = table_path(name).with_suffix(".toml")
    told = tomllib.loads(
        (beside if beside.is_file() else SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    )
    return describe_from(name, told)


def describe_from(name: str, told: dict[str, Any]) -> Description:
    """Return the description that a parsed TOML file gives."""
    return Description(
        name=name,
        title=told.get("title", ""),
        definition=told.get("definition", ""),
        columns=told.get("columns", {}),
        measures=told.get("measures", {}),
        sources=told.get("sources", {}),
    )


def table_digest(name: str) -> str:
    """Return the SHA-256 of a table's file, in hexadecimal: the key of anything derived from it."""
    return hashlib.sha256(table_path(name).read_bytes()).hexdigest()


def write_table(name: str, frame: pl.DataFrame, folder: Path = SHIPPED) -> Path:
    """Write one table whole or not at all, and return its file.

    The same rows give the same bytes, so that a rebuild which changes nothing changes no file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    try:
        frame.write_parquet(temporary, compression="zstd", compression_level=19, statistics=False)
        # A temporary file is private to its owner; a table is for everyone who can read the package.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
