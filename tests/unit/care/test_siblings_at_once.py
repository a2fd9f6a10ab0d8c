"""Two people decide for one pair of brothers and sisters at once: one decides, and the other is told."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions import family_time, siblings
from kith.casework.care.actions.arranged import Arranged, Somebody
from kith.casework.care.actions.siblings import PairDecided
from kith.casework.care.models import FamilyTime, TogetherOrApart
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.in_care import CareFamily, three_in_care
from tests.unit.protection.test_enquiry_at_once import at_once


@pytest.fixture
def settled(committed_database: str) -> tuple[Cast, CareFamily]:
    """The cast and three children in care, committed, so that each thread sees what the other has done."""
    with transaction.atomic():
        cast = find_cast()
        return cast, three_in_care(cast)


def test_two_decide_for_one_pair_at_once(settled: tuple[Cast, CareFamily]) -> None:
    """One decision stands; the other is told to read it first."""
    cast, family = settled
    one, other, _ = family.children
    today = timezone.localdate()

    def decide(by: Worker, decision: str) -> None:
        # Each names the other child first: the two wait for each other in one order all the same.
        both = (one, other) if decision == "apart" else (other, one)
        siblings.decide(
            pairs=[PairDecided(*both, decision, "Because.", {})],
            decided_date=today,
            review_due_date=today + datetime.timedelta(days=90),
            by=by,
        )

    told = at_once(
        (cast.team_manager, lambda: decide(cast.team_manager, "apart")),
        (cast.social_worker, lambda: decide(cast.social_worker, "together")),
    )
    assert told[0] == ""
    assert "Somebody else has just decided for" in told[1]
    assert TogetherOrApart.objects.count() == 1


def test_two_write_one_time_down_at_once(settled: tuple[Cast, CareFamily]) -> None:
    """It is on the record once."""
    cast, family = settled
    today = timezone.localdate()
    with transaction.atomic():
        plan = family_time.plan_family_time(
            children=family.children,
            people=[Somebody(family.grandmother)],
            arranged=Arranged(kind="in_person", every_days=7),
            start_date=today,
            by=cast.social_worker,
        )
    told = at_once(
        *(
            (who, lambda who=who: family_time.record_time(plan=plan, day=today, happened=True, by=who))
            for who in (cast.social_worker, cast.team_manager)
        )
    )
    assert told[0] == ""
    assert "is written down already" in told[1]
    assert FamilyTime.objects.count() == 1
