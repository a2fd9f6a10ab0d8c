"""Finding services: by need, words, a child's age, distance, day and cost, nearest first, and only what is open."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.family_help.actions import directory
from kith.casework.family_help.models import DirectoryService
from kith.casework.family_help.open_referral.making import ServiceDetails
from kith.casework.family_help.queries.directory import Asked, Matched, find_services
from kith.casework.furniture.sentences import CannotBeTrue
from kith.reference import postcodes
from tests.furnishing.cast import Cast

# name: kinds, ages, postcode, days, cost
SERVICES = {
    "Stay and play at the Lantern": (["parenting"], 0, 4, "E8 3RH", ["MO"], "Free"),
    "Debt advice for parents": (["debt", "housing"], 18, None, "E8 1EA", ["TU"], "Free"),
    "Swimming for disabled children": (["short_breaks"], 5, 15, "N16 8EL", ["SA"], "£3 a session"),
    "Youth boxing": (["outside_harm"], 13, 19, "E5 0NP", ["WE"], "£1"),
    "Parents' helpline": (["parenting", "mental_health"], None, None, "", [], "Free"),
}


@pytest.fixture
def kept(cast: Cast) -> dict[str, DirectoryService]:
    """The services above, entered by the team manager."""
    return {
        name: directory.add_service(
            details=ServiceDetails(
                name=name, organisation="Lantern", description=f"About {name.lower()}.", kinds_of_help=kinds,
                minimum_age=youngest, maximum_age=oldest, fees=fees, telephone="020 7946 0001",
                address_lines="1 Rowan Walk" if postcode else "", town="London" if postcode else "", postcode=postcode,
                days=days, opens=datetime.time(10) if days else None,
            ),
            by=cast.team_manager,
        )
        for name, (kinds, youngest, oldest, postcode, days, fees) in SERVICES.items()
    }  # fmt: skip


def near(postcode: str) -> tuple[int, int]:
    """Return where a postcode is."""
    place = postcodes.find(postcode)
    assert place is not None
    return place.easting, place.northing


def names(asked: Asked) -> list[str]:
    """Return the names of what is found, in order."""
    return [one.service.name for one in find_services(asked).services]


STAY, DEBT, SWIM, BOX, LINE = SERVICES
QUESTIONS: dict[str, tuple[Asked, set[str]]] = {
    "everything": (Asked(), set(SERVICES)),
    "a need": (Asked(kinds=("parenting",)), {STAY, LINE}),
    "either need": (Asked(kinds=("housing", "short_breaks")), {DEBT, SWIM}),
    "a toddler": (Asked(age=2), {STAY, DEBT, LINE}),
    "the oldest age is in": (Asked(age=4), {STAY, DEBT, LINE}),
    "a year older is not": (Asked(age=16), {BOX, DEBT, LINE}),
    "words in another form": (Asked(words="swim disability"), {SWIM}),
    "a kind of help as a word": (Asked(words="housing"), {DEBT}),
    "a day": (Asked(weekday=2), {BOX}),
    "free": (Asked(free_only=True), {STAY, DEBT, LINE}),
    "near, and a helpline however far": (Asked(near=near("E8 3RH"), within=300), {STAY, LINE}),
    "all of it at once": (
        Asked(
            kinds=("debt",),
            words="advice",
            age=7,
            near=near("E8 3RH"),
            within=3000,
            weekday=1,
            free_only=True,
        ),
        {DEBT},
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_found(kept: dict[str, DirectoryService], question: str) -> None:
    """Each question finds these and no others. Help for adults fits a child of any age: it is for the parents."""
    asked, expected = QUESTIONS[question]
    assert set(names(asked)) == expected


def test_the_nearest_comes_first_and_what_has_no_place_last(kept: dict[str, DirectoryService]) -> None:
    """Distances are straight lines between postcodes, as the record measures them."""
    found = find_services(Asked(near=near("E8 3RH")))
    assert [one.service.name for one in found.services] == [STAY, DEBT, BOX, SWIM, LINE]
    measured = {one.service.name: one.miles for one in found.services}
    here, there = postcodes.find("E8 3RH"), postcodes.find("N16 8EL")
    assert here is not None
    assert there is not None
    assert measured[SWIM] == pytest.approx(postcodes.distance_miles(here, there), abs=0.06)
    assert measured[LINE] is None


def test_words_that_no_service_has_all_of_find_some_and_misspelt_ones_find_the_like(
    kept: dict[str, DirectoryService],
) -> None:
    """A family is told how the words were found, and is not left with nothing for one word too many."""
    some = find_services(Asked(words="boxing trampoline"))
    assert some.matched == Matched.SOME
    assert [one.service.name for one in some.services] == [BOX]
    alike = find_services(Asked(words="swiming disabeld"))
    assert alike.matched == Matched.ALIKE or alike.matched == Matched.SOME
    assert SWIM in [one.service.name for one in alike.services]
    assert find_services(Asked(words="zzzz")).total == 0


def test_pages_hold_every_service_once(kept: dict[str, DirectoryService]) -> None:
    """And a page beyond the last still says how many there are."""
    pages = [find_services(Asked(near=near("E8 3RH")), first=first, most=2) for first in (0, 2, 4, 6)]
    assert [len(page.services) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    assert len({one.service.pk for page in pages for one in page.services}) == 5


def test_what_is_closed_or_has_ended_is_not_found(cast: Cast, kept: dict[str, DirectoryService]) -> None:
    """A family is not sent to a locked door."""
    directory.end_service(service=kept[STAY], by=cast.team_manager)
    DirectoryService.objects.filter(pk=kept[BOX].pk).update(status="temporarily closed")
    assert set(names(Asked())) == {DEBT, SWIM, LINE}
    kept[STAY].refresh_from_db()
    assert kept[STAY].ended_date == timezone.localdate()
    with pytest.raises(CannotBeTrue, match="has left the directory"):
        directory.end_service(service=kept[STAY], by=cast.team_manager)


def test_a_service_is_entered_once(cast: Cast, kept: dict[str, DirectoryService]) -> None:
    """Twice the same on a list helps nobody."""
    with pytest.raises(CannotBeTrue, match="already"):
        directory.add_service(
            details=ServiceDetails(STAY.upper(), "Lantern", "Again.", ["parenting"]), by=cast.team_manager
        )
