"""One line with which a page of protection shows the papers made from what it is about."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from kith.casework.access.roles import Role
from kith.casework.protection.models import (
    ChildProtectionConference,
    CoreGroupMeeting,
    PreProceedings,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from kith.casework.protection.paper_passages import THREAD, kinds_from
from kith.casework.protection.queries.papers import papers_from

register = template.Library()

MAKE = {
    StrategyDiscussion: "make_strategy_paper",
    SectionFortySevenEnquiry: "make_enquiry_paper",
    ChildProtectionConference: "make_conference_paper",
    PreProceedings: "make_pre_proceedings_paper",
}


@register.inclusion_tag("protection/_papers.html", takes_context=True)
def papers_of(
    context: dict[str, Any], opened: Any, meeting: CoreGroupMeeting | None = None
) -> dict[str, Any]:
    """Show the papers made from an opened process or plan, or from one meeting of the plan's core group; one query.

    Whoever may make one has the link to it. Partners are shown nothing: a paper is the service's own until it has gone.
    """
    worker = context["worker"]
    if worker.role == Role.PARTNER:
        return {"shows": False}
    process = meeting or getattr(opened, "process", None) or opened.plan
    if isinstance(process, CoreGroupMeeting):
        address = reverse("protection:make_core_group_paper", args=[process.plan_id, process.pk])
    elif type(process) in MAKE:
        address = reverse(f"protection:{MAKE[type(process)]}", args=[process.pk])
    else:
        address = reverse("protection:make_plan_paper", args=[process.pk])
    may_make = opened.may_write or getattr(process, "chair_id", None) == worker.pk
    can_make = any(not kind.not_yet(process) for kind in kinds_from(process)) if may_make else False
    found = list(papers_from([f"{THREAD[type(process)]}:{process.pk}"]))
    return {"shows": bool(found) or can_make, "papers": found, "address": address if can_make else ""}
