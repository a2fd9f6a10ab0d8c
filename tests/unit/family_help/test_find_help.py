"""The public page: help is found with no account, nothing typed is kept, and feeds cannot write into the page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kith.casework.family_help.actions.directory import add_feed, add_service
from kith.casework.family_help.actions.directory_reading import read_feed
from kith.casework.family_help.models import DirectoryService
from kith.casework.family_help.open_referral.making import ServiceDetails
from kith.casework.family_help.open_referral.streaming import Found
from kith.casework.people.actions.details import move_home
from kith.casework.people.models import Person
from kith.casework.plans.models import Goal, Plan, PlanChild, PlanTier
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.feeds import service
from tests.integration.access.test_every_address import TODAY, ClientFor

FIND = "/find-help/"


@pytest.fixture
def ours(cast: Cast) -> DirectoryService:
    """One service of ours, for debts, near the family."""
    return add_service(
        details=ServiceDetails(
            name="Debt advice at the Lantern", organisation="Lantern", description="Somebody who knows the forms.",
            kinds_of_help=["debt"], minimum_age=18, fees="Free", telephone="020 7946 0101", email="d@lantern.example.org",
            address_lines="1 Rowan Walk", town="London", postcode="E8 3RH", days=["TU"],
        ),
        by=cast.team_manager,
    )  # fmt: skip


def test_a_family_finds_help_without_an_account(client: WorkersClient, ours: DirectoryService) -> None:
    """What it is, for whom, cost, when, how far and how to get in touch."""
    answer = client.post(FIND, {"need": "debt", "age": "7", "postcode": "e81ea", "within": "3"})
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (ours.name, "Adults, from 18", "Free", "Tuesday", "tel:02079460101", "miles away"):
        assert words in page, words
    one = client.get(reverse("family_help:service", args=[ours.identifier])).content.decode()
    assert "mailto:d@lantern.example.org" in one
    assert "1 Rowan Walk, London, E8 3RH" in one


def test_nothing_typed_goes_into_an_address_or_a_cookie(
    client: WorkersClient, ours: DirectoryService
) -> None:
    """A question in the address is not answered, the page is not kept by the browser, and no session begins."""
    answer = client.get(FIND, {"need": "debt", "postcode": "E8 1EA"})
    assert ours.name not in answer.content.decode()
    answer = client.post(FIND, {"need": "debt", "postcode": "E8 1EA"})
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies
    assert "Location" not in answer


def test_nothing_found_says_what_to_try_and_leads_to_us(
    client: WorkersClient, ours: DirectoryService
) -> None:
    """An honest line, and somebody to ask."""
    page = client.post(FIND, {"words": "xylophone"}).content.decode()
    assert "Nothing found" in page
    assert reverse("front_door:ask_for_help") in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"postcode": "nowhere"}, "This is not a postcode"),
        ({"age": "70"}, "up to 25"),
        ({"age": "-1"}, "cannot be below 0"),
        ({"need": "a pony"}, "Select a valid choice"),
        ({"postcode": "E8 1EA", "within": "9999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    client: WorkersClient, cast: Cast, said: dict[str, str], sentence: str
) -> None:
    """Beside the field."""
    answer = client.post(FIND, said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "9" * 5000, "²", ""])
def test_a_page_that_is_none_is_the_first(client: WorkersClient, ours: DirectoryService, page: str) -> None:
    """Whatever a program sends."""
    assert client.post(FIND, {"page": page}).status_code == 200


def test_workers_searches_bear_what_no_keyboard_sends(cast: Cast, client_for: ClientFor) -> None:
    """A character that the database cannot keep is left out, and is no error."""
    manager = client_for(cast.team_manager)
    assert manager.get("/directory/", {"q": "debt\x00"}).status_code == 200
    plan = Plan.objects.create(family=cast.family, start_date=TODAY)
    PlanChild.objects.create(plan=plan, child=cast.child, start_date=TODAY)
    assert manager.post(f"/plans/{plan.pk}/find-help/", {"words": "debt\x00"}).status_code == 200


def test_a_feed_cannot_write_into_the_page(client: WorkersClient, cast: Cast) -> None:
    """Its words are words, and its links lead to pages, letters and telephones alone."""
    feed = add_feed(
        name="<b>F</b>",
        address="",
        licence="",
        may_republish=False,
        is_read_daily=False,
        by=cast.administrator,
    )
    bad = service(
        1, name="A &lt;script&gt;alert(1)&lt;/script&gt; \"group\"", url="javascript:alert(1)", description="<img src=x onerror=alert(1)>Hi",
        alert="\" onmouseover=\"alert(1)", email="a@b.org?cc=x@y.org", fees="<script>1</script>",
        contacts=[{"id": service(1)["id"], "phones": [{"id": service(2)["id"], "number": "\"><script>020 7946 0000"}]}],
    )  # fmt: skip
    read_feed(feed=feed, services=[Found(1, bad)], source="x", by=None)
    (found,) = DirectoryService.objects.all()
    for page in (
        client.post(FIND, {}).content.decode(),
        client.get(reverse("family_help:service", args=[found.identifier])).content.decode(),
    ):
        main = page[page.index("<main") : page.index("</main")]
        assert "<script" not in main
        assert "javascript:" not in main
        assert "<img" not in main
        assert 'onmouseover="' not in main
        assert "<b>F" not in main


def test_more_than_sixty_searches_a_minute_wait(client: WorkersClient, ours: DirectoryService) -> None:
    """A program that reads the whole directory has the interface for that."""
    statuses = [client.post(FIND, {}).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]


def test_a_practitioner_finds_help_near_the_family_by_its_goal(
    cast: Cast, ours: DirectoryService, client_for: ClientFor
) -> None:
    """The goal's need, the child's age and the home are taken from the record; none of them is in the address."""
    plan = _plan(cast, cast.child)
    Goal.objects.create(plan=plan, words="To stop the letters about money", need="20", set_date=TODAY)
    move_home(
        people=[cast.child],
        lines="27 Navarino Road",
        town="London",
        postcode="E8 1AD",
        start_date=TODAY,
        by=cast.social_worker,
    )
    client = client_for(cast.social_worker)
    assert f"/plans/{plan.pk}/find-help/" in client.get(f"/plans/{plan.pk}/").content.decode()
    page = client.get(f"/plans/{plan.pk}/find-help/").content.decode()
    assert ours.name in page
    assert "miles away" in page
    assert "poor housing, debt and money" in page
    assert "E8 1AD" not in page
    other = client.post(f"/plans/{plan.pk}/find-help/", {"kind": "parenting", "within": "1"}).content.decode()
    assert ours.name not in other
    assert client_for(cast.outsider).get(f"/plans/{plan.pk}/find-help/").status_code == 403


def _plan(cast: Cast, child: Person) -> Plan:
    plan = Plan.objects.create(family=cast.family, start_date=TODAY)
    PlanChild.objects.create(plan=plan, child=child, start_date=TODAY)
    PlanTier.objects.create(plan=plan, tier="family_help", start_date=TODAY, reason="Asked for.")
    return plan


SENT = {
    "name": "Supper club", "organisation": "Saplings", "description": "Supper on Thursdays.", "kinds_of_help": ["parenting"],
    "minimum_age": "0", "maximum_age": "11", "fees": "Free", "telephone": "020 7946 0102", "address_lines": "2 Rowan Walk",
    "town": "London", "postcode": "E8 1EA", "days": ["TH"], "opens": "17:00", "closes": "18:30", "status": "active",
}  # fmt: skip


def test_a_keeper_adds_changes_and_ends_a_service(
    cast: Cast, client_for: ClientFor, client: WorkersClient
) -> None:
    """Entered, found by families, changed with what it said before in the form, and gone."""
    keeper = client_for(cast.team_manager)
    assert keeper.post("/directory/services/add/", SENT).status_code == 303
    (service_,) = DirectoryService.objects.all()
    assert "Supper club" in client.post(FIND, {"need": "parenting", "age": "3", "day": "TH"}).content.decode()
    form = keeper.get(f"/directory/services/{service_.pk}/change/").content.decode()
    assert 'value="17:00' in form
    assert "Supper on Thursdays." in form
    changed = {**SENT, "name": "Supper and homework club", "version": "1"}
    assert keeper.post(f"/directory/services/{service_.pk}/change/", changed).status_code == 303
    service_.refresh_from_db()
    assert (service_.name, service_.version, service_.history.count()) == ("Supper and homework club", 2, 3)
    assert keeper.post(f"/directory/services/{service_.pk}/end/", {"version": "2"}).status_code == 303
    assert "Supper" not in client.post(FIND, {}).content.decode()
    assert keeper.get(f"/directory/services/{service_.pk}/change/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minimum_age": "12"}, "oldest age is below the youngest"),
        ({"closes": "16:00"}, "closes before it opens"),
        ({"url": "javascript:alert(1)"}, "not a web address"),
        ({"kinds_of_help": []}, "Choose at least one kind of help"),
        ({"telephone": "", "address_lines": ""}, "how a family gets in touch"),
        ({"postcode": ""}, "town and the postcode"),
    ],
)
def test_a_service_that_cannot_be_is_a_sentence(
    cast: Cast, client_for: ClientFor, changes: dict[str, object], sentence: str
) -> None:
    """Beside the field, with what was typed kept."""
    answer = client_for(cast.administrator).post("/directory/services/add/", {**SENT, **changes})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not DirectoryService.objects.exists()
