"""Threshold decisions as pages tell them: one with its second looks, all about one child, and what was known then."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.plans.models import PlanChild
from kith.casework.protection.models import DecisionKind, SecondLook, SecondView, ThresholdDecision
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class LookRead:
    """One second look as its page shows it."""

    look: Any
    asked_by: Worker | None
    asked_of: Worker | None
    answered_by: Worker | None
    view: str


@dataclass(frozen=True)
class DecisionStory:
    """One decision with its second looks, and the addresses of what it rested on as that was known then."""

    decision: Any
    kind: str
    decided_by: Worker | None
    looks: list[LookRead]
    child_then: str
    plans_then: list[str]


def decision_story(decision: Any, *, record: Record = NOW) -> DecisionStory:
    """Return a decision with its second looks, now or as known at an earlier instant. A fixed number of queries."""
    looks = list(record.rows(SecondLook).filter(decision_id=decision.id).order_by("asked_at", "id"))
    numbers = {decision.decided_by_id}
    for look in looks:
        numbers |= {look.asked_by_id, look.asked_of_id, look.answered_by_id}
    workers = Worker.objects.in_bulk(numbers - {None})
    then = Record(decision.decided_at)
    day = timezone.localtime(decision.decided_at).date()
    plans = {
        row.plan_id
        for row in then.rows(PlanChild).filter(child_id=decision.child_id)
        if row.start_date <= day and (row.end_date is None or row.end_date > day)
    }
    return DecisionStory(
        decision,
        DecisionKind(decision.kind).label,
        workers.get(decision.decided_by_id),
        [
            LookRead(
                look,
                workers.get(look.asked_by_id),
                workers.get(look.asked_of_id),
                workers.get(look.answered_by_id),
                SecondView(look.view).label if look.view else "",
            )
            for look in looks
        ],
        known_at_address("people:person_known_at", decision.child_id, decision.decided_at),
        [known_at_address("plans:plan_known_at", plan, decision.decided_at) for plan in sorted(plans)],
    )


def decisions_of(
    person_id: int, kinds: Sequence[str], *, record: Record = NOW
) -> list[tuple[Any, str, list[Any]]]:
    """Return the decisions of some kinds about one child, latest first, each with its kind and its second looks."""
    found = record.together(
        decisions=record.rows(ThresholdDecision).filter(child_id=person_id, kind__in=kinds),
        looks=record.rows(SecondLook).filter(
            decision_id__in=ThresholdDecision.objects.filter(child_id=person_id).values("pk")
        ),
    )
    workers = Worker.objects.in_bulk({one.decided_by_id for one in found["decisions"]})
    ordered = sorted(found["decisions"], key=lambda one: (one.decided_date, one.decided_at), reverse=True)
    read = []
    for one in ordered:
        one.decided_by_shown = workers.get(one.decided_by_id)
        looks = [look for look in found["looks"] if look.decision_id == one.id]
        for look in looks:
            look.view_shown = SecondView(look.view).label if look.view else "Asked for"
        read.append((one, DecisionKind(one.kind).label, looks))
    return read


def number_of_decisions(person_id: int, kinds: Sequence[str], *, record: Record = NOW) -> int:
    """Return how many decisions of some kinds were made about one child."""
    # Rows and no count, so that a page asks for them together with what its other parts read.
    return len(record.together(lambda: _numbers(record, person_id, sorted(kinds)))["decisions"])


@shaped
def _numbers(record: Record, person_id: int, kinds: list[str]) -> dict[str, QuerySet[Any]]:
    rows = record.rows(ThresholdDecision).filter(child_id=person_id, kind__in=kinds)
    return {"decisions": rows.only("id")}


def known_at_address(name: str, number: int, instant: datetime.datetime) -> str:
    """Return the address of a page as it was known at an instant, to the microsecond."""
    local = timezone.localtime(instant)
    asked = {
        "day_0": local.day,
        "day_1": local.month,
        "day_2": local.year,
        "time": f"{local:%H:%M:%S.%f}",
    }
    return f"{reverse(name, args=[number])}?{urlencode(asked)}"
