"""Adoption: a child's way to it, and the links that adoption workers alone open."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from kith.casework.access.rights import Right
from kith.casework.care.models import AdoptionPlan, PeriodOfCare
from kith.casework.people.models import Person
from tests.furnishing.in_care import CareFamily
from tests.furnishing.looks import in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

RECORD_RIGHT = {"care:adoption": Right.READ_RECORD}
SERVICE_RIGHT = {
    f"care:{name}": Right.WRITE_RECORD
    for name in (
        "decide_adoption",
        "give_up_adoption",
        "match",
        "adopters_home",
        "moved_in",
        "adopters_applied",
    )
}
GENERAL_RIGHT = {
    "care:adoption_links": Right.OPEN_ADOPTION_LINKS,
    "care:open_adoption_link": Right.OPEN_ADOPTION_LINKS,
}
SPECIAL = {
    "care:adoption_order": "an adoption worker who writes on the record: tests/unit/care/test_adoption.py",
    "care:open_new_record": "adoption workers, where a link waits: tests/unit/care/test_adoption.py",
}
LOOKS = [
    in_care("social_worker", "care:adoption", {"person_id": "care_youngest"}, picture="adoption"),
    in_care("social_worker", "care:decide_adoption"),
    *(
        in_care("social_worker", f"care:{name}", {"person_id": "care_youngest"})
        for name in ("give_up_adoption", "match", "adopters_home", "moved_in", "adopters_applied")
    ),
    in_care("adoption_worker", "care:adoption_links"),
    in_care("adoption_worker", "care:open_adoption_link"),
]
JOURNEYS = {
    "care:adoption_order": "test_adoption.py",
    "care:open_new_record": "test_adoption.py",
}


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Have adoption be the plan."""
    _plan(child, period)
    return {}


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Have adoption be the plan for the youngest."""
    _plan(family.children[-1], family.periods[-1])
    return {}


def _plan(child: Person, period: PeriodOfCare) -> None:
    AdoptionPlan.objects.create(
        child=child,
        period_of_care=period,
        decided_date=period.start_date + datetime.timedelta(days=60),
        decided_by_name="Joan Ellery",
        reasons="She needs a family for good, and nobody of her own can be that family.",
    )
