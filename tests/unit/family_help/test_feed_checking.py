"""What is a service by Open Referral UK and what is not: every refusal has its reason and says what to do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.family_help.open_referral import grid, standard
from kith.casework.family_help.open_referral.checking import NotTaken, check_service
from kith.casework.family_help.open_referral.facts import facts_of
from kith.reference import postcodes
from tests.furnishing.feeds import service

SERVICE_SCHEMA = standard.json_schema("service")

REFUSED: dict[str, tuple[Any, str]] = {
    "not an object": ("hello", "not an object"),
    "no id": (service(id=None), "no id"),
    "an id that is no UUID": (service(id="12"), "not a UUID"),
    "no name": (service(name="  "), "no name"),
    "a name of markup alone": (service(name="<b></b>"), "no name"),
    "a status of its own": (service(status="open"), "must be one of: active"),
    "no organisation": (service(organization=None), "no organisation"),
    "ages the wrong way round": (service(minimum_age=11, maximum_age=4), "may be swapped"),
    "an age that cannot be": (service(maximum_age=1000), "An age of 1000 years cannot be"),
    "bytes that are no text": (service(description="caf\udce9"), "bytes that are not text"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_service_is_refused_with_the_reason(kind: str) -> None:
    """Each way of being none has a sentence of its own."""
    said, reason = REFUSED[kind]
    with pytest.raises(NotTaken, match=reason):
        check_service(said)


def test_every_reason_is_given_at_once() -> None:
    """A publisher mends a service in one go."""
    with pytest.raises(NotTaken) as refused:
        check_service({"description": "Something"})
    assert len(refused.value.reasons) == 4


def test_a_small_fault_leaves_out_that_part_and_keeps_the_service() -> None:
    """A mistyped address of a page does not cost a family the service, and is noted for the publisher."""
    checked = check_service(
        service(
            url="javascript:alert(1)", email="nobody", languages=[{"id": "x"}], maximum_age="four", fees=["a"]
        )
    )
    assert not {"url", "email", "languages", "maximum_age", "fees"} & set(checked.document)
    assert len(checked.notes) == 5
    assert all(note.endswith(".") for note in checked.notes)


def test_markup_in_a_text_becomes_words() -> None:
    """What a publisher's editor left in is not shown to a family, and cannot run."""
    said = "<p>One</p><script>bad()</script>two &lt;img src=x onerror=bad()&gt; &amp; three\x00<!-- four -->"
    assert check_service(service(description=said)).document["description"] == "One\nbad()two  & three"


@pytest.mark.parametrize(
    "address", ["javascript:x", "data:text/html,x", "//example.org", "ftp://example.org", "https://a:b@example.org",
                "https://example.org/<script>", "https://[", "mailto:a@b.org"],
)  # fmt: skip
def test_a_link_leads_only_to_a_web_page(address: str) -> None:
    """Whatever else an address could do, it is left out."""
    assert "url" not in check_service(service(url=address)).document


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(sorted(standard.shapes()["service"].fields)), inner)))  # fmt: skip
def test_whatever_is_given_is_taken_or_refused(said: Any) -> None:
    """Nothing that JSON can say makes the check fail, and what is taken is valid by the standard's shapes."""
    try:
        checked = check_service({**service(), **said} if isinstance(said, dict) else said)
    except NotTaken:
        return
    jsonschema.validate(checked.document, SERVICE_SCHEMA)
    facts_of(checked.document)


def test_facts_are_what_the_document_says() -> None:
    """Kinds of help, cost, place and opening times come from where the standard has them."""
    facts = facts_of(check_service(service(7)).document)
    assert facts.kinds_of_help == ["parenting", "mental_health"], "from its term, and from its name"
    assert facts.is_free is True
    assert [(one.weekday, str(one.opens), str(one.closes)) for one in facts.openings] == [
        (0, "09:30:00", "11:30:00"),
        (2, "09:30:00", "11:30:00"),
    ]
    assert facts.places[0].postcode == "E8 1EA"
    assert facts.places[0].easting is not None


def test_a_place_without_coordinates_is_where_its_postcode_is() -> None:
    """Most publishers know the postcode and not the grid."""
    said = service()
    del said["service_at_locations"][0]["location"]["latitude"]
    found = postcodes.find("E8 1EA")
    assert found is not None
    (place,) = facts_of(check_service(said).document).places
    assert (place.easting, place.northing) == (found.easting, found.northing)


def test_the_grid_agrees_with_the_ordnance_surveys_own_example() -> None:
    """Caister water tower, in the guide's annex: within the six metres that the shift is good for."""
    found = grid.to_grid(52 + 39 / 60 + 28.8282 / 3600, 1 + 42 / 60 + 57.8663 / 3600)
    assert found is not None
    assert abs(found[0] - 651409.792) < 6
    assert abs(found[1] - 313177.448) < 6


@settings(deadline=None)
@given(st.integers(90_000, 650_000), st.integers(20_000, 650_000))
def test_there_and_back_on_the_grid_is_the_same_place(easting: int, northing: int) -> None:
    """To a metre or two, wherever in England."""
    back = grid.to_grid(*grid.to_degrees(easting, northing))
    assert back is not None
    assert abs(back[0] - easting) <= 2
    assert abs(back[1] - northing) <= 2


def publishers_schemas() -> Path:
    """Return the folder of the publisher's schemas, or skip where it is not at hand."""
    named = os.environ.get("KITH_OPEN_REFERRAL_SCHEMAS", "")
    if not named:
        pytest.skip("KITH_OPEN_REFERRAL_SCHEMAS does not name the publisher's schemas")
    return Path(named)


def test_our_shapes_are_the_publishers() -> None:
    """The file of shapes is what the publisher's schemas give, gathered anew."""
    kept = json.loads(Path(standard.__file__).with_name(standard.FILE).read_text(encoding="utf-8"))
    assert standard.gather(publishers_schemas()) == kept


@pytest.mark.parametrize("name", ["service_full", "service_list"])
def test_the_publishers_examples_are_taken(name: str) -> None:
    """What the standard itself shows as right is right here."""
    said = json.loads((publishers_schemas() / "examples" / f"{name}.json").read_text(encoding="utf-8"))
    for one in said.get("contents", [said]):
        checked = check_service(one)
        compiled = publishers_schemas() / "schema" / "compiled" / "service.json"
        jsonschema.validate(checked.document, json.loads(compiled.read_text(encoding="utf-8")))
