"""The people who matter to a child in care: when each was last in touch, who sees to it, and what they offer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.care.models import KeepingInTouch
from kith.casework.care.queries.out_of_touch import is_out_of_touch
from kith.casework.family_help.models import NetworkOffer
from kith.casework.family_help.queries.network import name_of
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import NetworkMember, Person
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

LOST_AFTER = datetime.timedelta(
    days=365
)  # whom nobody has been in touch with for so long is lost to the child


@dataclass(frozen=True)
class Matters:
    """One person who matters to a child."""

    member: Any
    name: str
    keeping: Any | None
    owner: Any | None  # whoever sees to it: chosen, or else the child's lead worker
    offers: list[Any]
    today: datetime.date

    @property
    def last(self) -> datetime.date | None:
        """When they were last in touch."""
        return self.member.last_in_touch_date  # type: ignore[no-any-return]

    @property
    def out_of_touch(self) -> int:
        """For how many days they have not been in touch; since they were written down where they never were."""
        return (self.today - (self.last or self.member.start_date)).days

    @property
    def is_chosen(self) -> bool:
        """Whether the owner was chosen, and has not left."""
        return self.keeping is not None and self.owner is not None and self.keeping.owner_id == self.owner.id

    @property
    def is_overdue(self) -> bool:
        """Whether they should have been in touch by now."""
        return is_out_of_touch(
            self.out_of_touch, self.keeping.every_days if self.keeping is not None else None
        )


@shaped
def people_wanted(record: Record, child: int, today: datetime.date) -> dict[str, QuerySet[Any]]:
    """Return the rows of the people around a child, to be asked together with what else a page reads."""
    around = record.holding(NetworkMember, today).filter(child_id=child)
    numbers = around.order_by().values("id")
    keeping = record.holding(KeepingInTouch, today).filter(child_id=child)
    leads = record.holding(Allocation, today).filter(child_id=child, role=AllocationRole.LEAD)
    return {
        "around": around,
        "keeping": keeping,
        "offers": record.holding(NetworkOffer, today)
        .filter(member_id__in=numbers)
        .order_by("start_date", "id"),
        "around_people": record.rows(Person).filter(
            id__in=around.exclude(member_id=None).order_by().values("member_id")
        ),
        "leads": leads,
        "owners": Worker.objects.filter(
            Q(id__in=keeping.order_by().values("owner_id")) | Q(id__in=leads.order_by().values("worker_id"))
        ),
    }


def people_from(held: dict[str, list[Any]], *, today: datetime.date) -> list[Matters]:
    """Return the people around a child, whoever has been out of touch longest first."""
    people = {one.id: one for one in held["around_people"]}
    working = {one.id: one for one in held["owners"] if one.end_date is None or one.end_date > today}
    lead = next((working[one.worker_id] for one in held["leads"] if one.worker_id in working), None)
    keeping = {one.member_id: one for one in held["keeping"]}
    found = []
    for member in held["around"]:
        kept = keeping.get(member.id)
        owner = working.get(kept.owner_id) if kept is not None else None
        found.append(
            Matters(
                member,
                name_of(member, people),
                kept,
                owner or lead,
                [offer for offer in held["offers"] if offer.member_id == member.id],
                today,
            )
        )
    return sorted(found, key=lambda one: (-one.out_of_touch, one.name))
