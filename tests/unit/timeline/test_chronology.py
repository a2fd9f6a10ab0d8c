"""Chronologies: the automatic one of a child and of a family, and one that a worker writes over it."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kith.casework.access.models import AuditEntry, AuditVerb
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import FamilyMembership
from kith.casework.timeline.actions import chronologies
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.notes import WrittenPassage, write_note
from kith.casework.timeline.models import AuthoredChronology, ChronologyEntry, Event, EventSubject
from kith.casework.timeline.queries.authored_chronology import entries_of
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as

TODAY = timezone.localdate()
ClientFor = Callable[[Worker | None], WorkersClient]


def ago(days: int) -> datetime.date:
    """Return the day so many days before today."""
    return TODAY - datetime.timedelta(days=days)


def happened(cast: Cast, kind: str, summary: str, people: Sequence[int], days: int) -> Event:
    """Record one event."""
    with acting_as(cast.social_worker):
        return record_event(kind, by=cast.social_worker, day=ago(days), about=people, summary=summary)


@pytest.fixture
def record(cast: Cast) -> Cast:
    """Three events and a note about the Okafors, and one event about a member whose record is closed."""
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(300)
    )
    happened(
        cast, "front_door.contact_received", "A contact was received.", [cast.child.pk, cast.sibling.pk], 90
    )
    happened(cast, "plans.help_given", "Help was given.", [cast.child.pk], 40)
    happened(cast, "people.moved_home", "Moved home.", [cast.sibling.pk], 20)
    happened(cast, "plans.goal_set", "A goal of hers was set.", [cast.sealed_child.pk], 10)
    with acting_as(cast.social_worker):
        write_note(
            kind="visit", title="After school", day=ago(30), by=cast.social_worker,
            people=[cast.child.pk, cast.sibling.pk, cast.mother.pk],
            passages=[
                WrittenPassage("The home was warm."),
                WrittenPassage("He told me about the fight.", about=(cast.child.pk,)),
                WrittenPassage("She is afraid of shouting.", about=(cast.sibling.pk,), withheld_from=(cast.mother.pk,)),
            ],
        )  # fmt: skip
    return cast


def text_of(answer: object) -> str:
    """Return a page's words in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def text_of_pdf(answer: object) -> str:
    """Return a PDF's words in one line."""
    pages = PdfReader(io.BytesIO(answer.content)).pages  # type: ignore[attr-defined]
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_family_reads_each_thing_once_and_names_nobody_who_is_closed(
    record: Cast, client_for: ClientFor
) -> None:
    """One event about two children stands once, with both names; a closed member's event is not there at all."""
    text = text_of(client_for(record.social_worker).get(f"/families/{record.family.pk}/chronology/"))
    assert text.count("A contact was received.") == 1
    assert f"about {record.child.display_name}, {record.sibling.display_name}" in text
    assert "A goal of hers was set." not in text
    assert record.sealed_child.display_name not in text
    assert "1 member of this family has a record that you may not open" in text
    assert f"Only about {record.sibling.display_name}" in text
    assert f"Not to be disclosed to {record.mother.display_name}" in text


def test_a_childs_chronology_says_from_whom_a_passage_is_withheld(
    record: Cast, client_for: ClientFor
) -> None:
    """Also where that is somebody else: the mark stands beside the words, for workers."""
    text = text_of(client_for(record.social_worker).get(f"/people/{record.sibling.pk}/chronology/"))
    assert f"Not to be disclosed to {record.mother.display_name} She is afraid of shouting." in text


@pytest.mark.parametrize(
    ("asks", "there", "away"),
    [
        ("kinds=front_door", ["A contact was received."], ["Help was given.", "The home was warm."]),
        ("kinds=help", ["Help was given."], ["A contact was received.", "Moved home."]),
        ("kinds=moves&kinds=notes", ["Moved home.", "The home was warm."], ["Help was given."]),
        ("kinds=plan", [], ["Help was given.", "A contact was received."]),
        ("kinds=other", [], ["Help was given.", "The home was warm."]),
        ("show=significant", [], ["Help was given.", "The home was warm."]),
    ],
)
def test_a_chronology_is_narrowed_by_what_kind_of_thing(
    record: Cast, client_for: ClientFor, asks: str, there: list[str], away: list[str]
) -> None:
    """Kinds in plain words, and only what was chosen as significant."""
    text = text_of(client_for(record.social_worker).get(f"/families/{record.family.pk}/chronology/?{asks}"))
    assert [one for one in there if one not in text] == []
    assert [one for one in away if one in text] == []


def test_a_chronology_is_narrowed_by_days_and_turned_round(record: Cast, client_for: ClientFor) -> None:
    """From one day to another, earliest first."""
    first, last = ago(60), ago(25)
    asks = (
        f"from_date_0={first.day}&from_date_1={first.month}&from_date_2={first.year}"
        f"&to_date_0={last.day}&to_date_1={last.month}&to_date_2={last.year}&sort=day"
    )
    text = text_of(client_for(record.social_worker).get(f"/families/{record.family.pk}/chronology/?{asks}"))
    assert "A contact was received." not in text
    assert "Moved home." not in text
    assert text.index("Help was given.") < text.index("The home was warm.")
    wrong = text_of(
        client_for(record.social_worker).get(
            f"/families/{record.family.pk}/chronology/?from_date_0=31&from_date_1=2&from_date_2=2026"
        )
    )
    assert "31/2/2026 is not a day in the calendar." in wrong


def test_a_chronology_as_known_earlier_has_nothing_recorded_later(
    record: Cast, client_for: ClientFor
) -> None:
    """An event of a day long ago that was recorded today was not known yesterday."""
    known = ago(1)
    asks = f"known_0={known.day}&known_1={known.month}&known_2={known.year}"
    text = text_of(client_for(record.social_worker).get(f"/people/{record.child.pk}/chronology/?{asks}"))
    assert "As it was known on" in text
    assert "Help was given." not in text
    assert "The home was warm." not in text


def test_queries_of_a_family_chronology_are_as_many_whatever_it_holds(
    record: Cast, client_for: ClientFor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    """Forty more events are read by the same queries, at most 25."""
    client, path = client_for(record.social_worker), f"/families/{record.family.pk}/chronology/"
    client.get(path)
    for n in range(40):
        happened(record, "plans.goal_set", "A goal was set.", [record.child.pk, record.sibling.pk], n + 1)
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        assert client.get(path).status_code == 200


def test_queries_of_an_authored_chronology_are_as_many_whatever_it_holds(
    record: Cast,
    begun: AuthoredChronology,
    client_for: ClientFor,
    django_assert_num_queries: Callable[..., object],
) -> None:
    """One entry or forty: as many queries, also for a copy, and at most 25."""
    client = client_for(record.social_worker)

    def write(many: int) -> None:
        for n in range(many):
            with acting_as(record.social_worker):
                chronologies.add_entry(
                    chronology=begun, day=ago(n), source="S", what_happened=f"W{n}", about=[record.child.pk],
                    withheld_from=[record.mother.pk], by=record.social_worker,
                )  # fmt: skip

    for path in (f"/chronologies/{begun.pk}/", f"/chronologies/{begun.pk}/?for={record.child.pk}"):
        write(1)
        client.get(path)  # the first of a session asks a little more
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        write(20)
        with django_assert_num_queries(len(few)):  # type: ignore[attr-defined]
            client.get(path)
        assert len(few) <= 25


@pytest.fixture
def begun(record: Cast) -> AuthoredChronology:
    """A chronology of the family, about the mother and two children, with nothing in it yet."""
    with acting_as(record.social_worker):
        return chronologies.start_chronology(
            child=None, family=record.family, people=[record.mother.pk, record.child.pk, record.sibling.pk],
            purpose="For the family network meeting", from_date=ago(365), to_date=TODAY, by=record.social_worker,
        )  # fmt: skip


def test_a_chronology_is_written_from_choosing_to_finishing(record: Cast, client_for: ClientFor) -> None:
    """Started, many entries chosen at once in their own words, words on each, the whole, finished, printed."""
    client = client_for(record.social_worker)
    answer = client.post(
        f"/families/{record.family.pk}/chronologies/start/",
        {
            "purpose": "For supervision", "people": [record.mother.pk, record.child.pk, record.sibling.pk],
            "from_date_0": "1", "from_date_1": "1", "from_date_2": ago(365).year,
            "to_date_0": TODAY.day, "to_date_1": TODAY.month, "to_date_2": TODAY.year,
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()[:2000]
    chronology = AuthoredChronology.objects.get()
    page = client.get(answer["Location"])
    keys = re.findall(r'value="((?:event|note)-\d+)"', page.content.decode())
    assert len(keys) == 4
    only_notes = client.get(f"{answer['Location']}?kinds=notes").content.decode()
    assert re.findall(r'value="(note-\d+|event-\d+)"', only_notes) == [key for key in keys if "note" in key]
    assert client.post(answer["Location"], {"chosen": keys, "and_write": "yes"}).status_code == 303
    # The note has passages about three, about one, and about one withheld from the mother: an entry for each.
    assert ChronologyEntry.objects.count() == 6
    assert EventSubject.objects.filter(significant=True).count() == 4
    # Choosing the same again adds nothing.
    client.post(answer["Location"], {"chosen": keys})
    assert ChronologyEntry.objects.count() == 6

    words = client.get(f"/chronologies/{chronology.pk}/words/").content.decode()
    sent: dict[str, object] = {"version": re.search(r'name="version" value="(\d+)"', words).group(1)}  # type: ignore[union-attr]
    for entry in ChronologyEntry.objects.prefetch_related("subjects"):
        number = entry.pk
        sent |= {
            f"day_{number}_0": entry.day.day, f"day_{number}_1": entry.day.month, f"day_{number}_2": entry.day.year,
            f"happened_{number}": entry.what_happened, f"matters_{number}": f"It matters {number}", f"impact_{number}": "",
            f"about_{number}": [s.person_id for s in entry.subjects.all() if s.bearing == "about"],
            f"withheld_{number}": [s.person_id for s in entry.subjects.all() if s.bearing == "withheld"],
        }  # fmt: skip
    assert client.post(f"/chronologies/{chronology.pk}/words/", sent).status_code == 303
    assert client.post(f"/chronologies/{chronology.pk}/words/", sent).status_code == 409, "saved meanwhile"

    assert client.post(f"/chronologies/{chronology.pk}/finish/").status_code == 303
    chronology.refresh_from_db()
    assert not chronology.is_finished, "there is no analysis yet"
    whole = {
        "purpose": "For supervision", "introduction": "Read: the record.", "analysis": "Help came late, and then it helped.",
        "from_date_0": "1", "from_date_1": "1", "from_date_2": ago(365).year,
        "to_date_0": TODAY.day, "to_date_1": TODAY.month, "to_date_2": TODAY.year, "readers": [],
        "version": AuthoredChronology.objects.get().version,
    }  # fmt: skip
    assert client.post(f"/chronologies/{chronology.pk}/whole/", whole).status_code == 303
    assert client.post(f"/chronologies/{chronology.pk}/finish/").status_code == 303
    chronology.refresh_from_db()
    assert chronology.is_finished
    assert "finished and stays as it is" in text_of(client.post(f"/chronologies/{chronology.pk}/whole/", whole | {"version": chronology.version}))  # fmt: skip

    printed = client.get(f"/chronologies/{chronology.pk}/pdf/")
    assert re.fullmatch(
        r'attachment; filename="chronology-\d{4}-\d\d-\d\d\.pdf"', printed["Content-Disposition"]
    )
    assert printed["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in printed["Cache-Control"]
    text = text_of_pdf(printed)
    assert "Help came late, and then it helped." in text
    assert f"Not to be disclosed to {record.mother.display_name}" in text
    assert AuditEntry.objects.filter(verb=AuditVerb.EXPORT, what="timeline:authored_chronology_pdf").exists()

    carried = client.post(f"/chronologies/{chronology.pk}/carry-on/")
    new = AuthoredChronology.objects.get(carries_on=chronology)
    assert carried["Location"] == reverse("timeline:authored_chronology", args=[new.pk])
    assert [(e.what_happened, e.why_it_matters, e.subjects.count()) for e in new.entries.all()] == [
        (e.what_happened, e.why_it_matters, e.subjects.count()) for e in chronology.entries.all()
    ]
    assert not new.is_finished
    client.post(f"/chronologies/{chronology.pk}/carry-on/")  # pressed twice
    assert AuthoredChronology.objects.filter(carries_on=chronology).count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"about": []}, "Choose at least one person whom the entry is about"),
        ({"day": TODAY + datetime.timedelta(days=1)}, "still to come"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    record: Cast, begun: AuthoredChronology, wrong: dict[str, object], sentence: str
) -> None:
    """With what to do."""
    whole = {
        "chronology": begun, "day": ago(3), "source": "School", "what_happened": "x", "about": [record.child.pk],
        "by": record.social_worker, **wrong,
    }  # fmt: skip
    with pytest.raises(CannotBeTrue, match=sentence), acting_as(record.social_worker):
        chronologies.add_entry(**whole)  # type: ignore[arg-type]
    assert not begun.entries.exists()


def test_a_chronology_that_cannot_be_is_refused(record: Cast, begun: AuthoredChronology) -> None:
    """About nobody, ending before it begins, finished with nothing in it, carried on before it is finished."""
    by = record.social_worker
    with acting_as(by):
        with pytest.raises(CannotBeTrue, match="at least one person"):
            chronologies.start_chronology(
                child=record.child, family=None, people=[], purpose="P", from_date=TODAY, to_date=TODAY, by=by
            )
        with pytest.raises(CannotBeTrue, match="before the first"):
            chronologies.start_chronology(
                child=record.child, family=None, people=[record.child.pk], purpose="P", from_date=TODAY,
                to_date=ago(1), by=by,
            )  # fmt: skip
        with pytest.raises(CannotBeTrue, match="no entries"):
            chronologies.finish(chronology=begun, by=by)
        with pytest.raises(CannotBeTrue, match="not finished"):
            chronologies.carry_on(chronology=begun, to_date=TODAY, by=by)
        with pytest.raises(CannotBeTrue, match="at least one entry"):
            chronologies.choose_entries(chronology=begun, chosen=[], by=by)


def test_an_entry_is_added_by_hand_set_apart_and_taken_out(
    record: Cast, begun: AuthoredChronology, client_for: ClientFor
) -> None:
    """A part that is withheld is an entry of its own; what is taken out is read nowhere."""
    client = client_for(record.social_worker)
    entry = {
        "day_0": ago(5).day, "day_1": ago(5).month, "day_2": ago(5).year, "source": "The school’s register",
        "what_happened": "He was late on four mornings.", "about": [record.child.pk],
        "version": begun.version,
    }  # fmt: skip
    assert client.post(f"/chronologies/{begun.pk}/add/", entry).status_code == 303
    first = ChronologyEntry.objects.get()
    apart = {
        "what_happened": "A neighbour saw him waiting outside.", "about": [record.child.pk],
        "withheld": [record.mother.pk],
    }  # fmt: skip
    assert client.post(f"/chronologies/{begun.pk}/entries/{first.pk}/apart/", apart).status_code == 303
    second = ChronologyEntry.objects.exclude(pk=first.pk).get()
    assert (second.day, second.source) == (first.day, first.source)
    for _ in range(2):  # pressed twice
        assert client.post(f"/chronologies/{begun.pk}/entries/{first.pk}/take-out/").status_code == 303
    assert list(ChronologyEntry.objects.filter(taken_out_at__isnull=True)) == [second]
    text = text_of(client.get(f"/chronologies/{begun.pk}/"))
    assert first.what_happened not in text
    assert second.what_happened in text


def test_a_chronology_is_closed_to_whoever_may_not_open_one_of_its_people(
    record: Cast, begun: AuthoredChronology, client_for: ClientFor
) -> None:
    """Its analysis is about them together, so one record that is closed closes it, by the program and by the database."""
    begun.people.create(person=record.sealed_child)
    assert client_for(record.social_worker).get(f"/chronologies/{begun.pk}/").status_code == 403
    with acting_as(record.social_worker):
        assert not AuthoredChronology.objects.filter(pk=begun.pk).exists()
    assert client_for(record.social_worker).get("/chronologies/999999/").status_code == 404


def test_an_entry_about_somebody_closed_alone_is_hidden_and_counted(
    record: Cast, begun: AuthoredChronology, client_for: ClientFor
) -> None:
    """A restricted relative's entry follows the wall; the page says that one is left out, and not of whom."""
    with acting_as(record.conference_chair):
        chronologies.add_entry(
            chronology=begun, day=ago(3), source="Hospital", what_happened="Hers alone.",
            about=[record.sealed_child.pk], by=record.conference_chair,
        )  # fmt: skip
    text = text_of(client_for(record.social_worker).get(f"/chronologies/{begun.pk}/"))
    assert "Hers alone." not in text
    assert "1 passage is left out" in text
    assert record.sealed_child.display_name not in text
    with acting_as(record.social_worker):
        assert entries_of(begun).entries == []
        assert not ChronologyEntry.objects.filter(chronology=begun).exists()


def test_a_copy_is_only_for_somebody_whom_it_is_about(
    record: Cast, begun: AuthoredChronology, client_for: ClientFor
) -> None:
    """A number guessed into the address makes no copy."""
    client = client_for(record.social_worker)
    for path in (f"/chronologies/{begun.pk}/", f"/people/{record.child.pk}/chronology/", f"/families/{record.family.pk}/chronology/pdf/"):  # fmt: skip
        for wanted in (record.unheld_child.pk, record.sealed_child.pk, "x", 999_999):
            assert client.get(f"{path}?for={wanted}").status_code == 404, (path, wanted)
