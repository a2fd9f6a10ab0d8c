"""A move's own page, making it, and deciding against it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access_moves import log_panels, open_move
from kith.casework.care.actions.moves import make_move, stand_down_move
from kith.casework.care.forms.move import FORMS, StandDownMoveForm
from kith.casework.care.models import Move, MoveKind, MoveOutcome, PeriodOfCare
from kith.casework.care.queries.decided_together import decided_together
from kith.casework.care.queries.unusual import before_placing
from kith.casework.care.queries.what_a_move_does import panel_as_shown
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Worker

TITLES = {
    MoveKind.HOME: "A change of home",
    MoveKind.SCHOOL: "A change of school",
    MoveKind.WORKER: "A change of worker",
}


@for_workers
def move_page(request: HttpRequest, worker: Worker, move_id: int) -> HttpResponse:
    """One move: what was shown as it was decided, why, and what came of it."""
    move = open_move(worker, move_id, page="care:move")
    return _show(request, worker, move, move, NOW)


@for_workers
def move_known_at(request: HttpRequest, worker: Worker, move_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    move = open_move(worker, move_id, page="care:move_known_at")
    return show_as_known(
        request,
        Move,
        move.pk,
        what=TITLES[MoveKind(move.kind)],
        back=(reverse("care:move", args=[move.pk]), "the move"),
        not_yet="This move was not decided yet. Enter a later day.",
        show=lambda known, record: _show(request, worker, move, known, record),
    )


def _show(request: HttpRequest, worker: Worker, move: Move, known: Move, record: Record) -> HttpResponse:
    panel = panel_as_shown(known.shown)
    log_panels(worker, [panel], page="care:move")
    rights = move.child.rights  # type: ignore[attr-defined]
    is_now = record.instant is None
    needed = Right.ALLOCATE if move.kind == MoveKind.WORKER else Right.WRITE_RECORD
    return render(
        request,
        "care/move.html",
        {
            "title": TITLES[MoveKind(move.kind)],
            "move": known,
            "where": move.home or move.school or move.worker,
            "decided_by": move.decided_by,
            "person": move.child,
            "panel": panel,
            "known_at": record.instant,
            "waits": known.outcome == MoveOutcome.DECIDED,
            # What care decides is the service's own to record.
            "may_write": is_now and needed in rights and worker.role != Role.PARTNER,
            "tasks": Task.objects.filter(link=f"/moves/{move.pk}/", person_id=move.child_id)
            .select_related("worker")
            .order_by("due_date", "pk")
            if is_now
            else [],
            "back": (reverse("care:child", args=[move.child_id]), f"{move.child.display_name} in care"),
        },
    )


class _OneMove(FormPage):
    """A form about a move that waits to be made."""

    move: Move

    def load(self, move_id: int, **kwargs: Any) -> None:
        """Open the move; one that was made or decided against already has no such page."""
        name = f"care:{type(self).__name__}"
        self.move = open_move(self.worker, move_id, Right.WRITE_RECORD, page=name)
        if self.move.outcome != MoveOutcome.DECIDED and self.request.method == "GET":
            raise Http404("This move no longer waits.")

    def where(self) -> str:
        """Return where to, in words."""
        to = self.move.home or self.move.school or self.move.worker
        return to.name if to else "a home that is not known yet"

    def back(self) -> tuple[str, str]:
        """Lead back to the move."""
        return reverse("care:move", args=[self.move.pk]), "the move"


class MakeMove(_OneMove):
    """That a decided move was made, once for brothers and sisters for whom it was decided together."""

    submit = "Record that it was made"
    done = "The move is recorded as made."
    template = "care/make_move.html"
    together: list[Move]

    def load(self, move_id: int, **kwargs: Any) -> None:
        """Open the move, and find those that were decided with it."""
        super().load(move_id, **kwargs)
        self.form_class = FORMS[self.move.kind]  # type: ignore[misc]
        right = Right.ALLOCATE if self.move.kind == MoveKind.WORKER else Right.WRITE_RECORD
        self.together = [self.move, *decided_together(self.move, self.worker, right)]

    def page_title(self) -> str:
        """Say of what."""
        return f"{TITLES[MoveKind(self.move.kind)]}: {self.where()}"

    def initial(self) -> dict[str, Any]:
        """Start with all the children, on the planned day if it has come, and what was thought of."""
        today = timezone.localdate()
        return {
            "children": [str(one.child_id) for one in self.together],
            "day": min(self.move.planned_date, today),
            "placement_type": self.move.shown.get("about", {}).get("placement_type", ""),
        }

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children."""
        return {"children": [one.child for one in self.together]}

    def context(self) -> dict[str, Any]:
        """Say what was planned, and what is unusual about it."""
        return {"move": self.move, "where": self.where(), "unusual": self._unusual()}

    def _unusual(self) -> list[str]:
        """Return what is unusual about going to this home so, for the child of this page."""
        home, kind = self.move.home, self.move.shown.get("about", {}).get("placement_type", "")
        period = PeriodOfCare.objects.filter(child=self.move.child, end_date__isnull=True).first()
        if home is None or period is None or not kind:
            return []
        return before_placing(
            period=period,
            home=home,
            placement_type=kind,
            day=min(self.move.planned_date, timezone.localdate()),
        )

    def act(self, form: KithForm) -> str:
        """Make each child's move."""
        how = {name: value for name, value in form.said.items() if name not in ("children", "day")}
        chosen = {int(number) for number in form.cleaned_data["children"]}
        for move in self.together:
            if move.child_id in chosen:
                make_move(move=move, day=form.cleaned_data["day"], by=self.worker, **how)
        return reverse("care:move", args=[self.move.pk])


class StandDownMove(_OneMove):
    """That a move was decided against."""

    form_class = StandDownMoveForm
    submit = "Decide against it"
    done = "The move is decided against, and what was to be handed over is withdrawn."

    def page_title(self) -> str:
        """Name the child and where to."""
        return f"Decide against {self.move.child.display_name}’s move: {self.where()}"

    def act(self, form: KithForm) -> str:
        """Stand it down."""
        stand_down_move(move=self.move, reason=form.cleaned_data["reason"], by=self.worker)
        return reverse("care:move", args=[self.move.pk])
