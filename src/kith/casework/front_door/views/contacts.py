"""The queue, taking a contact, and a contact's own page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access.loading import require
from kith.casework.access.rights import Right, general_rights
from kith.casework.front_door import access, forms, queries
from kith.casework.front_door.actions import checks, decide, matching, receive
from kith.casework.front_door.models import Contact, ContactPerson, PartnerCheck, Referral
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.people import search
from kith.casework.people.access import open_person
from kith.casework.timeline.clocks import name_of
from kith.casework.workforce.models import Team, Worker
from kith.casework.workforce.models.team import TeamKind

QUEUE = [
    Column("decision", "Decision due", ("decision_due", "received_at")),
    Column("reference", "Reference", ("reference",)),
    Column("received", "Received", ("received_at",)),
    Column("asked_by", "Who asked", ("asked_by",)),
    Column("words", "In their words"),
    Column("help", "First help due", ("help_due",)),
]


@for_workers
def queue(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The contacts that wait, the latest-due last, with their clocks."""
    require(worker, Right.TAKE_CONTACTS)
    shown = listing(request, queries.queue(), QUEUE, default="decision")
    return render(
        request,
        "front_door/queue.html",
        {
            "listing": shown,
            "late": sum(
                1 for one in shown.page if one.decision_due and one.decision_due < timezone.localdate()
            ),
            "may_decide": Right.DECIDE_CONTACTS in general_rights(worker.role),
        },
    )


class TakeContact(FormPage):
    """A contact written down as it comes."""

    form_class = forms.TakeContactForm
    title = "Take a contact"
    submit = "Save the contact"
    done = "The contact is saved and its clocks are running."
    template = "front_door/take_contact.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Anybody whose role takes contacts."""
        require(self.worker, Right.TAKE_CONTACTS)

    def back(self) -> tuple[str, str]:
        """Lead back to the queue."""
        return reverse("front_door:queue"), "contacts"

    def act(self, form: KithForm) -> str:
        """Receive it."""
        assert isinstance(form, forms.TakeContactForm)
        data = form.cleaned_data
        contact = receive.receive_contact(
            channel=data["channel"],
            asked_by=data["asked_by"],
            source=data["source"],
            in_their_words=data["in_their_words"],
            people=form.people(),
            received_at=data["received_at"],
            asker_name=data["asker_name"],
            asker_organisation=data["asker_organisation"],
            asker_telephone=data["asker_telephone"],
            asker_email=data["asker_email"],
            safe_to_reply=data["safe_to_reply"],
            asks_for_help=data["asks_for_help"],
            worry_about_harm=data["worry_about_harm"],
            submission_token=data["token"],
            by=self.worker,
        )
        return reverse("front_door:contact", args=[contact.pk])


@for_workers
def contact_page(request: HttpRequest, worker: Worker, contact_id: int) -> HttpResponse:
    """A contact: their words first, then who it is about, what happened last time, checks, the decision."""
    contact = access.open_contact(worker, contact_id, page="front_door:contact")
    places = list(contact.people.select_related("person").order_by("role", "pk"))
    clocks = queries.clocks_of_contact(contact)
    for clock in clocks:
        clock.rule_name = name_of(clock)  # type: ignore[attr-defined]
        clock.is_late = clock.stopped_date is None and clock.due_date < timezone.localdate()  # type: ignore[attr-defined]
    return render(
        request,
        "front_door/contact.html",
        {
            "contact": contact,
            "places": places,
            "unmatched": sum(1 for place in places if place.person is None),
            "clocks": clocks,
            "earlier": queries.earlier_contacts(contact),
            "checks": contact.checks.select_related("asked_by").order_by("asked_at"),
            "decision": getattr(contact, "decision", None),
            "request_for_help": getattr(contact, "request_for_help", None),
            "referrals": list(contact.referrals.select_related("child")),
            "feedback": contact.feedback.select_related("given_by").order_by("given_at"),
            "is_open": contact.status != ContactStatus.DECIDED,
            "may_decide": Right.DECIDE_CONTACTS in general_rights(worker.role),
            "back": (reverse("front_door:queue"), "contacts"),
        },
    )


class AboutContact(FormPage):
    """A form about one contact."""

    right = Right.TAKE_CONTACTS
    contact: Contact

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the contact."""
        self.contact = access.open_contact(
            self.worker, kwargs["contact_id"], self.right, page=f"front_door:{type(self).__name__}"
        )

    def back(self) -> tuple[str, str]:
        """Lead back to the contact."""
        return reverse("front_door:contact", args=[self.contact.pk]), f"contact {self.contact.reference}"

    def page(self) -> str:
        """Return the contact's page."""
        return reverse("front_door:contact", args=[self.contact.pk])


class AddPersonToContact(AboutContact):
    """One more person whom it is about."""

    form_class = forms.PersonOnContactForm
    title = "Who else is it about?"
    done = "They are on the contact. Find them on the record next."

    def act(self, form: KithForm) -> str:
        """Add them as they were stated."""
        data = form.said
        matching.name_person(contact=self.contact, by=self.worker, **data)
        return self.page()


class OfPlace(AboutContact):
    """A form about one person on a contact."""

    place: ContactPerson

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the contact, and the person on it."""
        super().load(**kwargs)
        found = self.contact.people.filter(pk=kwargs["place_id"]).select_related("contact").first()
        if found is None:
            raise Http404("There is nobody with this number on the contact.")
        self.place = found


@for_workers
def match(request: HttpRequest, worker: Worker, contact_id: int, place_id: int) -> HttpResponse:
    """Who on the record is this? The likely ones, a search, and the way to add somebody new."""
    contact = access.open_contact(worker, contact_id, page="front_door:match")
    place = contact.people.filter(pk=place_id).first()
    if place is None:
        raise Http404("There is nobody with this number on the contact.")
    typed = request.GET.get("q", "").strip()
    if typed:
        found = search.find(search.read(typed))
    else:
        found = search.find(
            search.Asked(
                name=f"{place.stated_given_names} {place.stated_family_name}",
                birth_date=place.stated_birth_date,
                place=place.stated_postcode,
            ),
            most=12,
        )
    from kith.casework.access import audit
    from kith.casework.access.models import AuditVerb

    audit.record(
        worker_id=worker.pk,
        verb=AuditVerb.SEARCH,
        what="front_door:match",
        subjects=[one.person.pk for one in found if one.person],
    )
    template = "front_door/_candidates.html" if request.headers.get("HX-Request") else "front_door/match.html"
    return render(
        request,
        template,
        {
            "contact": contact,
            "place": place,
            "found": found,
            "q": typed,
            "back": (reverse("front_door:contact", args=[contact.pk]), f"contact {contact.reference}"),
        },
    )


@require_POST
@for_workers
def choose_match(
    request: HttpRequest, worker: Worker, contact_id: int, place_id: int, person_id: int
) -> HttpResponse:
    """Record that this is the person; pressing twice is no fault."""
    contact = access.open_contact(worker, contact_id, page="front_door:choose_match")
    place = contact.people.filter(pk=place_id).select_related("contact").first()
    if place is None:
        raise Http404("There is nobody with this number on the contact.")
    person = open_person(worker, person_id, Right.SEE_BASICS, page="front_door:choose_match")
    if place.person_id != person.pk:
        matching.match_person(place=place, person=person, by=worker)
    return HttpResponseRedirect(reverse("front_door:contact", args=[contact.pk]), status=303)


class AddStatedPerson(OfPlace):
    """Somebody new to the record, as the contact states them."""

    form_class = forms.AddStatedPersonForm
    title = "Add this person to the record"
    submit = "Add them"
    done = "They are on the record and on the contact."

    def initial(self) -> dict[str, Any]:
        """Start with what was stated."""
        return {
            "given_names": self.place.stated_given_names,
            "family_name": self.place.stated_family_name,
            "birth_date": self.place.stated_birth_date,
            "expected_birth_date": self.place.stated_expected_birth_date,
        }

    def act(self, form: KithForm) -> str:
        """Add them, unless somebody has been matched meanwhile."""
        if self.place.person_id is None:
            data = form.said
            matching.add_stated_person(place=self.place, by=self.worker, **data)
        return self.page()


class AskPartner(AboutContact):
    """A question to a partner."""

    form_class = forms.PartnerCheckForm
    title = "Ask a partner"
    submit = "Record that they were asked"
    done = "The question is on the record with its lawful basis."

    def act(self, form: KithForm) -> str:
        """Ask."""
        data = form.said
        checks.ask_partner(contact=self.contact, by=self.worker, **data)
        return self.page()


class WriteAnswer(AboutContact):
    """A partner's answer."""

    form_class = forms.AnswerForm
    done = "The answer is on the record."
    check: PartnerCheck

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the contact and the question."""
        super().load(**kwargs)
        found = self.contact.checks.filter(pk=kwargs["check_id"]).first()
        if found is None:
            raise Http404("There is no such question.")
        self.check = found

    def page_title(self) -> str:
        """Name the partner."""
        return f"What did they answer? {self.check.get_agency_display()}"

    def act(self, form: KithForm) -> str:
        """Write it down."""
        checks.write_answer(check=self.check, answer=form.cleaned_data["answer"], by=self.worker)
        return self.page()


class Decide(AboutContact):
    """The decision."""

    form_class = forms.DecisionForm
    right = Right.DECIDE_CONTACTS
    title = "Decide what the service does"
    submit = "Record the decision"
    done = "Decided. Now tell whoever asked."
    template = "front_door/decide.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the contact, which two people may be deciding at once."""
        super().load(**kwargs)
        self.edited = self.contact

    def form_arguments(self) -> dict[str, Any]:
        """Offer the teams that take families on."""
        kinds = (TeamKind.FAMILY_HELP, TeamKind.CHILD_PROTECTION)
        return {"teams": list(Team.objects.filter(kind__in=kinds).order_by("kind", "name"))}

    def context(self) -> dict[str, Any]:
        """Keep their words and the last time in sight."""
        return {
            "contact": self.contact,
            "earlier": queries.earlier_contacts(self.contact),
            "unmatched": self.contact.people.filter(person__isnull=True).count(),
        }

    def act(self, form: KithForm) -> str:
        """Decide."""
        data = form.cleaned_data
        decide.decide(
            contact=self.contact,
            outcome=data["outcome"],
            reason=data["reason"],
            would_change_it=data["would_change_it"],
            given=data["given"],
            team=Team.objects.filter(pk=data["team"]).first() if data["team"] else None,
            primary_need=data["primary_need"],
            by=self.worker,
        )
        return self.page()


class TellWhoeverAsked(AboutContact):
    """Feedback."""

    form_class = forms.FeedbackForm
    title = "Tell whoever asked"
    submit = "Record what they were told"
    done = "What they were told is on the record."

    def act(self, form: KithForm) -> str:
        """Record it."""
        decide.tell_whoever_asked(
            contact=self.contact,
            how=form.cleaned_data["how"],
            words=form.cleaned_data["words"],
            by=self.worker,
        )
        return self.page()


class DecideReferral(AboutContact):
    """Whether a referral is assessed."""

    form_class = forms.ReferralDecisionForm
    right = Right.DECIDE_CONTACTS
    done = "The decision on the referral is recorded."
    referral: Referral

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the contact and the referral."""
        super().load(**kwargs)
        found = self.contact.referrals.filter(pk=kwargs["referral_id"]).select_related("child").first()
        if found is None:
            raise Http404("There is no such referral.")
        self.referral = found

    def page_title(self) -> str:
        """Name the child."""
        return f"Decide the referral of {self.referral.child.display_name}"

    def act(self, form: KithForm) -> str:
        """Decide it."""
        decide.decide_referral(
            referral=self.referral,
            assess=form.cleaned_data["assess"] == "yes",
            reason=form.cleaned_data["reason"],
            by=self.worker,
        )
        return self.page()
