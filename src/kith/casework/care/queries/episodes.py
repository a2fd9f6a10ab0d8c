"""Episodes of children in care, read from the record: one child's as their page shows it, or many children's at once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import QuerySet

from kith.casework.care.areas import our_area
from kith.casework.care.episodes import Care, Episode, Status, Stay, episodes_of
from kith.casework.care.models import (
    HomeAddress,
    LegalStatus,
    PeriodOfCare,
    Placement,
    UnaccompaniedChild,
)
from kith.casework.furniture.known_at import NOW, Record

# One row for each period, status, placement and child who seeks asylum alone; the wall shows whom the worker may see.
_PERIODS = """
    SELECT p.id, p.child_id, p.start_date, p.end_date, p.ended_because, p.category_of_need, p.home_postcode,
           p.home_easting, p.home_northing,
           EXISTS (SELECT 1 FROM care_unaccompaniedchild u WHERE u.child_id = p.child_id)
    FROM care_periodofcare p {where} ORDER BY p.child_id, p.start_date"""
_STATUSES = """
    SELECT p.period_of_care_id, p.code, p.start_date, p.end_date
    FROM care_legalstatus p {where} ORDER BY p.period_of_care_id, p.start_date"""
_STAYS = """
    SELECT p.period_of_care_id, p.home_id, p.home_address_id, p.placement_type, p.provider, p.urn, p.start_date, p.end_date,
           p.ended_because, coalesce(a.postcode, ''), coalesce(a.authority_code, ''), a.easting, a.northing, p.id
    FROM care_placement p LEFT JOIN care_homeaddress a ON a.id = p.home_address_id {where}
    ORDER BY p.period_of_care_id, p.start_date"""
# The columns of the return's table of episodes, beside those that follow from its postcodes.
COLUMNS = {
    "CHILD": pl.String, "DECOM": pl.Date, "RNE": pl.String, "LS": pl.String, "CIN": pl.String, "PLACE": pl.String,
    "PLACE_PROVIDER": pl.String, "DEC": pl.Date, "REC": pl.String, "REASON_PLACE_CHANGE": pl.String, "HOME_POST": pl.String,
    "PL_POST": pl.String, "URN": pl.String, "PL_LOCATION": pl.String, "PL_DISTANCE": pl.Float64,
}  # fmt: skip


def rows_about(child_id: int, record: Record = NOW) -> dict[str, QuerySet[Any]]:
    """Return the querysets from which `of_rows` computes a child's episodes, by the names that it takes them by."""
    return {
        "periods": record.rows(PeriodOfCare).filter(child_id=child_id).order_by("start_date"),
        "statuses": record.rows(LegalStatus).filter(child_id=child_id).order_by("start_date"),
        "placements": record.rows(Placement).filter(child_id=child_id).order_by("start_date"),
        "unaccompanied": record.rows(UnaccompaniedChild).filter(child_id=child_id).order_by("start_date"),
    }


def of_rows(
    *,
    periods: Sequence[Any],
    statuses: Sequence[Any],
    placements: Sequence[Any],
    unaccompanied: Sequence[Any],
    addresses: dict[int, HomeAddress],
) -> list[Episode]:
    """Return a child's episodes from rows of the record, now or as known at an earlier instant."""
    return episodes_of(
        [
            Care(
                period.pk,
                period.child_id,
                period.start_date,
                period.end_date,
                period.ended_because,
                period.category_of_need,
                period.home_postcode,
                period.home_easting,
                period.home_northing,
                bool(unaccompanied),
                [
                    Status(row.code, row.start_date, row.end_date)
                    for row in statuses
                    if row.period_of_care_id == period.pk
                ],
                [
                    _stay(row, addresses.get(row.home_address_id))
                    for row in placements
                    if row.period_of_care_id == period.pk
                ],
            )
            for period in periods
        ],
        our_authority=our_area(),
    )


def _stay(row: Any, address: HomeAddress | None) -> Stay:
    return Stay(
        row.home_id,
        row.home_address_id,
        row.placement_type,
        row.provider,
        row.urn,
        row.start_date,
        row.end_date,
        row.ended_because,
        address.postcode if address else "",
        address.authority_code if address else "",
        address.easting if address else None,
        address.northing if address else None,
        row.pk,
    )


def episodes_of_children(children: Iterable[int] | None = None) -> list[Episode]:
    """Return the episodes of these children, or of every child whom the worker may see: three queries, however many.

    In the order of children, and of each child's days.
    """
    wanted = None if children is None else sorted(set(children))
    where = "" if wanted is None else "WHERE p.child_id = ANY(%s)"
    asked = [] if wanted is None else [wanted]
    statuses: dict[int, list[Status]] = defaultdict(list)
    stays: dict[int, list[Stay]] = defaultdict(list)
    for period, *status in _rows(_STATUSES.format(where=where), asked):
        statuses[period].append(Status._make(status))
    for period, *stay in _rows(_STAYS.format(where=where), asked):
        stays[period].append(Stay._make(stay))
    cares = [
        Care._make((*row, statuses.get(row[0], []), stays.get(row[0], [])))
        for row in _rows(_PERIODS.format(where=where), asked)
    ]
    return episodes_of(cares, our_authority=our_area())


def _rows(sql: str, asked: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        yield from cursor.fetchall()


def as_frame(
    episodes: Iterable[Episode], *, first: datetime.date | None = None, last: datetime.date | None = None
) -> pl.DataFrame:
    """Return episodes as the return's table: one row each, in the columns of `COLUMNS`, empty cells null.

    `first` and `last` are the days of a collection year, both inclusive: episodes outside it are left out, and one that
    goes on after `last` is open.
    """
    rows = [
        (
            str(one.child), one.start, one.reason_new, one.legal_status, one.category, one.place, one.provider or None,
            one.end if ends else None, (one.reason_ended or None) if ends else None,
            (one.reason_change or None) if ends else None, one.home_postcode or None, one.postcode or None,
            one.urn or None, one.location or None, one.miles,
        )
        for one in episodes
        for ends in (one.end is not None and (last is None or one.end <= last),)
        if (last is None or one.start <= last) and (first is None or one.end is None or one.end >= first)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
