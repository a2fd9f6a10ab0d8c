"""Putting rows into the database fast, each with the history that its triggers would have kept.

Indexes, foreign keys and user triggers are set aside while rows are copied and put back, checked, at the end, all in
one transaction: either the authority is there whole, or nothing is. While one table is copied the next is made.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from kith.demo import set_aside
from kith.demo.days import NEVER_AT, Instants, instants

NULL = "\\N"
ROWS_AT_ONCE = 400_000


class LoadingMistake(RuntimeError):
    """A chapter wrote something that the table cannot hold; the sentence says what."""


@dataclass(frozen=True)
class Change:
    """One later change of some rows: when it was recorded (NEVER_AT where it was not), by whom, and what was before.

    `before` gives, for each column that it changed, the value that the row had until then: one for all, or a series.
    """

    at: Instants
    by: NDArray[np.int64]
    before: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """One table's columns: those that a row must have, of them those that hold words, all, and its history's table."""

    needed: frozenset[str]
    words: frozenset[str]
    possible: frozenset[str]
    history: str | None


class Loader:
    """Takes whole tables of rows, with the instant and the worker of each, and copies them in."""

    def __init__(self, connection: psycopg.Connection[Any], rooms: Sequence[str]) -> None:
        self._connection = connection
        self._rooms = rooms
        self._tables = self._read_tables()
        self._ids: dict[str, int] = {}
        self.rows: dict[str, int] = {}
        self._aside = set_aside.Aside(connection, sorted(self._tables))
        self._waiting: queue.Queue[tuple[str, pl.DataFrame] | None] = queue.Queue(maxsize=3)
        self._fault: BaseException | None = None
        self._copier = threading.Thread(target=self._copy_what_waits, daemon=True)

    def _read_tables(self) -> dict[str, Table]:
        found: dict[str, list[tuple[str, bool, bool]]] = {}
        rows = self._connection.execute(
            "SELECT table_name, column_name, is_nullable = 'NO' AND column_default IS NULL"
            " AND identity_generation IS NULL, data_type IN ('text', 'character varying')"
            " FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER'"
        ).fetchall()
        for table, column, needed, is_words in rows:
            # The audit is never written but by its own trigger.
            if table.startswith(tuple(self._rooms)) and not table.startswith("access_audit"):
                found.setdefault(table, []).append((column, needed, is_words))
        history = {
            table: f"{table}event"
            for table in found
            if f"{table}event" in found and any(column == "pgh_id" for column, *_ in found[f"{table}event"])
        }
        return {
            table: Table(
                needed=frozenset(column for column, needed, _ in columns if needed),
                words=frozenset(column for column, needed, is_words in columns if needed and is_words),
                possible=frozenset(column for column, *_ in columns),
                history=history.get(table),
            )
            for table, columns in found.items()
        }

    def begin(self) -> None:
        """Set aside what slows copying down, and start to copy."""
        self._aside.take()
        self._copier.start()

    def ids(self, table: str, many: int) -> NDArray[np.int64]:
        """Return the next `many` numbers of a table."""
        if table not in self._tables:
            raise LoadingMistake(f"There is no table {table!r} in the database: migrate it first.")
        first = self._ids.get(table, 1)
        self._ids[table] = first + many
        return np.arange(first, first + many, dtype=np.int64)

    def with_blanks(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Return some rows of a table with nothing written in whatever words a row needs and these lack."""
        if table not in self._tables:
            return frame
        lacking = sorted(self._tables[table].words - set(frame.columns))
        return frame.with_columns([pl.lit("").alias(column) for column in lacking])

    def write(
        self,
        table: str,
        frame: pl.DataFrame,
        *,
        recorded_at: Instants,
        recorded_by: NDArray[np.int64],
        changes: Sequence[Change] = (),
    ) -> None:
        """Copy rows as they stand now, and their history: the row as first recorded, then after each change.

        Changes are in order of time; `recorded_by` holds workers' numbers, with 0 for nobody.
        Raises LoadingMistake for a column that the table has not, or that a row needs and the frame has not.
        """
        self._check(table, frame)
        if not frame.height:
            return
        self.rows[table] = self.rows.get(table, 0) + frame.height
        self._put(table, frame)
        if self._tables[table].history is None:
            return
        for step in range(len(changes) + 1):
            rows = self._as_it_stood(frame, changes, step)
            at, by = (recorded_at, recorded_by) if step == 0 else (changes[step - 1].at, changes[step - 1].by)
            self._put_history(table, rows, at, by, "insert" if step == 0 else "update")

    def _check(self, table: str, frame: pl.DataFrame) -> None:
        if table not in self._tables:
            raise LoadingMistake(f"There is no table {table!r} in the database: migrate it first.")
        columns = set(frame.columns)
        if strange := columns - self._tables[table].possible:
            raise LoadingMistake(f"{table} has no column {', '.join(sorted(strange))}.")
        if missing := self._tables[table].needed - columns - {"id"}:
            raise LoadingMistake(f"Each row of {table} needs {', '.join(sorted(missing))}.")

    def _as_it_stood(self, frame: pl.DataFrame, changes: Sequence[Change], step: int) -> pl.DataFrame:
        """Return the rows as they stood after `step` changes: what each later change did is undone, the last first."""
        for change in reversed(changes[step:]):
            changed = pl.Series(change.at < NEVER_AT)
            frame = frame.with_columns(
                [
                    pl.when(changed)
                    .then(
                        value if isinstance(value, pl.Series) else pl.lit(value, dtype=frame.schema[column])
                    )
                    .otherwise(pl.col(column))
                    .alias(column)
                    for column, value in change.before.items()
                ]
            )
        return frame

    def _put_history(
        self, table: str, frame: pl.DataFrame, at: Instants, by: NDArray[np.int64], label: str
    ) -> None:
        history = self._tables[table].history
        assert history is not None
        kept = at < NEVER_AT
        if not kept.any():
            return
        frame = frame.filter(pl.Series(kept))
        who = pl.Series("by", by[kept])
        when = pl.Series("seconds", at[kept])
        # One worker's changes at one instant were one action, and carry one number.
        context = pl.select(
            pl.format(
                "{}-0000-4000-8000-{}",
                who.cast(pl.String).str.zfill(8),
                when.cast(pl.String).str.zfill(12),
            ).alias("context")
        ).to_series()
        what = pl.select(
            pl.when(who > 0)
            .then(pl.concat_str(pl.lit('{"worker": '), who.cast(pl.String), pl.lit("}")))
            .otherwise(pl.lit('{"worker": null}'))
        ).to_series()
        columns = {
            "pgh_created_at": instants(at[kept]),
            "pgh_label": pl.repeat(label, frame.height, eager=True),
            "pgh_context": what,
            "pgh_context_id": context,
            "pgh_obj_id": frame["id"],
        }
        has = self._tables[history].possible
        frame = frame.with_columns(**{name: values for name, values in columns.items() if name in has})
        self._put(history, frame.select([column for column in frame.columns if column in has]))

    def _put(self, table: str, frame: pl.DataFrame) -> None:
        self._stop_if_failed()
        for first in range(0, frame.height, ROWS_AT_ONCE):
            self._waiting.put((table, frame.slice(first, ROWS_AT_ONCE)))

    def _stop_if_failed(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _copy_what_waits(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            if self._fault is None:
                try:
                    self._copy(*waiting)
                except BaseException as fault:  # it is raised again in the chapter that writes next
                    self._fault = fault

    def _copy(self, table: str, frame: pl.DataFrame) -> None:
        words = frame.write_csv(
            include_header=False,
            null_value=NULL,
            datetime_format="%Y-%m-%d %H:%M:%S+00",
            quote_style="necessary",
        )
        statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, NULL {})").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, frame.columns)), sql.Literal(NULL)
        )
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(words)

    def drain(self) -> None:
        """Wait until everything written so far is in the database; raise what went wrong, if anything did."""
        self._waiting.put(None)
        self._copier.join()
        self._stop_if_failed()

    def finish(self) -> None:
        """Put back indexes, keys and triggers, set sequences past the loaded numbers."""
        self._aside.put_back()
        for table in {*self.rows, *(self._tables[table].history or table for table in self.rows)}:
            number = "pgh_id" if "pgh_id" in self._tables[table].possible else "id"
            self._connection.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({name}, {number}), greatest(max({column}), 1))"
                    " FROM {table} HAVING max({column}) IS NOT NULL"
                    " AND pg_get_serial_sequence({name}, {number}) IS NOT NULL"
                ).format(
                    name=sql.Literal(table),
                    number=sql.Literal(number),
                    column=sql.Identifier(number),
                    table=sql.Identifier(table),
                )
            )

    def analyse(self, connection: psycopg.Connection[Any]) -> None:
        """Tell the planner what the tables now hold, once they are there for all to see."""
        for table in sorted({*self.rows, *(self._tables[table].history or table for table in self.rows)}):
            connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
