"""Harm outside the home on the pages of earlier rooms: who is missing or at risk first; a link for those who read a map."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Person
from kith.casework.plans.access import OpenPlan
from kith.casework.protection.access_maps import MAY_BE_NAMED
from kith.casework.protection.hours import length_in_words
from kith.casework.protection.models import MissingEpisode
from kith.casework.protection.queries.outside_map import maps_to_look_at
from kith.casework.protection.queries.outside_on_person import first_of_children, outside_on_person
from kith.casework.protection.queries.risk_marker import ShownMarker
from kith.casework.workforce.models import Worker

ADULT = 18


def _first(
    children: list[Person],
    missing: list[MissingEpisode],
    markers: list[ShownMarker],
    on: list[ShownMarker],
    record: Record,
) -> Section | None:
    """Return who of these children is missing, and who poses a risk to them."""
    if not missing and not markers and not on:
        return None
    now = record.instant or timezone.now()
    names = {child.id: child.display_name for child in children}
    return Section(
        "protection/outside/sections/first.html",
        {
            "missing": [
                {
                    "episode": one,
                    "name": names[one.child_id],
                    "length": length_in_words(now - one.missing_since),
                }
                for one in missing
            ],
            "markers": [
                {"marker": one, "hows": [(names.get(link.child_id, ""), link.how) for link in one.links]}
                for one in markers
            ],
            "on": on,
            "is_now": record.instant is None,
            "names_them": len(children) > 1,
        },
    )


def first_on_the_person(
    *, person: Person, worker: Worker, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """At the top of a child's page: that they are missing, and who poses a risk to them."""
    about = outside_on_person(person, worker, today=today, record=record)
    return _first([person], about.missing, about.markers, about.on, record)


def first_on_the_plan(*, opened: OpenPlan, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """At the top of a plan's page: the same for each child of its family whose record is open to the reader."""
    children = [
        one
        for one in opened.members
        if Right.READ_RECORD in one.rights and (one.age_on(today) or 0) < ADULT  # type: ignore[attr-defined]
    ]
    if not children:
        return None
    found = first_of_children(children, today, record)
    return _first(children, found.missing, found.markers, [], record)


def outside_on_the_person(
    *, person: Person, worker: Worker, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """Beside a child's story: what is known of harm outside the home, and the ways to it."""
    story = outside_on_person(person, worker, today=today, record=record).story
    is_now = record.instant is None
    may_write = is_now and Right.WRITE_RECORD in person.rights  # type: ignore[attr-defined]
    age = person.age_on(today)
    is_child = not person.is_unborn and (age is None or age < ADULT)
    if story.is_empty and not (may_write and is_child):
        return None
    return Section(
        "protection/outside/sections/on_person.html",
        {"person": person, "story": story, "is_now": is_now, "may_write": may_write, "is_child": is_child},
    )


def maps_on_the_person(
    *, person: Person, worker: Worker, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """A link to each map on which they stand, for its readers alone: to anybody else there is nothing here."""
    maps = outside_on_person(person, worker, today=today, record=record).maps
    return Section("protection/outside/sections/maps.html", {"maps": maps}) if maps else None


def maps_on_my_day(*, worker: Worker, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Maps that their owner should look at again. They are no tasks: a task is seen by others."""
    if worker.role not in MAY_BE_NAMED:
        return None
    maps = maps_to_look_at(worker, today, record)
    return Section("protection/outside/sections/maps_on_my_day.html", {"maps": maps}) if maps else None


def register_outside() -> None:
    """Put these on their pages."""
    register("people:person", "top", first_on_the_person, order=10)
    register("people:person", "side", outside_on_the_person, order=40)
    register("people:person", "side", maps_on_the_person, order=41)
    register("plans:plan", "top", first_on_the_plan, order=2)
    register("timeline:my_day", "side", maps_on_my_day, order=30)
