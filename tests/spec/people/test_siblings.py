"""Brothers and sisters, as drawn families and as laws that hold for any family."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.people.queries.siblings import SiblingKind, Tie, siblings_of

MUM, DAD, STEPDAD, AMY, BEN, CAL, DEE = range(1, 8)
NAMES = {"Mum": MUM, "Dad": DAD, "Stepdad": STEPDAD, "Amy": AMY, "Ben": BEN, "Cal": CAL, "Dee": DEE}
BY_NUMBER = {number: name for name, number in NAMES.items()}

FAMILIES = {
    "two parents in common": (
        "Mum parent Amy, Dad parent Amy, Mum parent Ben, Dad parent Ben",
        {"Ben": "full"},
    ),
    "one parent in common": (
        "Mum parent Amy, Dad parent Amy, Mum parent Ben, Stepdad parent Ben",
        {"Ben": "half"},
    ),
    "one parent in common, the other not known": (
        "Mum parent Amy, Dad parent Amy, Mum parent Ben",
        {"Ben": "through one"},
    ),
    "a step-parent's child": ("Mum parent Amy, Stepdad step_parent Amy, Stepdad parent Cal", {"Cal": "step"}),
    "a parent's partner's child": (
        "Mum parent Amy, Mum partner Stepdad, Stepdad parent Cal",
        {"Cal": "step"},
    ),
    "half is nearer than step": (
        "Mum parent Amy, Dad parent Amy, Mum partner Stepdad, Stepdad parent Cal, Mum parent Cal",
        {"Cal": "half"},
    ),
    "an adopted child": ("Mum adoptive_parent Amy, Mum parent Ben", {"Ben": "through one"}),
    "only recorded": ("Amy sibling Dee", {"Dee": "recorded"}),
    "recorded, and worked out": ("Mum parent Amy, Mum parent Dee, Amy sibling Dee", {"Dee": "through one"}),
    "cousins are none": ("Mum parent Amy, Dad parent Dee, Mum sibling Dad", {}),
    "a child alone": ("Mum parent Amy", {}),
}
KINDS = {
    "full": SiblingKind.FULL,
    "half": SiblingKind.HALF,
    "through one": SiblingKind.THROUGH_ONE,
    "step": SiblingKind.STEP,
    "recorded": SiblingKind.RECORDED,
}


@pytest.mark.parametrize("name", FAMILIES)
def test_amys_brothers_and_sisters(name: str) -> None:
    """Each family is written as it is spoken."""
    told, expected = FAMILIES[name]
    ties = [
        Tie(NAMES[first], NAMES[second], kind)
        for first, kind, second in (part.split() for part in told.split(", "))
    ]
    found = {BY_NUMBER[number]: kind for number, kind in siblings_of(AMY, ties).items()}
    assert found == {child: KINDS[kind] for child, kind in expected.items()}


TIES = st.lists(
    st.builds(
        Tie,
        st.integers(1, 9),
        st.integers(1, 9),
        st.sampled_from(["parent", "step_parent", "partner", "sibling"]),
    ).filter(lambda tie: tie.person != tie.relative),
    max_size=20,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TIES, st.integers(1, 9), st.integers(1, 9))
def test_who_is_my_sibling_has_me_as_theirs(ties: list[Tie], one: int, other: int) -> None:
    """Whatever the family, the relation is the same from both ends, and nobody is their own."""
    assert siblings_of(one, ties).get(other) == siblings_of(other, ties).get(one)
    assert one not in siblings_of(one, ties)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(TIES, st.integers(1, 9), st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_recorded_does_not_matter(
    ties: list[Tie], one: int, chance: object
) -> None:
    """The same ties in any order give the same siblings."""
    shuffled = list(ties)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert siblings_of(one, ties) == siblings_of(one, shuffled)
