"""How steady life is for children in care, for the service or a team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.access.loading import require
from kith.casework.access.rights import Right
from kith.casework.care.queries.stability import BY_TEAM, stability_for
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.queries.figures import counted_for, periods_for, teams_to_count
from kith.casework.workforce.models import Team, Worker


@for_workers
def figures_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Homes, distance, brothers and sisters, workers and schools, each figure with how it is counted."""
    require(worker, Right.SEE_FIGURES)
    today = timezone.localdate()
    number = request.GET.get("team", "")
    team = Team.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    whose = counted_for(worker, team, today)
    # By years alone: each indicator is of a year that begins on 1 April.
    known = periods_for(today, exact=False)
    period = next((one for one in known if one.code == request.GET.get("period", "")), known[0])
    return render(
        request,
        "care/figures.html",
        {
            "stability": stability_for(worker, whose, period, today),
            "columns": BY_TEAM,
            "whose": whose,
            "period": period,
            "periods": known,
            "teams": teams_to_count(worker, today),
            "team_asked": number,
        },
    )
