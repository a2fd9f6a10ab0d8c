"""The genogram's and the ecomap's pages: who is on them, what the table says, and what a closed record does not tell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.people.models import (
    Address,
    NetworkMember,
    Person,
    PersonCharacteristic,
    Relationship,
    Residence,
    Restriction,
)
from kith.casework.people.queries.family_graph import family_graph
from kith.casework.people.queries.genogram import genogram_of
from kith.casework.workforce.models import Worker
from kith.measuring.family_of_forty import FamilyOfForty, make_family_of_forty
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient

TODAY = timezone.localdate()
ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def forty(cast: Cast) -> FamilyOfForty:
    """A family of forty on the record."""
    return make_family_of_forty(TODAY)


def tie(kind: str, person: Person, relative: Person, days: int = 900, **said: object) -> Relationship:
    """Record a tie that has held for so many days."""
    start = TODAY - datetime.timedelta(days=days)
    return Relationship.objects.create(person=person, relative=relative, kind=kind, start_date=start, **said)


def text_of(page: str) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def row_of(page: str, name: str) -> str:
    """Return the table's row about somebody, as it reads."""
    found = re.search(rf"<th scope=\"row\"[^>]*>(?:<a [^>]*>)?{re.escape(name)}<.*?</tr>", page, re.S)
    assert found, f"{name} is not in the table"
    return text_of(found.group())


def test_forty_people_are_each_drawn_once_and_told_once(
    cast: Cast, forty: FamilyOfForty, client_for: ClientFor
) -> None:
    """Picture and table hold the same people, each with a link to their page."""
    page = client_for(cast.contact_officer).get(f"/people/{forty.subject.pk}/genogram/").content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    for name, person in forty.people.items():
        assert picture.count(f'href="/people/{person.pk}/"') == 1, name
        assert row_of(page, name)
    assert len(re.findall(r'class="kith-genogram-person"', picture)) == 40
    assert "40 people in 4 generations" in text_of(page)


@pytest.mark.parametrize(
    ("name", "kin"),
    [
        ("Ngozi Okafor", "Mother"),
        ("Craig Reid", "Father"),
        ("Hannah Reid", "Sister"),
        ("Esther Adewale", "Half-sister"),
        ("Poppy Lindqvist", "Half-sister"),
        ("Baby Carter", "Half-brother or half-sister"),
        ("Tyler Carter", "Step-brother"),
        ("Wayne Carter", "Step-father"),
        ("Grace Okafor", "Grandmother (mother’s mother)"),
        ("Darren Reid", "Uncle (father’s brother)"),
        ("Kelly Reid", "Aunt (father’s half-sister)"),
        ("Kemi Bello", "Cousin (mother’s sister’s daughter)"),
        ("Noah Marsh-Reid", "Cousin (father’s half-sister’s adopted son)"),
        ("Aaliyah Price", "Niece (half-sister’s daughter)"),
        ("Tunde Adewale", "Mother’s former partner"),
        ("Samuel Bello", "Mother’s sister’s partner"),
        ("Sheila Reid", "Father’s father’s partner"),
        ("Lisa Dunn", "Step-father’s former partner"),
    ],
)
def test_the_table_says_what_each_is_to_the_child(
    cast: Cast, forty: FamilyOfForty, client_for: ClientFor, name: str, kin: str
) -> None:
    """In the words of a family, by the nearest way."""
    page = client_for(cast.contact_officer).get(f"/people/{forty.subject.pk}/genogram/").content.decode()
    assert f" {kin} " in row_of(page, name)


def test_parents_partners_and_household_are_in_the_table(
    cast: Cast, forty: FamilyOfForty, client_for: ClientFor
) -> None:
    """What lines and dotted outlines show is said in words, a separation too."""
    page = client_for(cast.contact_officer).get(f"/people/{forty.subject.pk}/genogram/").content.decode()
    row = row_of(page, "Ngozi Okafor")
    assert "Chukwuemeka Okafor and Grace Okafor" in row
    assert "Craig Reid (no longer together), Tunde Adewale (no longer together) and Wayne Carter" in row
    assert "Wayne Carter, Tyler Carter, Daniel Reid, Hannah Reid and Isaac Reid" in row
    assert "not yet born, due" in row_of(page, "Baby Carter").lower()
    assert "Died 1 September 2021" in row_of(page, "Kyle Reid")


def test_a_couple_parted_by_death_is_not_shown_as_separated(cast: Cast) -> None:
    """A tie that ended as somebody died is not a separation; one that ended before is."""
    father = Person.objects.create(
        display_name="Obi",
        sex="M",
        birth_date=datetime.date(1985, 1, 1),
        death_date=TODAY - datetime.timedelta(9),
    )
    tie("parent", father, cast.child)
    held = tie("partner", cast.mother, father)
    Relationship.objects.filter(pk=held.pk).update(end_date=TODAY - datetime.timedelta(9))
    (couple,) = family_graph([cast.child.pk], today=TODAY).family.couples
    assert not couple.has_parted
    Relationship.objects.filter(pk=held.pk).update(end_date=TODAY - datetime.timedelta(90))
    (couple,) = family_graph([cast.child.pk], today=TODAY).family.couples
    assert couple.has_parted


def test_a_closed_record_is_drawn_as_somebody_restricted_and_told_nothing_of(
    cast: Cast, client_for: ClientFor
) -> None:
    """No name, day, link, number or household; the walk ends there, so nobody beyond is found through them."""
    closed = cast.restricted_child
    adopter = Person.objects.create(display_name="Adopter Known", sex="F")
    tie("parent", cast.mother, closed)
    tie("adoptive_parent", adopter, closed)
    home = Address.objects.create(lines="9 Secret Row")
    for person in (closed, cast.child):
        Residence.objects.create(person=person, address=home, start_date=TODAY - datetime.timedelta(days=9))
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/genogram/").content.decode()
    assert "Somebody restricted" in page
    assert closed.display_name not in page
    assert f"/people/{closed.pk}/" not in page
    assert str(closed.birth_date.year) not in row_of(page, "Somebody restricted")
    assert "Adopter Known" not in page
    assert "Lives with Somebody" not in text_of(page)
    assert "Contact the team manager" in page
    # Whoever may open it sees who it is, and beyond.
    page = client_for(cast.director).get(f"/people/{cast.child.pk}/genogram/").content.decode()
    assert closed.display_name in page
    assert "Adopter Known" in page


def test_an_adoption_of_a_closed_record_is_not_told_where_both_sides_are_drawn(
    cast: Cast, client_for: ClientFor
) -> None:
    """An aunt who adopted the child is drawn; that she did is not, for whoever may not open the child's record."""
    aunt = Person.objects.create(display_name="Aunt Nkechi", sex="F")
    tie("sibling", aunt, cast.mother)
    tie("parent", cast.mother, cast.restricted_child)
    tie("adoptive_parent", aunt, cast.restricted_child)
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/genogram/").content.decode()
    assert "Aunt Nkechi" in page
    assert "adoptive" not in page.lower()
    assert "Ngozi Okafor is the parent of" in text_of(page)


def test_a_household_whose_address_is_kept_from_others_is_not_drawn(
    cast: Cast, client_for: ClientFor
) -> None:
    """A genogram is printed and shown around: it does not say who lives at an address that is withheld."""
    home = Address.objects.create(lines="A refuge")
    for person in (cast.mother, cast.child):
        Residence.objects.create(
            person=person,
            address=home,
            start_date=TODAY - datetime.timedelta(days=9),
            withheld=person == cast.mother,
        )
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/genogram/").content.decode()
    assert 'class="kith-genogram-home" d="M' not in page[page.index("<svg") : page.index("</svg>")]
    assert "A household is not shown" in page


def test_a_record_in_which_somebody_is_their_own_ancestor_is_drawn_and_says_so(
    cast: Cast, client_for: ClientFor
) -> None:
    """Such a record can come of two being joined that are not one: the page does not hang, and says what to do."""
    tie("parent", cast.child, cast.mother)
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/genogram/").content.decode()
    assert "makes somebody their own ancestor" in page
    assert "Daniel Okafor is the parent of Ngozi Okafor" in page
    assert "Look at both records" in page


def test_a_name_is_never_markup(cast: Cast, client_for: ClientFor) -> None:
    """Names are typed by people; picture, table and lists escape them, on both pages."""
    hostile = Person.objects.create(display_name='<script>alert("x")</script>', sex="M")
    tie("parent", hostile, cast.child, important_words="<img src=x>", important_words_date=TODAY)
    NetworkMember.objects.create(
        child=cast.child, member_name="<b onload=x>", description="'\"><svg>", kind="friend", start_date=TODAY
    )
    client = client_for(cast.social_worker)
    for page in ("genogram", "ecomap"):
        body = client.get(f"/people/{cast.child.pk}/{page}/").content.decode()
        assert "<script>alert" not in body
        assert "<b onload" not in body
        assert "<img src=x" not in body
        assert "&lt;script&gt;" in body


def test_the_shape_is_by_the_gender_that_somebody_gives(cast: Cast) -> None:
    """Sex as the census asks it is what is left where no gender was given."""
    shape = {one.number: one.shape for one in family_graph([cast.child.pk], today=TODAY).family.members}
    assert shape[cast.child.pk] == "square"
    PersonCharacteristic.objects.create(person=cast.child, kind="gender", code="GIRL", start_date=TODAY)
    PersonCharacteristic.objects.create(person=cast.sibling, kind="gender", code="NB", start_date=TODAY)
    shape = {one.number: one.shape for one in family_graph([cast.child.pk], today=TODAY).family.members}
    assert shape[cast.child.pk] == "circle"
    assert shape[cast.sibling.pk] == "diamond"


def test_a_very_large_family_is_cut_to_the_nearest_and_says_so(cast: Cast, client_for: ClientFor) -> None:
    """Three hundred cousins do not make a page that nobody can read or that never comes."""
    grandmother = Person.objects.create(display_name="Ancestor", sex="F")
    tie("parent", grandmother, cast.mother)
    many = Person.objects.bulk_create(Person(display_name=f"Relation {number}") for number in range(300))
    Relationship.objects.bulk_create(
        Relationship(person=grandmother, relative=one, kind="parent", start_date=datetime.date(2000, 1, 1))
        for one in many
    )
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/genogram/").content.decode()
    assert "The 120 nearest people are drawn" in page
    assert "Ancestor" in page


def test_a_joined_record_leads_to_the_one_that_was_kept(cast: Cast, client_for: ClientFor) -> None:
    """As the person's page does."""
    twin = Person.objects.create(display_name="Dan", merged_into=cast.child)
    client = client_for(cast.team_manager)
    for page in ("genogram", "ecomap"):
        assert (
            client.get(f"/people/{twin.pk}/{page}/").headers["Location"] == f"/people/{cast.child.pk}/{page}/"
        )


def questions(client: WorkersClient, path: str) -> int:
    """Return how many questions a page asks of the database."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("page", ["/people/{person}/genogram/", "/families/{family}/genogram/"])
def test_genograms_ask_a_fixed_number_of_questions(
    cast: Cast, forty: FamilyOfForty, client_for: ClientFor, page: str
) -> None:
    """Of three people or of forty; and few of them."""
    client = client_for(cast.contact_officer)
    few = questions(client, page.format(person=cast.child.pk, family=cast.family.pk))
    many = questions(client, page.format(person=forty.subject.pk, family=forty.family.pk))
    assert few == many <= 12


def test_an_ecomap_asks_a_fixed_number_of_questions(cast: Cast, client_for: ClientFor) -> None:
    """With one around the child or with thirty."""
    client = client_for(cast.contact_officer)
    counted = []
    for number in range(30):
        NetworkMember.objects.create(
            child=cast.child, member=Person.objects.create(display_name=f"Friend {number}"), kind="friend",
            start_date=TODAY,
        )  # fmt: skip
        if number in (0, 29):
            counted.append(questions(client, f"/people/{cast.child.pk}/ecomap/"))
    assert counted[0] == counted[1] <= 12


def test_a_familys_genogram_holds_its_children_and_its_adults_own_parents(
    cast: Cast, forty: FamilyOfForty, client_for: ClientFor
) -> None:
    """Seen from the children: grandparents on every side, and the family's children with a double outline."""
    page = client_for(cast.contact_officer).get(f"/families/{forty.family.pk}/genogram/").content.decode()
    assert "those nearest to Daniel Reid first" in page
    assert "Ron Carter" in page
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert picture.count("kith-genogram-subject") == 3


def test_a_member_whose_record_was_joined_is_drawn_as_the_one_kept(cast: Cast, client_for: ClientFor) -> None:
    """Once, and not as two people."""
    kept = Person.objects.create(display_name="Esther Rose Okafor", sex="F")
    Person.objects.filter(pk=cast.sibling.pk).update(merged_into=kept)
    page = client_for(cast.director).get(f"/families/{cast.family.pk}/genogram/").content.decode()
    assert "Esther Rose Okafor" in page
    assert f'href="/people/{cast.sibling.pk}/"' not in page


def test_the_ecomap_holds_each_once_with_what_the_child_said(cast: Cast, client_for: ClientFor) -> None:
    """A neighbour, a teacher, an aunt she named, the worker who holds her: own people first, words as said."""
    aunt = Person.objects.create(display_name="Aunt Nkechi", sex="F")
    tie(
        "aunt_or_uncle",
        aunt,
        cast.child,
        important_words="She phones on Sundays.",
        important_words_date=TODAY,
    )
    NetworkMember.objects.create(
        child=cast.child, member=aunt, kind="relative", offers="Sunday calls", start_date=TODAY
    )
    NetworkMember.objects.create(
        child=cast.child, member_name="Mrs Petrou", description="Upstairs neighbour", kind="neighbour",
        last_in_touch_date=TODAY - datetime.timedelta(days=300), start_date=TODAY,
    )  # fmt: skip
    NetworkMember.objects.create(
        child=cast.child,
        member_name="Mr Ahmed",
        description="Class teacher",
        kind="professional",
        start_date=TODAY,
    )
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/ecomap/").content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert len(re.findall(r'class="kith-genogram-person"', picture)) == 5
    assert picture.index("Aunt Nkechi") < picture.index("Mr Ahmed")
    assert picture.count("kith-ecomap-important") == 1
    assert picture.count("kith-ecomap-lapsed") == 1
    assert "She phones on Sundays." in row_of(page, "Aunt Nkechi")
    assert "Sunday calls" in row_of(page, "Aunt Nkechi")
    assert "Neighbour: Upstairs neighbour" in row_of(page, "Mrs Petrou")
    assert "Social worker: Lead practitioner" in row_of(page, "Priya Nair")
    assert "Mossbrook Primary School" in row_of(page, "Beth Collins")


def test_the_ecomap_tells_nothing_of_a_closed_record(cast: Cast, client_for: ClientFor) -> None:
    """Somebody in the network whose record is closed is there, and that is all."""
    NetworkMember.objects.create(
        child=cast.child, member=cast.restricted_child, kind="friend", description="Best friend Freya", offers="Football",
        start_date=TODAY,
    )  # fmt: skip
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/ecomap/").content.decode()
    assert "Somebody restricted" in page
    assert "Freya" not in page
    assert "Football" not in page


def test_a_child_of_whom_nothing_is_known_has_a_page_all_the_same(cast: Cast, client_for: ClientFor) -> None:
    """One person and no ties: drawn, with what to do next."""
    client = client_for(cast.contact_officer)
    page = client.get(f"/people/{cast.unheld_child.pk}/genogram/").content.decode()
    assert "1 person in 1 generation" in text_of(page)
    page = client.get(f"/people/{cast.unheld_child.pk}/ecomap/").content.decode()
    assert "Ask who matters to them" in page


def test_the_picture_of_a_record_is_restricted_as_the_record_is(cast: Cast, client_for: ClientFor) -> None:
    """Sealed after it was drawn: closed."""
    client = client_for(cast.contact_officer)
    assert client.get(f"/people/{cast.unheld_child.pk}/genogram/").status_code == 200
    Person.objects.filter(pk=cast.unheld_child.pk).update(restriction=Restriction.SEALED)
    assert client.get(f"/people/{cast.unheld_child.pk}/genogram/").status_code == 403


def test_the_genogram_is_the_same_each_time(forty: FamilyOfForty) -> None:
    """Whoever prints it twice has it twice."""
    first = genogram_of(family_graph([forty.subject.pk], today=TODAY), title="T")
    second = genogram_of(family_graph([forty.subject.pk], today=TODAY), title="T")
    assert first.picture == second.picture
