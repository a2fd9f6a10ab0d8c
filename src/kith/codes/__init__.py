"""The field's code lists as dated data: one CSV each (code, label, valid_from, valid_to, note).

Codes of ethnicity, disability, referral source, primary need, assessment factor and closure reason are those
of the children in need census (Department for Education); the labels are our own short wording.
`valid_from` and `valid_to` are collection years such as 2024-25, both inclusive.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Code:
    """One entry of a code list; an empty year means without limit."""

    code: str
    label: str
    valid_from: str
    valid_to: str
    note: str

    def valid_in(self, year: str) -> bool:
        """Return whether the code may be used in a collection year such as 2025-26."""
        return (not self.valid_from or self.valid_from <= year) and (
            not self.valid_to or year <= self.valid_to
        )


@cache
def code_list(name: str) -> tuple[Code, ...]:
    """Return every code of a list, in the order in which a person should read them."""
    with files(__name__).joinpath("lists", f"{name}.csv").open(encoding="utf-8") as opened:
        return tuple(Code(**row) for row in csv.DictReader(opened))


@cache
def choices(name: str) -> list[tuple[str, str]]:
    """Return a list as (code, label) pairs for a form."""
    return [(code.code, code.label) for code in code_list(name)]


@cache
def labels(name: str) -> dict[str, str]:
    """Return each code's label."""
    return dict(choices(name))
