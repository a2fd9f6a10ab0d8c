"""Finding on the record the people whom a contact is about, or adding them."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.front_door.models import Contact, ContactPerson
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.details import move_home
from kith.casework.people.actions.person import add_person
from kith.casework.people.actions.relations import join_family, make_family
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def name_person(
    *,
    contact: Contact,
    role: str,
    given_names: str,
    family_name: str,
    birth_date: datetime.date | None,
    address: str,
    postcode: str,
    by: Worker,
) -> ContactPerson:
    """Add one more person whom a contact is about, as stated. Raises CannotBeTrue once it is decided."""
    if not is_open(contact):
        raise CannotBeTrue(
            "This contact has been decided already. If there is something new, record a new contact."
        )
    place = ContactPerson.objects.create(
        contact=contact,
        role=role,
        stated_given_names=given_names,
        stated_family_name=family_name,
        stated_birth_date=birth_date,
        stated_address=address,
        stated_postcode=postcode,
    )
    record_event(
        "front_door.person_named",
        by=by,
        day=timezone.localdate(),
        summary="One more person was named on the contact.",
        thread=f"contact:{contact.pk}",
    )
    return place


@transaction.atomic
def match_person(*, place: ContactPerson, person: Person, by: Worker) -> None:
    """Record that somebody whom a contact is about is this person on the record."""
    if place.contact.people.filter(person=person).exclude(pk=place.pk).exists():
        raise CannotBeTrue("This person is on the contact already.", "person")
    ContactPerson.objects.filter(pk=place.pk).update(person=person)
    record_event(
        "front_door.person_matched",
        by=by,
        day=timezone.localdate(place.contact.received_at),
        about=[person.pk],
        summary="A contact about them was received.",
        thread=f"contact:{place.contact_id}",
    )
    gather_family(contact=place.contact, by=by)


@transaction.atomic
def add_stated_person(
    *,
    place: ContactPerson,
    given_names: str,
    family_name: str,
    birth_date: datetime.date | None,
    expected_birth_date: datetime.date | None,
    sex: str,
    by: Worker,
) -> Person:
    """Put somebody new on the record as the contact states them, with the address stated, and match them."""
    person = add_person(
        given_names=given_names,
        family_name=family_name,
        birth_date=birth_date,
        expected_birth_date=expected_birth_date,
        sex=sex,
        by=by,
    )
    if place.stated_address:
        move_home(
            people=[person],
            lines=place.stated_address,
            town="",
            postcode=place.stated_postcode,
            start_date=timezone.localdate(place.contact.received_at),
            by=by,
        )
    match_person(place=place, person=person, by=by)
    return person


def gather_family(*, contact: Contact, by: Worker) -> Family | None:
    """Set the contact's family: that of its children on the record, or a new one once it is to be acted on."""
    matched = [place.person_id for place in contact.people.all() if place.person_id]
    membership = (
        FamilyMembership.objects.filter(person_id__in=matched, end_date__isnull=True, role="child")
        .select_related("family")
        .order_by("pk")
        .first()
    )
    if membership is not None and contact.family_id is None:
        Contact.objects.filter(pk=contact.pk).update(family=membership.family)
        contact.family = membership.family
    return contact.family


@transaction.atomic
def family_of_contact(*, contact: Contact, by: Worker) -> Family:
    """Return the contact's family, made of the people matched where there is none, with all of them in it.

    Raises CannotBeTrue where no child has been found or added yet.
    """
    places = list(contact.people.select_related("person"))
    children = [place for place in places if place.role == "child" and place.person]
    if not children:
        raise CannotBeTrue(
            "Find or add at least one child first: help is given to somebody. The people are listed on the contact.",
            "outcome",
        )
    today = timezone.localdate()
    family = gather_family(contact=contact, by=by)
    if family is None:
        names = [place.person.display_name.split()[-1] for place in places if place.person]
        family = make_family(
            name=" and ".join(dict.fromkeys(names[:2])) or "Family",
            members=[(place.person, place.role) for place in places if place.person],
            start_date=today,
            by=by,
        )
        Contact.objects.filter(pk=contact.pk).update(family=family)
        contact.family = family
        return family
    inside = set(family.memberships.filter(end_date__isnull=True).values_list("person_id", flat=True))
    for place in places:
        if place.person and place.person_id not in inside:
            join_family(family=family, person=place.person, role=place.role, start_date=today, by=by)
    return family


def is_open(contact: Contact) -> bool:
    """Return whether a contact still waits for a decision."""
    return contact.status != ContactStatus.DECIDED
