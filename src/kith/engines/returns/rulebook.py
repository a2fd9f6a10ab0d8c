"""The rulebook, printed from the rules and their examples; what changed in each year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kith.engines.returns.checking import rulebook
from kith.engines.returns.examples import Example, examples
from kith.engines.returns.rule import Rule, sort_key
from kith.engines.returns.years import FIRST_YEAR, CollectionYear

TITLES = {"ssda903": "SSDA903: children looked after", "cin": "Children in need census"}


def changes(return_name: str, year: CollectionYear) -> dict[str, list[str]]:
    """Return the codes of rules `added`, `removed` and `changed` in the year; it inherits the others."""
    book = rulebook(return_name)
    now = {rule.code: rule for rule in book.in_force(year)}
    if year.ends <= FIRST_YEAR[return_name]:
        return {"added": [], "removed": [], "changed": []}
    before = {rule.code: rule for rule in book.in_force(year.before)}
    return {
        "added": _by_code(set(now) - set(before)),
        "removed": _by_code(set(before) - set(now)),
        "changed": _by_code(
            code for code in set(now) & set(before) if _differs(now[code], before[code], year)
        ),
    }


def _by_code(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=sort_key)


def _differs(now: Rule, before: Rule, year: CollectionYear) -> bool:
    """Whether the rule asks something else: another form of it, or the same with other codes."""
    if now is not before:
        return True

    def asks(rule: Rule, asked: CollectionYear) -> list[str]:
        # Dates move with the year, which is no change of the rule.
        return [
            re.sub(r"datetime\.date\([^)]*\)|\d{4}-\d\d-\d\d", "a date", repr(flag.where))
            for flag in rule.flags(asked)
        ]

    return asks(now, year) != asks(before, year.before)


def facts(return_name: str, year: CollectionYear, only: list[str] | None = None) -> list[dict[str, Any]]:
    """Return every rule in force as plain data."""
    return [
        {
            "code": rule.code,
            "kind": rule.kind,
            "says": rule.says,
            "what": rule.docstring,
            "fields": list(rule.field_names),
            "years": [CollectionYear(rule.first_year).name, CollectionYear(rule.last_year).name],
            "source": rule.source,
        }
        for rule in rulebook(return_name).in_force(year)
        if not only or rule.code in only
    ]


def as_markdown(return_name: str, year: CollectionYear, only: list[str] | None = None) -> str:
    """Print the rulebook of a year as Markdown, each rule with the tables drawn for it."""
    rules = [rule for rule in rulebook(return_name).in_force(year) if not only or rule.code in only]
    drawn = examples(return_name)
    lines = [f"# {TITLES[return_name]}, {year.name}", ""]
    if not only:
        lines += [f"{len(rules)} rules. In the tables, ✗ marks the rows that the rule flags.", ""]
        for what, codes in changes(return_name, year).items():
            if codes:
                lines += [f"{what.capitalize()} since {year.before.name}: {', '.join(codes)}.", ""]
    for rule in rules:
        lines += [f"## {rule.code} ({rule.kind})", "", rule.says, "", rule.docstring, ""]
        lines += [
            f"Fields: {', '.join(dict.fromkeys(rule.field_names))}. In force {_years(rule)}. Source: {rule.source}.",
            "",
        ]
        for example in drawn.get(rule.code, []):
            if rule.in_force(example.year):
                lines += _tables(example)
    return "\n".join(lines) + "\n"


def _years(rule: Rule) -> str:
    first, last = CollectionYear(rule.first_year).name, CollectionYear(rule.last_year).name
    return first if first == last else f"{first} to {last}"


def _tables(example: Example) -> list[str]:
    given = f", return of authority {example.authority}" if example.authority else ""
    lines = [f"Example in {example.year.name}{given}:", ""]
    for table in example.tables:
        lines.append(f"| {table.name} | {' | '.join(table.columns)} |")
        lines.append("|---" * (len(table.columns) + 1) + "|")
        for row, cells in enumerate(table.rows):
            mark = "✗" if row in table.flagged else ""
            lines.append(f"| {mark} | {' | '.join(cell or '' for cell in cells)} |")
        lines.append("")
    return lines
