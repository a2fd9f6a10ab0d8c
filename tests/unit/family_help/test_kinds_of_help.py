"""Every kind of help that the review names leads from factors to goals and to help that can be offered."""

from __future__ import annotations

import pytest

from kith import codes
from kith.casework.family_help import catalogue
from kith.casework.family_help.kinds_of_help import (
    KindOfHelp,
    goals_for,
    kinds_for_factors,
    kinds_of_help,
    unmapped_factors,
)
from kith.casework.family_help.models.intervention import InterventionGroup


def test_every_factor_leads_to_help_or_is_left_out_with_a_reason():
    """No factor of an assessment is forgotten, and none is both mapped and left out."""
    mapped = {factor for kind in kinds_of_help().values() for factor in kind.factors}
    left_out = unmapped_factors()
    assert not mapped & set(left_out)
    # The two codes that newer ones replaced are mapped as far as an older record may hold them.
    assert mapped | set(left_out) == set(codes.labels("assessment_factor"))
    assert all(left_out.values())


def test_every_primary_need_that_is_a_need_is_answered():
    """All but "not a child in need" and "not stated"."""
    answered = {need for kind in kinds_of_help().values() for need in kind.primary_needs}
    assert answered == set(codes.labels("primary_need")) - {"N9", "N0"}


@pytest.mark.parametrize("kind", kinds_of_help().values(), ids=lambda kind: kind.code)
def test_every_kind_has_goals_and_help(kind: KindOfHelp):
    """Two to four goals in plain words, and at least one entry of the catalogue in each group that it names."""
    assert 2 <= len(kind.goals) <= 4
    assert all(len(goal) <= 300 for goal in kind.goals)
    assert set(kind.groups) <= set(InterventionGroup.values)
    groups = {entry.group for entry in catalogue.shipped() if kind.code in entry.kinds_of_help}
    assert groups & set(kind.groups)


def test_factors_lead_to_kinds_in_the_lists_order():
    """A parent's mental health and domestic abuse: the relationship, mental health, and getting safe."""
    assert [kind.code for kind in kinds_for_factors({"4B", "3B"})] == [
        "relationship",
        "mental_health",
        "domestic_abuse",
    ]
    assert kinds_for_factors([]) == []
    assert "The rent and the bills" in goals_for("debt")[0]
