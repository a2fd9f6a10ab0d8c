"""Families whose story is told and not drawn: so that each of the cast has real work on the day of the demo.

They are the first families of the authority. Days are working days before the first working day on or after today.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.demo.days import NEVER, add_working_days, next_working, working_days_between
from kith.demo.journeys import FAMILY_HELP, INFORMATION, REFERRAL, SIGNPOST, UNDECIDED, Journeys


@dataclass(frozen=True)
class ToldContact:
    """One contact of a told family: decided on the next working day unless it still waits.

    `ago` is working days before the first working day on or after today. `assessed_after` is in working days from
    the decision; `plan_days` is None where there is no plan; `helped_after` is None where no help has been given.
    """

    ago: int
    outcome: int
    decided_after: int = 1
    assessed_after: int = 60
    plan_days: int | None = None
    helped_after: int | None = 4
    steps_up_after: int | None = None


@dataclass(frozen=True)
class ToldFamily:
    """One told family: who of the cast holds it, how old its children are, and how it came."""

    key: str
    held_by: str
    ages: tuple[float, ...]
    contacts: tuple[ToldContact, ...]
    structure: int = 1
    restriction: str = "normal"
    has_everyone: bool = False  # parents, a partner, grandparents and an aunt, all on the record
    has_grandmother: bool = False


TOLD = (
    ToldFamily("assessment_due", "social_worker", (3.2, 7.6),
               (ToldContact(46, REFERRAL, 1, 52, 220),), structure=3),
    ToldFamily("assessment_late", "social_worker", (9.4, 12.1, 15.3),
               (ToldContact(52, REFERRAL, 1, 60, 300, None),), structure=1),
    ToldFamily("assessment_soon", "social_worker", (0.7, 2.9),
               (ToldContact(43, REFERRAL, 1, 55, 200, 6),), structure=0),
    ToldFamily("long_known", "social_worker", (6.1, 8.8, 13.7),
               (ToldContact(290, REFERRAL, 0, 39, 700, 5, 70),), structure=4),
    ToldFamily("just_referred", "social_worker", (5.5,),
               (ToldContact(6, REFERRAL, 1, 44, 180, None),), structure=2),
    ToldFamily("first_help_due", "family_help_practitioner", (1.9, 4.4),
               (ToldContact(10, FAMILY_HELP, 1, 60, 150, None),), structure=2),
    ToldFamily("first_help_late", "family_help_practitioner", (11.2, 14.6),
               (ToldContact(15, FAMILY_HELP, 2, 60, 160, None),), structure=1),
    ToldFamily("first_help_soon", "family_help_practitioner", (7.3,),
               (ToldContact(7, FAMILY_HELP, 1, 60, 140, None),), structure=5),
    ToldFamily("nearly_there", "family_help_practitioner", (4.1, 6.9, 10.5),
               (ToldContact(118, FAMILY_HELP, 1, 60, 190, 3),), structure=3),
    ToldFamily("covered", "colleague_away", (8.2, 9.9),
               (ToldContact(61, FAMILY_HELP, 1, 60, 170, 4),), structure=1),
    ToldFamily("restricted", "social_worker_colleague", (13.4, 16.1),
               (ToldContact(88, REFERRAL, 1, 38, 320, 6, 70),), structure=0, restriction="restricted"),
    ToldFamily("sealed", "social_worker_colleague", (2.3,),
               (ToldContact(140, REFERRAL, 0, 33, 420, 5),), structure=6, restriction="sealed"),
    ToldFamily("own_family", "family_help_colleague", (3.8, 6.4),
               (ToldContact(74, FAMILY_HELP, 1, 60, 210, 5),), structure=1),
    ToldFamily("comes_back", "", (5.1, 8.3),
               (ToldContact(165, SIGNPOST, 1), ToldContact(1, UNDECIDED)), structure=1),
    ToldFamily("waiting_parent", "", (2.6,), (ToldContact(1, UNDECIDED),), structure=2),
    ToldFamily("waiting_young_person", "", (15.8,), (ToldContact(2, UNDECIDED),), structure=1),
    ToldFamily("waiting_school", "", (9.1, 11.0), (ToldContact(4, UNDECIDED),), structure=0),
    ToldFamily("waiting_police", "", (1.2, 3.0), (ToldContact(3, UNDECIDED),), structure=3),
    ToldFamily("waiting_health_visitor", "", (0.2,), (ToldContact(1, UNDECIDED),), structure=1),
    ToldFamily("told_informed", "", (12.7,), (ToldContact(9, INFORMATION, 0),), structure=5),
    # One is expected; chapters/people/relatives.py gives this family the rest of its forty people.
    ToldFamily("many_relatives", "social_worker", (-0.4, 1.9, 8.4, 11.2, 14.1),
               (ToldContact(70, REFERRAL, 1, 38, 420, 5, 70),), structure=3, has_everyone=True),
    # Families whose protection is told in told_protection.py.
    ToldFamily("enquiry_under_way", "social_worker", (4.7, 8.1),
               (ToldContact(14, REFERRAL, 0, 52, 260, 5),), structure=3),
    ToldFamily("enquiry_late", "social_worker", (12.3,),
               (ToldContact(31, REFERRAL, 1, 60, 280, 6),), structure=1),
    ToldFamily("on_protection_plan", "social_worker", (-0.2, 3.6, 6.2),
               (ToldContact(34, REFERRAL, 0, 24, 400, 4, 30),), structure=0),
    ToldFamily("enquiry_to_decide", "social_worker_colleague", (1.4, 5.9),
               (ToldContact(19, REFERRAL, 1, 50, 260, 5),), structure=1),
    ToldFamily("ended_with_help", "social_worker", (7.2, 10.4),
               (ToldContact(96, REFERRAL, 0, 36, 330, 5, 40),), structure=3),
    ToldFamily("conference_today", "social_worker_colleague", (2.1, 4.3, 9.8),
               (ToldContact(24, REFERRAL, 0, 50, 340, 4),), structure=2),
    ToldFamily("conference_this_week", "social_worker_colleague", (0.4,),
               (ToldContact(20, REFERRAL, 0, 50, 340, 6),), structure=0),
    ToldFamily("conference_to_write_up", "social_worker_colleague", (6.6, 13.2),
               (ToldContact(27, REFERRAL, 1, 55, 360, 5),), structure=3),
    ToldFamily("review_due", "social_worker", (5.3, 7.7),
               (ToldContact(92, REFERRAL, 0, 40, 460, 5, 60),), structure=1),
    ToldFamily("harm_outside", "social_worker", (11.6, 15.4),
               (ToldContact(84, REFERRAL, 1, 39, 400, 6, 60),), structure=1),
    ToldFamily("going_to_court", "social_worker_colleague", (1.8, 3.9),
               (ToldContact(210, REFERRAL, 0, 32, 620, 5, 50),), structure=2),
    # Families whose children are in care, or were: told in told_care.py.
    ToldFamily("three_in_care", "social_worker", (4.6, 8.7, 13.4),
               (ToldContact(190, REFERRAL, 0, 36, 900, 5, 40),), structure=1, has_grandmother=True),
    ToldFamily("brothers_apart", "social_worker", (8.9, 12.3),
               (ToldContact(330, REFERRAL, 1, 40, 1200, 6, 50),), structure=2, has_grandmother=True),
    ToldFamily("care_leaver", "social_worker_colleague", (16.4,),
               (ToldContact(560, REFERRAL, 1, 38, 800, 5, 40),), structure=1),
)  # fmt: skip


def place_of(key: str) -> int:
    """Return which of the authority's families, from 0, is the told family of a key."""
    return [family.key for family in TOLD].index(key)


def back(today: int, ago: int) -> int:
    """Return the working day that many working days before the first one on or after today."""
    anchor = next_working(np.array([today]))
    day = anchor[0]
    while working_days_between(np.array([day]), anchor)[0] < ago:
        day -= 1
    return int(day if ago else anchor[0])


def tell(journeys: Journeys, today: int) -> None:
    """Write the told families over the first of the journeys."""
    last = today - 1
    for place, family in enumerate(TOLD):
        journeys.children[place] = len(family.ages)
        for days in (journeys.day, journeys.decided_day, journeys.assessed_day, journeys.plan_start,
                     journeys.plan_end, journeys.first_help_day, journeys.steps_up_day):  # fmt: skip
            days[place] = NEVER
        for flags in (journeys.while_open, journeys.no_further_action, journeys.in_need):
            flags[place] = False
        journeys.outcome[place] = UNDECIDED
        for turn, contact in enumerate(family.contacts):
            _tell_contact(journeys, place, turn, contact, today, last)


def _tell_contact(
    journeys: Journeys, place: int, turn: int, contact: ToldContact, today: int, last: int
) -> None:
    def after(day: int, count: int) -> int:
        return int(add_working_days(np.array([day]), count)[0])

    received = min(back(today, contact.ago), last)
    journeys.day[place, turn] = received
    if contact.outcome == UNDECIDED:
        return
    decided = min(after(received, contact.decided_after), last)
    journeys.outcome[place, turn] = contact.outcome
    journeys.decided_day[place, turn] = decided
    if contact.outcome == REFERRAL:
        journeys.in_need[place, turn] = True
        journeys.assessed_day[place, turn] = after(decided, contact.assessed_after)
    if contact.plan_days is None:
        return
    start = min(decided if contact.outcome == FAMILY_HELP else after(decided, 3), last)
    journeys.plan_start[place, turn] = start
    journeys.plan_end[place, turn] = max(start + contact.plan_days, today + 20)
    if contact.helped_after is not None:
        journeys.first_help_day[place, turn] = min(after(start, contact.helped_after), last)
    if contact.steps_up_after is not None:
        step = min(start + contact.steps_up_after, last - 5)
        # One who was assessed steps up on the day of the sign-off.
        journeys.steps_up_day[place, turn] = (
            journeys.assessed_day[place, turn] if contact.outcome == REFERRAL else step
        )
