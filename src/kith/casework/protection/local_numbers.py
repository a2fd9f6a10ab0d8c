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


@cache
def local_numbers() -> tuple[LocalNumber, ...]:
    """Return every number that ships with Kith."""
    text = Path(__file__).with_name("local_numbers.toml").read_text(encoding="utf-8")
    return tuple(
        LocalNumber(
            code=entry["code"],
            value=entry["value"],
            unit=entry["unit"],
            valid_from=entry["valid_from"],
            valid_to=entry.get("valid_to"),
            checked=entry["checked"],
            basis=entry["basis"],
        )
        for entry in tomllib.loads(text)["number"]
    )


def number_on(code: str, day: datetime.date) -> int:
    """Return the value of a number in force on a day; a day before the first agreement is counted by the first."""
    for number in local_numbers():
        over = number.valid_to is not None and day >= number.valid_to
        if number.code == code and number.valid_from <= day and not over:
            return number.value
    first = min((one for one in local_numbers() if one.code == code), key=lambda one: one.valid_from)
    return first.value
