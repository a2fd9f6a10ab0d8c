"""What a scenario file may say, and the sentence that answers one that may not."""

from __future__ import annotations

import pytest

from kith.engines.projection.levers import GRADES, LeverError
from kith.engines.projection.scenarios import read, shipped

GOOD = """
name = "A scenario"
summary = "For a test."
[[lever]]
name = "the lever"
kind = "{kind}"
moves = [["{source}", "care"]]
effect = {{ factor = {factor}, low = {low}, high = {high}, no_effect = {no_effect} }}
grade = "{grade}"
source = "{cited}"
uptake = {uptake}
"""
USUAL = {
    "kind": "move", "source": "proceedings", "factor": 0.8, "low": 0.7, "high": 0.9, "no_effect": 0.0, "grade": "A",
    "cited": "a trial", "uptake": 1.0,
}  # fmt: skip

REFUSED = [
    # what is changed                                          what the person is told
    ({"factor": 0.05, "low": 0.01}, "beyond anything measured"),
    ({"factor": 5.0, "high": 9.0}, "beyond anything measured"),
    ({"low": 0.85}, "must lie within its interval"),
    ({"grade": "C"}, "cannot rule out no effect"),
    ({"grade": "B"}, "cannot rule out no effect"),
    ({"grade": "none found"}, "no effect was found"),
    ({"grade": "Z"}, "has grade 'Z'"),
    ({"cited": " "}, "names no source"),
    ({"uptake": 1.5}, "Use a share from 0 to 1"),
    ({"source": "nowhere"}, "'nowhere' is no state"),
    ({"kind": "wish"}, "Use one of"),
    ({"no_effect": 2.0}, "share from 0 to 1"),
]


@pytest.mark.parametrize(("change", "told"), REFUSED)
def test_a_lever_beyond_its_bounds_or_its_evidence_is_refused(change: dict[str, object], told: str):
    """Each row is one thing wrong and part of the sentence that says so."""
    with pytest.raises(LeverError, match=told):
        read(GOOD.format(**{**USUAL, **change}))


def test_a_good_file_is_read():
    """The same file without anything wrong gives a lever on nine kinds of move (adoption apart: eight)."""
    scenario = read(GOOD.format(**USUAL))
    assert len(scenario.levers[0].moves) == 8


@pytest.mark.parametrize(
    "text", ["name = ", "name = 'x'\nsummary='y'", "nonsense = 1\nname='x'\nsummary='y'"]
)
def test_a_file_that_is_not_a_scenario_is_answered_with_a_sentence(text: str):
    """Broken TOML, no lever, an unknown key."""
    with pytest.raises(LeverError):
        read(text)


def test_shipped_scenarios_claim_no_more_than_their_evidence():
    """A trial is graded A; what was evaluated without effect is shipped without effect; the rest keeps a doubt."""
    found = shipped()
    assert {"family_group_conference", "early_help_spending", "family_nurse_partnership"} <= set(found)
    for scenario in found.values():
        assert scenario.note
        for lever in scenario.levers:
            assert lever.grade in GRADES
            assert lever.source
            if lever.grade == "none found":
                assert lever.effect.mean == 1.0
            if lever.grade in ("B", "C"):
                assert lever.effect.no_effect > 0
    assert [lever.grade for lever in found["family_group_conference"].levers] == ["A"]
    assert found["early_help_spending"].levers[0].effect.no_effect >= 0.5


def test_the_trial_of_family_group_conferences_is_what_its_lever_says():
    """A hazard ratio of 0.756 takes 44.8% looked after within a year to 36.2%."""
    import math

    factor = shipped()["family_group_conference"].levers[0].effect.factor
    hazard = -math.log(1 - 0.448)
    assert 1 - math.exp(-hazard * factor) == pytest.approx(0.362, abs=0.002)
