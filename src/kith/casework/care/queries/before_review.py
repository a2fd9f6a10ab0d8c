"""What everybody needs before a review: the child's words, what was decided last time, what changed since, who matters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    CareVisit,
    CareVisitChild,
    HealthAssessment,
    HealthCheck,
    Home,
    Move,
    PermanencePlan,
    Placement,
    ReviewDecision,
    Together,
    TogetherOrApart,
)
from kith.casework.care.queries.in_touch_before_review import Link, links_from, names_wanted, wanted_for_links
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.protection.models import MissingEpisode
from kith.casework.workforce.models import Worker

MOST_WORDS = 4


@dataclass(frozen=True)
class Said:
    """What a child said, on which day and where."""

    words: str
    day: datetime.date
    where: str


@dataclass(frozen=True)
class Happened:
    """One thing that changed: its day, what it was, and what it did to the child."""

    day: datetime.date
    what: str
    lines: list[str] = field(default_factory=list)
    address: str = ""


@dataclass(frozen=True)
class Pair:
    """What is decided for the child and a brother or sister, and by when it is looked at again."""

    name: str
    decision: str
    due_date: datetime.date
    is_due: bool


@dataclass(frozen=True)
class Before:
    """What everybody needs to know of one child."""

    said: list[Said]
    last_review: Any | None  # with `held_date`
    last_number: int | None
    decisions: list[Any]  # of the last review, and what was decided before it and nothing came of yet
    changed: list[Happened]
    links: list[Link]
    hidden_links: int
    pairs: list[Pair]
    permanence: Any | None
    since: datetime.date


def before_review(
    parts: Sequence[Any], children: Mapping[int, Person], *, today: datetime.date, record: Record = NOW
) -> dict[int, Before]:
    """Return for each child of a review what everybody needs before it. Four queries, however many the children."""
    numbers = [part.child_id for part in parts]
    on = record.on(today)
    mine = record.rows(CareVisitChild).filter(child_id__in=numbers)
    # As many of each as a review could need: those of a whole life are on the child's own pages.
    held = record.together(
        earlier=record.rows(CareReviewChild)
        .filter(period_of_care_id__in=[part.period_of_care_id for part in parts], number__isnull=False)
        .order_by("number"),
        placements=record.rows(Placement).filter(child_id__in=numbers).order_by("start_date", "id"),
        moves=record.rows(Move).filter(child_id__in=numbers, outcome="made").order_by("made_date", "id"),
        visit_parts=mine.order_by("id"),
        visits=record.rows(CareVisit).filter(id__in=mine.order_by().values("visit_id")).order_by("day", "id"),
        missing=record.rows(MissingEpisode).filter(child_id__in=numbers).order_by("missing_since"),
        health=record.rows(HealthAssessment).filter(child_id__in=numbers).order_by("asked_date", "id"),
        checks=record.rows(HealthCheck).filter(child_id__in=numbers).order_by("day", "id"),
        pairs=record.rows(TogetherOrApart)
        .filter(Q(first_id__in=numbers) | Q(second_id__in=numbers))
        .order_by("review_due_date", "id"),
        permanence=record.rows(PermanencePlan).filter(child_id__in=numbers).order_by("start_date", "id"),
        **wanted_for_links(numbers, record),
    )
    latest: dict[int, Any] = {one.child_id: one for one in held["earlier"]}
    more = record.together(
        reviews=record.rows(CareReview).filter(id__in=[one.review_id for one in held["earlier"]]),
        decisions=record.rows(ReviewDecision)
        .filter(part_id__in=[one.id for one in held["earlier"]])
        .order_by("due_date", "id"),
        homes=record.rows(Home).filter(id__in={one.home_id for one in held["placements"]}),
    )
    people_wanted, workers_wanted = names_wanted(held)
    people_wanted |= {end for one in held["pairs"] for end in (one.first_id, one.second_id)}
    people: dict[int, Any] = {one.id: one for one in record.rows(Person).filter(id__in=people_wanted)}
    owners = {one.owner_worker_id for one in more["decisions"]} - {None}
    workers = Worker.objects.in_bulk(workers_wanted | owners)
    reviews = {one.id: one for one in more["reviews"]}
    homes = {one.id: one.name for one in more["homes"]}
    for one in more["decisions"]:
        owner = workers.get(one.owner_worker_id)
        one.owner = owner.name if owner else one.owner_name
        one.is_overdue = one.done_date is None and not one.not_done_reason and one.due_date < on
    found = {}
    for part in parts:
        child = children.get(part.child_id)
        if child is None:
            continue
        last = latest.get(part.child_id)
        last_review = reviews.get(last.review_id) if last is not None else None
        first_placement = next(
            (one for one in held["placements"] if one.period_of_care_id == part.period_of_care_id), None
        )
        since = (
            last_review.held_date
            if last_review is not None
            else (first_placement.start_date if first_placement is not None else datetime.date.min)
        )
        links, hidden_links = links_from(part.child_id, held, people, workers, on)
        found[part.child_id] = Before(
            said=_said(part.child_id, held, reviews),
            last_review=last_review,
            last_number=last.number if last is not None else None,
            decisions=_decisions(part.child_id, held["earlier"], last, more["decisions"]),
            changed=_changed(part.child_id, held, homes, since, on),
            links=links,
            hidden_links=hidden_links,
            pairs=_pairs(part.child_id, held["pairs"], people, on),
            permanence=permanence_on(held["permanence"], part.child_id, on),
            since=since,
        )
    return found


def _decisions(
    child_id: int, earlier: Sequence[Any], last: Any | None, decisions: Sequence[Any]
) -> list[Any]:
    """Return what the last review decided for a child, and what waits from those before it."""
    reviews = {one.id: one.review_id for one in earlier if one.child_id == child_id}
    found = []
    for one in decisions:
        waits = one.done_date is None and not one.not_done_reason
        if one.part_id in reviews and last is not None and (one.part_id == last.id or waits):
            one.review_id = reviews[one.part_id]
            found.append(one)
    return found


def permanence_on(plans: Sequence[Any], child_id: int, on: datetime.date) -> Any | None:
    """Return the plan for a child's permanence on a day."""
    return next((one for one in reversed(plans) if one.child_id == child_id and one.holds_on(on)), None)


def _said(child_id: int, held: Mapping[str, list[Any]], reviews: Mapping[int, Any]) -> list[Said]:
    days = {one.id: one.day for one in held["visits"]}
    found = [
        Said(one.child_words, days[one.visit_id], "at a visit")
        for one in held["visit_parts"]
        if one.child_id == child_id and one.child_words and one.visit_id in days
    ]
    found += [
        Said(one.child_words, reviews[one.review_id].held_date, f"at review {one.number}")
        for one in held["earlier"]
        if one.child_id == child_id and one.child_words and one.review_id in reviews
    ]
    found += [
        Said(one.child_words, one.decided_date, "about a move")
        for one in held["moves"]
        if one.child_id == child_id and one.child_words
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)[:MOST_WORDS]


def _changed(
    child_id: int,
    held: Mapping[str, list[Any]],
    homes: Mapping[int, str],
    since: datetime.date,
    on: datetime.date,
) -> list[Happened]:
    """Return what happened to a child since a day, the latest first."""
    moves = {one.id: one for one in held["moves"]}
    told = set()
    found = []
    first = next((one for one in held["placements"] if one.child_id == child_id), None)
    for one in held["placements"]:
        if one.child_id != child_id or one is first or not since < one.start_date <= on:
            continue
        move = moves.get(one.move_id)
        told.add(one.move_id)
        lines = lost_by(move) if move is not None else []
        found.append(Happened(one.start_date, f"Moved to {homes.get(one.home_id, 'another home')}", lines))
    found += [
        Happened(one.made_date, f"A change of {one.get_kind_display().lower()}", lost_by(one))
        for one in held["moves"]
        if one.child_id == child_id and one.id not in told and since < one.made_date <= on
    ]
    for one in held["missing"]:
        if one.child_id == child_id and since < one.missing_since.date() <= on:
            back = "and came back" if one.found_at else "and is not found yet"
            found.append(
                Happened(one.missing_since.date(), f"Went missing, {back}", address=f"/missing/{one.id}/")
            )
    for one in held["health"]:
        if one.child_id == child_id and one.received_date and since < one.received_date <= on:
            lines = [words for words in (one.findings, one.what_next) if words]
            found.append(Happened(one.received_date, f"{one.get_kind_display()} received", lines))
        elif one.child_id == child_id and one.refused_date and since < one.refused_date <= on:
            found.append(Happened(one.refused_date, f"{one.get_kind_display()} refused by the young person"))
    found += [
        Happened(one.day, f"{one.get_kind_display()}: {one.get_result_display().lower()}")
        for one in held["checks"]
        if one.child_id == child_id and since < one.day <= on
    ]
    visits = _visits(child_id, held, since, on)
    return [*visits, *sorted(found, key=lambda one: one.day, reverse=True)]


def _visits(
    child_id: int, held: Mapping[str, list[Any]], since: datetime.date, on: datetime.date
) -> list[Happened]:
    days = {one.id: one.day for one in held["visits"]}
    mine = [
        one
        for one in held["visit_parts"]
        if one.child_id == child_id and since < days.get(one.visit_id, since) <= on
    ]
    if not mine:
        return []
    last = max(days[one.visit_id] for one in mine)
    seen = sum(one.seen for one in mine)
    alone = sum(one.seen_alone for one in mine)
    number = f"{len(mine)} visit{'' if len(mine) == 1 else 's'}"
    return [Happened(last, f"{number}, the last on this day: seen {seen} times, alone {alone}")]


def lost_by(move: Any) -> list[str]:
    """Return what a move did to a child, in words, as it was shown before it was decided."""
    lines = []
    if move.siblings_with_now is not None and move.siblings_with_after is not None:
        fewer = move.siblings_with_now - move.siblings_with_after
        if fewer > 0:
            lines.append(f"Parted from {fewer} brother{'s or sisters' if fewer > 1 else ' or sister'}")
        elif fewer < 0:
            lines.append("Together with more of their brothers and sisters")
    if move.school_changes:
        middle = ", in the middle of the school year" if move.in_middle_of_school_year else ""
        lines.append(f"A change of school{middle}")
    if move.people_further:
        lines.append(f"{move.people_further} of the people who matter further away")
    if move.what_is_done:
        lines.append(f"What was to be done about it: {move.what_is_done}")
    return lines


def _pairs(child_id: int, pairs: Sequence[Any], people: Mapping[int, Any], on: datetime.date) -> list[Pair]:
    """Return what is decided for a child and each brother or sister. The wall shows a pair to whoever may see both."""
    return [
        Pair(
            people[other].display_name,
            str(Together(one.decision).label),
            one.review_due_date,
            one.review_due_date <= on,
        )
        for one in pairs
        if child_id in (one.first_id, one.second_id) and one.holds_on(on)
        for other in [one.second_id if one.first_id == child_id else one.first_id]
        if other in people
    ]
