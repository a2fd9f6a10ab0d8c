"""Time with family: a child's page of it, and one plan's, with what comes next and how often it was kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import open_care_process, open_child
from kith.casework.care.models import FamilyTimePlan
from kith.casework.care.queries.coming_family_time import coming
from kith.casework.care.queries.family_time import one_plan, plans_from, plans_wanted
from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import for_workers
from kith.casework.workforce.models import Worker


@for_workers
def family_time_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Whom a child sees, how often, what comes in the next four weeks, and what is not happening."""
    opened = open_child(worker, person_id, page="care:family_time")
    today = timezone.localdate()
    held = NOW.together(**plans_wanted([person_id], record=NOW, today=today, ended=True))
    plans = plans_from(held, today=today)
    rights = opened.child.rights  # type: ignore[attr-defined]
    return render(
        request,
        "care/family_time/family_time.html",
        {
            "person": opened.child,
            "plans": [(one, one.with_whom(person_id)) for one in plans if one.is_open],
            "ended": [(one, one.with_whom(person_id)) for one in reversed(plans) if not one.is_open],
            "coming": [(one, one.shown.with_whom(person_id)) for one in coming(plans, today=today)],
            "may_write": Right.WRITE_RECORD in rights and worker.role != Role.PARTNER,
            "may_plan": opened.in_care,
            "today": today,
            "back": (reverse("care:child", args=[person_id]), f"{opened.child.display_name} in care"),
        },
    )


@for_workers
def plan_page(request: HttpRequest, worker: Worker, family_time_id: int) -> HttpResponse:
    """One plan: whom the children see and how often, what they want, and every time written down."""
    opened = open_care_process(worker, FamilyTimePlan, family_time_id, page="care:family_time_plan")
    today = timezone.localdate()
    shown = one_plan(opened.process, today=today)
    first = opened.children[0]
    return render(
        request,
        "care/family_time/plan.html",
        {
            "shown": shown,
            "plan": opened.process,
            "children": opened.children,
            "hidden": opened.hidden_children,
            "arranged_by": Worker.objects.filter(pk=opened.process.arranged_by_id).first(),
            "may_write": opened.may_write and worker.role != Role.PARTNER,
            "today": today,
            "back": (reverse("care:family_time", args=[first.pk]), f"{first.display_name}’s family time"),
        },
    )
