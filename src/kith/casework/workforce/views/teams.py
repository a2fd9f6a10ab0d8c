"""Teams, a team, and a worker's caseload."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.furniture.sections import sections_of
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import Clock, Task
from kith.casework.workforce import access
from kith.casework.workforce.models import Allocation, Team, TeamMembership, Worker
from kith.casework.workforce.queries import covered_by, team_of, teams_of
from kith.casework.workforce.queries.caseload import caseload_of, covers_of
from kith.casework.workforce.queries.teams import (
    children_held,
    figures_of,
    first_help_of,
    team_tree,
    teams_and_below,
    workers_of,
)

LOOKING_BACK = datetime.timedelta(days=90)

TREE = [
    Column("name", "Team", ("place",)),
    Column("kind", "What it does", ("kind", "place")),
    Column("workers", "Workers", ("workers",), numeric=True),
    Column("children", "Children", ("children",), numeric=True),
    Column("late", "Late clocks", ("late",), numeric=True),
    Column("contacts", "Contacts waiting", ("contacts",), numeric=True),
    Column("waiting", "Waiting for first help", ("waiting_for_help",), numeric=True),
]

WORKERS = [
    Column("name", "Worker", ("name",)),
    Column("full_time", "Full-time share", ("full_time_equivalent",), numeric=True),
    Column("children", "Children", ("children",), numeric=True),
    Column("per_full_time", "Children for a full-time post", ("per_full_time",), numeric=True),
    Column("late", "Late clocks", ("late",), numeric=True),
    Column("due", "Due in 10 days", ("due_soon",), numeric=True),
    Column("supervised", "Last supervision", ("last_supervision",)),
]

LATE = [
    Column("person", "Child", ("person__display_name", "due_date")),
    Column("what", "What is late", ("rule", "due_date")),
    Column("due", "Was due", ("due_date",)),
    Column("why", "Why"),
]

CASELOAD = [
    Column("name", "Child", ("name",)),
    Column("family", "Family", ("family_name", "name")),
    Column("role", "As", ("role", "name")),
    Column("since", "Since", ("start_date",)),
    Column("late", "Late", ("late",), numeric=True),
    Column("next", "Next due", ("next_due", "name")),
]


@for_workers
def team_tree_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Every team with what it holds and what waits."""
    require(worker, Right.SEE_TEAMS)
    return render(
        request,
        "workforce/teams.html",
        {
            "listing": listing(request, list(team_tree()), TREE, default="name", size=50),
            "own": set(teams_of(worker, timezone.localdate())),
        },
    )


@for_workers
def team_page(request: HttpRequest, worker: Worker, team_id: int) -> HttpResponse:
    """One team: its workers and their caseloads, what is late, what waits, and how soon families were helped."""
    team = access.open_team(worker, team_id)
    today = timezone.localdate()
    teams = teams_and_below(team)
    own = set(teams_of(worker, today))
    figures = figures_of([team.pk])[team.pk]
    late = Clock.objects.filter(
        stopped_date__isnull=True,
        due_date__lt=today,
        person_id__in=_held_by(team, today).values("child_id"),
    ).select_related("person")
    late_listing = listing(request, late, LATE, default="due", size=10, prefix="late_")
    for clock in late_listing.page:
        clock.rule_name = name_of(clock)
    shown = {clock.person_id for clock in late_listing.page if clock.person_id}
    if shown:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="workforce:team", subjects=shown)
    return render(
        request,
        "workforce/team.html",
        {
            "team": team,
            "below": Team.objects.filter(parent=team).order_by("name") if len(teams) > 1 else [],
            "figures": figures,
            "per_full_time": round(figures.children / figures.full_time_equivalent, 1)
            if figures.full_time_equivalent
            else None,
            "listing": listing(request, list(workers_of(team, today)), WORKERS, default="name", size=25),
            "late": late_listing,
            "first_help": first_help_of(teams, since=today - LOOKING_BACK),
            "sections": sections_of(
                "workforce:team",
                worker=worker,
                team=team,
                teams=teams,
                own=own,
                today=today,
                waiting_clocks=figures.waiting_clocks,
            ),
            "days_waited": (today - figures.waiting_since).days if figures.waiting_since else None,
            "tasks": Task.objects.filter(team=team, worker__isnull=True, done_at__isnull=True)
            .select_related("person")
            .order_by("due_date")[:10],
            "is_own": team.pk in own,
            "may_take_contacts": Right.TAKE_CONTACTS in general_rights(worker.role),
            "today": today,
            "back": (reverse("workforce:teams"), "teams"),
        },
    )


def _held_by(team: Team, today: datetime.date) -> QuerySet[Allocation]:
    """Return the allocations of a team's own workers today."""
    holds = Q(end_date__isnull=True) | Q(end_date__gt=today)
    members = TeamMembership.objects.filter(holds, team=team, start_date__lte=today).values("worker_id")
    return Allocation.objects.filter(holds, worker_id__in=members, start_date__lte=today)


@for_workers
def worker_page(request: HttpRequest, worker: Worker, worker_id: int) -> HttpResponse:
    """One worker: whom they hold, what is late, who covers for whom."""
    shown = access.open_worker(worker, worker_id)
    today = timezone.localdate()
    rows = caseload_of(shown, today)
    held = {row.child.pk for row in rows}
    if held and shown.pk != worker.pk:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="workforce:worker", subjects=held)
    team = team_of(shown, today)
    manages = access.manages(worker, shown, today)
    return render(
        request,
        "workforce/worker.html",
        {
            "shown": shown,
            "team": team,
            "listing": listing(request, list(rows), CASELOAD, default="name", size=25),
            "held": len(held),
            "hidden": max(children_held(shown) - len(held), 0),
            "late": sum({row.child.pk: row.late for row in rows}.values()),
            "covers": covers_of(shown, today),
            "covering": covered_by(shown, today),
            "manages": manages,
            "may_arrange_cover": manages or shown.pk == worker.pk,
            "today": today,
            "back": (reverse("workforce:team", args=[team.pk]), team.name)
            if team and Right.SEE_TEAMS in general_rights(worker.role)
            else None,
        },
    )
