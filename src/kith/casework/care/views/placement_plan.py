"""A placement's plan: its page, making and changing it, giving it to the carers, and their copy."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care import late, placement_papers
from kith.casework.care.access_placement import open_placement, siblings_in_the_home
from kith.casework.care.actions import placement_plans
from kith.casework.care.actions.recording import placement_thread
from kith.casework.care.delegation import who_decides_to_begin_with, who_is_responsible
from kith.casework.care.forms.placement_plan import WORDS, GiveToCarersForm, PlacementPlanForm
from kith.casework.care.models import DelegatedAuthority, Placement, PlacementPlan
from kith.casework.care.queries.placement_plan import PlacementPlanRead, read_placement_plan
from kith.casework.furniture import pdf
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def placement_plan(request: HttpRequest, worker: Worker, placement_id: int) -> HttpResponse:
    """How a child is cared for in a placement, and who decides what."""
    child, placement = open_placement(worker, placement_id, page="care:placement_plan")
    today = timezone.localdate()
    read = read_placement_plan(placement, today)
    rights = child.rights  # type: ignore[attr-defined]
    return render(
        request,
        "care/placement_plan/page.html",
        {
            "person": child,
            "placement": placement,
            "read": read,
            "responsible": who_is_responsible(read.legal_status),
            "may_write": Right.WRITE_RECORD in rights
            and (placement.end_date is None or placement.end_date > today),
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


@for_workers
def placement_plan_document(request: HttpRequest, worker: Worker, placement_id: int) -> HttpResponse:
    """The carers' copy of the plan, as a PDF."""
    child, placement = open_placement(
        worker, placement_id, Right.WRITE_RECORD, page="care:placement_plan_document"
    )
    read = read_placement_plan(placement, timezone.localdate())
    if read.plan is None:
        raise Http404("This placement has no plan yet.")
    made = placement_papers.carers_copy(child, placement, read, made_at=timezone.now())
    audit.record(
        worker_id=worker.pk, verb=AuditVerb.EXPORT, what="care:placement_plan_document", subjects=[child.pk]
    )
    return pdf.as_attachment(made, "placement-plan", timezone.localdate())


class PlacementPage(FormPage):
    """A form about a placement."""

    right = Right.WRITE_RECORD
    child: Person
    placement: Placement

    def load(self, placement_id: int, **kwargs: Any) -> None:
        """Open the placement through its child."""
        self.child, self.placement = open_placement(
            self.worker,
            placement_id,
            self.right,
            page=f"care:{self.request.resolver_match.url_name}",  # type: ignore[union-attr]
        )

    def page(self) -> str:
        """Return the address of the plan."""
        return reverse("care:placement_plan", args=[self.placement.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the plan."""
        return self.page(), "the placement plan"

    def context(self) -> dict[str, Any]:
        """Show whose placement it is, and where."""
        return {"person": self.child, "placement": self.placement}


class WritePlacementPlan(PlacementPage):
    """The plan of a placement, made or changed."""

    form_class = PlacementPlanForm
    template = "care/placement_plan/write.html"
    read: PlacementPlanRead
    others: dict[Person, Placement]

    def load(self, placement_id: int, **kwargs: Any) -> None:
        """Open the placement, and its plan where it has one: that is what is edited."""
        super().load(placement_id, **kwargs)
        self.read = read_placement_plan(self.placement, timezone.localdate())
        self.edited = self.read.plan
        self.others = {}
        if self.read.plan is None:
            living_here = siblings_in_the_home(
                self.worker, self.child, self.placement.home_id, page="care:write_placement_plan"
            )
            planned = set(
                PlacementPlan.objects.filter(placement__in=living_here.values()).values_list(
                    "placement_id", flat=True
                )
            )
            self.others = {one: place for one, place in living_here.items() if place.pk not in planned}
        self.done = (  # type: ignore[misc]
            "The placement plan is changed. Give it to the carers again."
            if self.read.plan
            else "The placement plan is made. Give it to the carers."
        )

    def page_title(self) -> str:
        """Return whose plan it is."""
        return f"How {self.child.display_name} is cared for at {self.placement.home.name}"

    def form_arguments(self) -> dict[str, Any]:
        """Ask why it is late where it is."""
        clock = late.running(
            "placement_plan", person_id=self.child.pk, thread=placement_thread(self.placement)
        )
        is_late = clock is not None and not clock.late_reason and clock.due_date < timezone.localdate()
        has_plan = self.read.plan is not None
        return {
            "child": self.child,
            "siblings": list(self.others),
            "correcting": has_plan,
            "is_late": is_late and not has_plan,
        }

    def initial(self) -> dict[str, Any]:
        """Start with what is written; a new one with who usually decides under this legal status."""
        plan = self.read.plan
        if plan is None:
            who = who_decides_to_begin_with(self.read.legal_status, self.child.age_on(timezone.localdate()))
            return {
                "made_date": timezone.localdate(),
                "parents_agree": "not_asked",
                "carers_agree": "not_asked",
                **{f"holder_{matter}": holder for matter, holder in who.items()},
            }
        words = {None: "not_asked", True: "yes", False: "no"}
        starting: dict[str, Any] = {
            name: getattr(plan, name) for name in ("child_words", *WORDS, "parents_words")
        }
        starting |= {"parents_agree": words[plan.parents_agree], "carers_agree": words[plan.carers_agree]}
        for one in DelegatedAuthority.objects.filter(placement_plan=plan):
            starting |= {f"holder_{one.matter}": one.holder, f"conditions_{one.matter}": one.conditions}
        return starting

    def context(self) -> dict[str, Any]:
        """Say who is responsible in law."""
        return {**super().context(), "responsible": who_is_responsible(self.read.legal_status)}

    def act(self, form: KithForm) -> str:
        """Make it, or change it."""
        assert isinstance(form, PlacementPlanForm)
        plan = self.read.plan
        if plan is None:
            made = {self.placement: form.words()}
            made |= {self.others[one]: form.words_of(one) for one in form.also()}
            for placement, words in sorted(made.items(), key=lambda pair: pair[0].child_id):
                placement_plans.make_placement_plan(
                    placement=placement,
                    words=words,
                    decides=form.decides(),
                    made_date=form.cleaned_data["made_date"],
                    late_reason=form.cleaned_data.get("late_reason", ""),
                    by=self.worker,
                )
        else:
            plan.placement = self.placement
            placement_plans.change_placement_plan(
                plan=plan, words=form.words(), decides=form.decides(), by=self.worker
            )
        return self.page()


class GivePlacementPlan(PlacementPage):
    """The carers were given the plan."""

    form_class = GiveToCarersForm
    title = "The carers have the plan"
    done = "It is recorded that the carers have the plan."
    keeps_draft = False
    read: PlacementPlanRead

    def load(self, placement_id: int, **kwargs: Any) -> None:
        """Open the placement's plan. Raises Http404 where it has none."""
        super().load(placement_id, **kwargs)
        self.read = read_placement_plan(self.placement, timezone.localdate())
        if self.read.plan is None:
            raise Http404("This placement has no plan yet.")

    def initial(self) -> dict[str, Any]:
        """Given today."""
        return {"given_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert self.read.plan is not None
        self.read.plan.placement = self.placement
        placement_plans.give_to_carers(
            plan=self.read.plan, given_date=form.cleaned_data["given_date"], by=self.worker
        )
        return self.page()
