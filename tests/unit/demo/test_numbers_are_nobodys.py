"""Identifiers have sound check digits, are all different, and cannot be a real person's."""

from __future__ import annotations

import numpy as np

from kith.casework.people.check_digits import problem_with
from kith.demo import numbers
from kith.demo.chance import generator


def test_check_digits_are_sound_and_numbers_differ() -> None:
    """Every kind passes the same check as one that is typed in."""
    made = {
        "nhs": [str(number) for number in numbers.nhs_numbers(5_000).tolist()],
        "upn": numbers.pupil_numbers(5_000, np.arange(5_000) % 14 + 2010).tolist(),
        "uln": [str(number) for number in numbers.learner_numbers(5_000).tolist()],
    }
    for kind, values in made.items():
        assert len(set(values)) == 5_000
        assert [problem for value in values if (problem := problem_with(kind, value))] == []


def test_nhs_numbers_are_in_the_range_that_is_never_issued() -> None:
    """The range beginning 999 is for tests."""
    assert all(str(number).startswith("999") for number in numbers.nhs_numbers(100).tolist())


def test_pupil_numbers_carry_no_authoritys_number() -> None:
    """The digits after the letter are the local authority's; none is 999."""
    assert {number[1:4] for number in numbers.pupil_numbers(50, np.full(50, 2020)).tolist()} == {"999"}


def test_telephone_numbers_are_those_kept_for_drama() -> None:
    """Ofcom's ranges: 07700 900000 to 900999, and one for each region."""
    chance = generator(1, "telephones")
    assert all(
        number.startswith("07700 900") and len(number) == 12
        for number in numbers.mobiles(chance, 50).tolist()
    )
    assert all(number.startswith("020 7946 0") for number in numbers.landlines(chance, "London", 50).tolist())
