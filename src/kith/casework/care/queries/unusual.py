"""What is unusual about a step in a child's care, gathered for the page that asks why, and for the record of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from kith.casework.care import what_is_unusual as unusual
from kith.casework.care.areas import in_our_area
from kith.casework.care.models import (
    DeprivationOfLiberty,
    Home,
    HomeAddress,
    LegalStatus,
    PeriodOfCare,
    Placement,
)
from kith.casework.care.placement_codes import TEMPORARY, provider_of, urn_of
from kith.casework.care.places import metres_between
from kith.casework.people.models import Address, Person, Residence


@dataclass
class Point:
    """A grid reference, or none."""

    easting: int | None
    northing: int | None


def address_of(home: Home, day: datetime.date) -> HomeAddress | None:
    """Return where a home was on a day."""
    found: HomeAddress | None = HomeAddress.objects.filter(home=home).on(day).first()
    return found


def residence_of(child: Person, day: datetime.date) -> Address | None:
    """Return where a child lived just before a day; where nothing is known of then, the first home known since."""
    return residences_of([child], day).get(child.pk)


def residences_of(children: Sequence[Person], day: datetime.date) -> dict[int, Address]:
    """Return the same for several children, by child, leaving out those of whom nothing is known. One query."""
    eve = day - datetime.timedelta(days=1)
    homes = Residence.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gt=eve), person__in=children, kind="home"
    ).select_related("address")
    found: dict[int, Address] = {}
    for row in homes.order_by("start_date"):
        # The first that ends after the eve: the one of that day, or else the first known since.
        if row.end_date is None or row.end_date > day or row.start_date <= eve:
            found.setdefault(row.person_id, row.address)
    return found


def before_care_begins(
    *, child: Person, day: datetime.date, legal_status: str, home: Home, placement_type: str
) -> list[str]:
    """Return what is unusual about a child coming into care so."""
    coming = [(child, home, placement_type)]
    return before_several_come(coming, day=day, legal_status=legal_status)[child.pk]


def before_several_come(
    coming: Sequence[tuple[Person, Home, str]], *, day: datetime.date, legal_status: str
) -> dict[int, list[str]]:
    """Return what is unusual about each of several children coming into care, each to a home. Two queries."""
    lived = residences_of([child for child, _, _ in coming], day)
    where = {
        row.home_id: row
        for row in HomeAddress.objects.filter(home__in=[home for _, home, _ in coming]).on(day)
    }
    found = {}
    for child, home, placement_type in coming:
        own = lived.get(child.pk)
        found[child.pk] = [
            *([] if own and own.postcode else [unusual.NO_HOME_BEFORE]),
            *unusual.of_status(child=child, code=legal_status, day=day),
            *_of_placing(
                home,
                placement_type,
                where.get(home.pk),
                home_postcode=own.postcode if own else "",
                home_point=own,
            ),
        ]
    return found


def before_placing(*, period: PeriodOfCare, home: Home, placement_type: str, day: datetime.date) -> list[str]:
    """Return what is unusual about a child in care moving to a home so."""
    last = list(
        Placement.objects.filter(period_of_care=period, start_date__lt=day).order_by("-start_date")[:2]
    )
    said: list[str] = []
    if last:
        before_that = last[1].home_id if len(last) > 1 else None
        said += unusual.of_temporary(last[0].placement_type, last[0].start_date, day)
        said += unusual.of_following(last[0].placement_type, before_that, placement_type, home.pk)
    said += _of_placing(
        home,
        placement_type,
        address_of(home, day),
        home_postcode=period.home_postcode,
        home_point=Point(period.home_easting, period.home_northing),
    )
    if (last and last[0].placement_type in TEMPORARY) or placement_type in TEMPORARY:
        changed = LegalStatus.objects.filter(
            period_of_care=period, start_date=day, period_of_care__start_date__lt=day
        )
        if changed.exists() and last and last[0].placement_type in TEMPORARY:
            said.append(
                "The legal status changed on the day of the return from a temporary stay. The return has no code for both."
            )
    if DeprivationOfLiberty.objects.filter(child_id=period.child_id).on(day).exists():
        said += unusual.of_liberty([placement_type])
    return said


def before_status_changes(*, period: PeriodOfCare, code: str, day: datetime.date) -> list[str]:
    """Return what is unusual about another legal status from a day."""
    ending = (
        LegalStatus.objects.filter(period_of_care=period, start_date__lt=day).order_by("-start_date").first()
    )
    placed = Placement.objects.filter(period_of_care=period).on(day).first()
    before = Placement.objects.filter(period_of_care=period, end_date=day).first()
    said = unusual.of_status(
        child=period.child,
        code=code,
        day=day,
        ending=ending.code if ending else "",
        ending_since=ending.start_date if ending else None,
    )
    away = placed is not None and placed.placement_type in TEMPORARY and placed.start_date < day
    back = before is not None and before.placement_type in TEMPORARY
    if away or back:
        said.append(
            "The child is on a temporary stay, or comes back from one that day. The return has no code for a legal status "
            "that changes then."
        )
    return said


def before_care_ends(*, period: PeriodOfCare, reason: str, day: datetime.date) -> list[str]:
    """Return what is unusual about care ending so."""
    placed = Placement.objects.filter(period_of_care=period, end_date__isnull=True).first()
    status = LegalStatus.objects.filter(period_of_care=period, end_date__isnull=True).first()
    said = unusual.of_ending(reason, placed.placement_type) if placed else []
    return said + (unusual.of_length(status.code, status.start_date, day) if status else [])


def _of_placing(
    home: Home,
    placement_type: str,
    address: HomeAddress | None,
    *,
    home_postcode: str,
    home_point: Address | Point | None,
) -> list[str]:
    return [
        *unusual.of_home(
            home_name=home.name,
            home_kind=home.kind,
            placement_type=placement_type,
            urn=urn_of(placement_type, home.urn),
            has_address=address is not None,
        ),
        *unusual.of_place(
            placement_type=placement_type,
            provider=provider_of(placement_type, home.provider),
            home_postcode=home_postcode,
            placement_postcode=address.postcode if address else "",
            metres=metres_between(home_point, address),
            in_our_area=in_our_area(address.authority_code) if address else None,
        ),
    ]
