"""Visits: their addresses, one of each, and some months of them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.actions.visit_requests import ask_for_visit
from kith.casework.care.actions.visits import record_visit
from kith.casework.care.models import CareVisit, CareVisitChild, PeriodOfCare, VisitRequest
from kith.casework.people.models import Person
from tests.furnishing.in_care import CareFamily
from tests.furnishing.looks import in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

RECORD_RIGHT = {"care:visits": Right.READ_RECORD, "care:visit": Right.READ_RECORD}
SERVICE_RIGHT = {
    "care:write_visit": Right.WRITE_RECORD,
    "care:change_visit": Right.WRITE_RECORD,
    "care:ask_for_visit": Right.WRITE_RECORD,
    "care:not_visited": Right.WRITE_RECORD,
}
GENERAL_RIGHT = {
    "care:visits_with_me": None,
    "care:visits_worker": None,
    "care:visits_key": None,
    "care:visits_children": None,
}
FILES = ("care:visits_worker", "care:visits_key", "care:visits_children")
LOOKS = [
    in_care("social_worker", "care:write_visit", picture="write-visit", widths=(1280, 390)),
    in_care("social_worker", "care:visits", widths=(1280, 390)),
    in_care("social_worker", "care:visit", picture="care-visit"),
    in_care("social_worker", "care:change_visit"),
    in_care("social_worker", "care:ask_for_visit"),
    in_care("social_worker", "care:not_visited"),
    in_care("social_worker", "care:visits_with_me", widths=(1280, 390)),
]

SEEN = ChildVisited(seen=True, seen_alone=True, bedroom_seen=True)


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Make a visit to a child, and a wish for one."""
    placement = period.placements.get()
    visit = CareVisit.objects.create(day=period.start_date, visited_by=cast.director)
    CareVisitChild.objects.create(
        visit=visit,
        child=child,
        placement=placement,
        rule="six_weeks",
        seen=True,
        seen_alone=True,
        bedroom_seen=True,
    )
    asked = VisitRequest.objects.create(
        child=child, placement=placement, asked_by="child", asked_date=period.start_date
    )
    return {"care_visit_id": visit.pk, "visit_request_id": asked.pk}


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Visit the three every six weeks or so; the youngest was asleep once, and the eldest now asks for a visit."""
    began = family.periods[0].start_date
    worker = cast.social_worker
    eldest, middle, youngest = (child.pk for child in family.children)
    said = ("I like my room. I miss Nan.", "Can we have the cat here?", "")
    for days in (4, 44, 82):
        children = {
            number: ChildVisited(seen=True, seen_alone=True, bedroom_seen=True, child_words=words)
            for number, words in zip((eldest, middle, youngest), said, strict=True)
        }
        if days == 44:
            children[youngest] = ChildVisited(
                seen=False, why_not_seen="She was asleep.", bedroom_seen=True, child_words=""
            )
        visit = record_visit(
            day=began + datetime.timedelta(days=days),
            children=children,
            carers_words="They have all settled. Micah wakes at night.",
            how_it_is="Warm, tidy, a dog. They ate together while I was there.",
            what_next="I ask the school about the club for Kezia, by Friday.",
            by=worker,
        )
    asked = ask_for_visit(
        placement=family.placements[0],
        asked_by="child",
        asked_date=timezone.localdate() - datetime.timedelta(days=2),
        words="Can you come and talk to me about the summer?",
        by=worker,
    )
    return {"care_visit_id": visit.pk, "visit_request_id": asked.pk}
