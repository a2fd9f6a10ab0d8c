"""The public pages of the directory: a family finds help with no account and no referral.

What is typed is sent in the request's body and is neither kept, logged nor put into an address: on a shared telephone,
an address in the history could tell who looked for a refuge, and from where.
"""

from __future__ import annotations

import uuid

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from kith.casework.access.rights import Right, general_rights
from kith.casework.family_help.forms.directory import FindHelpForm
from kith.casework.family_help.queries.directory import find_services, service_by_identifier
from kith.casework.family_help.queries.service_page import shown

ON_A_PAGE = 20
MOST_PAGES = 50


@never_cache
@csrf_protect
def find_help(request: HttpRequest) -> HttpResponse:
    """Ask what would help, and show who gives it, nearest first."""
    if request.method != "POST":
        return render(request, "family_help/find_help.html", {"form": FindHelpForm()})
    form = FindHelpForm(request.POST)
    if not form.is_valid():
        return render(request, "family_help/find_help.html", {"form": form}, status=422)
    if not ratelimit.consume(request, action="find_help"):
        return render(request, "family_help/too_many_searches.html", status=429)
    asked = form.asked()
    page = _page(request.POST.get("page", ""))
    found = find_services(asked, first=(page - 1) * ON_A_PAGE, most=ON_A_PAGE)
    last = min(max(1, -(-found.total // ON_A_PAGE)), MOST_PAGES)
    return render(
        request,
        "family_help/find_help.html",
        {
            "form": form,
            "searched": True,
            "services": [shown(one.service, one.miles) for one in found.services],
            "total": found.total,
            "matched": found.matched,
            "near": asked.near,
            "page": page,
            "last": last,
            "carried": [
                (name, value)
                for name, value in form.data.items()
                if name in form.fields and name != "version"
            ],
        },
    )


def _page(said: str) -> int:
    return min(int(said[:6]) or 1, MOST_PAGES) if said.isascii() and said.isdigit() else 1


@never_cache
def service_page(request: HttpRequest, identifier: uuid.UUID) -> HttpResponse:
    """One service: what it is, for whom, what it costs, when, where, and how to get in touch."""
    worker = request.worker  # type: ignore[attr-defined]
    service = service_by_identifier(identifier)
    if service is None:
        raise Http404("There is no such service.")
    return render(
        request,
        "family_help/service.html",
        {
            "shown": shown(service),
            "may_keep": bool(worker) and Right.KEEP_DIRECTORY in general_rights(worker.role),
            "back": (reverse("family_help:find_help"), "find help"),
        },
    )
