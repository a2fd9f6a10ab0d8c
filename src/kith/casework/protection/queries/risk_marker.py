"""Who poses a risk to a child, for the page of each linked child; and one marker with all that belongs to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.protection.models import ChildAtRiskFrom, PersonWhoPosesRisk, RiskBasis, RiskReview
from kith.casework.workforce.models import Worker

NOT_OPEN = "Somebody whose record is not open to you"


@dataclass(frozen=True)
class ShownMarker:
    """A marker as a linked child's page shows it: who, as far as the reader may know, what to do, and how they could meet."""

    row: PersonWhoPosesRisk
    person: Person | None
    links: list[ChildAtRiskFrom]
    today: datetime.date

    @property
    def name(self) -> str:
        """The marked person's name, for whoever may know it."""
        return self.person.display_name if self.person else NOT_OPEN

    @property
    def basis(self) -> str:
        """On what it rests, in words."""
        return RiskBasis(self.row.basis).label

    @property
    def is_agreed(self) -> bool:
        """Whether somebody else has agreed to it."""
        return self.row.agreed_by_id is not None

    @property
    def review_is_due(self) -> bool:
        """Whether it is to be looked at again by today."""
        return self.row.review_date <= self.today


def marker_rows(children: Iterable[int], today: datetime.date, record: Record = NOW) -> dict[str, Any]:
    """Return the querysets of the markers linked to any of these children, for `Record.together`.

    The wall shows those of children whose records the worker acting reads, and people as far as they may see them.
    """
    links = record.rows(ChildAtRiskFrom).filter(
        Q(end_date__isnull=True) | Q(end_date__gt=today), child_id__in=list(children)
    )
    markers = record.rows(PersonWhoPosesRisk).filter(id__in=links.values("marker_id"), end_words="")
    return {
        "links": links,
        "markers": markers,
        "people": Person.objects.filter(pk__in=markers.values("person_id")),
    }


def shown_markers(
    markers: list[PersonWhoPosesRisk],
    links: list[ChildAtRiskFrom],
    people: list[Person],
    today: datetime.date,
) -> list[ShownMarker]:
    """Return markers as a page shows them, the oldest first."""
    by_number = {one.pk: one for one in people}
    return [
        ShownMarker(
            row, by_number.get(row.person_id), [link for link in links if link.marker_id == row.pk], today
        )
        for row in sorted(markers, key=lambda row: (row.start_date, row.pk))
    ]


@dataclass(frozen=True)
class MarkerStory:
    """One marker with the children linked to it, those who might be, and each look again."""

    shown: ShownMarker
    children: list[tuple[ChildAtRiskFrom, Person]]
    hidden_children: int
    near: list[Person]  # who share a home or a family with the marked person and are not linked
    hidden_near: int
    reviews: list[RiskReview]
    marked_by: Worker | None
    agreed_by: Worker | None


def marker_story(marker: PersonWhoPosesRisk, linked: Iterable[int], today: datetime.date) -> MarkerStory:
    """Return a marker's page; `linked` are all children linked to it, seen or unseen."""
    everybody = set(linked)
    links = list(
        ChildAtRiskFrom.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=today), marker=marker
        ).order_by("start_date", "pk")
    )
    near = children_near(marker.pk)
    people = Person.objects.in_bulk({marker.person_id, *everybody, *near})
    workers = Worker.objects.in_bulk({marker.marked_by_id, marker.agreed_by_id} - {None})
    children = [(link, people[link.child_id]) for link in links if link.child_id in people]
    return MarkerStory(
        shown=ShownMarker(marker, people.get(marker.person_id), links, today),
        children=children,
        hidden_children=len(everybody - {child.pk for _, child in children}),
        near=sorted(
            (people[number] for number in near if number in people),
            key=lambda one: (one.birth_date or today, one.pk),
        ),
        hidden_near=sum(number not in people for number in near),
        reviews=list(
            RiskReview.objects.filter(marker=marker)
            .select_related("reviewed_by")
            .order_by("-reviewed_date", "-pk")
        ),
        marked_by=workers.get(marker.marked_by_id),
        agreed_by=workers.get(marker.agreed_by_id or 0),
    )


def children_near(marker_id: int) -> list[int]:
    """Return the numbers of children who share a home or a family with the marked person and are not linked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_children_near_marked(%s) ORDER BY 1", [marker_id])
        rows: list[Any] = cursor.fetchall()
    return [number for (number,) in rows]
