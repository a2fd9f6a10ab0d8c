"""Histories of a family in law, made of any steps in any order: what is refused changes nothing, what is taken is true."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions import immediate, proceedings
from kith.casework.protection.actions.proceedings import INTERIM
from kith.casework.protection.models import (
    CareProceedings,
    CourtOrder,
    ImmediateProtection,
    OrderKind,
    PreProceedings,
)
from kith.casework.protection.workflows import immediate as powers
from kith.casework.protection.workflows import proceedings as court
from kith.casework.timeline.models import Clock, Event
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.unit.protection import legal_steps as steps

pytestmark = pytest.mark.django_db

Step = Callable[[Cast], Any]
CHILDREN = ("child", "sibling")
whose = st.sampled_from(CHILDREN)


def _latest(model: Any, **of: Any) -> Any:
    found = model.objects.filter(**of).order_by("-pk").first()
    if found is None:
        raise CannotBeTrue("There is none to go on with.")
    return found


def _use(who: str, kind: str, hours: int) -> Step:
    return lambda cast: steps.use_power(
        cast, child=getattr(cast, who), kind=kind, started_at=steps.hours_ago(hours)
    )


def _extend(who: str, hours: int, more: int) -> Step:
    def step(cast: Cast) -> None:
        power = _latest(ImmediateProtection, child=getattr(cast, who))
        immediate.extend_order(
            power=power, extended_at=steps.hours_ago(hours),
            extended_until=power.must_end_at + datetime.timedelta(days=more), by=cast.social_worker,
        )  # fmt: skip

    return step


def _end(who: str, hours: int, ending: str) -> Step:
    return lambda cast: steps.end_power(
        cast,
        _latest(ImmediateProtection, child=getattr(cast, who)),
        ended_at=steps.hours_ago(hours),
        ending=ending,
    )


def _issue(who: str, kind: str, days: int) -> Step:
    return lambda cast: steps.issue(
        cast,
        kind=kind,
        issued_date=ago(days),
        children=[cast.child, cast.sibling] if who == "both" else [getattr(cast, who)],
    )


def _order(who: str, kind: str, days: int, is_final: bool) -> Step:
    return lambda cast: steps.court_order(
        cast,
        _latest(CareProceedings),
        child=getattr(cast, who),
        kind=kind,
        made_date=ago(days),
        is_final=is_final,
    )


def _more_time(days: int) -> Step:
    def step(cast: Cast) -> None:
        case = _latest(CareProceedings)
        proceedings.extend(
            proceedings=case, extended_until=case.due_date + datetime.timedelta(days=days), extended_reason="R",
            by=cast.social_worker,
        )  # fmt: skip

    return step


def _before(outcome: str, asked: int) -> Step:
    return lambda cast: steps.hold_gateway(
        cast, steps.ask_for_gateway(cast, asked_date=ago(asked)), outcome, held_date=ago(max(asked - 1, 0))
    )


def _letter(days: int) -> Step:
    return lambda cast: steps.send_letter(
        cast, _latest(PreProceedings), letter_sent_date=ago(days), next_review_date=None
    )


def _end_before(days: int) -> Step:
    return lambda cast: steps.end_pre_proceedings(cast, _latest(PreProceedings), end_date=ago(days))


# Few days and hours to choose from, so that steps meet.
hours = st.sampled_from([1, 20, 47, 48, 49, 71, 72, 73, 200])
earlier, later = st.integers(6, 9), st.integers(0, 7)
POWERS = st.one_of(
    st.builds(_use, whose, st.sampled_from(["police_protection", "emergency_protection_order"]), hours),
    st.builds(_extend, whose, hours, st.integers(-1, 9)),
    st.builds(_end, whose, hours, st.sampled_from(["home", "order", "time_ran_out"])),
)
COURT = st.one_of(
    st.builds(_issue, st.sampled_from([*CHILDREN, "both"]), st.sampled_from(["care", "placement"]), earlier),
    st.builds(_order, whose, st.sampled_from(["interim_care", "interim_supervision"]), later, st.just(False)),
    st.builds(_order, whose, st.sampled_from(["care", "no_order", "interim_care"]), later, st.booleans()),
    st.builds(_order, whose, st.sampled_from(OrderKind.values), later, st.just(True)),
    st.builds(_more_time, st.integers(-5, 60)),
)
BEFORE = st.one_of(
    st.builds(_before, st.sampled_from(["back", "pre_proceedings", "issue"]), st.integers(0, 9)),
    st.builds(_letter, later),
    st.builds(_end_before, later),
    st.builds(_issue, st.sampled_from([*CHILDREN, "both"]), st.just("care"), earlier),
)


def _histories(steps_of: st.SearchStrategy[Step], *begins: Step) -> st.SearchStrategy[list[Step]]:
    return st.lists(steps_of, min_size=3, max_size=12).map(lambda history: [*begins, *history])


TRIED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@TRIED
@given(_histories(POWERS))
def test_no_history_of_powers_reaches_what_cannot_be_true(cast: Cast, history: list[Step]) -> None:
    """Used, extended and ended in any order, for either child."""
    _live(cast, history)


# Two interim orders of one day, and the last final order before the first: seldom drawn, so always tried.
ONE_DAY = [
    _issue("both", "care", 9),
    _order("child", "interim_care", 3, False),
    _order("child", "interim_supervision", 3, False),
]
BOTH_ENDED = [
    _issue("both", "care", 9),
    _order("child", "interim_care", 5, False),
    _order("sibling", "care", 1, True),
    _order("child", "no_order", 2, True),
    _order("child", "care", 2, True),
]


@TRIED
@example(ONE_DAY)
@example(BOTH_ENDED)
@given(_histories(COURT, _issue("both", "care", 9)))
def test_no_history_in_court_reaches_what_cannot_be_true(cast: Cast, history: list[Step]) -> None:
    """Applications, orders, interim and final, and more time, in any order."""
    _live(cast, history)


@TRIED
@given(_histories(BEFORE))
def test_no_history_before_court_reaches_what_cannot_be_true(cast: Cast, history: list[Step]) -> None:
    """Gateways, letters, ends and applications, in any order."""
    _live(cast, history)


def _live(cast: Cast, history: list[Step]) -> None:
    """Take each step: a refusal is a sentence, never a fault of the database, and leaves no trace."""
    with transaction.atomic():
        for step in history:
            events = Event.objects.count()
            said = _said_of(step, cast)
            assert (said == "") == (Event.objects.count() > events), "what was refused left something"
            assert not said or said.endswith(".")
            _everything_is_true()
        transaction.set_rollback(True)


def _said_of(step: Step, cast: Cast) -> str:
    """Take a step, and return the sentence that refuses it, or nothing."""
    try:
        with transaction.atomic():
            step(cast)
    except CannotBeTrue as impossible:
        return impossible.sentence
    return ""


def _everything_is_true() -> None:
    for power in ImmediateProtection.objects.all():
        assert (
            power.started_at
            < power.must_end_at
            < (power.extended_until or power.must_end_at + datetime.timedelta(1))
        )
        assert power.ended_at is None or power.ended_at >= power.started_at
        thread = f"power:{power.pk}"
        _follows(thread, powers.POWER, powers.state_of(power))
        running = Clock.objects.filter(thread=thread, stopped_date__isnull=True).count()
        assert running == (power.ended_at is None), "one clock while it lasts, none after"
    for case in CareProceedings.objects.all():
        orders = list(CourtOrder.objects.filter(proceedings=case).order_by("start_date", "pk"))
        finals = {order.child_id for order in orders if order.is_final}
        children = set(case.children.values_list("child_id", flat=True))
        assert finals <= children
        assert (case.ended_date is not None) == (finals == children)
        assert court.state_of(case) == "ended" or case.ended_date is None
        assert not any(order.is_final and order.kind in INTERIM for order in orders)
        for child in children:
            interim = [order for order in orders if order.child_id == child and order.kind in INTERIM]
            for first, second in itertools.pairwise(interim):
                assert first.end_date is not None
                assert first.end_date <= second.start_date, "two interim orders on one day"
            if child in finals:
                assert all(order.end_date is not None for order in interim)
    for before in PreProceedings.objects.all():
        assert before.gateway.held_date is not None
        assert before.gateway.children.filter(outcome="pre_proceedings").exists()


def _follows(thread: str, workflow: Any, state: str) -> None:
    """The events of a thread are moves of the table, from a beginning to where the process stands."""
    by_event: dict[str, set[tuple[str, str]]] = {}
    for move, event in workflow.moves.items():
        by_event.setdefault(event, set()).add(move)
    first, *rest = Event.objects.filter(thread=thread).order_by("pk").values_list("kind", flat=True)
    places = {place for place, event in workflow.beginning.items() if event == first}
    for kind in rest:
        places = {after for before, after in by_event[kind] if before in places}
    assert state in places
