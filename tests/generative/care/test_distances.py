"""Laws of distance, and of a move and its reverse."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from kith.casework.care.places import metres_between, miles
from kith.casework.care.queries.move_panel import Effect
from kith.casework.care.queries.move_words import band, changed, distance


@dataclass(frozen=True)
class Spot:
    """A grid reference."""

    easting: int | None
    northing: int | None


METRES = st.integers(min_value=0, max_value=700_000)
SPOTS = st.builds(Spot, METRES, METRES)
MAYBE = st.one_of(st.none(), SPOTS, st.just(Spot(None, None)))
OPPOSITE = {
    Effect.LOSS: Effect.GAIN,
    Effect.GAIN: Effect.LOSS,
    Effect.SAME: Effect.SAME,
    Effect.UNKNOWN: Effect.UNKNOWN,
}
FLIPPED = {"Further": "Nearer", "Nearer": "Further"}


@given(SPOTS, SPOTS, SPOTS)
def test_distance_is_a_distance(one: Spot, other: Spot, third: Spot) -> None:
    """It is as far there as back, nothing is far from itself, and no way round is shorter (but for rounding)."""
    there = metres_between(one, other)
    assert there == metres_between(other, one)
    assert metres_between(one, one) == 0
    first, second = metres_between(one, third), metres_between(third, other)
    assert there is not None
    assert first is not None
    assert second is not None
    assert there <= first + second + 2


@given(MAYBE, MAYBE)
def test_a_place_that_is_not_known_is_at_no_distance(one: Spot | None, other: Spot | None) -> None:
    """Unknown is never zero: it is said to be unknown."""
    known = all(spot is not None and spot.easting is not None for spot in (one, other))
    metres = metres_between(one, other)
    assert (metres is not None) == known
    assert (distance(metres) == "Not known") == (not known)


@given(st.one_of(st.none(), METRES), st.one_of(st.none(), METRES))
def test_a_move_back_undoes_what_the_move_did(now: int | None, then: int | None) -> None:
    """Who gets further away by a move gets nearer by its reverse, by so much; the bands of hidden places alike."""
    assert changed(then, now) is OPPOSITE[changed(now, then)]
    assert band(then, now) == FLIPPED.get(band(now, then), band(now, then))


@given(METRES)
def test_miles_are_told_to_one_decimal(metres: int) -> None:
    """What is read is at most a twentieth of a mile from what it is."""
    said = float(distance(metres).split(" ")[0])
    assert abs(said - metres / 1609.344) <= 0.05 + 1e-9
    assert miles(metres) == said
