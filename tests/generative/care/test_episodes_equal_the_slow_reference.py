"""Whatever legal statuses lie over whatever placements, the episodes are those that a look at every day finds."""

from __future__ import annotations

import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.care.episodes import Care, Status, Stay, episodes_of
from tests.generative.care.slow_episodes import slow_episodes

START = datetime.date(2025, 2, 20)
OURS, OTHER = "E09000012", "E06000001"
HOMES = {
    # number of home, number of address: postcode, authority, grid reference
    (1, 1): ("E8 1EA", OURS, 534800, 184600),
    (1, 2): ("E8 3PH", OURS, 534000, 184000),
    (2, 3): ("TS24 0AA", OTHER, 450000, 533000),
    (3, None): ("", "", None, None),
}


@st.composite
def cares(draw: st.DrawFn) -> Care:
    """One period of care: changes of status and of placement on days that may fall together; open or ended."""
    length = draw(st.integers(1, 60))
    ended = draw(st.booleans())

    def cuts() -> list[int]:
        return [0, *sorted(draw(st.sets(st.integers(1, max(length - 1, 1)), max_size=5)) - {length}), length]

    def day(offset: int) -> datetime.date | None:
        return None if offset == length and not ended else START + datetime.timedelta(days=offset)

    def spans() -> list[tuple[datetime.date, datetime.date | None]]:
        offsets = sorted({one for one in cuts() if one <= length})
        return [(START + datetime.timedelta(days=first), day(last)) for first, last in pairwise(offsets)]

    statuses = [Status(draw(st.sampled_from(["V2", "C1", "C2", "V3", "V4"])), *span) for span in spans()]
    stays = []
    for number, span in enumerate(spans()):
        home, address = draw(st.sampled_from(list(HOMES)))
        postcode, authority, easting, northing = HOMES[home, address]
        stays.append(
            Stay(
                home, address, draw(st.sampled_from(["U6", "U4", "K2", "P1", "T1", "T3", "Z11"])),
                draw(st.sampled_from(["PR1", "PR4"])), draw(st.sampled_from(["", "SC1"])), *span,
                draw(st.sampled_from(["CARPL", "OTHER", ""])), postcode, authority, easting, northing, number,
            )
        )  # fmt: skip
    return Care(
        1, 7, START, day(length), "E4A" if ended else "", "N1", "E8 4RP",
        *draw(st.sampled_from([(534500, 184900), (None, None)])), draw(st.booleans()), statuses, stays,
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(care=cares(), ours=st.sampled_from([OURS, ""]))
def test_episodes_are_what_a_look_at_every_day_finds(care: Care, ours: str) -> None:
    """Three hundred periods: each episode's cells are those of the slow reference, in order, and none is left out."""
    fast = episodes_of([care], our_authority=ours)
    slow = slow_episodes(care, ours=ours, until=START + datetime.timedelta(days=61))
    assert [
        {name: getattr(one, name) for name in cells} for one, cells in zip(fast, slow, strict=True)
    ] == slow


def test_an_episode_ends_where_the_next_begins() -> None:
    """A status that changes in the middle of a placement, and a move on the day of another change, told by hand."""
    d = datetime.date
    care = Care(
        1, 7, d(2025, 1, 1), d(2025, 6, 1), "E4A", "N1", "", None, None, False,
        [Status("L2", d(2025, 1, 1), d(2025, 1, 9)), Status("C1", d(2025, 1, 9), d(2025, 4, 1)), Status("C2", d(2025, 4, 1), d(2025, 6, 1))],
        [
            Stay(1, 1, "U6", "PR1", "SC1", d(2025, 1, 1), d(2025, 2, 1), "", "E8 1EA", "", None, None),
            Stay(2, 2, "T1", "", "", d(2025, 2, 1), d(2025, 2, 10), "", "E8 3PH", "", None, None),
            Stay(1, 1, "U6", "PR1", "SC1", d(2025, 2, 10), d(2025, 3, 1), "OTHER", "E8 1EA", "", None, None),
            Stay(1, 4, "U6", "PR1", "SC1", d(2025, 3, 1), d(2025, 4, 1), "CARPL", "E8 4RP", "", None, None),
            Stay(3, 3, "K2", "PR4", "SC9", d(2025, 4, 1), d(2025, 6, 1), "", "E8 3PH", "", None, None),
        ],
    )  # fmt: skip
    told = [
        (
            one.start.isoformat(),
            one.reason_new,
            one.legal_status,
            one.place,
            one.reason_ended,
            one.reason_change,
        )
        for one in episodes_of([care], our_authority="")
    ]
    assert told == [
        ("2025-01-01", "S", "L2", "U6", "X1", ""),
        ("2025-01-09", "L", "C1", "U6", "X1", ""),
        ("2025-02-01", "P", "C1", "T1", "X1", ""),
        ("2025-02-10", "P", "C1", "U6", "X1", "OTHER"),
        ("2025-03-01", "T", "C1", "U6", "X1", "CARPL"),
        ("2025-04-01", "B", "C2", "K2", "E4A", ""),
    ]  # fmt: skip
