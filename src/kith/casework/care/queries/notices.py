"""Whom a placement's notices go to, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from kith.casework.care.models import NoticeRecipient, Placement, PlacementNotice
from kith.casework.care.notice_rules import MAY_BE_WITHHELD_FROM
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

CLOSED = "Somebody whose record is not open to you"


@dataclass(frozen=True)
class NoticeRead:
    """One notice with who it is to, as the reader may know them."""

    notice: PlacementNotice
    who: str
    is_open: bool  # the reader may know who it is
    withheld_by: Worker | None

    @property
    def waits(self) -> bool:
        """Whether nobody has told them, nor decided not to."""
        return self.notice.sent_date is None and not self.notice.withheld

    @property
    def may_be_withheld(self) -> bool:
        """Whether the law lets them be left untold."""
        return self.waits and self.notice.recipient in MAY_BE_WITHHELD_FROM


def notices_of(placement: Placement) -> list[NoticeRead]:
    """Return a placement's notices in the order in which the law names their recipients. Three queries."""
    order = {recipient: place for place, recipient in enumerate(NoticeRecipient.values)}
    rows = sorted(
        PlacementNotice.objects.filter(placement=placement).select_related("withheld_by"),
        key=lambda one: (order[one.recipient], one.pk),
    )
    people = Person.objects.in_bulk([one.person_id for one in rows if one.person_id])
    return [_read(one, people) for one in rows]


def notice_read(notice: PlacementNotice) -> NoticeRead:
    """Return one notice as its forms and its letter show it."""
    return _read(notice, Person.objects.in_bulk([notice.person_id] if notice.person_id else []))


def _read(notice: PlacementNotice, people: dict[int, Person]) -> NoticeRead:
    is_open = notice.person_id is None or notice.person_id in people
    named = people[notice.person_id].display_name if notice.person_id in people else notice.name
    return NoticeRead(notice, named if is_open else CLOSED, is_open, notice.withheld_by)
