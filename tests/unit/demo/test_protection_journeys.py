"""What is published of an authority's protection comes out of the worries that are drawn for its families."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from kith.demo import journeys, protection_shape, shape
from kith.demo.chance import generator
from kith.demo.days import NEVER, number_of
from kith.demo.journeys import Journeys
from kith.demo.protection_journeys import NO_CONFERENCE, NO_PLAN, PLAN, Worries, protect
from kith.demo.protection_shape import SPAN_DAYS, ProtectionShape
from kith.demo.told_families import TOLD
from kith.demo.which_authority import code_of
from kith.reference import read_table

TODAY = number_of(datetime.date(2026, 11, 23))
LAST, FIRST = TODAY - 1, TODAY - 1096


def drawn(name: str) -> tuple[ProtectionShape, Journeys, Worries]:
    """Return an authority's figures, the journeys of its families and the worries about them."""
    published = shape.of_authority(code_of(name))
    protection = protection_shape.of_authority(published.code, published.population_0_17)
    factors = journeys.find_factors(published, FIRST, LAST)
    families = round(published.referrals / factors.referrals_for_a_family)
    made = journeys.travel(generator(1, name), published, families, FIRST, LAST, factors)
    return protection, made, protect(generator(2, name), protection, made, 1.0, LAST)


@pytest.mark.parametrize("name", ["Hackney", "Leeds", "Kent"])
def test_a_year_has_the_enquiries_conferences_and_plans_that_were_published(name: str) -> None:
    """Each child of a family counts; a few are not born or grown up by then."""
    published, made, worries = drawn(name)
    children = made.children[worries.family]
    last_year = (worries.held > LAST - 365) & (worries.held <= LAST)
    for least, wanted in (
        (NO_CONFERENCE, published.enquiries), (NO_PLAN, published.conferences), (PLAN, published.plans_started),
    ):  # fmt: skip
        assert int(children[last_year & (worries.kind >= least)].sum()) == pytest.approx(wanted, rel=0.06)


@pytest.mark.parametrize("name", ["Leeds", "Birmingham", "Kent"])
def test_those_on_a_plan_have_been_for_as_long_as_was_published(name: str) -> None:
    """In a steady state, the stock for each plan that starts and the share of it in each span."""
    published = protection_shape.of_authority(
        code_of(name), shape.of_authority(code_of(name)).population_0_17
    )
    days = published.lasting(generator(3, name), 50_000)
    spans = np.array([(np.clip(days, first, last) - first).mean() for first, last in SPAN_DAYS])
    assert spans.sum() / 365 == pytest.approx(published.on_plan / published.plans_started, rel=0.03)
    shares = np.array(published.on_plan_for) / sum(published.on_plan_for)
    assert spans / spans.sum() == pytest.approx(shares, abs=0.05)


def test_a_family_has_one_protection_plan_at_a_time_within_its_own_plan() -> None:
    """The family's own plan runs on where it must, and never into the next time that the family asks."""
    _, made, worries = drawn("Leeds")
    on = worries.kind == PLAN
    family, turn = worries.family[on], worries.turn[on]
    assert len(np.unique(family * journeys.MOST + turn)) == len(family)
    assert (worries.plan_end[on] < made.plan_end[family, turn]).all()
    assert (made.plan_start[family, turn] <= worries.called[on]).all()
    assert (made.steps_up_day[family, turn] < NEVER).all()
    for later in range(1, journeys.MOST):
        before = np.where(made.plan_end[:, :later] < NEVER, made.plan_end[:, :later], -NEVER).max(axis=1)
        starts = made.plan_start[:, later]
        assert not ((starts < NEVER) & (starts < before)).any()


def test_days_of_a_worry_are_in_order_and_told_families_are_left_to_their_tellers() -> None:
    """Called, held, sent, decided, conferred; nobody told is drawn as well."""
    _, _, worries = drawn("Hackney")
    assert (worries.called <= worries.held).all()
    enquiry = worries.kind >= NO_CONFERENCE
    assert (worries.held[enquiry] <= worries.submitted[enquiry]).all()
    assert (worries.submitted[enquiry] <= worries.decided[enquiry]).all()
    met = worries.kind >= NO_PLAN
    assert (worries.decided[met] < worries.conference[met]).all()
    assert (worries.family >= len(TOLD)).all()


def test_every_authority_has_a_shape_of_its_protection() -> None:
    """What is suppressed of one of the 153 is England's, for its population."""
    codes = read_table("authority")["authority_code"].to_list()
    assert len(codes) == 153
    for code in codes:
        made = protection_shape.of_authority(code, 20_000)
        assert made.enquiries > 0
        assert sum(made.bands) == pytest.approx(1)
