"""The page of a child in care: where they live, who is around them, and what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import OpenChild, open_child_in_care
from kith.casework.care.models import PeriodOfCare
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sections import sections_of
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def child_in_care(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """One child's care now, or the last time that they were in care."""
    child, period = open_child_in_care(worker, person_id, page="care:child")
    return _show(request, worker, child, period, NOW)


@for_workers
def child_known_at(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    child, period = open_child_in_care(worker, person_id, page="care:child_known_at")
    return show_as_known(
        request,
        PeriodOfCare,
        period.pk,
        what=f"{child.display_name} in care",
        back=(reverse("care:child", args=[person_id]), f"{child.display_name} in care"),
        not_yet="The child was not yet in care, as far as anybody knew. Enter a later day.",
        show=lambda known, record: _show(request, worker, child, known, record),
    )


def _show(
    request: HttpRequest, worker: Worker, child: Person, period: PeriodOfCare, record: Record
) -> HttpResponse:
    today = record.on(timezone.localdate())
    is_now = record.instant is None
    rights = child.rights  # type: ignore[attr-defined]
    return render(
        request,
        "care/child.html",
        {
            "person": child,
            "period": period,
            "known_at": record.instant,
            "may_write": is_now and Right.WRITE_RECORD in rights,
            "may_decide": is_now and Right.DECIDE in rights,
            "sections": sections_of(
                "care:child",
                opened=OpenChild(child, period),
                worker=worker,
                rights=rights,
                today=today,
                record=record,
            ),
            "back": (reverse("people:person", args=[child.pk]), child.display_name),
        },
    )
