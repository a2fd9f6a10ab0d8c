"""What a rule is: a short function of the collection year that says which rows fail, and its facts.

A rule function returns `flag(...)`, or a list of them, each made of a view (a table, or a frame that
`view` builds from several), an expression that is true for a row that fails, and the tables whose rows
are reported. Rules are therefore data: the same expressions run on polars, duckdb and Spark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from kith.engines.returns.years import LAST_YEAR, CollectionYear

if TYPE_CHECKING:
    from kith.engines.returns.frames import Tables

ERROR, QUERY, INTEGRITY = "error", "query", "integrity"


@dataclass(frozen=True)
class View:
    """A frame that several rules share, made from named tables.

    It holds a column `row_<Table>` for each table whose rows a rule may report.
    """

    name: str
    tables: tuple[str, ...]
    optional: tuple[str, ...]
    build: Callable[[Tables], nw.LazyFrame[Any]]
    shared: bool = False


def view(
    *tables: str, optional: tuple[str, ...] = (), shared: bool = False
) -> Callable[[Callable[[Tables], nw.LazyFrame[Any]]], View]:
    """Make a view of the decorated function; it needs `tables` and uses `optional` where given.

    `shared` says that other views are made from it, so that it is worth keeping.
    """

    def decorate(build: Callable[[Tables], nw.LazyFrame[Any]]) -> View:
        return View(f"{build.__module__}.{build.__name__}", tables, optional, build, shared)

    return decorate


@dataclass(frozen=True, eq=False)
class Flag:
    """Rows of `view` where `where` is true; their numbers in `tables` are the finding."""

    view: View | str
    where: nw.Expr
    tables: tuple[str, ...]


def flag(source: View | str, where: nw.Expr, *tables: str) -> Flag:
    """Flag the rows of a table or view where the expression is true.

    `tables` defaults to the table itself, or to the first that the view is made from.
    """
    if not tables:
        tables = (source,) if isinstance(source, str) else (source.tables[0],)
    return Flag(source, where, tables)


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of one return in the years in which this form of it is in force."""

    return_name: str
    code: str
    kind: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    says: str
    docstring: str
    first_year: int
    last_year: int
    source: str
    only_from: str | None
    needs_authority: bool
    whole_return: bool
    any_of: tuple[str, ...]
    optional: tuple[str, ...]
    function: Callable[[CollectionYear], Flag | list[Flag]] = field(repr=False)

    def in_force(self, year: CollectionYear) -> bool:
        """Say whether this form of the rule is in force in the year."""
        return self.first_year <= year.ends <= self.last_year

    def flags(self, year: CollectionYear) -> list[Flag]:
        """Return what the rule flags in the year."""
        found = self.function(year)
        return found if isinstance(found, list) else [found]

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields concerned, as Table.COLUMN."""
        return tuple(f"{table}.{column}" for table, columns in self.fields for column in columns)


SOURCES = {
    "ssda903": "Department for Education, children looked after return (SSDA903), validation rules",
    "cin": "Department for Education, children in need census, validation rules",
}


class Rulebook:
    """The rules of one return, filled by the decorator `rule` as the rule modules are imported."""

    def __init__(self, return_name: str) -> None:
        self.return_name = return_name
        self.rules: list[Rule] = []

    def rule(
        self,
        code: str,
        fields: str,
        says: str,
        *,
        since: int = 2023,
        until: int | None = None,
        kind: str | None = None,
        source: str | None = None,
        only_from: str | None = None,
        needs_authority: bool = False,
        whole_return: bool = False,
        any_of: str = "",
        optional: str = "",
    ) -> Callable[
        [Callable[[CollectionYear], Flag | list[Flag]]], Callable[[CollectionYear], Flag | list[Flag]]
    ]:
        """Add the decorated function as a rule.

        `fields` is written 'Table COLUMN COLUMN; Table COLUMN'. `any_of` names tables of which one is
        enough, each being checked where given; `optional` names tables that add to what the rule sees.
        `since` and `until` are collection years by the calendar year in which they end.
        """
        pairs = tuple(
            (words[0], tuple(words[1:])) for words in (item.split() for item in fields.split(";")) if words
        )

        def decorate(
            function: Callable[[CollectionYear], Flag | list[Flag]],
        ) -> Callable[[CollectionYear], Flag | list[Flag]]:
            self.rules.append(
                Rule(
                    return_name=self.return_name,
                    code=code,
                    kind=kind or (QUERY if code.endswith("Q") else ERROR),
                    fields=pairs,
                    says=says,
                    docstring=" ".join((function.__doc__ or "").split()),
                    first_year=since,
                    last_year=until or LAST_YEAR[self.return_name],
                    source=source or SOURCES[self.return_name],
                    only_from=only_from,
                    needs_authority=needs_authority,
                    whole_return=whole_return,
                    any_of=tuple(any_of.split()),
                    optional=tuple(optional.split()),
                    function=function,
                )
            )
            return function

        return decorate

    def in_force(self, year: CollectionYear) -> list[Rule]:
        """Return the rules in force in the year, one for each code, in the order of their codes."""
        return sorted(
            (rule for rule in self.rules if rule.in_force(year)), key=lambda rule: sort_key(rule.code)
        )


def sort_key(code: str) -> tuple[int, int, str]:
    """Order codes as people do: 99 before 100, numbers before letters."""
    digits = "".join(character for character in code if character.isdigit())
    starts_with_digit = code[:1].isdigit()
    return (0 if starts_with_digit else 1, int(digits) if starts_with_digit else 0, code)
