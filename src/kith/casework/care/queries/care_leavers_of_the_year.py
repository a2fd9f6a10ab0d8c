"""What the yearly return asks of care leavers (SSDA903, file OC3): around each birthday from 17 to 21."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.casework.care.models import (
    ContactWay,
    LeaverAccommodation,
    LeaverActivity,
    LeaverContact,
    LeavingCareStanding,
    LeavingCareStatus,
)
from kith.casework.care.placement_codes import birthday
from kith.engines.calendar import add_months

AGES = (17, 18, 19, 20, 21)
# Information from three months before the birthday to one month after it (guide to the return).
BEFORE_MONTHS, AFTER_MONTHS = 3, 1
OWED = (LeavingCareStanding.RELEVANT, LeavingCareStanding.FORMER_RELEVANT)
NOT_KNOWN = "0"


@dataclass(frozen=True)
class LeaverOfTheYear:
    """One care leaver's line of the return, by its columns."""

    person_id: int
    age: int
    in_touch: str
    activity: str
    accommodation: str


def care_leavers_of_the_year(first: datetime.date) -> list[LeaverOfTheYear]:
    """Return the care leavers whose birthday falls in the year from 1 April `first`, by person. Four queries.

    Who was not reached in the window is not in touch, and of them neither activity nor accommodation is returned.
    """
    last = first.replace(year=first.year + 1)
    found: list[tuple[int, int, datetime.date]] = []
    for row in (
        LeavingCareStatus.objects.filter(status__in=OWED)
        .select_related("young_person")
        .order_by("young_person")
    ):
        born = row.young_person.birth_date
        for age in AGES if born else ():
            day = birthday(born, age)
            if first <= day < last and row.holds_on(day):
                found.append((row.young_person_id, age, day))
    people = {number for number, _, _ in found}
    contacts: dict[int, list[LeaverContact]] = defaultdict(list)
    for contact in LeaverContact.objects.filter(young_person__in=people).order_by("day", "pk"):
        contacts[contact.young_person_id].append(contact)
    lives, does = _held(LeaverAccommodation, people), _held(LeaverActivity, people)
    return [
        _line(number, age, day, contacts[number], lives[number], does[number]) for number, age, day in found
    ]


def _line(
    number: int,
    age: int,
    day: datetime.date,
    contacts: list[LeaverContact],
    lives: list[Any],
    does: list[Any],
) -> LeaverOfTheYear:
    opens, closes = add_months(day, -BEFORE_MONTHS), add_months(day, AFTER_MONTHS)
    within = [one for one in contacts if opens <= one.day <= closes]
    said = next((one.in_touch for one in reversed(within) if one.in_touch), "")
    reached = any(one.way != ContactWay.TRIED for one in within)
    in_touch = said or ("YES" if reached else "NO")
    if in_touch != "YES":
        return LeaverOfTheYear(number, age, in_touch, "", "")
    activity = next((one.code for one in does if one.holds_on(day)), NOT_KNOWN)
    place = next((one.code for one in lives if one.holds_on(day)), NOT_KNOWN)
    return LeaverOfTheYear(number, age, in_touch, activity, place)


def _held(model: type[Any], people: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.filter(Q(young_person__in=people)).order_by("-start_date"):
        found[row.young_person_id].append(row)
    return found
