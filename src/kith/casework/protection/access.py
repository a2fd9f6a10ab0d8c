"""Opening what protection does: through the children whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection, models
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, OverSeveral, open_record, rights_by_person
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import READ, Right
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


# What the service decides, and answers for: partners on the family's plan read it, and neither write nor decide in it.
DECIDED_BY_THE_SERVICE = (
    StrategyDiscussion,
    SectionFortySevenEnquiry,
    ChildProtectionConference,
    ImmediateProtection,
)


def refuse_partners(worker: Worker, right: Right) -> None:
    """Raise AccessRefused for a partner: what the service decides, powers and court are its own to record."""
    if worker.role == Role.PARTNER:
        raise AccessRefused(right)


@dataclass(frozen=True)
class OpenProcess(OverSeveral, Generic[Process]):
    """A process that a worker may use so, with its family and those of its people whom the worker may see."""

    process: Process
    family: Family
    members: list[Person]
    rights: dict[int, frozenset[Right]]  # over each child in it, those whom the worker may not see among them

    @property
    def children(self) -> list[Person]:
        """The children in it whom the worker may see."""
        return [member for member in self.members if member.pk in self.rights]


def open_process(
    worker: Worker, model: type[Process], number: int, right: Right = Right.READ_RECORD, *, page: str
) -> OpenProcess[Process]:
    """Return a process of protection to somebody who has the right over a child in it.

    Raises AccessRefused, or Http404 for no such process.
    """
    if model in OF_THE_SERVICE_ALONE:
        refuse_partners(worker, right)
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
    if model in DECIDED_BY_THE_SERVICE and worker.role == Role.PARTNER:
        rights = {number: held & READ for number, held in rights.items()}
        if right not in READ:
            raise AccessRefused(right)
    family, members = open_family_with(worker, rows[0][0], rights, page=page)
    return OpenProcess(model._default_manager.get(pk=number), family, members, rights)


def open_family_with(
    worker: Worker, family_id: int, rights: dict[int, frozenset[Right]], *, page: str
) -> tuple[Family, list[Person]]:
    """Return the family that something is about, with those of its people and of these children whom the worker may see.

    A child who has since left the family is still in what was begun about them: it could never be ended otherwise.
    """
    try:
        family, members = open_family(worker, family_id, Right.SEE_BASICS, page=page)
    except (AccessRefused, Http404):
        # Nobody is in the family now, or nobody whom the worker may see; the children's own records were asked already.
        family, members = Family.objects.filter(pk=family_id).first(), []  # type: ignore[assignment]
        if family is None:
            raise
        family.hidden_members = 0  # type: ignore[attr-defined]
    known = {member.pk for member in members}
    elsewhere = [
        number for number, held in rights.items() if Right.SEE_BASICS in held and number not in known
    ]
    if elsewhere:
        for child in Person.objects.filter(pk__in=elsewhere).order_by("birth_date", "pk"):
            child.rights = rights[child.pk]  # type: ignore[attr-defined]
            members.append(child)
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=elsewhere)
    return family, members


def open_transfer(
    worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str
) -> tuple[ProtectionTransfer, Person]:
    """Return a child's move between authorities, and the child, to somebody who has the right over the child's record.

    Raises AccessRefused, or Http404 for no such move or one that the wall hides.
    """
    if right != Right.READ_RECORD:
        refuse_partners(worker, right)
    transfer = ProtectionTransfer.objects.filter(pk=number).select_related("conference").first()
    if transfer is None:
        raise Http404("There is no such move.")
    return transfer, open_record(worker, transfer.child_id, right, page=page)
