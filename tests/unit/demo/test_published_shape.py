"""What is published about an authority comes out of the journeys that are made for it."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from kith.demo import journeys, shape
from kith.demo.chance import generator
from kith.demo.days import NEVER, number_of
from kith.demo.journeys import REFERRAL
from kith.demo.which_authority import UnknownAuthority, code_of
from kith.reference import read_table

TODAY = number_of(datetime.date(2026, 11, 23))
LAST, FIRST = TODAY - 1, TODAY - 1096


@pytest.mark.parametrize("name", ["Hackney", "Leeds", "Cumberland"])
def test_referrals_returns_and_children_in_need_are_near_those_published(name: str) -> None:
    """A year's referrals, the share of them within twelve months of the last, and the stock on 31 March."""
    published = shape.of_authority(code_of(name))
    factors = journeys.find_factors(published, FIRST, LAST)
    families = round(published.referrals / factors.referrals_for_a_family)
    made = journeys.travel(generator(1, name), published, families, FIRST, LAST, factors)
    measured = journeys.measure(made, LAST)
    assert measured.referrals == pytest.approx(published.referrals, rel=0.12)
    assert measured.percent_rereferrals == pytest.approx(published.percent_rereferrals, abs=3.5)
    assert measured.children_in_need == pytest.approx(published.children_in_need, rel=0.15)


def test_assessments_are_late_as_often_as_is_published() -> None:
    """The share of assessments within 45 working days is the authority's own."""
    published = shape.of_authority(code_of("Hackney"))
    days = journeys._assessment_days(generator(3, "late"), published, 40_000)
    assert 100 * float((days <= 45).mean()) == pytest.approx(published.percent_within_45_days, abs=1)


def test_no_family_has_two_open_plans_on_one_day() -> None:
    """A contact about a family with an open plan goes to whoever leads it, and opens no other."""
    published = shape.of_authority(code_of("Hackney"))
    made = journeys.travel(
        generator(5, "plans"), published, 8_000, FIRST, LAST, journeys.Factors(0.6, 1.0, 0.4)
    )
    for turn in range(1, journeys.MOST):
        earlier_ends = np.where(made.plan_end[:, :turn] < NEVER, made.plan_end[:, :turn], -NEVER).max(axis=1)
        starts = made.plan_start[:, turn]
        assert not ((starts < NEVER) & (starts < earlier_ends)).any()


def test_a_new_concern_about_an_open_case_is_not_a_referral() -> None:
    """The census counts a referral only where no case is open."""
    published = shape.of_authority(code_of("Leeds"))
    made = journeys.travel(
        generator(6, "open"), published, 8_000, FIRST, LAST, journeys.Factors(0.6, 1.0, 0.4)
    )
    assert made.while_open.any()
    assert not (made.while_open & (made.outcome == REFERRAL)).any()


def test_every_authority_has_a_shape() -> None:
    """None of the 153 lacks what a made-up authority is shaped by, whatever is not published of it."""
    codes = read_table("authority")["authority_code"].to_list()
    assert len(codes) == 153
    for code in codes:
        assert shape.of_authority(code).sources


@pytest.mark.parametrize(
    ("words", "code"),
    [("Hackney", "E09000012"), ("  hackney ", "E09000012"), ("204", "E09000012"), ("E08000016", "E08000038")],
)
def test_an_authority_is_found_by_name_or_code(words: str, code: str) -> None:
    """Name, three-digit code and former code all find it."""
    assert code_of(words) == code


def test_an_unknown_authority_names_the_nearest() -> None:
    """Somebody who mistypes is told what they may have meant."""
    with pytest.raises(UnknownAuthority, match="Did you mean Hackney"):
        code_of("Hackny")
