"""A plan's page, now and as known at an earlier instant."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sections import sections_of
from kith.casework.plans.access import OpenPlan, open_plan
from kith.casework.plans.models import Plan
from kith.casework.plans.queries.story import plan_story
from kith.casework.workforce.models import Worker


@for_workers
def plan_page(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """One plan: what the family wants, how far they have come, who does what, who is around them."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="plans:plan")
    return _show(request, opened, NOW)


@for_workers
def plan_known_at(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="plans:plan_known_at")
    return show_as_known(
        request,
        Plan,
        plan_id,
        what=f"Plan with the {opened.family.name} family",
        back=(reverse("plans:plan", args=[plan_id]), "the plan"),
        not_yet="There was no such plan yet. Enter a later day.",
        show=lambda known, record: _show(
            request, OpenPlan(known, opened.family, opened.members, may_write=False), record
        ),
    )


def _show(request: HttpRequest, opened: OpenPlan, record: Record) -> HttpResponse:
    today = timezone.localdate()
    story = plan_story(opened.plan, opened.members, today=today, record=record)
    if not story.tiers and record.instant is not None:
        raise Http404("There was no such plan yet.")
    may_write = opened.may_write and opened.plan.end_date is None and record.instant is None
    return render(
        request,
        "plans/plan.html",
        {
            "plan": opened.plan,
            "plan_id": opened.plan.id,
            "family": opened.family,
            "story": story,
            "known_at": record.instant,
            "may_write": may_write,
            "sections": sections_of(
                "plans:plan",
                worker=request.worker,  # type: ignore[attr-defined]
                opened=opened,
                may_write=may_write,
                today=record.on(today),
                record=record,
            ),
            "today": record.on(today),
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )
