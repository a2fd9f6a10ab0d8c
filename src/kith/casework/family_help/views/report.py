"""The report of what became of the help that was offered, as a page and as a file."""

from __future__ import annotations

import csv
import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import require
from kith.casework.access.rights import Right
from kith.casework.family_help.queries.report import (
    Counted,
    Figure,
    Period,
    Row,
    counted_for,
    intervention_report,
    periods,
    teams_to_count,
)
from kith.casework.furniture.pages import for_workers
from kith.casework.workforce.models import Team, Worker

NOT_A_TRIAL = (
    "This is not a trial. Families who take up help and stay with it differ from those who do not, and families often "
    "come when things are at their worst, so that scores would get better on average without any help. It shows whom "
    "help reaches and what is worth asking about, not what the help caused."
)


@for_workers
def report_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Reach, completion, waits and change by intervention."""
    require(worker, Right.SEE_FIGURES)
    today = timezone.localdate()
    counted, period = _asked(request, worker, today)
    return render(
        request,
        "family_help/report.html",
        {
            "rows": intervention_report(counted, period),
            "counted": counted,
            "period": period,
            "periods": periods(today, together=counted.exact),
            "teams": teams_to_count(worker, today),
            "team_asked": request.GET.get("team", ""),
            "not_a_trial": NOT_A_TRIAL,
            "query": request.GET.urlencode(),
            "back": (reverse("family_help:what_helps"), "what helps"),
        },
    )


@for_workers
def report_file(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The same as a CSV file, with what may not be shown left empty."""
    require(worker, Right.SEE_FIGURES)
    counted, period = _asked(request, worker, timezone.localdate())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="help-{period.code}.csv"'
    writer = csv.writer(answer)
    writer.writerow(HEADINGS)
    for row in intervention_report(counted, period):
        for line in _lines(row, counted, period):
            writer.writerow(line)
    writer.writerow([NOT_A_TRIAL])
    return answer


HEADINGS = [
    "period", "counted", "intervention", "group", "offered", "started", "completed", "stopped early", "never started",
    "waiting", "going on", "started of those answered", "lower", "upper", "completed of those ended", "lower", "upper",
    "median days to start", "lower", "upper", "measure", "better is",
    "scored before and after", "mean change", "lower", "upper", "share better", "lower", "upper",
]  # fmt: skip


def _lines(row: Row, counted: Counted, period: Period) -> list[list[object]]:
    """Return a line for each measure of an intervention, or one without."""
    counts = [
        row.offered, row.started, row.completed, row.stopped_early, row.never_started, row.waiting, row.going_on,
    ]  # fmt: skip
    first: list[object] = [
        period.label,
        counted.label,
        _harmless(row.name),
        row.intervention.get_group_display(),
        *("" if count is None else count for count in counts),
        *_three(row.reach, 3),
        *_three(row.completion, 3),
        *_three(row.wait, 1),
    ]
    if not row.changes:
        return [[*first, *[""] * 9]]
    return [
        [
            *first,
            change.measure.name,
            "lower" if change.measure.lower_is_better else "higher",
            "" if change.pairs is None else change.pairs,
            *_three(change.mean, 2),
            *_three(change.improved, 3),
        ]
        for change in row.changes
    ]


def _three(figure: Figure | None, places: int) -> list[object]:
    if figure is None:
        return ["", "", ""]
    return [round(figure.value, places), round(figure.lower, places), round(figure.upper, places)]


def _harmless(text: str) -> str:
    """Return a name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _asked(request: HttpRequest, worker: Worker, today: datetime.date) -> tuple[Counted, Period]:
    number = request.GET.get("team", "")
    team = Team.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    counted = counted_for(worker, team, today)
    known = periods(today, together=counted.exact)
    wanted = request.GET.get("period", "")
    return counted, next((one for one in known if one.code == wanted), known[0])
