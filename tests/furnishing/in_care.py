"""Children in care for tests: rows as they would stand, without the steps that lead there."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.care.models import Home, HomeAddress, HomeKind, LegalStatus, PeriodOfCare, Placement
from kith.casework.care.places import place_of_home
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

A_DAY = datetime.date(2026, 3, 2)


def a_home(
    name: str = "Ann and Joseph Clarke",
    *,
    kind: str = HomeKind.FOSTER,
    postcode: str = "E8 1EA",
    since: datetime.date = datetime.date(2015, 1, 1),
    **fields: Any,
) -> Home:
    """Return a home at a postcode, known since long ago."""
    home = Home.objects.create(name=name, kind=kind, **{"provider": "PR1", **fields})
    HomeAddress.objects.create(
        home=home, lines="12 Cedar Walk", town="London", start_date=since, **place_of_home(postcode)
    )
    return home


def come_into_care(
    child: Person,
    *,
    by: Worker,
    day: datetime.date = A_DAY,
    legal_status: str = "V2",
    home: Home | None = None,
    placement_type: str = "U6",
    home_postcode: str = "E8 1EA",
    **fields: Any,
) -> PeriodOfCare:
    """Return a period of care that began on a day, with a legal status and a placement from that day on."""
    place = place_of_home(home_postcode)
    period = PeriodOfCare.objects.create(
        child=child,
        start_date=day,
        category_of_need="N1",
        why="Nobody at home could look after the child.",
        decided_by=by,
        home_postcode=home_postcode,
        home_easting=place.get("easting"),
        home_northing=place.get("northing"),
        **fields,
    )
    LegalStatus.objects.create(period_of_care=period, child=child, code=legal_status, start_date=day)
    place_with(period, home or a_home(), day=day, placement_type=placement_type)
    return period


def place_with(
    period: PeriodOfCare, home: Home, *, day: datetime.date, placement_type: str = "U6", **fields: Any
) -> Placement:
    """Return a placement of the child of a period of care in a home from a day on."""
    return Placement.objects.create(
        period_of_care=period,
        child=period.child,
        home=home,
        home_address=home.addresses.filter(end_date__isnull=True).first(),
        placement_type=placement_type,
        provider=home.provider,
        urn=home.urn,
        start_date=day,
        **fields,
    )
