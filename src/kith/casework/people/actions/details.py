"""Names, addresses, characteristics, numbers and ways to reach a person, each with its dates."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith import codes
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people import check_digits
from kith.casework.people.models import (
    Address,
    CharacteristicKind,
    ContactDetail,
    Identifier,
    NameKind,
    Person,
    PersonCharacteristic,
    PersonName,
    Residence,
)
from kith.casework.people.models.address import ResidenceKind
from kith.casework.people.models.characteristic import ONE_AT_A_TIME
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker
from kith.reference import postcodes


@transaction.atomic
def add_name(
    *,
    person: Person,
    kind: str,
    given_names: str,
    family_name: str,
    start_date: datetime.date | None,
    is_in_use: bool,
    by: Worker,
) -> PersonName:
    """Add a name; one that is in use from now on becomes the name shown, and ends the one before."""
    day = start_date or timezone.localdate()
    if is_in_use:
        if kind in (NameKind.FORMER, NameKind.BIRTH):
            raise CannotBeTrue(
                "A former name is not in use. Choose another kind, or say that it is not in use.", "kind"
            )
        PersonName.objects.filter(person=person, kind=kind, end_date__isnull=True, start_date__lt=day).update(
            end_date=day
        )
        PersonName.objects.filter(
            person=person, kind=kind, end_date__isnull=True, start_date__isnull=True
        ).update(end_date=day)
        Person.objects.filter(pk=person.pk).update(display_name=f"{given_names} {family_name}".strip())
    name = PersonName.objects.create(
        person=person, kind=kind, given_names=given_names, family_name=family_name, start_date=start_date
    )
    record_event("people.name_added", by=by, day=day, about=[person.pk], summary="A name was added.")
    return name


def place_of(postcode: str) -> dict[str, object]:
    """Return the grid reference, authority and deprivation decile of a postcode, as columns of an address."""
    place = postcodes.find(postcode) if postcode else None
    if place is None:
        return {"postcode": postcode}
    return {
        "postcode": place.postcode,
        "easting": place.easting,
        "northing": place.northing,
        "authority_code": place.authority_code,
        "deprivation_decile": place.deprivation_decile,
    }


@transaction.atomic
def move_home(
    *,
    people: list[Person],
    lines: str,
    town: str,
    postcode: str,
    start_date: datetime.date,
    by: Worker,
    kind: str = ResidenceKind.HOME,
    withheld: bool = False,
) -> Address:
    """Record where people live from a day, together; a home before it ends on that day.

    Raises CannotBeTrue where one of them already has a home that begins on or after the day.
    """
    if start_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Record the move once it has happened.", "start_date")
    address = Address.objects.filter(lines__iexact=lines, postcode=postcode).first() if postcode else None
    if address is None:
        address = Address.objects.create(lines=lines, town=town, **place_of(postcode))
    for person in people:
        if kind == ResidenceKind.HOME:
            homes = Residence.objects.filter(person=person, kind=ResidenceKind.HOME)
            later = homes.filter(start_date__gte=start_date).order_by("start_date").first()
            if later is not None:
                raise CannotBeTrue(
                    f"{person.display_name} already has a home recorded from {later.start_date:%-d %B %Y}. "
                    "A move is recorded after the last one; check the day.",
                    "start_date",
                )
            homes.filter(end_date__isnull=True).update(end_date=start_date)
            homes.filter(end_date__gt=start_date).update(end_date=start_date)
        Residence.objects.create(
            person=person, address=address, kind=kind, start_date=start_date, withheld=withheld
        )
    record_event(
        "people.moved_home",
        by=by,
        day=start_date,
        about=[person.pk for person in people],
        summary="Moved home." if kind == ResidenceKind.HOME else "Went to stay somewhere for a while.",
    )
    return address


@transaction.atomic
def describe(
    *, person: Person, kind: str, code: str, own_words: str, start_date: datetime.date, by: Worker
) -> PersonCharacteristic:
    """Record a characteristic from a day; of those a person has one at a time, the one before ends."""
    if code not in codes.labels(kind):
        raise CannotBeTrue("Choose one from the list.", "code")
    held = PersonCharacteristic.objects.filter(person=person, kind=kind, end_date__isnull=True)
    if kind in ONE_AT_A_TIME:
        later = held.filter(start_date__gte=start_date).first()
        if later is not None:
            raise CannotBeTrue(
                f"This is recorded already from {later.start_date:%-d %B %Y}. Enter a later day, from which it changed.",
                "start_date",
            )
        held.update(end_date=start_date)
    elif held.filter(code=code).exists():
        raise CannotBeTrue("This is on the record already.", "code")
    if kind == CharacteristicKind.DISABILITY and code == "NONE" and held.exclude(code="NONE").exists():
        raise CannotBeTrue(
            "A disability is on the record. End it before recording that there is none.", "code"
        )
    row = PersonCharacteristic.objects.create(
        person=person, kind=kind, code=code, own_words=own_words, start_date=start_date
    )
    record_event(
        "people.described",
        by=by,
        day=start_date,
        about=[person.pk],
        summary=f"{CharacteristicKind(kind).label} recorded.",
    )
    return row


@transaction.atomic
def add_identifier(
    *, person: Person, kind: str, value: str, source: str, verified: bool, by: Worker
) -> Identifier:
    """Add a number by which another service knows the person. Raises CannotBeTrue where its check digit is wrong."""
    value = check_digits.tidy(value)
    problem = check_digits.problem_with(kind, value)
    if problem:
        raise CannotBeTrue(problem, "value")
    row = Identifier.objects.create(person=person, kind=kind, value=value, source=source, verified=verified)
    record_event(
        "people.identifier_added",
        by=by,
        day=timezone.localdate(),
        about=[person.pk],
        summary=f"{row.get_kind_display()} added.",
    )
    return row


@transaction.atomic
def add_contact_detail(
    *, person: Person, kind: str, value: str, safe_to_use: bool, how_to_use: str, by: Worker
) -> ContactDetail:
    """Add a way to reach a person, and whether it is safe."""
    row = ContactDetail.objects.create(
        person=person,
        kind=kind,
        value=value,
        safe_to_use=safe_to_use,
        how_to_use=how_to_use,
        start_date=timezone.localdate(),
    )
    record_event(
        "people.contact_detail_added",
        by=by,
        day=timezone.localdate(),
        about=[person.pk],
        summary="A way to reach them was added.",
    )
    return row
