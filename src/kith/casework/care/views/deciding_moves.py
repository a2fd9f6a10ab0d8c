"""Deciding that a child's home, school or worker changes: what it does is shown before anybody can decide."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access_moves import log_panels, open_child_to_move, siblings_to_move
from kith.casework.care.actions.moves import decide_move
from kith.casework.care.forms.move import DecideMoveForm, ThoughtOfForm
from kith.casework.care.models import Move, PeriodOfCare, Placement
from kith.casework.care.queries.what_a_move_does import Panel, what_they_do
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person

READ_AGAIN = "What this move does is not as it was when you opened this page. It is shown above as it is now: read it, and decide then."
AT_ONCE = 3  # homes that are compared


class DecideMove(FormPage):
    """One change for one child, or for brothers and sisters at once, with what it does for each. Subclasses say of what."""

    form_class = DecideMoveForm
    template = "care/decide_move.html"
    submit = "Decide on this move"
    kind: ClassVar[str]
    right: ClassVar[Right] = Right.WRITE_RECORD
    child: Person
    period: PeriodOfCare
    offered: list[Person]
    children: list[Person]
    thought_of: ThoughtOfForm
    day: datetime.date
    stays: dict[int, bool | None]
    placement_type: str
    panels: dict[int, Panel]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let somebody look up where to, until that is chosen."""
        worker = request.worker  # type: ignore[attr-defined]
        if worker is None or self.chosen(request):
            return super().dispatch(request, *args, **kwargs)
        self.request, self.worker = request, worker
        self.open(**kwargs)
        return self.look_up()

    def chosen(self, request: HttpRequest) -> list[int]:
        """Return the numbers of where to, as the address has them."""
        given = request.GET.getlist(self.kind)[: AT_ONCE + 1]
        return [int(one) for one in given if one.isdecimal() and len(one) < 18]

    def open(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and find the brothers and sisters for whom the same may be decided at once."""
        page = f"care:decide_{self.kind}"
        self.child, self.period = open_child_to_move(self.worker, person_id, self.right, page=page)
        self.offered = siblings_to_move(self.worker, self.child, self.right)

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the child, read what is thought of, and work out what it does."""
        self.open(**kwargs)
        self.find(self.chosen(self.request)[0])
        self.think()
        # Several homes are compared first: what each would do is worked out there.
        compares = len(self.chosen(self.request)) > 1 and self.request.method == "GET"
        self.panels = {} if compares else self.what_it_does()
        log_panels(self.worker, self.panels.values(), page=f"care:decide_{self.kind}")

    def think(self) -> None:
        """Read what is thought of from the address; before anything is said, today, and with those who live with the child."""
        arguments: dict[str, Any] = {"kind": self.kind, "children": [self.child], "offered": self.offered}
        today = timezone.localdate()
        said = "day_0" in self.request.GET
        starting: dict[str, Any] = {"day": today, "also": [str(one.pk) for one in self.with_them()]}
        self.thought_of = ThoughtOfForm(self.request.GET if said else None, initial=starting, **arguments)
        self.day, also = today, list(starting["also"])
        self.stays, self.placement_type = {}, ""
        if said and self.thought_of.is_valid():
            found = self.thought_of.cleaned_data
            self.day, also = found["day"], found.get("also", [])
            self.stays, self.placement_type = self.thought_of.stays, found.get("placement_type", "")
        self.children = [self.child, *(one for one in self.offered if str(one.pk) in also)]

    def with_them(self) -> list[Person]:
        """Return the brothers and sisters who are thought of from the start: those who live with the child."""
        numbers = [self.child.pk, *(one.pk for one in self.offered)]
        homes = dict(
            Placement.objects.filter(child_id__in=numbers, end_date__isnull=True).values_list(
                "child_id", "home_id"
            )
        )
        own = homes.get(self.child.pk)
        return [one for one in self.offered if own is not None and homes.get(one.pk) == own]

    def find(self, number: int) -> None:
        """Find where to. Raises Http404 for nothing."""
        raise NotImplementedError

    def look_up(self) -> HttpResponse:
        """Show the page on which it is looked up."""
        raise NotImplementedError

    def where_to(self) -> dict[str, Any]:
        """Return where to, as the actions and queries take it."""
        raise NotImplementedError

    def what_it_does(self) -> dict[int, Panel]:
        """Return what it does for each child."""
        return what_they_do(
            self.children,
            self.kind,
            day=self.day,
            worker_reading=self.worker,
            stays_at_school=self.stays,
            about={"placement_type": self.placement_type},
            **self.where_to(),
        )

    def about(self) -> str:
        """A draft belongs to the child and where to."""
        return f"{self.request.path}?{self.chosen(self.request)[0]}"[:80]

    def back(self) -> tuple[str, str]:
        """Lead back to the child in care."""
        return reverse("care:child", args=[self.child.pk]), f"{self.child.display_name} in care"

    def form_arguments(self) -> dict[str, Any]:
        """Ask for each child's words."""
        return {"children": self.children}

    def context(self) -> dict[str, Any]:
        """Show what it does, and what this is known by when it is sent."""
        panels = [(child, self.panels[child.pk]) for child in self.children]
        return {
            "panels": panels,
            "thought_of": self.thought_of,
            "kept": {self.kind: self.chosen(self.request)[0]},
            "read": _read(self.panels),
            "names_them": len(panels) > 1,
            "address": self.request.path,
        }

    def act(self, form: KithForm) -> str:
        """Decide it for each child, if it is what was shown."""
        if self.thought_of.is_bound and not self.thought_of.is_valid():
            raise CannotBeTrue("Enter when, and press Show, before you decide.")
        if self.request.POST.get("read") != _read(self.panels):
            raise CannotBeTrue(READ_AGAIN)
        said = form.cleaned_data
        moves = [
            decide_move(
                child=child,
                kind=self.kind,
                day=self.day,
                by=self.worker,
                reasons=said["reasons"],
                alternatives=said["alternatives"],
                panel=self.panels[child.pk],
                child_words=said[f"child_words_{child.pk}"],
                why_child_not_asked=said[f"why_child_not_asked_{child.pk}"],
                what_is_done=said["what_is_done"],
                **self.where_to(),
            )
            for child in sorted(self.children, key=lambda one: one.pk)
        ]
        first: Move = next(move for move in moves if move.child_id == self.child.pk)
        if self.day <= timezone.localdate():
            return reverse("care:make_move", args=[first.pk])
        return reverse("care:move", args=[first.pk])


def _read(panels: dict[int, Panel]) -> str:
    """Return what all that is shown is known by."""
    return "-".join(panels[number].digest for number in sorted(panels))
