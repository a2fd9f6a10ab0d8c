"""What a paper never says, whoever typed it where and however: withheld addresses, numbers, new names, hidden people."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kith.casework.people.models import (
    Address,
    ContactDetail,
    FamilyMembership,
    Person,
    PersonName,
    Residence,
)
from kith.casework.protection.actions import papers
from kith.casework.protection.models import PaperKind, StrategyChild
from kith.casework.protection.paper_printed import printed
from kith.casework.protection.queries.papers import as_it_goes, as_it_may_go
from kith.casework.timeline import uploads
from kith.casework.timeline.queries.never_in_a_copy import without_places_and_numbers
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


def keys(text: str) -> str:
    """Return only letters and figures, in lower case: what a reader puts together again however it was spaced."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFD", text)).lower()


def read(made: bytes) -> str:
    """Return a PDF's text."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def live_at(person: Person, lines: str, town: str, postcode: str, *, withheld: bool = True) -> Residence:
    """Give somebody a home."""
    address = Address.objects.create(lines=lines, town=town, postcode=postcode)
    return Residence.objects.create(person=person, address=address, start_date=ago(60), withheld=withheld)


@pytest.fixture
def fled(protected, cast) -> Person:
    """The mother has fled to an address that is withheld; nobody of Riverside may see her record any more."""
    live_at(cast.mother, "Flat 2, 14 Heron’s Reach", "Whitby", "YO21 3PU")
    ContactDetail.objects.create(
        person=cast.mother, kind="telephone", value="07700 900461", safe_to_use=False, start_date=ago(60)
    )
    ContactDetail.objects.create(
        person=cast.mother,
        kind="email",
        value="ngozi.new@mail.example",
        safe_to_use=False,
        start_date=ago(60),
    )
    PersonName.objects.create(
        person=cast.mother, kind="known_as", given_names="Amaka", family_name="Eze", start_date=ago(50)
    )
    return cast.mother


SEPARATORS = st.sampled_from(
    [" ", "  ", ", ", ",", "\n", " - ", ". ", "\u00a0", "\u200b", "\u00ad", "/", " | ", " " * 12, "\r\n\t"]
)


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, str]:
    """Draw one withheld thing as somebody might type it, and the keys that then may not be read."""
    whole = draw(
        st.sampled_from(
            [
                "Flat 2 14 Heron's Reach", "14 Heron’s Reach", "Herons Reach", "14 Herons Reach Whitby YO21 3PU", "YO21 3PU",
                "Y021 3PU", "YO21", "07700 900461", "+44 7700 900461", "0044 7700 900461", "ngozi.new@mail.example", "Amaka Eze", "Whitby", "He\u0301rons Reach",
            ]
        )
    )  # fmt: skip
    words = re.split(r"\s+", whole)
    text = words[0]
    for word in words[1:]:
        text += draw(SEPARATORS) + word
    if whole[0].isdigit() and len(words) == 2 and draw(st.booleans()):
        text = draw(SEPARATORS).join(text.replace(" ", ""))
    if draw(st.booleans()):
        text = text.upper()
    if whole == "YO21 3PU":
        text = draw(st.sampled_from([text, "yo213pu", "Y O 2 1 3 P U"]))
    around = draw(st.sampled_from(["She is at {}.", "{}", "({})", "Ring: {}; then wait.", "a\n\n{}\n\nb"]))
    return around.format(text), keys(whole.replace("+44", "").replace("0044", ""))


def test_whatever_is_withheld_is_never_said_however_it_was_typed(protected, cast, fled) -> None:
    """Spaced, with commas, in capitals, a postcode alone: of every way to type it nothing is left that can be put together."""
    paper = _made(protected, cast)
    other = "Other words stay as they were typed, 14 of them, by the reach."

    @settings(max_examples=250, deadline=None, derandomize=True)
    @given(typed())
    def never_said(one: tuple[str, str]) -> None:
        said, secret = one
        cleaned, kept = as_it_may_go(paper, [said, other])
        for part in (secret, "yo21", "y021", "7700900461", "heronsreach", "amaka", "whitby", "ngozinewmail"):
            assert part not in keys(cleaned), (said, cleaned)
        assert kept == other

    never_said()


def _made(protected, cast):
    return papers.make_paper(
        process=protected.conference,
        kind="conference_minutes",
        for_whom="Ngozi Okafor",
        by=cast.social_worker,
    )


@pytest.mark.parametrize("kind", PaperKind.values)
def test_an_address_on_the_record_that_its_maker_cannot_see_is_in_no_paper(
    protected, cast, fled, kind
) -> None:
    """Typed into every field that papers are made from, and into the paper itself; her record is sealed meanwhile."""
    secret = "14 Heron’s Reach, Whitby, yo213pu, tel. 07700900461"
    for row in (
        protected.discussion, protected.enquiry, protected.conference, protected.booked, protected.meeting,
        protected.pre_proceedings,
    ):  # fmt: skip
        for field in row._meta.fields:
            # Not what a paper is not made from, and nothing that is chosen.
            if field.get_internal_type() == "TextField" and not field.choices and getattr(row, field.name):
                setattr(row, field.name, f"{getattr(row, field.name)} She lives at {secret}.")
        row.save()
    Person.objects.filter(pk=fled.pk).update(restriction="sealed")
    with acting_as(cast.social_worker):
        assert not Residence.objects.filter(person=fled).exists(), "the maker can see it: this tests nothing"
        paper = papers.make_paper(
            process=protected.by_kind[kind],
            kind=kind,
            for_whom=f"The father, not at {secret}",
            by=cast.social_worker,
        )
        papers.add_passage(paper=paper, heading=f"At {secret}", words=secret, by=cast.social_worker)
        sent = papers.send_paper(
            paper=paper, sent_date=timezone.localdate(), for_whom=f"Him, c/o {secret}", by=cast.social_worker
        )
    told = [read(uploads.path_of(sent.document.stored_name).read_bytes()), sent.title, sent.for_whom]
    told += [f"{one.heading} {one.words}" for one in sent.passages.all()]
    for text in told:
        assert not {one for one in ("heronsreach", "yo213pu", "7700900461", "whitby") if one in keys(text)}, (
            text
        )
    assert "[left out]" in told[0]


def test_what_is_withheld_after_it_was_made_is_left_out_as_it_goes(protected, cast) -> None:
    """The preview and the sending ask anew."""
    paper = _made(protected, cast)
    papers.add_passage(
        paper=paper, heading="Home", words="They live at 3 Lark Rise, E8 1EA.", by=cast.social_worker
    )
    assert "3 Lark Rise" in as_it_goes(paper).passages[-1].words
    live_at(cast.child, "3 Lark Rise", "Hackney", "E8 1EA")
    draft = read(printed(paper, as_it_goes(paper), made_at=timezone.now()))
    assert "Lark Rise" not in draft
    sent = papers.send_paper(
        paper=paper, sent_date=timezone.localdate(), for_whom="Him", by=cast.social_worker
    )
    assert sent.passages.order_by("-place")[0].words == "They live at [left out]."


def test_a_new_name_is_said_as_the_name_before_it(protected, cast) -> None:
    """Of somebody whose home is withheld; the name of anybody else stays as it is."""
    PersonName.objects.create(
        person=cast.child, given_names="Daniel", family_name="Marsh-Reid", start_date=ago(20)
    )
    Person.objects.filter(pk=cast.child.pk).update(display_name="Daniel Marsh-Reid")
    paper = _made(protected, cast)
    assert "Daniel Marsh-Reid" in " ".join(paper.passages.values_list("heading", flat=True))
    live_at(cast.child, "9 Far Row", "Hull", "HU1 1AA")
    Residence.objects.filter(person=cast.child).update(start_date=ago(30))
    goes = as_it_goes(paper)
    assert goes.names == ["Daniel Okafor", "Esther Okafor"]
    text = read(printed(paper, goes, made_at=timezone.now()))
    assert "What Daniel Okafor says" in text
    assert "Marsh" not in text.replace("Helen Marsh", "")


def test_a_hidden_brother_or_sister_is_never_named(protected, cast) -> None:
    """Not by their part in it, nor where somebody who could see them wrote their name."""
    hidden = Person.objects.create(
        display_name="Zachary Okafor", birth_date=ago(365 * 5), restriction="sealed"
    )
    PersonName.objects.create(person=hidden, given_names="Zachary Paul", family_name="Okafor")
    PersonName.objects.create(person=hidden, kind="known_as", given_names="Zac", family_name="Okafor")
    FamilyMembership.objects.create(
        family=cast.family, person=hidden, role="child", start_date=datetime.date(2024, 1, 1)
    )
    StrategyChild.objects.create(discussion=protected.discussion, child=hidden)
    protected.discussion.information = (
        "Zachary hides when ZAC’s name is said; zachary okafor was there in May."
    )
    protected.discussion.save()
    with acting_as(cast.social_worker):
        paper = papers.make_paper(
            process=protected.discussion, kind="strategy_minutes", for_whom="Agencies", by=cast.social_worker
        )
        text = read(printed(paper, as_it_goes(paper), made_at=timezone.now()))
    assert "zac" not in text.lower()
    assert "[left out] hides when [left out]’s name is said; [left out] was there in May." in " ".join(
        text.split()
    )
    assert "Esther Okafor" in text
    # Nor by somebody who may see them: a child on a closed record is named only in a paper about them.
    paper = papers.make_paper(
        process=protected.discussion,
        kind="strategy_minutes",
        for_whom="Agencies",
        children=[cast.child],
        by=cast.social_worker,
    )
    assert "zac" not in read(printed(paper, as_it_goes(paper), made_at=timezone.now())).lower()


def test_a_name_that_is_a_word_is_taken_as_a_name_only(protected, cast) -> None:
    """May, Will, Grace: with their capital letter, and not in a day."""
    hidden = Person.objects.create(display_name="May Quill", birth_date=ago(3000), restriction="restricted")
    PersonName.objects.create(person=hidden, given_names="May", family_name="Quill")
    FamilyMembership.objects.create(family=cast.family, person=hidden, role="child", start_date=ago(900))
    paper = _made(protected, cast)
    said = ["May said so on 3 May 2026. It may be. MAY QUILL, Quill.", "May 2026"]
    assert as_it_may_go(paper, said) == [
        "[left out] said so on 3 May 2026. It may be. [left out].",
        "May 2026",
    ]


def test_ordinary_words_stay_as_they_were_typed(protected, cast, fled) -> None:
    """Nothing but what is withheld is touched: quotes, spaces, letters of any language, bars, tabs, empty lines."""
    paper = _made(protected, cast)
    said = [
        "  “She said”:\n\n\t* ‘no’ & 14 of 21 (flat 2)…  ", "Ọlá Ñuñez, Ελένη, বাংলা", r"back\slash \1 & \\", "", "0", "07700",
        "A | B\nC | D", "reach for the heron", "[left out]", "x" * 5000,
    ]  # fmt: skip
    assert as_it_may_go(paper, said) == said


def test_the_database_gives_nobody_what_it_leaves_out(protected, cast, fled) -> None:
    """The web's own role may have its words cleaned and may not ask for what is compared with them."""
    for asked in (
        "SELECT * FROM kith_withheld(ARRAY[%s]::bigint[], '')",
        "SELECT kith_around(ARRAY[%s]::bigint[])",
        "SELECT kith_paper_people(%s)",
        "SELECT * FROM kith_not_named(%s)",
    ):
        with (
            acting_as(cast.social_worker),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(asked, [cast.child.pk])


def test_the_town_is_left_out_unless_it_is_known_anyhow(protected, cast, settings) -> None:
    """It is said where others around them live there for all to know, or where the authority is called after it."""
    live_at(cast.mother, "14 Heron’s Reach", "Whitby", "YO21 3PU")
    paper = _made(protected, cast)
    said = ["Seen in Whitby, YO21, on Monday."]
    assert as_it_may_go(paper, said) == ["Seen in [left out], on Monday."]
    settings.AUTHORITY_NAME = "Whitby and Moors Council"
    assert as_it_may_go(paper, said) == ["Seen in Whitby, [left out], on Monday."]
    live_at(cast.child, "2 Church Street", "Whitby", "YO21 9ZZ", withheld=False)
    assert as_it_may_go(paper, said) == said
    assert as_it_may_go(paper, ["YO21 3PU, YO21 9ZZ"]) == ["[left out], YO21 9ZZ"]


def test_a_copy_of_a_chronology_leaves_out_what_its_maker_cannot_see(protected, cast, fled) -> None:
    """The same functions clean copies: an address is left out although its maker may not read whose it is."""
    Person.objects.filter(pk=fled.pk).update(restriction="sealed")
    said = "She is at 14 Herons Reach."
    with acting_as(cast.social_worker):
        assert not Residence.objects.filter(person=fled).exists()
        assert without_places_and_numbers([cast.child.pk], [said, "Well."]) == {
            said: "She is at [left out].",
            "Well.": "Well.",
        }
