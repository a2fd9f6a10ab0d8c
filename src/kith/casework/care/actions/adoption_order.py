"""The adoption order: care ends, the record is parted from who the child is to be, and sealed.

Afterwards the record says that an adoption case record exists, and holds no new name, address, number or link. What led
from one to the other is kept, encrypted, in the sealed link alone.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.access.actions.restricting import restrict
from kith.casework.care.actions.adoption import FOR_ADOPTION
from kith.casework.care.actions.ending_care import end_care
from kith.casework.care.actions.recording import check_day, lock_child, locked
from kith.casework.care.adoption_key import digest_after, digest_before, seal, unseal
from kith.casework.care.models import AdoptionLinkOpening, AdoptionPlan, Placement, SealedAdoptionLink
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import FamilyMembership, NameKind, Person, PersonName, Restriction
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Allocation, Worker

WHY_SEALED = "The child was adopted. The adoption case record is kept by the adoption team."


@transaction.atomic
def adoption_ordered(
    *, plan: AdoptionPlan, day: datetime.date, consent_dispensed_with: bool, new_family_name: str, by: Worker
) -> None:
    """End a child's care by adoption, part the record and seal it. Raises CannotBeTrue before the child lives with the adopters.

    The new family name is asked for only so that what bears it is taken out of this record; it is not kept here.
    """
    held = locked(plan)
    child = held.child
    lock_child(child)
    if held.order_date is not None:
        raise CannotBeTrue("The adoption order has been recorded already.")
    if held.reversed_date is not None or held.placed_date is None:
        raise CannotBeTrue("The order follows the match and moving in. Record those first.")
    check_day(day, "day", earliest=held.placed_date, why_earliest="The child moved in")
    if not Placement.objects.filter(
        child=child, placement_type__in=FOR_ADOPTION, end_date__isnull=True
    ).exists():
        raise CannotBeTrue(
            "The child does not live in a placement for adoption. Check where the child lives."
        )
    AdoptionPlan.objects.filter(pk=held.pk).update(
        order_date=day,
        consent_dispensed_with=consent_dispensed_with,
        match_words="",
    )
    end_care(
        period=held.period_of_care,
        day=day,
        ended_because="E12" if consent_dispensed_with else "E11",
        end_words="The child was adopted.",
        by=by,
    )
    record_event(
        "care.adoption_ordered",
        by=by,
        day=day,
        about=[child.pk],
        summary="An adoption order was made. There is an adoption case record.",
        thread=f"care:{held.period_of_care_id}",
    )
    _let_go(child, day, by)
    restrict(person=child, restriction=Restriction.SEALED, reason=WHY_SEALED, by=by)
    _name_as_before(child)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_part_adopted(%s, %s)", [child.pk, new_family_name])
        (taken,) = cursor.fetchone()
    _seal(child, json.loads(taken) if isinstance(taken, str) else taken)


def _let_go(child: Person, day: datetime.date, by: Worker) -> None:
    """End who holds the child and to which family they belong here, and what there was to do: it is the adopters' now."""
    today = timezone.localdate()
    Allocation.objects.filter(child=child, end_date__isnull=True, start_date__lt=today).update(
        end_date=today, end_reason="The child was adopted."
    )
    FamilyMembership.objects.filter(person=child, end_date__isnull=True, start_date__lt=day).update(
        end_date=day
    )
    Task.objects.filter(person=child, done_at__isnull=True).update(done_at=timezone.now(), done_by=by)


def _name_as_before(child: Person) -> None:
    """Call the child on this record by the name that they had before."""
    name = (
        PersonName.objects.filter(person=child, kind__in=(NameKind.LEGAL, NameKind.BIRTH))
        .order_by("start_date", "pk")
        .first()
    )
    if name is not None:
        Person.objects.filter(pk=child.pk).update(display_name=str(name))


def _seal(child: Person, taken: dict[str, Any]) -> None:
    link = SealedAdoptionLink(found_from_before=digest_before(child.pk))
    said = {"before": child.pk, "birth_date": str(child.birth_date or ""), "sex": child.sex, "taken": taken}
    # Without RETURNING: whoever records the order need not be able to read the link.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO care_sealedadoptionlink (id, found_from_before, found_from_after, sealed) VALUES (%s, %s, NULL, %s)",
            [link.pk, link.found_from_before, seal(said, str(link.pk))],
        )


def awaiting_new_record() -> list[tuple[SealedAdoptionLink, dict[str, Any]]]:
    """Return the links whose new record has not been opened, each with what it keeps: for adoption workers alone."""
    return [
        (link, unseal(bytes(link.sealed), str(link.pk)))
        for link in SealedAdoptionLink.objects.filter(found_from_after__isnull=True).order_by("pk")
    ]


@transaction.atomic
def open_new_record(
    *, link: SealedAdoptionLink, given_names: str, family_name: str, reason: str, by: Worker
) -> Person:
    """Put an adopted child on the record as who they are now, and join the two in the sealed link alone.

    Of the new person the log says that they were put on the record, and not by whom: who opened the link stands beside the
    link. Raises CannotBeTrue where it was done already.
    """
    held = SealedAdoptionLink.objects.select_for_update().get(pk=link.pk)
    if held.found_from_after is not None:
        raise CannotBeTrue("The new record has been opened already.")
    said = unseal(bytes(held.sealed), str(held.pk))
    born = datetime.date.fromisoformat(said["birth_date"]) if said["birth_date"] else None
    person = Person.objects.create(
        display_name=f"{given_names} {family_name}".strip(), birth_date=born, sex=said["sex"]
    )
    PersonName.objects.create(
        person=person, kind=NameKind.LEGAL, given_names=given_names, family_name=family_name, start_date=born
    )
    record_event(
        "people.person_added",
        by=None,
        day=timezone.localdate(),
        about=[person.pk],
        summary="Put on the record.",
    )
    held.found_from_after = digest_after(person.pk)
    held.sealed = seal(said | {"after": person.pk}, str(held.pk))
    held.save(update_fields=["found_from_after", "sealed"])
    _opened(held, reason, by)
    return person


@transaction.atomic
def open_link(*, person_id: int, reason: str, by: Worker) -> tuple[str, int | None]:
    """Return which end of a link a record is ("before" or "after") and the number of the other, keeping who opened it and why.

    Raises CannotBeTrue where the record is at no end of a link.
    """
    link = find_link(person_id)
    if link is None:
        raise CannotBeTrue("No sealed link begins at this record. Check the number.", "person_id")
    said = unseal(bytes(link.sealed), str(link.pk))
    _opened(link, reason, by)
    return ("before", said.get("after")) if said["before"] == person_id else ("after", said["before"])


def find_link(person_id: int) -> SealedAdoptionLink | None:
    """Return the link at whose one end a record is, to an adoption worker; the wall hides it from everybody else."""
    by_digest = SealedAdoptionLink.objects.filter(found_from_before=digest_before(person_id))
    return (by_digest | SealedAdoptionLink.objects.filter(found_from_after=digest_after(person_id))).first()


def _opened(link: SealedAdoptionLink, reason: str, by: Worker) -> None:
    AdoptionLinkOpening.objects.create(link=link, opened_by=by, opened_at=timezone.now(), reason=reason)
