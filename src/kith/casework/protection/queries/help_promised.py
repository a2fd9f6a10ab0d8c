"""Help that a family took up at the end of an enquiry or a conference, and that has not begun."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.protection.models import ConferenceChild, EnquiryChild, HelpAnswer, OfferOfHelp
from kith.casework.timeline.models import Clock

CLOCK = "help_after_enquiry"


@dataclass(frozen=True)
class HelpPromised:
    """One offer that was taken up, for whom of those whom the reader may see, and by when its help is due."""

    offer: Any
    children: list[str]
    due_date: datetime.date
    page: str  # where it was offered


@shaped
def _rows(record: Record, plan_id: int, members: list[int]) -> dict[str, QuerySet[Any]]:
    offers = record.rows(OfferOfHelp).filter(plan_id=plan_id, answer=HelpAnswer.TAKEN_UP)
    of_offers: Any = offers.values("id") if record.instant is None else [one.id for one in offers]
    return {
        "offers": offers.order_by("offered_date", "id"),
        "enquiries": record.rows(EnquiryChild).filter(help_offer_id__in=of_offers),
        "conferences": record.rows(ConferenceChild).filter(help_offer_id__in=of_offers),
        "clocks": record.rows(Clock).filter(rule=CLOCK, stopped_date__isnull=True, person_id__in=members),
    }


def help_promised(plan_id: int, members: Mapping[int, Person], *, record: Record = NOW) -> list[HelpPromised]:
    """Return what was taken up on a plan and whose clock still runs, the soonest due first. One query now."""
    held = record.together(lambda: _rows(record, plan_id, list(members)))
    due = {clock.person_id: clock.due_date for clock in held["clocks"]}
    found = []
    for offer in held["offers"]:
        parts = [
            *(
                (one.child_id, f"/enquiries/{one.enquiry_id}/")
                for one in held["enquiries"]
                if one.help_offer_id == offer.id
            ),
            *(
                (one.child_id, f"/conferences/{one.conference_id}/")
                for one in held["conferences"]
                if one.help_offer_id == offer.id
            ),
        ]
        waiting = [(number, page) for number, page in parts if number in due]
        if waiting:
            found.append(
                HelpPromised(
                    offer=offer,
                    children=[members[number].display_name for number, _ in waiting],
                    due_date=min(due[number] for number, _ in waiting),
                    page=waiting[0][1],
                )
            )
    return sorted(found, key=lambda one: one.due_date)
