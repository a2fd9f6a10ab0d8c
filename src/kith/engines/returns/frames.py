"""Typed frames: the tables of a return as narwhals lazy frames, with the views that rules share.

Each table has `row_<Table>` (0-based, in file order), its columns as text, and for each date column
both the date and `<COLUMN>_text`, what was written. A table that a file lacks is absent; a column that
a table lacks is there and empty, and named in `missing_columns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.engines.returns.layouts import Layout
from kith.engines.returns.rule import View
from kith.engines.returns.years import CollectionYear


class Tables:
    """Every table of one return, of this year and where given of last year (`<Table>_last`)."""

    def __init__(
        self,
        layout: Layout,
        year: CollectionYear,
        frames: Mapping[str, Any],
        *,
        authority: str | None = None,
        read_from: str = "csv",
        missing_columns: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """Hold native frames of any backend that narwhals knows.

        `authority` is the ONS code of the authority whose return this is; `read_from` is csv or xml.
        """
        self.layout = layout
        self.year = year
        self.authority = authority
        self.read_from = read_from
        self.missing_columns = dict(missing_columns or {})
        self._frames: dict[str, nw.LazyFrame[Any]] = {
            name: nw.from_native(frame).lazy() for name, frame in frames.items()
        }
        self._views: dict[str, nw.LazyFrame[Any]] = {}
        self._empty: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._frames

    def __getitem__(self, name: str) -> nw.LazyFrame[Any]:
        return self._frames[name]

    def is_empty(self, name: str) -> bool:
        """Say whether a table has no rows, so that no rule can flag one."""
        if name not in self._empty:
            frame = self._frames[name]
            # Only polars knows for nothing; elsewhere every rule is asked.
            self._empty[name] = frame.implementation.is_polars() and frame.head(1).collect().is_empty()
        return self._empty[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The tables held."""
        return tuple(self._frames)

    def view(self, source: View | str) -> nw.LazyFrame[Any]:
        """Return a table or a view, built the first time it is asked for and then kept."""
        if isinstance(source, str):
            return self._frames[source]
        if source.name not in self._views:
            frame = source.build(self)
            if source.shared and frame.implementation.is_polars():
                # Kept in memory, because other views are made from it; other backends plan for themselves.
                frame = frame.collect().lazy()
            self._views[source.name] = frame
        return self._views[source.name]


def prefixed(frame: nw.LazyFrame[Any], prefix: str, columns: list[str]) -> nw.LazyFrame[Any]:
    """Keep the columns under new names, `<prefix>_<column>`; CHILD and row numbers keep theirs."""
    return frame.select(
        *[
            nw.col(name).alias(
                name if name in ("CHILD", "LAchildID") or name.startswith("row_") else f"{prefix}_{name}"
            )
            for name in columns
        ]
    )


def in_order(
    frame: nw.LazyFrame[Any],
    *,
    by: list[str],
    order: list[str],
    previous: list[str],
    following: list[str],
    before_previous: list[str] | None = None,
) -> nw.LazyFrame[Any]:
    """Add `position` (from 1), `previous_<column>`, `next_<column>` within each group of `by`.

    A null in `order` sorts last; ties keep file order if `order` ends with the row number. Rows with a
    null in `by` belong to nobody: they have a position and no neighbours.
    """
    placed = frame.with_columns(position=nw.col(order[-1]).cum_count().over(*by, order_by=order))
    keys = [*by, "position"]

    def neighbours(columns: list[str], prefix: str, distance: int) -> nw.LazyFrame[Any]:
        return placed.filter(*[~nw.col(name).is_null() for name in by]).select(
            *by,
            (nw.col("position") + distance).alias("position"),
            *[nw.col(name).alias(f"{prefix}_{name}") for name in columns],
        )

    result = placed
    if previous:
        result = result.join(neighbours(previous, "previous", 1), on=keys, how="left")
    if following:
        result = result.join(neighbours(following, "next", -1), on=keys, how="left")
    if before_previous:
        result = result.join(neighbours(before_previous, "before_previous", 2), on=keys, how="left")
    return result


def earliest(
    frame: nw.LazyFrame[Any], *, by: str, order: str, row: str, last: bool = False
) -> nw.LazyFrame[Any]:
    """Keep for each value of `by` the row with the earliest (or latest) `order`; nulls take no part."""
    ranked = frame.filter(~nw.col(by).is_null(), ~nw.col(order).is_null())
    ranked = ranked.with_columns(
        _place=nw.col(row).cum_count().over(by, order_by=[order, row]), _many=nw.col(row).count().over(by)
    )
    wanted = (nw.col("_place") == nw.col("_many")) if last else (nw.col("_place") == 1)
    return ranked.filter(wanted).drop("_place", "_many")


def having(
    frame: nw.LazyFrame[Any], others: nw.LazyFrame[Any], name: str, *, on: str = "CHILD"
) -> nw.LazyFrame[Any]:
    """Add a column that is true for rows whose `on` occurs in `others`."""
    marks = others.select(on).filter(~nw.col(on).is_null()).unique().with_columns(nw.lit(True).alias(name))
    return frame.join(marks, on=on, how="left").with_columns(nw.col(name).fill_null(False))
