"""Postcodes found by halving a sorted array, against a dictionary and a walk from the first."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.reference import read_table
from kith.reference.postcode_directory import directory, key_of
from kith.reference.postcodes import find, normalise

modest = settings(max_examples=100, deadline=None, derandomize=True)

letters = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
digits = st.sampled_from("0123456789")
outward = st.one_of(
    st.tuples(letters, digits),
    st.tuples(letters, digits, digits),
    st.tuples(letters, letters, digits),
    st.tuples(letters, letters, digits, digits),
    st.tuples(letters, digits, letters),
    st.tuples(letters, letters, digits, letters),
).map("".join)
postcodes = st.tuples(outward, digits, letters, letters).map(lambda parts: f"{parts[0]} {''.join(parts[1:])}")


@given(postcodes, st.booleans(), st.integers(0, 3), st.integers(0, 3))
@modest
def test_spaces_and_case_never_matter(written: str, lower: bool, between: int, around: int) -> None:
    """However it is typed it is written one way, and writing it again changes nothing."""
    typed = " " * around + written.replace(" ", " " * between) + " " * around
    answer = normalise(typed.lower() if lower else typed)
    assert answer in (written, None)
    assert normalise(written) == answer


@given(st.text(max_size=12))
@modest
def test_no_text_breaks_it(text: str) -> None:
    """Anything may be typed into a postcode's field."""
    answer = normalise(text)
    assert answer is None or find(text) is None or find(text).postcode == answer


@given(st.lists(postcodes, min_size=2, max_size=30))
@modest
def test_keys_are_in_the_order_of_the_directorys_seven_characters(some: list[str]) -> None:
    """The outward part padded to four, then the inward: E1, E10, E1W."""

    def seven(written: str) -> str:
        return f"{written.split()[0]:<4}{written.split()[1]}"

    assert sorted(some, key=key_of) == sorted(some, key=seven)


def test_a_thousand_postcodes_are_found_in_their_rows_with_the_decile_of_their_run() -> None:
    """Every 2,600th postcode of the directory, its decile by walking along the runs."""
    held = directory()
    rows = np.arange(0, len(held.keys), 2_600, dtype=np.int32)
    runs = read_table("postcode_deprivation")
    first, deciles = runs["first_postcode"].to_list(), runs["decile"].to_list()
    walked = 0
    for row, written in zip(rows.tolist(), held.written(rows).tolist(), strict=True):
        assert held.row_of(written) == row
        seven = f"{written.split()[0]:<4}{written.split()[1]}"
        while walked + 1 < len(first) and first[walked + 1] <= seven:
            walked += 1
        place = find(written)
        assert place is not None
        expected = deciles[walked] if place.authority_code.startswith("E") else None
        assert place.deprivation_decile == expected, written
