"""Search: however it is spelt, by whatever is known, and nobody silently absent."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kith.casework.access.models import AuditEntry
from kith.casework.people import search
from kith.casework.people.actions import details, person
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as

BORN = datetime.date(2014, 5, 17)


@pytest.fixture
def catherine(cast: Cast) -> Person:
    """A girl with a former name, a number and an address."""
    with acting_as(cast.contact_officer):
        found = person.add_person(
            given_names="Catherine Joséphine",
            family_name="Müller-Ahmed",
            birth_date=BORN,
            by=cast.contact_officer,
        )
        details.add_name(person=found, kind="former", given_names="Catherine", family_name="Featherstonehaugh",
                         start_date=None, is_in_use=False, by=cast.contact_officer)  # fmt: skip
        details.add_identifier(
            person=found, kind="nhs", value="943 476 5919", source="", verified=False, by=cast.contact_officer
        )
        details.move_home(people=[found], lines="14 Lordship Walk", town="London", postcode="E8 1EA",
                          start_date=datetime.date(2020, 1, 1), by=cast.contact_officer)  # fmt: skip
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "Catherine Müller-Ahmed",
        "catherine muller ahmed",  # no accents, no hyphen, no capitals
        "Ahmed Catherine",  # the other way round
        "Katherine Muller",  # sounds alike
        "Cathrine Mulller",  # a slip in each
        "Catherine Featherstonhaugh",  # the former name, misspelt
        "josephine",
        "17/5/2014",
        "Catherine 17/5/2014",
        "943 476 5919",
        "9434765919",
        "e81ea",
        "14 Lordship",
    ],
)
def test_she_is_found_by(typed: str, cast: Cast, catherine: Person) -> None:
    """Each way in which somebody might ask for her."""
    with acting_as(cast.contact_officer):
        found = search.find(search.read(typed))
    assert catherine.pk in [one.person.pk for one in found if one.person], typed


def test_the_exact_name_comes_first(cast: Cast, catherine: Person) -> None:
    """Among those alike, the one as spelt is first."""
    with acting_as(cast.contact_officer):
        person.add_person(given_names="Katharine", family_name="Miller Ahmad", by=cast.contact_officer)
        found = search.find(search.read("Catherine Müller-Ahmed"))
    assert found[0].person == catherine


def test_a_restricted_person_is_shown_as_somebody_to_ask_about(cast: Cast) -> None:
    """Never silently absent, and never named."""
    name = cast.restricted_child.display_name
    with acting_as(cast.contact_officer):
        found = search.find(search.read(name))
    hidden = [one for one in found if one.is_hidden]
    assert hidden
    assert hidden[0].team_to_ask == cast.hillside.name


def test_a_workers_own_family_is_hidden_from_them_alone(cast: Cast) -> None:
    """Her niece is nobody to the social worker, and herself to a colleague."""
    for worker, is_hidden in ((cast.social_worker, True), (cast.contact_officer, False)):
        with acting_as(worker):
            found = search.find(search.read(cast.own_niece.display_name))
        visible = [one.person.pk for one in found if one.person]
        assert (cast.own_niece.pk not in visible) == is_hidden


def test_likely_duplicates_stand_before_a_person_can_be_made(
    cast: Cast, catherine: Person, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The first press shows who is alike; only the second, which says 'none of these', adds."""
    officer = client_for(cast.contact_officer)
    sent = {
        "given_names": "Kathryn",
        "family_name": "Muller Ahmed",
        "birth_date_0": 17,
        "birth_date_1": 5,
        "birth_date_2": 2014,
        "sex": "F",
    }
    before = Person.objects.count()
    asked = officer.post("/people/add/", sent)
    page = asked.content.decode()
    assert "Is it one of these?" in page
    assert "Catherine Joséphine Müller-Ahmed" in page
    assert Person.objects.count() == before
    assert officer.post("/people/add/", {**sent, "none_of_these": "on"}).status_code == 303
    assert Person.objects.count() == before + 1


def test_a_search_is_logged_with_whom_it_showed_and_not_with_what_was_typed(
    cast: Cast, catherine: Person, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The log names people by number; a name typed is a child's data and stays out of it."""
    answer = client_for(cast.contact_officer).get("/search/", {"q": "Catherine Muller"})
    assert "Müller-Ahmed" in answer.content.decode()
    entry = AuditEntry.objects.filter(verb="search").latest("pk")
    assert catherine.pk in entry.subject_ids
    assert "Catherine" not in entry.what + entry.reason
