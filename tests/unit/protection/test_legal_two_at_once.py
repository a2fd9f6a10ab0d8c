"""Two workers at the same moment, each in a transaction of their own: the second is told, and nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions import proceedings
from kith.casework.protection.models import CareProceedings, CourtOrder, ImmediateProtection
from kith.casework.timeline.models import Event
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.unit.protection.legal_steps import court_order, issue, use_power

pytestmark = pytest.mark.usefixtures("committed_database")


def at_once(cast: Cast, act: Callable[[], Any], times: int = 4) -> list[str]:
    """Do the same several times at once, and return what each was told: 'done' or the sentence."""
    ready = Barrier(times)

    def one() -> str:
        try:
            ready.wait()
            with acting_as(cast.social_worker):
                act()
        except CannotBeTrue as impossible:
            return impossible.sentence
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(times) as workers:
        return sorted(done.result() for done in [workers.submit(one) for _ in range(times)])


def test_a_power_is_used_once() -> None:
    """Of several who record it, one does; the others read that the child is under it already."""
    cast = find_cast()
    told = at_once(cast, lambda: use_power(cast))
    assert told.count("done") == 1
    assert all("under this power already" in one for one in told if one != "done")
    assert ImmediateProtection.objects.count() == 1
    assert Event.objects.filter(kind="protection.police_protection_started").count() == 1


def test_an_application_is_issued_once() -> None:
    """Of several who record it, one does."""
    cast = find_cast()
    told = at_once(cast, lambda: issue(cast))
    assert told.count("done") == 1
    assert all("before the court already" in one for one in told if one != "done")
    assert CareProceedings.objects.count() == 1


def test_the_last_two_final_orders_at_once_end_the_case_once() -> None:
    """Neither sees the other's child as still waiting when both are done."""
    cast = find_cast()
    with acting_as(cast.social_worker):
        case = issue(cast)
    both = iter([cast.child, cast.sibling])
    told = at_once(
        cast,
        lambda: court_order(cast, case, child=next(both), kind="care", made_date=ago(2), is_final=True),
        times=2,
    )
    assert told == ["done", "done"]
    case.refresh_from_db()
    assert case.ended_date == ago(2)
    assert CourtOrder.objects.filter(is_final=True).count() == 2
    assert proceedings.state_of(case) == "ended"
