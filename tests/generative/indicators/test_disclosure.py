"""No small figure can be worked out from what is shown: tried by writing down every table that would look the same."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.indicators import SMALLEST_PUBLISHED, disclosure, suppress_parts, suppress_table

figures = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8])

# If a figure can be another at all, it can be one more or less, with each of the others changed by one at most.
MOST = 9


def with_all_totals(tables: np.ndarray) -> np.ndarray:
    """Add row totals, column totals and the grand total to each of many tables."""
    rows = np.concatenate([tables, tables.sum(axis=2, keepdims=True)], axis=2)
    return np.concatenate([rows, rows.sum(axis=1, keepdims=True)], axis=1)


def assert_nothing_small_is_given_away(exact: np.ndarray, shown: np.ndarray) -> None:
    """Each small figure has another value in some table that looks the same (slow and obvious).

    `exact` and `shown` are one table with its totals; nan is shown where a figure is suppressed. To a
    reader who believes that whatever is hidden is small, too, the true value is not the only one left.
    """
    hidden = np.isnan(shown)
    choices = [
        np.arange(MOST + 1, dtype=np.int16) if hide else np.array([figure], dtype=np.int16)
        for hide, figure in zip(hidden[:-1, :-1].ravel(), exact[:-1, :-1].ravel(), strict=True)
    ]
    grid = np.meshgrid(*choices, indexing="ij")
    tables = np.stack([axis.ravel() for axis in grid], axis=1).reshape(-1, *exact[:-1, :-1].shape)
    whole = with_all_totals(tables)
    same = whole[((whole == shown) | hidden).all(axis=(1, 2))]
    believed = same[(((same > 0) & (same < SMALLEST_PUBLISHED)) | ~hidden).all(axis=(1, 2))]
    for row, column in np.argwhere((exact > 0) & (exact < SMALLEST_PUBLISHED)):
        assert hidden[row, column]
        assert len(np.unique(same[:, row, column])) > 1, (row, column)
        assert set(np.unique(believed[:, row, column])) != {exact[row, column]}, (row, column)


def as_numbers(figures: list[int | None]) -> list[float]:
    """Write nan for a figure that is not shown."""
    return [np.nan if figure is None else figure for figure in figures]


@given(st.lists(figures, min_size=1, max_size=4))
@settings(max_examples=70, deadline=None, derandomize=True)
def test_parts_give_no_small_figure_away(parts: list[int]) -> None:
    """For every list of parts others would have looked the same, with another value for each small part."""
    cells, total = suppress_parts(parts)
    assert all(cell is None or cell == part for cell, part in zip(cells, parts, strict=True))
    assert total in (None, sum(parts))
    hidden = np.array([cell is None for cell in cells])
    choices = [
        np.arange(MOST + 1) if hide else np.array([part]) for hide, part in zip(hidden, parts, strict=True)
    ]
    same = np.stack([axis.ravel() for axis in np.meshgrid(*choices, indexing="ij")], axis=1)
    if total is not None:
        same = same[same.sum(axis=1) == total]
    believed = same[(((same > 0) & (same < SMALLEST_PUBLISHED)) | ~hidden).all(axis=1)]
    for place, part in enumerate(parts):
        if 0 < part < SMALLEST_PUBLISHED:
            assert cells[place] is None
            assert len(np.unique(same[:, place])) > 1
            assert set(np.unique(believed[:, place])) != {part}


@given(st.lists(st.lists(figures, min_size=2, max_size=2), min_size=2, max_size=3))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_tables_give_no_small_figure_away(table: list[list[int]]) -> None:
    """The same for tables with row, column and grand totals, which may be small themselves."""
    told = suppress_table(table)
    rows = [as_numbers([*cells, total]) for cells, total in zip(told.cells, told.row_totals, strict=True)]
    shown = np.array([*rows, as_numbers([*told.column_totals, told.total])])
    exact = with_all_totals(np.array([table]))[0]
    assert ((shown == exact) | np.isnan(shown)).all()
    assert_nothing_small_is_given_away(exact, shown)


@given(
    st.lists(st.lists(st.sampled_from([0, 6, 7, 20, 300]), min_size=3, max_size=3), min_size=1, max_size=4)
)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_a_table_without_small_figures_is_shown_whole(table: list[list[int]]) -> None:
    """Nothing is withheld that need not be."""
    told = suppress_table(table)
    assert told.cells == table
    assert told.total == sum(map(sum, table))


@given(st.lists(st.tuples(figures, st.booleans()), min_size=1, max_size=7), st.booleans())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_one_line_is_reckoned_as_the_linear_programme_would(
    parts: list[tuple[int, bool]], hides_total: bool
) -> None:
    """What a reader could work out of one line of parts and total is the same by the quick way and by the slow one."""
    whole = np.array([*(part for part, _ in parts), sum(part for part, _ in parts)], dtype=np.int64)
    hidden = np.array([*(hide for _, hide in parts), hides_total])
    line = tuple(range(whole.size))
    # A second line that says nothing new sends the question to the linear programme.
    assert disclosure.exposed_figures(whole, hidden, [line]) == disclosure.exposed_figures(
        whole, hidden, [line, line]
    )
