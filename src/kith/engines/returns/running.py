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
                if not _available(found.view, tables) or all(
                    table in tables and tables.is_empty(table) for table in found.tables
                ):
                    continue
                name = found.view if isinstance(found.view, str) else found.view.name
                views[name] = found.view
                waiting[name].append((number, part, found))
        except Exception as problem:
            results[number] = _failed(rule, problem)
    for number, rows in _evaluate(waiting, views, tables).items():
        if isinstance(rows, Exception):
            results[number] = _failed(rules[number], rows)
        elif results[number].status == RAN:
            results[number].rows = {table: sorted(set(found)) for table, found in rows.items()}
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
    return RuleResult(
        rule, FAILED, f"an error in Kith stopped this rule ({type(problem).__name__}); please report it"
    )


_Waiting = dict[str, list[tuple[int, int, Flag]]]


def _evaluate(
    waiting: _Waiting, views: dict[str, View | str], tables: Tables
) -> dict[int, dict[str, list[int]] | Exception]:
    """Ask all flags at once; if that raises, ask one view and then one rule at a time to find which."""
    found: dict[int, dict[str, list[int]] | Exception] = {}
    try:
        answers = _ask(waiting, views, tables)
    except Exception as problem:
        numbers = sorted({number for flags in waiting.values() for number, _, _ in flags})
        if len(numbers) == 1:
            return {numbers[0]: problem}
        parts: list[_Waiting] = [{name: flags} for name, flags in waiting.items()]
        if len(parts) == 1:
            ((name, flags),) = waiting.items()
            parts = [{name: [item for item in flags if item[0] == number]} for number in numbers]
        for part in parts:
            for number, rows in _evaluate(part, views, tables).items():
                earlier = found.get(number)
                if isinstance(rows, Exception) or isinstance(earlier, Exception) or earlier is None:
                    found[number] = earlier if isinstance(earlier, Exception) else rows
                else:
                    for table, more in rows.items():
                        earlier.setdefault(table, []).extend(more)
        return found
    for flags, frame in answers:
        for number, piece, flagged in flags:
            mine = found.setdefault(number, {})
            assert not isinstance(mine, Exception)
            mask = frame.get_column(f"flag_{number}_{piece}")
            if mask.any():
                for table in flagged.tables:
                    rows_of_table = frame.get_column(f"row_{table}").filter(mask).drop_nulls().to_list()
                    mine.setdefault(table, []).extend(rows_of_table)
    return found


def _ask(
    waiting: _Waiting, views: dict[str, View | str], tables: Tables
) -> list[tuple[list[tuple[int, int, Flag]], Any]]:
    """Return for each view a polars frame of row numbers and of one true or false column for each flag."""
    asked: list[tuple[list[tuple[int, int, Flag]], Any]] = []
    for name, flags in waiting.items():
        frame = tables.view(views[name])
        row_columns = sorted({f"row_{table}" for _, _, found in flags for table in found.tables})
        answer: Any = frame.select(*row_columns, *[found.where.alias(f"flag_{n}_{p}") for n, p, found in flags])
        if not frame.implementation.is_polars():
            # What a database or a cluster sends back is only the rows that some rule flags.
            some = nw.any_horizontal(*[nw.col(f"flag_{n}_{p}") for n, p, _ in flags], ignore_nulls=True)
            asked.append((flags, answer.filter(some).collect("polars").to_native()))
        else:
            asked.append((flags, answer.to_native()))
    lazy = [
        at
        for at, (_, answer) in enumerate(asked)
        if hasattr(answer, "collect_schema") and hasattr(answer, "collect")
    ]
    if lazy:
        import polars as pl

        # All at once, so that every core has work and what views have in common is made once.
        for at, made in zip(lazy, pl.collect_all([asked[at][1] for at in lazy]), strict=True):
            asked[at] = (asked[at][0], made)
    return asked
