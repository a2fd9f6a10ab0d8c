"""Numbers that are set by local agreement or guidance, as dated values: the code asks for one as at a day."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class LocalNumber:
    """One number over the days on which it holds; `checked` is false until an authority has confirmed it."""

    code: str
    value: int
    unit: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    checked: bool
    basis: str


def numbers_in(file: Path) -> tuple[LocalNumber, ...]:
    """Return every number of a file of dated numbers."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["number"]
    return tuple(LocalNumber(**{"valid_to": None, **entry}) for entry in entries)


@cache
def local_numbers() -> tuple[LocalNumber, ...]:
    """Return every number that ships with Kith."""
    return numbers_in(Path(__file__).with_name("local_numbers.toml"))


def number_among(numbers: tuple[LocalNumber, ...], code: str, day: datetime.date) -> int:
    """Return the value of a number in force on a day; a day before the first agreement is counted by the first."""
    for number in numbers:
        over = number.valid_to is not None and day >= number.valid_to
        if number.code == code and number.valid_from <= day and not over:
            return number.value
    return min((one for one in numbers if one.code == code), key=lambda one: one.valid_from).value


def number_on(code: str, day: datetime.date) -> int:
    """Return the value of a number of protection's in force on a day."""
    return number_among(local_numbers(), code, day)
