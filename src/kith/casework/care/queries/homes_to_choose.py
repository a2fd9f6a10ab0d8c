"""Looking up a home for children, those first that would keep something: a brother or sister there, or lived in before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kith.casework.care.models import AdoptionPlan, Home, HomeAddress, HomeKind, Placement
from kith.casework.people.models import Person

MOST = 20


@dataclass(frozen=True)
class HomeToChoose:
    """One home that may be chosen, where it is, and why it comes first."""

    home: Home
    address: HomeAddress | None
    why: str = ""


def homes_to_choose(
    asked: str, child: Person, siblings: Sequence[Person], today: datetime.date
) -> tuple[list[HomeToChoose], list[HomeToChoose]]:
    """Return the homes that would keep something, and those like what was asked for. Four queries.

    The home where the child lives now is in neither.
    """
    names = {one.pk: one.display_name for one in siblings}
    placements = list(
        Placement.objects.filter(Q(child=child) | Q(child_id__in=names, end_date__isnull=True)).order_by(
            "-start_date"
        )
    )
    now = {one.home_id for one in placements if one.child_id == child.pk and one.holds_on(today)}
    why: dict[int, str] = {}
    for one in placements:
        if one.home_id in now:
            continue
        if one.child_id == child.pk:
            why.setdefault(one.home_id, f"{child.display_name} lived here until {one.end_date:%-d %B %Y}")
        else:
            why[one.home_id] = f"{names[one.child_id]} lives here"
    matched = AdoptionPlan.objects.filter(
        child=child, home__isnull=False, reversed_date__isnull=True, order_date__isnull=True
    ).values_list("home_id", flat=True)
    why.update((number, "The home of their adopters") for number in matched if number not in now)
    found: list[Home] = []
    words = asked.split()[:6]
    if words:
        # An adopters' home is found from the child's own record alone.
        like = Home.objects.exclude(pk__in=now).exclude(kind=HomeKind.ADOPTERS)
        for word in words:
            like = like.filter(Q(name__icontains=word) | Q(urn=word))
        found = list(like.order_by("name", "pk")[:MOST])
    first = list(Home.objects.filter(pk__in=why).order_by("name", "pk")) if why else []
    where = _addresses([one.pk for one in [*first, *found]], today)
    return (
        [HomeToChoose(one, where.get(one.pk), why[one.pk]) for one in first],
        [HomeToChoose(one, where.get(one.pk)) for one in found if one.pk not in why],
    )


def _addresses(homes: Iterable[int], today: datetime.date) -> dict[int, HomeAddress]:
    rows = HomeAddress.objects.filter(home_id__in=list(homes)).order_by("start_date")
    return {row.home_id: row for row in rows if row.end_date is None or row.end_date > today}
