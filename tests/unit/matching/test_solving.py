"""Instances a person can solve in their head, and what is said about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kith.engines.matching.children import Child, PairDecision, SiblingGroup
from kith.engines.matching.emergency import Standby
from kith.engines.matching.explaining import explain, split_families
from kith.engines.matching.fairness import fairness, wilson
from kith.engines.matching.homes import Approval, Home, NamedChild
from kith.engines.matching.instance import Instance
from kith.engines.matching.measures import measures_of
from kith.engines.matching.pair import Reading
from kith.engines.matching.places import Place
from kith.engines.matching.profile import starting_profile
from kith.engines.matching.reasons import reasons_for, smallest_cover
from kith.engines.matching.solving import solve
from kith.engines.matching.sufficiency import sufficiency
from kith.engines.matching.what_if import what_if, with_homes

ON = date(2026, 4, 1)


def at(miles: float) -> Place:
    """A place so many miles east of where every child here comes from."""
    return Place(500_000 + miles * 1609.344, 200_000)


def child(id: str, age: int = 8, **more: object) -> Child:
    """A child from mile nought."""
    return Child(id, age, "female", at(0), ON, **more)  # type: ignore[arg-type]


def foster(id: str, miles: float, number: int = 1, **more: object) -> Home:
    """A foster home some miles away, at no cost."""
    return Home(id, "foster", at(miles), Approval(number), **more)  # type: ignore[arg-type]


def test_nearest_homes_are_shared_out_so_that_all_are_nearest_together() -> None:
    """Greedy would give the first child the near home that only she could share out: the sum decides."""
    first = child("first")
    second = child("second", maximum_miles=2.0)
    instance = Instance(ON, (first, second), (foster("near", 1), foster("far", 6)))
    assert solve(instance).placing == {"first": "far", "second": "near"}


def test_brothers_and_sisters_go_a_little_farther_to_be_together() -> None:
    """A home for two at four miles costs eight points; two single homes at one mile would part them."""
    instance = Instance(
        ON,
        (child("a"), child("b")),
        (foster("one", 1), foster("other", 1), foster("both", 4, 2)),
        (SiblingGroup("family", ("a", "b")),),
    )
    solution = solve(instance)
    assert set(solution.placing.values()) == {"both"}
    assert solution.objective == pytest.approx(8.0)
    assert solution.bound == pytest.approx(8.0)
    assert solution.gap == 0.0
    assert measures_of(solution).siblings_together == 1.0


def test_children_who_must_be_apart_are_apart() -> None:
    """The decision stands even when one home is nearest to both."""
    instance = Instance(
        ON,
        (child("a"), child("b")),
        (foster("both", 1, 2), foster("far", 15)),
        (SiblingGroup("family", ("a", "b"), (PairDecision(("a", "b"), "apart"),)),),
    )
    assert sorted(str(home) for home in solve(instance).placing.values()) == ["both", "far"]


def test_together_by_decision_means_one_home_or_none_and_says_so() -> None:
    """No home takes both: neither is placed, and the reason is that one home must take all."""
    instance = Instance(
        ON,
        (child("a"), child("b")),
        (foster("one", 1), foster("other", 1)),
        (SiblingGroup("family", ("a", "b"), (PairDecision(("a", "b"), "together"),)),),
    )
    solution = solve(instance)
    assert solution.placing == {"a": None, "b": None}
    assert reasons_for(solution)["a"] == [
        "2 homes ruled out because it cannot take all who must live together"
    ]


def test_connected_person_comes_first_where_safe() -> None:
    """Grandmother at thirty miles comes before carers at one; not when she was assessed as not safe."""
    grandmother = Home(
        "grandmother", "connected_person", at(30), Approval(1, named_children=(NamedChild("a"),))
    )
    instance = Instance(ON, (child("a"),), (foster("near", 1), grandmother))
    assert solve(instance).placing == {"a": "grandmother"}
    unsafe = replace(grandmother, approval=Approval(1, named_children=(NamedChild("a", safe=False),)))
    assert solve(replace(instance, homes=(instance.homes[0], unsafe))).placing == {"a": "near"}


def test_settled_child_is_not_moved_for_a_few_miles() -> None:
    """Sixty points of being settled outweigh ten miles."""
    settled = child("a", current_home="far", months_settled=24.0)
    instance = Instance(ON, (settled,), (foster("near", 1), foster("far", 11)))
    assert solve(instance).placing == {"a": "far"}


def test_child_without_a_home_is_told_the_fewest_reasons() -> None:
    """Two homes too young for her and one taken: two reasons, the commoner first."""
    young = [replace(foster(f"young {n}", 1), approval=Approval(1, ages=(0, 4))) for n in range(2)]
    instance = Instance(ON, (child("a"), child("b", maximum_miles=50.0)), (*young, foster("taken", 1)))
    solution = solve(instance)
    without = next(one for one, home in solution.placing.items() if home is None)
    assert reasons_for(solution)[without] == [
        "2 homes ruled out because its approval does not cover the child's age",
        "1 home ruled out because its places go to other children in this arrangement",
    ]


def test_smallest_cover_is_the_smallest() -> None:
    """One reason that covers all is better than two that do."""
    assert smallest_cover([0b011, 0b110, 0b010], 3) == [1]
    assert smallest_cover([0b001, 0b100], 3) == [0, 2]
    assert smallest_cover([], 3) == []


def test_explanation_says_what_the_next_homes_would_cost_and_whom() -> None:
    """To take the near home the first child would send the second to the far one."""
    instance = Instance(
        ON, (child("a"), child("b")), (foster("near", 1), foster("middle", 3), foster("far", 9))
    )
    solution = solve(instance)
    near = next(one for one, home in solution.placing.items() if home == "near")
    explained = explain(solution, near)
    # Changing places costs nothing in all; the far home is eight miles more, less the two saved by the other.
    assert [one.home for one in explained.alternatives] == ["middle", "far"]
    assert [one.points for one in explained.alternatives] == pytest.approx([0.0, 6.0])
    swap = explained.alternatives[0]
    assert {effect.child for effect in swap.effects} == {"a", "b"}
    assert sum(effect.points for effect in swap.effects) == pytest.approx(swap.points)


def test_split_family_is_told_the_single_place_that_would_have_kept_it_together() -> None:
    """A home for one at two miles, with one more place, would have taken both."""
    instance = Instance(
        ON,
        (child("a"), child("b")),
        (foster("one", 2), foster("other", 12)),
        (SiblingGroup("family", ("a", "b")),),
    )
    solution = solve(instance)
    (family,) = split_families(solution)
    assert family.added_place is not None
    assert family.added_place.home == "one"
    # Together at two miles each: four points, where twelve and two and the parting of the pair stood.
    assert family.added_place.points_saved == pytest.approx(solution.objective - 4.0)


def test_emergency_list_is_the_allowed_homes_cheapest_first() -> None:
    """The list agrees with what a batch of this one child would choose."""
    instance = Instance(
        ON,
        (child("a"),),
        (foster("far", 9), foster("near", 1), replace(foster("full", 0.5), approval=Approval(0))),
    )
    ranked = Standby(Reading(instance, starting_profile())).ranked(["a"])
    assert [one.home for one in ranked] == ["near", "far"]
    assert solve(instance).placing["a"] == ranked[0].home


def test_what_if_counts_what_a_home_more_or_less_changes() -> None:
    """A nearer home saves eight points; taking the only home away leaves the child without."""
    solution = solve(Instance(ON, (child("a"),), (foster("far", 9),)))
    assert what_if(solution, [foster("near", 1)]).points == pytest.approx(8.0)
    change = what_if(solution, remove=["far"])
    assert change.after.placing == {"a": None}
    with pytest.raises(LookupError, match="nowhere"):
        with_homes(solution.instance, remove=["nowhere"])


def test_sufficiency_finds_the_home_that_a_parted_family_lacks() -> None:
    """Two sisters parted for want of a home for two: carers for two are worth most, near them."""
    instance = Instance(
        ON,
        (child("a"), child("b")),
        (foster("one", 2), foster("other", 12)),
        (SiblingGroup("family", ("a", "b")),),
    )
    found = sufficiency(solve(instance), places=1, most=7)
    assert found.new_homes[0].siblings == 2
    assert found.new_homes[0].home.approval.number >= 2
    assert found.new_homes[0].points > 0
    assert found.new_homes[0].miles > 0


def test_no_children_and_no_homes_are_answers_too() -> None:
    """An empty week, and an area with no home, are read and answered."""
    assert solve(Instance(ON, (), ())).objective == 0.0
    nobody = solve(Instance(ON, (child("a"),), ()))
    assert nobody.placing == {"a": None}
    assert reasons_for(nobody)["a"] == ["there are no homes in the instance"]


def test_fairness_gives_every_group_an_interval_that_holds_its_value() -> None:
    """Shares carry Wilson's interval; the figure for five of ten is the published one."""
    share, low, high = wilson(__import__("numpy").array([1.0] * 5 + [0.0] * 5))
    assert (share, round(low or 0, 4), round(high or 0, 4)) == (0.5, 0.2366, 0.7634)
    instance = Instance(
        ON,
        tuple(child(f"c{n}", disabled=n % 2 == 0, ethnicity="black" if n % 3 else "white") for n in range(8)),
        tuple(foster(f"h{n}", n) for n in range(6)),
    )
    for one in fairness(solve(instance)):
        if one.low is not None and one.high is not None:
            assert one.low <= (one.value or 0.0) <= one.high
