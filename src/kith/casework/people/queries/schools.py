"""Looking up a school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.people.models import School

MOST = 20


def schools_like(asked: str) -> QuerySet[School]:
    """Return the first schools whose name, postcode or number is like what was asked for, by name; none for nothing."""
    words = asked.split()
    if not words:
        return School.objects.none()
    found = School.objects.all()
    for word in words[:6]:
        found = found.filter(Q(name__icontains=word) | Q(postcode__icontains=word) | Q(urn=word))
    return found.order_by("name", "pk")[:MOST]


def with_schools(places: Iterable[Any], schools: Iterable[Any]) -> list[Any]:
    """Return a person's places at schools, the latest first, each with its school as `shown`."""
    by_number = {school.id: school for school in schools}
    found = sorted(places, key=lambda one: (one.start_date, one.id), reverse=True)
    for place in found:
        place.shown = by_number.get(place.school_id)
    return found
