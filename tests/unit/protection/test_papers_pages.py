"""The pages of papers: made from what they are about, read whole or not at all, and arranged by one at a time."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kith.casework.access.models import AuditEntry
from kith.casework.people.models import Person
from kith.casework.protection.actions import papers
from kith.casework.protection.models import ConferencePlace, Paper, PaperPassage
from kith.casework.timeline.models import Document
from tests.furnishing.form_days import day_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(protected, cast) -> Paper:
    """The conference's minutes for the mother, not sent."""
    return papers.make_paper(
        process=protected.conference,
        kind="conference_minutes",
        for_whom="Ngozi Okafor",
        by=cast.social_worker,
    )


@pytest.fixture
def legal_letter(protected, cast) -> Paper:
    """The letter before proceedings, sent."""
    letter = papers.make_paper(
        process=protected.pre_proceedings,
        kind="letter_before_proceedings",
        for_whom="Ngozi Okafor",
        by=cast.social_worker,
    )
    return papers.send_paper(
        paper=letter, sent_date=timezone.localdate(), for_whom="Ngozi Okafor", by=cast.social_worker
    )


def test_a_social_worker_makes_changes_and_sends_the_minutes(protected, cast, client_for) -> None:
    """From the conference's page to the document on the children's records."""
    client = client_for(cast.social_worker)
    address = reverse("protection:make_conference_paper", args=[protected.conference.pk])
    asked = client.get(address)
    assert "Minutes of the conference" in asked.content.decode()
    assert "Invitation" not in asked.content.decode().split("<form", 1)[1], (
        "what cannot be made is not offered"
    )
    made = client.post(
        address,
        {
            "kind": "conference_minutes", "children": [cast.child.pk, cast.sibling.pk], "for_part": "parent",
            "for_whom": "Ngozi Okafor",
        },
    )  # fmt: skip
    assert made.status_code == 303, made.content.decode()
    paper = Paper.objects.get()
    page = client.get(made["Location"]).content.decode()
    assert "Draft: it has not gone" in page
    assert "What Daniel Okafor says" in page
    passage = paper.passages.get(heading="What we are worried about")
    change = reverse("protection:change_passage", args=[paper.pk, passage.pk])
    changed = client.post(
        change, {"heading": "Our worries", "words": "Nights alone, in winter.", "version": paper.version}
    )
    assert changed.status_code == 303
    draft = client.get(reverse("protection:paper_pdf", args=[paper.pk]))
    assert draft["Content-Disposition"].startswith('attachment; filename="draft-conference-minutes-')
    assert "Nights alone, in winter." in " ".join(
        PdfReader(io.BytesIO(draft.content)).pages[0].extract_text().split()
    )
    assert AuditEntry.objects.filter(what="protection:paper_pdf", verb="export").exists()
    paper.refresh_from_db()
    sending = {
        "for_whom": "Ngozi Okafor", "lawful_basis": "public_task", "was_read": "on", "version": paper.version,
        **day_fields("sent_date", timezone.localdate()),
    }  # fmt: skip
    send = reverse("protection:send_paper", args=[paper.pk])
    unread = client.post(send, {**sending, "was_read": ""})
    assert unread.status_code == 422
    assert client.post(send, sending).status_code == 303
    paper.refresh_from_db()
    assert paper.sent_date == timezone.localdate()
    page = client.get(reverse("protection:paper", args=[paper.pk])).content.decode()
    assert "It stays as it went" in page
    assert "Move up" not in page
    assert client.get(change).status_code == 302, "what has gone is no longer asked about"
    went = client.get(reverse("protection:paper_pdf", args=[paper.pk]), follow=True)
    assert b"".join(went.streaming_content).startswith(b"%PDF")
    again = client.post(send, sending)
    assert again.status_code in (409, 422)
    assert Document.objects.count() == 1


def test_the_second_of_two_is_shown_both_versions(paper, cast, client_for) -> None:
    """Nobody's words are lost to somebody else's."""
    passage = paper.passages.get(heading="What we are worried about")
    address = reverse("protection:change_passage", args=[paper.pk, passage.pk])
    old = {"heading": "Worries", "version": paper.version}
    assert client_for(cast.social_worker).post(address, {**old, "words": "Hers."}).status_code == 303
    second = client_for(cast.team_manager).post(address, {**old, "words": "His."})
    assert second.status_code == 409
    assert "Hers." in second.content.decode()
    assert "His." in second.content.decode()
    passage.refresh_from_db()
    assert passage.words == "Hers."


def test_passages_are_arranged_by_buttons(paper, cast, client_for) -> None:
    """Up, down, out and back; by an old page nothing changes and it says so; nonsense is answered."""
    client = client_for(cast.social_worker)
    first, second, *_ = paper.passages.order_by("place")
    address = reverse("protection:arrange_passage", args=[paper.pk, second.pk])

    def press(what: str, version: object) -> str:
        answer = client.post(address, {"what": what, "version": version}, follow=True)
        assert answer.status_code == 200
        paper.refresh_from_db()
        return answer.content.decode()

    old = paper.version
    press("up", paper.version)
    assert list(paper.passages.order_by("place")[:2]) == [second, first]
    assert "Somebody changed this paper meanwhile" in press("down", old)
    assert list(paper.passages.order_by("place")[:2]) == [second, first]
    press("down", paper.version)
    assert list(paper.passages.order_by("place")[:2]) == [first, second]
    assert "Left out of what goes" in press("leave_out", paper.version)
    assert "Left out of what goes" not in press("put_back", paper.version)
    assert "Choose what to do" in press("burn", paper.version)
    assert "Choose what to do" in press("up", "x")
    assert client.get(address).status_code == 405


def test_one_hidden_child_closes_the_paper(paper, cast, client_for) -> None:
    """Its passages are about all of them together: whoever may not open one of their records reads none of it."""
    Person.objects.filter(pk=cast.sibling.pk).update(restriction="sealed")
    client = client_for(cast.social_worker)
    passage = paper.passages.order_by("place")[0]
    for name, numbers in (
        ("paper", [paper.pk]),
        ("paper_pdf", [paper.pk]),
        ("send_paper", [paper.pk]),
        ("add_passage", [paper.pk]),
        ("change_passage", [paper.pk, passage.pk]),
    ):
        assert client.get(reverse(f"protection:{name}", args=numbers)).status_code == 403, name
    pressed = client.post(
        reverse("protection:arrange_passage", args=[paper.pk, passage.pk]), {"what": "up", "version": 1}
    )
    assert pressed.status_code == 403


def test_a_hidden_child_is_counted_and_not_offered(protected, cast, client_for) -> None:
    """The page says how many, never who."""
    Person.objects.filter(pk=cast.sibling.pk).update(restriction="sealed")
    page = client_for(cast.social_worker).get(
        reverse("protection:make_conference_paper", args=[protected.conference.pk])
    )
    text = " ".join(page.content.decode().split())
    assert "1 of the children is on a record that is not open to you" in text
    assert "Esther" not in text


def test_the_chair_writes_up_her_own_conference_and_no_other(protected, paper, cast, client_for) -> None:
    """Being its chair is what lets her, for she holds no child."""
    client = client_for(cast.conference_chair)
    make = reverse("protection:make_conference_paper", args=[protected.conference.pk])
    change = reverse("protection:change_passage", args=[paper.pk, paper.passages.order_by("place")[0].pk])
    assert client.get(make).status_code == 200
    assert client.get(change).status_code == 200
    assert "Send it" in client.get(reverse("protection:paper", args=[paper.pk])).content.decode()
    protected.conference.chair = cast.independent_reviewing_officer
    protected.conference.save()
    assert client.get(make).status_code == 403
    assert client.get(change).status_code == 403
    assert "Send it" not in client.get(reverse("protection:paper", args=[paper.pk])).content.decode()


def test_partners_see_no_paper_and_no_lawyers_letter(paper, legal_letter, cast, client_for) -> None:
    """A school on the case reads what has gone as a document, unless lawyers had a part in it; not even that it is there."""
    for child in (cast.child, cast.sibling):
        child.allocations.create(
            worker=cast.partner, role="partner", reason="first", start_date=timezone.localdate()
        )
    sent = papers.send_paper(
        paper=paper, sent_date=timezone.localdate(), for_whom="Everybody", by=cast.social_worker
    )
    client = client_for(cast.partner)
    assert client.get(reverse("protection:paper", args=[paper.pk])).status_code == 403
    went = client.get(reverse("timeline:document", args=[sent.document_id]))
    assert b"".join(went.streaming_content).startswith(b"%PDF")
    assert client.get(reverse("timeline:document", args=[legal_letter.document_id])).status_code == 403
    notes = client.get(reverse("timeline:notes", args=[cast.child.pk])).content.decode()
    assert "Minutes of the conference" in notes
    assert "Letter before proceedings" not in notes
    own = client_for(cast.social_worker).get(reverse("timeline:notes", args=[cast.child.pk])).content.decode()
    assert "Letter before proceedings" in own


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"children": []}, "Choose at least one child"),
        ({"for_part": "professional", "kind": "enquiry_letter"}, "Select a valid choice"),
        ({"for_whom": ""}, "Say whom it is for."),
        ({"children": ["999999"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field(protected, cast, client_for, change, says) -> None:
    """With a sentence, and nothing is made."""
    answer = client_for(cast.social_worker).post(
        reverse("protection:make_enquiry_paper", args=[protected.enquiry.pk]),
        {
            "kind": "enquiry_letter", "children": [cast.child.pk], "for_part": "parent", "for_whom": "Her", **change,
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Paper.objects.exists()


def test_what_is_not_there_yet_says_why(protected, cast, client_for) -> None:
    """In place of a form."""
    protected.booked.planned_at = None
    protected.booked.status = "requested"
    protected.booked.save()
    page = client_for(cast.social_worker).get(
        reverse("protection:make_conference_paper", args=[protected.booked.pk])
    )
    text = page.content.decode()
    assert "This conference has not been held" in text
    assert "This conference has no day yet" in text
    assert 'name="for_whom"' not in text


def test_the_pages_ask_the_database_as_often_whatever_they_hold(
    protected, paper, cast, client_for, django_assert_max_num_queries
) -> None:
    """At most twenty-five questions, also with eighty passages and forty people asked to the conference."""
    PaperPassage.objects.bulk_create(
        PaperPassage(paper=paper, place=100 + n, heading=f"P{n}", words="Words.") for n in range(80)
    )
    ConferencePlace.objects.bulk_create(
        ConferencePlace(
            conference=protected.conference, part="professional", agency="health", name=f"N{n}", came="came"
        )
        for n in range(40)
    )
    client = client_for(cast.social_worker)
    for address in (
        reverse("protection:paper", args=[paper.pk]),
        reverse("protection:paper_pdf", args=[paper.pk]),
        reverse("protection:send_paper", args=[paper.pk]),
        reverse("protection:make_conference_paper", args=[protected.conference.pk]),
    ):
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200
