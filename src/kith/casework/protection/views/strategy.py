"""The strategy discussion: its page, calling one, holding it, standing it down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans.views.plan_forms import as_choices, writable
from kith.casework.protection.access import OpenProcess, open_process
from kith.casework.protection.actions import strategy as actions
from kith.casework.protection.actions.agreeing import do_protective_action
from kith.casework.protection.actions.enquiry_start import LEADS
from kith.casework.protection.actions.recording import children_in, thread_of
from kith.casework.protection.forms import strategy as forms
from kith.casework.protection.models import ProtectiveAction, StrategyDiscussion, StrategyStatus
from kith.casework.protection.queries.strategy import discussions_of, strategy_story
from kith.casework.protection.queries.what_has_been_tried import what_has_been_tried
from kith.casework.protection.workflows.strategy import STRATEGY
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.caseload import workers_to_choose_from

# Who may lead a discussion: it is children's social care that does.
LEADERS = (Role.TEAM_MANAGER, Role.SOCIAL_WORKER, Role.CONFERENCE_CHAIR, Role.FAMILY_HELP_PRACTITIONER)


@for_workers
def discussion_page(request: HttpRequest, worker: Worker, discussion_id: int) -> HttpResponse:
    """One discussion: why, what is known, what was decided for each child and why, and what comes next."""
    opened = open_process(worker, StrategyDiscussion, discussion_id, page="protection:strategy_discussion")
    return _show(request, opened, NOW)


@for_workers
def discussion_known_at(request: HttpRequest, worker: Worker, discussion_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    page = "protection:strategy_discussion_known_at"
    opened = open_process(worker, StrategyDiscussion, discussion_id, page=page)
    return show_as_known(
        request,
        StrategyDiscussion,
        discussion_id,
        what=f"Strategy discussion about the {opened.family.name} family",
        back=(reverse("protection:strategy_discussion", args=[discussion_id]), "the discussion"),
        not_yet="There was no such discussion yet. Enter a later day.",
        show=lambda known, record: _show(
            request, OpenProcess(known, opened.family, opened.members, opened.rights), record
        ),
    )


def _show(request: HttpRequest, opened: OpenProcess[StrategyDiscussion], record: Record) -> HttpResponse:
    discussion = opened.process
    is_now = record.instant is None
    is_called = discussion.status == StrategyStatus.CALLED
    today = record.on(timezone.localdate())
    return render(
        request,
        "protection/strategy_discussion.html",
        {
            "opened": opened,
            "discussion": discussion,
            "discussion_id": discussion.id,
            "family": opened.family,
            "story": strategy_story(discussion, opened.members, record=record),
            "tried": what_has_been_tried(
                opened.family.pk, opened.children, opened.members, today=today, record=record
            )
            if is_called
            else None,
            "known_at": record.instant,
            "hidden_children": opened.hidden_children,
            "may_hold": is_now and is_called and may_hold(opened),
            "may_write": is_now and opened.may_write,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


def may_hold(opened: OpenProcess[Any]) -> bool:
    """Return whether somebody may write on the record of every child in it: nobody decides about whom they cannot read."""
    return all(Right.WRITE_RECORD in held for held in opened.rights.values())


class CallDiscussion(FormPage):
    """Call a strategy discussion about some of a family's children."""

    form_class = forms.CallForm
    title = "Call a strategy discussion"
    submit = "Call it"
    done = "The discussion is called. Police, health and social care are expected at it."
    template = "protection/strategy_call.html"
    family: Family
    members: list[Person]
    children: list[Person]

    def load(self, family_id: int, **kwargs: Any) -> None:
        """Open the family and its children on whose records the worker may write."""
        self.family, self.members = open_family(
            self.worker, family_id, Right.WRITE_RECORD, page="protection:call_strategy_discussion"
        )
        own = set(
            FamilyMembership.objects.filter(
                family=self.family, role="child", end_date__isnull=True
            ).values_list("person_id", flat=True)
        )
        self.children = [one for one in writable(self.members) if one.pk in own]
        self.earlier = {str(one.pk): one for one in discussions_of(family_id) if one.held_date}

    def initial(self) -> dict[str, Any]:
        """Start with today, and with a family's one child."""
        only = [str(one.pk) for one in self.children] if len(self.children) == 1 else []
        return {"called_date": timezone.localdate(), "children": only}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children and the discussions that were held."""
        earlier = [
            (number, f"Yes, the one of {one.held_date.day} {one.held_date:%B %Y}")
            for number, one in self.earlier.items()
        ]
        return {"children": as_choices(self.children), "earlier": earlier}

    def context(self) -> dict[str, Any]:
        """Show first what has been tried."""
        today = timezone.localdate()
        return {
            "family": self.family,
            "tried": what_has_been_tried(self.family.pk, self.children, self.members, today=today),
        }

    def back(self) -> tuple[str, str]:
        """Lead back to the family."""
        return reverse("people:family", args=[self.family.pk]), f"the {self.family.name} family"

    def act(self, form: KithForm) -> str:
        """Call it."""
        assert isinstance(form, forms.CallForm)
        data = form.cleaned_data
        chosen = set(data["children"])
        discussion = actions.call_discussion(
            family=self.family,
            children=[one for one in self.children if str(one.pk) in chosen],
            why_called=data["why_called"],
            called_date=data["called_date"],
            planned_at=form.planned_at(),
            follows=self.earlier.get(data.get("follows", "")),
            by=self.worker,
        )
        return reverse("protection:strategy_discussion", args=[discussion.pk])


class AboutDiscussion(FormPage):
    """A form about a discussion that was called, by somebody who may write about every child in it."""

    opened: OpenProcess[StrategyDiscussion]

    def load(self, discussion_id: int, **kwargs: Any) -> None:
        """Open the discussion. Raises AccessRefused about a child on whose record the worker may not write."""
        self.opened = open_process(
            self.worker,
            StrategyDiscussion,
            discussion_id,
            Right.WRITE_RECORD,
            page=f"protection:{type(self).__name__}",
        )
        for number, held in self.opened.rights.items():
            if Right.WRITE_RECORD not in held:
                raise AccessRefused(Right.WRITE_RECORD, number)

    @property
    def discussion(self) -> StrategyDiscussion:
        """The discussion."""
        return self.opened.process

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; one that was held or stood down leads back with the reason."""
        if self.discussion.status != StrategyStatus.CALLED:
            messages.info(request, STRATEGY.why_not[(self.discussion.status, "")])
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the discussion's page."""
        return reverse("protection:strategy_discussion", args=[self.discussion.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the discussion."""
        return self.page(), "the discussion"


class HoldDiscussion(AboutDiscussion):
    """Record the discussion: what is known, what was decided for each child, and why, written once."""

    form_class = forms.HoldForm
    title = "Record the strategy discussion"
    submit = "Save what was decided"
    done = "The discussion is recorded, with a decision for each child."
    template = "protection/strategy_hold.html"

    def load(self, discussion_id: int, **kwargs: Any) -> None:
        """Open the discussion, which two people may be recording at once."""
        super().load(discussion_id, **kwargs)
        self.edited = self.discussion
        self.children = self.opened.children

    def initial(self) -> dict[str, Any]:
        """Start with today, and with who is recording it for social care."""
        leads = self.worker.role in LEADERS
        return {
            "held_date": timezone.localdate(),
            "led_by": str(self.worker.pk) if leads else "",
            "took_social_care": "came",
            "name_social_care": self.worker.name,
            "post_social_care": self.worker.get_role_display(),
        }

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children and those who may lead."""
        today = timezone.localdate()
        leaders = workers_to_choose_from(today, first_of=teams_of(self.worker, today), roles=LEADERS)
        may_enquire = set(Worker.objects.filter(role__in=LEADS).values_list("pk", flat=True))
        return {
            "children": self.children,
            "leaders": leaders,
            "leads": [one for one in leaders if int(one[0]) in may_enquire],
        }

    def context(self) -> dict[str, Any]:
        """Show first why it was called and what has been tried."""
        return {
            "discussion": self.discussion,
            "family": self.opened.family,
            "several": len(self.children) > 1,
            "tried": what_has_been_tried(
                self.opened.family.pk, self.children, self.opened.members, today=timezone.localdate()
            ),
        }

    def act(self, form: KithForm) -> str:
        """Record it; where it asks for enquiries, go on to them."""
        assert isinstance(form, forms.HoldForm)
        data = form.cleaned_data
        enquiry = actions.hold_discussion(
            discussion=self.discussion,
            held_date=data["held_date"],
            held_how=data["held_how"],
            led_by=Worker.objects.get(pk=data["led_by"]),
            lead=Worker.objects.get(pk=data["lead"]) if data["lead"] else None,
            information=data["information"],
            what_has_helped=data["what_has_helped"],
            safe_now=data["safe_now"],
            attendances=form.attendances(),
            why_without=data["why_without"],
            outcomes=form.outcomes(),
            agreed=form.agreed(),
            by=self.worker,
        )
        return reverse("protection:enquiry", args=[enquiry.pk]) if enquiry is not None else self.page()


class StandDown(AboutDiscussion):
    """Record that it was not needed."""

    form_class = forms.StandDownForm
    title = "Stand the discussion down"
    submit = "Stand it down"
    done = "The discussion is stood down, with the reason."

    def act(self, form: KithForm) -> str:
        """Stand it down."""
        actions.stand_down(discussion=self.discussion, reason=form.cleaned_data["reason"], by=self.worker)
        return self.page()


class ActionDone(FormPage):
    """Record that something agreed at a discussion was done."""

    form_class = forms.ActionDoneForm
    title = "Something agreed was done"
    done = "It is recorded as done."
    template = "protection/strategy_action_done.html"
    opened: OpenProcess[StrategyDiscussion]
    action: ProtectiveAction

    def load(self, discussion_id: int, protective_action_id: int, **kwargs: Any) -> None:
        """Open the discussion; what was agreed must be its own."""
        page = "protection:strategy_action_done"
        self.opened = open_process(
            self.worker, StrategyDiscussion, discussion_id, Right.WRITE_RECORD, page=page
        )
        found = ProtectiveAction.objects.filter(
            discussion=self.opened.process, pk=protective_action_id
        ).first()
        if found is None:
            raise Http404("Nothing of this number was agreed at the discussion.")
        self.action = found

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"done_date": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Say what was agreed."""
        return {"action": self.action}

    def back(self) -> tuple[str, str]:
        """Lead back to the discussion."""
        return reverse("protection:strategy_discussion", args=[self.opened.process.pk]), "the discussion"

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        do_protective_action(
            action=self.action,
            done_date=data["done_date"],
            done_words=data["done_words"],
            about=children_in(self.opened.process),
            thread=thread_of(self.opened.process),
            by=self.worker,
        )
        return self.back()[0]
