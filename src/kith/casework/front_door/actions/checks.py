"""Asking partners what they know, each with its lawful basis, and writing down their answer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kith.casework.front_door import workflow
from kith.casework.front_door.models import Contact, PartnerCheck
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.front_door.models.partner_check import PartnerAgency
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.models import Sharing
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def ask_partner(
    *,
    contact: Contact,
    agency: str,
    question: str,
    lawful_basis: str,
    consent_sought: bool,
    why_not_asked: str,
    by: Worker,
) -> PartnerCheck:
    """Ask a partner about a contact. Asking shares information, so its lawful basis is recorded with it.

    Raises CannotBeTrue where the family was not asked first and no reason is given.
    """
    if not consent_sought and not why_not_asked.strip():
        raise CannotBeTrue("Say why the family was not asked first.", "why_not_asked")
    event = workflow.check_move(contact, ContactStatus.CHECKING)
    check = PartnerCheck.objects.create(
        contact=contact,
        agency=agency,
        question=question,
        lawful_basis=lawful_basis,
        consent_sought=consent_sought,
        why_not_asked="" if consent_sought else why_not_asked,
        asked_by=by,
        asked_at=timezone.now(),
    )
    Contact.objects.filter(pk=contact.pk).update(status=ContactStatus.CHECKING)
    if contact.family_id:
        Sharing.objects.create(
            family_id=contact.family_id,
            recipient=PartnerAgency(agency).label,
            what="That a contact was received, and who it is about",
            purpose=question,
            lawful_basis=lawful_basis,
            consent_sought=consent_sought,
            was_shared=True,
            day=timezone.localdate(),
            decided_by=by,
        )
    record_event(
        event,
        by=by,
        day=timezone.localdate(),
        about=[number for number in contact.people.values_list("person_id", flat=True) if number],
        summary=f"{PartnerAgency(agency).label} was asked what it knows.",
        thread=f"contact:{contact.pk}",
        details={"lawful_basis": lawful_basis},
    )
    return check


@transaction.atomic
def write_answer(*, check: PartnerCheck, answer: str, by: Worker) -> None:
    """Write down what a partner answered. Raises CannotBeTrue where an answer is there already."""
    locked = PartnerCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if locked.answered_at is not None:
        raise CannotBeTrue("An answer is on the record already. Ask again if there is more.", "answer")
    PartnerCheck.objects.filter(pk=locked.pk).update(answer=answer, answered_at=timezone.now())
    record_event(
        "front_door.check_answered",
        by=by,
        day=timezone.localdate(),
        about=[n for n in locked.contact.people.values_list("person_id", flat=True) if n],
        summary=f"{locked.get_agency_display()} answered.",
        thread=f"contact:{locked.contact_id}",
    )
