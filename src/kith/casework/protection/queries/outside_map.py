"""A map of harm outside the home as one of its readers sees it: drawn, and the same in tables; and which maps they read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.protection.access_maps import OpenMap, readers_today, reads_on, shut_out_of
from kith.casework.protection.map_drawing import Edge, MapDrawing, Node, draw_map
from kith.casework.protection.models import HowSure, MapLink, MapNode, MapReader, NodeKind, OutsideMap
from kith.casework.workforce.models import Worker

NOT_OPEN = "Somebody on a record that is not open to you"


@dataclass(frozen=True)
class ShownNode:
    """Something on a map as a reader sees it."""

    row: MapNode
    name: str
    person: Person | None  # whose basics the reader may see

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return NodeKind(self.row.kind).label


@dataclass(frozen=True)
class ShownLink:
    """What joins two on a map, with its number in the picture."""

    row: MapLink
    number: int
    first: str
    second: str

    @property
    def how_sure(self) -> str:
        """How sure, in words."""
        return HowSure(self.row.how_sure).label


@dataclass(frozen=True)
class ShownReader:
    """Somebody named on a map; `is_shut_out` where it cannot be opened to them at present."""

    row: MapReader
    is_shut_out: bool


@dataclass(frozen=True)
class MapStory:
    """A map as a reader sees it."""

    nodes: list[ShownNode]
    links: list[ShownLink]
    readers: list[ShownReader]
    drawing: MapDrawing
    owner: Worker
    today: datetime.date

    @property
    def owner_alone(self) -> bool:
        """Whether nobody but its owner reads it, so that it would be lost with them."""
        return len([one for one in self.readers if not one.is_shut_out]) < 2

    @property
    def owner_has_left(self) -> bool:
        """Whether the owner has left the service."""
        return self.owner.end_date is not None and self.owner.end_date <= self.today


def nodes_of(outside_map: OutsideMap) -> list[ShownNode]:
    """Return what stands on a map now: the map's own name for each, else the person's, where the reader may know it."""
    rows = list(
        MapNode.objects.filter(map=outside_map, removed_date__isnull=True).order_by(
            "kind", "added_date", "pk"
        )
    )
    people = people_of({row.person_id for row in rows if row.person_id})
    shown = []
    for row in rows:
        person = people.get(row.person_id or 0)
        name = row.label or (person.display_name if person else NOT_OPEN)
        shown.append(ShownNode(row, name, person))
    order = list(NodeKind)
    return sorted(shown, key=lambda one: (order.index(NodeKind(one.row.kind)), one.row.pk))


def people_of(numbers: set[int]) -> dict[int, Person]:
    """Return people by number as far as the worker acting may see them; somebody joined to another record is that one."""
    found = Person.objects.in_bulk(numbers) if numbers else {}
    joined = {one.merged_into_id for one in found.values() if one.merged_into_id}
    kept = Person.objects.in_bulk(joined) if joined else {}
    return {
        number: kept.get(one.merged_into_id, one)
        for number, one in found.items()
        if one.merged_into_id is None or one.merged_into_id in kept
    }


def map_story(opened: OpenMap, today: datetime.date) -> MapStory:
    """Return a map with its picture."""
    outside_map = opened.map
    nodes = nodes_of(outside_map)
    names = {one.row.pk: one.name for one in nodes}
    rows = MapLink.objects.filter(map=outside_map, end_date__isnull=True).order_by("start_date", "pk")
    links = [
        ShownLink(row, number, names[row.from_node_id], names[row.to_node_id])
        for number, row in enumerate(
            (row for row in rows if row.from_node_id in names and row.to_node_id in names), start=1
        )
    ]
    readers = (
        MapReader.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=today), map=outside_map, start_date__lte=today
        )
        .select_related("worker", "named_by")
        .order_by("start_date", "pk")
    )
    shut_out = shut_out_of(outside_map.pk)
    return MapStory(
        nodes=nodes,
        links=links,
        readers=[
            ShownReader(row, row.worker.end_date is not None or row.worker_id in shut_out) for row in readers
        ],
        drawing=draw_map(
            [Node(one.row.pk, one.row.kind, one.name) for one in nodes],
            [Edge(one.row.from_node_id, one.row.to_node_id, one.row.how_sure, one.number) for one in links],
        ),
        owner=outside_map.owner,
        today=today,
    )


def maps_read_by(worker: Worker) -> list[OutsideMap]:
    """Return the maps that a worker reads today, open ones first."""
    numbers = MapReader.objects.filter(readers_today(worker)).values("map_id")
    maps = OutsideMap.objects.filter(pk__in=numbers).select_related("owner")
    return sorted(maps, key=lambda one: (one.closed_date is not None, one.review_date, one.pk))


def maps_with(person: Person, worker: Worker) -> QuerySet[OutsideMap]:
    """Return the maps that a worker reads today and on which a person stands, for a link on that person's page."""
    standing = MapNode.objects.filter(
        Q(person=person) | Q(person__merged_into=person), removed_date__isnull=True
    )
    reading = MapReader.objects.filter(readers_today(worker))
    return OutsideMap.objects.filter(
        pk__in=reading.values("map_id"), id__in=standing.values("map_id")
    ).order_by("title", "pk")


def maps_to_look_at(worker: Worker, today: datetime.date, record: Record) -> list[OutsideMap]:
    """Return the maps that a worker owns, reads and should look at again by today."""
    return record.together(**_to_look_at(record, worker.pk, today))["maps"]


@shaped
def _to_look_at(record: Record, worker_id: int, today: datetime.date) -> dict[str, QuerySet[Any]]:
    read = record.rows(MapReader).filter(reads_on(worker_id, today)).order_by().values("map_id")
    maps = record.rows(OutsideMap).filter(
        owner_id=worker_id, closed_date__isnull=True, review_date__lte=today, id__in=read
    )
    return {"maps": maps.order_by("review_date", "id")}
