"""Run every rule in force over the tables of a return, and account for each one.

All rules that read the same view are asked in one pass. A rule that raises is an error of Kith's: its
line says `failed` with the reason, and every other rule still runs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from kith.engines.returns.frames import Tables
from kith.engines.returns.rule import Flag, Rule, View

RAN, NOT_APPLICABLE, COULD_NOT_RUN, FAILED = "ran", "not applicable", "could not run", "failed"


@dataclass
class RuleResult:
    """What became of one rule: its status, why if it did not run, and the rows that fail by table."""

    rule: Rule
    status: str
    reason: str = ""
    rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows fail, over all tables."""
        return sum(len(rows) for rows in self.rows.values())


def run_rules(rules: list[Rule], tables: Tables) -> list[RuleResult]:
    """Run the rules; the result has one line for each, in the order given."""
    results: dict[int, RuleResult] = {}
    waiting: dict[str, list[tuple[int, int, Flag]]] = defaultdict(list)
    views: dict[str, View | str] = {}
    for number, rule in enumerate(rules):
        status, reason = standing(rule, tables)
        results[number] = RuleResult(rule, status, reason)
        if status != RAN:
            continue
        try:
            for part, found in enumerate(rule.flags(tables.year)):
                if not _available(found.view, tables):
                    continue
                name = found.view if isinstance(found.view, str) else found.view.name
                views[name] = found.view
                waiting[name].append((number, part, found))
        except Exception as problem:
            results[number] = _failed(rule, problem)
    for name, flags in waiting.items():
        for number, rows in _evaluate(views[name], flags, tables).items():
            if isinstance(rows, Exception):
                results[number] = _failed(rules[number], rows)
            elif results[number].status == RAN:
                for table, numbers in rows.items():
                    kept = set(results[number].rows.get(table, ())) | set(numbers)
                    results[number].rows[table] = sorted(kept)
    for result in results.values():
        result.rows = {table: rows for table, rows in sorted(result.rows.items()) if rows}
    return [results[number] for number in range(len(rules))]


def standing(rule: Rule, tables: Tables) -> tuple[str, str]:
    """Say whether a rule can run over these tables, and why not."""
    if rule.only_from and rule.only_from != tables.read_from:
        return NOT_APPLICABLE, f"checked only when the return is read from {rule.only_from.upper()}"
    spare = {*rule.any_of, *rule.optional}
    lacking = [table for table, _ in rule.fields if table not in tables and table not in spare]
    if lacking:
        return COULD_NOT_RUN, f"no {_listed(lacking)} was given"
    if rule.any_of and not any(table in tables for table in rule.any_of):
        return COULD_NOT_RUN, f"none of {_listed(list(rule.any_of))} was given"
    absent = [
        f"{table}.{column}"
        for table, columns in rule.fields
        for column in columns
        if table in tables and column in tables.missing_columns.get(table, frozenset())
    ]
    if absent:
        return COULD_NOT_RUN, f"the file has no column {_listed(absent)}"
    if rule.needs_authority and tables.authority is None:
        return COULD_NOT_RUN, "it was not said whose return this is (--authority)"
    return RAN, ""


def _available(source: View | str, tables: Tables) -> bool:
    needed = (source,) if isinstance(source, str) else source.tables
    return all(table in tables for table in needed)


def _listed(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(name.replace("_last", " of the year before") for name in names))


def _failed(rule: Rule, problem: Exception) -> RuleResult:
    # The text of a library's exception may quote a cell, so only its kind and the rule are told.
    return RuleResult(rule, FAILED, f"an error in Kith stopped this rule ({type(problem).__name__}); please report it")


def _evaluate(
    source: View | str, flags: list[tuple[int, int, Flag]], tables: Tables
) -> dict[int, dict[str, list[int]] | Exception]:
    """Ask every flag on one view at once; if that raises, ask one rule at a time to find which."""
    try:
        return dict(_ask(source, flags, tables))
    except Exception as problem:
        numbers = sorted({number for number, _, _ in flags})
        if len(numbers) == 1:
            return {numbers[0]: problem}
        found: dict[int, dict[str, list[int]] | Exception] = {}
        for number in numbers:
            found.update(_evaluate(source, [item for item in flags if item[0] == number], tables))
        return found


def _ask(
    source: View | str, flags: list[tuple[int, int, Flag]], tables: Tables
) -> dict[int, dict[str, list[int]]]:
    frame = tables.view(source)
    row_columns = sorted({f"row_{table}" for _, _, found in flags for table in found.tables})
    asked = [found.where.alias(f"{number}.{part}") for number, part, found in flags]
    answer: Any = frame.select(*row_columns, *asked)
    if not frame.implementation.is_polars():
        # What a database or a cluster sends back is only the rows that some rule flags.
        answer = answer.filter(nw.any_horizontal(*[nw.col(f"{n}.{p}") for n, p, _ in flags], ignore_nulls=True))
    native = answer.collect("polars").to_native()
    rows: dict[int, dict[str, list[int]]] = {}
    for number, part, found in flags:
        mask = native.get_column(f"{number}.{part}")
        mine = rows.setdefault(number, {})
        if not mask.any():
            continue
        for table in found.tables:
            numbers = native.get_column(f"row_{table}").filter(mask).drop_nulls().unique().sort()
            mine[table] = sorted({*mine.get(table, []), *numbers.to_list()})
    return rows
