"""Faults planted in a whole made-up return are found again, from files, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kith.engines.returns.checking import rulebook
from kith.engines.returns.command import main
from kith.engines.returns.examples import Example, examples
from kith.engines.returns.making.cin import write_census
from kith.engines.returns.making.ssda903 import make_ssda903, plant
from kith.engines.returns.years import read_year

YEAR = read_year("2025-26")
# These draw what is derived from postcodes, or look at the file as a whole, so they cannot be planted as rows.
DRAWN_ONLY = {
    "164",
    "169",
    "179",
    "218",
    "392a",
    "406",
    "411",
    "420",
    "454",
    "1015",
    "503G",
    "503H",
    "503J",
    "452",
    "453",
}


def plantable(name: str) -> list[tuple[str, Example]]:
    return [
        (code, example)
        for code, found in examples(name).items()
        for example in found
        if example.year == YEAR
        and example.flagged
        and not example.authority
        and example.read_from == "csv"
        and code not in DRAWN_ONLY
        and not any(table.name.startswith("Provider") for table in example.tables)
        and not any(column == "UASC" for table in example.tables for column in table.columns)
        and not any(row and row[0] is None for table in example.tables for row in table.rows)
    ]


def test_every_planted_ssda903_fault_is_found_in_a_whole_return(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each rule's failing rows, written as files among 40 plausible children, are flagged and its passing rows are not."""
    made = make_ssda903(40, YEAR, seed=3)
    wanted: dict[str, dict[str, list[int]]] = {}
    spared: dict[str, dict[str, list[int]]] = {}
    for code, example in plantable("ssda903"):
        before = {table.name: len(_rows(made, table.name)) for table in example.tables}
        plant(made, example, code)
        for table in example.tables:
            rows = range(len(table.rows))
            flagged = [before[table.name] + row for row in table.flagged]
            passing = [before[table.name] + row for row in rows if row not in table.flagged]
            wanted.setdefault(code, {}).setdefault(table.name, []).extend(flagged)
            spared.setdefault(code, {}).setdefault(table.name, []).extend(passing)
    this, last = made.write(tmp_path)
    code = main(
        [
            "check",
            "ssda903",
            str(this),
            "--previous",
            str(last),
            "--year",
            "2025-26",
            "--authority",
            "202",
            "--json",
        ]
    )
    answer = json.loads(capsys.readouterr().out)
    found = {rule["code"]: rule for rule in answer["rules"]}
    assert code == 1
    assert len(wanted) > 200
    for rule, tables in wanted.items():
        assert found[rule]["status"] == "ran", rule
        for table, rows in tables.items():
            assert set(rows) <= set(found[rule]["rows"].get(table, [])), (rule, table)
            # Planted children lack what other rules need, but this rule must spare its own passing rows.
            assert not set(spared[rule][table]) & set(found[rule]["rows"].get(table, [])), (rule, table)


def _rows(made: object, table: str) -> list[object]:
    tables = getattr(made, "last" if table.endswith("_last") else "this")
    return list(tables.get(table.removesuffix("_last"), []))


def test_every_planted_census_fault_is_found_in_a_whole_census(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each census rule's failing example, written as XML, makes the rule flag at least as many rows as are marked."""
    codes = [
        rule.code for rule in rulebook("cin").in_force(YEAR) if not rule.whole_return and rule.code != "100"
    ]
    path = write_census(tmp_path / "census.xml", 40, YEAR, faults=codes)
    assert main(["check", "cin", str(path), "--year", "2025-26", "--json"]) in (1, 2)
    answer = json.loads(capsys.readouterr().out)
    for rule in answer["rules"]:
        if rule["code"] in codes:
            marked = sum(
                len(rows)
                for example in examples("cin")[rule["code"]]
                if example.year == YEAR
                for rows in example.flagged.values()
            )
            assert rule["status"] == "ran"
            assert rule["count"] >= marked, rule["code"]


def test_plausible_children_have_hardly_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A made-up return without planted faults fails almost nothing, so that a planted one stands out."""
    this, last = make_ssda903(200, YEAR, seed=5).write(tmp_path)
    main(
        [
            "check",
            "ssda903",
            str(this),
            "--previous",
            str(last),
            "--year",
            "2025-26",
            "--authority",
            "202",
            "--json",
        ]
    )
    answer = json.loads(capsys.readouterr().out)
    assert answer["findings"] <= 4
    census = write_census(tmp_path / "census.xml", 200, YEAR)
    assert main(["check", "cin", str(census), "--year", "2025-26", "--json"]) == 0
