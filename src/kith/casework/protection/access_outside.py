"""Opening what is about one child and harm outside the home, and the marker on a person who poses a risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection, models
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, open_record, rights_by_person
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Relation, Right
from kith.casework.people.models import Person
from kith.casework.protection.models import (
    ExploitationAssessment,
    MissingEpisode,
    NationalReferral,
    PersonWhoPosesRisk,
)
from kith.casework.workforce.models import Worker

OfAChild = TypeVar("OfAChild", bound=models.Model)

# The word by which each one's thread begins, and by which the database's function knows it.
KIND_OF: dict[type[models.Model], str] = {
    MissingEpisode: "missing",
    ExploitationAssessment: "exploitation",
    NationalReferral: "national_referral",
}


@dataclass(frozen=True)
class OpenOfAChild(Generic[OfAChild]):
    """Something about one child that a worker may use so, and the child, who keeps the worker's `rights`."""

    row: OfAChild
    child: Person

    @property
    def may_write(self) -> bool:
        """Whether the worker may write on the child's record."""
        return Right.WRITE_RECORD in self.child.rights  # type: ignore[attr-defined]


def open_of_child(
    worker: Worker, model: type[OfAChild], number: int, right: Right = Right.READ_RECORD, *, page: str
) -> OpenOfAChild[OfAChild]:
    """Return an episode, assessment or referral to somebody who has the right over its child.

    Raises AccessRefused, or Http404 for no such number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_outside_child(%s, %s)", [KIND_OF[model], number])
        (child_id,) = cursor.fetchone()
    if child_id is None:
        raise Http404("There is no such record.")
    child = open_record(worker, child_id, right, page=page)
    return OpenOfAChild(model._default_manager.get(pk=number), child)


def thread_of(row: models.Model) -> str:
    """Return the name of the thread of an episode, assessment or referral, such as "missing:5"."""
    return f"{KIND_OF[type(row)]}:{row.pk}"


@dataclass(frozen=True)
class OpenMarker:
    """A marker that a worker may use so, with their rights over each child linked to it and over whoever is marked."""

    marker: PersonWhoPosesRisk
    over_marked: frozenset[Right]
    over_children: dict[int, frozenset[Right]]  # those whom the worker may not see among them

    @property
    def may_write(self) -> bool:
        """Whether the worker may write on the record of whoever is marked or of a child linked to it."""
        return any(Right.WRITE_RECORD in held for held in self._all)

    @property
    def may_decide(self) -> bool:
        """Whether the worker may agree to the marker."""
        return any(Right.DECIDE in held for held in self._all)

    @property
    def may_take_away(self) -> bool:
        """Whether the worker may take it away: nobody decides for a child whom they cannot read that there is no risk."""
        return all(Right.DECIDE in held for held in self.over_children.values())

    @property
    def _all(self) -> list[frozenset[Right]]:
        return [self.over_marked, *self.over_children.values()]


def open_marker(worker: Worker, marker_id: int, right: Right = Right.READ_RECORD, *, page: str) -> OpenMarker:
    """Return a marker to somebody who has the right over the marked person or over a child linked to it.

    Raises AccessRefused, also where somebody of the worker's own family is marked, or Http404 for no such marker.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT is_marked, person_id, restriction, relation, named, glass_open"
            " FROM kith_marker_standing(%s, %s)",
            [worker.pk, marker_id],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such marker.")
    rights = rights_by_person(worker, [tuple(row[1:]) for row in rows], right)
    marked = next(row[1] for row in rows if row[0])
    marker = PersonWhoPosesRisk.objects.filter(pk=marker_id).first()
    if marker is None or any(row[0] and row[3] == Relation.OWN_FAMILY for row in rows):
        raise AccessRefused(right)
    children = {row[1]: rights[row[1]] for row in rows if not row[0]}
    audit.record(
        worker_id=worker.pk,
        verb=AuditVerb.VIEW,
        what=page,
        subjects=[number for number, held in rights.items() if Right.SEE_BASICS in held],
    )
    return OpenMarker(marker, rights[marked], children)
