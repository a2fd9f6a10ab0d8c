"""Borrowing: an authority's own figures where they are many, its statistical neighbours' where they are few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.panel import Floats

# However alike authorities look, a neighbour is never worth more events than this, nor less than the least.
MOST_BORROWED, LEAST_BORROWED = 400.0, 2.0


@dataclass(frozen=True)
class Rates:
    """Hold shrunk rates, one per authority, and the events behind each (the Gamma posterior's shape)."""

    rate: Floats
    weight: Floats
    borrowed: Floats


def shrunk_rates(events: Floats, exposure: Floats, neighbours: NDArray[np.int64]) -> Rates:
    """Shrink each authority's rate to its neighbours' and theirs to England's (empirical Bayes).

    Parameters: `events` and `exposure`, one per authority, nan where not published; `neighbours`, rows of
    each one's statistical neighbours, shape (authorities, any), -1 for none. The prior of an authority is
    a Gamma with its neighbours' rate as mean and a shape that matches how much authorities differ beyond
    chance. An authority with nothing published gets its neighbours' rate and their doubt.
    """
    known = np.isfinite(events) & np.isfinite(exposure) & (exposure > 0)
    if not known.any() or events[known].sum() <= 0:
        zero = np.zeros(len(events))
        return Rates(zero, np.full(len(events), LEAST_BORROWED), np.full(len(events), LEAST_BORROWED))
    england = float(events[known].sum() / exposure[known].sum())
    expected = england * exposure[known]
    # Method of moments: variance beyond Poisson of the ratios of observed to expected.
    excess = ((events[known] - expected) ** 2 - expected).sum() / (expected**2).sum()
    shape = float(np.clip(1 / max(excess, 1e-9), LEAST_BORROWED, MOST_BORROWED))
    filled_events, filled_exposure = np.where(known, events, 0.0), np.where(known, exposure, 0.0)
    listed = neighbours >= 0
    near_events = (filled_events[neighbours] * listed).sum(axis=1)
    near_exposure = (filled_exposure[neighbours] * listed).sum(axis=1)
    near = (near_events + shape) / (near_exposure + shape / england)
    # Neighbours differ among themselves too, so an authority borrows their rate for `shape` events, no more.
    rate = (filled_events + shape) / (filled_exposure + shape / near)
    return Rates(rate, filled_events + shape, np.full(len(events), shape))


def shrunk_shares(counts: Floats, neighbours: NDArray[np.int64], worth: float) -> Floats:
    """Shrink shares over categories, shape (authorities, categories), to neighbours' for `worth` children.

    A suppressed cell (nan) takes its share of England's for the children that the other cells leave over
    nothing known about; it is never a zero.
    """
    known = np.isfinite(counts)
    england = np.where(known, counts, 0.0).sum(axis=0)
    england = england / max(england.sum(), 1e-9)
    filled = np.where(known, counts, 0.0)
    total = filled.sum(axis=1, keepdims=True)
    hidden = np.where(known, 0.0, england)
    seen_share = np.maximum((np.where(known, england, 0.0)).sum(axis=1, keepdims=True), 1e-9)
    # What England would lead one to expect in a hidden cell, but no more than the few that are suppressed.
    filled = np.where(known, filled, np.minimum(hidden / seen_share * np.maximum(total, 1.0), 5.0))
    listed = (neighbours >= 0)[:, :, None]
    near = (filled[neighbours] * listed).sum(axis=1) + worth * england
    near = near / np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
    shares = filled + worth * near
    result: Floats = shares / shares.sum(axis=1, keepdims=True)
    return result


def balanced(seed: Floats, rows: Floats, columns: Floats) -> Floats:
    """Fill a table so that it has given row and column totals, keeping the seed's pattern.

    Iterative proportional fitting (Deming and Stephan 1940). The columns are scaled to the rows' total first.
    """
    table = seed * 1.0
    columns = columns * rows.sum() / max(columns.sum(), 1e-12)
    for _ in range(60):
        table *= (rows / np.maximum(table.sum(axis=1), 1e-12))[:, None]
        table *= (columns / np.maximum(table.sum(axis=0), 1e-12))[None, :]
    result: Floats = table
    return result
