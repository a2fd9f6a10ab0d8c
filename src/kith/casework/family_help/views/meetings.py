"""A meeting of the family's own people: its page, and the form of each of its moves."""

from __future__ import annotations

import zlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.family_help.actions import asking, meeting_held, meetings
from kith.casework.family_help.forms import meetings as forms
from kith.casework.family_help.meeting_workflow import MeetingState, can_move, state_of
from kith.casework.family_help.models import FamilyNetworkMeeting, MeetingPlace
from kith.casework.family_help.queries.family_people import (
    OneOfThem,
    children_of,
    could_take_part,
    family_people,
)
from kith.casework.family_help.queries.meetings import meeting_story
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.plans.access import OpenPlan, open_plan
from kith.casework.plans.views.plan_forms import PlanFormPage, writable
from kith.casework.workforce.models import Worker


def _meeting_of(opened: OpenPlan, meeting_id: int) -> FamilyNetworkMeeting:
    found = FamilyNetworkMeeting.objects.filter(plan=opened.plan, pk=meeting_id).first()
    if found is None:
        raise Http404("There is no such meeting on this plan.")
    found.plan = opened.plan
    return found


@for_workers
def meeting_page(request: HttpRequest, worker: Worker, plan_id: int, meeting_id: int) -> HttpResponse:
    """A meeting's story in order, with the next step as the one button."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="family_help:meeting")
    meeting = _meeting_of(opened, meeting_id)
    story = meeting_story(meeting, opened.members, today=timezone.localdate())
    may_write = opened.may_write and opened.is_open
    return render(
        request,
        "family_help/meeting.html",
        {
            "plan_id": plan_id,
            "family": opened.family,
            "meeting": meeting,
            "story": story,
            "state": story.state,
            "next_address": reverse(f"family_help:{story.next.page}", args=[plan_id, meeting_id])
            if may_write and story.next
            else "",
            "may_write": may_write,
            "may_plan": may_write and can_move(meeting, MeetingState.PLANNED),
            "may_hold": may_write and can_move(meeting, MeetingState.HELD),
            "may_decline": may_write
            and story.state != MeetingState.OFFERED
            and can_move(meeting, MeetingState.DECLINED),
            "may_review": may_write and can_move(meeting, MeetingState.REVIEWED),
            "back": (reverse("family_help:family_people", args=[plan_id]), "the family's own people"),
        },
    )


@for_workers
def invitations(request: HttpRequest, worker: Worker, plan_id: int, meeting_id: int) -> HttpResponse:
    """The list of those asked, to print: who, and nobody's address or telephone number."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="family_help:invitations")
    meeting = _meeting_of(opened, meeting_id)
    return render(
        request,
        "family_help/invitations.html",
        {
            "plan_id": plan_id,
            "family": opened.family,
            "meeting": meeting,
            "story": meeting_story(meeting, opened.members, today=timezone.localdate()),
            "back": (reverse("family_help:meeting", args=[plan_id, meeting_id]), "the meeting"),
        },
    )


class OfferMeeting(PlanFormPage):
    """A meeting was offered."""

    form_class = forms.OfferMeetingForm
    title = "Offer a meeting of the family's own people"
    submit = "Record the offer"
    done = "The offer is recorded. Now record what the family says."
    template = "family_help/offer_meeting.html"

    def context(self) -> dict[str, Any]:
        """Lead to the page that says why not."""
        return {"plan_id": self.plan.pk}

    def initial(self) -> dict[str, Any]:
        """Offered today."""
        return {"offered_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        meeting = meetings.offer_meeting(
            plan=self.plan,
            kind=form.cleaned_data["kind"],
            offered_date=form.cleaned_data["offered_date"],
            by=self.worker,
        )
        return reverse("family_help:meeting", args=[self.plan.pk, meeting.pk])


class DecideNotToOffer(PlanFormPage):
    """A meeting is not offered, and why."""

    form_class = forms.NotOfferedForm
    title = "Record why no meeting is offered"
    submit = "Record the reason"
    done = "The reason is recorded."
    template = "family_help/not_offered.html"

    def initial(self) -> dict[str, Any]:
        """Decided today."""
        return {"offered_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        meeting = meetings.decide_not_to_offer(
            plan=self.plan,
            kind=data["kind"],
            offered_date=data["offered_date"],
            why_not_offered=data["why_not_offered"],
            by=self.worker,
        )
        return reverse("family_help:meeting", args=[self.plan.pk, meeting.pk])


class MeetingFormPage(PlanFormPage):
    """A form about one meeting of the plan."""

    meeting: FamilyNetworkMeeting
    template = "family_help/about_meeting.html"

    def load(self, plan_id: int, meeting_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the meeting must be its own. It is what is edited."""
        super().load(plan_id, **kwargs)
        self.meeting = _meeting_of(self.opened, meeting_id)
        self.edited = self.meeting

    def page(self) -> str:
        """Return the meeting's page."""
        return reverse("family_help:meeting", args=[self.plan.pk, self.meeting.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the meeting."""
        return self.page(), "the meeting"

    def context(self) -> dict[str, Any]:
        """Show what the meeting is, and the family's plan where there is one."""
        return {"meeting": self.meeting, "state": state_of(self.meeting)}


class AnswerMeeting(MeetingFormPage):
    """What the family said to the offer."""

    form_class = forms.AnswerMeetingForm
    title = "What did the family say?"
    submit = "Record the answer"
    done = "Their answer is recorded."

    def initial(self) -> dict[str, Any]:
        """Answered today."""
        return {"answered_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        meetings.answer_offer(
            meeting=self.meeting,
            answer=data["answer"],
            answered_date=data["answered_date"],
            answer_words=data["answer_words"],
            by=self.worker,
        )
        return self.page()


class PlanMeeting(MeetingFormPage):
    """Who brings the family together, when and where."""

    form_class = forms.PlanMeetingForm
    title = "Plan the meeting"
    done = "The meeting is planned. Now ask people to it."

    def initial(self) -> dict[str, Any]:
        """Start with what is planned."""
        meeting = self.meeting
        return {
            "coordinator": meeting.coordinator,
            "planned_date": meeting.planned_date,
            "where": meeting.where,
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        meetings.plan_meeting(
            meeting=self.meeting,
            coordinator=data["coordinator"],
            planned_date=data["planned_date"],
            where=data["where"],
            by=self.worker,
        )
        return self.page()


class AskPeople(MeetingFormPage):
    """Whom to ask."""

    form_class = forms.AskForm
    title = "Who is asked to the meeting?"
    submit = "Put them on the list"
    done = "They are on the list."
    template = "family_help/ask.html"

    def load(self, plan_id: int, meeting_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the meeting and find who is around the children."""
        super().load(plan_id, meeting_id, **kwargs)
        self.edited = None  # the list is added to: nobody's row is changed
        today = timezone.localdate()
        around = family_people(self.plan, self.opened.members, today=today)
        self.hidden = sum(one.is_hidden for one in around.everybody)
        self.candidates = [
            _candidate(one)
            for one in around.everybody
            if not one.is_hidden
            and all(place.meeting_id != meeting_id for place in one.places)
            and (one.person is None or could_take_part(one.person, today))
        ]

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who are not on the list."""
        return {"candidates": self.candidates}

    def context(self) -> dict[str, Any]:
        """Show how many may not be named."""
        return {**super().context(), "hidden": self.hidden}

    def act(self, form: KithForm) -> str:
        """Put them on the list."""
        assert isinstance(form, forms.AskForm)
        asking.ask_people(meeting=self.meeting, people=form.asked(), by=self.worker)
        return self.page()


def _candidate(one: OneOfThem) -> forms.Candidate:
    # A name's field is called after the name, so that it stays the same whoever is added meanwhile.
    key = f"p{one.key[1]}" if one.key[0] == "person" else f"n{zlib.crc32(str(one.key[1]).encode())}"
    return forms.Candidate(key, one.name, "One of the children" if one.child else one.who, one.person)


class TakeOffTheList(MeetingFormPage):
    """Somebody is not asked after all."""

    form_class = forms.ConfirmForm
    title = "Take them off the list?"
    submit = "Take them off the list"
    done = "They are no longer on the list."
    template = "family_help/take_off.html"
    keeps_draft = False
    place: MeetingPlace

    def load(self, plan_id: int, meeting_id: int, meeting_place_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the meeting; the place must be at it."""
        super().load(plan_id, meeting_id, **kwargs)
        self.edited = None
        story = meeting_story(self.meeting, self.opened.members, today=timezone.localdate())
        found = next((place for place in story.places if place.pk == meeting_place_id), None)
        if found is None:
            raise Http404("There is no such place at this meeting.")
        found.meeting = self.meeting
        self.place = found

    def context(self) -> dict[str, Any]:
        """Show who it is."""
        return {**super().context(), "place": self.place}

    def act(self, form: KithForm) -> str:
        """Take them off."""
        asking.take_off_the_list(place=self.place, by=self.worker)
        return self.page()


class HoldMeeting(MeetingFormPage):
    """The meeting that was held."""

    form_class = forms.HoldMeetingForm
    title = "Record the meeting"
    submit = "Record the meeting"
    done = "The meeting is recorded, with what each offered. Now answer the family's plan."
    template = "family_help/hold.html"

    def load(self, plan_id: int, meeting_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the meeting with those who were asked."""
        super().load(plan_id, meeting_id, **kwargs)
        story = meeting_story(self.meeting, self.opened.members, today=timezone.localdate())
        self.places = [place for place in story.places if not place.came]

    def initial(self) -> dict[str, Any]:
        """Start with what was planned."""
        planned, today = self.meeting.planned_date, timezone.localdate()
        return {
            "coordinator": self.meeting.coordinator,
            "where": self.meeting.where,
            "held_date": planned if planned and planned <= today else today,
        }

    def form_arguments(self) -> dict[str, Any]:
        """Ask of each whether they came."""
        return {"places": self.places}

    def context(self) -> dict[str, Any]:
        """Say how the form stands to those who were asked."""
        return {**super().context(), "asked": len(self.places)}

    def children(self) -> list[Person]:
        """Return the plan's children on whose record the worker may write."""
        may_write_on = {one.pk for one in writable(self.opened.members)}
        return [child for child in children_of(self.plan) if child.pk in may_write_on]

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.HoldMeetingForm)
        data = form.cleaned_data
        meeting_held.hold_meeting(
            meeting=self.meeting,
            held_date=data["held_date"],
            coordinator=data["coordinator"],
            where=data["where"],
            private_family_time=data["private_family_time"],
            child_took_part=data["child_took_part"],
            family_plan=data["family_plan"],
            came=form.came(),
            newcomers=form.came_unasked(),
            offered=form.offered(),
            children=self.children(),
            by=self.worker,
        )
        return self.page()


class AnswerFamilyPlan(MeetingFormPage):
    """The service's answer to the family's own plan."""

    form_class = forms.AnswerFamilyPlanForm
    title = "Answer the family's plan"
    submit = "Record the answer"
    done = "The answer is recorded."

    def initial(self) -> dict[str, Any]:
        """Answered today, looked at again in six weeks."""
        return {"agreed_date": timezone.localdate(), "review_date": forms.in_some_weeks(6)}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        meeting_held.answer_family_plan(
            meeting=self.meeting,
            agreed=data["agreed"],
            agreed_date=data["agreed_date"],
            why_not_agreed=data["why_not_agreed"],
            review_date=data["review_date"],
            by=self.worker,
        )
        return self.page()


class ReviewMeeting(MeetingFormPage):
    """The family's own plan looked at again."""

    form_class = forms.ReviewMeetingForm
    title = "Look at the family's plan again"
    submit = "Record how it is going"
    done = "How it is going is recorded."

    def initial(self) -> dict[str, Any]:
        """Looked at today."""
        return {"reviewed_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        meeting_held.review_meeting(
            meeting=self.meeting,
            reviewed_date=data["reviewed_date"],
            review_words=data["review_words"],
            review_date=data["review_date"],
            by=self.worker,
        )
        return self.page()
