"""Opening what protection does: through the children whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection, models
from django.http import Http404

from kith.casework.access.loading import AccessRefused, open_record, rights_by_person
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, Person
from kith.casework.protection.models import (
    CareProceedings,
    ChildProtectionConference,
    ImmediateProtection,
    LegalGatewayMeeting,
    Paper,
    PreProceedings,
    ProtectionTransfer,
    ProtectionVisit,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from kith.casework.workforce.models import Worker

Process = TypeVar("Process", bound=models.Model)

# The word by which each process's threads begin, and by which the database's functions know it.
KIND_OF: dict[type[models.Model], str] = {
    StrategyDiscussion: "strategy",
    SectionFortySevenEnquiry: "enquiry",
    ChildProtectionConference: "conference",
    ProtectionVisit: "visit",
    LegalGatewayMeeting: "gateway",
    PreProceedings: "pre_proceedings",
    CareProceedings: "proceedings",
    Paper: "paper",
    ImmediateProtection: "power",
}
# What lawyers advise is the service's own: partners on the family's plan do not read it.
OF_THE_SERVICE_ALONE = (LegalGatewayMeeting, PreProceedings, CareProceedings)


@dataclass(frozen=True)
class OpenProcess(Generic[Process]):
    """A process that a worker may use so, with its family and those of its people whom the worker may see."""

    process: Process
    family: Family
    members: list[Person]
    rights: dict[int, frozenset[Right]]  # over each child in it, those whom the worker may not see among them

    @property
    def children(self) -> list[Person]:
        """The children in it whom the worker may see."""
        return [member for member in self.members if member.pk in self.rights]

    @property
    def may_write(self) -> bool:
        """Whether the worker may write on the record of a child in it."""
        return any(Right.WRITE_RECORD in held for held in self.rights.values())

    @property
    def may_decide(self) -> bool:
        """Whether the worker may decide for every child in it: nobody decides about what they cannot read."""
        return all(Right.DECIDE in held for held in self.rights.values())

    @property
    def hidden_children(self) -> int:
        """How many children in it are on a record that is not open to the worker."""
        return sum(Right.READ_RECORD not in held for held in self.rights.values())


def open_process(
    worker: Worker, model: type[Process], number: int, right: Right = Right.READ_RECORD, *, page: str
) -> OpenProcess[Process]:
    """Return a process of protection to somebody who has the right over a child in it.

    Raises AccessRefused, or Http404 for no such process.
    """
    if model in OF_THE_SERVICE_ALONE and worker.role == Role.PARTNER:
        raise AccessRefused(right)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_id, person_id, restriction, relation, named, glass_open"
            " FROM kith_protection_standing(%s, %s, %s)",
            [worker.pk, KIND_OF[model], number],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such record.")
    rights = rights_by_person(worker, [tuple(row[1:]) for row in rows], right)
    family, members = open_family(worker, rows[0][0], Right.SEE_BASICS, page=page)
    return OpenProcess(model._default_manager.get(pk=number), family, members, rights)


def open_transfer(
    worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str
) -> tuple[ProtectionTransfer, Person]:
    """Return a child's move between authorities, and the child, to somebody who has the right over the child's record.

    Raises AccessRefused, or Http404 for no such move or one that the wall hides.
    """
    transfer = ProtectionTransfer.objects.filter(pk=number).select_related("conference").first()
    if transfer is None:
        raise Http404("There is no such move.")
    return transfer, open_record(worker, transfer.child_id, right, page=page)
