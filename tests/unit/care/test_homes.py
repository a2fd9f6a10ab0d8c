"""Homes: who may look one up, what its page shows, and what putting it right does to the children there."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.access.rights import Right, general_rights
from kith.casework.care.actions.homes import add_carer, add_home, change_home, end_carer
from kith.casework.care.models import Home, HomeCarer, Placement
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Residence
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.in_care import a_home, come_into_care
from tests.unit.care.test_placing import ago, into_care

ClientFor = Callable[[Worker | None], WorkersClient]


def test_whoever_works_with_families_opens_a_home(cast: Cast, client_for: ClientFor) -> None:
    """Every page of a home, for every role: open to those who may find people, refused to others, and to a stranger."""
    home = a_home()
    carer = HomeCarer.objects.create(home=home, name="Ann Clarke", start_date=ago(300))
    pages = ["", "change/", "move/", "carers/add/", f"carers/{carer.pk}/end/"]
    for worker in cast.by_role.values():
        client = client_for(worker)
        expected = 200 if Right.FIND_PEOPLE in general_rights(worker.role) else 403
        assert {client.get(f"/homes/{home.pk}/{page}").status_code for page in pages} == {expected}, (
            worker.role
        )
    assert client_for(None).get(f"/homes/{home.pk}/").status_code == 302
    assert client_for(cast.social_worker).get("/homes/99999999/").status_code == 404


def test_a_home_shows_the_children_whom_the_reader_may_see(cast: Cast, client_for: ClientFor) -> None:
    """A child on a record closed to the reader is a number, and never who."""
    home = a_home("Rosa Diaz")
    come_into_care(cast.child, by=cast.team_manager, home=home)
    come_into_care(cast.restricted_child, by=cast.outside_manager, home=home)
    page = client_for(cast.social_worker).get(f"/homes/{home.pk}/").content.decode()
    assert "Daniel Okafor" in page
    assert "Freya" not in page
    assert "1 child on a record not open to you" in page
    assert "Rosa Diaz" in client_for(cast.social_worker).get("/homes/?q=diaz").content.decode()


def test_an_address_that_is_kept_from_others_is_so_on_the_childrens_records(cast: Cast) -> None:
    """From the moment that the home says so, for children on records closed to whoever says it too."""
    home = a_home(urn="SC1", postcode="E8 3PH")
    into_care(cast, home=home)
    into_care(cast, cast.restricted_child, home=home, by=cast.outside_manager)
    with acting_as(cast.team_manager):
        change_home(home=home, name="Ann", kind="foster", provider="PR1", urn="SC1", address_withheld=True, by=cast.team_manager)  # fmt: skip
    assert set(Residence.objects.filter(end_date__isnull=True, person__in=[cast.child, cast.restricted_child]).values_list("withheld", flat=True)) == {True}  # fmt: skip


CANNOT: list[tuple[str, dict[str, str], str]] = [
    ("foster carers whom nobody provides", {"kind": "foster", "provider": ""}, "Say who provides"),
    ("a parent provided by an agency", {"kind": "parent", "provider": "PR4"}, "provided by the parent"),
    ("foster carers provided by a parent", {"kind": "foster", "provider": "PR0"}, "Only a parent"),
    ("a parent with Ofsted’s number", {"kind": "parent", "provider": "PR0", "urn": "SC1"}, "gives a parent's home no number"),
    ("adopters whom anybody could look up", {"kind": "adopters", "provider": "PR1"}, "are not on this list"),
    ("a home without a name", {"name": " "}, "Enter the name"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "said", "sentence"), CANNOT, ids=[what for what, *_ in CANNOT])
def test_a_home_that_cannot_be(cast: Cast, what: str, said: dict[str, str], sentence: str) -> None:
    """Each is refused in a sentence, and no home is added."""
    usual = {"name": "Elm House", "kind": "childrens_home", "provider": "PR4", "lines": "1 Elm Road"}
    with pytest.raises(CannotBeTrue, match=sentence):
        add_home(by=cast.team_manager, **{**usual, **said})
    assert not Home.objects.exists()


def test_carers_come_and_go(cast: Cast) -> None:
    """Somebody on the record or a name, once at a time, for a day at least."""
    home = a_home()
    today = timezone.localdate()
    with pytest.raises(CannotBeTrue, match="one of the two"):
        add_carer(home=home, day=today, by=cast.team_manager)
    carer = add_carer(home=home, day=ago(9), name="Ann Clarke", by=cast.team_manager)
    with pytest.raises(CannotBeTrue, match="already"):
        add_carer(home=home, day=today, name="ann clarke", by=cast.team_manager)
    with pytest.raises(CannotBeTrue, match="Enter a later day"):
        end_carer(carer=carer, day=ago(9), by=cast.team_manager)
    end_carer(carer=carer, day=today, by=cast.team_manager)
    assert HomeCarer.objects.get(pk=carer.pk).end_date == today


def test_pages_of_homes_do_what_they_say(cast: Cast, client_for: ClientFor) -> None:
    """A home is added with its carers, put right and moved, each on its page; a child there goes on at the new address."""
    client = client_for(cast.social_worker)
    day = datetime.date(2020, 1, 6)
    since = {"since_0": day.day, "since_1": day.month, "since_2": day.year}
    added = client.post(
        "/homes/add/",
        {
            "name": "Rosa Diaz", "kind": "foster", "provider": "PR1", "urn": "SC1", "lines": "1 Elm Road", "postcode": "E8 3PH",
            "carers": "Rosa Diaz\nIda Diaz", **since,
        },
    )  # fmt: skip
    home = Home.objects.get()
    assert added["Location"] == f"/homes/{home.pk}/"
    assert set(home.carers.values_list("name", flat=True)) == {"Rosa Diaz", "Ida Diaz"}
    into_care(cast, home=home)
    moved = ago(5)
    sent = {
        "lines": "9 Quay Road",
        "postcode": "E8 4RP",
        "day_0": moved.day,
        "day_1": moved.month,
        "day_2": moved.year,
    }
    assert client.post(f"/homes/{home.pk}/move/", sent).status_code == 303
    assert [row.home_address.postcode for row in Placement.objects.order_by("start_date") if row.home_address] == ["E8 3PH", "E8 4RP"]  # fmt: skip
