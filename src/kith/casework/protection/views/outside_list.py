"""The service's list of harm outside the home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.access_maps import may_open_maps, reads_any_map
from kith.casework.protection.queries.outside_list import outside_list
from kith.casework.workforce.models import Worker


@for_workers
def outside_list_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Who is missing now, whose talk is due, what is to be looked at again."""
    require(worker, Right.SEE_TEAMS)
    parts = outside_list(timezone.now(), timezone.localdate())
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="protection:outside_list")
    return render(
        request,
        "protection/outside/outside_list.html",
        {"parts": parts, "reads_maps": may_open_maps(worker) or reads_any_map(worker)},
    )
