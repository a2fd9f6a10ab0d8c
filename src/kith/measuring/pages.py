"""The pages that are measured, and for each many different requests: other workers, other people, other spellings."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.urls import NoReverseMatch, reverse

from kith.casework.access.roles import Role
from kith.casework.workforce.models import Worker
from kith.measuring.care_pages import CARE_PAGES
from kith.measuring.protection_pages import PROTECTION_PAGES
from kith.measuring.sessions import session_for

Request = tuple[str, str]  # a path and the session that asks for it

OPEN_PLANS = "SELECT child_id, plan_id FROM plans_planchild WHERE child_id = ANY(%s) AND end_date IS NULL"
DIFFERENT = 400  # requests prepared for each page, taken in turn


@dataclass(frozen=True)
class Visitors:
    """Whose sessions ask: workers of each kind, with the numbers of the people whom each holds."""

    social_workers: list[tuple[Worker, str]]
    contact_officers: list[tuple[Worker, str]]
    team_managers: list[tuple[Worker, str]]
    held_by: dict[int, list[int]]


def visitors(chance: random.Random, of_each: int = 24) -> Visitors:
    """Sign in some workers of each kind who are at work today."""

    def some(*roles: str) -> list[tuple[Worker, str]]:
        at_work = list(
            Worker.objects.filter(role__in=roles, end_date__isnull=True).select_related("user").order_by("pk")
        )
        chosen = chance.sample(at_work, min(of_each, len(at_work)))
        return [(worker, session_for(worker)) for worker in chosen]

    holding = some(Role.SOCIAL_WORKER, Role.FAMILY_HELP_PRACTITIONER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id, array_agg(child_id) FROM workforce_allocation"
            " WHERE worker_id = ANY(%s) AND end_date IS NULL GROUP BY 1",
            [[worker.pk for worker, _ in holding]],
        )
        held_by = dict(cursor.fetchall())
    return Visitors(holding, some(Role.CONTACT_OFFICER), some(Role.TEAM_MANAGER), held_by)


def my_day(who: Visitors, chance: random.Random) -> list[Request]:
    """Each worker's own day, holders and managers alike."""
    return [(reverse("timeline:my_day"), session) for _, session in who.social_workers + who.team_managers]


def search(who: Visitors, chance: random.Random) -> list[Request]:
    """Names as they are spelt and as they are misspelt, with and without a date of birth."""
    from urllib.parse import urlencode

    everyone = [session for _, session in who.contact_officers + who.social_workers]
    requests = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT display_name, birth_date FROM people_person WHERE id = ANY(%s) AND birth_date IS NOT NULL",
            [_people(chance, DIFFERENT)],
        )
        for name, born in cursor.fetchall():
            words = _as_typed(name, chance)
            if chance.random() < 0.2:
                words = f"{words} {born:%d/%m/%Y}"
            requests.append(
                (f"{reverse('people:search')}?{urlencode({'q': words})}", chance.choice(everyone))
            )
    return requests


def person(who: Visitors, chance: random.Random) -> list[Request]:
    """People whom the worker holds, and for the front door anybody at all."""
    return _about_people("people:person", who, chance)


def chronology(who: Visitors, chance: random.Random) -> list[Request]:
    """The same for what happened to them."""
    return _about_people("timeline:chronology", who, chance)


def genogram(who: Visitors, chance: random.Random) -> list[Request]:
    """The same for the families that they belong to, drawn."""
    return _about_people("people:genogram", who, chance)


def ecomap(who: Visitors, chance: random.Random) -> list[Request]:
    """And for who is around them."""
    return _about_people("people:ecomap", who, chance)


def family_chronology(who: Visitors, chance: random.Random) -> list[Request]:
    """What happened to families, as the front door reads it."""
    return _about_families("timeline:family_chronology", who, chance)


def family(who: Visitors, chance: random.Random) -> list[Request]:
    """Families, as the front door opens them."""
    return _about_families("people:family", who, chance)


def _about_families(page: str, who: Visitors, chance: random.Random) -> list[Request]:
    officers = [session for _, session in who.contact_officers]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT family_id FROM people_familymembership WHERE person_id = ANY(%s) AND end_date IS NULL",
            [_people(chance, DIFFERENT)],
        )
        return [(reverse(page, args=[row[0]]), chance.choice(officers)) for row in cursor.fetchall()]


def contact_form(who: Visitors, chance: random.Random) -> list[Request]:
    """The form in which a contact is written down."""
    return [(reverse("front_door:take_contact"), session) for _, session in who.contact_officers]


def team(who: Visitors, chance: random.Random) -> list[Request]:
    """Each manager's own team."""
    teams = _teams_of_managers(who)
    return [
        (reverse("workforce:team", args=[teams[worker.pk]]), session)
        for worker, session in who.team_managers
        if worker.pk in teams
    ]


def plan(who: Visitors, chance: random.Random) -> list[Request]:
    """The plans of the children whom each worker holds."""
    return _about_their(
        "plans:plan",
        OPEN_PLANS,
        who,
        chance,
    )


def assessment(who: Visitors, chance: random.Random) -> list[Request]:
    """The assessments of the children whom each worker holds."""
    return _about_their(
        "family_help:assessment",
        "SELECT child_id, assessment_id FROM family_help_assessmentchild WHERE child_id = ANY(%s)",
        who,
        chance,
    )


def family_people(who: Visitors, chance: random.Random) -> list[Request]:
    """The family's own people on the open plans of children whom each worker holds."""
    return _about_their(
        "family_help:family_people",
        OPEN_PLANS,
        who,
        chance,
    )


def what_helps(who: Visitors, chance: random.Random) -> list[Request]:
    """The catalogue of help, whole and narrowed down."""
    address = reverse("family_help:what_helps")
    asks = ["", "?kind=behaviour&age=6", "?kind=debt", "?here=yes", "?group=parenting&age=2"]
    return [(f"{address}{chance.choice(asks)}", session) for _, session in who.social_workers * 5]


def help_report(who: Visitors, chance: random.Random) -> list[Request]:
    """What became of the help offered: of a year and of the manager's own team in all years."""
    address = reverse("family_help:intervention_report")
    requests = [(address, session) for _, session in who.team_managers]
    teams = _teams_of_managers(who)
    return requests + [
        (f"{address}?period=all&team={teams[worker.pk]}", session)
        for worker, session in who.team_managers
        if worker.pk in teams
    ]


def find_help(who: Visitors, chance: random.Random) -> list[Request]:
    """The public search as it opens, and a service's own page, by families with no account."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identifier FROM family_help_directoryservice WHERE ended_date IS NULL LIMIT 200"
        )
        services = [(reverse("family_help:service", args=[row[0]]), "") for row in cursor.fetchall()]
    return [(reverse("family_help:find_help"), ""), *services]


def help_near_a_family(who: Visitors, chance: random.Random) -> list[Request]:
    """Services near a family, searched by its plan, as whoever holds its children does."""
    return _about_their(
        "family_help:near_family",
        OPEN_PLANS,
        who,
        chance,
    )


PAGES: dict[str, Callable[[Visitors, random.Random], list[Request]]] = {
    "my day": my_day,
    "search": search,
    "person": person,
    "family": family,
    "genogram": genogram,
    "ecomap": ecomap,
    "chronology": chronology,
    "family chronology": family_chronology,
    "contact form": contact_form,
    "team page": team,
    "plan": plan,
    "assessment": assessment,
    "family's own people": family_people,
    "what helps": what_helps,
    "help report": help_report,
    "find help": find_help,
    "help near a family": help_near_a_family,
    **PROTECTION_PAGES,
    **CARE_PAGES,
}


def prepared(who: Visitors, chance: random.Random) -> tuple[dict[str, list[Request]], list[str]]:
    """Return the requests of every page, shuffled, and the names of pages that this Kith does not have."""
    found: dict[str, list[Request]] = {}
    absent = []
    for name, requests_of in PAGES.items():
        try:
            found[name] = requests_of(who, chance)
        except NoReverseMatch:
            absent.append(name)
            continue
        if not found[name]:
            raise SystemExit(f"There is nobody in this record for whom to ask for the page '{name}'.")
        chance.shuffle(found[name])
    return found, absent


def _about_people(page: str, who: Visitors, chance: random.Random) -> list[Request]:
    requests = [
        (reverse(page, args=[held]), session)
        for worker, session in who.social_workers
        for held in who.held_by.get(worker.pk, [])
    ]
    requests = chance.sample(requests, min(len(requests), DIFFERENT // 2))
    officers = [session for _, session in who.contact_officers]
    anybody = _people(chance, DIFFERENT - len(requests))
    return requests + [(reverse(page, args=[number]), chance.choice(officers)) for number in anybody]


def _teams_of_managers(who: Visitors) -> dict[int, int]:
    """Return the team of each manager."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id, team_id FROM workforce_teammembership WHERE worker_id = ANY(%s) AND end_date IS NULL",
            [[worker.pk for worker, _ in who.team_managers]],
        )
        return dict(cursor.fetchall())


def _about_their(page: str, sql: str, who: Visitors, chance: random.Random) -> list[Request]:
    """Return requests about things of children, found by SQL as (child, number), each by a worker who holds the child."""
    held_by = {
        child: session for worker, session in who.social_workers for child in who.held_by.get(worker.pk, [])
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(held_by)])
        found = [(reverse(page, args=[number]), held_by[child]) for child, number in cursor.fetchall()]
    return chance.sample(found, min(len(found), DIFFERENT))


def _people(chance: random.Random, count: int) -> list[int]:
    """Return the numbers of people from anywhere in the record, whose records are normal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM people_person")
        first, last = cursor.fetchone()
        wanted = [chance.randint(first, last) for _ in range(count * 2)]
        cursor.execute(
            "SELECT id FROM people_person WHERE id = ANY(%s) AND restriction = 'normal' AND merged_into_id IS NULL",
            [wanted],
        )
        found = [row[0] for row in cursor.fetchall()]
    chance.shuffle(found)
    return found[:count]


def _as_typed(name: str, chance: random.Random) -> str:
    """Return a name as somebody types it: whole, in part, in another order, or with a letter wrong."""
    words = name.lower().split()
    way = chance.random()
    if way < 0.35 or len(words) < 2:
        return " ".join(words)
    if way < 0.45:
        return words[-1]
    if way < 0.55:
        return f"{words[-1]} {words[0]}"
    longest = max(words, key=len)
    place = chance.randrange(1, max(2, len(longest) - 1))
    mistyped = chance.choice(
        [
            longest[:place] + longest[place + 1 :],
            longest[:place] + longest[place] + longest[place:],
            longest[:place] + chance.choice("aeiouylnrst") + longest[place + 1 :],
            longest[: place - 1] + longest[place : place + 1] + longest[place - 1] + longest[place + 1 :],
        ]
    )
    return " ".join(mistyped if word == longest else word for word in words)
