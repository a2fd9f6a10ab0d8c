"""Every shipped table says what it is, column by column, and holds nothing that its description does not name."""

import re
from pathlib import Path

import polars as pl
import pytest

from kith.reference import UnknownTableError, describe, read_table, table_names
from kith.reference.build import builders
from kith.reference.store import SHIPPED

AN_ENTRY = {"definition", "unit", "source"}
A_SOURCE = {"title", "publisher", "licence", "vintage"}


@pytest.mark.parametrize("name", table_names())
def test_every_column_has_a_definition_a_unit_and_a_source(name: str) -> None:
    """A column left undescribed fails, and so does a description of a column that is not there."""
    told, frame = describe(name), read_table(name)
    assert list(told.columns) == frame.columns
    for column, entry in told.columns.items():
        assert set(entry) == AN_ENTRY, column
        assert all(entry.values()), column
        assert entry["source"] in told.sources or entry["source"] == "each row's own", column


@pytest.mark.parametrize("name", table_names())
def test_every_measure_has_a_definition_a_unit_and_a_source(name: str) -> None:
    """The values of the column `measure` are described one by one, and none is described that has no row."""
    told, frame = describe(name), read_table(name)
    held = set(frame["measure"].unique()) if "measure" in frame.columns else set()
    # A measure may wait for a release that can be read but has not been.
    readable = {
        figure.measure for layout in getattr(builders()[name], "LAYOUTS", ()) for figure in layout.figures
    }
    assert held <= set(told.measures)
    assert set(told.measures) - held <= readable
    for measure, entry in told.measures.items():
        assert set(entry) == AN_ENTRY, measure
        assert all(entry.values()), measure


@pytest.mark.parametrize("name", table_names())
def test_every_source_has_a_publisher_a_licence_and_a_vintage(name: str) -> None:
    """Whoever reads a figure can say whose it is, of when, and that it may be used."""
    told, frame = describe(name), read_table(name)
    for key, entry in told.sources.items():
        assert set(entry) >= A_SOURCE, key
        assert all(entry[word] for word in A_SOURCE), key
    if "source" in frame.columns:
        assert set(frame["source"].unique()) == set(told.sources)


@pytest.mark.parametrize("name", table_names())
def test_no_file_is_large(name: str) -> None:
    """Each table is small enough to live in the project: under two megabytes."""
    assert (SHIPPED / f"{name}.parquet").stat().st_size < 2_000_000


def test_every_table_has_its_own_builder_and_every_builder_its_table() -> None:
    """No table is shipped that the project's own script cannot make again."""
    assert sorted(builders()) == table_names()


def test_a_misspelt_table_is_refused_with_the_nearest_name() -> None:
    """The error teaches what to type instead."""
    with pytest.raises(UnknownTableError, match="Did you mean 'authority'"):
        read_table("authorty")


def test_what_a_caller_does_to_a_table_stays_with_the_caller() -> None:
    """Tables are kept in memory; a caller's change must not reach the next caller."""
    mine = read_table("authority")
    mine.insert_column(0, pl.Series("scribble", [1] * mine.height))
    assert "scribble" not in read_table("authority").columns


def test_the_documentation_names_every_table() -> None:
    """A table that docs/reference.md does not mention would be found by nobody."""
    text = (Path(__file__).parents[3] / "docs" / "reference.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \| ", text, flags=re.MULTILINE)) - {"area_code", "year", "measure"}
    assert set(table_names()) <= listed
