"""Code lists as dated data: which codes a return accepts in which collection year.

The wording of each label is Kith's own. A list is a CSV beside this file with the first and last
collection year of each code; blank means that the list has always, or still, has it.
Authorities and districts are from the Office for National Statistics (Open Government Licence v3.0).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kith.engines.returns.years import CollectionYear, read_year

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Code:
    """One code of one list, with the years in which a return may use it."""

    code: str
    label: str
    first_year: CollectionYear | None
    last_year: CollectionYear | None

    def holds_in(self, year: CollectionYear) -> bool:
        """Say whether the code may be used in the year."""
        return not (
            (self.first_year is not None and year.ends < self.first_year.ends)
            or (self.last_year is not None and year.ends > self.last_year.ends)
        )


@cache
def all_lists(return_name: str) -> dict[str, tuple[Code, ...]]:
    """Return every code list of `ssda903` or `cin`, in the order of its file."""
    lists: dict[str, list[Code]] = {}
    with (HERE / f"{return_name}.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            years = [read_year(row[end]) if row[end] else None for end in ("first_year", "last_year")]
            lists.setdefault(row["list"], []).append(Code(row["code"], row["label"], *years))
    return {name: tuple(codes) for name, codes in lists.items()}


@cache
def codes_of(return_name: str, list_name: str, year: CollectionYear) -> tuple[str, ...]:
    """Return the codes of a list that a return may use in the year."""
    return tuple(code.code for code in all_lists(return_name)[list_name] if code.holds_in(year))


def label_of(return_name: str, list_name: str, code: str | None) -> str:
    """Return Kith's wording for a code, or the code itself where the list does not have it."""
    if code is None:
        return "not given"
    for known in reversed(all_lists(return_name).get(list_name, ())):
        if known.code == code:
            return known.label or code
    return code


@dataclass(frozen=True)
class Authority:
    """A children's services authority by its three-digit code and its ONS code."""

    code: str
    ons_code: str
    name: str


@cache
def authorities() -> tuple[Authority, ...]:
    """Return the 153 upper-tier authorities of England."""
    with (HERE / "authorities.csv").open(newline="", encoding="utf-8") as file:
        return tuple(Authority(row["code"], row["ons_code"], row["name"]) for row in csv.DictReader(file))


@cache
def authority_of_district() -> dict[str, str]:
    """Return the county's ONS code for each district, and the new code for each code replaced."""
    with (HERE / "counties_of_districts.csv").open(newline="", encoding="utf-8") as file:
        return {row["district"]: row["authority"] for row in csv.DictReader(file)}


def find_authority(words: str) -> Authority:
    """Find an authority by its three-digit code, ONS code or name; raise LookupError if none fits."""
    wanted = words.strip().casefold()
    for authority in authorities():
        if wanted in (authority.code, authority.ons_code.casefold(), authority.name.casefold()):
            return authority
    raise LookupError(
        f"No children's services authority in England is '{words}'. Camden, for example, is 202."
    )
