"""Everyone around the children of a plan: who they are, what they offer, what they have done, who stays in touch."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from kith.casework.family_help.models import (
    Came,
    FamilyNetworkMeeting,
    MeetingPlace,
    NetworkHelp,
    NetworkOffer,
    StaysInTouch,
)
from kith.casework.family_help.queries.relations import (
    and_,
    in_words,
    labels_of,
    parents_in,
    ties_of_all,
    ties_of_all_parents,
)
from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import NetworkKind, NetworkMember, Person, Sex
from kith.casework.plans.models import Plan, PlanAction, PlanChild
from kith.casework.workforce.models import Worker

RESTRICTED = "Somebody restricted"
YOUNGEST_WHO_TAKES_PART = 4  # in years: a child who says what they want, or helps a brother or sister

Key = tuple[str, int | str]  # ("person", number) or ("name", the name in small letters)


@dataclass
class OneOfThem:
    """One person around the children. `person` is None for somebody known by name, or hidden from the reader."""

    key: Key
    person: Any | None = None
    name: str = ""
    who: str = ""
    kind: str = ""
    child: bool = False  # one of those whom the plan is for
    children: list[Any] = field(default_factory=list)  # around whom they are
    members: list[Any] = field(default_factory=list)  # their place in each child's network
    offers: list[Any] = field(default_factory=list)  # each once, with `children_shown`
    said_offers: list[str] = field(default_factory=list)  # as first written on the child's page
    done: list[Any] = field(default_factory=list)  # the latest first
    to_do: list[Any] = field(default_factory=list)  # on the plan, not done yet
    words: list[Any] = field(default_factory=list)
    last_in_touch: datetime.date | None = None
    places: list[Any] = field(default_factory=list)  # at the plan's meetings, the latest first
    stays: Any | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the reader may not know who it is."""
        return self.key[0] == "person" and self.person is None

    @property
    def is_remembered_alone(self) -> bool:
        """Whether they have died, and neither a child's words nor anything that they did stand here."""
        died = self.person is not None and self.person.death_date is not None
        return died and not self.words and not self.does_something

    @property
    def is_professional(self) -> bool:
        """Whether they are around the child by their work."""
        return self.kind == NetworkKind.PROFESSIONAL

    @property
    def does_something(self) -> bool:
        """Whether anything that they offer, have done or will go on doing is written down."""
        return bool(self.offers or self.said_offers or self.done or self.to_do or self.stays)


@dataclass(frozen=True)
class FamilyPeople:
    """What the page of the family's own people tells."""

    children: list[Any]
    family: list[OneOfThem]  # relatives, friends and neighbours
    professionals: list[OneOfThem]
    meetings: list[Any]  # the latest first
    stays: list[Any]  # everyone who stays in touch, workers too, with `name_shown`
    alone: list[Any]  # the children around whom nobody is recorded

    @property
    def everybody(self) -> list[OneOfThem]:
        """The family's people, then the professionals."""
        return [*self.family, *self.professionals]


def children_of(plan: Plan) -> list[Person]:
    """Return the children of a plan whose records are open to the reader; those of a closed plan as it ended."""
    places = (
        PlanChild.objects.filter(Q(end_date__isnull=True) | Q(end_date=F("plan__end_date")), plan=plan)
        .select_related("child")
        .order_by("child__birth_date", "pk")
    )
    return [place.child for place in places]


def family_people(plan: Plan, members: list[Person], *, today: datetime.date) -> FamilyPeople:
    """Return everyone around a plan's children. A fixed number of queries, however many they are.

    `members` are those of the family whom the reader may see.
    """
    children = children_of(plan)
    numbers = [child.pk for child in children]
    first = NOW.together(
        network=NOW.holding(NetworkMember, today).filter(child_id__in=numbers).order_by("kind", "id"),
        ties=ties_of_all(numbers, on=today),
        meetings=FamilyNetworkMeeting.objects.filter(plan=plan).order_by("-offered_date", "-id"),
        stays=NOW.holding(StaysInTouch, today).filter(plan=plan).order_by("start_date", "id"),
    )
    network, ties = first["network"], first["ties"]
    held = [member.pk for member in network]
    second = NOW.together(
        offers=NOW.holding(NetworkOffer, today).filter(member_id__in=held).order_by("start_date", "id"),
        done=NetworkHelp.objects.filter(member_id__in=held).order_by("-day", "-id")[:400],
        actions=PlanAction.objects.filter(plan=plan).exclude(owner_name="").order_by("due_date", "id"),
        places=MeetingPlace.objects.filter(meeting_id__in=[m.pk for m in first["meetings"]]).order_by("id"),
        further=ties_of_all_parents(parents_in(ties, numbers), on=today),
    )
    labels = labels_of(numbers, ties, second["further"])
    known: dict[int, Any] = {person.pk: person for person in [*members, *children]}
    wanted = {
        *labels,
        *(member.member_id for member in network if member.member_id),
        *(place.person_id for place in second["places"] if place.person_id),
        *(one.person_id for one in first["stays"] if one.person_id),
    } - set(known)
    known |= Person.objects.in_bulk(wanted)

    gathering = _Gathering(children, known, labels)
    for member in members:
        gathering.one(("person", member.pk))
    for number in labels:
        gathering.one(("person", number))
    for child in children:
        gathering.one(("person", child.pk)).child = True
    for tie in ties:
        gathering.add_words(tie)
    for member in network:
        gathering.add_network(member)
    gathering.add_what_they_do(second["offers"], second["done"])
    by_number = {meeting.pk: meeting for meeting in first["meetings"]}
    for place in second["places"]:
        place.meeting_shown = by_number[place.meeting_id]
        place.came_shown = Came(place.came).label if place.came else ""
        gathering.add_place(place)
    gathering.add_stays(first["stays"])
    gathering.add_actions(second["actions"])
    everybody = [one for one in gathering.finish() if not one.is_remembered_alone]
    around = {child.pk for one in everybody if not one.child for child in one.children}
    return FamilyPeople(
        children=children,
        family=[one for one in everybody if not one.is_professional],
        professionals=[one for one in everybody if one.is_professional],
        meetings=first["meetings"],
        stays=first["stays"],
        alone=[child for child in children if child.pk not in around],
    )


def could_take_part(person: Any, today: datetime.date) -> bool:
    """Return whether somebody on the record could come to a meeting or offer something: alive, and no baby."""
    if person.death_date or person.is_unborn:
        return False
    age = person.age_on(today)
    return age is None or age >= YOUNGEST_WHO_TAKES_PART


class _Gathering:
    """Puts what is recorded in different places about one person together."""

    def __init__(self, children: list[Any], known: dict[int, Any], labels: dict[int, dict[int, str]]) -> None:
        self.children = {child.pk: child for child in children}
        self.names = {child.pk: _first_name(child) for child in children}
        self.known = known
        self.labels = labels
        self.found: dict[Key, OneOfThem] = {}
        self.by_member: dict[int, OneOfThem] = {}

    def one(self, key: Key, name: str = "") -> OneOfThem:
        """Return the person of a key, new or as gathered so far."""
        if key not in self.found:
            person = self.known.get(int(key[1])) if key[0] == "person" else None
            one = OneOfThem(key, person, name)
            if key[0] == "person":
                one.name = person.display_name if person is not None else RESTRICTED
                own = self.labels.get(int(key[1]), {})
                one.who = in_words(own, getattr(person, "sex", Sex.UNKNOWN), self.names)
                one.children = [self.children[number] for number in self.children if number in own]
            self.found[key] = one
        return self.found[key]

    def add_words(self, tie: Any) -> None:
        """Add why a relative matters, in the child's words."""
        if tie.important_words and tie.relative_id in self.children:
            tie.child_shown = self.children[tie.relative_id]
            self.one(("person", tie.person_id)).words.append(tie)

    def add_network(self, member: Any) -> None:
        """Add somebody's place in one child's network."""
        one = self.one(_key(member.member_id, member.member_name), member.member_name)
        child = self.children[member.child_id]
        one.members.append(member)
        one.kind = one.kind or member.kind
        one.who = one.who or member.description or NetworkKind(member.kind).label
        if child not in one.children:
            one.children.append(child)
        if member.offers and member.offers not in one.said_offers:
            one.said_offers.append(member.offers)
        if member.important_words:
            member.child_shown = child
            one.words.append(member)
        if member.last_in_touch_date:
            one.last_in_touch = max(one.last_in_touch or member.last_in_touch_date, member.last_in_touch_date)
        self.by_member[member.pk] = one

    def add_what_they_do(self, offers: list[Any], done: list[Any]) -> None:
        """Add what they offer and have done, once where it was written once for several children."""
        child_of = {m.pk: m.child_id for one in self.found.values() for m in one.members}
        for rows, into, same in ((offers, "offers", "start_date"), (done, "done", "day")):
            once: dict[tuple[Any, ...], Any] = {}
            for row in rows:
                one = self.by_member[row.member_id]
                told = once.setdefault((one.key, row.what.casefold(), getattr(row, same)), row)
                if told is row:
                    row.children_shown = []
                    getattr(one, into).append(row)
                told.children_shown.append(self.names[child_of[row.member_id]])
            for row in once.values():
                whose = [name for name in self.names.values() if name in row.children_shown]
                # Said where it is for some of the children alone.
                row.children_shown = and_(whose) if len(whose) < len(self.names) else ""

    def add_place(self, place: Any) -> None:
        """Add somebody's place at a meeting."""
        one = self.one(_key(place.person_id, place.name), place.name)
        one.who = one.who or place.relation
        one.places.append(place)

    def add_stays(self, stays: list[Any]) -> None:
        """Add who stays in touch; a worker who does is nobody of the family's own."""
        workers = Worker.objects.in_bulk([one.worker_id for one in stays if one.worker_id])
        for row in stays:
            if row.worker_id:
                worker = workers.get(row.worker_id)
                row.name_shown = f"{worker.name}, {worker.get_role_display().lower()}" if worker else ""
                continue
            one = self.one(_key(row.person_id, row.name), row.name)
            one.who = one.who or row.relation
            one.stays = row
            row.name_shown = one.name

    def add_actions(self, actions: list[Any]) -> None:
        """Add what the plan says that one of the family's own people will do, or has done, by their name."""
        named = {one.name.casefold(): one for one in self.found.values() if not one.is_hidden}
        for action in actions:
            one = named.get(" ".join(action.owner_name.split()).casefold())
            if one is None:
                continue
            if action.done_date is None:
                one.to_do.append(action)
            else:
                action.day, action.children_shown = action.done_date, ""
                one.done.append(action)
                one.done.sort(key=lambda row: row.day, reverse=True)

    def finish(self) -> list[OneOfThem]:
        """Return everybody: those who do something first, the children of the plan themselves last."""
        for one in self.found.values():
            one.places.sort(key=lambda place: place.meeting_shown.offered_date, reverse=True)
            dated = {offer.what.casefold() for offer in one.offers}
            one.said_offers = [said for said in one.said_offers if said.strip().casefold() not in dated]
            if one.child:
                one.who = "The plan is for them"
            elif not one.who:
                one.who = "In the family"
        return sorted(self.found.values(), key=lambda one: (one.child, one.is_hidden, not one.does_something))


def _key(number: int | None, name: str) -> Key:
    return ("person", number) if number else ("name", " ".join(name.split()).casefold())


def _first_name(person: Any) -> str:
    return str(person.display_name).split(" ")[0]
