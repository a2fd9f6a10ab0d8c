"""Collection years: a return covers 1 April to 31 March and is named for both calendar years."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

FIRST_YEAR = {"ssda903": 2023, "cin": 2023}
LAST_YEAR = {"ssda903": 2027, "cin": 2026}


class UnknownYear(ValueError):
    """The words given do not name a collection year that Kith holds rules for."""


@dataclass(frozen=True, order=True)
class CollectionYear:
    """One year of one return, named by the calendar year in which it ends (2026 is 2025/26)."""

    ends: int

    def __post_init__(self) -> None:
        if not 2000 <= self.ends <= 2100:
            raise UnknownYear(f"{self.ends} is not a collection year. Write it as 2025-26.")

    @property
    def start(self) -> datetime.date:
        """1 April: the first day of the year."""
        return datetime.date(self.ends - 1, 4, 1)

    @property
    def end(self) -> datetime.date:
        """31 March: the last day of the year, and the census day."""
        return datetime.date(self.ends, 3, 31)

    @property
    def name(self) -> str:
        """The year as people write it, 2025/26."""
        return f"{self.ends - 1}/{self.ends % 100:02d}"

    @property
    def before(self) -> CollectionYear:
        """The year before this one."""
        return CollectionYear(self.ends - 1)

    def years_before(self, day: datetime.date, years: int) -> datetime.date:
        """Return the day so many years before `day`.

        A child is n years old on `day` exactly when born on or before what this returns. 29 February
        becomes 28 February, as a birthday does for the department.
        """
        try:
            return day.replace(year=day.year - years)
        except ValueError:
            return day.replace(year=day.year - years, day=28)


def read_year(words: str) -> CollectionYear:
    """Read 2025-26, 2025/26, 2025-2026 or 2026 as a collection year; raise UnknownYear otherwise."""
    found = re.fullmatch(r"(20\d\d)(?:[-/_](\d{2}|20\d\d))?", words.strip())
    if not found:
        raise UnknownYear(f"'{words}' is not a collection year. Write it as 2025-26.")
    first, second = int(found[1]), found[2]
    if second is None:
        return CollectionYear(first)
    if int(second[-2:]) != (first + 1) % 100:
        raise UnknownYear(f"'{words}' is not one year: {first} is followed by {first + 1}.")
    return CollectionYear(first + 1)


def supported_year(return_name: str, words: str) -> CollectionYear:
    """Read a collection year and refuse one for which the named return has no rules here."""
    year = read_year(words)
    first, last = CollectionYear(FIRST_YEAR[return_name]), CollectionYear(LAST_YEAR[return_name])
    if not first <= year <= last:
        raise UnknownYear(
            f"Kith holds the rules of {first.name} to {last.name} for this return, not {year.name}."
        )
    return year


@dataclass(frozen=True, order=True)
class CensusYear(CollectionYear):
    """The year of a census whose Header names its reference date: it ends on that day."""

    reference_date: datetime.date = datetime.date(1, 1, 1)

    @property
    def end(self) -> datetime.date:
        """The reference date."""
        return self.reference_date

    @property
    def start(self) -> datetime.date:
        """The day after the reference date of the year before."""
        return self.years_before(self.reference_date, 1) + datetime.timedelta(days=1)
