"""Time with family: what comes next, how often it was kept, what is not happening, and who was thereby in touch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions import family_time
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.models import FamilyTimeChild, FamilyTimePlan, PeriodOfCare
from kith.casework.care.queries.coming_family_time import coming
from kith.casework.care.queries.family_time import not_happening, one_plan
from kith.casework.people.models import NetworkMember, Person, Restriction
from kith.casework.timeline.models import Event, EventSubject
from kith.casework.workforce.models import Allocation
from tests.furnishing.care.siblings import a_brother_elsewhere
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, three_in_care

WEEKLY = Arranged(kind="in_person", every_days=7, where="Nan’s")


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children in care in one home."""
    return three_in_care(cast)


def planned(
    cast: Cast, family: CareFamily, *, days_ago: int = 84, arranged: Arranged = WEEKLY
) -> FamilyTimePlan:
    """Plan that all three see Nan."""
    return family_time.plan_family_time(
        children=family.children,
        people=[Somebody(family.grandmother, relation="grandmother")],
        arranged=arranged,
        start_date=ago(days_ago),
        by=cast.social_worker,
    )


def came(cast: Cast, plan: FamilyTimePlan, *days: int) -> None:
    """It happened on each of these days ago."""
    for day in days:
        family_time.record_time(plan=plan, day=ago(day), happened=True, by=cast.social_worker)


def missed(cast: Cast, plan: FamilyTimePlan, *days: int, why: str = "adult_did_not_come") -> None:
    """It was missed on each of these days ago."""
    for day in days:
        family_time.record_time(
            plan=plan, day=ago(day), happened=False, missed_because=why, by=cast.social_worker
        )


def shown(plan: FamilyTimePlan) -> Any:
    """Return the plan as a page shows it today."""
    plan.refresh_from_db()
    return one_plan(plan, today=timezone.localdate())


def test_a_plan_is_written_once_for_all_of_them(cast: Cast, family: CareFamily) -> None:
    """It is on each child's record, and so is every time."""
    plan = planned(cast, family)
    came(cast, plan, 1)
    for kind in ("care.family_time_planned", "care.family_time_happened"):
        event = Event.objects.get(kind=kind)
        assert event.thread == f"family_time:{plan.pk}"
        assert set(event.subjects.values_list("person_id", flat=True)) == {one.pk for one in family.children}
    assert shown(plan).with_whom() == "Iris Ferris (grandmother)"


def test_who_was_seen_has_been_in_touch(cast: Cast, family: CareFamily) -> None:
    """The network's day moves with each child who saw them, and never back."""
    plan = planned(cast, family)
    came(cast, plan, 3)
    came(cast, plan, 9)
    missed(cast, plan, 1)
    assert set(NetworkMember.objects.values_list("last_in_touch_date", flat=True)) == {ago(3)}


@pytest.mark.parametrize(
    ("began", "came_on", "missed_on", "weeks", "year"),
    [
        (84, [80, 70, 60], [], "3 of 12", "3 of 12"),
        (100, [90, 80], [3], "1 of 12", "2 of 14"),
        (5, [], [], "", ""),
        (5, [1], [], "1 of 1", "1 of 1"),
    ],
)
def test_how_often_it_was_kept_is_of_what_was_planned(
    cast: Cast,
    family: CareFamily,
    began: int,
    came_on: list[int],
    missed_on: list[int],
    weeks: str,
    year: str,
) -> None:
    """Weekly time over twelve weeks and over the days on which the plan held; more than was planned is no fraction."""
    plan = planned(cast, family, days_ago=began)
    came(cast, plan, *came_on)
    missed(cast, plan, *missed_on)
    assert (shown(plan).kept_lately.words, shown(plan).kept_in_a_year.words) == (weeks, year)


@pytest.mark.parametrize(
    ("began", "came_on", "missed_on", "words"),
    [
        (10, [], [], None),
        (11, [], [], "Planned every week. It has not happened yet."),
        (60, [10], [], None),
        (60, [11], [], "Last happened on .*, and nothing has been written down since."),
        (60, [20], [13, 6], "Missed 2 times since, the last time because: the adult did not come."),
        (60, [2], [20], None),
    ],
)
def test_what_has_not_come_for_an_interval_and_a_half_is_not_happening(
    cast: Cast, family: CareFamily, began: int, came_on: list[int], missed_on: list[int], words: str | None
) -> None:
    """Weekly time is told of from the eleventh day on, for each of the children, whether or not anybody wrote why."""
    import re

    plan = planned(cast, family, days_ago=began)
    came(cast, plan, *came_on)
    missed(cast, plan, *missed_on)
    found = not_happening([*(one.pk for one in family.children), cast.child.pk], today=timezone.localdate())
    assert set(found) == ({one.pk for one in family.children} if words else set())
    if words:
        (one,) = found[family.eldest.pk]
        assert re.search(words, one.words)
        assert one.with_whom == "Iris Ferris (grandmother)"


def test_what_is_not_happening_is_asked_of_children_in_care(cast: Cast, family: CareFamily) -> None:
    """Once a child has left care, or the plan has ended, nobody is told that it does not happen."""
    plan = planned(cast, family)
    PeriodOfCare.objects.filter(child=family.eldest).update(
        end_date=ago(1), ended_because="E4A", end_decided_by=cast.team_manager
    )
    children = [one.pk for one in family.children]
    assert family.eldest.pk not in not_happening(children, today=timezone.localdate())
    family_time.end_plan(plan=plan, end_date=ago(0), end_words="They live with her.", by=cast.social_worker)
    assert not_happening(children, today=timezone.localdate()) == {}


def test_not_happening_is_one_query_for_any_number(
    cast: Cast, family: CareFamily, django_assert_num_queries: Any
) -> None:
    """However many children and plans."""
    planned(cast, family)
    planned(cast, family, arranged=replace(WEEKLY, kind="video"))
    with django_assert_num_queries(1):
        not_happening([one.pk for one in family.children], today=timezone.localdate())


def test_what_comes_in_four_weeks_is_told_in_order(cast: Cast, family: CareFamily) -> None:
    """Each weekly time from the next on; what comes every day is told once; what was due before today is not repeated."""
    weekly = planned(cast, family)
    came(cast, weekly, 5)
    daily = planned(cast, family, arranged=replace(WEEKLY, kind="telephone", every_days=1), days_ago=4)
    told = coming([shown(weekly), shown(daily)], today=timezone.localdate())
    assert [(timezone.localdate() - one.day).days for one in told if one.shown.plan.pk == weekly.pk] == [
        -2,
        -9,
        -16,
        -23,
    ]
    assert sum(one.shown.plan.pk == daily.pk for one in told) == 1


def test_a_plan_that_changes_goes_on_from_that_day(cast: Cast, family: CareFamily) -> None:
    """The old plan ends with why; the new one has the same children and people, those hidden from the writer too."""
    plan = planned(cast, family)
    Person.objects.filter(pk=family.children[2].pk).update(restriction=Restriction.SEALED)
    with acting_as(cast.social_worker):
        changed = family_time.change_plan(
            plan=plan, arranged=replace(WEEKLY, every_days=14), start_date=ago(3), end_words="Nan is tired.",
            by=cast.social_worker,
        )  # fmt: skip
    plan.refresh_from_db()
    assert (plan.end_date, plan.end_words, plan.every_days) == (ago(3), "Nan is tired.", 7)
    assert (changed.start_date, changed.every_days, changed.people.get().person) == (
        ago(3),
        14,
        family.grandmother,
    )
    assert FamilyTimeChild.objects.filter(plan=changed).count() == 3
    told = EventSubject.objects.filter(event__kind="care.family_time_changed")
    assert told.count() == 3


def test_a_plan_changed_from_its_first_day_is_put_right(cast: Cast, family: CareFamily) -> None:
    """No plan of no days is left behind."""
    plan = planned(cast, family, days_ago=3)
    same = family_time.change_plan(
        plan=plan, arranged=replace(WEEKLY, every_days=28), start_date=ago(3), end_words="It was a slip.",
        by=cast.social_worker,
    )  # fmt: skip
    assert (same.pk, FamilyTimePlan.objects.get().every_days) == (plan.pk, 28)


def test_two_who_live_apart_have_a_plan_of_their_own(cast: Cast, family: CareFamily) -> None:
    """Each reads it with the other's name; whoever may not see one of them is not told who it is."""
    brother = a_brother_elsewhere(cast, family)
    micah = family.children[1]
    plan = family_time.plan_sibling_time(
        one=micah, other=brother, arranged=WEEKLY, start_date=ago(20), by=cast.social_worker
    )
    assert shown(plan).with_whom(micah.pk) == "Jude Ferris"
    assert shown(plan).with_whom(brother.pk) == "Micah Ferris"
    assert shown(plan).with_whom() == "Jude Ferris and Micah Ferris"
    Person.objects.filter(pk=brother.pk).update(restriction=Restriction.RESTRICTED)
    Allocation.objects.filter(child=brother).update(worker=cast.outsider)
    with acting_as(cast.social_worker):
        assert shown(plan).with_whom(micah.pk) == "somebody whose record is not open to you"
