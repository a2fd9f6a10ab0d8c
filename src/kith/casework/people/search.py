"""Finding people: by name however spelt, date of birth, address or number; nobody is silently absent."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from kith.casework.people import check_digits
from kith.casework.people.models import FamilyMembership, Person, PersonName, Residence
from kith.casework.workforce.models import Allocation
from kith.reference import postcodes

MOST = 25

_DAY = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b")


@dataclass(frozen=True)
class Asked:
    """What somebody searches for, sorted into what it is."""

    name: str = ""
    birth_date: datetime.date | None = None
    number: str = ""
    place: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not (self.name.strip() or self.birth_date or self.number or self.place)


@dataclass
class Found:
    """One person found. A hidden one has no `person`: only the team to ask."""

    person: Person | None
    score: float
    matched_name: str = ""
    address: str = ""
    held_by: str = ""
    family_id: int | None = None
    family_name: str = ""
    team_to_ask: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the searcher may not see who it is."""
        return self.person is None


def read(words: str, birth_date: datetime.date | None = None, place: str = "") -> Asked:
    """Sort what was typed in one box into a number, a date of birth, a postcode and a name."""
    text = words.strip()
    tidy = check_digits.tidy(text)
    if re.fullmatch(r"\d{10}", tidy) or re.fullmatch(r"[A-Z]\d{11}[0-9A-Z]", tidy):
        return Asked(number=tidy)
    found = _DAY.search(text)
    if found and birth_date is None:
        try:
            birth_date = datetime.date(int(found[3]), int(found[2]), int(found[1]))
            text = (text[: found.start()] + text[found.end() :]).strip()
        except ValueError:
            pass
    if not place and postcodes.normalise(text):
        return Asked(birth_date=birth_date, place=str(postcodes.normalise(text)))
    if not place and re.match(r"\d+[a-zA-Z]? +\D", text):
        return Asked(birth_date=birth_date, place=text)
    place = postcodes.normalise(place) or place.strip()
    return Asked(name=text, birth_date=birth_date, place=place)


def find(asked: Asked, *, most: int = MOST) -> list[Found]:
    """Return the people who fit best, best first; those whom the searcher may not see come without their name."""
    scores: dict[int, float] = {}
    names: dict[int, int] = {}
    with connection.cursor() as cursor:
        if asked.number:
            cursor.execute("SELECT person FROM kith_find_people_by_number(%s)", [asked.number])
            scores = {person: 3.0 for (person,) in cursor.fetchall()}
        if asked.name or (asked.birth_date and not asked.place):
            cursor.execute(
                "SELECT person, name, score FROM kith_find_people(%s, %s, %s)",
                [asked.name, asked.birth_date, most],
            )
            for person, name, score in cursor.fetchall():
                if score > scores.get(person, -1):
                    scores[person] = score
                    names[person] = name
        if asked.place:
            cursor.execute(
                "SELECT person, lives_there_now FROM kith_find_people_at(%s, %s)", [asked.place, most * 8]
            )
            there = {person: 1.0 if now else 0.6 for person, now in cursor.fetchall()}
            if asked.name or asked.birth_date:
                scores = {person: score + there.get(person, 0) for person, score in scores.items()}
            else:
                scores = there
    best = sorted(scores, key=lambda person: (-scores[person], person))[:most]
    return _shown(best, scores, names)


def likely_duplicates(given_names: str, family_name: str, birth_date: datetime.date | None) -> list[Found]:
    """Return who a new person may already be on the record as, best first: likely enough that a person should look."""
    asked = Asked(name=f"{given_names} {family_name}", birth_date=birth_date)
    if asked.is_empty:
        return []
    found = find(asked, most=10)
    if birth_date is not None:
        # The day and month may have been written the other way round, or the name be right and the day wrong.
        known = {one.person.pk for one in found if one.person}
        found += [
            one
            for one in find(Asked(name=asked.name), most=10)
            if one.person is None or (one.person.pk not in known and one.score >= 0.8)
        ]
    likely = [one for one in found if one.score >= 0.75]
    return sorted(likely, key=lambda one: -one.score)[:8]


def _shown(best: Iterable[int], scores: dict[int, float], names: dict[int, int]) -> list[Found]:
    order = list(best)
    people = Person.objects.in_bulk(order)
    matched = PersonName.objects.in_bulk([names[one] for one in order if names.get(one)])
    addresses = {
        residence.person_id: str(residence.address)
        for residence in Residence.objects.filter(
            person_id__in=people, end_date__isnull=True, kind="home", withheld=False
        ).select_related("address")
    }
    holders = {
        allocation.child_id: allocation.worker.name
        for allocation in Allocation.objects.filter(
            child_id__in=people, end_date__isnull=True, role="lead"
        ).select_related("worker")
    }
    families = {
        membership.person_id: membership.family
        for membership in FamilyMembership.objects.filter(
            person_id__in=people, end_date__isnull=True
        ).select_related("family")
    }
    found = []
    for number in order:
        person = people.get(number)
        if person is None:
            found.append(Found(None, scores[number], team_to_ask=_team_holding(number)))
            continue
        name = matched.get(names.get(number) or 0)
        said = str(name) if name is not None and str(name) != person.display_name else ""
        family = families.get(number)
        found.append(
            Found(
                person,
                scores[number],
                matched_name=said,
                address=addresses.get(number, ""),
                held_by=holders.get(number, ""),
                family_id=family.pk if family else None,
                family_name=family.name if family else "",
            )
        )
    return found


def _team_holding(person_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_team_holding(%s)", [person_id])
        row = cursor.fetchone()
    return (row and row[0]) or ""


def rebuild() -> None:
    """Learn every word of every name again: after a load that went around the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE people_nameword")
        cursor.execute(
            "INSERT INTO people_nameword (word, sound, people)"
            " SELECT word, dmetaphone(word), count(*) FROM people_personname, unnest(words) AS word"
            " WHERE word <> '' GROUP BY word"
        )
        cursor.execute("ANALYZE people_nameword")
