"""Episodes of the statutory return, computed by laying legal statuses over placements. Plain Python: no Django, no database.

An episode is a time over which neither the legal status nor the placement changes. Each ends on the day on which the next
begins, and the last with the period of care. Nothing here is ever typed.

References
----------
SSDA903 guide (Department for Education); the codes are those of `kith.codes`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from math import hypot
from typing import NamedTuple

from kith.casework.care.placement_codes import SHORT_BREAKS, TEMPORARY, URN_NOT_KNOWN, WITHOUT_URN

METRES_IN_A_MILE = 1609.344


class Status(NamedTuple):
    """One legal status over `[start, end)`."""

    code: str
    start: datetime.date
    end: datetime.date | None


class Stay(NamedTuple):
    """One placement over `[start, end)`, and where it was."""

    home: int
    address: int | None
    place: str
    provider: str
    urn: str
    start: datetime.date
    end: datetime.date | None
    ended_because: str
    postcode: str
    authority: str
    easting: int | None
    northing: int | None
    number: int = 0  # of the placement, for a page that leads to it

    @property
    def is_temporary(self) -> bool:
        """Whether the child comes back from it."""
        return self.place in TEMPORARY

    def same_as(self, other: Stay) -> bool:
        """Return whether the return sees no difference: the same home at the same address, and alike in every code."""
        return self[:5] == other[:5]


class Care(NamedTuple):
    """One period of care over `[start, end)`, with its statuses and stays, each in order and without overlap."""

    number: int
    child: int
    start: datetime.date
    end: datetime.date | None
    ended_because: str
    category: str
    home_postcode: str
    home_easting: int | None
    home_northing: int | None
    unaccompanied: bool
    statuses: Sequence[Status]
    stays: Sequence[Stay]


class Episode(NamedTuple):
    """One episode, every code as the return has it; an empty string is an empty cell, and `end` is None while it is open."""

    child: int
    period: int
    start: datetime.date  # DECOM
    reason_new: str  # RNE
    legal_status: str  # LS
    category: str  # CIN
    place: str  # PLACE
    provider: str  # PLACE_PROVIDER
    end: datetime.date | None  # DEC
    reason_ended: str  # REC
    reason_change: str  # REASON_PLACE_CHANGE
    home_postcode: str  # HOME_POST
    postcode: str  # PL_POST
    urn: str  # URN
    location: str  # IN or OUT of the authority; empty where it cannot be told
    miles: float | None  # from home to the placement in a straight line
    home: int
    placement: int

    @property
    def is_short_break(self) -> bool:
        """Whether it is one of a series of short breaks."""
        return self.legal_status in SHORT_BREAKS

    @property
    def records_agreement(self) -> bool:
        """Whether it stands for the agreement to short breaks, and not for each break (V4)."""
        return self.legal_status == "V4"


def episodes_of(cares: Iterable[Care], *, our_authority: str) -> list[Episode]:
    """Return the episodes of these periods of care, each period's in order.

    `our_authority` is the Office for National Statistics code of the authority whose return this is.
    """
    return [episode for care in cares for episode in _of_one(care, our_authority)]


def _of_one(care: Care, ours: str) -> Iterator[Episode]:
    parts = list(_parts(care.statuses, care.stays))
    for number, (start, status, stay) in enumerate(parts):
        before = parts[number - 1] if number else None
        after = parts[number + 1] if number + 1 < len(parts) else None
        moves_on = after is not None and after[2] is not stay
        yield Episode(
            care.child,
            care.number,
            start,
            _reason_new(before, status, stay),
            status,
            care.category,
            stay.place,
            stay.provider,
            after[0] if after else care.end,
            "X1" if after else care.ended_because,
            _reason_of_change(stay, after[2]) if after is not None and moves_on else "",
            *_where(care, status, stay, ours),
            stay.home,
            stay.number,
        )


Part = tuple[datetime.date, str, Stay]


def _parts(statuses: Sequence[Status], stays: Sequence[Stay]) -> Iterator[Part]:
    """Yield the first day of each stretch of days with one status and one stay, with both; like ones are joined."""
    first, second, last = 0, 0, None
    stays = _joined(stays)
    while first < len(statuses) and second < len(stays):
        status, stay = statuses[first], stays[second]
        start = max(status.start, stay.start)
        if (status.end is None or start < status.end) and (stay.end is None or start < stay.end):
            part = (start, status.code, stay)
            if last is None or last[1:] != part[1:]:
                last = part
                yield part
        # Whichever ends first gives way to the next; where both end on one day, both do.
        status_end, stay_end = status.end or datetime.date.max, stay.end or datetime.date.max
        first += status_end <= stay_end
        second += stay_end <= status_end


def _joined(stays: Sequence[Stay]) -> list[Stay]:
    """Return the stays, those that follow each other without a difference as one."""
    joined: list[Stay] = []
    for stay in stays:
        if joined and joined[-1].end == stay.start and joined[-1].same_as(stay):
            joined[-1] = joined[-1]._replace(end=stay.end, ended_because=stay.ended_because)
        else:
            joined.append(stay)
    return joined


def _reason_new(before: Part | None, status: str, stay: Stay) -> str:
    if before is None:
        return "S"
    other_status, other_stay = before[1] != status, before[2] is not stay
    if not other_stay:
        return "L"
    # To a temporary placement and back from one the return knows P and B alone, whoever cares for the child.
    same_carer = before[2].home == stay.home and not (before[2].is_temporary or stay.is_temporary)
    if other_status:
        return "U" if same_carer else "B"
    return "T" if same_carer else "P"


def _reason_of_change(stay: Stay, following: Stay) -> str:
    return "" if stay.is_temporary or following.is_temporary else stay.ended_because


def _where(care: Care, status: str, stay: Stay, ours: str) -> tuple[str, str, str, str, float | None]:
    """Return home postcode, placement postcode, number of Ofsted's, IN or OUT, and miles, as far as they are collected."""
    if status in SHORT_BREAKS:
        return "", "", "", "", None
    urn = "" if stay.place in WITHOUT_URN else stay.urn or URN_NOT_KNOWN
    location = ("IN" if stay.authority == ours else "OUT") if ours and stay.authority else ""
    if care.unaccompanied:
        return "", stay.postcode, urn, location, None
    return care.home_postcode, stay.postcode, urn, location, _miles(care, stay)


def _miles(care: Care, stay: Stay) -> float | None:
    if (
        care.home_easting is None
        or care.home_northing is None
        or stay.easting is None
        or stay.northing is None
    ):
        return None
    metres = hypot(care.home_easting - stay.easting, care.home_northing - stay.northing)
    return round(metres / METRES_IN_A_MILE, 1)
