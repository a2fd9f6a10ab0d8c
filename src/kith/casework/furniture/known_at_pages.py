"""Asking at which earlier instant a page should be read, and reading the answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.furniture.fields import DayField
from kith.casework.furniture.known_at import Record


class KnownAtForm(forms.Form):
    """An earlier instant at which to read the record."""

    day = DayField(label="Day", past_only=True)
    time = forms.TimeField(
        label="Time", required=False, help_text="For example 15:30. Left empty, the end of that day"
    )


def choose(
    request: HttpRequest, form: KnownAtForm, *, what: str, back: tuple[str, str], status: int = 200
) -> HttpResponse:
    """Return the page that asks at which instant something should be read."""
    about = {"form": form, "what": what, "back": back}
    return render(request, "furniture/choose_known_at.html", about, status=status)


def record_asked_for(request: HttpRequest) -> tuple[KnownAtForm, Record | None]:
    """Return the form, and the record as known at the instant that the address asks for; None until it asks for one.

    An instant to come is now.
    """
    form = KnownAtForm(request.GET if "day_0" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return form, None
    time = form.cleaned_data["time"] or datetime.time(23, 59, 59, 999999)
    instant = timezone.make_aware(datetime.datetime.combine(form.cleaned_data["day"], time))
    return form, Record(min(instant, timezone.now()))


def show_as_known(
    request: HttpRequest,
    model: type[models.Model],
    number: int,
    *,
    what: str,
    back: tuple[str, str],
    not_yet: str,
    show: Callable[[Any, Record], HttpResponse],
) -> HttpResponse:
    """Return the page of one row as it was known at the instant that is asked for; before that, the page that asks.

    `show` is given the row as it was and the record; `not_yet` is said of a day on which there was none.
    """
    form, record = record_asked_for(request)
    if record is None:
        return choose(request, form, what=what, back=back)
    known = record.rows(model).filter(id=number).first()
    if known is None:
        form.add_error("day", not_yet)
        return choose(request, form, what=what, back=back, status=422)
    return show(known, record)
