"""The people who matter to a child in care: last in touch, who sees to it, and looking for whoever was lost."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild, open_child
from kith.casework.care.actions import in_touch as actions
from kith.casework.care.forms import people_who_matter as forms
from kith.casework.care.models import FamilyTimeKind, KeepingInTouch
from kith.casework.care.queries.family_time import how_often
from kith.casework.care.queries.lifelong import lifelong_links
from kith.casework.care.queries.people_who_matter import people_from, people_wanted
from kith.casework.care.queries.siblings import readable, sibling_rights
from kith.casework.family_help.queries.network import around_siblings_too, name_of
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import NetworkMember, Person
from kith.casework.plans.views.plan_forms import workers_near
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

TWO_WEEKS = datetime.timedelta(days=14)


@for_workers
def people_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Whoever has been out of touch longest comes first; each has somebody who sees to it, or the page says that nobody does."""
    child = open_child(worker, person_id, page="care:people_who_matter").child
    today = timezone.localdate()
    people = people_from(NOW.together(**people_wanted(NOW, person_id, today)), today=today)
    for one in people:
        every = one.keeping.every_days if one.keeping is not None else None
        one.member.how_often = how_often(every) if every else ""
    return render(
        request,
        "care/people/people.html",
        {
            "person": child,
            "people": people,
            "kinds": FamilyTimeKind.choices,
            "may_write": Right.WRITE_RECORD in child.rights and worker.role != Role.PARTNER,  # type: ignore[attr-defined]
            "back": (reverse("care:child", args=[person_id]), f"{child.display_name} in care"),
        },
    )


@require_POST
@for_workers
def in_touch_today(
    request: HttpRequest, worker: Worker, person_id: int, network_member_id: int
) -> HttpResponse:
    """They were in touch today: one click."""
    open_child(worker, person_id, Right.WRITE_RECORD, page="care:in_touch_today")
    member = _member(person_id, network_member_id)
    how = request.POST.get("how", "")
    try:
        if how not in FamilyTimeKind.values:
            raise CannotBeTrue("Choose how they were in touch.")
        actions.record_in_touch(members=[member], day=timezone.localdate(), how=how, by=worker)
    except CannotBeTrue as impossible:
        messages.error(request, impossible.sentence)
    else:
        messages.success(request, "They were in touch today: it is on the record.")
    return HttpResponseRedirect(reverse("care:people_who_matter", args=[person_id]), status=303)


class _AboutMember(FormPage):
    """A form about one person around a child, and the same person around brothers and sisters."""

    opened: OpenChild
    member: NetworkMember

    def load(self, person_id: int, network_member_id: int, **kwargs: Any) -> None:
        """Open the child; the person must be around them."""
        self.opened = open_child(
            self.worker, person_id, Right.WRITE_RECORD, page=f"care:{type(self).__name__}"
        )
        self.member = _member(person_id, network_member_id)
        self.places = around_siblings_too(self.member, self.worker)

    @property
    def child(self) -> Person:
        """The child."""
        return self.opened.child

    def page(self) -> str:
        """Return the page of the people who matter to the child."""
        return reverse("care:people_who_matter", args=[self.child.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), f"the people who matter to {self.child.display_name}"

    def context(self) -> dict[str, Any]:
        """Name both."""
        people = {self.member.member_id: self.member.member} if self.member.member_id else {}
        return {"introduction": f"{self.child.display_name} and {name_of(self.member, people)}"}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the child's brothers and sisters who have the same person around them."""
        return {"siblings": [(str(place.pk), place.child.display_name) for place in self.places]}

    def ticked(self) -> list[str]:
        """Return those brothers and sisters, ticked."""
        return [str(place.pk) for place in self.places]

    def chosen(self, form: KithForm) -> list[NetworkMember]:
        """Return the person's places with this child and with those who are ticked."""
        wanted = set(form.cleaned_data.get("also") or [])
        return [self.member, *(place for place in self.places if str(place.pk) in wanted)]


class RecordInTouch(_AboutMember):
    """A time that they were in touch."""

    form_class = forms.InTouchForm
    title = "In touch"
    done = "It is on the record."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"day": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.record_in_touch(
            members=self.chosen(form), day=data["day"], how=data["how"], words=data["words"], by=self.worker
        )
        return self.page()


class KeepInTouch(_AboutMember):
    """Who sees to it that they stay in touch, and what they promised."""

    form_class = forms.KeepInTouchForm
    title = "Staying in touch"
    done = "It is on the record who sees to it."

    def form_arguments(self) -> dict[str, Any]:
        """Offer every worker, one's own team first."""
        return {**super().form_arguments(), "owners": workers_near(self.worker)}

    def initial(self) -> dict[str, Any]:
        """Start with what stands, or else with the child's lead worker."""
        standing = KeepingInTouch.objects.filter(member=self.member, end_date__isnull=True).first()
        if standing is not None:
            return {
                "owner": str(standing.owner_id),
                "every_days": standing.every_days,
                "is_for_life": standing.is_for_life,
                "promise": standing.promise,
            }
        return {"owner": str(_lead(self.child.pk, self.worker)), "also": self.ticked()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.keep_in_touch(
            members=self.chosen(form),
            owner=Worker.objects.get(pk=data["owner"]),
            every_days=data["every_days"],
            is_for_life=data["is_for_life"],
            promise=data["promise"],
            by=self.worker,
        )
        return self.page()


class LookFor(FormPage):
    """Somebody whom the child has lost is to be found again: a task for a worker."""

    form_class = forms.LookForForm
    title = "Find somebody again"
    submit = "Ask them to look"
    done = "It is on the worker’s list of what to do."
    child: Person

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child."""
        self.child = open_child(self.worker, person_id, Right.WRITE_RECORD, page="care:LookFor").child

    def page(self) -> str:
        """Return the page of everybody who has ever mattered."""
        return reverse("care:lifelong_links", args=[self.child.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "everybody who has ever mattered"

    def form_arguments(self) -> dict[str, Any]:
        """Offer everybody who has ever mattered to the child, those who were lost first."""
        rights = sibling_rights(self.worker, self.child.pk)
        found = lifelong_links(
            self.child.pk, closed=set(rights) - readable(rights), record=NOW, today=timezone.localdate()
        )
        people = [*found.lost, *found.around, *found.for_life]
        return {
            "people": [(one.name, f"{one.name}, {one.who[0]}" if one.who else one.name) for one in people],
            "workers": workers_near(self.worker),
        }

    def initial(self) -> dict[str, Any]:
        """Start with whom the address names, the child's lead worker, and two weeks."""
        return {
            "who": self.request.GET.get("who", ""),
            "worker": str(_lead(self.child.pk, self.worker)),
            "due_date": timezone.localdate() + TWO_WEEKS,
        }

    def act(self, form: KithForm) -> str:
        """Give the task."""
        data = form.cleaned_data
        actions.look_for(
            child=self.child,
            who=data["who"],
            words=data["words"],
            worker=Worker.objects.get(pk=data["worker"]),
            due_date=data["due_date"],
            by=self.worker,
        )
        return self.page()


def _member(person_id: int, network_member_id: int) -> NetworkMember:
    member: NetworkMember | None = (
        NetworkMember.objects.select_related("member")
        .filter(pk=network_member_id, child_id=person_id, end_date__isnull=True)
        .first()
    )
    if member is None:
        raise Http404("They are not among the people around this child.")
    return member


def _lead(child: int, otherwise: Worker) -> int:
    """Return the number of a child's lead worker, or of whoever asks where there is none."""
    lead = Allocation.objects.filter(child=child, role=AllocationRole.LEAD, end_date__isnull=True).first()
    return lead.worker_id if lead is not None else otherwise.pk
