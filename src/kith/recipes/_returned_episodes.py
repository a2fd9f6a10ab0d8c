"""Turns an authority's own SSDA903 returns into spells of care.

The codes of the return are translated here, in one place, into the projection's own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from kith.engines.projection.chain import State
from kith.engines.projection.histories import Spells
from kith.engines.returns.reading.returns import ReadReturn
from kith.recipes._returned_files import DAYS, ReturnsError, Years, collection_year

NEEDED = ("CHILD", "DECOM", "DEC", "LS", "PLACE", "REC")
# First letters decide most placements; the provider decides whose foster home or children's home it is.
OWN_PROVIDERS = ("PR1", "PR2")
REASONS: dict[State, tuple[str, ...]] = {
    State.ADOPTED: ("E11", "E12"),
    State.WENT_HOME: ("E4A", "E4B", "E13"),
    State.KINSHIP_ORDER: ("E41", "E43", "E44", "E45", "E46", "E47", "E48"),
}
SHORT_BREAKS = ("V3", "V4")
NEXT_EPISODE = "X1"
LOST = "that were open in a return and are in no later one, and so are watched only to its last day"
_NOT_KNOWN = -9


def home_of(place: str, provider: str) -> State | None:
    """Return the kind of home of a placement code; None for a short stay that ends where it began."""
    own = provider in OWN_PROVIDERS
    if place.startswith("T"):
        return None
    if place in ("U1", "U2", "U3"):
        return State.KINSHIP_FOSTER
    if place.startswith("U"):
        return State.OWN_FOSTER if own else State.AGENCY_FOSTER
    if place == "K2":
        return State.OWN_CHILDRENS_HOME if own else State.PRIVATE_CHILDRENS_HOME
    if place in ("H5", "K3", "P2"):
        return State.SUPPORTED_ACCOMMODATION
    if place == "P1":
        return State.WITH_PARENTS
    if place.startswith("A"):
        return State.PLACED_FOR_ADOPTION
    return State.OTHER_SETTING


def left_to(reason: str) -> State:
    """Return where a child went whose care ceased for this reason."""
    return next((state for state, codes in REASONS.items() if reason in codes), State.LEFT_OTHERWISE)


@dataclass(frozen=True)
class Returned:
    """Hold spells in years before (negative) and up to the last day, with what was left out and why.

    Attributes:
        spells: of care, and at home or with kin after it.
        children: each child's number in the return, in the order of the numbers of `spells`.
        years: the collection years that the returns cover.
    """

    spells: Spells
    children: tuple[str, ...]
    years: Years
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Episode:
    """One episode, and the year of the last return that holds it."""

    begin: date
    end: date | None
    row: dict[str, Any]
    seen: int


def _rows(returns: list[ReadReturn], table: str) -> Iterable[dict[str, Any]]:
    for each in returns:
        if table in each.frames:
            yield from each.frames[table].to_dicts()


def _years_of(read: ReadReturn) -> frozenset[int]:
    """Return the collection years that one return covers.

    Its last year is the latest that holds at least one in a hundred of its dates, and two: a date far off is a
    slip and no year. It covers the years in which its episodes ended, for those that ended before it are not in it.
    """
    frame = read.frames["Episodes"]
    ends = Counter(map(collection_year, frame.get_column("DEC").drop_nulls()))
    dates = ends + Counter(map(collection_year, frame.get_column("DECOM").drop_nulls()))
    few = max(0.01 * dates.total(), min(2, dates.total()))
    whole = [year for year, count in dates.items() if count >= few]
    if not whole:
        raise ReturnsError(f"{read.sources['Episodes']} has no two dates in one year. Check its dates.")
    last = max(whole)
    first = min((year for year, count in ends.items() if count >= few and year <= last), default=last)
    return frozenset(range(first, last + 1))


def read(returns: list[ReadReturn]) -> Returned:
    """Make spells of every year's return. Raises ReturnsError if they hold no episode that can be used."""
    for each in returns:
        for name, needed in (("Header", ("CHILD", "DOB")), ("Episodes", NEEDED)):
            lacking = each.tables.missing_columns.get(name, frozenset()) & set(needed)
            if lacking:
                raise ReturnsError(f"{each.sources[name]} lacks {', '.join(sorted(lacking))}.")
    dated = [(each, _years_of(each)) for each in returns if each.frames.get("Episodes") is not None]
    heads = list(_rows(returns, "Header"))
    if not dated or not heads:
        raise ReturnsError(
            "No SSDA903 return was found with both its children and their episodes. Put each year's header.csv and "
            "episodes.csv in the folder, as sent."
        )
    alone = {row["CHILD"] for row in _rows(returns, "UASC")}
    alone |= {row["CHILD"] for row in heads if str(row.get("UASC") or "").strip() in ("1", "1.0")}
    born: dict[str, date | None] = {}
    for row in heads:
        born[row["CHILD"]] = row["DOB"] or born.get(row["CHILD"])
    dropped = dict.fromkeys(
        ("whose start date is missing or cannot be read", "whose end date cannot be read", "that end before they begin",
         "of a child with no date of birth", "that begin before the child was born",
         "that begin after the eighteenth birthday", "that begin or end after the return's last day",
         "that were still open, then ended by the next one",
         LOST), 0,
    )  # fmt: skip
    # A later year's return says more of an episode that was open, so a finished one replaces an open one.
    kept: dict[tuple[str, date], _Episode] = {}
    for each, covered in sorted(dated, key=lambda pair: max(pair[1])):
        last = date(max(covered), 3, 31)
        for row in each.frames["Episodes"].to_dicts():
            begin, end, birth = row["DECOM"], row["DEC"], born.get(row["CHILD"])
            if (row["LS"] or "").strip() in SHORT_BREAKS:
                continue
            if begin is None:
                dropped["whose start date is missing or cannot be read"] += 1
            elif end is None and row["DEC_text"]:
                dropped["whose end date cannot be read"] += 1
            elif end is not None and end < begin:
                dropped["that end before they begin"] += 1
            elif birth is None:
                dropped["of a child with no date of birth"] += 1
            elif begin < birth:
                dropped["that begin before the child was born"] += 1
            elif (begin - birth).days / DAYS >= 18:
                dropped["that begin after the eighteenth birthday"] += 1
            elif begin > last or (end is not None and end > last):
                dropped["that begin or end after the return's last day"] += 1
            elif (row["CHILD"], begin) not in kept or kept[row["CHILD"], begin].end is None:
                kept[row["CHILD"], begin] = _Episode(begin, end, row, max(covered))
    if not kept:
        raise ReturnsError("Not one episode in the returns could be used. Check the dates in episodes.csv.")
    covers = Years(frozenset().union(*(covered for _each, covered in dated)))
    last_day = covers.last_day

    def years(day: date) -> float:
        return (day - last_day).days / DAYS

    by_child: dict[str, list[_Episode]] = {}
    for (child, _begin), episode in sorted(kept.items()):
        by_child.setdefault(child, []).append(episode)
    table: list[tuple[float, ...]] = []
    for number, (child, listed) in enumerate(by_child.items()):
        birth = born[child]
        assert birth is not None
        birthday = years(birth) + 18.0
        care_began, previous = 0.0, -1
        stays: list[list[float]] = []
        for place, episode in enumerate(listed):
            begin, end, row = episode.begin, episode.end, episode.row
            following = listed[place + 1].begin if place + 1 < len(listed) else None
            unseen = date(episode.seen, 3, 31)
            lost = end is None and unseen < (following or last_day)
            if following is not None and not lost and (end is None or end > following):
                dropped["that were still open, then ended by the next one"] += 1
                end = following
            home = home_of((row["PLACE"] or "").strip(), (row["PLACE_PROVIDER"] or "").strip())
            low = years(begin)
            high = min(years(end or unseen), birthday)
            carries_on = bool(stays) and previous < 0 and abs(stays[-1][3] - low) < 2 / DAYS
            if not carries_on:
                care_began = low
                if stays and previous in (State.WENT_HOME, State.KINSHIP_ORDER):
                    stays.append([previous, -1, stays[-1][3], low, stays[-1][3]])
            state = int(stays[-1][0]) if home is None and carries_on else int(home or State.OTHER_SETTING)
            reason = (row["REC"] or "").strip()
            moves_on = end is None or reason == NEXT_EPISODE or not reason
            previous = -1 if moves_on else int(left_to(reason))
            if carries_on and stays[-1][0] == state:
                stays[-1][3] = high
            else:
                stays.append([state, -1, low, high, care_began])
            if previous >= 0:
                stays[-1][1] = previous
            if lost:
                dropped[LOST] += 1
                stays[-1][1] = _NOT_KNOWN
            if end is not None and years(end) >= birthday - 1 / DAYS:
                stays[-1][1], previous = int(State.TURNED_18), -2
                break
        if stays and previous in (State.WENT_HOME, State.KINSHIP_ORDER) and stays[-1][3] < min(birthday, 0.0):
            stays.append([previous, -1, stays[-1][3], min(birthday, 0.0), stays[-1][3]])
        for here, after in zip(stays, [*stays[1:], None], strict=True):
            target = here[1] if here[1] >= 0 else (after[0] if after is not None else -1.0)
            target = -1.0 if here[1] == _NOT_KNOWN else target
            table.append(
                (
                    number,
                    here[0],
                    target,
                    here[2],
                    max(here[3], here[2]),
                    years(birth),
                    here[4],
                    child in alone,
                )
            )
    array = np.array(table, float)
    spells = Spells(
        array[:, 0].astype(np.int64), np.full(len(array), -1), array[:, 1].astype(np.int64),
        array[:, 2].astype(np.int64), array[:, 3], array[:, 4], array[:, 5],
        np.maximum(array[:, 6], array[:, 5]), array[:, 7].astype(bool),
    )  # fmt: skip
    notes = [
        f"In the authority's own SSDA903 returns, episodes {what}: {count:,}, "
        f"{'cut there' if 'open' in what else 'left out'}."
        for what, count in dropped.items()
        if count
    ]
    return Returned(spells, tuple(by_child), covers, (*covers.gaps(), *notes))
