"""The furniture's own addresses: where drafts are saved as somebody types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.furniture import drafts
from kith.casework.furniture.form_pages import keep_for_absent


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is in a form. Answers whether it was kept, and whether the person is still signed in."""
    key = drafts.read_key(request.POST.get("draft_key", ""))
    if key is None:
        return JsonResponse(
            {"saved": False, "why": "This page has been open for too long. Copy your text and reload."},
            status=400,
        )
    worker = request.worker  # type: ignore[attr-defined]
    signed_in = worker is not None and worker.pk == key.worker_id
    saved = drafts.save(key, request.POST) is not None if signed_in else keep_for_absent(key, request)
    return JsonResponse({"saved": saved, "at": f"{timezone.localtime():%H:%M:%S}", "signed_in": signed_in})
