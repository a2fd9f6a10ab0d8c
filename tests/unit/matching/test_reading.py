"""Bad input: every fault at once, with where it is; and profiles and laws that refuse nonsense."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from kith.engines.matching.command import schema_text
from kith.engines.matching.instance import InstanceFaultsError
from kith.engines.matching.law import SUPPORTED_ACCOMMODATION_AGE, USUAL_FOSTERING_LIMIT, legal_number
from kith.engines.matching.profile import Profile, profile_from_toml, starting_profile
from kith.engines.matching.reading import instance_from_dict, instance_from_json

SCHEMA = jsonschema.Draft202012Validator(json.loads(schema_text("instance")))
GOOD: dict[str, Any] = SCHEMA.schema["examples"][0]


def changed(change: Any) -> dict[str, Any]:
    """Return the schema's own example with something spoilt."""
    raw = copy.deepcopy(GOOD)
    change(raw)
    return raw


def _decide(*decisions: tuple[str, str, str]) -> Any:
    def change(raw: dict[str, Any]) -> None:
        raw["children"].append({**raw["children"][0], "id": "c"})
        raw["sibling_groups"][0]["children"] = ["a", "b", "c"]
        raw["sibling_groups"][0]["decisions"] = [
            {"children": [one, other], "decision": decision} for one, other, decision in decisions
        ]

    return change


# What is spoilt, where the fault is said to be, a word of what is said, and whether the schema sees it.
FAULTS: list[tuple[str, Any, str, str, bool]] = [
    (
        "negative capacity",
        lambda r: r["homes"][0]["approval"].update(number=-1),
        "homes[0].approval",
        "negative",
        True,
    ),
    (
        "no location",
        lambda r: r["children"][0].pop("family_home"),
        "children[0].family_home",
        "no location",
        True,
    ),
    (
        "half a location",
        lambda r: r["children"][0]["family_home"].pop("northing"),
        "children[0].family_home",
        "no location",
        True,
    ),
    (
        "degrees, not metres",
        lambda r: r["children"][0].update(family_home={"easting": -0.1, "northing": 51.5}),
        "children[0].family_home",
        "not degrees",
        True,
    ),
    (
        "two children with one id",
        lambda r: r["children"][1].update(id="a"),
        "children",
        "used 2 times",
        False,
    ),
    ("two homes with one id", lambda r: r["homes"].append(r["homes"][0]), "homes", "used 2 times", False),
    ("unknown code", lambda r: r["children"][0].update(sex="girl"), "children[0]", "not a code", True),
    (
        "unknown need",
        lambda r: r["children"][0].update(needs={"sadness": 1}),
        "children[0]",
        "not a code",
        True,
    ),
    (
        "misspelt field",
        lambda r: r["homes"][0].update(weekly_cots=5),
        "homes[0].weekly_cots",
        "did you mean 'weekly_cost'",
        True,
    ),
    ("age of nineteen", lambda r: r["children"][0].update(age=19), "children[0]", "0 to 17", True),
    ("age as text", lambda r: r["children"][0].update(age="six"), "children[0].age", "whole number", True),
    (
        "not a number",
        lambda r: r["homes"][0].update(weekly_cost=float("nan")),
        "homes[0].weekly_cost",
        "number",
        False,
    ),
    (
        "stranger in a family",
        lambda r: r["sibling_groups"][0].update(children=["a", "z"]),
        "sibling_groups[0].children",
        "no waiting child",
        False,
    ),
    (
        "together and apart",
        _decide(("a", "b", "together"), ("b", "a", "apart")),
        "sibling_groups[0].decisions[1]",
        "both",
        False,
    ),
    (
        "apart, but bound by a third",
        _decide(("a", "b", "together"), ("b", "c", "together"), ("a", "c", "apart")),
        "sibling_groups[0].decisions",
        "bind",
        False,
    ),
    (
        "lives in an unknown home",
        lambda r: r["children"][0].update(current_home="nowhere"),
        "children[0].current_home",
        "nowhere",
        False,
    ),
    (
        "waits and lives somewhere",
        lambda r: r["homes"][0].update(residents=[{"id": "a", "kind": "placed", "age": 6}]),
        "homes[0].residents",
        "waits",
        False,
    ),
    (
        "needed yesterday",
        lambda r: r["children"][0].update(date_needed="2026-03-31"),
        "children[0].date_needed",
        "before",
        False,
    ),
    ("wrong format", lambda r: r.update(format="something"), "format", "expected", True),
    (
        "connected person of nobody",
        lambda r: r["homes"][0].update(kind="connected_person"),
        "homes[0]",
        "named_children",
        False,
    ),
]


@pytest.mark.parametrize(("said", "change", "where", "what", "seen"), FAULTS, ids=[row[0] for row in FAULTS])
def test_each_fault_is_said_with_its_place(said: str, change: Any, where: str, what: str, seen: bool) -> None:
    """The fault is found, said where it is, and the schema agrees where a schema can."""
    raw = changed(change)
    with pytest.raises(InstanceFaultsError) as refused:
        instance_from_dict(raw)
    found = [(fault.where, fault.what) for fault in refused.value.faults]
    assert any(at == where and what in words for at, words in found), found
    assert (not SCHEMA.is_valid(raw)) == seen


def test_all_faults_are_listed_at_once() -> None:
    """A file with five mistakes is refused once, with all five."""
    raw = changed(lambda r: None)
    raw["homes"][0]["approval"]["number"] = -2
    raw["children"][0].pop("family_home")
    raw["children"][1]["sex"] = "boy"
    raw["children"].append(copy.deepcopy(raw["children"][1]))
    raw["sibling_groups"][0]["decisions"] = [
        {"children": ["a", "b"], "decision": "together"},
        {"children": ["a", "b"], "decision": "apart"},
    ]
    with pytest.raises(InstanceFaultsError) as refused:
        instance_from_dict(raw)
    places = {fault.where for fault in refused.value.faults}
    assert places >= {
        "homes[0].approval",
        "children[0].family_home",
        "children[1]",
        "children",
        "sibling_groups[0].decisions[1]",
    }


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"format": 1}', '{"children": 5}'])
def test_what_is_no_instance_is_refused_in_words(text: str) -> None:
    """Anything may be in a file; the answer is always a list of faults."""
    with pytest.raises(InstanceFaultsError):
        instance_from_json(text)


def test_the_schema_example_is_an_instance() -> None:
    """The example that the schema shows is valid and can be read."""
    SCHEMA.validate(GOOD)
    assert len(instance_from_dict(GOOD).children) == 2


def test_starting_profile_is_what_its_file_says() -> None:
    """The file that authorities copy and the code's own values are the same."""
    assert starting_profile() == Profile()


def test_profile_refuses_nonsense_and_names_the_nearest_weight() -> None:
    """A misspelt weight, a negative one, and near worse than far are refused with what to do."""
    with pytest.raises(ValueError, match="did you mean 'unplaced'"):
        profile_from_toml("unplacd = 3.0")
    with pytest.raises(ValueError, match="school_lost is -1"):
        profile_from_toml("school_lost = -1.0")
    with pytest.raises(ValueError, match="living near"):
        profile_from_toml("siblings_parted = 1.0\nsiblings_near = 2.0")
    with pytest.raises(ValueError, match="not TOML"):
        profile_from_toml("unplaced =")


def test_laws_are_read_as_at_a_day() -> None:
    """Supported accommodation has an age limit from 9 September 2021."""
    assert legal_number(SUPPORTED_ACCOMMODATION_AGE, date(2021, 9, 8)) == 0
    assert legal_number(SUPPORTED_ACCOMMODATION_AGE, date(2021, 9, 9)) == 16
    assert legal_number(USUAL_FOSTERING_LIMIT, date(2026, 4, 1)) == 3
    with pytest.raises(LookupError):
        legal_number(USUAL_FOSTERING_LIMIT, date(1980, 1, 1))
