"""Searching the directory of services: by need, words, a child's age, distance, day and cost."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import F

from kith.casework.family_help.models import DirectoryFeed, DirectoryPlace, DirectoryService

METRES_IN_A_MILE = 1609.344
# A service for people of these ages is one for parents and other adults, whatever the child's age.
ADULT, GROWN = 16, 30


class Matched(StrEnum):
    """How the words that were typed were found."""

    ALL = "all"  # every word, in any form
    SOME = "some"  # one of them at least
    ALIKE = "alike"  # a name spelt much like them


@dataclass(frozen=True)
class Asked:
    """What is looked for; what is empty does not matter. `near` is easting and northing in metres.

    `age` is a child's, in years. The rest is what the standard's API may ask: ages as the service has them, times of day,
    terms and taxonomies by number, and only what we publish.
    """

    kinds: tuple[str, ...] = ()
    words: str = ""
    age: int | None = None
    near: tuple[int, int] | None = None
    within: float | None = None  # metres
    weekday: int | None = None
    free_only: bool = False
    active_only: bool = True
    published_only: bool = False
    term: uuid.UUID | None = None
    taxonomy: uuid.UUID | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    opens_from: datetime.time | None = None
    closes_by: datetime.time | None = None


@dataclass(frozen=True)
class FoundService:
    """One service that was found, and how far it is in metres where it has a place and somebody asked."""

    service: DirectoryService
    metres: float | None

    @property
    def miles(self) -> float | None:
        """Return the distance in miles, to a tenth."""
        return None if self.metres is None else round(self.metres / METRES_IN_A_MILE, 1)


@dataclass(frozen=True)
class FoundServices:
    """One page of what was found, how many there are in all, and how the words were found."""

    services: list[FoundService]
    total: int
    matched: Matched = Matched.ALL


def find_services(asked: Asked, *, first: int = 0, most: int = 20) -> FoundServices:
    """Return services from the `first` on, nearest first where a place is given, else the best fit of the words, or by name.

    Services with no place of their own, such as a helpline, are found however far, after those that have one. Where no
    service has all of the words, those with some of them are found, and else those whose name is spelt much like them.
    """
    for matched in Matched if asked.words.strip() else (Matched.ALL,):
        numbers, total = _numbers(asked, matched, first, most)
        if total:
            break
    rows = DirectoryService.objects.select_related("feed").in_bulk([number for number, _ in numbers])
    return FoundServices(
        [FoundService(rows[number], metres) for number, metres in numbers if number in rows], total, matched
    )


def _numbers(
    asked: Asked, matched: Matched, first: int, most: int
) -> tuple[list[tuple[int, float | None]], int]:
    """Return the numbers of one page with their distance, and how many there are in all."""
    where, given = _conditions(asked)
    order = ["s.name", "s.id"]
    ordering: list[Any] = []
    if asked.words.strip():
        condition, rank, typed = _words(asked.words, matched)
        where.append(condition)
        given += typed
        order.insert(0, rank)
        ordering.append(asked.words)
    near, measures = _near(asked)
    if near:
        order.insert(0, "near.metres NULLS LAST")
        where.append("(near.metres IS NOT NULL OR NOT s.has_place)")
    sql = (
        f"{near} SELECT s.id, {'near.metres' if near else 'NULL::float8'}, count(*) OVER ()"  # noqa: S608  our own words
        f" FROM family_help_directoryservice s {'LEFT JOIN near ON near.service_id = s.id' if near else ''}"
        f" WHERE {' AND '.join(where)} ORDER BY {', '.join(order)} LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*measures, *given, *ordering, most, first])
        rows = cursor.fetchall()
        if rows or not first:
            return [(number, metres) for number, metres, _ in rows], rows[0][2] if rows else 0
        # Beyond the last page there is no row to carry the count.
        cursor.execute(f"SELECT count(*) FROM ({sql}) found", [*measures, *given, *ordering, None, 0])  # noqa: S608
        return [], cursor.fetchone()[0]


_VECTOR = "to_tsvector('english', COALESCE(s.search_words, ''))"
_ALL = "websearch_to_tsquery('english', %s)"
_ANY = "replace(plainto_tsquery('english', %s)::text, '&', '|')::tsquery"
MOST_MISSPELT = 6


def _words(words: str, matched: Matched) -> tuple[str, str, list[str]]:
    """Return a condition that words are found so, an order with the best fit first, and what the condition is given."""
    if matched == Matched.ALL:
        return f"{_VECTOR} @@ {_ALL}", f"ts_rank(to_tsvector('english', s.name), {_ALL}) DESC", [words]
    if matched == Matched.SOME:
        return f"{_VECTOR} @@ {_ANY}", f"ts_rank(to_tsvector('english', s.name), {_ANY}) DESC", [words]
    # Each word by itself, so that the index of trigrams knows it; short words are like too many.
    typed = [word for word in words.split() if len(word) > 3][:MOST_MISSPELT] or [words]
    return f"({' OR '.join(['s.name %%> %s'] * len(typed))})", "word_similarity(%s, s.name) DESC", typed


def _near(asked: Asked) -> tuple[str, list[Any]]:
    """Return the part that measures each service's nearest place, within a square first, which an index knows."""
    if asked.near is None:
        return "", []
    easting, northing = asked.near
    inside = ""
    given: list[Any] = []
    if asked.within is not None:
        inside = " AND point(easting, northing) <@ box(point(%s, %s), point(%s, %s))"
        given = [
            easting - asked.within,
            northing - asked.within,
            easting + asked.within,
            northing + asked.within,
        ]
    within = "" if asked.within is None else " WHERE metres <= %s"
    sql = (
        "WITH measured AS (SELECT service_id,"  # noqa: S608  our own words
        " min(sqrt((easting - %s)::float8 ^ 2 + (northing - %s)::float8 ^ 2)) AS metres"
        f" FROM family_help_directoryplace WHERE easting IS NOT NULL{inside} GROUP BY service_id),"
        f" near AS (SELECT service_id, metres FROM measured{within})"
    )
    return sql, [easting, northing, *given, *([] if asked.within is None else [asked.within])]


def _conditions(asked: Asked) -> tuple[list[str], list[Any]]:
    where = ["s.ended_date IS NULL"]
    given: list[Any] = []

    def also(condition: str, *values: Any) -> None:
        where.append(condition)
        given.extend(values)

    if asked.active_only:
        also("s.status = 'active'")
    if asked.kinds:
        also("s.kinds_of_help && %s::varchar[]", list(asked.kinds))
    if asked.age is not None:
        also(
            "((COALESCE(s.minimum_age, 0) < %s AND COALESCE(s.maximum_age, 999) >= %s)"
            " OR (s.minimum_age >= %s AND COALESCE(s.maximum_age, 999) >= %s))",
            asked.age + 1, asked.age, ADULT, GROWN,
        )  # fmt: skip
    if asked.free_only:
        also("s.is_free")
    if asked.published_only:
        also(
            "(s.feed_id IS NULL OR s.feed_id = ANY (%s))",
            list(DirectoryFeed.objects.filter(may_republish=True).values_list("pk", flat=True)),
        )
    if asked.term is not None:
        also("s.term_ids @> ARRAY[%s]::uuid[]", asked.term)
    if asked.taxonomy is not None:
        also("s.taxonomy_ids @> ARRAY[%s]::uuid[]", asked.taxonomy)
    if asked.minimum_age is not None:
        also("s.minimum_age >= %s", asked.minimum_age)
    if asked.maximum_age is not None:
        also("s.maximum_age <= %s", asked.maximum_age)
    if asked.weekday is not None or asked.opens_from is not None or asked.closes_by is not None:
        also(
            "EXISTS (SELECT 1 FROM family_help_directoryopening o WHERE o.service_id = s.id"
            " AND o.weekday = COALESCE(%s, o.weekday) AND (%s::time IS NULL OR o.opens >= %s)"
            " AND (%s::time IS NULL OR o.closes <= %s))",
            asked.weekday, asked.opens_from, asked.opens_from, asked.closes_by, asked.closes_by,
        )  # fmt: skip
    return where, given


def service_by_identifier(identifier: uuid.UUID, *, published_only: bool = False) -> DirectoryService | None:
    """Return the service of a number in the standard that has not ended: ours, where a feed gives the same number."""
    found = DirectoryService.objects.filter(identifier=identifier, ended_date__isnull=True).select_related(
        "feed"
    )
    if published_only:
        found = found.filter(feed__isnull=True) | found.filter(feed__may_republish=True)
    return found.order_by(F("feed_id").asc(nulls_first=True), "pk").first()


@dataclass(frozen=True)
class FoundPlace:
    """One service at one of its places."""

    place: DirectoryPlace
    service: DirectoryService


def find_places(asked: Asked, *, first: int = 0, most: int = 50) -> tuple[list[FoundPlace], int]:
    """Return published services at their places, nearest first where somewhere is given, and how many there are in all."""
    where, given = _conditions(replace(asked, published_only=True))
    order = "p.id"
    ordering: list[Any] = []
    if asked.words.strip():
        condition, _, typed = _words(asked.words, Matched.ALL)
        where.append(condition)
        given += typed
    if asked.near is not None:
        order, ordering = "point(p.easting, p.northing) <-> point(%s, %s), p.id", list(asked.near)
        where.append("p.easting IS NOT NULL")
        if asked.within is not None:
            where.append("point(p.easting, p.northing) <-> point(%s, %s) <= %s")
            given += [*asked.near, asked.within]
    sql = (
        "SELECT p.id, count(*) OVER () FROM family_help_directoryplace p"  # noqa: S608  our own words
        " JOIN family_help_directoryservice s ON s.id = p.service_id"
        f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *ordering, most, first])
        rows = cursor.fetchall()
        total = rows[0][1] if rows else 0
        if not rows and first:
            cursor.execute(f"SELECT count(*) FROM ({sql}) found", [*given, *ordering, None, 0])  # noqa: S608
            total = cursor.fetchone()[0]
    places = DirectoryPlace.objects.select_related("service__feed").in_bulk([number for number, _ in rows])
    return [FoundPlace(places[number], places[number].service) for number, _ in rows], total


def place_by_identifier(identifier: uuid.UUID) -> FoundPlace | None:
    """Return a published service at one of its places, by its number in the standard."""
    found = DirectoryPlace.objects.filter(identifier=identifier, service__ended_date__isnull=True)
    found = found.filter(service__feed__isnull=True) | found.filter(service__feed__may_republish=True)
    place = found.select_related("service__feed").order_by("pk").first()
    return None if place is None else FoundPlace(place, place.service)
