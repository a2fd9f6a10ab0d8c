"""Minutes, plans and letters: made from the record, changed before they go, and kept as they went."""

from __future__ import annotations

import io

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.models import Sharing
from kith.casework.protection.actions import papers
from kith.casework.protection.models import Paper, PaperKind, PaperPassage
from kith.casework.protection.paper_passages import KINDS
from kith.casework.protection.paper_printed import parts_of, printed
from kith.casework.protection.queries.papers import as_it_goes
from kith.casework.timeline import uploads
from kith.casework.timeline.models import Event
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.protected import NEVER

pytestmark = pytest.mark.django_db

# What each paper must say, as somebody reads it.
SAYS = {
    "strategy_minutes": (
        "The school rang", "Sergeant Ama Boateng, Child abuse team", "called to the flat twice", "The breakfast club helped",
        "Make enquiries: social care and police together", "Because Esther Okafor was left alone", "Visit today",
        "Not to be shown to the family",
    ),
    "enquiry_letter": (
        "Dear Ngozi Okafor", "We know that this is hard", "Daniel Okafor was alone on three nights", "They eat together",
        "“I was working nights. I had nobody to ask.”", "We have asked for a child protection conference",
        "Somebody to sit in on work nights.", "“That would change everything.”", "want to complain", "Priya Nair",
    ),
    "conference_invitation": (
        "The library, room 2", "Helen Marsh", "have a child protection plan", "You know your children best",
    ),
    "conference_minutes": (
        "“Daniel Okafor wants the light left on.”", "Asha, from the advocacy service", "“I want my mum to move in.”",
        "Mr Bell", "Head", "Health could not come", "School: they arrive hungry", "Decided: A child protection plan",
        "Category: Neglect", "Because Daniel Okafor was left alone", "A plan is too much.", "The health visitor would have waited.",
        "A grown-up at home at night", "We go to a legal meeting", "Fit a night light", "Housing", "every 10 working days",
        "The next conference is held by", "The core group",
    ),
    "protection_plan": (
        "Category: Neglect", "Nobody is alone at night", "A grown-up at home at night", "Ask about the rent", "Fit a night light",
        "Mr Bell", "The core group meets next on",
    ),
    "core_group_minutes": (
        "“It is better now.”", "“Mum has moved in.”", "Nobody is alone at night.", "Money.", "Ask about the rent", "Mr Bell",
    ),
    "letter_before_proceedings": (
        "Two more nights alone in May.", "Somebody at home from eight", "A sitter, paid for", "free", "lawyer", "What to bring",
        "First meeting",
    ),
}  # fmt: skip


def read(made: bytes) -> list[str]:
    """Return each page's text, in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def says(text: str, said: str) -> bool:
    """Return whether a text says so, however its reader spaces it."""
    return "".join(said.split()) in "".join(text.split())


def make(protected, cast, kind: str, **told) -> Paper:
    """Make one of a kind for the mother, or for the agencies where it may not go to her."""
    return papers.make_paper(
        **{
            "process": protected.by_kind[kind],
            "kind": kind,
            "for_whom": "Ngozi Okafor" if kind != "strategy_minutes" else "The agencies that took part",
            "by": cast.social_worker,
            **told,
        }
    )


def send(paper: Paper, cast, **told) -> Paper:
    """Send one today."""
    return papers.send_paper(
        **{
            "paper": paper, "sent_date": timezone.localdate(), "for_whom": paper.for_whom, "by": cast.social_worker, **told,
        }
    )  # fmt: skip


def document_of(paper: Paper) -> bytes:
    """Return the kept file."""
    return uploads.path_of(paper.document.stored_name).read_bytes()


@pytest.mark.parametrize("kind", PaperKind.values)
def test_each_kind_says_what_the_record_says_and_goes_as_an_accessible_pdf(protected, cast, kind) -> None:
    """Nothing is typed again; what is the service's own is in none; the PDF is tagged, titled and in English."""
    with acting_as(cast.social_worker):
        paper = send(make(protected, cast, kind), cast)
    made = document_of(paper)
    text = " ".join(read(made))
    missing = [said for said in SAYS[kind] if not says(text, said)]
    assert not missing, f"{missing} not in: {text}"
    assert not [said for said in NEVER if says(text, said)]
    assert "DRAFT" not in text
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == paper.title
    assert "Okafor" not in paper.document.original_name
    assert paper.document.original_name.startswith(KINDS[kind].file_name)


@pytest.mark.parametrize("kind", PaperKind.values)
def test_a_draft_says_so_on_every_page(protected, cast, kind) -> None:
    """So that no page of it is taken for what went."""
    paper = make(protected, cast, kind)
    papers.add_passage(paper=paper, heading="More", words="A line.\n\n" * 150, by=cast.social_worker)
    pages = read(printed(paper, as_it_goes(paper), made_at=timezone.now()))
    assert len(pages) > 1
    assert all("DRAFT, not sent" in page for page in pages)


def test_the_childrens_words_come_before_the_familys_and_those_before_the_agencies(protected, cast) -> None:
    """The first passages of the minutes, in this order."""
    paper = make(protected, cast, "conference_minutes")
    headings = list(paper.passages.order_by("place").values_list("heading", flat=True))
    assert headings[1:5] == [
        "What Daniel Okafor says",
        "What Esther Okafor says",
        "What the parents said",
        "Who came",
    ]


def test_a_paper_about_one_child_has_nothing_of_anothers_own_part(protected, cast) -> None:
    """Their words, what was found and decided for them; what was said of the children together only where it is of all."""
    for kind in PaperKind.values:
        paper = make(protected, cast, kind, children=[cast.child])
        text = " ".join(f"{one.heading} {one.words}" for one in paper.passages.all())
        assert "Esther" not in text, kind
        assert "It is better now." not in text
        assert list(paper.children.values_list("child_id", flat=True)) == [cast.child.pk]


def test_the_familys_minutes_do_not_say_who_was_kept_away(protected, cast) -> None:
    """Why the chair left somebody out is for the services alone."""
    parents = make(protected, cast, "conference_minutes")
    services = make(protected, cast, "conference_minutes", for_part="professional", for_whom="Agencies")
    of = {one: " ".join(p.heading + p.words for p in one.passages.all()) for one in (parents, services)}
    assert "He threatened the chair." in of[services]
    assert "Uncle Ray" not in of[parents]
    assert "threatened" not in of[parents]
    assert "complain" in of[parents]
    assert "complain" not in of[services]


@pytest.mark.parametrize(
    ("kind", "part", "says"),
    [
        ("strategy_minutes", "parent", "for the agencies that took part"),
        ("enquiry_letter", "professional", "to the family"),
        ("letter_before_proceedings", "professional", "to the parents"),
        ("letter_before_proceedings", "child", "to the parents"),
    ],
)
def test_a_paper_goes_only_to_those_whom_it_is_for(protected, cast, kind, part, says) -> None:
    """Asked for otherwise, it says to whom it may go."""
    with pytest.raises(CannotBeTrue, match=says):
        make(protected, cast, kind, for_part=part)


def test_what_has_not_happened_cannot_be_minuted(protected, cast) -> None:
    """A sentence says what to do first."""
    with pytest.raises(CannotBeTrue, match="has not been held"):
        make(protected, cast, "conference_minutes", process=protected.booked)
    with pytest.raises(CannotBeTrue, match="Make its minutes instead"):
        make(protected, cast, "conference_invitation", process=protected.conference)
    with pytest.raises(CannotBeTrue, match="not made from that"):
        make(protected, cast, "conference_minutes", process=protected.discussion)
    protected.enquiry.children.update(end_date=None, decision=None)
    with pytest.raises(CannotBeTrue, match="has not ended"):
        make(protected, cast, "enquiry_letter")
    with pytest.raises(CannotBeTrue, match="whom it is for"):
        make(protected, cast, "conference_minutes", for_whom="  ")
    with pytest.raises(CannotBeTrue, match="Choose children"):
        make(protected, cast, "conference_minutes", children=[cast.own_niece])


def test_passages_are_changed_added_left_out_and_put_in_order(protected, cast) -> None:
    """What goes is what stands there, in its order, without what was left out."""
    paper = make(protected, cast, "core_group_minutes")
    first, second, *_ = paper.passages.order_by("place")
    papers.change_passage(passage=first, heading="Our meeting", words="We met.", by=cast.social_worker)
    added = papers.add_passage(paper=paper, heading="Thanks", words="To Gran.", by=cast.social_worker)
    papers.leave_out(passage=second, left_out=True, version=paper.version, by=cast.social_worker)
    paper.refresh_from_db()
    papers.move_passage(passage=added, up=True, version=paper.version, by=cast.social_worker)
    goes = as_it_goes(paper)
    assert (goes.passages[0].heading, goes.passages[0].words) == ("Our meeting", "We met.")
    assert goes.passages[-2].heading == "Thanks"
    assert second.heading not in [one.heading for one in goes.passages]
    # At an end there is nowhere further to go.
    paper.refresh_from_db()
    papers.move_passage(passage=first, up=True, version=paper.version, by=cast.social_worker)
    assert as_it_goes(paper).passages[0].heading == "Our meeting"


def test_who_arranges_by_an_old_page_is_told(protected, cast) -> None:
    """The second of two does not undo what the first did without seeing it."""
    paper = make(protected, cast, "core_group_minutes")
    passage = paper.passages.order_by("place")[1]
    papers.move_passage(passage=passage, up=True, version=paper.version, by=cast.social_worker)
    for again in (
        lambda: papers.move_passage(passage=passage, up=False, version=paper.version, by=cast.team_manager),
        lambda: papers.leave_out(passage=passage, left_out=True, version=paper.version, by=cast.team_manager),
    ):
        with pytest.raises(CannotBeTrue, match="Somebody changed this paper meanwhile"):
            again()


def test_sending_keeps_a_document_a_share_and_one_event_that_names_nobody(protected, cast) -> None:
    """All of it or none."""
    paper = make(protected, cast, "conference_minutes")
    before = Event.objects.count()
    sent = send(paper, cast, consent_sought=True)
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("pk")
    assert (event.kind, event.thread) == ("protection.paper_sent", f"conference:{protected.conference.pk}")
    assert "Okafor" not in event.summary
    assert set(event.subjects.values_list("person_id", flat=True)) == {cast.child.pk, cast.sibling.pk}
    assert set(sent.document.subjects.values_list("person_id", flat=True)) == {cast.child.pk, cast.sibling.pk}
    share = Sharing.objects.get()
    assert (share.recipient, share.what, share.lawful_basis) == (
        "Ngozi Okafor",
        "Minutes of the conference",
        "public_task",
    )
    assert share.consent_sought
    assert share.purpose.endswith("decided.")


def test_it_is_not_sent_before_it_was_made_or_tomorrow_or_empty_or_twice(protected, cast) -> None:
    """Each said in a sentence."""
    paper = make(protected, cast, "conference_minutes")
    with pytest.raises(CannotBeTrue, match="has not come yet"):
        send(paper, cast, sent_date=ago(-1))
    with pytest.raises(CannotBeTrue, match="was made"):
        send(paper, cast, sent_date=ago(1))
    with pytest.raises(CannotBeTrue, match="whom it is for"):
        send(paper, cast, for_whom=" ")
    empty = make(protected, cast, "conference_minutes")
    PaperPassage.objects.filter(paper=empty).update(left_out=True)
    with pytest.raises(CannotBeTrue, match="nothing to send"):
        send(empty, cast)
    send(paper, cast)
    with pytest.raises(CannotBeTrue, match="has gone"):
        send(paper, cast)


def test_a_paper_that_has_gone_is_changed_by_no_action_and_by_no_query(protected, cast) -> None:
    """The actions say so; the database refuses whatever else asks."""
    paper = send(make(protected, cast, "conference_minutes"), cast)
    passage = paper.passages.order_by("place")[0]
    tries = (
        lambda: papers.change_passage(passage=passage, heading="H", words="W", by=cast.social_worker),
        lambda: papers.add_passage(paper=paper, heading="H", words="W", by=cast.social_worker),
        lambda: papers.leave_out(
            passage=passage, left_out=True, version=paper.version, by=cast.social_worker
        ),
        lambda: papers.move_passage(passage=passage, up=False, version=paper.version, by=cast.social_worker),
    )
    for one in tries:
        with pytest.raises(CannotBeTrue, match="has gone"):
            one()
    queries = (
        lambda: PaperPassage.objects.filter(pk=passage.pk).update(words="Other."),
        lambda: PaperPassage.objects.filter(pk=passage.pk).delete(),
        lambda: PaperPassage.objects.create(paper=paper, place=99, heading="H"),
        lambda: paper.children.create(child=cast.own_niece),
        lambda: paper.children.all().delete(),
        lambda: Paper.objects.filter(pk=paper.pk).update(for_whom="Somebody else"),
        lambda: Paper.objects.filter(pk=paper.pk).update(sent_date=None, sent_by=None, document=None),
        lambda: Paper.objects.filter(pk=paper.pk).delete(),
    )
    for query in queries:
        with pytest.raises(IntegrityError), transaction.atomic():
            query()
    other = make(protected, cast, "conference_minutes")
    with pytest.raises(IntegrityError), transaction.atomic():
        other.passages.update(paper=paper)


def test_lines_with_bars_are_a_table_and_other_words_stay_words() -> None:
    """A table is text that anybody can change; a line that does not fit is shown as it was typed."""
    table, words = parts_of("Who | What\nAda | Rings\n\nAda | Rings\nBen")
    assert (table.columns, table.rows) == (("Who", "What"), (("Ada", "Rings"),))
    assert words.said == "Ada | Rings\nBen"
    (alone,) = parts_of("either | or")
    assert alone.said == "either | or"
