"""Questions of one shape, made into SQL once: what a page asks of every person differs in numbers and days alone.

A function that returns querysets for `Record.together` is marked `@shaped`. It is run when it is first asked with arguments
of a kind, and its SQL is kept with the places where they stand; from then on they are only put in their places. For a page
that asks a hundred things this is a third of its time.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import wraps
from itertools import count
from typing import Any

from django.db.models import QuerySet

from kith.casework.furniture.known_at import NOW, Compiled, Record, compiled

Wanted = dict[str, QuerySet[Any]]

MOST_SHAPES = 200  # of one function
# A list of two, as which every list of numbers stands while SQL is made, or a place for one value.
_TWO_OR_ONE = re.compile(r"\bIN \(%s, %s\)|%s")


@dataclass(frozen=True)
class _Shape:
    """One queryset as SQL; `places` says for each of its parameters which argument stands there, or None."""

    made: Compiled
    places: tuple[int | None, ...]

    def with_values(self, values: list[Any]) -> Compiled:
        return Compiled(
            self.made.model,
            self.made.sql,
            tuple(
                kept
                if place is None
                else type(kept)(values[place])
                if isinstance(kept, int)
                else values[place]
                for kept, place in zip(self.made.parameters, self.places, strict=True)
            ),
        )


def shaped(build: Callable[..., Wanted]) -> Callable[..., dict[str, Any]]:
    """Keep the SQL of a function's querysets. Its arguments are a record, and then by place numbers, days, words, or lists.

    Numbers, days and lists of numbers must reach the database as they are given: a day that is worked out within the function
    (thirty days before), or a list that is taken apart, would stand in the SQL for everybody. ValueError says so when the
    function is first asked. Nothing else that differs from one time to the next, such as today or how long a list is, may be
    read within it. As known at an earlier instant nothing is kept.
    """
    shapes: dict[Hashable, dict[str, _Shape]] = {}

    @wraps(build)
    def made(record: Record, *given: Any) -> dict[str, Any]:
        if record.instant is not None:
            return build(record, *given)
        kind = tuple(_kind(value) for value in given)
        if kind not in shapes:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            shapes[kind] = _shapes_of(build, given)
        values = _values(given)
        return {name: shape.with_values(values) for name, shape in shapes[kind].items()}

    return made


def _kind(value: Any) -> Hashable:
    """Return what two arguments must have in common for their SQL to be the same."""
    if _are_numbers(value):
        return "numbers"
    if isinstance(value, list | tuple):
        return ("list", *(_kind(one) for one in value))
    if _differs(value):
        return ("differs", type(value).__name__)
    return ("is", value)


def _differs(value: Any) -> bool:
    return type(value) in {int, datetime.date}


def _are_numbers(value: Any) -> bool:
    """Return whether it is a list of numbers, which the database is given as one: however long, its SQL is the same."""
    return isinstance(value, list | tuple) and bool(value) and all(type(one) is int for one in value)


def _values(given: Any) -> list[Any]:
    """Return the numbers, days and lists of numbers among arguments, those in other lists among them, in their order."""
    found: list[Any] = []
    for value in given:
        if _are_numbers(value):
            found.append(list(value))
        elif isinstance(value, list | tuple):
            found += _values(value)
        elif _differs(value):
            found.append(value)
    return found


def _shapes_of(build: Callable[..., Wanted], given: Any) -> dict[str, _Shape]:
    first, second = _standing_in(given, 1), _standing_in(given, 2)
    values, others = _values(first), _values(second)
    one = {name: _with_lists(compiled(rows), values) for name, rows in build(NOW, *first).items()}
    other = {name: _with_lists(compiled(rows), others) for name, rows in build(NOW, *second).items()}
    found = {}
    for name, made in one.items():
        places: list[int | None] = []
        for value, again in zip(made.parameters, other[name].parameters, strict=True):
            place = values.index(value) if value in values else None
            if (place is None and value != again) or (place is not None and again != others[place]):
                raise ValueError(f"In {build.__name__}, '{name}' works out {value!r} from what it is given.")
            places.append(place)
        if made.sql != other[name].sql:
            raise ValueError(
                f"In {build.__name__}, '{name}' is not the same SQL for all that it may be given."
            )
        found[name] = _Shape(made, tuple(places))
    return found


def _with_lists(made: Compiled, values: list[Any]) -> Compiled:
    """Return SQL in which each of these lists of two has one place and not two."""
    given: Iterator[Any] = iter(made.parameters)
    kept: list[Any] = []

    def place(found: re.Match[str]) -> str:
        here = [next(given) for _ in range(found[0].count("%s"))]
        if len(here) == 2 and here in values:
            kept.append(here)
            return "= ANY(%s::bigint[])"
        kept.extend(here)
        return found[0]

    sql = _TWO_OR_ONE.sub(place, made.sql)
    return Compiled(made.model, sql, tuple(kept))


def _standing_in(given: Any, turn: int) -> list[Any]:
    """Return values to stand in for arguments, none like another, and none that a query would have of itself."""
    number = count(7_000_000_000_000_000_000 + turn * 1_000_000)
    day = count(datetime.date(2900 + turn * 100, 1, 1).toordinal())

    def other(value: Any) -> Any:
        if _are_numbers(value):
            return [next(number), next(number)]
        if isinstance(value, list | tuple):
            return [other(one) for one in value]
        if not _differs(value):
            return value
        return next(number) if isinstance(value, int) else datetime.date.fromordinal(next(day))

    return [other(value) for value in given]
