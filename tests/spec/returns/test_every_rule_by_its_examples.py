"""Every rule against the tables drawn for it: the rulebook's own examples, on two backends."""

from __future__ import annotations

import pytest

from kith.engines.returns.checking import rulebook
from kith.engines.returns.drawn_tables import tables_of
from kith.engines.returns.examples import Example, examples
from kith.engines.returns.rule import Rule
from kith.engines.returns.running import RAN, run_rules

CASES = [
    pytest.param(example, id=f"{name}-{code}-{number}")
    for name in ("ssda903", "cin")
    for code, found in examples(name).items()
    for number, example in enumerate(found)
]


def rule_of(example: Example) -> Rule:
    (rule,) = [
        rule for rule in rulebook(example.return_name).in_force(example.year) if rule.code == example.code
    ]
    return rule


@pytest.mark.parametrize("example", CASES)
def test_rule_flags_the_marked_rows_and_no_others(example: Example) -> None:
    """The rule flags exactly the rows that its example marks."""
    rule = rule_of(example)
    (result,) = run_rules([rule], tables_of(example, rule))
    assert result.status == RAN, result.reason
    assert result.rows == example.flagged


@pytest.mark.parametrize("name", ["ssda903", "cin"])
def test_every_rule_has_a_row_that_fails_and_one_that_passes(name: str) -> None:
    """No rule in any year is without examples of both kinds."""
    drawn = examples(name)
    for rule in rulebook(name).rules:
        mine = [example for example in drawn.get(rule.code, []) if rule.in_force(example.year)]
        assert mine, f"{rule.code} has no example"
        assert any(example.flagged for example in mine), f"{rule.code} has no failing row"
        assert (
            any(len(table.flagged) < len(table.rows) for example in mine for table in example.tables)
            or len(mine) > 1
        ), f"{rule.code} has no passing row"
