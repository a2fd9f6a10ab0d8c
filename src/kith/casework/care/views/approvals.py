"""Approvals for one child: what is needed and how it stands, asking, deciding, and assessing a parent's home."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused, require
from kith.casework.access.rights import Right, general_rights
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_placement import siblings_in_care
from kith.casework.care.actions import approvals as actions
from kith.casework.care.forms import approval as forms
from kith.casework.care.models import (
    ApprovalKind,
    Home,
    Move,
    PeriodOfCare,
    Placement,
    PlacementApproval,
)
from kith.casework.care.queries.approvals import Approvals, approvals_from, to_satisfy, wanted_of_approvals
from kith.casework.care.views.about_child import ChildInCareForm
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


def approvals_of(child: Person, period: PeriodOfCare) -> Approvals:
    """Return how a child's approvals stand today. One query."""
    today = timezone.localdate()
    return approvals_from(NOW.together(**wanted_of_approvals(NOW, child.pk, period.pk, today)), today)


@for_workers
def approvals(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """What has to be approved for a child, and how each stands."""
    child, period = open_child_in_care(worker, person_id, page="care:approvals")
    read = approvals_of(child, period)
    rights = child.rights  # type: ignore[attr-defined]
    shown = [one.approval for one in read.needed if one.approval] + list(read.earlier)
    workers = Worker.objects.in_bulk(
        {getattr(one, name) for one in shown for name in ("asked_by_id", "decided_by_id")} - {None}
    )
    for one in shown:
        one.asked_by_shown, one.decided_by_shown = (
            workers.get(one.asked_by_id),
            workers.get(one.decided_by_id),
        )
        one.to_satisfy = to_satisfy(one)
        one.may_decide = (
            one.is_approved is None and one.asked_by_id != worker.pk and _decides(worker, child, one.kind)
        )
    return render(
        request,
        "care/approvals/page.html",
        {
            "person": child,
            "read": read,
            "may_write": period.end_date is None and Right.WRITE_RECORD in rights,
            "may_decide": period.end_date is None and Right.DECIDE in rights,
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


def _decides(worker: Worker, child: Person, kind: str) -> bool:
    """Whether a worker decides this kind of approval for a child: managers, but the director of what is at a distance."""
    rights = child.rights  # type: ignore[attr-defined]
    if kind == ApprovalKind.AT_A_DISTANCE:
        return Right.APPROVE_AT_A_DISTANCE in general_rights(worker.role) and Right.READ_RECORD in rights
    return Right.DECIDE in rights


class ApprovalPage(ChildInCareForm):
    """A form about a child's approvals."""

    def page(self) -> str:
        """Return the address of the approvals."""
        return reverse("care:approvals", args=[self.child.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the approvals."""
        return self.page(), "approvals"

    def context(self) -> dict[str, Any]:
        """Show whose they are."""
        return {"person": self.child}


class AskForApproval(ApprovalPage):
    """A placement, or a move that is decided, is put forward."""

    form_class = forms.AskForApprovalForm
    title = "Ask for approval"
    template = "care/approvals/ask.html"
    submit = "Ask for approval"
    done = "It waits for a decision."
    read: Approvals
    siblings: list[Person]
    # By child, "placement" or "move", and home: what of a brother's or sister's is alike.
    others: dict[tuple[int, str, int | None], Placement | Move]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, what is needed, and the brothers and sisters who live, or are to live, in the same home."""
        super().load(person_id, **kwargs)
        self.read = approvals_of(self.child, self.period)
        homes = {one.home.id for one in self.read.abouts}
        siblings = siblings_in_care(self.worker, self.child, page="care:ask_for_approval").open
        self.others = {}
        for move in Move.objects.filter(child__in=siblings, home_id__in=homes, outcome="decided"):
            self.others[(move.child_id, "move", move.home_id)] = move
        for place in Placement.objects.filter(child__in=siblings, home_id__in=homes, end_date__isnull=True):
            self.others[(place.child_id, "placement", place.home_id)] = place
        going = {child_id for child_id, _, _ in self.others}
        self.siblings = [one for one in siblings if one.pk in going]

    def form_arguments(self) -> dict[str, Any]:
        """Choose from what is needed and not yet approved, or asked."""
        return {
            "needed": [one for one in self.read.needed if one.state in ("", "refused")],
            "abouts": self.read.abouts,
            "siblings": self.siblings,
        }

    def initial(self) -> dict[str, Any]:
        """Start with the first that is needed."""
        missing = [one for one in self.read.needed if one.state == ""]
        return {"about": f"{missing[0].about.key}-{missing[0].kind}"} if missing else {}

    def context(self) -> dict[str, Any]:
        """Say where each home is."""
        return {**super().context(), "abouts": self.read.abouts}

    def act(self, form: KithForm) -> str:
        """Ask."""
        assert isinstance(form, forms.AskForApprovalForm)
        what, number, kind = form.chosen()
        placement = Placement.objects.get(pk=number) if what == "placement" else None
        move = Move.objects.get(pk=number) if what == "move" else None
        own: Placement | Move | None = placement or move
        asked = {self.child: own}
        for sibling in form.also():
            alike = self.others.get((sibling.pk, what, own.home_id if own else None))
            if alike is not None:
                asked[sibling] = alike
        for child, about in sorted(asked.items(), key=lambda pair: pair[0].pk):
            actions.ask_for_approval(
                child=child,
                kind=kind,
                why=form.cleaned_data["why"],
                satisfied=form.satisfied(),
                what_is_missing=form.cleaned_data["what_is_missing"],
                placement=about if isinstance(about, Placement) else None,
                move=about if isinstance(about, Move) else None,
                by=self.worker,
            )
        return self.page()


class DecideApproval(ApprovalPage):
    """A manager, or for what is at a distance the director, decides."""

    form_class = forms.DecideApprovalForm
    right = Right.READ_RECORD
    template = "care/approvals/decide.html"
    submit = "Record the decision"
    done = "The decision is recorded."
    keeps_draft = False
    approval: PlacementApproval

    def load(self, person_id: int, approval_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child and what was asked. Raises AccessRefused for whoever does not decide it."""
        super().load(person_id, **kwargs)
        found = PlacementApproval.objects.filter(child=self.child, pk=approval_id).first()
        if found is None:
            raise Http404("There is no such approval for this child.")
        if found.kind == ApprovalKind.AT_A_DISTANCE:
            require(self.worker, Right.APPROVE_AT_A_DISTANCE)
        elif not _decides(self.worker, self.child, found.kind):
            raise AccessRefused(Right.DECIDE, self.child.pk)
        found.child = self.child
        self.approval = self.edited = found

    def page_title(self) -> str:
        """Return what is decided."""
        return f"Approve it for {self.child.display_name}?"

    def form_arguments(self) -> dict[str, Any]:
        """Ask of what this kind must satisfy."""
        return {"kind": self.approval.kind}

    def initial(self) -> dict[str, Any]:
        """Start with what was satisfied when it was asked for."""
        names = (*forms.EVERYTHING, "what_is_missing")
        return {name: getattr(self.approval, name) for name in names}

    def context(self) -> dict[str, Any]:
        """Show what was asked, by whom and why."""
        number = self.approval.placement_id
        home = (
            Home.objects.filter(placements=number)
            if number
            else Home.objects.filter(moves_to=self.approval.move_id)
        ).first()
        return {
            **super().context(),
            "approval": self.approval,
            "asked_by": self.approval.asked_by,
            "home": home,
            "to_satisfy": to_satisfy(self.approval),
        }

    def act(self, form: KithForm) -> str:
        """Decide."""
        assert isinstance(form, forms.DecideApprovalForm)
        said = form.cleaned_data
        actions.decide_approval(
            approval=self.approval,
            is_approved=said["is_approved"],
            decision_words=said["decision_words"],
            satisfied=form.satisfied(),
            what_is_missing=said["what_is_missing"],
            by=self.worker,
        )
        return self.page()
