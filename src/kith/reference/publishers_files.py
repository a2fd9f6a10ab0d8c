"""Which of the publishers' files a file is: by its columns, then by its name and the words in it."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import polars as pl

from kith.reference.areas import AreaCodes
from kith.reference.build import builders
from kith.reference.store import read_table
from kith.reference.tidy import STANDARD_COLUMNS, Layout, tidy

# A newer file may have dropped a figure or two; one with fewer than half of them is another file.
LEAST_FIGURES = 0.5

# Underlying data come as CSV files in a ZIP archive; the largest is about 100 MB.
LARGEST_MEMBER = 1_000_000_000


class UnreadableFileError(ValueError):
    """The file is not one that any table is made from; the message says what it lacks."""


def read_published(path: Path) -> pl.DataFrame:
    """Return a publisher's CSV file (also gzipped) with every column as text.

    Raises UnreadableFileError when it is not a table of text.
    """
    try:
        return pl.read_csv(path, infer_schema=False)
    except pl.exceptions.ComputeError:
        try:
            # Files that have passed through a spreadsheet are often in the Windows character set.
            return pl.read_csv(path, infer_schema=False, encoding="cp1252")
        except (pl.exceptions.PolarsError, UnicodeError, LookupError) as error:
            raise UnreadableFileError(f"{path.name} cannot be read as CSV: {error}") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFileError(f"{path.name} cannot be read as CSV: {error}") from error


def unpacked(path: Path, folder: Path) -> list[Path]:
    """Return the CSV files to read: the file itself, or those of a ZIP archive, unpacked into a folder.

    Raises UnreadableFileError for an archive that is damaged, has no CSV file, or would unpack to
    something far larger than any publication.
    """
    if path.suffix.lower() != ".zip":
        return [path]
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
            if not members:
                raise UnreadableFileError(f"{path.name} has no CSV file in it.")
            if sum(member.file_size for member in members) > LARGEST_MEMBER:
                raise UnreadableFileError(
                    f"{path.name} would unpack to more than a gigabyte: unpack it by hand."
                )
            found = []
            for member in members:
                # The name alone, so that no member can be written outside the folder.
                target = folder / Path(member.filename.replace("\\", "/")).name
                with archive.open(member) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out)
                found.append(target)
            return found
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFileError(f"{path.name} cannot be unpacked: {error}") from error


def _layouts() -> list[Layout]:
    return [layout for module in builders().values() for layout in getattr(module, "LAYOUTS", ())]


def layout_of(path: Path, published: pl.DataFrame) -> Layout:
    """Return the layout that a file has, by its columns and then by its name and words."""
    if not set(STANDARD_COLUMNS) <= set(published.columns):
        raise UnreadableFileError(
            f"{path.name} has no columns time_period and geographic_level, so it is not in the layout of Explore "
            "Education Statistics; nor has it the interactive tool's columns. Download the underlying data as CSV."
        )
    held = set(published.columns)
    fitting = [
        layout
        for layout in _layouts()
        if layout.needed_columns() <= held
        and len(layout.figure_columns() & held) >= LEAST_FIGURES * len(layout.figure_columns())
    ]
    if not fitting:
        raise UnreadableFileError(
            f"{path.name} is none of the files that tables are made from.{_nearest(path, held)}"
        )
    named = [layout for layout in fitting if _bare(layout.stem) == _bare(path.name)]
    if len(named) == 1:
        return named[0]
    scored = sorted(
        ((_words_in_common(layout, published), layout.stem, layout) for layout in fitting), reverse=True
    )
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        raise UnreadableFileError(
            f"{path.name} could be any of {', '.join(stem for _, stem, _ in scored if stem)}: "
            "give it the publisher's own file name."
        )
    return scored[0][2]


def _nearest(path: Path, held: set[str]) -> str:
    """Say which known file this one is most like, and what it lacks of it; nothing when it is like none."""
    near = max(
        _layouts(),
        key=lambda layout: (_bare(layout.stem) == _bare(path.name), len(layout.figure_columns() & held)),
    )
    if _bare(near.stem) != _bare(path.name) and not near.figure_columns() & held:
        return ""
    lacking = sorted((near.needed_columns() | near.figure_columns()) - held)
    shown = ", ".join(lacking[:6]) + (f" and {len(lacking) - 6} more" if len(lacking) > 6 else "")
    return f" The nearest is {near.stem} (table {near.table}), for which it lacks {shown}."


def _bare(name: str) -> str:
    """Return a file name without its folder, ending and years."""
    stem = re.sub(r"\.csv(\.gz)?$", "", Path(name).name.lower())
    return re.sub(r"[_-]*(20\d\d([_-]?(to[_-])?(20)?\d\d)?)$", "", stem)


def _words_in_common(layout: Layout, published: pl.DataFrame) -> float:
    """Return the share of the file's categories that the layout's table knows."""
    try:
        trial = tidy(published.head(5000), layout, AreaCodes.read()).rows
        held = read_table(layout.table)
    except (LookupError, ValueError):
        return 0.0
    key = list(layout.breakdowns)
    if not key:
        return float(len(layout.needed_columns()))
    words = trial.select(key).unique()
    return words.join(held.select(key).unique(), on=key, how="semi", nulls_equal=True).height / max(
        1, words.height
    )
