"""Joining two records of one person, and parting them again: nothing is deleted, and each row's move is remembered."""

from __future__ import annotations

import pghistory.models
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from kith.casework.furniture.guards import check_guards
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.descent import check_one_person
from kith.casework.people.models import Person, PersonMerge
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

# Rows that say what was done to a record, not what is true of the person: they stay where they were written. So does what
# stands on a map of harm outside the home: a map is on nobody's record, and a list of what was moved would tell of it.
STAYS = {"people.PersonMerge", "people.Person", "protection.MapNode"}


def places_of_a_person() -> list[tuple[type[models.Model], str]]:
    """Return every column of every casework table that points to a person and is moved by a merge."""
    found: list[tuple[type[models.Model], str]] = []
    for model in apps.get_models():
        if not model.__module__.startswith("kith.casework.") or issubclass(model, pghistory.models.Event):
            continue
        if model._meta.label in STAYS:
            continue
        found += [
            (model, field.name)
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model is Person
        ]
    return found


@transaction.atomic
def merge(*, kept: Person, merged: Person, reason: str, by: Worker) -> PersonMerge:
    """Join one person's record to another's: every row moves to the one kept, except where both cannot be true.

    A row that would break a rule there (two homes on one day, the same number twice) stays on the joined record,
    which is still read from the kept one's page. Raises CannotBeTrue for a record joined already, and for two of whom
    one is the other's ancestor.
    """
    if kept.pk == merged.pk:
        raise CannotBeTrue("Choose two different records.", "other")
    locked = {
        person.pk: person
        for person in Person.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    }
    if len(locked) != 2 or any(person.merged_into_id for person in locked.values()):
        raise CannotBeTrue(
            "One of these records has been joined to another already. Look at it again.", "other"
        )
    if Person.objects.filter(merged_into=merged).exists():
        raise CannotBeTrue(
            "Another record is joined to the one that you want to join. Keep that one instead, or part them first.",
            "other",
        )
    check_one_person(kept, merged)
    check_guards("people:merge", kept=kept.pk, merged=merged.pk)
    moved: dict[str, list[int]] = {}
    for model, column in places_of_a_person():
        for number in (
            model._default_manager.filter(**{column: merged}).values_list("pk", flat=True).order_by("pk")
        ):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=number).update(**{column: kept})
            except IntegrityError:
                continue
            moved.setdefault(f"{model._meta.label}.{column}", []).append(number)
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    row = PersonMerge.objects.create(
        kept=kept,
        merged=merged,
        reason=reason,
        moved=moved,
        merged_at=timezone.now(),
        merged_by_worker_id=by.pk,
    )
    record_event(
        "people.merged",
        by=by,
        day=timezone.localdate(),
        about=[kept.pk, merged.pk],
        summary="Two records of this person were joined.",
        details={"merge": row.pk},
    )
    return row


@transaction.atomic
def unmerge(*, merge: PersonMerge, reason: str, by: Worker) -> None:
    """Part two records that were joined: every row that was moved and is still there goes back.

    A row that has since ended somewhere else stays there. Raises CannotBeTrue where they were parted already.
    """
    locked = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if locked.undone_at is not None:
        raise CannotBeTrue("These records have been parted already.")
    if Person.objects.filter(pk=locked.kept_id, merged_into__isnull=False).exists():
        raise CannotBeTrue("The kept record has been joined to another since. Part those two first.")
    Person.objects.filter(pk=locked.merged_id).update(merged_into=None)
    for place, numbers in locked.moved.items():
        label, column = place.rsplit(".", 1)
        rows = apps.get_model(label)._default_manager.filter(pk__in=numbers, **{column: locked.kept_id})
        rows.update(**{column: locked.merged_id})
    PersonMerge.objects.filter(pk=locked.pk).update(
        undone_at=timezone.now(), undone_by_worker_id=by.pk, undone_reason=reason
    )
    record_event(
        "people.parted",
        by=by,
        day=timezone.localdate(),
        about=[locked.kept_id, locked.merged_id],
        summary="Two records that had been joined were parted again.",
        details={"merge": locked.pk},
    )
