"""Deciding that a child's home, school or worker changes: what it does is shown before anybody can decide."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access_moves import log_panels, open_child_to_move, siblings_to_move
from kith.casework.care.actions.moves import decide_move
from kith.casework.care.forms.move import DecideMoveForm, ThoughtOfForm
from kith.casework.care.models import Home, Move, MoveKind, PeriodOfCare, Placement
from kith.casework.care.queries.comparing import side_by_side
from kith.casework.care.queries.homes_to_choose import homes_to_choose
from kith.casework.care.queries.what_a_move_does import Panel, what_homes_do, what_they_do
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person, School
from kith.casework.people.queries.schools import schools_like
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.caseload import workers_to_choose_from

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


class DecideHome(DecideMove):
    """A change of home."""

    kind = MoveKind.HOME
    done = "The change of home is decided. What was shown is kept with it."
    home: Home

    def find(self, number: int) -> None:
        """Find the home."""
        found = Home.objects.filter(pk=number).first()
        if found is None:
            raise Http404("There is no such home.")
        self.home = found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show several homes side by side, or the one with what it does and the form."""
        return self._compare() if len(self.chosen(request)) > 1 else super().get(request, **kwargs)

    def where_to(self) -> dict[str, Any]:
        """Return the home."""
        return {"home": self.home}

    def page_title(self) -> str:
        """Name the child and the home."""
        return f"Should {_names(self.children)} live with {self.home.name}?"

    def look_up(self) -> HttpResponse:
        """Look up a home."""
        asked = self.request.GET.get("q", "")
        first, found = homes_to_choose(asked, self.child, self.offered, timezone.localdate())
        return render(
            self.request,
            "care/choose_home.html",
            {
                "title": f"Where could {self.child.display_name} live?",
                "person": self.child,
                "asked": asked,
                "first": first,
                "found": found,
                "at_once": AT_ONCE,
                "back": self.back(),
            },
        )

    def _compare(self) -> HttpResponse:
        numbers = self.chosen(self.request)[:AT_ONCE]
        by_number = Home.objects.in_bulk(numbers)
        homes = [by_number[one] for one in dict.fromkeys(numbers) if one in by_number]
        panels = what_homes_do(self.children, homes, day=self.day, worker_reading=self.worker)
        log_panels(self.worker, [one for each in panels.values() for one in each], page="care:decide_home")
        thought = {key: self.request.GET.getlist(key) for key in self.request.GET if key != "home"}
        return render(
            self.request,
            "care/compare_homes.html",
            {
                "title": f"What each home would do for {_names(self.children)}",
                "person": self.child,
                "homes": [
                    (home, f"?{urlencode({**thought, 'home': [home.pk]}, doseq=True)}") for home in homes
                ],
                "tables": [(child, side_by_side(panels[child.pk])) for child in self.children],
                "limits": next((one.limits for each in panels.values() for one in each if one.limits), ""),
                "thought_of": self.thought_of,
                "kept_homes": [home.pk for home in homes],
                "address": self.request.path,
                "day": self.day,
                "back": (f"{self.request.path}", "looking up a home"),
            },
        )


class DecideSchool(DecideMove):
    """A change of school."""

    kind = MoveKind.SCHOOL
    done = "The change of school is decided. What was shown is kept with it."
    school: School

    def find(self, number: int) -> None:
        """Find the school."""
        found = School.objects.filter(pk=number).first()
        if found is None:
            raise Http404("There is no such school.")
        self.school = found

    def with_them(self) -> list[Person]:
        """Nobody: a school that suits one may suit no other."""
        return []

    def where_to(self) -> dict[str, Any]:
        """Return the school."""
        return {"school": self.school}

    def page_title(self) -> str:
        """Name the child and the school."""
        return f"Should {_names(self.children)} go to {self.school.name}?"

    def look_up(self) -> HttpResponse:
        """Look up a school."""
        asked = self.request.GET.get("q", "")
        return render(
            self.request,
            "care/choose_school.html",
            {
                "title": f"Which school could {self.child.display_name} go to?",
                "person": self.child,
                "asked": asked,
                "found": schools_like(asked),
                "back": self.back(),
            },
        )


class DecideWorker(DecideMove):
    """A change of worker, decided before the day so that there is time to say goodbye."""

    kind = MoveKind.WORKER
    right = Right.ALLOCATE
    done = "The change of worker is decided. What was shown is kept with it, and what to hand over is given as tasks."
    coming: Worker

    def find(self, number: int) -> None:
        """Find the worker."""
        found = Worker.objects.filter(pk=number, end_date__isnull=True).first()
        if found is None:
            raise Http404("There is no such worker.")
        self.coming = found

    def with_them(self) -> list[Person]:
        """All of them: a worker whom brothers and sisters share is worth keeping so."""
        return self.offered

    def where_to(self) -> dict[str, Any]:
        """Return the worker."""
        return {"worker": self.coming}

    def page_title(self) -> str:
        """Name the child and the worker."""
        return f"Should {self.coming.name} become the worker of {_names(self.children)}?"

    def look_up(self) -> HttpResponse:
        """Choose the worker."""
        today = timezone.localdate()
        return render(
            self.request,
            "care/choose_worker.html",
            {
                "title": f"Who could work with {self.child.display_name}?",
                "person": self.child,
                "workers": workers_to_choose_from(today, first_of=teams_of(self.worker, today)),
                "back": self.back(),
            },
        )


def _names(children: list[Person]) -> str:
    names = [one.display_name for one in children]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
