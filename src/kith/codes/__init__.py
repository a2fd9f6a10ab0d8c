"""The field's code lists as dated data: one CSV each (code, label, valid_from, valid_to, note).

Codes of ethnicity, disability, referral source, primary need, assessment factor and closure reason are those
of the children in need census (Department for Education); the labels are our own short wording.
Those of looked-after children (legal status, placement, why an episode began and ended, care leavers) are the codes of
the statutory return of looked-after children, SSDA903. `valid_from` and `valid_to` are collection years such as 2024-25,
both inclusive. An authority that words a code otherwise names a TOML file in KITH_CODE_LABELS, with a table for each list:
its labels take the place of ours, and the codes stay what they are.
"""

from __future__ import annotations

import csv
import datetime
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path


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

    def valid_on(self, day: datetime.date) -> bool:
        """Return whether the code may be used for something that happened on a day."""
        return self.valid_in(collection_year(day))


def collection_year(day: datetime.date) -> str:
    """Return the collection year that a day falls in: 1 April 2025 to 31 March 2026 is 2025-26."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


@cache
def own_labels() -> dict[str, dict[str, str]]:
    """Return the authority's own labels, by list and code; none unless KITH_CODE_LABELS names its file.

    Raises ValueError for a file that cannot be read, or that words a code which its list does not have.
    """
    named = os.environ.get("KITH_CODE_LABELS", "")
    if not named:
        return {}
    try:
        own = tomllib.loads(Path(named).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"KITH_CODE_LABELS names {named}, which cannot be read: {error}") from error
    for name, labels_of_list in own.items():
        known = {code.code for code in _as_published(name)}
        unknown = sorted(set(labels_of_list) - known)
        if unknown:
            raise ValueError(f"{named} words {', '.join(unknown)} of {name}, which has no such code.")
    return own


@cache
def code_list(name: str) -> tuple[Code, ...]:
    """Return every code of a list, in the order in which a person should read them, labelled as the authority words them."""
    own = own_labels().get(name, {})
    return tuple(replace(code, label=own.get(code.code, code.label)) for code in _as_published(name))


def _as_published(name: str) -> tuple[Code, ...]:
    list_file = files(__name__).joinpath("lists", f"{name}.csv")
    if not list_file.is_file():
        raise ValueError(f"There is no code list called {name}.")
    with list_file.open(encoding="utf-8") as opened:
        return tuple(Code(**row) for row in csv.DictReader(opened))


def field_choices(name: str) -> Callable[[], list[tuple[str, str]]]:
    """Return a list's choices for a model's field, read when asked: a table is the same whatever its labels are."""
    return partial(choices, name)


def choices_on(name: str, day: datetime.date) -> list[tuple[str, str]]:
    """Return the codes of a list that may be used for something that happened on a day, as (code, label) pairs."""
    return [(code.code, code.label) for code in code_list(name) if code.valid_on(day)]


@cache
def choices(name: str) -> list[tuple[str, str]]:
    """Return a list as (code, label) pairs for a form."""
    return [(code.code, code.label) for code in code_list(name)]


@cache
def labels(name: str) -> dict[str, str]:
    """Return each code's label."""
    return dict(choices(name))
