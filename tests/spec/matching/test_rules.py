"""The musts, one row each, as a placements officer would say them: who may live where, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kith.engines.matching.children import Child, PlaceToStayAwayFrom, SiblingGroup
from kith.engines.matching.homes import Approval, Bedroom, Exemption, Home, NamedChild, Refusal, Resident
from kith.engines.matching.household import household_fits
from kith.engines.matching.instance import Instance
from kith.engines.matching.pair import Reading, rules_broken
from kith.engines.matching.places import Place
from kith.engines.matching.profile import starting_profile

ON = date(2026, 4, 1)
HERE = Place(534_500, 184_500)
MILES_5 = Place(534_500 + 5 * 1609.344, 184_500)
CHILD = Child("child", 10, "female", HERE, ON)
FOSTER = Home("home", "foster", MILES_5, Approval(2))

# What is unusual about the child, about the home, and the rules that forbid it.
ROWS: list[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]]] = [
    ("an ordinary child and foster home", {}, {}, ()),
    ("home opens tomorrow", {}, {"open_from": date(2026, 4, 2)}, ("closed",)),
    ("home opens today", {}, {"open_from": ON}, ()),
    ("home closes today", {}, {"open_to": ON}, ("closed",)),
    ("plan says children's home only", {"home_kinds_allowed": ("childrens_home",)}, {}, ("kind",)),
    ("fifteen, supported accommodation", {"age": 15}, {"kind": "supported_accommodation"}, ("legal_age",)),
    ("sixteen, supported accommodation", {"age": 16}, {"kind": "supported_accommodation"}, ()),
    ("approved to age nine, child of ten", {}, {"approval": Approval(2, ages=(0, 9))}, ("ages",)),
    ("approved to age ten, child of ten", {}, {"approval": Approval(2, ages=(0, 10))}, ()),
    ("approved for boys, a girl", {}, {"approval": Approval(2, sexes=("male",))}, ("sexes",)),
    (
        "approved for respite, a long-term plan",
        {"placement_kind": "long_term"},
        {"approval": Approval(2, placement_kinds=("respite",))},
        ("placement_kind",),
    ),
    (
        "grandmother of another child",
        {},
        {"approval": Approval(2, named_children=(NamedChild("other"),))},
        ("named",),
    ),
    ("her own grandmother", {}, {"approval": Approval(2, named_children=(NamedChild("child"),))}, ()),
    (
        "her grandmother, assessed as not safe",
        {},
        {"approval": Approval(2, named_children=(NamedChild("child", safe=False),))},
        ("not_safe",),
    ),
    (
        "approval excludes a need she has",
        {"needs": {"trauma": 1}},
        {"approval": Approval(2, excluded_needs=("trauma",))},
        ("excluded_need",),
    ),
    ("specialist need, no skill", {"needs": {"autism": 3}}, {}, ("skill_gap",)),
    ("specialist need, some skill", {"needs": {"autism": 3}}, {"skills": {"autism": 1}}, ()),
    ("household must not be joined by her", {}, {"must_not_join": ("child",)}, ("household",)),
    (
        "somebody to stay away from lives there",
        {"stay_away_from_people": ("uncle",)},
        {"residents": (Resident("uncle", "adult"),)},
        ("household",),
    ),
    (
        "household refuses girls of ten to twelve",
        {},
        {"refusals": (Refusal(("female",), (10, 12)),)},
        ("household",),
    ),
    ("household refuses girls over ten", {}, {"refusals": (Refusal(("female",), (11, 17)),)}, ()),
    (
        "must be the only child, carers have a son",
        {"only_child": True},
        {"residents": (Resident("son", "own_child", 8),)},
        ("other_children",),
    ),
    (
        "no child under five, a toddler lives there",
        {"no_children_under": 5},
        {"residents": (Resident("toddler", "own_child", 2),)},
        ("other_children",),
    ),
    (
        "no child over twelve, only adults live there",
        {"no_children_over": 12},
        {"residents": (Resident("carer", "adult", 40),)},
        (),
    ),
    (
        "too near a place that is not safe",
        {"stay_away_from_places": (PlaceToStayAwayFrom(MILES_5, 1.0),)},
        {},
        ("unsafe_place",),
    ),
    ("farther than the plan allows", {"maximum_miles": 4.9}, {}, ("too_far",)),
    ("just as far as the plan allows", {"maximum_miles": 5.01}, {}, ()),
    ("approved for none", {}, {"approval": Approval(0)}, ("full",)),
    ("no bedroom free", {}, {"bedrooms": ()}, ("bedroom",)),
]


def _reading(child: Child, home: Home) -> Reading:
    return Reading(Instance(ON, (child,), (home,)), starting_profile())


@pytest.mark.parametrize(("said", "of_child", "of_home", "rules"), ROWS, ids=[row[0] for row in ROWS])
def test_who_may_live_where(
    said: str, of_child: dict[str, Any], of_home: dict[str, Any], rules: tuple[str, ...]
) -> None:
    """Each row breaks exactly the rules it says."""
    child, home = replace(CHILD, **of_child), replace(FOSTER, **of_home)
    assert rules_broken(_reading(child, home), child, home) == rules


def _family(count: int, **of_each: Any) -> tuple[Child, ...]:
    return tuple(replace(CHILD, id=f"s{number}", age=4 + number, **of_each) for number in range(count))


# The Children Act 1989, Schedule 7: how many may be fostered in one home. Each row: children of one
# family, unrelated children, approved number, placed already (of that family or not), exempted, answer.
LIMITS: list[tuple[str, int, int, int, tuple[str | None, ...], int | None, bool]] = [
    ("three unrelated children", 0, 3, 3, (), None, True),
    ("four unrelated children, approved for four", 0, 4, 4, (), None, False),
    ("four brothers and sisters, approved for four", 4, 0, 4, (), None, True),
    ("four brothers and sisters, approved for three", 4, 0, 3, (), None, False),
    ("three brothers and sisters and another child, approved for four", 3, 1, 4, (), None, False),
    ("a sister joins three brothers placed there, approved for four", 1, 0, 4, ("g", "g", "g"), None, True),
    ("a child joins three of another family, approved for four", 1, 0, 4, (None, None, None), None, False),
    ("four unrelated children, all named in an exemption for four", 0, 4, 4, (), 4, True),
    ("an exemption does not raise the approved number", 0, 4, 3, (), 4, False),
]


@pytest.mark.parametrize(
    ("said", "siblings", "others", "number", "placed", "exempt", "may"),
    LIMITS,
    ids=[row[0] for row in LIMITS],
)
def test_usual_fostering_limit_and_its_exceptions(
    said: str,
    siblings: int,
    others: int,
    number: int,
    placed: tuple[str | None, ...],
    exempt: int | None,
    may: bool,
) -> None:
    """The usual limit of three, brothers and sisters, and written exemptions."""
    family = _family(siblings)
    alone = tuple(replace(CHILD, id=f"o{place}") for place in range(others))
    names = tuple(child.id for child in (*family, *alone))
    home = replace(
        FOSTER,
        approval=Approval(number, exemption=Exemption(exempt, names) if exempt else None),
        residents=tuple(
            Resident(f"r{place}", "placed", 9, "male", group) for place, group in enumerate(placed)
        ),
    )
    groups = (SiblingGroup("g", tuple(child.id for child in family)),) if family else ()
    reading = Reading(Instance(ON, (*family, *alone), (home,), groups), starting_profile())
    assert household_fits(reading, (*family, *alone), home) is may


BEDROOMS: list[tuple[str, tuple[dict[str, Any], ...], tuple[int, ...], bool]] = [
    ("two sisters who may share, one room with two beds", ({"may_share_bedroom": True},) * 2, (2,), True),
    ("two sisters who may not share, one room with two beds", ({},) * 2, (2,), False),
    ("two sisters who may not share, two rooms", ({},) * 2, (1, 1), True),
    (
        "brother and sister under three share without agreement",
        ({"age": 1}, {"age": 2, "sex": "male"}),
        (2,),
        True,
    ),
    (
        "brother and sister of ten do not share, whatever was agreed",
        ({"age": 10, "may_share_bedroom": True}, {"age": 9, "sex": "male", "may_share_bedroom": True}),
        (2,),
        False,
    ),
    ("three who may share, two rooms, one with two beds", ({"may_share_bedroom": True},) * 3, (2, 1), True),
    ("three who may share, two rooms with one bed each", ({"may_share_bedroom": True},) * 3, (1, 1), False),
]


@pytest.mark.parametrize(("said", "of_each", "beds", "may"), BEDROOMS, ids=[row[0] for row in BEDROOMS])
def test_bedrooms(said: str, of_each: tuple[dict[str, Any], ...], beds: tuple[int, ...], may: bool) -> None:
    """Own bedroom over three unless sharing is agreed; never mixed from ten (standard 10.6)."""
    family = tuple(
        replace(CHILD, id=f"s{place}", **{"age": 7, **unusual}) for place, unusual in enumerate(of_each)
    )
    home = replace(FOSTER, approval=Approval(3), bedrooms=tuple(Bedroom(one) for one in beds))
    group = SiblingGroup("g", tuple(child.id for child in family))
    reading = Reading(Instance(ON, family, (home,), (group,)), starting_profile())
    assert household_fits(reading, family, home) is may


def test_unrelated_children_never_share_a_bedroom() -> None:
    """Two children of different families need a room each, whatever was agreed for each."""
    children = tuple(replace(CHILD, id=name, may_share_bedroom=True) for name in ("a", "b"))
    home = replace(FOSTER, bedrooms=(Bedroom(2),))
    reading = Reading(Instance(ON, children, (home,)), starting_profile())
    assert not household_fits(reading, children, home)
