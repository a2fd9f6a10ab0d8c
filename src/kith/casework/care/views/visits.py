"""Visits to children in care: the form for a hallway, one visit's page, a child's visits, and wishes for one."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_care_process, open_child_in_care
from kith.casework.care.actions import visits as actions
from kith.casework.care.forms import visit as forms
from kith.casework.care.models import CareVisit, CareVisitChild, Placement
from kith.casework.care.queries.visited_together import Together, colleagues_of, living_together
from kith.casework.care.queries.visits import visits_from, visits_wanted
from kith.casework.care.queries.visits_along import first_names, short_name
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

COLUMNS = [
    Column("day", "Visited on", ("day",)),
    Column("who", "By"),
    Column("seen", "The child"),
    Column("words", "What they said"),
]


@for_workers
def visit_page(request: HttpRequest, worker: Worker, care_visit_id: int) -> HttpResponse:
    """One visit: what each child said, whether they were seen alone, how it is there, and what happens next."""
    opened = open_care_process(worker, CareVisit, care_visit_id, page="care:visit")
    names = {one.pk: one for one in opened.children}
    visit = CareVisit.objects.select_related("visited_by", "note__written_by").get(pk=opened.process.pk)
    rows = list(
        CareVisitChild.objects.filter(visit=visit)
        .select_related("placement__home")
        .order_by("child__birth_date")
    )
    written_by = visit.note.written_by if visit.note is not None else visit.visited_by
    first = next(iter(opened.children), None)
    return render(
        request,
        "care/visits/visit.html",
        {
            "visit": visit,
            "children": [(names[row.child_id], row) for row in rows if row.child_id in names],
            "home": rows[0].placement.home if rows else None,
            "written_by": written_by if written_by.pk != visit.visited_by_id else None,
            "hidden_children": opened.hidden_children,
            "may_write": opened.may_write,
            "back": (reverse("care:visits", args=[first.pk]), f"visits to {first.display_name}")
            if first is not None
            else None,
        },
    )


@for_workers
def visits_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Every visit to one child in care, the latest first, and by when the next is due."""
    child, period = open_child_in_care(worker, person_id, page="care:visits")
    today = timezone.localdate()
    held = NOW.together(**visits_wanted([child.pk], NOW))
    standing = visits_from(held, [child.pk], today).get(child.pk)
    parts = {part.visit_id: part for part in held["parts"]}
    workers = Worker.objects.in_bulk({visit.visited_by_id for visit in held["visits"]})
    for visit in held["visits"]:
        visit.part = parts[visit.pk]
        visit.who = workers.get(visit.visited_by_id)
    return render(
        request,
        "care/visits/visits.html",
        {
            "person": child,
            "period": period,
            "standing": standing,
            "listing": listing(request, held["visits"], COLUMNS, default="-day"),
            "may_write": Right.WRITE_RECORD in child.rights,  # type: ignore[attr-defined]
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


class VisitFormPage(FormPage):
    """A form about a visit, set out for a phone."""

    form_class = forms.VisitForm
    template = "care/visits/write.html"

    def visitable(self, children: list[Person]) -> list[forms.Visitable]:
        """Return the children as the form's questions name them."""
        names = first_names(children)
        return [forms.Visitable(child.pk, names[child.pk], short_name(child)) for child in children]


class WriteVisit(VisitFormPage):
    """A visit to one child in care, or at once to the brothers and sisters in the same home."""

    title = "Write a visit"
    submit = "Send the visit"
    done = "The visit is on the record."
    child: Person
    together: Together

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell the script of the form when its session has ended, so that it keeps the text."""
        if _wants_words(request) and request.worker is None:  # type: ignore[attr-defined]
            return JsonResponse({"sent": False, "signed_in": False})
        return super().dispatch(request, *args, **kwargs)

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and the brothers and sisters whom the visit may be to as well."""
        self.child, self.period = open_child_in_care(
            self.worker, person_id, Right.WRITE_RECORD, page="care:write_visit"
        )
        self.together = living_together(self.worker, self.child, self.period.end_date or timezone.localdate())

    def form_arguments(self) -> dict[str, Any]:
        """Ask about each child of the home."""
        return {"children": self.visitable(self.together.children), "workers": colleagues_of(self.worker)}

    def initial(self) -> dict[str, Any]:
        """Visited today; marked, so that what is sent twice is one visit."""
        return {"visited_date": timezone.localdate(), "written_as": uuid.uuid4()}

    def context(self) -> dict[str, Any]:
        """Say who lives there and by when the visit is due."""
        today = timezone.localdate()
        held = NOW.together(**visits_wanted([self.child.pk], NOW))
        home = (
            Placement.objects.filter(child=self.child).select_related("home").order_by("-start_date").first()
        )
        return {
            "person": self.child,
            "hidden": self.together.hidden,
            "home": home.home if home is not None else None,
            "standing": visits_from(held, [self.child.pk], today).get(self.child.pk),
            "worker_script": reverse("care:visits_worker"),
            "is_writing": True,
        }

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("care:child", args=[self.child.pk]), f"{self.child.display_name} in care"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Record it; tell the form's script, where that is who asks, where the visit is now, or that something is to be put right."""
        answer = super().post(request, **kwargs)
        if not _wants_words(request):
            return answer
        if answer.status_code == 303:
            return JsonResponse({"sent": True, "signed_in": True, "address": answer["Location"]})
        return JsonResponse({"sent": False, "signed_in": True})

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.VisitForm)
        data = form.cleaned_data
        visit = actions.record_visit(
            day=data["visited_date"],
            children=form.visited(),
            by=self.worker,
            visited_by=Worker.objects.get(pk=data["visited_by"]) if data["visited_by"] else None,
            written_as=data["written_as"],
            **form.about_it(),
        )
        return reverse("care:visit", args=[visit.pk])


def _wants_words(request: HttpRequest) -> bool:
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


class ChangeVisit(VisitFormPage):
    """What is written of a visit."""

    title = "Put right what is written of the visit"
    submit = "Save"
    done = "The visit is put right. What it said before can still be read."
    visit: CareVisit
    rows: dict[int, CareVisitChild]
    children: list[Person]

    def load(self, care_visit_id: int, **kwargs: Any) -> None:
        """Open the visit, which is what is edited."""
        opened = open_care_process(
            self.worker, CareVisit, care_visit_id, Right.WRITE_RECORD, page="care:change_visit"
        )
        self.edited = self.visit = opened.process
        self.rows = {row.child_id: row for row in CareVisitChild.objects.filter(visit=self.visit)}
        self.children = [child for child in opened.children if Right.WRITE_RECORD in opened.rights[child.pk]]

    def form_arguments(self) -> dict[str, Any]:
        """Ask about the children who were visited."""
        return {"children": self.visitable(self.children), "correcting": True}

    def initial(self) -> dict[str, Any]:
        """Start with what is written."""
        names = ("where", "was_unannounced", "carers_words", "how_it_is", "what_next", "late_reason")
        starting: dict[str, Any] = {name: getattr(self.visit, name) for name in names}
        for number, row in self.rows.items():
            how = forms.ALONE if row.seen_alone else forms.WITH_OTHERS if row.seen else forms.NOT_SEEN
            starting |= {
                f"child_words_{number}": row.child_words,
                f"how_{number}": how,
                f"why_not_{number}": row.why_not_seen or row.why_not_alone,
                f"bedroom_{number}": "yes" if row.bedroom_seen else "no",
                f"why_bedroom_{number}": row.why_bedroom_not_seen,
            }
        return starting

    def back(self) -> tuple[str, str]:
        """Lead back to the visit."""
        return reverse("care:visit", args=[self.visit.pk]), "the visit"

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.VisitForm)
        actions.change_visit(visit=self.visit, children=form.visited(), by=self.worker, **form.about_it())
        return reverse("care:visit", args=[self.visit.pk])
