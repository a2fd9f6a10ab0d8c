"""What care asks where a worker is chosen: of a child in care, that what the change does is read before it is decided."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kith.casework.care.actions.moves import decide_move, made_already
from kith.casework.care.models import Move, MoveKind, MoveOutcome, PeriodOfCare
from kith.casework.care.queries.what_a_move_does import Panel, what_they_do
from kith.casework.furniture.fields import WordsField
from kith.casework.furniture.form_parts import FormPart
from kith.casework.furniture.sections import Section
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.workforce.models import AllocationRole, Worker
from kith.casework.workforce.queries.caseload import HeldBefore

READ_FIRST = (
    "For a child in care, read what this change does before you decide. It is shown above for the worker whom you chose: "
    "if it is still right, send the form again."
)


def worker_change(
    *, children: Sequence[HeldBefore], by: Worker, request: HttpRequest, **_: Any
) -> FormPart | None:
    """Return what is asked where a child who may be allocated is in care and has had a worker; None where nobody is."""
    held = {one.child.pk: one.child for one in children if one.number}
    in_care = set(
        PeriodOfCare.objects.filter(child_id__in=held, end_date__isnull=True).values_list(
            "child_id", flat=True
        )
    )
    if not in_care:
        return None
    return WorkerChange([child for number, child in held.items() if number in in_care], by, request)


class WorkerChange(FormPart):
    """The reason, each child's own words and the panel, for those of the chosen children who are in care."""

    def __init__(self, children: list[Person], by: Worker, request: HttpRequest) -> None:
        super().__init__()
        self.children, self.by, self.request = children, by, request
        self.panels = self._panels(children, None, timezone.localdate())
        self.moves: list[Move] = []
        self.fields["care_reasons"] = WordsField(
            label="Why is another worker right for a child in care?",
            rows=3,
            required=False,
            help_text="Asked because a child here is in care, and this is kept with what the change does",
        )
        self.fields["care_alternatives"] = WordsField(
            label="What else was thought of, and why not?", rows=2, required=False
        )
        for child in children:
            self.fields[f"care_words_{child.pk}"] = WordsField(
                label=f"What {child.display_name} said about it",
                rows=2,
                required=False,
                help_text="As they said it",
            )
            self.fields[f"care_not_asked_{child.pk}"] = WordsField(
                label=f"Or why {child.display_name} was not asked", rows=2, required=False
            )

    def section(self) -> Section:
        """Return the panels as they are now, and what they are known by."""
        return Section(
            "care/sections/worker_change.html",
            {
                "panels": [
                    (child, self.panels[child.pk]) for child in self.children if child.pk in self.panels
                ],
                "kept": {"care_read": self._read()},
            },
        )

    def before(self, said: dict[str, Any], **about: Any) -> None:
        """Decide the move of each chosen child in care. Raises CannotBeTrue until what it does was shown for this worker."""
        chosen = {child.pk for child in about["children"]}
        moving = [child for child in self.children if child.pk in chosen]
        if about["role"] != AllocationRole.LEAD or not moving:
            return
        worker, day = about["worker"], about["day"]
        if self._finish_decided(moving, worker):
            return
        self.panels = self._panels(moving, worker, day)
        if self.request.POST.get("care_read") != self._read():
            raise CannotBeTrue(READ_FIRST)
        for name in ("care_reasons", "care_alternatives"):
            if not said.get(name):
                raise CannotBeTrue(
                    "Say why." if name == "care_reasons" else "Say what else was thought of, and why not.",
                    name,
                )
        for child in sorted(moving, key=lambda one: one.pk):
            words, not_asked = (
                said.get(f"care_words_{child.pk}", ""),
                said.get(f"care_not_asked_{child.pk}", ""),
            )
            if not words and not not_asked:
                raise CannotBeTrue(
                    f"Enter what {child.display_name} said, or why they were not asked.",
                    f"care_words_{child.pk}",
                )
            self.moves.append(
                decide_move(
                    child=child,
                    kind=MoveKind.WORKER,
                    worker=worker,
                    day=day,
                    by=self.by,
                    reasons=said["care_reasons"],
                    alternatives=said["care_alternatives"],
                    panel=self.panels[child.pk],
                    child_words=words,
                    why_child_not_asked=not_asked,
                )
            )

    def after(self, said: dict[str, Any], **about: Any) -> None:
        """Record that what was decided was made."""
        for move in self.moves:
            made_already(move=move, day=about["day"], by=self.by)

    def _finish_decided(self, moving: list[Person], worker: Worker) -> bool:
        """Return whether this very change is decided already for all of them: then it is only made now."""
        decided = list(
            Move.objects.filter(
                child__in=moving, kind=MoveKind.WORKER, worker=worker, outcome=MoveOutcome.DECIDED
            )
        )
        if len(decided) < len(moving):
            return False
        self.moves = decided
        return True

    def _panels(self, children: list[Person], worker: Worker | None, day: datetime.date) -> dict[int, Panel]:
        return what_they_do(children, MoveKind.WORKER, worker=worker, day=day, worker_reading=self.by)

    def _read(self) -> str:
        return "-".join(self.panels[number].digest for number in sorted(self.panels))
