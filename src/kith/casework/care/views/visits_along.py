"""Writing a visit where there is no signal: what the device keeps, by which key, and the script that opens the form."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.care import device_keys
from kith.casework.care.forms.visit import Visitable, VisitForm
from kith.casework.care.queries.visits_along import children_to_take_along
from kith.casework.furniture.pages import for_workers
from kith.casework.workforce.models import Worker

MODEL = 999_999_937  # stands for a child in the empty form; no child has it
# What the empty page is made of. All of it is the program's own; nothing of it is a child's.
FILES = (
    "vendor/govuk-frontend.css", "vendor/moj-frontend.css", "kith/kith.css", "kith/begin.js", "vendor/htmx.js", "kith/kith.js",
    "kith/icon.svg", "kith/visits/kept.js", "kith/visits/write.js", "kith/visits/with-me.js",
)  # fmt: skip
BY_THEIR_OWN_NAME = ("vendor/govuk-frontend.js",)  # as kith.js asks for it


@for_workers
@require_safe
def with_me(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The children taken along, and what is kept on this device and was not sent.

    With `shell` it is the page that the device keeps: the same, without the worker's name or menu. No child is in either;
    the device puts in what it keeps.
    """
    is_shell = "shell" in request.GET
    form = VisitForm(children=[Visitable(MODEL, f"Child {MODEL}"), Visitable(MODEL + 1, "")])
    del form.fields["visited_by"]
    return render(
        request,
        "care/visits/with_me.html",
        {
            "form": form,
            "row": form.rows()[0],
            "model": MODEL,
            "is_shell": is_shell,
            "worker_script": reverse("care:visits_worker"),
            **({"worker": None, "navigation": []} if is_shell else {}),
        },
    )


@for_workers
@require_safe
def worker_script(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The script that opens the form where there is no signal, with the list of what it keeps."""
    files = [
        f"{reverse('care:visits_with_me')}?shell=1",
        *(staticfiles_storage.url(name) for name in FILES),
        *(f"{settings.STATIC_URL}{name}" for name in BY_THEIR_OWN_NAME),
    ]
    said = f'const KEPT = "kith-visits-{_version()}";\nconst FILES = {json.dumps(files)};\n'
    answer = HttpResponse(said + _source("kith/visits/worker.js").decode(), content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/people/"
    return answer


@for_workers
@require_safe
def key(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The signed-in worker's key, and a token to send by."""
    return JsonResponse(
        {
            "signed_in": True,
            "worker": worker.pk,
            "key": device_keys.key_for(worker),
            "lasts": device_keys.LASTS,
            "csrf": get_token(request),
        }
    )


@for_workers
@require_safe
def children(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The children whom the worker may take along: first name and initial alone."""
    found = children_to_take_along(worker, timezone.localdate())
    if found:
        audit.record(
            worker_id=worker.pk,
            verb=AuditVerb.VIEW,
            what="care:visits_children",
            subjects=[child["id"] for child in found],
        )
    return JsonResponse({"children": found})


def _source(name: str) -> bytes:
    place = finders.find(name)
    assert isinstance(place, str), f"{name} is not among the static files."
    with open(place, "rb") as file:
        return file.read()


@cache
def _version() -> str:
    """Return a name for what the empty page is made of: another when any of it is."""
    digest = hashlib.sha256()
    for name in (*FILES, *BY_THEIR_OWN_NAME, "kith/visits/worker.js"):
        digest.update(name.encode() + _source(name))
    for template in ("furniture/base.html", "care/visits/with_me.html", "care/visits/_child.html"):
        digest.update(str(get_template(template).template.source).encode())  # type: ignore[attr-defined]
    return digest.hexdigest()[:16]
