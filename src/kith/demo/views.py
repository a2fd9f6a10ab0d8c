"""Signing in to the demonstration as one of its cast, with one press."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kith.casework.access.models import User
from kith.demo.cast import CAST


def cast(request: HttpRequest) -> HttpResponse:
    """Who is who in the made-up authority."""
    _only_in_the_demonstration()
    return render(request, "demo/cast.html", {"cast": CAST})


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast, and as nobody else."""
    _only_in_the_demonstration()
    email = request.POST.get("email", "")
    if email not in {member.email for member in CAST}:
        raise Http404("Nobody of the cast has this address.")
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        raise Http404("This member of the cast is not in this authority.")
    logout(request)
    login(request, user, backend="kith.casework.access.sign_in.AccountBackend")
    return HttpResponseRedirect("/", status=303)


def _only_in_the_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
