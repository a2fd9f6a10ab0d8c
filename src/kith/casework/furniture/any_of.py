"""The numbers that any of several queries gives, each looked up by itself.

Where a condition says that a number is in one query OR in another, PostgreSQL reads the whole table and tries every row;
asked for the numbers of all at once it looks each of them up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kith.casework.furniture.known_at import compiled


def any_of(*asked: QuerySet[Any] | RawSQL | Iterable[int]) -> RawSQL:
    """Return the part of a query that gives each number of several queries of one column, or lists: for `id__in=…`."""
    parts: list[str] = []
    given: list[Any] = []
    for one in asked:
        if isinstance(one, QuerySet):
            made = compiled(one)
            if not made.sql:
                continue
            sql, parameters = made.sql, made.parameters
        elif isinstance(one, RawSQL):
            sql, parameters = one.sql, tuple(one.params)
        else:
            sql, parameters = "SELECT unnest(%s::bigint[])", (list(one),)
        parts.append(f"({sql})")
        given += parameters
    return RawSQL(" UNION ".join(parts) or "SELECT NULL::bigint WHERE false", given)  # noqa: S611 - Django's own SQL
