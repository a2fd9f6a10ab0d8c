"""The state of protection at a glance, for the service or a team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.access.loading import require
from kith.casework.access.rights import Right
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.queries.figures import (
    DEFINITIONS,
    asked_for,
    counted_for,
    counted_lately,
    figures_for,
    teams_to_count,
)
from kith.casework.workforce.models import Team, Worker


@for_workers
def figures_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Enquiries and what came of them, conferences, plans and reviews, each figure with how it is counted."""
    require(worker, Right.SEE_FIGURES)
    today = timezone.localdate()
    number = request.GET.get("team", "")
    team = Team.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    whose = counted_for(worker, team, today)
    period, known = asked_for(request.GET.get("period", ""), today, exact=whose.exact)
    counted = None
    if whose.teams is None:
        counted = counted_lately(period.since, period.until, today, afresh="afresh" in request.GET)
    return render(
        request,
        "protection/figures.html",
        {
            "figures": figures_for(worker, whose, period, today, counted=counted),
            "counted_at": counted.at if counted else None,
            "whose": whose,
            "period": period,
            "periods": known,
            "teams": teams_to_count(worker, today),
            "team_asked": number,
            "definitions": DEFINITIONS,
        },
    )
