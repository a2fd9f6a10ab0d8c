"""A child protection team's page: what is on its way, late first, and how it is going."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.protection.queries.figures import DEFINITIONS, Whose, asked_for, figures_for
from kith.casework.protection.queries.team_work import team_work
from kith.casework.protection.views.chair import TO_COME
from kith.casework.workforce.access import open_team
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.teams import teams_and_below

PROCESSES = [
    Column("due", "Due by", ("due_date", "number")),
    Column("family", "Family", ("family_name", "number")),
    Column("since", "Since", ("since", "number")),
    Column("who", "With", ("who", "number")),
]
HELP = [
    Column("due", "Due by", ("due_date", "person_id")),
    Column("name", "Child", ("name", "person_id")),
    Column("waited", "Working days since", ("working_days", "person_id"), numeric=True),
]
PLANS = [
    Column("name", "Child", ("name", "person_id")),
    Column("since", "On a plan since", ("start_date", "person_id")),
    Column("visit", "Visit by", ("visit", "person_id")),
    Column("core_group", "Core group by", ("core_group", "person_id")),
    Column("review", "Review by", ("review", "person_id")),
    Column("soonest", "Soonest", ("soonest", "person_id")),
]


@for_workers
def team_protection(request: HttpRequest, worker: Worker, team_id: int) -> HttpResponse:
    """What protection a team has on its way: for its own workers, and whoever manages it or a team above."""
    team = open_team(worker, team_id)
    today = timezone.localdate()
    teams = teams_and_below(team)
    if not set(teams_of(worker, today)) >= set(teams):
        raise AccessRefused(Right.SEE_TEAMS)
    work = team_work(teams, today)
    if work.subjects:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="protection:team", subjects=work.subjects)
    whose = Whose(teams, team.name, exact=True)
    period, known = asked_for(request.GET.get("period", ""), today, exact=True)
    return render(
        request,
        "protection/team.html",
        {
            "team": team,
            "work": work,
            "discussions": listing(
                request, work.discussions.rows, PROCESSES, default="due", prefix="called_"
            ),
            "enquiries": listing(request, work.enquiries.rows, PROCESSES, default="due", prefix="enquiry_"),
            "help": listing(request, work.help.rows, HELP, default="due", prefix="help_"),
            "conferences": listing(request, work.conferences.rows, TO_COME, default="when", prefix="come_"),
            "plans": listing(request, work.plans.rows, PLANS, default="soonest", prefix="plan_"),
            "figures": figures_for(worker, whose, period, today, by_team=False),
            "whose": whose,
            "period": period,
            "periods": known,
            "definitions": DEFINITIONS,
            "sees_figures": Right.SEE_FIGURES in general_rights(worker.role),
            "today": today,
            "back": (reverse("workforce:team", args=[team.pk]), team.name),
        },
    )
