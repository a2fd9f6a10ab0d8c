"""Protection's pages that are measured, each asked for by the workers who would: who holds the children, chairs, managers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import connection
from django.urls import reverse

from kith.casework.access.roles import Role
from kith.casework.workforce.models import Worker
from kith.measuring.sessions import session_for

if TYPE_CHECKING:
    from kith.measuring.pages import Request, Visitors

    Asking = Callable[[Visitors, random.Random], list[Request]]

DIFFERENT = 200  # requests prepared for each page
OF_EACH = 24  # workers of a role who ask

ON_A_PLAN = "SELECT child_id, plan_id FROM protection_childprotectionplan WHERE end_date IS NULL"
CHILD_ON_A_PLAN = "SELECT child_id, child_id FROM protection_childprotectionplan WHERE end_date IS NULL"
LEADS = "SELECT child_id, worker_id FROM workforce_allocation WHERE child_id = ANY(%s) AND end_date IS NULL AND role = 'lead'"
NORMAL = (
    "SELECT id FROM people_person WHERE id = ANY(%s) AND restriction = 'normal' AND merged_into_id IS NULL"
)

_signed_in: dict[int, str] = {}


def about_a_child(page: str, sql: str) -> Asking:
    """Return how to ask for a page of what SQL finds as (child, number), as the worker who leads for the child.

    Of a child whom nobody leads for today, as the front door, which reads any normal record.
    """

    def requests(who: Visitors, chance: random.Random) -> list[Request]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            found = sorted(set(cursor.fetchall()))
            found = chance.sample(found, min(len(found), DIFFERENT * 3))
            cursor.execute(LEADS, [[child for child, _ in found]])
            leads = dict(cursor.fetchall())
            cursor.execute(NORMAL, [[child for child, _ in found]])
            normal = {row[0] for row in cursor.fetchall()}
        sessions = sessions_of(leads.values())
        officers = [session for _, session in who.contact_officers]
        asked = [
            (reverse(page, args=[number]), sessions.get(leads.get(child, 0)) or chance.choice(officers))
            for child, number in found
            if child in normal
        ]
        return asked[:DIFFERENT]

    return requests


def conferences(who: Visitors, chance: random.Random) -> list[Request]:
    """Each chair's own page."""
    return [
        (reverse("protection:conferences"), session) for session in of_role(chance, Role.CONFERENCE_CHAIR)
    ]


def everybodys_conferences(who: Visitors, chance: random.Random) -> list[Request]:
    """The same of the whole service: for chairs who ask, and for directors."""
    address = reverse("protection:conferences")
    return [
        *((f"{address}?whose=everybody", session) for session in of_role(chance, Role.CONFERENCE_CHAIR)),
        *((address, session) for session in of_role(chance, Role.DIRECTOR)),
    ]


def team(who: Visitors, chance: random.Random) -> list[Request]:
    """The pages of teams that hold children on protection plans, each by its manager."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT manager.id, m.team_id FROM protection_childprotectionplan p"
            " JOIN workforce_allocation a ON a.child_id = p.child_id AND a.end_date IS NULL AND a.role = 'lead'"
            " JOIN workforce_teammembership m ON m.worker_id = a.worker_id AND m.end_date IS NULL"
            " JOIN workforce_teammembership n ON n.team_id = m.team_id AND n.end_date IS NULL"
            " JOIN workforce_worker manager ON manager.id = n.worker_id AND manager.role = %s"
            "   AND manager.end_date IS NULL"
            " WHERE p.end_date IS NULL GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT %s",
            [Role.TEAM_MANAGER, OF_EACH],
        )
        found = cursor.fetchall()
    sessions = sessions_of(worker for worker, _ in found)
    return [(reverse("protection:team", args=[number]), sessions[worker]) for worker, number in found]


def figures(who: Visitors, chance: random.Random) -> list[Request]:
    """The whole service's, of this year and the last, by those who read them: directors, analysts, managers."""
    from django.utils import timezone

    address = reverse("protection:figures")
    today = timezone.localdate()
    year = today.year if today.month >= 4 else today.year - 1
    readers = of_role(chance, Role.DIRECTOR, Role.PERFORMANCE_ANALYST)
    managers = [session for _, session in who.team_managers[:4]]
    return [
        (f"{address}{asked}", session)
        for session in [*readers, *managers]
        for asked in ("", f"?period={year - 1}", "?period=last-twelve-months")
    ]


def of_role(chance: random.Random, *roles: str) -> list[str]:
    """Return sessions of some workers of these roles who have accounts."""
    at_work = list(
        Worker.objects.filter(role__in=roles, end_date__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return list(sessions_of(chance.sample(at_work, min(OF_EACH, len(at_work)))).values())


def sessions_of(workers: Iterable[int]) -> dict[int, str]:
    """Return a session of each worker who has an account, the same each time."""
    wanted = set(workers)
    for worker in Worker.objects.filter(pk__in=wanted - set(_signed_in)).select_related("user"):
        _signed_in[worker.pk] = session_for(worker)
    return {number: _signed_in[number] for number in wanted if number in _signed_in}


PROTECTION_PAGES: dict[str, Asking] = {
    "strategy discussion held": about_a_child(
        "protection:strategy_discussion",
        "SELECT c.child_id, d.id FROM protection_strategydiscussion d"
        " JOIN protection_strategychild c ON c.discussion_id = d.id WHERE d.status = 'held'",
    ),
    "strategy discussion not held": about_a_child(
        "protection:strategy_discussion",
        "SELECT c.child_id, d.id FROM protection_strategydiscussion d"
        " JOIN protection_strategychild c ON c.discussion_id = d.id WHERE d.status <> 'held'",
    ),
    "enquiry under way": about_a_child(
        "protection:enquiry",
        "SELECT child_id, enquiry_id FROM protection_enquirychild WHERE end_date IS NULL",
    ),
    "enquiry ended": about_a_child(
        "protection:enquiry",
        "SELECT child_id, enquiry_id FROM protection_enquirychild WHERE end_date IS NOT NULL",
    ),
    "conference booked": about_a_child(
        "protection:conference",
        "SELECT c.child_id, k.id FROM protection_childprotectionconference k"
        " JOIN protection_conferencechild c ON c.conference_id = k.id WHERE k.status = 'booked'",
    ),
    "conference held": about_a_child(
        "protection:conference",
        "SELECT c.child_id, k.id FROM protection_childprotectionconference k"
        " JOIN protection_conferencechild c ON c.conference_id = k.id WHERE k.status = 'held'",
    ),
    "protection on a plan": about_a_child("protection:on_plan", ON_A_PLAN),
    "core group": about_a_child("protection:core_group", ON_A_PLAN),
    "protected child's plan": about_a_child("plans:plan", ON_A_PLAN),
    "protected child": about_a_child("people:person", CHILD_ON_A_PLAN),
    "protected child's chronology": about_a_child("timeline:chronology", CHILD_ON_A_PLAN),
    "protected child's family": about_a_child(
        "people:family",
        "SELECT p.child_id, l.family_id FROM protection_childprotectionplan p"
        " JOIN plans_plan l ON l.id = p.plan_id WHERE p.end_date IS NULL",
    ),
    "missing": about_a_child(
        "protection:missing", "SELECT child_id, child_id FROM protection_missingepisode"
    ),
    "missing episode": about_a_child(
        "protection:missing_episode", "SELECT child_id, id FROM protection_missingepisode"
    ),
    "harm outside home": about_a_child(
        "protection:harm_outside_home", "SELECT child_id, child_id FROM protection_exploitationassessment"
    ),
    "decisions": about_a_child(
        "protection:decisions", "SELECT child_id, child_id FROM protection_thresholddecision GROUP BY 1"
    ),
    "decision": about_a_child(
        "protection:decision",
        "SELECT child_id, id FROM protection_thresholddecision",
    ),
    "pre-proceedings": about_a_child(
        "protection:pre_proceedings",
        "SELECT child_id, pre_proceedings_id FROM protection_preproceedingschild",
    ),
    "proceedings": about_a_child(
        "protection:proceedings", "SELECT child_id, proceedings_id FROM protection_proceedingschild"
    ),
    "conferences": conferences,
    "everybody's conferences": everybodys_conferences,
    "team's protection": team,
    "protection figures": figures,
}
