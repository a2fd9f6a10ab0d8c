"""What a person sees when something cannot be done: what is wrong, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.casework.access.loading import AccessRefused


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form's token is no longer good: usually the person was signed out in another window."""
    return render(request, "furniture/form_expired.html", status=403)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not open to the person, whom to ask, and where break-glass is allowed, how."""
    known = exception if isinstance(exception, AccessRefused) else None
    return render(request, "furniture/refused.html", {"refused": known}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing at this address."""
    return render(request, "furniture/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be understood."""
    return render(request, "furniture/bad_request.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours and that nothing was half-written."""
    return render(request, "furniture/broken.html", status=500)
