"""Everybody who has ever mattered to a child: family, friends, carers, homes and workers, now and before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kith.casework.care.models import (
    FamilyTime,
    FamilyTimeChild,
    FamilyTimePerson,
    FamilyTimePlan,
    Home,
    HomeCarer,
    KeepingInTouch,
    Placement,
)
from kith.casework.care.queries.people_who_matter import LOST_AFTER
from kith.casework.care.queries.siblings import sibling_numbers
from kith.casework.family_help.models import NetworkOffer
from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import Record
from kith.casework.people.models import NetworkKind, NetworkMember, Person, Relationship
from kith.casework.people.queries.relatives import others_in
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

# What somebody is, for a woman or girl and for a man or boy.
_FOR_ONE = {
    "parent": {"F": "mother", "M": "father"},
    "step-parent": {"F": "step-mother", "M": "step-father"},
    "adoptive parent": {"F": "adoptive mother", "M": "adoptive father"},
    "grandparent": {"F": "grandmother", "M": "grandfather"},
    "brother or sister": {"F": "sister", "M": "brother"},
    "aunt or uncle": {"F": "aunt", "M": "uncle"},
    "niece or nephew": {"F": "niece", "M": "nephew"},
}


@dataclass
class Link:
    """One person, or one home, that has mattered to a child."""

    name: str
    who: list[str] = field(default_factory=list)  # who they are or were to the child, in words
    is_for_life: bool = False
    promises: list[str] = field(default_factory=list)
    child_words: str = ""
    offers: list[str] = field(default_factory=list)
    last: datetime.date | None = None
    around: bool = False  # in the child's network or family now
    person_id: int | None = None

    def add(self, who: str) -> None:
        """Say also who they are, once."""
        if who and who not in self.who:
            self.who.append(who)

    def seen(self, day: datetime.date | None) -> None:
        """They were in touch on a day."""
        if day is not None and (self.last is None or day > self.last):
            self.last = day


@dataclass(frozen=True)
class Lifelong:
    """Everybody who has ever mattered to a child, by how they stand to the child now."""

    for_life: list[Link]
    around: list[Link]
    lost: list[Link]
    hidden: int

    @property
    def everybody(self) -> list[Link]:
        """All of them."""
        return [*self.for_life, *self.around, *self.lost]


def lifelong_links(child: int, *, closed: set[int], record: Record, today: datetime.date) -> Lifelong:
    """Return everybody who has ever mattered to a child. One query now.

    `closed` are brothers and sisters whose record is not open to the reader: a number, like whomever the wall hides.
    """
    network = record.rows(NetworkMember).filter(child_id=child)
    ties = record.rows(Relationship).filter(Q(person_id=child) | Q(relative_id=child))
    placements = record.rows(Placement).filter(child_id=child)
    homes = placements.order_by().values("home_id")
    carers = record.rows(HomeCarer).filter(home_id__in=homes)
    plans = record.rows(FamilyTimeChild).filter(child_id=child).order_by().values("plan_id")
    with_siblings = record.rows(FamilyTimePlan).filter(id__in=plans, between_siblings=True)
    seen = record.rows(FamilyTimePerson).filter(plan_id__in=plans)
    held_by = record.rows(Allocation).filter(
        child_id=child, role__in=[AllocationRole.LEAD, AllocationRole.PERSONAL_ADVISER]
    )
    numbers = any_of(
        network.exclude(member_id=None).order_by().values("member_id"),
        ties.order_by().values("person_id"),
        ties.order_by().values("relative_id"),
        carers.exclude(person_id=None).order_by().values("person_id"),
        seen.exclude(person_id=None).order_by().values("person_id"),
        sibling_numbers(child, record),
    )
    held = record.together(
        network=network.order_by("start_date", "id"),
        ties=ties.order_by("start_date", "id"),
        placements=placements.order_by("start_date", "id"),
        homes=record.rows(Home).filter(id__in=homes),
        carers=carers.order_by("start_date", "id"),
        seen=seen.order_by("id"),
        seen_siblings=record.rows(FamilyTimeChild).filter(plan_id__in=with_siblings.order_by().values("id")),
        one_roof=record.holding(Placement, today).filter(
            home_id__in=record.holding(Placement, today).filter(child_id=child).order_by().values("home_id")
        ),
        times=record.rows(FamilyTime).filter(plan_id__in=plans, happened=True).order_by("-day"),
        keeping=record.rows(KeepingInTouch).filter(child_id=child).order_by("start_date", "id"),
        offers=record.holding(NetworkOffer, today).filter(member_id__in=network.order_by().values("id")),
        held_by=held_by.order_by("start_date", "id"),
        workers=Worker.objects.filter(id__in=held_by.order_by().values("worker_id")),
        people=record.rows(Person).filter(id__in=numbers),
    )
    return _Reading(child, closed, held, today).read()


class _Reading:
    """Puts the rows together, each person once, by their record or else by their name."""

    def __init__(
        self, child: int, closed: set[int], held: dict[str, list[Any]], today: datetime.date
    ) -> None:
        self.child, self.held, self.today = child, held, today
        self.people = {one.id: one for one in held["people"] if one.id not in closed}
        self.links: dict[str, Link] = {}
        self.unseen: set[int] = set(closed)

    def read(self) -> Lifelong:
        self._relatives()
        self._network()
        self._carers()
        self._family_time()
        self._workers()
        found = list(self.links.values())
        for one in found:
            if one.last is not None and self.today - one.last > LOST_AFTER and not one.is_for_life:
                one.around = False
        order = sorted(found, key=lambda one: (one.last is None, one.last or self.today, one.name))
        return Lifelong(
            [one for one in order if one.is_for_life],
            [one for one in order if not one.is_for_life and one.around],
            [one for one in order if not one.is_for_life and not one.around],
            len(self.unseen),
        )

    def _link(self, person_id: int | None, name: str = "") -> Link | None:
        if person_id == self.child:
            return None
        if person_id is not None and person_id not in self.people:
            self.unseen.add(person_id)
            return None
        shown = self.people[person_id].display_name if person_id is not None else name.strip()
        key = f"person {person_id}" if person_id is not None else f"name {shown.lower()}"
        if key not in self.links:
            self.links[key] = Link(shown, person_id=person_id)
        return self.links[key]

    def _relatives(self) -> None:
        for tie in self.held["ties"]:
            (other,) = others_in(self.child, [tie])
            link = self._link(other)
            if link is not None:
                ended = tie.end_date is not None and tie.end_date <= self.today
                words = _for_one(tie.label_from(self.child), self.people[other].sex)
                link.add(f"{words} until {_day(tie.end_date)}" if ended else words)
                link.around = link.around or not ended
                if tie.relative_id == self.child:
                    link.child_words = tie.important_words or link.child_words
        # Whom nothing else leads to is a brother or sister through a parent.
        led_to = {row.member_id for row in self.held["network"]}
        led_to |= {row.person_id for row in [*self.held["carers"], *self.held["seen"]]}
        for number in sorted(set(self.people) - led_to - {self.child}):
            if f"person {number}" not in self.links:
                link = self._link(number)
                if link is not None:
                    link.add(_for_one("brother or sister", self.people[number].sex))
                    link.around = True

    def _network(self) -> None:
        keeping: dict[int, list[Any]] = {}
        for row in self.held["keeping"]:
            keeping.setdefault(row.member_id, []).append(row)
        for member in self.held["network"]:
            link = self._link(member.member_id, member.member_name)
            if link is None:
                continue
            holds = member.holds_on(self.today)
            who = member.description or NetworkKind(member.kind).label.lower()
            if not any(who.lower() == known.lower() for known in link.who):
                link.add(who if holds else f"{who} until {_day(member.end_date)}")
            link.around = link.around or holds
            link.child_words = member.important_words or link.child_words
            link.seen(member.last_in_touch_date)
            kept = keeping.get(member.id, [])
            # What was promised stays on the page when somebody else sees to it, or nobody does.
            link.promises += [row.promise for row in kept if row.promise and row.promise not in link.promises]
            link.is_for_life = link.is_for_life or bool(kept and kept[-1].is_for_life)
            link.offers += [offer.what for offer in self.held["offers"] if offer.member_id == member.id]

    def _carers(self) -> None:
        homes = {one.id: one for one in self.held["homes"]}
        for placement in self.held["placements"]:
            home = homes.get(placement.home_id)
            if home is None:
                continue
            holds = placement.holds_on(self.today)
            until = "" if placement.end_date is None else f" to {_day(placement.end_date)}"
            words = f"{'' if holds else 'former '}home, from {_day(placement.start_date)}{until}"
            carers = [row for row in self.held["carers"] if row.home_id == home.id]
            for link in [
                self._link(None, home.name),
                *(self._link(row.person_id, row.name) for row in carers),
            ]:
                if link is not None:
                    is_home = link.name == home.name
                    link.add(
                        words
                        if is_home
                        else f"{'carer' if holds else 'former carer'} in that home: {home.name}"
                    )
                    link.around = link.around or holds
                    link.seen(self.today if holds else placement.end_date)

    def _family_time(self) -> None:
        last: dict[int, datetime.date] = {}
        for row in self.held["times"]:
            last.setdefault(row.plan_id, row.day)
        for row in self.held["seen"]:
            link = self._link(row.person_id, row.name)
            if link is not None:
                if row.relation and not link.who:
                    link.add(row.relation)
                link.seen(last.get(row.plan_id))
        for row in self.held["seen_siblings"]:
            link = self.links.get(f"person {row.child_id}")
            if link is not None:
                link.seen(last.get(row.plan_id))
        for row in self.held["one_roof"]:
            link = self.links.get(f"person {row.child_id}")
            if link is not None:
                link.seen(self.today)

    def _workers(self) -> None:
        workers = {one.id: one for one in self.held["workers"]}
        for row in self.held["held_by"]:
            worker = workers.get(row.worker_id)
            link = self.links.get(f"name {worker.name.lower()}") if worker is not None else None
            if link is not None:  # the child named them
                until = f" to {_day(row.end_date)}" if row.end_date is not None else ""
                what = "personal adviser" if row.role == AllocationRole.PERSONAL_ADVISER else "social worker"
                link.add(f"{what} from {_day(row.start_date)}{until}")


def _for_one(words: str, sex: str) -> str:
    return _FOR_ONE.get(words, {}).get(sex, words)


def _day(day: datetime.date) -> str:
    return f"{day:%-d %B %Y}"
