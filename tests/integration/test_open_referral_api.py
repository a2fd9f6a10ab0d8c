"""The directory's API by Open Referral UK 3.0: what it answers is the standard's, whoever asks and whatever for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from kith.casework.family_help.actions.directory import add_feed, add_service
from kith.casework.family_help.actions.directory_reading import read_feed
from kith.casework.family_help.models import DirectoryFeed
from kith.casework.family_help.open_referral import kinds
from kith.casework.family_help.open_referral.making import ServiceDetails
from kith.casework.family_help.open_referral.standard import json_schema
from kith.casework.family_help.open_referral.streaming import Found, services_in
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.feeds import service
from tests.furnishing.site import Site

API = "/directory/api"


def furnish(cast: Cast) -> dict[str, DirectoryFeed]:
    """Enter a service of ours; read a feed that may be published again, and one that may not."""
    add_service(
        details=ServiceDetails(
            name="Supper club", organisation="Saplings", description="Supper.", kinds_of_help=["parenting", "debt"],
            minimum_age=0, maximum_age=11, fees="Free", telephone="020 7946 0102", address_lines="2 Rowan Walk",
            town="London", postcode="E8 1EA", days=["TH"],
        ),
        by=cast.team_manager,
    )  # fmt: skip
    feeds = {}
    for name, licence, first in (
        ("Open county", "Open Government Licence v3.0", 1),
        ("Closed county", "", 100),
    ):
        feeds[name] = add_feed(
            name=name,
            address="",
            licence=licence,
            may_republish=bool(licence),
            is_read_daily=False,
            by=cast.administrator,
        )
        found = [Found(number, service(first + number)) for number in range(12)]
        read_feed(feed=feeds[name], services=found, source="x", by=None)
    return feeds


@pytest.fixture
def directory(cast: Cast) -> dict[str, DirectoryFeed]:
    """The directory furnished so."""
    return furnish(cast)


def ask(client: WorkersClient, path: str, status: int = 200, **asked: Any) -> dict[str, Any]:
    """Return the answer in JSON, which anybody's page may read and which sets no cookie."""
    answer = client.get(f"{API}{path}", asked)
    assert answer.status_code == status, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    assert not answer.cookies
    said: dict[str, Any] = json.loads(answer.content)
    if status != 200:
        assert said["error"].endswith(".")
    return said


def test_a_session_is_in_no_answer_that_a_shared_cache_may_keep(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """Somebody signed in may have their session renewed by any page, this one too."""
    answer = client_for(cast.social_worker).get(f"{API}/services")
    assert answer.cookies, "their session goes on"
    assert answer["Cache-Control"] == "no-store"
    assert client_for(None).get(f"{API}/services")["Cache-Control"] == "public, max-age=300"


ENDPOINTS = {
    "services": "service",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location",
}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_answer_is_the_standards(client: WorkersClient, directory: object, endpoint: str) -> None:
    """Each thing in a list and each thing by itself, by the shapes gathered from the publisher and by its own schemas."""
    shape = ENDPOINTS[endpoint]
    page = ask(client, f"/{endpoint}")
    assert page["total_items"] == len(page["contents"]) == page["size"] > 0
    assert (page["page_number"], page["first_page"], page["last_page"], page["empty"]) == (
        1,
        True,
        True,
        False,
    )
    schemas = [json_schema(shape)]
    if named := os.environ.get("KITH_OPEN_REFERRAL_SCHEMAS"):
        compiled = Path(named) / "schema" / "compiled" / f"{shape}.json"
        plain = Path(named) / "schema" / f"{shape}.json"
        schemas.append(json.loads((compiled if compiled.exists() else plain).read_text(encoding="utf-8")))
    for item in page["contents"]:
        for said in (item, ask(client, f"/{endpoint}/{item['id']}")):
            assert said["id"] == item["id"]
            for schema in schemas:
                schema.get("properties", {}).pop("taxonomy_terms", None)
                jsonschema.validate(said, schema, format_checker=jsonschema.FormatChecker())


def test_lists_show_what_there_is_one_of(client: WorkersClient, directory: object) -> None:
    """The standard has a list in short, and each service whole at its own address."""
    item = ask(client, "/services")["contents"][0]
    assert "organization" in item
    assert not {"schedules", "contacts", "service_at_locations", "attributes"} & set(item)
    whole = ask(client, f"/services/{item['id']}")
    assert {"service_at_locations", "attributes"} <= set(whole)
    place = ask(client, "/service_at_locations")["contents"][0]
    assert {"location", "service"} <= set(place)


def test_only_what_may_be_published_is(client: WorkersClient, directory: dict[str, DirectoryFeed]) -> None:
    """Ours, and a feed's whose licence lets us; nothing of the other by any road."""
    listed = {one["id"] for one in ask(client, "/services", per_page=500)["contents"]}
    closed = {str(one.identifier) for one in directory["Closed county"].services.all()}
    assert len(listed) == 13
    assert not listed & closed
    ask(client, f"/services/{min(closed)}", 404)
    for place in directory["Closed county"].services.get(identifier=min(closed)).places.all():
        ask(client, f"/service_at_locations/{place.identifier}", 404)
    assert len(ask(client, "/taxonomy_terms", per_page=500)["contents"]) == len(kinds.IN_PLAIN_WORDS) + 7


QUESTIONS: dict[str, tuple[str, dict[str, Any], int]] = {
    "words": ("/services", {"search": "supper -carers"}, 1),
    "a term": ("/services", {"taxonomy_term_id": kinds.term_id("debt")}, 1),
    "a taxonomy": ("/services", {"taxonomy_id": kinds.TAXONOMY_ID}, 1),
    "the youngest age": ("/services", {"minimum_age": 1}, 0),
    "the oldest age": ("/services", {"maximum_age": 4}, 12),
    "a day": ("/services", {"day": "TH"}, 1),
    "times": ("/services", {"start_time": "09:00", "end_time": "12:00:00"}, 12),
    "near": ("/service_at_locations", {"postcode": "E8 1EA", "proximity": "50"}, 1),
    "far": ("/service_at_locations", {"postcode": "E8 1EA", "proximity": "100000"}, 13),
    "a postcode alone": ("/service_at_locations", {"postcode": "E8 1EA"}, 13),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_the_standard_lets_one_ask(client: WorkersClient, directory: object, question: str) -> None:
    """Each parameter narrows the list."""
    path, asked, many = QUESTIONS[question]
    assert ask(client, path, **asked)["total_items"] == many


def test_pages_hold_everything_once(client: WorkersClient, directory: object) -> None:
    """And a page beyond the last is empty and says how many there are."""
    seen: list[str] = []
    for page in (1, 2, 3):
        said = ask(client, "/services", page=page, per_page=5)
        assert (said["total_items"], said["total_pages"], said["page_number"]) == (13, 3, page)
        assert (said["first_page"], said["last_page"]) == (page == 1, page == 3)
        seen += [one["id"] for one in said["contents"]]
    assert len(seen) == len(set(seen)) == 13
    beyond = ask(client, "/services", page=9, per_page=5)
    assert (beyond["empty"], beyond["total_items"]) == (True, 13)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/services", {"page": "0"}), ("/services", {"page": "1.5"}), ("/services", {"per_page": "501"}),
        ("/services", {"taxonomy_term_id": "debt"}), ("/services", {"minimum_age": "old"}),
        ("/services", {"minimum_age": "nan"}), ("/services", {"day": "Monday"}), ("/services", {"start_time": "25:00"}),
        ("/services", {"search": "x" * 201}), ("/services", {"search": "\x00"}),
        ("/service_at_locations", {"proximity": "5"}), ("/service_at_locations", {"postcode": "ZZ99 9ZZ"}),
        ("/service_at_locations", {"postcode": "E8 1EA", "proximity": "near"}),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(
    client: WorkersClient, directory: object, path: str, asked: dict[str, str]
) -> None:
    """In JSON, with what to do."""
    ask(client, path, 400, **asked)


@pytest.mark.parametrize(
    "path", ["/services/x", f"/services/{kinds.TAXONOMY_ID}", "/taxonomies/x", "/nowhere", "/services/"]
)
def test_what_is_not_there_is_a_sentence(client: WorkersClient, directory: object, path: str) -> None:
    """In JSON too."""
    ask(client, path, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_written_through_it(client: WorkersClient, directory: object, method: str) -> None:
    """Only GET and HEAD are taken, with no token of a form asked for before that is said."""
    answer = getattr(client, method)(f"{API}/services")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert client.head(f"{API}/services").status_code == 200


def test_it_says_which_standard_it_is(client: WorkersClient, directory: object) -> None:
    """A checker of feeds begins there, and finds the description from there."""
    said = ask(client, "/")
    assert said["version"] == "HSDS-UK-3.0"
    described = ask(client, "/openapi.json")
    assert said["openapi_url"].endswith(f"{API}/openapi.json")
    assert len(described["paths"]) == 9


def test_another_kith_reads_what_this_one_publishes(
    client: WorkersClient, cast: Cast, directory: object
) -> None:
    """What is published is taken whole: the same services, with their kinds of help, places and times."""
    listed = ask(client, "/services", per_page=500)["contents"]
    published = [ask(client, f"/services/{one['id']}") for one in listed]
    again = add_feed(
        name="Us", address="", licence="", may_republish=False, is_read_daily=False, by=cast.administrator
    )
    import io

    done = read_feed(
        feed=again, services=services_in(io.BytesIO(json.dumps(published).encode())), source="x", by=None
    )
    assert (done.added, done.rejected, done.noted) == (13, 0, 0)
    ours = again.services.get(name="Supper club")
    assert ours.kinds_of_help == ["parenting", "debt"]
    assert ours.places.get().postcode == "E8 1EA"
    assert ours.openings.get().weekday == 3


def test_schemathesis_finds_no_fault(site: Site, site_cast: Cast) -> None:
    """Whatever may be asked by the API's own description, and what may not, is answered as it says."""
    import schemathesis

    furnish(site_cast)
    schema = schemathesis.openapi.from_url(f"{site.address}{API}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 9
    for operation in operations:
        _tried(operation)


def _tried(operation: Any) -> None:
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    # Whether there is such a postcode, and that a distance needs one, are beyond what a schema can say.
    excluded = [positive_data_acceptance] if operation.path == "/service_at_locations" else []

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(case=operation.as_strategy())
    def every(case: Any) -> None:
        case.call_and_validate(excluded_checks=excluded)

    every()
