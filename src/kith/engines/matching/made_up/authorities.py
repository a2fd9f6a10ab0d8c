"""The table of authorities: what published figures say of each, read from authorities.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources

AGE_BANDS = {
    "under_1": (0, 0),
    "age_1_4": (1, 4),
    "age_5_9": (5, 9),
    "age_10_15": (10, 15),
    "age_16_17": (16, 17),
}
ETHNICITIES = ("asian", "black", "mixed", "other", "white")


@dataclass(frozen=True)
class Authority:
    """One authority: shares lie between 0 and 1, `starts` is children a year."""

    code: str
    name: str
    region: str
    starts: int
    shares: dict[str, float]
    districts: tuple[str, ...]
    letters: str


@cache
def authorities() -> tuple[Authority, ...]:
    """Return every authority in England, in the order of their codes."""
    table = resources.files("kith.engines.matching.made_up") / "authorities.csv"
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines)
    plain = {"code", "name", "region", "starts", "districts", "letters"}
    return tuple(
        Authority(
            row["code"],
            row["name"],
            row["region"],
            int(row["starts"]),
            {name: float(value) for name, value in row.items() if name not in plain},
            tuple(row["districts"].split()),
            row["letters"],
        )
        for row in rows
    )


def authority_named(name: str) -> Authority:
    """Return the authority of this name or code. Raises LookupError with the nearest names."""
    for one in authorities():
        if name.casefold() in (one.name.casefold(), one.code.casefold()):
            return one
    near = get_close_matches(name.title(), [one.name for one in authorities()], n=3)
    raise LookupError(
        f"There is no authority called '{name}' in England."
        + (f" Did you mean {' or '.join(near)}?" if near else "")
    )


def authorities_in(region: str) -> tuple[Authority, ...]:
    """Return the authorities of one region. Raises LookupError naming the nine regions."""
    found = tuple(one for one in authorities() if one.region.casefold() == region.casefold())
    if not found:
        regions = ", ".join(sorted({one.region for one in authorities()}))
        raise LookupError(f"There is no region called '{region}'; the regions are {regions}.")
    return found
