"""What a person's page says of harm outside the home: read once, for all the places on the page that tell of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.protection.access_maps import MAY_BE_NAMED
from kith.casework.protection.models import (
    ExploitationAssessment,
    MissingEpisode,
    OutsideMap,
    PersonWhoPosesRisk,
)
from kith.casework.protection.queries.exploitation import HarmOutsideHome, work_of
from kith.casework.protection.queries.missing import missing_rows, shown_episodes, story_of
from kith.casework.protection.queries.national_referral import referral_rows, shown_referrals
from kith.casework.protection.queries.outside_map import maps_with
from kith.casework.protection.queries.risk_marker import ShownMarker, marker_rows, shown_markers
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class OutsideOnPerson:
    """All that one person's page says of it."""

    story: HarmOutsideHome
    missing: list[MissingEpisode]  # now
    markers: list[ShownMarker]  # on others, linked to this child
    on: list[ShownMarker]  # on this person themself
    maps: list[OutsideMap]  # that the reader reads and on which this person stands


def outside_on_person(
    person: Any, worker: Worker, *, today: datetime.date, record: Record
) -> OutsideOnPerson:
    """Return it, in one query now; a page that asks again for the same person and instant is told what was read."""
    known: dict[Any, OutsideOnPerson] = person.__dict__.setdefault("_outside_the_home", {})
    if record.instant not in known:
        known[record.instant] = _read(person, worker, today, record)
    return known[record.instant]


@shaped
def _of_person(record: Record, number: int, today: datetime.date) -> dict[str, QuerySet[Any]]:
    return {
        **missing_rows(number, record),
        **referral_rows(number, record),
        "assessments": record.rows(ExploitationAssessment).filter(child_id=number),
        **marker_rows([number], today, record),
        "on": record.rows(PersonWhoPosesRisk).filter(person_id=number, end_words=""),
    }


def _wanted(person: Person, worker: Worker, today: datetime.date, record: Record) -> dict[str, Any]:
    wanted = _of_person(record, person.id, today)
    # Nobody's page as known earlier tells of a map: who may read it is a matter of today.
    if record.instant is None and worker.role in MAY_BE_NAMED:
        wanted["maps"] = maps_with(person, worker)
    return wanted


def _read(person: Person, worker: Worker, today: datetime.date, record: Record) -> OutsideOnPerson:
    number = person.id
    now = record.instant or timezone.now()
    # Each place on the page asks: what is wanted is the same, and made once.
    asked: dict[Any, dict[str, Any]] = person.__dict__.setdefault("_outside_asked", {})
    if record.instant not in asked:
        asked[record.instant] = _wanted(person, worker, today, record)
    wanted = asked[record.instant]
    held = record.together(**wanted)
    shown = shown_episodes(held["episodes"], held["talks"], [], now)
    story = HarmOutsideHome(
        missing=story_of(number, shown, now, record, looks_for_discussion=False),
        work=work_of({**held, "forms": [], "steps": [], "decisions": []}, {}),
        referrals=shown_referrals(held["referrals"], timezone.localdate(now)),
        today=timezone.localdate(now),
        child_id=number,
    )
    return OutsideOnPerson(
        story=story,
        missing=[one.row for one in shown if one.is_missing],
        markers=shown_markers(held["markers"], held["links"], held["people"], today),
        on=shown_markers(held["on"], [], [], today),
        maps=held.get("maps", []),
    )


@dataclass(frozen=True)
class OutsideFirst:
    """What comes first: who is missing now, and who poses a risk."""

    missing: list[MissingEpisode]
    markers: list[ShownMarker]


def first_of_children(children: list[Person], today: datetime.date, record: Record) -> OutsideFirst:
    """Return who of several children is missing and who poses a risk to them, for the top of a plan's page."""
    numbers = [child.id for child in children]
    held = record.together(
        episodes=record.rows(MissingEpisode).filter(child_id__in=numbers, found_at__isnull=True),
        **marker_rows(numbers, today, record),
    )
    return OutsideFirst(
        held["episodes"], shown_markers(held["markers"], held["links"], held["people"], today)
    )
