"""Restricting a record, naming who may open it, and declaring one's own family."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.access import wall
from kith.casework.access.loading import standing_of
from kith.casework.access.models import OwnFamily, RestrictedAccess
from kith.casework.access.rights import Relation, Right, rights_over
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person, Restriction
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import give_task
from kith.casework.workforce.models import Allocation, TeamMembership, Worker
from kith.engines.calendar import add_working_days

SUMMARY = {
    Restriction.NORMAL: "The record is open in the ordinary way.",
    Restriction.RESTRICTED: "The record was restricted to the team and named workers.",
    Restriction.SEALED: "The record was sealed: named workers only.",
}


def named_now(person: Person) -> list[RestrictedAccess]:
    """Return who is named today as one who may open a record."""
    today = timezone.localdate()
    return list(
        RestrictedAccess.objects.filter(person=person, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .select_related("worker", "named_by")
        .order_by("worker__name")
    )


@transaction.atomic
def restrict(*, person: Person, restriction: str, reason: str, by: Worker) -> None:
    """Change how far a record is open. Before it closes, whoever closes it and those who hold the child are named."""
    before = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if before.restriction == restriction:
        raise CannotBeTrue(
            f"The record is {before.get_restriction_display().lower()} already. Choose another.",
            "restriction",
        )
    today = timezone.localdate()
    if restriction == Restriction.NORMAL:
        for named in named_now(person):
            _end(named)
    else:
        holders = Worker.objects.filter(
            pk__in=Allocation.objects.filter(child=person, start_date__lte=today)
            .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
            .values("worker_id")
        )
        already = {named.worker_id for named in named_now(person)}
        for worker in {by, *holders}:
            if worker.pk not in already and standing_of(worker, person.pk).relation != Relation.OWN_FAMILY:
                RestrictedAccess.objects.create(
                    person=person, worker=worker, reason=reason, named_by=by, start_date=today
                )
    # Those just named may open it from here on; the row must be visible as it will be.
    wall.enter_again(by.pk, by.role)
    Person.objects.filter(pk=person.pk).update(restriction=restriction)
    record_event(
        "access.restriction_changed",
        by=by,
        day=today,
        about=[person.pk],
        summary=SUMMARY[Restriction(restriction)],
        details={"from": before.restriction, "to": restriction},
    )


@transaction.atomic
def name_worker(*, person: Person, worker: Worker, reason: str, by: Worker) -> RestrictedAccess:
    """Name one more worker who may open a restricted or sealed record."""
    if person.restriction == Restriction.NORMAL:
        raise CannotBeTrue("This record is not restricted, so nobody needs naming.")
    if worker.end_date is not None:
        raise CannotBeTrue(f"{worker.name} has left. Choose another worker.", "worker")
    standing = standing_of(worker, person.pk)
    if standing.relation == Relation.OWN_FAMILY:
        raise CannotBeTrue(f"{worker.name} may not open this record. Choose another worker.", "worker")
    if standing.named:
        raise CannotBeTrue(f"{worker.name} is named already. Choose another worker.", "worker")
    row = RestrictedAccess.objects.create(
        person=person, worker=worker, reason=reason, named_by=by, start_date=timezone.localdate()
    )
    record_event(
        "access.worker_named", by=by, day=timezone.localdate(), about=[person.pk],
        summary="A worker was named as one who may open the record.", details={"worker": worker.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def end_naming(*, named: RestrictedAccess, by: Worker) -> None:
    """End that a worker may open a record by name. Raises CannotBeTrue where nobody could open a sealed one any more."""
    person = named.person
    others = [one for one in named_now(person) if one.pk != named.pk and one.worker.end_date is None]
    could_open = any(
        Right.RESTRICT in rights_over(one.worker.role, standing_of(one.worker, person.pk), person.restriction)
        for one in others
    )
    if person.restriction == Restriction.SEALED and not could_open:
        raise CannotBeTrue(
            "Nobody who is named would be left to manage this sealed record. Name another team manager first."
        )
    _end(named)
    record_event(
        "access.naming_ended", by=by, day=timezone.localdate(), about=[person.pk],
        summary="A worker is no longer named as one who may open the record.", details={"worker": named.worker_id},
    )  # fmt: skip


def _end(named: RestrictedAccess) -> None:
    today = timezone.localdate()
    if named.start_date >= today:
        RestrictedAccess.objects.filter(pk=named.pk).delete()
    else:
        RestrictedAccess.objects.filter(pk=named.pk).update(end_date=today)


@transaction.atomic
def declare_own_family(*, person_id: int, worker: Worker, relation: str, by: Worker) -> OwnFamily:
    """Close a record to a worker for good: it is their own relative, friend or neighbour.

    Where the worker holds the child, their manager is asked to allocate somebody else.
    """
    if OwnFamily.objects.filter(person_id=person_id, worker=worker).exists():
        raise CannotBeTrue("This is declared already: the record is closed to them.")
    row = OwnFamily.objects.create(person_id=person_id, worker=worker, relation=relation, declared_by=by)
    record_event(
        "access.own_family_declared", by=by, day=timezone.localdate(), about=[person_id],
        summary="The record was closed to a worker who knows the family.", details={"worker": worker.pk},
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_holds(%s, %s)", [worker.pk, person_id])
        (holds,) = cursor.fetchone()
    membership = (
        TeamMembership.objects.filter(worker=worker, end_date__isnull=True).select_related("team").first()
    )
    if holds and membership is not None:
        manager = (
            TeamMembership.objects.filter(team=membership.team, is_manager=True, end_date__isnull=True)
            .exclude(worker=worker)
            .select_related("worker")
            .first()
        )
        give_task(
            title="Allocate somebody else: the worker knows the family",
            due_date=add_working_days(timezone.localdate(), 1),
            worker=manager.worker if manager else None,
            team=None if manager else membership.team,
            link=f"/people/{person_id}/allocate/",
            by=by,
        )
    return row
