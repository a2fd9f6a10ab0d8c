"""Numbers that identify a person: right ones pass, and a slip of one character never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.people import check_digits

DIGITS = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "943-476-5919"])
def test_a_known_nhs_number_passes_however_it_is_spaced(number: str) -> None:
    """943 476 5919 is the NHS Data Dictionary's own example."""
    assert check_digits.problem_with("nhs", check_digits.tidy(number)) is None


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("nhs", "9434765918", "last digit does not fit"),
        ("nhs", "94347659", "has 10 digits"),
        ("nhs", "", "Enter the number."),
        ("upn", "A1234", "a letter, then 12 digits"),
        ("upn", "I12345678901A", "a letter, then 12 digits"),
        ("uln", "0123456789", "does not start with 0"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(kind: str, value: str, sentence: str) -> None:
    """Each fault has its own words."""
    assert sentence in (check_digits.problem_with(kind, value) or "")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(DIGITS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_in_an_nhs_number_is_always_found(nine: str, place: int, change: int) -> None:
    """Modulus 11 with weights 10 to 2 finds every single slip."""
    digit = check_digits.nhs_check_digit(nine)
    if digit is None:
        return
    slipped = nine[:place] + str((int(nine[place]) + change) % 10) + nine[place + 1 :]
    assert check_digits.problem_with("nhs", nine + str(digit)) is None
    assert check_digits.problem_with("nhs", slipped + str(digit)) is not None


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.text("0123456789", min_size=11, max_size=11), st.sampled_from("0123456789" + check_digits.UPN_LETTERS)
)
def test_a_pupil_number_with_its_letter_passes_and_with_another_does_not(eleven: str, last: str) -> None:
    """The first letter is worked out from the twelve characters after it, a temporary number's letter included."""
    letter = check_digits.upn_check_letter(eleven + last)
    assert check_digits.problem_with("upn", letter + eleven + last) is None
    other = check_digits.UPN_LETTERS[(check_digits.UPN_LETTERS.index(letter) + 1) % 23]
    assert check_digits.problem_with("upn", other + eleven + last) is not None
