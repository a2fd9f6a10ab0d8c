"""What is set aside while rows are copied in: triggers, indexes, foreign keys and exclusions, put back exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

_DAYS_FIRST = re.compile(
    r"(EXCLUDE USING gist \()(daterange\([^)]*\) WITH &&), (.*? WITH =)(\).*)$", re.DOTALL
)


def _equals_first(definition: str) -> str:
    """Return an exclusion's definition with what must be equal before the days that may not overlap.

    The constraint means the same. Its index finds one person's rows at once instead of everyone's of those days,
    which at a hundred thousand rows is the difference between a second and ten minutes.
    """
    return _DAYS_FIRST.sub(r"\1\3, \2\4", definition)


class Aside:
    """The definitions of what was taken off some tables, read from the database's own catalogue.

    Only an owner's rights are needed. Primary keys stay: rows come in their order. A foreign key is added again
    after the rows are in, so that the database itself checks every one of them.
    """

    def __init__(self, connection: psycopg.Connection[Any], tables: Sequence[str]) -> None:
        self._connection = connection
        self._tables = list(tables)
        self._constraints: list[tuple[str, str, str]] = []
        self._indexes: list[tuple[str, str]] = []

    def take(self) -> None:
        """Take off everything but primary keys, checks and what a row must have."""
        self._constraints = self._connection.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace AND (contype IN ('x', 'u', 'f'))"
            " AND (conrelid::regclass::text = ANY (%(tables)s))"
            " ORDER BY contype = 'f', conrelid::regclass::text, conname",
            {"tables": self._tables},
        ).fetchall()
        for table, name, _ in sorted(self._constraints, key=lambda each: "FOREIGN KEY" not in each[2]):
            self._run("ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        self._indexes = self._connection.execute(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
            " WHERE t.relname = ANY (%(tables)s) AND t.relnamespace = 'public'::regnamespace"
            " AND NOT i.indisprimary"
            # A foreign key from a table that is not loaded still leans on its unique index.
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
            " ORDER BY t.relname, c.relname",
            {"tables": self._tables},
        ).fetchall()
        for name, _ in self._indexes:
            self._run("DROP INDEX {}", name)
        for table in self._tables:
            self._run("ALTER TABLE {} DISABLE TRIGGER USER", table)

    def put_back(self) -> None:
        """Put everything back; PostgreSQL checks each constraint as it does so."""
        self._connection.execute("SET LOCAL maintenance_work_mem = '768MB'")
        self._connection.execute("SET LOCAL max_parallel_maintenance_workers = 2")
        for _, definition in self._indexes:
            self._connection.execute(definition.encode())
        for table, name, definition in self._constraints:
            words = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(
                sql.Identifier(table), sql.Identifier(name)
            )
            self._connection.execute(words + sql.SQL(_equals_first(definition)))
        for table in self._tables:
            self._run("ALTER TABLE {} ENABLE TRIGGER USER", table)

    def _run(self, words: str, *names: str) -> None:
        identifiers = [sql.Identifier(name) for name in names]
        self._connection.execute(sql.SQL(words).format(*identifiers))
