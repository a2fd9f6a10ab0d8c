"""Relationships, families and networks."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.descent import check_descent
from kith.casework.people.models import Family, FamilyMembership, NetworkMember, Person, Relationship
from kith.casework.people.models.relationship import SYMMETRICAL
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def relate(
    *,
    person: Person,
    relative: Person,
    kind: str,
    start_date: datetime.date,
    by: Worker,
    parental_responsibility: bool = False,
    important_words: str = "",
    important_words_date: datetime.date | None = None,
) -> Relationship:
    """Record that `person` is the `kind` of `relative` from a day on: one row, read from both ends.

    Raises CannotBeTrue for somebody related to themself, the same tie twice, a parent or grandparent too young for the
    child, or a line of descent that comes round to its beginning.
    """
    if person.pk == relative.pk:
        raise CannotBeTrue("A person cannot be their own relative. Choose another person.", "relative")
    same = Q(person=person, relative=relative)
    if kind in SYMMETRICAL:
        same |= Q(person=relative, relative=person)
    if Relationship.objects.filter(same, kind=kind, end_date__isnull=True).exists():
        raise CannotBeTrue("This relationship is on the record already.", "kind")
    check_descent(person, relative, kind)
    row = Relationship.objects.create(
        person=person,
        relative=relative,
        kind=kind,
        start_date=start_date,
        parental_responsibility=parental_responsibility,
        important_words=important_words,
        important_words_date=important_words_date if important_words else None,
    )
    record_event(
        "people.related",
        by=by,
        day=timezone.localdate(),
        about=[person.pk, relative.pk],
        summary="A family relationship was recorded.",
    )
    return row


@transaction.atomic
def end_relationship(*, relationship: Relationship, end_date: datetime.date, by: Worker) -> None:
    """Record the first day on which a relationship no longer holds."""
    if end_date <= relationship.start_date:
        raise CannotBeTrue("The end must be after the start.", "end_date")
    Relationship.objects.filter(pk=relationship.pk).update(end_date=end_date)
    record_event(
        "people.relationship_ended",
        by=by,
        day=end_date,
        about=[relationship.person_id, relationship.relative_id],
        summary="A relationship was recorded as ended.",
    )


@transaction.atomic
def make_family(
    *, name: str, members: list[tuple[Person, str]], start_date: datetime.date, by: Worker
) -> Family:
    """Make a family of people, each with a role ('child' or 'adult'), from a day on."""
    if not members:
        raise CannotBeTrue("Choose at least one person for the family.", "members")
    family = Family.objects.create(name=name)
    for person, role in members:
        FamilyMembership.objects.create(family=family, person=person, role=role, start_date=start_date)
    record_event(
        "people.family_made",
        by=by,
        day=start_date,
        about=[person.pk for person, _ in members],
        summary="Recorded as a family.",
        thread=f"family:{family.pk}",
    )
    return family


@transaction.atomic
def join_family(
    *, family: Family, person: Person, role: str, start_date: datetime.date, by: Worker
) -> FamilyMembership:
    """Add a person to a family from a day on."""
    if FamilyMembership.objects.filter(family=family, person=person, end_date__isnull=True).exists():
        raise CannotBeTrue("This person is in the family already.", "person")
    row = FamilyMembership.objects.create(family=family, person=person, role=role, start_date=start_date)
    record_event(
        "people.family_joined", by=by, day=start_date, about=[person.pk], summary="Recorded as part of a family.",
        thread=f"family:{family.pk}",
    )  # fmt: skip
    return row


@transaction.atomic
def leave_family(*, membership: FamilyMembership, end_date: datetime.date, by: Worker) -> None:
    """Record the first day on which a person is no longer of a family."""
    if end_date <= membership.start_date:
        raise CannotBeTrue("The end must be after the start.", "end_date")
    FamilyMembership.objects.filter(pk=membership.pk).update(end_date=end_date)
    record_event(
        "people.family_left",
        by=by,
        day=end_date,
        about=[membership.person_id],
        summary="No longer recorded as part of a family.",
        thread=f"family:{membership.family_id}",
    )


@transaction.atomic
def add_to_network(
    *,
    child: Person,
    kind: str,
    by: Worker,
    member: Person | None = None,
    member_name: str = "",
    description: str = "",
    offers: str = "",
    important_words: str = "",
    important_words_date: datetime.date | None = None,
) -> NetworkMember:
    """Add somebody to a child's network: a person on the record or only a name, with what they offer."""
    if member is None and not member_name.strip():
        raise CannotBeTrue("Enter the person's name.", "member_name")
    if member is not None and member.pk == child.pk:
        raise CannotBeTrue("A child cannot be in their own network. Choose another person.", "member_name")
    row = NetworkMember.objects.create(
        child=child,
        member=member,
        member_name="" if member else member_name.strip(),
        kind=kind,
        description=description,
        offers=offers,
        important_words=important_words,
        important_words_date=important_words_date if important_words else None,
        start_date=timezone.localdate(),
    )
    record_event(
        "people.network_grew",
        by=by,
        day=timezone.localdate(),
        about=[child.pk],
        summary="Somebody was added to the people around them.",
    )
    return row
