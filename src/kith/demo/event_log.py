"""The domain events that the chapters record, gathered until the timeline's chapter puts them in order."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.days import SECONDS, Instants


class EventLog:
    """Takes events a whole column at a time; each is about any number of people."""

    def __init__(self) -> None:
        self._events: list[pl.DataFrame] = []
        self._subjects: list[pl.DataFrame] = []
        self._many = 0

    def add(
        self,
        kind: str,
        at: Instants,
        by: NDArray[np.int64],
        summary: str | pl.Series,
        *,
        about: tuple[NDArray[np.int64], NDArray[np.int64]] | NDArray[np.int64] | None = None,
        thread: pl.Series | None = None,
        details: str | pl.Series = "{}",
        team: NDArray[np.int64] | None = None,
        recorded_after: int | NDArray[np.int64] = 0,
        significant: bool = False,
    ) -> None:
        """Record one kind of event at each instant, by each worker (0 for nobody), in the instants' own order.

        `about` is one person's number for each event, or two arrays: the place of the event among these, and a
        person's number. `details` is JSON. Its day is the instant's day; it is recorded `recorded_after` seconds later.
        """
        size = len(at)
        if not size:
            return
        keys = np.arange(self._many, self._many + size, dtype=np.int64)
        self._many += size
        self._events.append(
            pl.DataFrame(
                {
                    "key": keys,
                    "kind": pl.repeat(kind, size, eager=True),
                    "day": at // SECONDS,
                    "at": at,
                    "recorded": at + recorded_after,
                    "by": by,
                    "thread": thread if thread is not None else pl.repeat("", size, eager=True),
                    "summary": summary
                    if isinstance(summary, pl.Series)
                    else pl.repeat(summary, size, eager=True),
                    "details": details
                    if isinstance(details, pl.Series)
                    else pl.repeat(details, size, eager=True),
                    "team": team if team is not None else np.zeros(size, dtype=np.int64),
                }
            )
        )
        if about is None:
            return
        places, people = about if isinstance(about, tuple) else (np.arange(size), about)
        self._subjects.append(
            pl.DataFrame(
                {
                    "key": keys[places],
                    "person": people,
                    "significant": pl.repeat(significant, len(people), eager=True),
                }
            )
        )

    def in_order(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return all events in the order in which they were recorded, numbered from 1, and their subjects."""
        if not self._events:
            raise ValueError("No chapter recorded an event.")
        events = pl.concat(self._events).sort("recorded", "key", maintain_order=True)
        events = events.with_row_index("id", offset=1).with_columns(pl.col("id").cast(pl.Int64))
        subjects = pl.concat(self._subjects).unique(["key", "person"], keep="first", maintain_order=True)
        subjects = subjects.join(events.select("key", "id", "day"), on="key", how="inner").sort(
            "id", "person"
        )
        self._events, self._subjects = [], []
        return events.drop("key"), subjects.drop("key")
