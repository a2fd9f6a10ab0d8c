"""What may be shown, drawn as tables: c stands for a suppressed figure, as the department writes it."""

import pytest

from kith.engines.indicators import (
    ROUNDED_TO,
    SMALLEST_PUBLISHED,
    round_count,
    suppress_count,
    suppress_parts,
    suppress_table,
)
from kith.engines.indicators.disclosure import suppress_counts, suppressed_share


def drawn(figures: list[int | None]) -> str:
    """Write figures in a row, c for one that is not shown."""
    return " ".join("c" if figure is None else str(figure) for figure in figures)


def test_the_two_constants_are_the_departments() -> None:
    """From one to five is suppressed; regions and England are to the nearest ten."""
    assert (SMALLEST_PUBLISHED, ROUNDED_TO) == (6, 10)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (1, None), (2, None), (4, None), (5, None), (6, 6), (7, 7), (8, 8), (100, 100)],
)
def test_counts_from_one_to_five_are_suppressed_and_nought_is_shown(count: int, shown: int | None) -> None:
    """Five is not shown and six is; nought tells of nobody."""
    assert suppress_count(count) == shown


@pytest.mark.parametrize(
    ("count", "rounded"),
    [(0, 0), (4, 0), (5, 10), (6, 10), (7, 10), (8, 10), (14, 10), (15, 20), (81766, 81770)],
)
def test_regional_and_national_counts_are_to_the_nearest_ten(count: int, rounded: int) -> None:
    """A five goes up."""
    assert round_count(count) == rounded


def test_a_count_below_nought_is_refused() -> None:
    """A mark such as -300 must not pass as a count."""
    for refuse in (lambda: suppress_count(-1), lambda: round_count(-1), lambda: suppress_parts([3, -1])):
        with pytest.raises(ValueError, match="below zero"):
            refuse()


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        # Nothing small: all is shown.
        ([6, 7, 8], "6 7 8 | 21"),
        ([0, 0, 9], "0 0 9 | 9"),
        # One small part would be the total less the others: the smallest other goes with it.
        ([3, 10, 12], "c c 12 | 25"),
        ([5, 6, 7], "c c 7 | 18"),
        ([6, 7, 5], "c 7 c | 18"),
        # Nought is kept in sight while there is anything else to hide.
        ([3, 0, 0, 20], "c 0 0 c | 23"),
        # Two small parts hide each other.
        ([3, 4, 40], "c c 40 | 47"),
        # But not if they add up to two: both could only be one. Nor if to ten: both five.
        ([1, 1, 30], "c c c | 32"),
        ([5, 5, 40], "c c c | 50"),
        # A total that is itself small is not shown.
        ([0, 0, 3], "0 0 c | c"),
        ([1, 1], "c c | c"),
        ([2], "c | c"),
        ([0, 0, 0], "0 0 0 | 0"),
    ],
)
def test_parts_beside_their_total(parts: list[int], shown: str) -> None:
    """Each line is the parts and, after the bar, their total, as they may be shown."""
    cells, total = suppress_parts(parts)
    assert f"{drawn(cells)} | {drawn([total])}" == shown


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (
            [[8, 9], [10, 11]],
            ["8 9 | 17", "10 11 | 21", "18 20 | 38"],
        ),
        (
            # One small cell: a ring of three more, the cheapest, hides it.
            [[3, 10, 40], [20, 30, 70], [9, 8, 90]],
            ["c c 40 | 53", "20 30 70 | 120", "c c 90 | 107", "32 48 200 | 280"],
        ),
        (
            # Two small cells in one column share a ring.
            [[3, 10, 0], [20, 30, 7], [1, 8, 9]],
            ["c c 0 | 13", "20 30 7 | 57", "c c 9 | 18", "24 48 16 | 88"],
        ),
        (
            # Four ones in a ring still tell a reader who believes that all is small: another ring is needed.
            [[1, 1, 50], [1, 1, 50], [40, 60, 70]],
            ["c c c | 52", "c c 50 | 52", "c 60 c | 170", "42 62 170 | 274"],
        ),
        (
            # A small row total hides with another row total, and its cells with theirs.
            [[3, 0, 0], [0, 20, 30], [9, 9, 9]],
            ["c c 0 | c", "0 20 30 | 50", "c c 9 | c", "12 29 39 | 80"],
        ),
    ],
)
def test_tables_with_all_their_totals(table: list[list[int]], shown: list[str]) -> None:
    """Rows with their totals after the bar, and below them the columns' totals and the whole."""
    told = suppress_table(table)
    rows = [
        f"{drawn(cells)} | {drawn([total])}" for cells, total in zip(told.cells, told.row_totals, strict=True)
    ]
    assert [*rows, f"{drawn(told.column_totals)} | {drawn([told.total])}"] == shown


@pytest.mark.parametrize(
    ("count", "of", "decimals", "shown"),
    [
        (13, 100, 0, 13.0),
        (133, 1000, 1, 13.3),
        (0, 40, 0, 0.0),
        (40, 40, 0, 100.0),
        # Five of forty, and all but five of forty, tell the same five; and of five, any share does.
        (5, 40, 0, None),
        (35, 40, 0, None),
        (0, 5, 0, None),
        (0, 0, 0, None),
    ],
)
def test_a_share_is_shown_only_if_its_counts_may_be(
    count: int, of: int, decimals: int, shown: float | None
) -> None:
    """A percentage beside a total is the count again."""
    assert suppressed_share(count, of, decimals) == shown


def test_a_share_of_more_than_all_is_refused() -> None:
    """Something was counted twice."""
    with pytest.raises(ValueError, match="more than its total"):
        suppressed_share(41, 40)


def test_counts_that_stand_alone_are_suppressed_one_by_one() -> None:
    """With no total beside them nothing else need be hidden."""
    assert drawn(suppress_counts([0, 5, 6, 120])) == "0 c 6 120"
