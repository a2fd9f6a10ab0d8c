"""The fast rules and the slow ones agree on made-up tables, blanks and boundary days included."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.returns.checking import rulebook
from kith.engines.returns.drawn_tables import tables_of
from kith.engines.returns.examples import Example, ExampleTable
from kith.engines.returns.layouts import LAYOUTS
from kith.engines.returns.running import RAN, run_rules
from kith.engines.returns.years import read_year

sys.path.insert(0, str(Path(__file__).parent))
import slow_cin
import slow_ssda903

YEAR = read_year("2025-26")
DAYS = [
    *("31/03/2025", "01/04/2025", "02/04/2025", "04/04/2025", "05/04/2025", "09/04/2025"),
    *("15/06/2025", "20/06/2025", "30/03/2026", "31/03/2026", "01/04/2026"),
]
POOLS: dict[str, list[str]] = {
    "CHILD": list("abcdefgh"),
    "LAchildID": list("abcdef"),
    "CINdetailsID": ["1", "2"],
    "RNE": ["S", "L", "P", "T", "B", "U"],
    "LS": ["C2", "V3", "L1", "L3"],
    "CIN": ["N1", "N2"],
    "PLACE": ["U1", "T1", "K2"],
    "PLACE_PROVIDER": ["PR1"],
    "PL_POST": ["E8_1EA", "E8_3RL"],
    "URN": ["SC1"],
    "REC": ["X1", "E8", "E11"],
    "CONVICTED": ["0"],
    "ReferralNFA": ["0", "1", "false"],
    "ICPCnotRequired": ["0", "1", "true"],
    "UPN": ["H801200001001", "A801200001001", "A80120000100B"],
    "DOB": ["29/02/2008", "01/04/2009", "31/03/2006", "01/04/2006"],
}


def table(return_name: str, name: str, wanted: tuple[str, ...]) -> st.SearchStrategy[ExampleTable]:
    layout = LAYOUTS[return_name].table(name)
    columns = [column.name for column in layout.columns if column.name in POOLS or column.is_date]
    cells = []
    for column in columns:
        pool = POOLS.get(column, DAYS)
        values = st.sampled_from(pool)
        cells.append(
            values
            if column in ("LAchildID", "CINdetailsID")
            else st.one_of(st.none(), values, values, values)
        )
    if name == "CINdetails":
        # Every episode exists, so that no row of another table is without its parent.
        keys = [(child, number) for child in POOLS["LAchildID"] for number in POOLS["CINdetailsID"]]
        rest = [st.tuples(st.just(child), st.just(number), *cells[2:]).map(list) for child, number in keys]
        return st.tuples(*rest).map(lambda made: ExampleTable(name, columns, list(made)))
    unique = (lambda row: row[0]) if name in ("Header", "ChildIdentifiers", "OC3") else None
    size = 8 if unique else 30
    rows = st.lists(st.tuples(*cells).map(list), max_size=size, unique_by=unique)  # type: ignore[arg-type]
    return rows.map(lambda made: ExampleTable(name, columns, made))


def as_rows(drawn: ExampleTable) -> list[dict[str, Any]]:
    made = []
    for number, cells in enumerate(drawn.rows):
        row: dict[str, Any] = {"row": number}
        for column, cell in zip(drawn.columns, cells, strict=True):
            is_day = cell is not None and len(cell) == 10 and cell[2] == "/"
            row[column] = datetime.datetime.strptime(cell, "%d/%m/%Y").date() if is_day else cell  # type: ignore[arg-type]  # noqa: DTZ007
        made.append(row)
    return made


CASES = [("ssda903", code) for code in slow_ssda903.RULES] + [("cin", code) for code in slow_cin.RULES]


@pytest.mark.parametrize(("return_name", "code"), CASES)
def test_fast_rule_finds_what_the_slow_one_finds(return_name: str, code: str) -> None:
    """On any made-up tables both implementations flag the same rows."""
    slow, names = (slow_ssda903 if return_name == "ssda903" else slow_cin).RULES[code]
    if return_name == "cin" and "ChildIdentifiers" not in names:
        names = tuple(dict.fromkeys(("CINdetails", *names)))
    (rule,) = [rule for rule in rulebook(return_name).in_force(YEAR) if rule.code == code]

    @settings(max_examples=8, deadline=None, derandomize=True)
    @given(st.tuples(*[table(return_name, name, names) for name in names]))
    def agree(drawn: tuple[ExampleTable, ...]) -> None:
        example = Example(return_name, code, YEAR, list(drawn))
        (result,) = run_rules([rule], tables_of(example, rule))
        assert result.status == RAN, result.reason
        wanted = {
            name: sorted(rows)
            for name, rows in slow({one.name: as_rows(one) for one in drawn}).items()
            if rows
        }
        assert result.rows == wanted

    agree()
