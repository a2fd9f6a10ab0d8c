"""To which home, school or worker: looked up first, homes compared, and then decided on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access_moves import log_panels
from kith.casework.care.models import Home, MoveKind
from kith.casework.care.queries.comparing import side_by_side
from kith.casework.care.queries.homes_to_choose import homes_to_choose
from kith.casework.care.queries.what_a_move_does import what_homes_do
from kith.casework.care.views.deciding_moves import AT_ONCE, DecideMove
from kith.casework.people.models import Person, School
from kith.casework.people.queries.schools import schools_like
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.caseload import workers_to_choose_from


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
                "tables": [
                    (child, side_by_side(panels[child.pk], [home.name for home in homes]))
                    for child in self.children
                ],
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
