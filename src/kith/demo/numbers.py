"""Numbers that look right and are nobody's: identifiers with their check digits, and telephones kept for drama.

NHS numbers are in the range beginning 999, which is never issued (NHS Data Dictionary: test numbers). Unique pupil
numbers carry the local authority number 999, which no authority has. Unique learner numbers begin with 99 and are marked
as made up.
Telephone numbers are in the ranges that Ofcom keeps for television and radio drama.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.casework.people.check_digits import UPN_LETTERS
from kith.demo.chance import Chance

SOURCE = "Made up for the demonstration"
NHS_MOST = 900_000

# Ofcom, numbers for drama use: mobiles, then one geographic range by region.
MOBILE = "07700 900"
LANDLINES = {
    "London": "020 7946 0",
    "Yorkshire and The Humber": "0113 496 0",
    "North West": "0161 496 0",
    "West Midlands": "0121 496 0",
    "East Midlands": "0115 496 0",
    "North East": "0191 498 0",
    "South West": "0117 496 0",
    "South East": "0118 496 0",
}
NO_AREA = "01632 960"


def _digits(numbers: NDArray[np.int64], many: int) -> NDArray[np.int64]:
    """Return the decimal digits of each number, `many` of them, the highest first."""
    return np.asarray(numbers[:, None] // 10 ** np.arange(many - 1, -1, -1) % 10, dtype=np.int64)


def nhs_numbers(many: int) -> NDArray[np.int64]:
    """Return `many` different NHS numbers of the test range. Raises ValueError where the range has not as many."""
    if many > NHS_MOST:
        raise ValueError(f"The test range has {NHS_MOST} NHS numbers; {many} were asked for.")
    stem = 999_000_000 + np.arange(int(many * 1.12) + 20)
    remainder = (_digits(stem, 9) * np.arange(10, 1, -1)).sum(axis=1) % 11
    digit = (11 - remainder) % 11
    return np.asarray((stem * 10 + digit)[digit < 10][:many], dtype=np.int64)


def pupil_numbers(many: int, entry_year: NDArray[np.int64]) -> NDArray[Any]:
    """Return `many` different unique pupil numbers, each with the year (two digits) in which it was given."""
    place = np.arange(many)
    # Local authority 999, establishment, year of allocation, serial number.
    rest = 999 * 10**9 + (1000 + place // 1000 % 9000) * 10**5 + entry_year % 100 * 10**3 + place % 1000
    letter = (_digits(rest, 12) * np.arange(2, 14)).sum(axis=1) % 23
    letters = np.array(list(UPN_LETTERS), dtype=object)[letter]
    return np.array(
        [first + str(number) for first, number in zip(letters, rest.tolist(), strict=True)], dtype=object
    )


def learner_numbers(many: int) -> NDArray[np.int64]:
    """Return `many` different unique learner numbers."""
    stem = 990_000_000 + np.arange(int(many * 1.12) + 20)
    remainder = (_digits(stem, 9) * np.arange(10, 1, -1)).sum(axis=1) % 11
    return np.asarray((stem * 10 + 10 - remainder)[remainder > 0][:many], dtype=np.int64)


def mobiles(chance: Chance, many: int) -> NDArray[Any]:
    """Return mobile numbers of the range for drama; there are a thousand, so they repeat."""
    return np.array(
        [f"{MOBILE}{number:03d}" for number in chance.integers(1000, size=many).tolist()], dtype=object
    )


def landlines(chance: Chance, region: str, many: int) -> NDArray[Any]:
    """Return telephone numbers of the region's range for drama."""
    start = LANDLINES.get(region, NO_AREA)
    return np.array(
        [f"{start}{number:03d}" for number in chance.integers(1000, size=many).tolist()], dtype=object
    )
