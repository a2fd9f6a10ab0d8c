"""Children come into care: the home is looked up, what going there does is shown, and then it is recorded, once for all."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child
from kith.casework.care.access_moves import log_panels
from kith.casework.care.access_record import siblings_outside_care
from kith.casework.care.actions.moves import decide_move, made_already
from kith.casework.care.actions.placing import begin_care
from kith.casework.care.forms.coming_into_care import BeginCareForm, ThoughtOfCareForm
from kith.casework.care.models import Home, MoveKind, PeriodOfCare
from kith.casework.care.placement_codes import is_temporary
from kith.casework.care.queries.homes_to_choose import homes_to_choose
from kith.casework.care.queries.unusual import before_several_come
from kith.casework.care.queries.what_a_move_does import Panel, what_they_do
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person

READ_AGAIN = (
    "What coming into care does is not as it was when you opened this page. It is shown above as it is now: read it, and "
    "record it then."
)


class BeginCare(FormPage):
    """A child comes into care, and brothers and sisters with them: to one home, or each to their own."""

    form_class = BeginCareForm
    template = "care/begin_care.html"
    submit = "Record that they came into care"
    done = "It is recorded. What was shown is kept with it."
    child: Person
    already: (
        PeriodOfCare | None
    )  # in care when the page was opened, or brought into it by somebody else meanwhile
    offered: list[Person]
    children: list[Person]
    homes: dict[int, Home]
    thought_of: ThoughtOfCareForm
    day: datetime.date
    legal_status: str
    kinds: dict[int, str]
    panels: dict[int, Panel]
    unusual: dict[int, list[str]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let somebody look up the home, until that is chosen; or another for a brother or sister."""
        worker = request.worker  # type: ignore[attr-defined]
        if worker is None or (request.GET.get("home") and not request.GET.get("for")):
            return super().dispatch(request, *args, **kwargs)
        self.request, self.worker = request, worker
        self._open(kwargs["person_id"])
        return self._look_up()

    def _open(self, person_id: int) -> None:
        opened = open_child(self.worker, person_id, Right.WRITE_RECORD, page="care:begin_care")
        self.child, self.already = opened.child, opened.period if opened.in_care else None
        self.offered = siblings_outside_care(self.worker, self.child, Right.WRITE_RECORD)

    def _look_up(self) -> HttpResponse:
        asked = self.request.GET.get("q", "")
        for_whom = self._offered(self.request.GET.get("for", "")) or self.child
        first, found = homes_to_choose(asked, for_whom, self.offered, timezone.localdate())
        field = "home" if for_whom is self.child else f"home_{for_whom.pk}"
        kept = [
            (key, value) for key in self.request.GET if key not in ("q", "for", field) for value in self.request.GET.getlist(key)
        ]  # fmt: skip
        return render(
            self.request,
            "care/choose_first_home.html",
            {
                "title": f"Where is {for_whom.display_name} to live?",
                "person": self.child,
                "already": self.already,
                "for": "" if for_whom is self.child else for_whom.pk,
                "field": field,
                "kept": kept,
                "asked": asked,
                "first": first,
                "found": found,
                "back": self.back(),
            },
        )

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, read what is thought of, and work out what it does for each child."""
        self._open(person_id)
        given = self.request.GET
        self.homes = {self.child.pk: self._home(given.get("home", ""))}
        for one in self.offered:
            if given.get(f"home_{one.pk}"):
                self.homes[one.pk] = self._home(given[f"home_{one.pk}"])
        self._think()
        self.panels, self.unusual = {}, {}
        if self.kinds:
            self._show_what_it_does()
        else:
            self.template = "care/think_of_care.html"  # type: ignore[misc]
        log_panels(self.worker, self.panels.values(), page="care:begin_care")

    def _think(self) -> None:
        """Read what is thought of from the address; before anything is said, today, with every brother and sister."""
        own = {number: home for number, home in self.homes.items() if number != self.child.pk}
        said = "day_0" in self.request.GET
        self.thought_of = ThoughtOfCareForm(
            self.request.GET if said else None,
            initial={"day": timezone.localdate(), "also": [str(one.pk) for one in self.offered]},
            offered=self.offered,
            homes=own,
            home=self.homes[self.child.pk],
        )
        self.children, self.kinds, self.legal_status = [self.child], {}, ""
        self.day = timezone.localdate()
        if not said or not self.thought_of.is_valid():
            return
        found = self.thought_of.cleaned_data
        self.day, self.legal_status = found["day"], found["legal_status"]
        also = found.get("also", [])
        self.children += [one for one in self.offered if str(one.pk) in also]
        for child in self.children:
            kind = found.get(f"placement_type_{child.pk}") or found["placement_type"]
            self.kinds[child.pk] = kind
            if is_temporary(kind):
                self.thought_of.add_error("placement_type", "A temporary stay does not begin care. Choose where they are to live.")  # fmt: skip
                self.kinds = {}
                return

    def _show_what_it_does(self) -> None:
        by_home: dict[int, list[Person]] = {}
        for child in self.children:
            by_home.setdefault(self._home_of(child).pk, []).append(child)
        self.unusual = before_several_come(
            [(child, self._home_of(child), self.kinds[child.pk]) for child in self.children],
            day=self.day,
            legal_status=self.legal_status,
        )
        for together in by_home.values():
            self.panels |= what_they_do(
                together, MoveKind.HOME, home=self._home_of(together[0]), day=self.day, worker_reading=self.worker,
                about={"placement_type": self.kinds[together[0].pk]},
            )  # fmt: skip

    def _home_of(self, child: Person) -> Home:
        return self.homes.get(child.pk, self.homes[self.child.pk])

    def _home(self, number: str) -> Home:
        found = (
            Home.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
        )
        if found is None:
            raise Http404("There is no such home.")
        return found

    def _offered(self, number: str) -> Person | None:
        return next((one for one in self.offered if str(one.pk) == number), None)

    def _read(self) -> str:
        return "-".join(self.panels[number].digest for number in sorted(self.panels))

    def about(self) -> str:
        """A draft belongs to the child and the home."""
        return f"{self.request.path}?{self.homes[self.child.pk].pk}"[:80]

    def page_title(self) -> str:
        """Name the children, once it is said who."""
        names = [one.display_name for one in self.children]
        return (
            f"{names[0] if len(names) == 1 else ', '.join(names[:-1]) + ' and ' + names[-1]} came into care"
        )

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("people:person", args=[self.child.pk]), self.child.display_name

    def form_arguments(self) -> dict[str, Any]:
        """Ask for each child's words, and why anything unusual is so."""
        return {"children": self.children, "unusual": any(self.unusual.values())}

    def context(self) -> dict[str, Any]:
        """Show what it does, and where each child would live."""
        given = self.request.GET
        kept = {key: given.getlist(key) for key in given if key == "home" or key.startswith("home_")}
        again = {key: given.getlist(key) for key in given}
        return {
            "person": self.child,
            "home": self.homes[self.child.pk],
            "own_homes": [
                (one, self.homes.get(one.pk), f"?{urlencode({**again, 'for': [str(one.pk)]}, doseq=True)}") for one in self.offered
            ],
            "panels": [(child, self.panels[child.pk], self.unusual[child.pk]) for child in self.children if child.pk in self.panels],
            "thought_of": self.thought_of,
            "kept": [(key, value) for key, values in kept.items() for value in values],
            "read": self._read(),
            "address": self.request.path,
        }  # fmt: skip

    def act(self, form: KithForm) -> str:
        """Bring each child into care, if it is what was shown; all of them, or none."""
        if not self.panels:
            raise CannotBeTrue(
                "Say when, under which power and in what kind of placement, and press Show, first."
            )
        if self.request.POST.get("read") != self._read():
            raise CannotBeTrue(READ_AGAIN)
        said = form.cleaned_data
        if any(self.unusual.values()) and not said.get("despite"):
            raise CannotBeTrue(
                "Something above is unusual. If it is so, say why; if not, correct it.", "despite"
            )
        for child in sorted(self.children, key=lambda one: one.pk):
            self._bring(child, said)
        return reverse("care:child", args=[self.child.pk])

    def _bring(self, child: Person, said: dict[str, Any]) -> None:
        words = said[f"child_words_{child.pk}"]
        home = self._home_of(child)
        move = decide_move(
            child=child,
            kind=MoveKind.HOME,
            home=home,
            day=self.day,
            by=self.worker,
            reasons=said["reasons"],
            alternatives=said["alternatives"],
            panel=self.panels[child.pk],
            child_words=words,
            why_child_not_asked=said[f"why_child_not_asked_{child.pk}"],
            what_is_done=said["what_is_done"],
        )
        begin_care(
            child=child,
            day=self.day,
            category_of_need=said["category_of_need"],
            legal_status=self.legal_status,
            why=said["why"],
            home=home,
            placement_type=self.kinds[child.pk],
            by=self.worker,
            child_words=words,
            is_emergency=said["is_emergency"],
            until_eighteen=said["until_eighteen"],
            late_reason=said["late_reason"],
            move=move,
            despite=said.get("despite", ""),
        )
        made_already(move=move, day=self.day, by=self.worker)
