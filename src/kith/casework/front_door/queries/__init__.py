"""What is read at the front door: the queue, and what happened to this family last time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kith.casework.front_door.models import Contact, ContactPerson, RequestForHelp
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.timeline.models import Clock

RECENT = datetime.timedelta(days=365)


def queue() -> QuerySet[Any]:
    """Return the contacts that wait for a decision, each with when its decision and its first help are due."""
    clocks = Clock.objects.filter(stopped_date__isnull=True).annotate(_thread=F("thread"))

    def due(rule: str) -> Subquery:
        from django.db.models import CharField, Value
        from django.db.models.functions import Cast, Concat

        thread = Concat(Value("contact:"), Cast(OuterRef("pk"), CharField()))
        return Subquery(clocks.filter(rule=rule, thread=thread).values("due_date")[:1])

    return (
        Contact.objects.exclude(status=ContactStatus.DECIDED)
        .select_related("team")
        .annotate(decision_due=due("contact_decision"), help_due=due("first_help"))
    )


def clocks_of_contact(contact: Contact) -> list[Clock]:
    """Return the clocks of a contact, running and stopped."""
    return list(Clock.objects.filter(thread=f"contact:{contact.pk}").order_by("due_date"))


@dataclass(frozen=True)
class EarlierContact:
    """A contact before this one about the same people, and what came of it."""

    contact: Contact
    outcome: str
    reason: str
    first_help: str
    about: list[str]


def earlier_contacts(contact: Contact) -> list[EarlierContact]:
    """Return the contacts in the twelve months before this one about any of its people, latest first."""
    people = [place.person_id for place in contact.people.all() if place.person_id]
    if not people:
        return []
    earlier = (
        Contact.objects.filter(
            people__person_id__in=people,
            received_at__lt=contact.received_at,
            received_at__gte=contact.received_at - RECENT,
        )
        .exclude(pk=contact.pk)
        .select_related("decision")
        .distinct()
        .order_by("-received_at")[:10]
    )
    found = list(earlier)
    requests = {one.contact_id: one for one in RequestForHelp.objects.filter(contact__in=found)}
    names: dict[int, list[str]] = {}
    for place in ContactPerson.objects.filter(contact__in=found, person_id__in=people).select_related(
        "person"
    ):
        if place.person:
            names.setdefault(place.contact_id, []).append(place.person.display_name)
    answers = []
    for one in found:
        decision = getattr(one, "decision", None)
        request = requests.get(one.pk)
        answers.append(
            EarlierContact(
                one,
                decision.get_outcome_display() if decision else "Not decided yet",
                decision.reason if decision else "",
                _first_help(request),
                names.get(one.pk, []),
            )
        )
    return answers


def _first_help(request: RequestForHelp | None) -> str:
    if request is None:
        return ""
    clock = Clock.objects.filter(thread=f"contact:{request.contact_id}", rule="first_help").first()
    if clock is None or clock.stopped_date is None:
        return "No help has been recorded since they asked."
    days = (clock.stopped_date - clock.start_date).days
    return f"First help after {days} day{'' if days == 1 else 's'}."


def waiting_for_help(contact: Contact) -> int | None:
    """Return how many days somebody has waited for their first help, or None once it came or was not asked for."""
    clock = Clock.objects.filter(
        thread=f"contact:{contact.pk}", rule="first_help", stopped_date__isnull=True
    ).first()
    return (timezone.localdate() - clock.start_date).days if clock else None
