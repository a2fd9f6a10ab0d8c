"""Notes: written once, read on each person's page with only what is about them; and as known at an earlier time."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.notes import WrittenPassage, change_note, write_note
from kith.casework.timeline.models import Note
from kith.casework.timeline.queries import notes_of
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as

TODAY = timezone.localdate()
ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def note(cast: Cast) -> Note:
    """A visit to two children and their mother, with a passage about one and one to be kept from the mother."""
    with acting_as(cast.social_worker):
        return write_note(
            kind="visit",
            title="A visit after school",
            day=TODAY,
            people=[cast.child.pk, cast.sibling.pk, cast.mother.pk],
            passages=[
                WrittenPassage("The home was warm and there was food."),
                WrittenPassage("She told me about the fight at school.", about=(cast.child.pk,)),
                WrittenPassage(
                    "He is afraid when voices are raised.",
                    about=(cast.sibling.pk,),
                    withheld_from=(cast.mother.pk,),
                ),
            ],
            by=cast.social_worker,
        )


def read(worker: Worker, person: Person) -> str:
    """Return what a worker reads of the latest note on a person's page."""
    with acting_as(worker):
        found = notes_of(person.pk)
    return " / ".join(passage.text for passage in found[0].passages)


def test_each_page_shows_only_what_is_about_its_person(cast: Cast, note: Note) -> None:
    """One note, three records, three readings."""
    everybody = "The home was warm and there was food."
    assert read(cast.social_worker, cast.child) == f"{everybody} / She told me about the fight at school."
    assert read(cast.social_worker, cast.sibling) == f"{everybody} / He is afraid when voices are raised."
    assert read(cast.social_worker, cast.mother) == everybody


def test_a_withheld_passage_is_marked_for_whom_it_is_kept_from(cast: Cast) -> None:
    """Where it is about somebody and not to be told them, their page says so to the practitioner."""
    with acting_as(cast.social_worker):
        write_note(
            kind="case_note", title="From a neighbour", day=TODAY, people=[cast.mother.pk],
            passages=[WrittenPassage("The caller asked not to be named.", withheld_from=(cast.mother.pk,))], by=cast.social_worker,
        )  # fmt: skip
        passage = notes_of(cast.mother.pk)[0].passages[0]
    assert passage.is_withheld_from_reader_subject


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"people": []}, "Choose whom the note is about"),
        ({"passages": [WrittenPassage("   ")]}, "Write the note"),
        ({"day": TODAY + datetime.timedelta(days=1)}, "a day that has been"),
        ({"passages": [WrittenPassage("x", about=(999_999,))]}, "somebody whom the note is not about"),
    ],
)
def test_a_note_that_cannot_be_is_refused(cast: Cast, changes: dict[str, object], sentence: str) -> None:
    """With a sentence, and nothing half-written."""
    whole = {
        "kind": "case_note", "title": "T", "day": TODAY, "people": [cast.child.pk],
        "passages": [WrittenPassage("Said.")], "by": cast.social_worker, **changes,
    }  # fmt: skip
    with pytest.raises(CannotBeTrue, match=sentence), acting_as(cast.social_worker):
        write_note(**whole)  # type: ignore[arg-type]
    assert not Note.objects.exists()


def test_only_whoever_wrote_it_corrects_it(cast: Cast, note: Note, client_for: ClientFor) -> None:
    """A colleague is told to write a note of their own."""
    sent = {
        "people": [cast.child.pk], "kind": "visit", "title": "Changed", "text": "Otherwise.", "version": note.version,
        "day_0": TODAY.day, "day_1": TODAY.month, "day_2": TODAY.year,
    }  # fmt: skip
    answer = client_for(cast.family_help_practitioner).post(f"/notes/{note.pk}/change/", sent)
    assert answer.status_code == 422
    assert "Only whoever wrote a note can correct it" in answer.content.decode()
    note.refresh_from_db()
    assert note.title == "A visit after school"


def test_a_note_can_be_written_through_the_page(cast: Cast, client_for: ClientFor) -> None:
    """For several of the family at once."""
    page = client_for(cast.social_worker)
    shown = page.get(f"/people/{cast.child.pk}/notes/add/").content.decode()
    assert cast.sibling.display_name in shown
    sent = {
        "people": [cast.child.pk, cast.sibling.pk], "kind": "telephone", "title": "The school rang", "text": "Both were in today.",
        "day_0": TODAY.day, "day_1": TODAY.month, "day_2": TODAY.year,
    }  # fmt: skip
    answer = page.post(f"/people/{cast.child.pk}/notes/add/", sent)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    written = Note.objects.get(title="The school rang")
    assert written.subjects.count() == 2
    changed = page.get(f"/notes/{written.pk}/change/").content.decode()
    assert "Both were in today." in changed


def test_a_note_cannot_be_put_on_the_record_of_somebody_outside_the_family(
    cast: Cast, client_for: ClientFor
) -> None:
    """A number guessed into the form is no choice."""
    sent = {
        "people": [cast.child.pk, cast.unheld_child.pk], "kind": "case_note", "title": "T", "text": "x",
        "day_0": TODAY.day, "day_1": TODAY.month, "day_2": TODAY.year,
    }  # fmt: skip
    answer = client_for(cast.social_worker).post(f"/people/{cast.child.pk}/notes/add/", sent)
    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_change_note_keeps_its_people(cast: Cast, note: Note) -> None:
    """The same people, other words."""
    with acting_as(cast.social_worker):
        change_note(
            note=note, title="T2", day=TODAY, passages=[WrittenPassage("Other words.")], by=cast.social_worker
        )
    assert read(cast.social_worker, cast.mother) == "Other words."
    assert Record().rows(Note).get(id=note.pk).title == "T2"


def test_a_passage_about_somebody_closed_alone_is_on_nobody_elses_page(cast: Cast) -> None:
    """Whoever may not open a relative's record does not read what is about that relative alone, now or as corrected."""
    people = [cast.child.pk, cast.restricted_child.pk]
    hers = WrittenPassage("Where she lives is not to be known.", about=(cast.restricted_child.pk,))
    with acting_as(cast.director):
        note = write_note(
            kind="meeting", title="A meeting", day=TODAY, people=people,
            passages=[WrittenPassage("They met at school."), hers], by=cast.director,
        )  # fmt: skip
    assert read(cast.social_worker, cast.child) == "They met at school."
    with acting_as(cast.outsider):
        assert [one.text for one in notes_of(cast.restricted_child.pk)[0].passages][-1] == hers.text
    known = Record(timezone.now())
    with acting_as(cast.director):
        change_note(note=note, title="T", day=TODAY, passages=[WrittenPassage("Other.")], by=cast.director)
    with acting_as(cast.social_worker):
        before = notes_of(cast.child.pk, record=known)
    assert hers.text not in [passage.text for one in before for passage in one.passages]
