"""Keeping a decision with why, on what evidence, and what would change it; asking for a second look, and giving one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.access.loading import rights_of
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.access_decisions import may_read
from kith.casework.protection.models import SecondLook, SecondView, ThresholdDecision
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Reasons:
    """What a decision is worth nothing without: why, on what evidence, and what would change it."""

    reasons: str
    evidence: str
    what_would_change: str
    other_views: str = ""


def decide(
    *,
    child: Person,
    kind: str,
    decided: str,
    reasons: Reasons,
    day: datetime.date,
    by: Worker,
    address: str = "",
    field: str = "",
) -> ThresholdDecision:
    """Keep one decision about one child, in the transaction and beside the event of the action that decides.

    `decided` is what was decided, in words. `field` is put before the names of the form's fields, as in "child_55_".
    Raises CannotBeTrue without why, evidence, or what would change it.
    """
    for name, sentence in (
        ("reasons", "Say why."),
        ("evidence", "Say what this rests on: what was seen and heard, by whom, and when."),
        ("what_would_change", "Say what would change this decision."),
    ):
        if not getattr(reasons, name).strip():
            raise CannotBeTrue(sentence, f"{field}{name}")
    return ThresholdDecision.objects.create(
        child=child,
        kind=kind,
        decided=decided[:200],
        reasons=reasons.reasons,
        evidence=reasons.evidence,
        what_would_change=reasons.what_would_change,
        other_views=reasons.other_views,
        decided_date=day,
        decided_at=timezone.now(),
        decided_by=by,
        address=address,
    )


@transaction.atomic
def ask_for_second_look(
    *, decision: ThresholdDecision, asked_of: Worker, why_asked: str, by: Worker
) -> SecondLook:
    """Ask somebody other than whoever decided to look at a decision; they have it to do."""
    if asked_of.pk == decision.decided_by_id:
        raise CannotBeTrue(
            "A second look is by somebody other than whoever decided. Choose another worker.", "asked_of"
        )
    if asked_of.end_date is not None:
        raise CannotBeTrue(f"{asked_of.name} has left. Choose another worker.", "asked_of")
    if not may_read(asked_of, decision, rights_of(asked_of, decision.child_id)):
        raise CannotBeTrue(
            f"This child's record is not open to {asked_of.name}. Choose somebody who may read it.",
            "asked_of",
        )
    if decision.second_looks.filter(asked_of=asked_of, looked_at__isnull=True).exists():
        raise CannotBeTrue("They have been asked to look at this already.", "asked_of")
    look = SecondLook.objects.create(
        decision=decision, asked_by=by, asked_at=timezone.now(), asked_of=asked_of, why_asked=why_asked
    )
    today = timezone.localdate()
    record_event(
        "protection.second_look_asked", by=by, day=today, about=[decision.child_id],
        summary="Somebody else was asked to look at a decision.", thread=f"decision:{decision.pk}",
    )  # fmt: skip
    give_task(
        title="Take a second look at a decision",
        due_date=today,
        worker=asked_of,
        person_id=decision.child_id,
        link=f"/decisions/{decision.pk}/",
        by=by,
    )
    return look


@transaction.atomic
def take_second_look(*, look: SecondLook, view: str, words: str, by: Worker) -> None:
    """Record what somebody else thinks of a decision. Whoever sees it otherwise says why, and whoever decided is told."""
    look = SecondLook.objects.select_for_update(of=("self",)).get(pk=look.pk)
    decision = look.decision
    if look.looked_at is not None:
        raise CannotBeTrue("This second look is recorded already. Ask for another if something has changed.")
    if by.pk == decision.decided_by_id:
        raise CannotBeTrue("Nobody takes the second look at their own decision.")
    if by.pk != look.asked_of_id:
        raise CannotBeTrue("Somebody else was asked for this second look. Ask for one of your own.")
    if view != SecondView.AGREE and not words.strip():
        raise CannotBeTrue("Say what you see, and why.", "words")
    SecondLook.objects.filter(pk=look.pk).update(view=view, words=words, looked_at=timezone.now())
    today = timezone.localdate()
    do_tasks_at(f"/decisions/{decision.pk}/", worker=by, by=by)
    record_event(
        "protection.second_look_taken", by=by, day=today, about=[decision.child_id],
        summary="Somebody else looked at a decision.", thread=f"decision:{decision.pk}", details={"view": view},
    )  # fmt: skip
    if view != SecondView.AGREE:
        give_task(
            title="Answer a second look at your decision",
            due_date=today,
            worker=decision.decided_by,
            person_id=decision.child_id,
            link=f"/decisions/{decision.pk}/",
            by=by,
        )


@transaction.atomic
def answer_second_look(*, look: SecondLook, answer: str, by: Worker) -> None:
    """Record what was done about a second look, or why nothing was."""
    look = SecondLook.objects.select_for_update(of=("self",)).get(pk=look.pk)
    if look.looked_at is None:
        raise CannotBeTrue("The second look has not been taken yet.")
    if look.answered_at is not None:
        raise CannotBeTrue("This second look is answered already.")
    if not answer.strip():
        raise CannotBeTrue("Say what was done about it, or why nothing was.", "answer")
    SecondLook.objects.filter(pk=look.pk).update(answer=answer, answered_by=by, answered_at=timezone.now())
    decision = look.decision
    do_tasks_at(f"/decisions/{decision.pk}/", worker=decision.decided_by, by=by)
    record_event(
        "protection.second_look_answered", by=by, day=timezone.localdate(), about=[decision.child_id],
        summary="A second look at a decision was answered.", thread=f"decision:{decision.pk}",
    )  # fmt: skip
