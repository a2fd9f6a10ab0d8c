"""What cannot be true in law, one row each: what somebody records, and what they are told to do instead."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.relations import make_family
from kith.casework.plans.actions.plan import start_plan
from kith.casework.protection.actions import immediate, pre_proceedings, proceedings
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.gateway import GatewayChildOutcome
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.unit.protection.legal_steps import (
    WHY,
    ask_for_gateway,
    begin_pre_proceedings,
    court_order,
    end_power,
    end_pre_proceedings,
    hold_gateway,
    hours_ago,
    issue,
    make_order,
    offer_group_meeting,
    send_letter,
    use_power,
)

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta(days=1)


def _extend(cast: Cast, power: Any, **told: Any) -> None:
    usual = {
        "power": power,
        "extended_at": hours_ago(1),
        "extended_until": power.must_end_at + 3 * DAYS,
        "by": cast.social_worker,
    }
    immediate.extend_order(**{**usual, **told})


def _twice(cast: Cast) -> None:
    use_power(cast)
    use_power(cast)


def _extended_twice(cast: Cast) -> None:
    power = make_order(cast)
    _extend(cast, power)
    _extend(cast, power, extended_until=power.must_end_at + 5 * DAYS)


def _extended_too_late(cast: Cast) -> None:
    power = make_order(cast, started_at=hours_ago(24 * 10))
    _extend(cast, power)


def _extended_too_long(cast: Cast) -> None:
    power = make_order(cast)
    _extend(cast, power, extended_until=power.must_end_at + 8 * DAYS)


def _ended_before_its_extension(cast: Cast) -> None:
    power = make_order(cast)
    _extend(cast, power)
    end_power(cast, power, ended_at=hours_ago(3))


def _ended_twice(cast: Cast) -> None:
    power = use_power(cast)
    end_power(cast, power)
    end_power(cast, power)


def _a_hearing(cast: Cast, case: Any, **told: Any) -> Any:
    usual = {"proceedings": case, "kind": "final", "hearing_date": ago(3), "by": cast.social_worker}
    return proceedings.plan_hearing(**{**usual, **told})


def _hearing_of_another_case(cast: Cast) -> None:
    hearing = _a_hearing(cast, issue(cast, kind="placement"))
    proceedings.hold_hearing(
        proceedings=issue(cast), hearing=hearing, hearing_date=ago(3), words="W", by=cast.social_worker
    )


def _heard_twice(cast: Cast) -> None:
    case = issue(cast)
    hearing = _a_hearing(cast, case)
    for _ in range(2):
        proceedings.hold_hearing(
            proceedings=case, hearing=hearing, hearing_date=ago(3), words="W", by=cast.social_worker
        )


def _final_twice(cast: Cast) -> None:
    case = issue(cast)
    for _ in range(2):
        court_order(cast, case, kind="care", made_date=ago(3), is_final=True)


def _interim_after_the_end(cast: Cast) -> None:
    case = issue(cast)
    court_order(cast, case, kind="care", made_date=ago(3), is_final=True)
    court_order(cast, case, made_date=ago(2))


def _two_interim_orders_of_one_day(cast: Cast) -> None:
    case = issue(cast)
    court_order(cast, case)
    court_order(cast, case, kind="interim_supervision")


def _final_before_an_interim(cast: Cast) -> None:
    case = issue(cast)
    court_order(cast, case, made_date=ago(5))
    court_order(cast, case, kind="care", made_date=ago(9), is_final=True)


def _a_step_after_the_end(cast: Cast) -> None:
    case = issue(cast, children=[cast.child])
    court_order(cast, case, kind="no_order", made_date=ago(3), is_final=True)
    _a_hearing(cast, case)


def _extend_case(cast: Cast, **told: Any) -> None:
    case = issue(cast)
    usual = {
        "proceedings": case,
        "extended_until": case.due_date + 28 * DAYS,
        "extended_reason": "A second expert.",
        "by": cast.social_worker,
    }
    proceedings.extend(**{**usual, **{k: v(case) if callable(v) else v for k, v in told.items()}})


def _other_family(cast: Cast) -> Any:
    return make_family(
        name="Pillai",
        members=[(cast.unheld_child, "child")],
        start_date=ago(300),
        by=cast.contact_officer,
    )


def _gateway_of_another_family(cast: Cast) -> None:
    gateway = ask_for_gateway(
        cast, family=_other_family(cast), children=[cast.unheld_child], by=cast.contact_officer
    )
    issue(cast, gateway=gateway)


def _meeting_of_another_family(cast: Cast) -> None:
    family = _other_family(cast)
    plan = start_plan(
        family=family, children=[cast.unheld_child], tier="family_help", lead=None, start_date=ago(50), by=cast.contact_officer
    )  # fmt: skip
    issue(cast, network_meeting=offer_group_meeting(cast, plan))


def _offered_after_the_application(cast: Cast) -> None:
    plan = start_plan(
        family=cast.family, children=[cast.child], tier="family_help", lead=cast.social_worker, start_date=ago(50),
        by=cast.social_worker,
    )  # fmt: skip
    issue(cast, network_meeting=offer_group_meeting(cast, plan, days=10))


def _without_a_gateway_that_decided(cast: Cast) -> None:
    gateway = ask_for_gateway(cast)
    hold_gateway(cast, gateway, outcome="back")
    pre_proceedings.start(
        gateway=gateway,
        children=[cast.child],
        start_date=ago(50),
        lead=cast.social_worker,
        by=cast.social_worker,
    )


def _before_the_gateway_is_held(cast: Cast) -> None:
    pre_proceedings.start(
        gateway=ask_for_gateway(cast), children=[cast.child], start_date=ago(1), lead=cast.social_worker,
        by=cast.social_worker,
    )  # fmt: skip


def _one_child_left_out(cast: Cast) -> None:
    hold_gateway(cast, ask_for_gateway(cast), outcomes={cast.child.pk: GatewayChildOutcome("back", WHY)})


def _a_child_whom_it_is_not_about(cast: Cast) -> None:
    outcomes = {
        child.pk: GatewayChildOutcome("back", WHY) for child in (cast.child, cast.sibling, cast.unheld_child)
    }
    hold_gateway(cast, ask_for_gateway(cast), outcomes=outcomes)


def _nobody_leads(cast: Cast) -> None:
    hold_gateway(cast, ask_for_gateway(cast), lead=None)


def _without_evidence(cast: Cast) -> None:
    use_power(cast, reasons=Reasons("Why", " ", "What"))


def _sent_twice(cast: Cast) -> None:
    before = begin_pre_proceedings(cast)
    send_letter(cast, before)
    send_letter(cast, before)


def _step(cast: Cast, before: Any = None, **told: Any) -> None:
    usual = {
        "pre_proceedings": before or begin_pre_proceedings(cast), "kind": "meeting", "what": "First meeting",
        "planned_date": None, "done_date": ago(20), "parents_had_a_lawyer": True, "words": "W", "by": cast.social_worker,
    }  # fmt: skip
    pre_proceedings.add_step(**{**usual, **told})


def _begun_again_before_it_ended(cast: Cast) -> None:
    end_pre_proceedings(cast, begin_pre_proceedings(cast))
    hold_gateway(cast, ask_for_gateway(cast), held_date=ago(20))


def _step_after_the_end(cast: Cast) -> None:
    before = begin_pre_proceedings(cast)
    end_pre_proceedings(cast, before)
    _step(cast, before)


# What is recorded, the words of the sentence that refuses it, and the field beside which it stands.
TABLE: dict[str, tuple[Callable[[Cast], Any], str, str]] = {
    "a power that began tomorrow": (
        lambda cast: use_power(cast, started_at=timezone.now() + DAYS), "has not happened yet", "started_date"),
    "a second of the same kind while one is open": (_twice, "Record how that ended first", "kind"),
    "a power for a child of another family": (
        lambda cast: use_power(cast, child=cast.unheld_child), "not of this family", "child"),
    "a power that nobody used": (lambda cast: use_power(cast, who_used_it=" "), "Enter the officer", "who_used_it"),
    "a power of no kind": (lambda cast: use_power(cast, kind="curfew"), "Choose the power", "kind"),
    "police protection until a court's time": (
        lambda cast: use_power(cast, court_said_until=timezone.now() + DAYS), "made by no court", "until_date"),
    "an order for longer than the law allows": (
        lambda cast: make_order(cast, court_said_until=timezone.now() + 9 * DAYS), "lasts until", "until_date"),
    "a decision that rests on nothing": (_without_evidence, "what was seen and heard", "evidence"),
    "an extension of police protection": (
        lambda cast: _extend(cast, use_power(cast)), "Police protection cannot be extended", ""),
    "a second extension": (_extended_twice, "can do so only once", ""),
    "an extension beyond seven days": (_extended_too_long, "may extend it until", "until_date"),
    "an extension to a time before the order's own end": (
        lambda cast: _extend(cast, make_order(cast), extended_until=timezone.now()), "Enter a time between", "until_date"),
    "an extension after the order's time ran out": (_extended_too_late, "could no longer be extended", "extended_date"),
    "an extension before the order was made": (
        lambda cast: _extend(cast, make_order(cast), extended_at=hours_ago(60)), "was made on", "extended_date"),
    "a power that ended before it began": (
        lambda cast: end_power(cast, use_power(cast), ended_at=hours_ago(5)), "It began on", "ended_date"),
    "a power that ended before its extension": (_ended_before_its_extension, "The court extended it on", "ended_date"),
    "a time that ran out before it was up": (
        lambda cast: end_power(cast, use_power(cast), ending="time_ran_out"), "not before", "ending"),
    "an end that does not say where the child is": (
        lambda cast: end_power(cast, use_power(cast), words=" "), "where the child is", "end_words"),
    "a power that ended twice": (_ended_twice, "has ended, and stays as it was", ""),
    "a second gateway while one is asked for": (
        lambda cast: (ask_for_gateway(cast), ask_for_gateway(cast)), "Record that one", ""),
    "a gateway about nobody": (lambda cast: ask_for_gateway(cast, children=[]), "at least one child", "children"),
    "a gateway held before it was asked for": (
        lambda cast: hold_gateway(cast, ask_for_gateway(cast), held_date=ago(61)), "asked for on", "held_date"),
    "a gateway without a lawyer": (
        lambda cast: hold_gateway(cast, ask_for_gateway(cast), legal_adviser=""), "Enter the lawyer", "legal_adviser"),
    "a gateway that leaves a child out": (_one_child_left_out, "decided for each child", "outcome_"),
    "a gateway that decides about another child": (_a_child_whom_it_is_not_about, "not about one of these children", ""),
    "work before proceedings that nobody leads": (_nobody_leads, "Choose who leads", "lead"),
    "a gateway decided by whoever is no manager": (
        lambda cast: hold_gateway(cast, ask_for_gateway(cast), by=cast.social_worker), "A manager decides this", ""),
    "pre-proceedings without a gateway that decided on it": (
        _without_a_gateway_that_decided, "Hold the meeting first", ""),
    "pre-proceedings before the gateway is held": (_before_the_gateway_is_held, "Hold the meeting first", ""),
    "a letter before the gateway decided": (
        lambda cast: send_letter(cast, begin_pre_proceedings(cast), letter_sent_date=ago(55)), "decided on it on",
        "letter_sent_date"),
    "a letter that asks for nothing": (
        lambda cast: send_letter(cast, begin_pre_proceedings(cast), what_must_change=""), "asks to change", "what_must_change"),
    "a letter sent twice": (_sent_twice, "stays as it was sent", ""),
    "a meeting that does not say whether the parents had a lawyer": (
        lambda cast: _step(cast, parents_had_a_lawyer=None), "whether the parents had a lawyer", "parents_had_a_lawyer"),
    "a meeting on no day": (lambda cast: _step(cast, done_date=None), "Enter a day", "planned_date"),
    "a meeting before the work began": (lambda cast: _step(cast, done_date=ago(51)), "This work began on", "done_date"),
    "a meeting of which nothing came": (lambda cast: _step(cast, words=""), "what came of it", "words"),
    "a step after the end": (_step_after_the_end, "has ended, and stays as it was", ""),
    "pre-proceedings that begin again before they ended": (_begun_again_before_it_ended, "begins again on that day", "held_date"),
    "pre-proceedings that ended on the day they began": (
        lambda cast: end_pre_proceedings(cast, begin_pre_proceedings(cast), end_date=ago(50)), "Enter that day or a later",
        "end_date"),
    "pre-proceedings that ended without a reason for each child": (
        lambda cast: end_pre_proceedings(cast, begin_pre_proceedings(cast), reasons={cast.child.pk: WHY}),
        "why for each child", "reasons"),
    "an application that says neither offer nor why not": (
        lambda cast: issue(cast, why_no_family_meeting=" "), "or why none was made before", "why_no_family_meeting"),
    "an application after another family's gateway": (_gateway_of_another_family, "another family's", "gateway"),
    "an application with another family's meeting": (_meeting_of_another_family, "another family's", "network_meeting"),
    "a meeting offered after the application": (_offered_after_the_application, "offered after", "network_meeting"),
    "an application after a gateway that was not held": (
        lambda cast: issue(cast, gateway=ask_for_gateway(cast)), "had not been held", "gateway"),
    "an application before the work that led to it": (
        lambda cast: issue(cast, issued_date=ago(55), pre_proceedings=begin_pre_proceedings(cast)),
        "after the application", "pre_proceedings"),
    "a second application of the same kind": (
        lambda cast: (issue(cast), issue(cast)), "before the court already", "children"),
    "an application issued tomorrow": (lambda cast: issue(cast, issued_date=ago(-1)), "not come yet", "issued_date"),
    "a hearing before the application": (
        lambda cast: _a_hearing(cast, issue(cast), hearing_date=ago(31)), "was issued on", "hearing_date"),
    "a hearing of another case": (_hearing_of_another_case, "of other proceedings", ""),
    "a hearing held twice": (_heard_twice, "recorded already", ""),
    "an extension without its reason": (
        lambda cast: _extend_case(cast, extended_reason=" "), "Say why the court extended it", "extended_reason"),
    "an extension before the twenty-six weeks are up": (
        lambda cast: _extend_case(cast, extended_until=lambda case: case.due_date), "Enter a later day", "extended_until"),
    "an order about a child of another case": (
        lambda cast: court_order(cast, issue(cast), child=cast.unheld_child), "not about this child", "child"),
    "an order before the application": (
        lambda cast: court_order(cast, issue(cast), made_date=ago(31)), "was issued on", "made_date"),
    "an interim order that is final": (
        lambda cast: court_order(cast, issue(cast), is_final=True), "An interim order is not final", "is_final"),
    "a final order twice": (_final_twice, "is recorded already", "child"),
    "an interim order after the final one": (_interim_after_the_end, "is recorded already", "child"),
    "two interim orders of one day": (_two_interim_orders_of_one_day, "is of a later day", "made_date"),
    "a final order before an interim one": (_final_before_an_interim, "Check the day", "made_date"),
    "a hearing after the case ended": (_a_step_after_the_end, "have ended", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", TABLE)
def test_what_cannot_be_true_is_refused_with_what_to_do(cast: Cast, what: str) -> None:
    """The sentence says what cannot be true and what to do, beside the field where it was entered."""
    record, words, field = TABLE[what]
    with pytest.raises(CannotBeTrue) as impossible:
        record(cast)
    assert words in impossible.value.sentence
    assert impossible.value.sentence.endswith(".")
    assert (impossible.value.field or "").startswith(field)
    assert bool(impossible.value.field) == bool(field)
