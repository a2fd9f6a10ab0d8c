"""The public form: a parent or a young person asks for help, with no account."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from kith.casework.front_door.actions.receive import receive_contact
from kith.casework.front_door.forms import AskForHelpForm
from kith.casework.front_door.models import Channel

# The census source that each kind of asker is.
SOURCE = {"parent": "1A", "young_person": "1C", "relative_or_friend": "1B"}


@never_cache
@csrf_protect
def ask_for_help(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it: as often from one address as ACCOUNT_RATE_LIMITS allows."""
    form = AskForHelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["website"]:
            return HttpResponseRedirect(reverse("front_door:asked"), status=303)
        # Only what would be kept is counted: somebody who puts a mistake right has asked once.
        if not ratelimit.consume(request, action="ask_for_help"):
            return render(request, "front_door/too_many.html", status=429)
        contact = receive_contact(
            channel=Channel.WEB,
            asked_by=data["who"],
            source=SOURCE[data["who"]],
            in_their_words=data["in_their_words"],
            people=form.people(),
            asker_name=data["your_name"],
            asker_telephone=data["telephone"],
            asker_email=data["email"],
            safe_to_reply=data["safe_to_reply"],
            worry_about_harm=data["worried"],
            submission_token=data["token"],
            by=None,
        )
        request.session["asked"] = contact.reference
        return HttpResponseRedirect(reverse("front_door:asked"), status=303)
    return render(request, "front_door/ask_for_help.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next, and the reference to quote."""
    return render(request, "front_door/asked.html", {"reference": request.session.get("asked", "")})
