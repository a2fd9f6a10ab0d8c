"""What a conference chair comes in to: conferences to come, to write up, to book, reviews that come due, and who is unheard."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import InOrder
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferencePart,
    ConferencePlace,
)
from kith.casework.protection.queries.protection_on_plan import REVIEWS
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker

CONFERENCE_RULES = ("initial_conference", "transfer_conference", *REVIEWS)


CONFERENCES = ("to_come", "to_write_up", "to_book", "dissent")  # the lists that are of conferences
MOST = 50  # of each list, those that wait for an answer soonest; the rest is a count


@dataclass(frozen=True)
class ConferenceRow:
    """One conference as a list tells it."""

    conference: Any
    number: int
    family_name: str
    kind: str
    when: datetime.datetime | None
    held_date: datetime.date | None
    asked_date: datetime.date
    chair: str
    children: list[str]
    hidden_children: int
    heard: int  # of the children shown, how many said something that is written in it
    reports: int
    reports_asked: int
    due_date: datetime.date | None
    days_left: int | None

    @property
    def address(self) -> str:
        """The address of the conference's page."""
        return f"/conferences/{self.number}/"

    @property
    def has_passed(self) -> bool:
        """Whether its time has passed and it is not recorded as held."""
        return self.held_date is None and self.when is not None and self.when < timezone.now()

    @property
    def everybody_heard(self) -> bool:
        """Whether each child shown has said something that is written in it."""
        return self.heard == len(self.children) and self.hidden_children == 0


@dataclass(frozen=True)
class ReviewDue:
    """One family whose review conference comes due and that nobody has asked for."""

    plan_id: int
    family_name: str
    children: list[str]
    due_date: datetime.date
    days_left: int


@dataclass(frozen=True)
class Unheard:
    """One child on a protection plan, or whom a conference is about, of whom nothing they say is written anywhere."""

    person: Person
    name: str
    address: str


@dataclass(frozen=True)
class Dissent:
    """Somebody at a conference who sees it otherwise."""

    conference: ConferenceRow
    family_name: str
    held_date: datetime.date | None
    who: str
    words: str


@dataclass(frozen=True)
class Shown:
    """One list: its rows, and how many more there are on records that are not open to the reader."""

    rows: list[Any] = field(default_factory=list)
    hidden: int = 0
    more: int = 0  # beyond the most that a list holds

    @property
    def all(self) -> int:
        """How many there are, seen and unseen."""
        return len(self.rows) + self.hidden + self.more


@dataclass(frozen=True)
class ConferenceWork:
    """Everything on the page."""

    to_come: Shown
    to_write_up: Shown
    to_book: Shown
    reviews_due: Shown
    never_heard: Shown
    dissent: Shown
    subjects: set[int]  # whose names are shown


# Which rows of a list are read whole, by the list's name and how many rows it has.
Choose = Callable[[str, int], slice]


def _all(what: str, count: int) -> slice:
    return slice(None)


def conference_work(chair: Worker | None, today: datetime.date, choose: Choose = _all) -> ConferenceWork:
    """Return what conferences wait for: those of one chair, or everybody's for None. A fixed number of queries.

    Of to_come, to_write_up and dissent only the rows that `choose` chooses are read; the others are None, in their places.
    """
    numbers, more = _numbers(chair)
    listed = {number for what in CONFERENCES for number in numbers[what]}
    seen = set(ChildProtectionConference.objects.filter(pk__in=listed).values_list("pk", flat=True))
    open_to_reader = {what: [one for one in numbers[what] if one in seen] for what in CONFERENCES}
    places = _places_of_dissent(open_to_reader["dissent"])
    otherwise = places[choose("dissent", len(places))]
    chosen = {
        what: open_to_reader[what][choose(what, len(open_to_reader[what]))]
        for what in ("to_come", "to_write_up")
    }
    wanted = {one for held in chosen.values() for one in held} | {*open_to_reader["to_book"]}
    rows = conference_rows(wanted | {place.conference_id for place in otherwise}, today)
    reviews, of_reviews = _reviews(numbers["review_due"], today)
    unheard = _unheard(numbers["never_heard"])
    dissent = {place.pk: _dissent(place, rows[place.conference_id]) for place in otherwise}

    def shown(what: str) -> Shown:
        found = InOrder(rows.get(number) for number in open_to_reader[what])
        return Shown(found, len(numbers[what]) - len(found), more[what])

    subjects = {one.person.pk for one in unheard} | of_reviews
    for row in rows.values():
        subjects |= row.conference.shown_children
    return ConferenceWork(
        to_come=shown("to_come"),
        to_write_up=shown("to_write_up"),
        to_book=Shown(list(shown("to_book").rows), shown("to_book").hidden, more["to_book"]),
        reviews_due=Shown(reviews, len(numbers["review_due"]) - len(reviews), more["review_due"]),
        never_heard=Shown(unheard, len(numbers["never_heard"]) - len(unheard), more["never_heard"]),
        dissent=Shown(
            InOrder(dissent.get(place.pk) for place in places),
            len(numbers["dissent"]) - len(open_to_reader["dissent"]),
            more["dissent"],
        ),
        subjects=subjects,
    )


def _numbers(chair: Worker | None) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Return what the database lists, in its order, and how many more of each there are."""
    found: dict[str, list[int]] = {what: [] for what in (*CONFERENCES, "review_due", "never_heard")}
    more = dict.fromkeys(found, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, number, every FROM kith_conference_work(%s, %s)",
            [chair.pk if chair else None, MOST],
        )
        for what, number, every in cursor.fetchall():
            found[what].append(number)
            more[what] = every - len(found[what])
    return found, more


def conference_rows(numbers: Iterable[int], today: datetime.date) -> dict[int, ConferenceRow]:
    """Return conferences by number, those that the reader may see. Three queries."""
    wanted = set(numbers)
    first = NOW.together(
        conferences=ChildProtectionConference.objects.filter(pk__in=wanted),
        parts=ConferenceChild.objects.filter(conference_id__in=wanted),
        places=ConferencePlace.objects.filter(conference_id__in=wanted, part=ConferencePart.PROFESSIONAL),
    )
    children = {part.child_id for part in first["parts"]}
    second = NOW.together(
        families=Family.objects.filter(pk__in={one.family_id for one in first["conferences"]}),
        people=Person.objects.filter(pk__in=children),
        clocks=Clock.objects.filter(
            person_id__in=children, rule__in=CONFERENCE_RULES, stopped_date__isnull=True
        ),
        chairs=Worker.objects.filter(pk__in={one.chair_id for one in first["conferences"] if one.chair_id}),
    )
    families = {one.pk: one.name for one in second["families"]}
    people = {one.pk: one for one in second["people"]}
    chairs = {one.pk: one.name for one in second["chairs"]}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, children FROM kith_conference_children(%s::bigint[])",
            [[one.pk for one in first["conferences"]]],
        )
        everybody = dict(cursor.fetchall())
    parts_of, places_of, clocks_of = defaultdict(list), defaultdict(list), defaultdict(list)
    for part in first["parts"]:
        if part.child_id in people:
            parts_of[part.conference_id].append(part)
    for place in first["places"]:
        places_of[place.conference_id].append(place)
    for clock in second["clocks"]:
        clocks_of[clock.person_id].append(clock)
    found = {}
    for one in first["conferences"]:
        parts, places = parts_of[one.pk], places_of[one.pk]
        one.shown_children = {part.child_id for part in parts}
        due = min(
            (
                clock.due_date
                for child in one.shown_children
                for clock in clocks_of[child]
                if _is_of(clock, one)
            ),
            default=None,
        )
        found[one.pk] = ConferenceRow(
            conference=one,
            number=one.pk,
            family_name=families.get(one.family_id, ""),
            kind=str(one.get_kind_display()),
            when=one.planned_at,
            held_date=one.held_date,
            asked_date=one.requested_date,
            chair=chairs.get(one.chair_id, ""),
            children=[people[part.child_id].display_name for part in parts],
            hidden_children=max(everybody.get(one.pk, 0) - len(parts), 0),
            heard=sum(bool(part.child_words) for part in parts),
            reports=sum(place.report_received_date is not None for place in places),
            reports_asked=len(places),
            due_date=due,
            days_left=(due - today).days if due is not None else None,
        )
    return found


def _is_of(clock: Clock, conference: Any) -> bool:
    """Return whether a clock waits for this conference."""
    if conference.kind == "initial":
        return clock.rule == "initial_conference" and clock.thread == f"enquiry:{conference.enquiry_id}"
    if conference.kind == "review":
        return clock.rule in REVIEWS
    return clock.rule == "transfer_conference"


def _reviews(plans: Sequence[int], today: datetime.date) -> tuple[list[ReviewDue], set[int]]:
    if not plans:
        return [], set()
    first = NOW.together(
        plans=Plan.objects.filter(pk__in=plans),
        on_plan=ChildProtectionPlan.objects.filter(plan_id__in=plans, start_date__lte=today).exclude(
            end_date__lte=today
        ),
    )
    children = {one.child_id for one in first["on_plan"]}
    second = NOW.together(
        families=Family.objects.filter(pk__in={one.family_id for one in first["plans"]}),
        people=Person.objects.filter(pk__in=children),
        clocks=Clock.objects.filter(person_id__in=children, rule__in=REVIEWS, stopped_date__isnull=True),
    )
    families = {one.pk: one.name for one in second["families"]}
    people = {one.pk: one for one in second["people"]}
    on_plan_of = defaultdict(list)
    due_of: dict[int, datetime.date] = {}
    for one in first["on_plan"]:
        if one.child_id in people:
            on_plan_of[one.plan_id].append(one.child_id)
    for clock in second["clocks"]:
        due_of[clock.person_id] = min(due_of.get(clock.person_id, clock.due_date), clock.due_date)
    found, subjects = [], set()
    for plan in first["plans"]:
        own = on_plan_of[plan.pk]
        due = min((due_of[number] for number in own if number in due_of), default=None)
        if due is None:
            continue
        subjects |= set(own)
        found.append(
            ReviewDue(
                plan_id=plan.pk,
                family_name=families.get(plan.family_id, ""),
                children=[people[number].display_name for number in own],
                due_date=due,
                days_left=(due - today).days,
            )
        )
    return found, subjects


def _unheard(children: Sequence[int]) -> list[Unheard]:
    people = Person.objects.filter(pk__in=children).order_by("display_name", "pk") if children else []
    return [Unheard(one, one.display_name, f"/people/{one.pk}/") for one in people]


def _places_of_dissent(conferences: Sequence[int]) -> list[Any]:
    """Return the places of those who see it otherwise, in the order of their conferences."""
    if not conferences:
        return []
    order = {number: place for place, number in enumerate(conferences)}
    places = ConferencePlace.objects.filter(conference_id__in=conferences).exclude(sees_it_otherwise="")
    return sorted(places.select_related("worker"), key=lambda one: (order[one.conference_id], one.pk))


def _dissent(place: Any, row: ConferenceRow) -> Dissent:
    who = place.worker.name if place.worker else place.name or str(place.get_part_display())
    if place.agency:
        who = f"{who}, {place.get_agency_display().lower()}"
    return Dissent(row, row.family_name, row.held_date, who, place.sees_it_otherwise)
