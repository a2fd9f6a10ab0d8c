"""A long question, planned by the database once on each connection and not each time that a page asks it.

A page that reads twenty kinds of rows in one query, each behind the wall, has the database plan for longer than it reads. So
numbers and days become parameters of a prepared statement, which behind the wall is planned for whatever they may be
(`wall.enter`). Codes and words stay in the SQL, for by them the database chooses its indexes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import sql
from psycopg.types.numeric import Int8

LONG = 3_000  # characters; a shorter question is planned sooner than its plan is worth keeping
MOST_KEPT = 150  # statements on one connection
# A place for one value, or a list of places.
_PLACES = re.compile(r"(?<!NOT )\bIN \((%s(?:, %s)+)\)|%s")


def ask(question: str, parameters: Sequence[Any]) -> Sequence[Any]:
    """Return the one row that answers a question, which has `%s` for each of its parameters."""
    if len(question) < LONG or connection.queries_logged:  # a statement that is kept is not written down
        with connection.cursor() as cursor:
            cursor.execute(question, parameters)
            return cursor.fetchone()  # type: ignore[no-any-return]
    connection.ensure_connection()
    database = connection.connection
    database.prepare_threshold = 0  # a statement is kept the first time; Django's own cursors never keep any
    database.prepared_max = MOST_KEPT
    keeping = ServerBindingCursor(database)  # type: ignore[call-arg]
    with connection._prepare_cursor(keeping) as cursor:  # type: ignore[attr-defined]
        cursor.execute(*with_places(question, parameters))
        return cursor.fetchone()  # type: ignore[no-any-return]


def with_places(question: str, parameters: Sequence[Any]) -> tuple[str, list[Any]]:
    """Return a question with places for its numbers, days and lists of numbers alone, and what stands there."""
    given = iter(parameters)
    kept: list[Any] = []

    def listed(found: re.Match[str]) -> str:
        """One place for a list, however long it is."""
        values = [next(given) for _ in range(found[1].count("%s"))]
        if all(type(value) is int for value in values):
            kept.append(values)
            return "= ANY(%s::bigint[])"
        return f"IN ({', '.join(one(value) for value in values)})"

    def one(value: Any) -> str:
        if type(value) is int:
            kept.append(Int8(value))
            return "%s"
        if isinstance(value, datetime.date) or (
            isinstance(value, list) and value and all(type(each) is int for each in value)
        ):
            kept.append(value)
            return "%s"
        return sql.Literal(value).as_string(connection.connection).replace("%", "%%")

    text = _PLACES.sub(lambda found: listed(found) if found[1] else one(next(given)), question)
    return text, kept
