"""Homes as they are looked up, and one home with who cares there and which children live there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from kith.casework.care.models import Home, HomeAddress, HomeCarer, HomeKind, Placement
from kith.casework.people.models import Person

MOST = 30


@dataclass(frozen=True)
class HomeFound:
    """One home that was looked up, and where it is now."""

    home: Home
    address: HomeAddress | None


def homes_like(asked: str, today: datetime.date) -> list[HomeFound]:
    """Return the homes whose name has these words, or that have this number or postcode. Two queries."""
    words = asked.split()[:6]
    if not words:
        return []
    # An adopters' home is found from the child's own record alone.
    like: QuerySet[Home] = Home.objects.exclude(kind=HomeKind.ADOPTERS)
    for word in words:
        at = HomeAddress.objects.filter(postcode__istartswith=word).values("home_id")
        like = like.filter(Q(name__icontains=word) | Q(urn__iexact=word) | Q(pk__in=at))
    homes = list(like.order_by("name", "pk")[:MOST])
    where = {row.home_id: row for row in HomeAddress.objects.filter(home__in=homes).on(today)}
    return [HomeFound(home, where.get(home.pk)) for home in homes]


@dataclass(frozen=True)
class HomesPage:
    """A home's addresses, carers and children: those whom the reader may see, and how many more."""

    addresses: list[HomeAddress]
    carers: list[tuple[HomeCarer, Person | None]]
    children: list[Placement]
    hidden: int


def home_page(home: Home, today: datetime.date) -> HomesPage:
    """Return what the page of a home shows. Five queries."""
    carers = list(HomeCarer.objects.filter(home=home).order_by("end_date", "start_date"))
    people = Person.objects.in_bulk([one.person_id for one in carers if one.person_id])
    children = list(
        Placement.objects.filter(home=home)
        .on(today)
        .select_related("child")
        .order_by("child__birth_date", "pk")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kith_children_in_home(%s, %s)", [home.pk, today])
        (everybody,) = cursor.fetchone()
    return HomesPage(
        list(HomeAddress.objects.filter(home=home).order_by("-start_date")),
        [(one, people.get(one.person_id)) for one in carers],
        children,
        max(everybody - len(children), 0),
    )
