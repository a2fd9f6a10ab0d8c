"""Care's pages that are measured, each asked for by the workers who would: who holds the child, reviewing officers, advisers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.urls import reverse

from kith.casework.access.roles import Role
from kith.measuring.protection_pages import DIFFERENT, LEADS, OF_EACH, about_a_child, of_role, sessions_of

if TYPE_CHECKING:
    from kith.measuring.pages import Request, Visitors

    Asking = Callable[[Visitors, random.Random], list[Request]]

IN_CARE = "SELECT child_id, child_id FROM care_periodofcare WHERE end_date IS NULL"
WITH_BROTHERS_AND_SISTERS = (
    "SELECT child_id, child_id FROM (SELECT first_id AS child_id FROM care_togetherorapart WHERE end_date IS NULL"
    " UNION SELECT second_id FROM care_togetherorapart WHERE end_date IS NULL) pairs"
)
WITH_FAMILY_TIME = "SELECT c.child_id, c.child_id FROM care_familytimechild c JOIN care_familytimeplan p ON p.id = c.plan_id AND p.end_date IS NULL"
LEAVING = (
    "SELECT s.young_person_id, s.young_person_id FROM care_leavingcarestatus s"
    " JOIN workforce_allocation a ON a.child_id = s.young_person_id AND a.role = 'personal_adviser' AND a.end_date IS NULL WHERE s.end_date IS NULL"
)


def of_a_role(page: str, role: str) -> Asking:
    """Return how to ask for a worker's own page, as those of a role who hold the most children."""

    def requests(who: Visitors, chance: random.Random) -> list[Request]:
        return [(reverse(page), session) for session in of_role(chance, role)]

    return requests


def by_adviser(page: str) -> Asking:
    """Return how to ask for a page of young people who are leaving care, as each one's personal adviser."""

    def requests(who: Visitors, chance: random.Random) -> list[Request]:
        with connection.cursor() as cursor:
            cursor.execute(LEAVING)
            young = sorted({number for number, _ in cursor.fetchall()})
            young = chance.sample(young, min(len(young), DIFFERENT))
            cursor.execute(LEADS.replace("'lead'", "'personal_adviser'"), [young])
            advisers = dict(cursor.fetchall())
        sessions = sessions_of(advisers.values())
        return [
            (reverse(page, args=[number]), sessions[advisers[number]])
            for number in young
            if advisers.get(number) in sessions
        ]

    return requests


def team(who: Visitors, chance: random.Random) -> list[Request]:
    """The pages of teams that hold children in care, each by its manager."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT manager.id, m.team_id FROM care_periodofcare p"
            " JOIN workforce_allocation a ON a.child_id = p.child_id AND a.end_date IS NULL AND a.role = 'lead'"
            " JOIN workforce_teammembership m ON m.worker_id = a.worker_id AND m.end_date IS NULL"
            " JOIN workforce_teammembership n ON n.team_id = m.team_id AND n.end_date IS NULL"
            " JOIN workforce_worker manager ON manager.id = n.worker_id AND manager.role = %s"
            "   AND manager.end_date IS NULL AND manager.user_id IS NOT NULL"
            " WHERE p.end_date IS NULL GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT %s",
            [Role.TEAM_MANAGER, OF_EACH],
        )
        found = cursor.fetchall()
    sessions = sessions_of(worker for worker, _ in found)
    return [(reverse("workforce:team", args=[number]), sessions[worker]) for worker, number in found]


CARE_PAGES: dict[str, Asking] = {
    "child in care": about_a_child("care:child", IN_CARE),
    "child in care's plan": about_a_child(
        "plans:plan",
        "SELECT child_id, plan_id FROM care_periodofcare WHERE end_date IS NULL AND plan_id IS NOT NULL",
    ),
    "child in care's record": about_a_child("people:person", IN_CARE),
    "child in care's chronology": about_a_child("timeline:chronology", IN_CARE),
    "move to be decided": about_a_child("care:decide_home", IN_CARE),
    "move as it was shown": about_a_child(
        "care:move", "SELECT child_id, id FROM care_move WHERE kind = 'home'"
    ),
    "care plan": about_a_child("care:care_plan", IN_CARE),
    "placement plan": about_a_child(
        "care:placement_plan", "SELECT child_id, id FROM care_placement WHERE end_date IS NULL"
    ),
    "notices of a placement": about_a_child(
        "care:notices", "SELECT child_id, id FROM care_placement WHERE end_date IS NULL"
    ),
    "approvals": about_a_child("care:approvals", IN_CARE),
    "review of care held": about_a_child(
        "care:review",
        "SELECT c.child_id, r.id FROM care_carereview r JOIN care_carereviewchild c ON c.review_id = r.id WHERE r.status = 'held'",
    ),
    "review of care planned": about_a_child(
        "care:review",
        "SELECT c.child_id, r.id FROM care_carereview r JOIN care_carereviewchild c ON c.review_id = r.id WHERE r.status = 'planned'",
    ),
    "permanence": about_a_child("care:permanence", IN_CARE),
    "reviewing officer's page": of_a_role("care:reviewing", Role.INDEPENDENT_REVIEWING_OFFICER),
    "visits to a child in care": about_a_child("care:visits", IN_CARE),
    "visit form": about_a_child("care:write_visit", IN_CARE),
    "health of a child in care": about_a_child("care:health", IN_CARE),
    "family time": about_a_child("care:family_time", WITH_FAMILY_TIME),
    "brothers and sisters": about_a_child("care:siblings", WITH_BROTHERS_AND_SISTERS),
    "people who matter": about_a_child("care:people_who_matter", IN_CARE),
    "lifelong links": about_a_child("care:lifelong_links", IN_CARE),
    "leaving care": by_adviser("care:leaving"),
    "personal adviser's page": of_a_role("care:personal_adviser", Role.PERSONAL_ADVISER),
    "figures of moves": of_a_role("care:figures", Role.DIRECTOR),
    "team with children in care": team,
}
