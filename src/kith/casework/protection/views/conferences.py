"""Conferences: a conference's page, and what comes before it is held."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, Person
from kith.casework.plans.views.plan_forms import as_choices, writable
from kith.casework.protection.access import OpenProcess, open_process, refuse_partners
from kith.casework.protection.actions import conferences as actions
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.actions.transfers import request_transfer_conference
from kith.casework.protection.forms import conference as forms
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferenceKind,
    ConferencePlace,
    ConferenceStatus,
    ProtectionTransfer,
    SectionFortySevenEnquiry,
    TransferDirection,
)
from kith.casework.protection.queries.conference_people import could_be_asked
from kith.casework.protection.queries.conferences import conference_story
from kith.casework.protection.workflows.conference import CONFERENCE
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries.caseload import workers_to_choose_from

OpenConference = OpenProcess[ChildProtectionConference]
TO_COME = (ConferenceStatus.REQUESTED, ConferenceStatus.BOOKED)
NOTHING_YET = (
    "There is nothing for a conference yet: no child is on a child protection plan, no enquiry waits for one, and nobody"
    " has come from another authority's plan. If a child may be suffering significant harm, call a strategy discussion."
)


@for_workers
def conference_page(request: HttpRequest, worker: Worker, conference_id: int) -> HttpResponse:
    """A conference's story in order, with the next step as the one button."""
    opened = open_process(worker, ChildProtectionConference, conference_id, page="protection:conference")
    return _show(request, worker, opened, NOW)


@for_workers
def conference_known_at(request: HttpRequest, worker: Worker, conference_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_process(
        worker, ChildProtectionConference, conference_id, page="protection:conference_known_at"
    )
    return show_as_known(
        request,
        ChildProtectionConference,
        conference_id,
        what=f"Conference about the {opened.family.name} family",
        back=(reverse("protection:conference", args=[conference_id]), "the conference"),
        not_yet="There was no such conference yet. Enter a later day.",
        show=lambda known, record: _show(
            request, worker, OpenProcess(known, opened.family, opened.members, opened.rights), record
        ),
    )


def _show(request: HttpRequest, worker: Worker, opened: OpenConference, record: Record) -> HttpResponse:
    conference = opened.process
    is_now = record.instant is None
    today = timezone.localdate()
    story = conference_story(conference, opened.members, worker, today=record.on(today), record=record)
    is_chair = conference.chair_id == worker.pk
    may_change = is_now and conference.status in TO_COME and (opened.may_write or is_chair)
    held = conference.status == ConferenceStatus.HELD
    return render(
        request,
        "protection/conference.html",
        {
            "opened": opened,
            "conference": conference,
            "conference_id": conference.id,
            "family": opened.family,
            "story": story,
            "known_at": record.instant,
            "hidden_children": opened.hidden_children,
            "is_held": held,
            "is_chair": is_chair,
            "may_change": may_change,
            "may_hold": is_now and is_chair and conference.status == ConferenceStatus.BOOKED,
            "may_offer": is_now and opened.may_write and conference.status in TO_COME,
            "may_explain": is_now and not held and opened.may_write,
            "enquiry_address": f"/enquiries/{conference.enquiry_id}/",
            "plan_changed": held and conference.plan_id,
            "today": today,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


class AskForConference(FormPage):
    """Ask for a review, for an initial conference from an enquiry, or for one on transfer."""

    form_class = forms.AskForConferenceForm
    title = "Ask for a child protection conference"
    submit = "Ask for it"
    done = "The conference is asked for. Now book it with a chair."
    template = "protection/conference_ask_for.html"
    family: Family
    children: list[Person]

    def load(self, family_id: int, **kwargs: Any) -> None:
        """Open the family, and find what a conference could be about."""
        refuse_partners(self.worker, Right.WRITE_RECORD)
        self.family, members = open_family(
            self.worker, family_id, Right.WRITE_RECORD, page="protection:ask_for_conference"
        )
        known = writable(members)
        numbers = [child.pk for child in known]
        self.plans = dict(
            ChildProtectionPlan.objects.filter(child_id__in=numbers, end_date__isnull=True).values_list(
                "child_id", "pk"
            )
        )
        self.enquiry = (
            SectionFortySevenEnquiry.objects.filter(family=self.family)
            .exclude(conferences__status__in=["requested", "booked", "held"])
            .order_by("-start_date", "-pk")
            .first()
        )
        in_enquiry = (
            set(self.enquiry.children.values_list("child_id", flat=True))
            if self.enquiry is not None
            else set()
        )
        self.transfers = {
            one.child_id: one
            for one in ProtectionTransfer.objects.filter(
                child_id__in=numbers,
                direction=TransferDirection.IN,
                taken_on_date__isnull=True,
                not_taken_on_reason="",
            )
        }
        self.children = [
            child
            for child in known
            if child.pk in self.plans or child.pk in in_enquiry or child.pk in self.transfers
        ]
        self.kinds = [
            kind
            for kind, there_is in (
                (ConferenceKind.REVIEW, bool(self.plans)),
                (ConferenceKind.INITIAL, bool(in_enquiry)),
                (ConferenceKind.TRANSFER_IN, bool(self.transfers)),
            )
            if there_is
        ]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; where there is nothing to confer about, say what comes before a conference."""
        if not self.kinds:
            messages.info(request, NOTHING_YET)
            return HttpResponseRedirect(self.back()[0])
        return super().get(request, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """Offer what there is something to confer about."""
        return {
            "kinds": [(kind.value, str(kind.label)) for kind in self.kinds],
            "children": as_choices(self.children),
        }

    def initial(self) -> dict[str, Any]:
        """Start with the first that there is, and the children it would be about."""
        kind = self.kinds[0] if self.kinds else ""
        about = self.transfers if kind == ConferenceKind.TRANSFER_IN else self.plans
        chosen = (
            self.children if kind == ConferenceKind.INITIAL else [c for c in self.children if c.pk in about]
        )
        return {
            "kind": kind,
            "children": [str(child.pk) for child in chosen],
            "requested_date": timezone.localdate(),
        }

    def context(self) -> dict[str, Any]:
        """Say whose it is."""
        return {"family": self.family}

    def back(self) -> tuple[str, str]:
        """Lead back to the family."""
        return reverse("people:family", args=[self.family.pk]), f"the {self.family.name} family"

    def act(self, form: KithForm) -> str:
        """Ask for it."""
        data = form.cleaned_data
        chosen = [child for child in self.children if str(child.pk) in data["children"]]
        if data["kind"] == ConferenceKind.TRANSFER_IN and all(one.pk in self.transfers for one in chosen):
            conference = request_transfer_conference(
                transfers=[self.transfers[child.pk] for child in chosen],
                requested_date=data["requested_date"],
                by=self.worker,
            )
        else:
            conference = request_conference(
                family=self.family,
                children=chosen,
                kind=data["kind"],
                requested_date=data["requested_date"],
                enquiry=self.enquiry if data["kind"] == ConferenceKind.INITIAL else None,
                by=self.worker,
            )
        return reverse("protection:conference", args=[conference.pk])


class AboutConference(FormPage):
    """A form about one conference, by whoever may write on a child in it or chairs it; what is over leads back."""

    needs: ClassVar[tuple[str, ...]] = TO_COME
    right: ClassVar[Right] = Right.WRITE_RECORD
    opened: OpenConference
    template = "protection/conference_about.html"

    def load(self, conference_id: int, **kwargs: Any) -> None:
        """Open the conference."""
        self.opened = open_process(
            self.worker, ChildProtectionConference, conference_id, page=f"protection:{type(self).__name__}"
        )
        held = any(self.right in rights for rights in self.opened.rights.values())
        if not held and self.conference.chair_id != self.worker.pk:
            raise AccessRefused(self.right)
        self.edited = self.conference

    @property
    def conference(self) -> ChildProtectionConference:
        """The conference."""
        return self.opened.process

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless the conference is past it or not there yet."""
        status = self.conference.status
        if status not in self.needs:
            to = ConferenceStatus.HELD if status == ConferenceStatus.REQUESTED else ""
            sentence = CONFERENCE.why_not.get((status, to)) or CONFERENCE.why_not.get((status, ""))
            messages.info(request, sentence or "This cannot be done as the conference stands.")
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the conference's page."""
        return reverse("protection:conference", args=[self.conference.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the conference."""
        return self.page(), "the conference"

    def context(self) -> dict[str, Any]:
        """Say which conference it is."""
        return {"conference": self.conference, "family": self.opened.family}

    def act(self, form: KithForm) -> str:
        """Do it, and go back to the conference."""
        self.do(form)
        return self.page()

    def do(self, form: KithForm) -> None:
        """Call the one action."""
        raise NotImplementedError


class BookConference(AboutConference):
    """The chair, the day and the place; booking again is adjourning."""

    form_class = forms.BookConferenceForm
    title = "Book the conference"
    submit = "Book it"
    done = "The conference is booked. Now ask people to it, the family first."

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who chair conferences."""
        return {"chairs": workers_to_choose_from(timezone.localdate(), roles=actions.CHAIRS)}

    def initial(self) -> dict[str, Any]:
        """Start with what is booked."""
        planned = self.conference.planned_at and timezone.localtime(self.conference.planned_at)
        return {
            "chair": self.conference.chair_id,
            "planned_date": planned.date() if planned else None,
            "planned_time": planned.strftime("%H:%M") if planned else "",
            "where": self.conference.where,
        }

    def do(self, form: KithForm) -> None:
        """Book it."""
        assert isinstance(form, forms.BookConferenceForm)
        actions.book_conference(
            conference=self.conference,
            chair=Worker.objects.get(pk=form.cleaned_data["chair"]),
            planned_at=form.planned_at(),
            where=form.cleaned_data["where"],
            by=self.worker,
        )


class AskToConference(AboutConference):
    """Whom to ask, the family first."""

    form_class = forms.AskToConferenceForm
    title = "Who is asked to the conference?"
    submit = "Put them on the list"
    done = "They are on the list."
    template = "protection/conference_ask.html"

    def load(self, conference_id: int, **kwargs: Any) -> None:
        """Open the conference and find who is around the children."""
        super().load(conference_id, **kwargs)
        self.edited = None  # the list is added to: nobody's row is changed
        self.people, self.hidden = could_be_asked(
            self.conference, self.opened.members, self.opened.children, today=timezone.localdate()
        )

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who are not on the list."""
        return {"people": self.people}

    def context(self) -> dict[str, Any]:
        """Show how many may not be named."""
        return {**super().context(), "hidden": self.hidden}

    def do(self, form: KithForm) -> None:
        """Put them on the list."""
        assert isinstance(form, forms.AskToConferenceForm)
        actions.ask_to_conference(conference=self.conference, people=form.asked(), by=self.worker)


class AboutPlace(AboutConference):
    """A form about one person on the list."""

    place: ConferencePlace

    def load(self, conference_id: int, conference_place_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the conference; the place must be at it."""
        super().load(conference_id, **kwargs)
        self.edited = None
        found = ConferencePlace.objects.filter(conference=self.conference, pk=conference_place_id).first()
        if found is None:
            raise Http404("There is no such place at this conference.")
        found.conference = self.conference
        self.place = found

    def context(self) -> dict[str, Any]:
        """Show whose it is."""
        story = conference_story(
            self.conference, self.opened.members, self.worker, today=timezone.localdate()
        )
        told = next(one for one in story.places if one.place.pk == self.place.pk)
        return {**super().context(), "told": told}


class RecordReport(AboutPlace):
    """When somebody's report came, and when the parents had it."""

    form_class = forms.ReportForm
    title = "Record a report"
    submit = "Save the days"
    done = "The report is recorded."
    needs = (*TO_COME, ConferenceStatus.HELD)

    def initial(self) -> dict[str, Any]:
        """Start with what is known, or today."""
        return {
            "received_date": self.place.report_received_date or timezone.localdate(),
            "shared_date": self.place.report_shared_date,
        }

    def do(self, form: KithForm) -> None:
        """Record it."""
        actions.record_report(
            place=self.place,
            received_date=form.cleaned_data["received_date"],
            shared_date=form.cleaned_data["shared_date"],
            by=self.worker,
        )


class TakeOffTheList(AboutPlace):
    """Somebody is not asked after all."""

    form_class = forms.ConfirmForm
    title = "Take them off the list?"
    submit = "Take them off the list"
    done = "They are no longer on the list."
    keeps_draft = False

    def do(self, form: KithForm) -> None:
        """Take them off."""
        actions.take_off_the_list(place=self.place, by=self.worker)


class StandDown(AboutConference):
    """The conference is not needed after all."""

    form_class = forms.StandDownForm
    title = "Stand the conference down"
    submit = "Stand it down"
    done = "The conference is stood down, with the reason."

    def context(self) -> dict[str, Any]:
        """Say what an initial one needs first."""
        is_initial = self.conference.kind == ConferenceKind.INITIAL
        return {**super().context(), "stands_down_an_initial_one": is_initial}

    def do(self, form: KithForm) -> None:
        """Stand it down."""
        actions.stand_down(conference=self.conference, reason=form.cleaned_data["reason"], by=self.worker)


class OfferBeforeDeciding(AboutConference):
    """Help offered, or a manager's reason why none is, before the conference decides."""

    form_class = forms.OfferBeforeForm
    title = "Record the help offered"
    submit = "Record it"
    done = "The offer of help is recorded with the conference."

    def load(self, conference_id: int, **kwargs: Any) -> None:
        """Open the conference and those of its children on whose records the worker may write."""
        super().load(conference_id, **kwargs)
        self.edited = None
        numbers = set(
            ConferenceChild.objects.filter(conference=self.conference, help_offer__isnull=True).values_list(
                "child_id", flat=True
            )
        )
        self.children = [
            child
            for child in self.opened.children
            if child.pk in numbers and Right.WRITE_RECORD in self.opened.rights[child.pk]
        ]

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children who have none."""
        return {"children": as_choices(self.children)}

    def initial(self) -> dict[str, Any]:
        """Start with all of them, today."""
        return {"children": [str(child.pk) for child in self.children], "offered_date": timezone.localdate()}

    def do(self, form: KithForm) -> None:
        """Keep it."""
        data = form.cleaned_data
        actions.offer_before_deciding(
            conference=self.conference,
            children=[child for child in self.children if str(child.pk) in data["children"]],
            offer=Offer(
                answer=data["answer"],
                what=data["what"],
                family_words=data["family_words"],
                not_offered_reason=data["not_offered_reason"],
            ),
            day=data["offered_date"],
            by=self.worker,
        )
