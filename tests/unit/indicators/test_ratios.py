"""Ratios between groups: who is over-represented, how sure, and how far the unknowns could carry it."""

import numpy as np
import pytest

from kith.engines.indicators import compare_groups, rate_ratio


def test_a_ratio_is_of_rates_not_of_numbers() -> None:
    """Ten of a thousand against twenty of four thousand is twice as likely, though half as many."""
    assert rate_ratio(10, 1000, 20, 4000).value == pytest.approx(2)


def test_turning_the_question_round_turns_the_interval_round() -> None:
    """Twice as likely as the reference; the reference half as likely."""
    one, other = rate_ratio(10, 1000, 20, 4000), rate_ratio(20, 4000, 10, 1000)
    assert other.value == pytest.approx(1 / one.value)
    assert other.lower == pytest.approx(1 / one.upper)
    assert other.upper == pytest.approx(1 / one.lower)


def test_none_at_all_has_a_ratio_of_nought_and_an_upper_limit() -> None:
    """No child of a small group referred: that may be chance, and the limit says how far."""
    none = rate_ratio(0, 100, 50, 10_000)
    assert none.value == none.lower == 0
    assert 1 < none.upper < 20
    against_none = rate_ratio(5, 100, 0, 100)
    assert np.isinf(against_none.value)
    assert np.isinf(against_none.upper)
    assert against_none.lower > 0
    assert np.isnan(rate_ratio(0, 100, 0, 100).value)


GROUPS = {"White British": (300, 30_000.0), "Black Caribbean": (40, 2_000.0), "Indian": (5, 3_000.0)}


def test_groups_are_compared_with_the_reference_in_the_order_given() -> None:
    """Rates per 10,000 and ratios; the reference against itself is one, exactly."""
    compared = {group.group: group for group in compare_groups(GROUPS, "White British")}
    assert list(compared) == list(GROUPS)
    assert compared["Black Caribbean"].rate.value == pytest.approx(200)
    assert compared["Black Caribbean"].ratio.value == pytest.approx(2)
    assert compared["Black Caribbean"].ratio.lower > 1
    assert compared["Indian"].ratio.upper < 1
    reference = compared["White British"].ratio
    assert reference.lower == reference.value == reference.upper == 1


def test_the_unknowns_show_how_far_the_ratio_could_be() -> None:
    """If all ten whose ethnicity is not recorded were Indian, the ratio would be three times what it is."""
    compared = {group.group: group for group in compare_groups(GROUPS, "White British", unknown=10)}
    assert compared["Indian"].ratio_if_all_unknown == pytest.approx(3 * float(compared["Indian"].ratio.value))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: compare_groups(GROUPS, "Irish"), "not among the groups"),
        (lambda: compare_groups(GROUPS, "Indian", unknown=-1), "below zero"),
        (lambda: rate_ratio(1, 0, 1, 1), "leave out groups with nobody"),
    ],
)
def test_a_comparison_with_nobody_is_refused(make: object, words: str) -> None:
    """The sentence says which groups there are, or to leave out the empty one."""
    assert callable(make)
    with pytest.raises(ValueError, match=words):
        make()
