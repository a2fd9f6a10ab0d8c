"""The same rule code over the same return finds the same rows on duckdb, and on Spark where it is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kith.engines.returns.checking import rulebook
from kith.engines.returns.drawn_tables import tables_of
from kith.engines.returns.examples import examples
from kith.engines.returns.frames import Tables
from kith.engines.returns.making.cin import write_census
from kith.engines.returns.making.ssda903 import make_ssda903
from kith.engines.returns.reading.returns import ReadReturn, read_cin, read_ssda903
from kith.engines.returns.running import run_rules
from kith.engines.returns.years import read_year

YEAR = read_year("2025-26")


def whole_return(name: str, folder: Path) -> ReadReturn:
    """A made-up return with every rule's failing example planted."""
    codes = [rule.code for rule in rulebook(name).in_force(YEAR)]
    if name == "cin":
        return read_cin([write_census(folder / "census.xml", 10, YEAR, faults=codes)], YEAR)
    this, last = make_ssda903(10, YEAR, faults=codes).write(folder)
    from kith.engines.returns.codes import find_authority

    return read_ssda903([this], YEAR, previous=[last], authority=find_authority("202"))


def elsewhere(read: ReadReturn, native: Callable[[pl.DataFrame], Any]) -> Tables:
    return Tables(
        read.tables.layout,
        read.tables.year,
        {name: native(frame) for name, frame in read.frames.items()},
        authority=read.tables.authority,
        read_from=read.tables.read_from,
        missing_columns=read.tables.missing_columns,
    )


@pytest.mark.parametrize("name", ["ssda903", "cin"])
def test_duckdb_finds_what_polars_finds(name: str, tmp_path: Path) -> None:
    """Every rule in force, over a whole return with every fault planted."""
    import duckdb

    read = whole_return(name, tmp_path)
    rules = rulebook(name).in_force(YEAR)
    connection = duckdb.connect()
    try:
        there = run_rules(rules, elsewhere(read, lambda frame: connection.from_arrow(frame.to_arrow())))
    finally:
        connection.close()
    here = run_rules(rules, read.tables)
    assert sum(bool(result.rows) for result in here) > (250 if name == "ssda903" else 100)
    for one, other in zip(here, there, strict=True):
        assert (other.status, other.rows) == (one.status, one.rows), one.rule.code


def test_spark_finds_what_the_examples_mark(tmp_path: Path) -> None:
    """A rule of each shape, over its own examples; Spark is an optional extra and needs Java."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not installed, which Spark needs")
    pytest.importorskip("pyspark", reason="pyspark, the optional extra for clusters, is not installed")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    try:
        for name, codes in (("ssda903", ("101", "388", "577", "503A")), ("cin", ("1510", "2885"))):
            for code in codes:
                example = examples(name)[code][0]
                (rule,) = [rule for rule in rulebook(name).in_force(example.year) if rule.code == code]

                def native(frame: pl.DataFrame, name: str = name, code: str = code) -> Any:
                    path = tmp_path / f"{name}-{code}-{frame.columns[0]}.parquet"
                    frame.write_parquet(path)
                    return session.read.parquet(str(path))

                (result,) = run_rules([rule], tables_of(example, rule, native))
                assert result.rows == example.flagged, (code, result.reason)
    finally:
        session.stop()
