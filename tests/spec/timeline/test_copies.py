"""The drawn table of copies, held against both chronologies, on the page and in the PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kith.casework.people.actions import details
from kith.casework.people.models import Residence
from kith.casework.timeline.actions import chronologies
from kith.casework.timeline.actions.notes import WrittenPassage, write_note
from kith.casework.timeline.models import AuthoredChronology
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.spec.timeline.copies_table import PEOPLE, rows

TODAY = timezone.localdate()
ClientFor = Callable[[Worker | None], WorkersClient]
TITLE = "A title that may speak of anybody"


@pytest.fixture
def written(cast: Cast) -> AuthoredChronology:
    """Every row of the table as a passage of one note, and as an entry of an authored chronology."""
    numbers = {name: getattr(cast, name).pk for name in PEOPLE}
    with acting_as(cast.social_worker):
        write_note(
            kind="meeting", title=TITLE, day=TODAY, people=list(numbers.values()), by=cast.social_worker,
            passages=[
                WrittenPassage(words, tuple(numbers[n] for n in about), tuple(numbers[n] for n in withheld))
                for words, about, withheld, _ in rows()
            ],
        )  # fmt: skip
        chronology = chronologies.start_chronology(
            child=None, family=cast.family, people=list(numbers.values()), purpose="The purpose of it all",
            from_date=TODAY, to_date=TODAY, by=cast.social_worker,
        )  # fmt: skip
        for words, about, withheld, _ in rows():
            chronologies.add_entry(
                chronology=chronology, day=TODAY, source="The record", what_happened=words,
                why_it_matters=f"Why it matters that: {words}", impact=f"What it meant that: {words}",
                about=[numbers[n] for n in about], withheld_from=[numbers[n] for n in withheld],
                by=cast.social_worker,
            )  # fmt: skip
        chronologies.write_about(
            chronology=chronology, purpose=chronology.purpose, from_date=TODAY, to_date=TODAY,
            introduction="The introduction to it all", analysis="The analysis of it all", readers=[numbers["child"]],
            by=cast.social_worker,
        )  # fmt: skip
    return chronology


def texts(client: WorkersClient, page: str, pdf: str, wanted: int) -> tuple[str, str]:
    """Return what a copy says on the page, and in the PDF."""
    shown = client.get(f"{page}?for={wanted}")
    assert shown.status_code == 200
    main = re.search(r"<main.*</main>", shown.content.decode(), re.DOTALL)
    assert main is not None
    printed = client.get(f"{pdf}?for={wanted}")
    assert printed.status_code == 200
    read = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(printed.content)).pages)
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split()), " ".join(read.split())


@pytest.mark.parametrize("reader", PEOPLE)
def test_each_copy_of_the_automatic_chronology_holds_what_the_table_says(
    cast: Cast, written: AuthoredChronology, client_for: ClientFor, reader: str
) -> None:
    """No more and no less, of a family and of a child; what is left out is counted and nothing is said of it."""
    client, person = client_for(cast.social_worker), getattr(cast, reader)
    for whose in (f"/families/{cast.family.pk}", f"/people/{person.pk}"):
        for text in texts(client, f"{whose}/chronology/", f"{whose}/chronology/pdf/", person.pk):
            assert {words for words, *_ in rows() if words in text} == {
                words for words, _, _, copies in rows() if reader in copies
            }
            left_out = sum(1 for *_, copies in rows() if reader not in copies)
            assert f"{left_out} passages are left out of this copy" in text
            assert TITLE not in text
            assert "Not to be disclosed" not in text
            others = [getattr(cast, name).display_name for name in PEOPLE if name != reader]
            assert [name for name in others if name in text] == []


@pytest.mark.parametrize("reader", PEOPLE)
def test_each_copy_of_an_authored_chronology_holds_what_the_table_says(
    cast: Cast, written: AuthoredChronology, client_for: ClientFor, reader: str
) -> None:
    """With the author's words on each; the whole's words only for whom the author said so."""
    person, path = getattr(cast, reader), f"/chronologies/{written.pk}/"
    for text in texts(client_for(cast.social_worker), path, f"{path}pdf/", person.pk):
        for words, _, _, copies in rows():
            assert (words in text) == (reader in copies), words
            assert (f"Why it matters that: {words}" in text) == (reader in copies), words
            assert (f"What it meant that: {words}" in text) == (reader in copies), words
        for words in ("The introduction to it all", "The analysis of it all", "The purpose of it all"):
            assert (words in text) == (reader == "child"), words
        assert f"{sum(1 for *_, copies in rows() if reader not in copies)} passages are left out" in text
        assert "Not to be disclosed" not in text


def test_a_worker_reads_everything_with_its_marks(
    cast: Cast, written: AuthoredChronology, client_for: ClientFor
) -> None:
    """What is withheld is not withheld from workers; it says from whom."""
    text = client_for(cast.social_worker).get(f"/chronologies/{written.pk}/").content.decode()
    assert [words for words, *_ in rows() if words not in text] == []
    assert text.count(f"Not to be disclosed to {cast.mother.display_name}") >= 3


def test_withheld_addresses_and_ways_to_reach_people_are_in_no_copy_whoever_typed_them(
    cast: Cast, client_for: ClientFor
) -> None:
    """An address that is kept from others, a telephone number, an e-mail address: also where they stand in a note."""
    by = cast.social_worker
    with acting_as(by):
        details.move_home(
            people=[cast.mother],
            lines="27 Navarino Road",
            town="London",
            postcode="E8 1AD",
            start_date=TODAY,
            by=by,
        )
        details.add_contact_detail(
            person=cast.mother,
            kind="telephone",
            value="020 7946 0182",
            safe_to_use=True,
            how_to_use="",
            by=by,
        )
        details.add_contact_detail(
            person=cast.mother,
            kind="email",
            value="ngozi@example.org",
            safe_to_use=True,
            how_to_use="",
            by=by,
        )
    Residence.objects.filter(person=cast.mother).update(withheld=True)
    said = "She is at 27 navarino road, e81ad. Ring 02079460182 or (020) 7946-0182, or write to Ngozi@example.org. All well."
    with acting_as(by):
        write_note(
            kind="visit", title="T", day=TODAY, people=[cast.child.pk], passages=[WrittenPassage(said)], by=by
        )
        chronology = chronologies.start_chronology(
            child=cast.child,
            family=None,
            people=[cast.child.pk],
            purpose="P",
            from_date=TODAY,
            to_date=TODAY,
            by=by,
        )
        chronologies.add_entry(
            chronology=chronology, day=TODAY, source="S 020 7946 0182", what_happened=said, why_it_matters=said,
            impact=said, about=[cast.child.pk], by=by,
        )  # fmt: skip
        chronologies.write_about(
            chronology=chronology, purpose=said, from_date=TODAY, to_date=TODAY, introduction=said, analysis=said,
            readers=[cast.child.pk], by=by,
        )  # fmt: skip
    client = client_for(by)
    for path in (f"/people/{cast.child.pk}/chronology/", f"/chronologies/{chronology.pk}/"):
        for text in texts(client, path, f"{path}pdf/", cast.child.pk):
            assert "All well." in text
            for kept in ("navarino", "e81ad", "E8 1AD", "7946", "example.org"):
                assert kept.lower() not in text.lower(), (path, kept)
            assert "[left out]" in text
