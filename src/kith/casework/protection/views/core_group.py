"""What protects the children on a plan, as one page; its core group; and what was agreed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.plans.access import OpenPlan, open_plan
from kith.casework.plans.models import Plan
from kith.casework.plans.views.plan_forms import PlanFormPage, as_choices, workers_near
from kith.casework.protection.actions import core_group as actions
from kith.casework.protection.actions.agreeing import do_protective_action
from kith.casework.protection.forms import core_group as forms
from kith.casework.protection.models import CoreGroupMeeting, CoreGroupMember, ProtectiveAction
from kith.casework.protection.queries.core_group import (
    candidates_for,
    children_on_protection,
    meeting_story,
    members_of,
    members_on,
)
from kith.casework.protection.queries.protection_on_plan import Due, protection_story
from kith.casework.workforce.models import Worker


@for_workers
def protection_on_plan(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """What protects these children now: each child's plan, what must change, what comes next, who does what."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="protection:on_plan")
    return _show(request, opened, NOW)


@for_workers
def protection_known_at(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="protection:on_plan_known_at")
    return show_as_known(
        request,
        Plan,
        plan_id,
        what=f"Protection on the plan with the {opened.family.name} family",
        back=(reverse("protection:on_plan", args=[plan_id]), "what protects the children"),
        not_yet="There was no such plan yet. Enter a later day.",
        show=lambda known, record: _show(
            request, OpenPlan(known, opened.family, opened.members, may_write=False), record
        ),
    )


def _show(request: HttpRequest, opened: OpenPlan, record: Record) -> HttpResponse:
    today = timezone.localdate()
    story = protection_story(opened.plan, opened.members, today=today, record=record)
    may_write = opened.may_write and opened.is_open and record.instant is None and story.is_protected
    return render(
        request,
        "protection/on_plan.html",
        {
            "opened": opened,
            "plan_id": opened.plan.id,
            "family": opened.family,
            "story": story,
            "next": _next(opened.plan.id, story.due, bool(story.core_group)) if may_write else None,
            "may_write": may_write,
            "known_at": record.instant,
            "today": record.on(today),
            "back": (reverse("plans:plan", args=[opened.plan.id]), "the plan"),
        },
    )


def _next(plan_id: int, due: list[Due], has_core_group: bool) -> tuple[str, str] | None:
    """Return the address and words of the one thing to do next: the soonest that this page can record."""
    if not has_core_group:
        return reverse("protection:set_core_group", args=[plan_id]), "Say who is in the core group"
    return next(((one.address, one.button) for one in due if one.button), None)


@for_workers
def core_group_page(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """Who belongs to the core group and who did, and its meetings."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="protection:core_group")
    today = timezone.localdate()
    members, before = members_of(opened.plan, opened.members, today)
    return render(
        request,
        "protection/core_group.html",
        {
            "plan_id": plan_id,
            "family": opened.family,
            "members": members,
            "before": before,
            "meetings": CoreGroupMeeting.objects.filter(plan=opened.plan).order_by("-held_date"),
            "may_write": opened.may_write
            and opened.is_open
            and bool(children_on_protection(opened.plan, today)),
            "back": (reverse("protection:on_plan", args=[plan_id]), "what protects the children"),
        },
    )


@for_workers
def core_group_meeting(
    request: HttpRequest, worker: Worker, plan_id: int, core_group_id: int
) -> HttpResponse:
    """One core group: what children and parents said, how far the plan has come, who came, what was agreed."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="protection:core_group_meeting")
    meeting = _meeting_of(opened, core_group_id)
    return render(
        request,
        "protection/core_group_meeting.html",
        {
            "opened": opened,
            "plan_id": plan_id,
            "family": opened.family,
            "meeting": meeting,
            "story": meeting_story(meeting, opened.members),
            "may_write": opened.may_write and opened.is_open,
            "back": (reverse("protection:core_group", args=[plan_id]), "the core group"),
        },
    )


def _meeting_of(opened: OpenPlan, core_group_id: int) -> CoreGroupMeeting:
    found = CoreGroupMeeting.objects.filter(plan=opened.plan, pk=core_group_id).first()
    if found is None:
        raise Http404("There is no such core group on this plan.")
    found.plan = opened.plan
    return found


class ProtectionFormPage(PlanFormPage):
    """A form about what protects the children on one plan."""

    def page(self) -> str:
        """Return the page of what protects the children."""
        return reverse("protection:on_plan", args=[self.plan.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "what protects the children"


class SetCoreGroup(ProtectionFormPage):
    """Who belongs to the core group from a day on."""

    form_class = forms.SetCoreGroupForm
    title = "Who is in the core group?"
    template = "protection/set_core_group.html"
    done = "The core group is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """Offer the family's own people, and those around them."""
        return {"candidates": candidates_for(self.plan, self.opened.members, timezone.localdate())}

    def initial(self) -> dict[str, Any]:
        """From today."""
        return self.today()

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.SetCoreGroupForm)
        actions.set_core_group(
            plan=self.plan, members=form.members(), start_date=form.cleaned_data["start_date"], by=self.worker
        )
        return self.page()


class AddCoreGroupMember(ProtectionFormPage):
    """One more in the core group."""

    form_class = forms.AddMemberForm
    title = "Add somebody to the core group"
    done = "They are in the core group."

    def form_arguments(self) -> dict[str, Any]:
        """Choose from the family and from workers."""
        return {"people": as_choices(self.opened.members), "workers": workers_near(self.worker)}

    def initial(self) -> dict[str, Any]:
        """From today."""
        return self.today()

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        person = next((one for one in self.opened.members if str(one.pk) == data["person"]), None)
        actions.add_core_group_member(
            plan=self.plan,
            member=actions.Member(
                part=data["part"] or "professional",
                person=person,
                worker=Worker.objects.get(pk=data["worker"]) if data["worker"] else None,
                name=data["name"],
                agency=data["agency"],
                post=data["post"],
                field="person" if person else "worker" if data["worker"] else "name",
            ),
            start_date=data["start_date"],
            by=self.worker,
        )
        return reverse("protection:core_group", args=[self.plan.pk])


class EndCoreGroupMember(ProtectionFormPage):
    """Somebody left the core group."""

    form_class = forms.EndMemberForm
    title = "When did they leave the core group?"
    done = "They are no longer in the core group."
    member: CoreGroupMember

    def load(self, plan_id: int, core_group_member_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the member must be its own."""
        super().load(plan_id, **kwargs)
        found = CoreGroupMember.objects.filter(plan=self.plan, pk=core_group_member_id).first()
        if found is None:
            raise Http404("There is no such member of this core group.")
        found.plan = self.plan
        self.member = found

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"end_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.end_core_group_member(
            member=self.member, end_date=form.cleaned_data["end_date"], by=self.worker
        )
        return reverse("protection:core_group", args=[self.plan.pk])


class HoldCoreGroup(ProtectionFormPage):
    """A core group that was held."""

    form_class = forms.HoldCoreGroupForm
    title = "Record the core group"
    template = "protection/hold_core_group.html"
    done = "The core group is recorded."

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; where nobody is in the group yet, ask for that first."""
        if self.opened.is_open and not self._members():
            return HttpResponseRedirect(reverse("protection:set_core_group", args=[self.plan.pk]))
        return super().get(request, **kwargs)

    def _members(self) -> list[Any]:
        return members_on(self.plan, self.opened.members, timezone.localdate())

    def form_arguments(self) -> dict[str, Any]:
        """Ask of each member whether they came."""
        return {"members": self._members()}

    def initial(self) -> dict[str, Any]:
        """Held today."""
        return {"held_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.HoldCoreGroupForm)
        meeting = actions.hold_core_group(
            plan=self.plan,
            held_date=form.cleaned_data["held_date"],
            words=form.words(),
            came=form.came(),
            agreed=form.agreed(),
            next_planned_date=form.cleaned_data["next_planned_date"],
            by=self.worker,
        )
        return reverse("protection:core_group_meeting", args=[self.plan.pk, meeting.pk])


class ChangeCoreGroup(ProtectionFormPage):
    """What is written of a core group."""

    form_class = forms.CoreGroupWordsForm
    title = "Change what is written of the core group"
    template = "protection/hold_core_group.html"
    done = "The core group is changed."
    meeting: CoreGroupMeeting

    def load(self, plan_id: int, core_group_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the meeting must be its own, and is what is edited."""
        super().load(plan_id, **kwargs)
        self.meeting = _meeting_of(self.opened, core_group_id)
        self.edited = self.meeting

    def form_arguments(self) -> dict[str, Any]:
        """Ask of each member of that day whether they came."""
        came = dict(self.meeting.attendances.values_list("member_id", "came"))
        return {"members": members_on(self.plan, self.opened.members, self.meeting.held_date, came)}

    def initial(self) -> dict[str, Any]:
        """Start with what is written."""
        names = ("family_words", "child_words", "going_well", "worries", "where", "next_planned_date")
        return {name: getattr(self.meeting, name) for name in names}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.CoreGroupWordsForm)
        actions.change_core_group(
            meeting=self.meeting,
            words=form.words(),
            came=form.came(),
            agreed=form.agreed(),
            next_planned_date=form.cleaned_data["next_planned_date"],
            by=self.worker,
        )
        return reverse("protection:core_group_meeting", args=[self.plan.pk, self.meeting.pk])


class ActionDone(ProtectionFormPage):
    """Something agreed was done."""

    form_class = forms.ActionDoneForm
    title = "What came of it?"
    submit = "It was done"
    template = "protection/action_done.html"
    done = "It is recorded as done."
    action: ProtectiveAction

    def load(self, plan_id: int, protective_action_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; what was agreed must be about its family."""
        super().load(plan_id, **kwargs)
        action = (
            ProtectiveAction.objects.filter(pk=protective_action_id)
            .select_related("discussion", "conference", "core_group_meeting")
            .first()
        )
        if action is None or not self._is_ours(action):
            raise Http404("Nothing like this was agreed on this plan.")
        self.action = action

    def _is_ours(self, action: ProtectiveAction) -> bool:
        if action.core_group_meeting is not None:
            return action.core_group_meeting.plan_id == self.plan.pk
        place = action.discussion or action.conference
        return place is not None and place.family_id == self.plan.family_id

    def context(self) -> dict[str, Any]:
        """Show what was agreed."""
        return {"action": self.action}

    def initial(self) -> dict[str, Any]:
        """Done today."""
        return {"done_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it, about the children whom it protects."""
        about, thread = actions.whom_an_action_is_about(self.action, self.plan)
        do_protective_action(
            action=self.action,
            done_date=form.cleaned_data["done_date"],
            done_words=form.cleaned_data["done_words"],
            about=about,
            thread=thread,
            by=self.worker,
        )
        return self.page()
