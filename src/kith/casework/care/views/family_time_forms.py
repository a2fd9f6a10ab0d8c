"""The forms of time with family: each is written once for all the children whose time it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import OpenCareProcess, open_care_process
from kith.casework.care.access_siblings import WithSiblings, open_with_siblings
from kith.casework.care.actions import family_time as actions
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.forms import family_time as forms
from kith.casework.care.models import FamilyTimePlan
from kith.casework.care.queries.family_time import one_plan
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import NetworkMember, Person, Relationship
from kith.casework.people.models.relationship import INVERSE_LABEL, RelationshipKind
from kith.casework.plans.views.plan_forms import as_choices

Choices = list[tuple[str, str]]


class _ForChild(FormPage):
    """A form reached from one child, about brothers and sisters in care on whose records the worker may write."""

    opened: WithSiblings

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child with their brothers and sisters."""
        self.opened, _ = open_with_siblings(
            self.worker,
            person_id,
            Right.WRITE_RECORD,
            page=f"care:{type(self).__name__}",
            today=timezone.localdate(),
        )

    def page(self) -> str:
        """Return the page of the child's family time."""
        return reverse("care:family_time", args=[self.opened.child.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), f"{self.opened.child.display_name}’s family time"

    def not_now(self) -> str:
        """Return why there is nothing to plan, or nothing where there is."""
        if not self.opened.in_care(Right.WRITE_RECORD):
            return (
                f"{self.opened.child.display_name} is not in care, so they need no plan to see their family."
            )
        return ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or say why there is nothing to plan."""
        sentence = self.not_now()
        if sentence:
            messages.info(request, sentence)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)


class PlanFamilyTime(_ForChild):
    """Time of children in care with somebody who matters to them."""

    form_class = forms.PlanFamilyTimeForm
    title = "Plan time with family or friends"
    done = "It is planned, on the record of each child."
    submit = "Save the plan"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the brothers and sisters in care, and everybody on the record who is somebody to one of them."""
        children = self.opened.in_care(Right.WRITE_RECORD)
        self.known = _people_around([child.id for child in children])
        return {
            "children": as_choices(children),
            "people": [
                (str(number), f"{one.display_name}, {said}") for number, (one, said) in self.known.items()
            ],
        }

    def initial(self) -> dict[str, Any]:
        """All of them, from today."""
        children = self.opened.in_care(Right.WRITE_RECORD)
        return {"children": [str(child.id) for child in children], "start_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Plan it."""
        assert isinstance(form, forms.PlanFamilyTimeForm)
        data = form.cleaned_data
        chosen = [self.known[int(number)] for number in data.get("with_people") or []]
        people = [Somebody(person, relation=said) for person, said in chosen]
        if data["other_name"]:
            people.append(Somebody(None, data["other_name"], data["other_relation"]))
        group = self.opened.group.people
        plan = actions.plan_family_time(
            children=[group[int(number)] for number in data["children"]],
            people=people,
            arranged=form.arranged(),
            start_date=data["start_date"],
            by=self.worker,
        )
        return reverse("care:family_time_plan", args=[plan.pk])


class PlanSiblingTime(_ForChild):
    """How two brothers or sisters in care who live apart see each other."""

    form_class = forms.PlanSiblingTimeForm
    title = "Plan how two brothers or sisters see each other"
    done = "It is planned, on the record of both."
    submit = "Save the plan"

    def _others(self) -> list[Any]:
        apart = {one.person.id for one in self.opened.siblings if one.in_care and not one.together}
        return [one for one in self.opened.in_care(Right.WRITE_RECORD) if one.id in apart]

    def not_now(self) -> str:
        """There must be a brother or sister in care who lives elsewhere."""
        sentence = super().not_now()
        if not sentence and not self._others():
            return "There is no brother or sister in another home on whose record you may write."
        return sentence

    def page_title(self) -> str:
        """Name the child."""
        return f"Plan how {self.opened.child.display_name} sees a brother or sister"

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who live apart from the child."""
        return {"siblings": as_choices(self._others())}

    def initial(self) -> dict[str, Any]:
        """From today, with the only one where there is one."""
        others = self._others()
        alone = {"sibling": str(others[0].id)} if len(others) == 1 else {}
        return {"start_date": timezone.localdate(), "supervision": "none", **alone}

    def act(self, form: KithForm) -> str:
        """Plan it."""
        assert isinstance(form, forms.PlanSiblingTimeForm)
        plan = actions.plan_sibling_time(
            one=self.opened.child,
            other=self.opened.group.people[int(form.cleaned_data["sibling"])],
            arranged=form.arranged(),
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return reverse("care:family_time_plan", args=[plan.pk])


class _OfPlan(FormPage):
    """A form about one plan, of children on one of whose records the worker may write."""

    opened: OpenCareProcess[FamilyTimePlan]

    def load(self, family_time_id: int, **kwargs: Any) -> None:
        """Open the plan."""
        self.opened = open_care_process(
            self.worker,
            FamilyTimePlan,
            family_time_id,
            Right.WRITE_RECORD,
            page=f"care:{type(self).__name__}",
        )
        self.shown = one_plan(self.opened.process, today=timezone.localdate())

    @property
    def plan(self) -> FamilyTimePlan:
        """The plan."""
        return self.opened.process

    def page(self) -> str:
        """Return the plan's page."""
        return reverse("care:family_time_plan", args=[self.plan.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "the plan"

    def context(self) -> dict[str, Any]:
        """Say whose time it is, and with whom."""
        if self.plan.between_siblings:
            return {"introduction": self.shown.with_whom()}
        return {"introduction": f"{self.shown.names} with {self.shown.with_whom()}"}


class RecordFamilyTime(_OfPlan):
    """One time that came, or was missed."""

    form_class = forms.RecordTimeForm
    title = "Write down family time"
    done = "It is written down, for each child."

    def initial(self) -> dict[str, Any]:
        """On the day it was expected, if that has come."""
        return {"day": min(self.shown.next_date, timezone.localdate())}

    def act(self, form: KithForm) -> str:
        """Write it down."""
        actions.record_time(plan=self.plan, by=self.worker, **form.said)
        return self.page()


class ChangeFamilyTime(_OfPlan):
    """How people see each other changes."""

    form_class = forms.ChangePlanForm
    title = "Change how they see each other"
    done = "The plan is changed. What was planned before stays on the record."

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the plan, which two people may be changing at once."""
        super().load(*args, **kwargs)
        self.edited = self.plan

    def form_arguments(self) -> dict[str, Any]:
        """Nothing more."""
        return {}

    def initial(self) -> dict[str, Any]:
        """Start with what is planned, from today."""
        names = Arranged.__dataclass_fields__
        today = max(timezone.localdate(), self.plan.start_date)
        return {"start_date": today, **{name: getattr(self.plan, name) for name in names}}

    def act(self, form: KithForm) -> str:
        """Change it."""
        assert isinstance(form, forms.ChangePlanForm)
        changed = actions.change_plan(
            plan=self.plan,
            arranged=form.arranged(),
            start_date=form.cleaned_data["start_date"],
            end_words=form.cleaned_data["end_words"],
            by=self.worker,
        )
        return reverse("care:family_time_plan", args=[changed.pk])


class EndFamilyTime(_OfPlan):
    """Planned time comes to an end."""

    form_class = forms.EndPlanForm
    title = "End this plan"
    submit = "End it"
    done = "The plan has ended."

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the plan, which somebody else may be changing."""
        super().load(*args, **kwargs)
        self.edited = self.plan

    def act(self, form: KithForm) -> str:
        """End it."""
        actions.end_plan(plan=self.plan, by=self.worker, **form.said)
        return self.page()


def _people_around(children: list[int]) -> dict[int, tuple[Person, str]]:
    """Return who is somebody to any of these children, on the record and seen by the reader, with what they are to them."""
    said: dict[int, str] = {}
    ties = Relationship.objects.filter(
        Q(person_id__in=children) | Q(relative_id__in=children), end_date__isnull=True
    ).order_by("pk")
    for tie in ties:
        if tie.relative_id in children:
            said.setdefault(tie.person_id, RelationshipKind(tie.kind).label)
        else:
            said.setdefault(tie.relative_id, INVERSE_LABEL[RelationshipKind(tie.kind)])
    network = NetworkMember.objects.filter(child_id__in=children, end_date__isnull=True, member__isnull=False)
    for row in network.order_by("pk"):
        if row.description or row.member_id not in said:
            said[row.member_id] = (row.description or row.get_kind_display()).lower()
    people = Person.objects.filter(pk__in=set(said) - set(children), death_date__isnull=True)
    return {one.pk: (one, said[one.pk]) for one in people.order_by("birth_date", "pk")}
