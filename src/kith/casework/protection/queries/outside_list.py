"""The service's list of harm outside the home: who is missing, whose talk is due, what is to be looked at again.

Those whose record the worker reads, by name; of the others only how many.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kith.casework.people.models import Person
from kith.casework.protection.hours import length_in_words, words_left
from kith.casework.protection.models import (
    ExploitationAssessment,
    ExploitationLevel,
    MissingEpisode,
    PersonWhoPosesRisk,
)
from kith.casework.protection.queries.risk_marker import NOT_OPEN
from kith.casework.timeline.models import Clock

MOST = 50
SOON = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One line: about whom, where it leads, and what is said of it."""

    who: str
    address: str
    what: str
    due_date: datetime.date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the list, how many more lines it has, and how many are on records not open to the worker."""

    key: str
    title: str
    lines: list[Line]
    more: int
    hidden: int
    nothing: str


def outside_list(now: datetime.datetime, today: datetime.date) -> list[Part]:
    """Return the four parts of the list for the worker acting."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT missing, interviews, assessments, markers FROM kith_outside_counts(%s)", [today + SOON]
        )
        totals = cursor.fetchone()
    missing = list(
        MissingEpisode.objects.filter(found_at__isnull=True)
        .select_related("child")
        .order_by("missing_since", "pk")
    )
    talks = list(
        Clock.objects.filter(
            rule="return_interview", stopped_date__isnull=True, thread__startswith="missing:"
        )
        .select_related("person")
        .order_by("due_at", "pk")
    )
    assessments = list(
        ExploitationAssessment.objects.filter(
            ended_date__isnull=True, followed_by__isnull=True, review_date__lte=today + SOON
        )
        .select_related("child")
        .order_by("review_date", "pk")
    )
    markers = list(
        PersonWhoPosesRisk.objects.filter(end_words="", review_date__lte=today + SOON).order_by(
            "review_date", "pk"
        )
    )
    names = Person.objects.in_bulk({one.person_id for one in markers}) if markers else {}
    return [
        _part(
            "missing", "Missing now", totals[0], "Nobody is missing.",
            [_missing(one, now) for one in missing],
        ),
        _part(
            "talks", "Talks after coming back", totals[1], "No talk is due.",
            [_talk(one, now) for one in talks if one.person is not None],
        ),
        _part(
            "assessments", "Assessments to be looked at again", totals[2], "None in the next two weeks.",
            [_assessment(one, today) for one in assessments],
        ),
        _part(
            "markers", "Markers on people who pose a risk, to be looked at again", totals[3],
            "None in the next two weeks.", [_marker(one, names, today) for one in markers],
        ),
    ]  # fmt: skip


def _part(key: str, title: str, total: int, nothing: str, lines: list[Line]) -> Part:
    return Part(key, title, lines[:MOST], max(len(lines) - MOST, 0), max(total - len(lines), 0), nothing)


def _missing(one: MissingEpisode, now: datetime.datetime) -> Line:
    risk = f", risk: {one.get_risk_display().lower()}" if one.risk else ""
    return Line(
        one.child.display_name,
        f"/missing/{one.pk}/",
        f"Missing for {length_in_words(now - one.missing_since)}{risk}",
    )


def _talk(clock: Any, now: datetime.datetime) -> Line:
    return Line(
        clock.person.display_name,
        f"/missing/{clock.thread.partition(':')[2]}/",
        words_left(clock.due_at, now).capitalize(),
        is_late=clock.due_at < now,
    )


def _assessment(one: ExploitationAssessment, today: datetime.date) -> Line:
    return Line(
        one.child.display_name,
        f"/exploitation/{one.pk}/",
        f"Risk: {ExploitationLevel(one.level).label.lower()}",
        one.review_date,
        bool(one.review_date and one.review_date < today),
    )


def _marker(one: PersonWhoPosesRisk, names: dict[int, Person], today: datetime.date) -> Line:
    person = names.get(one.person_id)
    agreed = "" if one.agreed_by_id else "Not yet agreed"
    return Line(
        person.display_name if person else NOT_OPEN,
        f"/risk-markers/{one.pk}/",
        agreed,
        one.review_date,
        one.review_date < today,
    )
