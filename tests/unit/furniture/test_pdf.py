"""PDF documents: accessible, in the house style, with what was typed shown as it was typed and nothing run."""

from __future__ import annotations

import dataclasses
import datetime
import io
import time

import pytest
from pypdf import PdfReader

from kith.casework.furniture import pdf

TYPED_TO_BREAK_OUT = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    '#image("/etc/hostname")',
    "*bold* _stress_ `code` $x^2$ @reference <label>",
    "= Not a heading",
    '"] #panic("out") [',
    "\\u{41} // not a comment /* nor this */ #{1 + 1}",
    "</script>{{ 7 * 7 }}{% now %}",
)


def read(made: bytes) -> str:
    """Return the text of a PDF, as a reader of it hears it, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())


def of(*parts: pdf.Part, title: str = "Minutes") -> bytes:
    """Return a document of these parts."""
    return pdf.make(pdf.Document(title=title, parts=parts, facts=(("Held on", "3 March 2026"),)))


@pytest.mark.parametrize("typed", TYPED_TO_BREAK_OUT)
def test_what_was_typed_is_shown_and_never_run(typed: str) -> None:
    """In every place that a document has for words."""
    made = of(
        pdf.Heading(typed), pdf.Words(typed), pdf.Notice(typed), pdf.Facts(((typed, typed),)),
        pdf.Table(typed, (typed, typed), ((typed, typed),)),
        pdf.Entry(typed, typed, (typed,), ((typed, typed),), typed),
        title=typed,
    )  # fmt: skip
    text = read(made)
    assert text.replace(" ", "").count(typed.replace(" ", "")) >= 16
    assert "root:" not in text


def test_it_says_that_it_is_accessible_and_it_is_tagged() -> None:
    """PDF/UA-1: a title that is shown, a language, a tree of tags with headings and a table's header cells."""
    made = of(
        pdf.Heading("One"),
        pdf.Table("Who", ("Name", "Part"), (("Ada", "Chair"),)),
        title="Minutes of 3 March",
    )
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Minutes of 3 March"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    kinds = list(_kinds(root["/StructTreeRoot"]))
    assert {"/H1", "/Table", "/TH", "/TD", "/P"} <= set(kinds), kinds


def _kinds(tag: object) -> list[str]:
    node = tag.get_object()  # type: ignore[attr-defined]
    if isinstance(node, list):
        return [kind for one in node for kind in _kinds(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (_kinds(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zażółć Ọlá Ñuñez Đorđe Ελένη Наталія", "Zażółć Ọlá Ñuñez Đorđe Ελένη Наталія"),
        ("before\x00\x07\ufffe after", "before after"),
        ("half \ud800 of a pair", "half of a pair"),
        ("she sent \U0001f600 back", "she sent"),
        ("বাংলা", ""),
    ],
)
def test_whatever_letters_were_typed_a_document_is_made(typed: str, shown: str) -> None:
    """Letters that no typeface here has are put into words; a document is never refused for them."""
    assert shown in read(of(pdf.Words(typed)))


def test_letters_that_cannot_be_shown_are_said_to_be_missing() -> None:
    """Each run once, by the name of its letters."""
    assert pdf._in_words("বাংলা নাম, Ada 😀") == (
        "[Bengali letters that cannot be printed here] [Bengali letters that cannot be printed here], Ada [grinning face]"
    )


def test_everything_that_the_house_says_it_can_show_it_can() -> None:
    """Every letter that is left as it is compiles with the house's own typeface alone."""
    kept = "".join(
        chr(code)
        for first, last in pdf.SHOWN_ANYWHERE
        for code in range(first, last + 1)
        if pdf._is_text(chr(code))
    )
    assert pdf._in_words(kept) == kept
    document = pdf.Document(title="Letters", parts=(pdf.Words(" ".join(kept)),))
    assert pdf._compiled({"authority": "A", **dataclasses.asdict(document)}, True, None)


def test_it_is_handed_over_as_a_file_named_for_nobody() -> None:
    """To be kept, never shown inside a page or guessed at."""
    answer = pdf.as_attachment(of(pdf.Words("x")), "minutes", datetime.date(2026, 11, 25))
    assert answer["Content-Disposition"] == 'attachment; filename="minutes-2026-11-25.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


def test_a_long_document_is_made_while_one_waits() -> None:
    """Three hundred entries, fifteen times more than a usual chronology: far under the request's own limit."""
    began = time.monotonic()
    made = of(
        *(pdf.Entry(f"Day {n}", "Visit", (), (("", "He said that he was well. " * 8),)) for n in range(300))
    )
    assert made.startswith(b"%PDF")
    assert time.monotonic() - began < 10
