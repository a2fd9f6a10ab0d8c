"""Opening what the record of care holds: homes, and the brothers and sisters for whom the same may be written at once."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.http import Http404
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.models import AdoptionPlan, Home, HomeKind, PeriodOfCare, Placement
from kith.casework.care.queries.who_may import those_with
from kith.casework.people.models import Person
from kith.casework.people.queries.relatives import brothers_and_sisters
from kith.casework.workforce.models import Worker

Row = TypeVar("Row", bound=models.Model)


def open_home(worker: Worker, number: int, *, page: str) -> Home:
    """Return a home to whoever works with families. Raises AccessRefused, or Http404 for no such home.

    An adopters' home is there only for whoever may write on the record of a child who lives there, or is to.
    """
    require(worker, Right.FIND_PEOPLE)
    found = Home.objects.filter(pk=number).first()
    if found is None or (found.kind == HomeKind.ADOPTERS and not _writes_on_a_child_of(worker, found)):
        raise Http404("There is no such home.")
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=[])
    return found


def _writes_on_a_child_of(worker: Worker, home: Home) -> bool:
    children = {
        *Placement.objects.filter(home=home).values_list("child_id", flat=True),
        *AdoptionPlan.objects.filter(home=home).values_list("child_id", flat=True),
    }
    return bool(those_with(worker, children, Right.WRITE_RECORD))


def of_child(model: type[Row], number: int, child: Person) -> Row:
    """Return something of a child's care by its number, the child having been opened. Raises Http404 for another's."""
    found = model._default_manager.filter(pk=number, child=child).first()
    if found is None:
        raise Http404("There is no such record of this child.")
    return found


def siblings_outside_care(worker: Worker, child: Person, right: Right) -> list[Person]:
    """Return brothers and sisters under 18, born and not in care, over whose record the worker has the right; eldest first."""
    today = timezone.localdate()
    siblings = brothers_and_sisters(child.pk, on=today)
    in_care = PeriodOfCare.objects.filter(child_id__in=siblings, end_date__isnull=True).values("child_id")
    found = Person.objects.filter(pk__in=siblings, birth_date__isnull=False, death_date__isnull=True).exclude(
        pk__in=in_care
    )
    young = [one for one in found.order_by("birth_date", "pk") if (one.age_on(today) or 0) < 18]
    allowed = those_with(worker, [one.pk for one in young], right)
    return [one for one in young if one.pk in allowed]
