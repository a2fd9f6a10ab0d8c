"""A paper as a PDF: its passages as they go, tables where the text has them, and "draft" on every page until it has gone."""

from __future__ import annotations

import datetime

from kith.casework.furniture import pdf
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.protection.models import Paper
from kith.casework.protection.paper_passages import KINDS
from kith.casework.protection.paper_passages.writing import LABELS, listed
from kith.casework.protection.queries.papers import AsItGoes


def printed(
    paper: Paper, goes: AsItGoes, *, made_at: datetime.datetime, sent_date: datetime.date | None = None
) -> bytes:
    """Return a paper as PDF/UA. Without a day on which it goes, it says on every page that it is a draft."""
    kind = KINDS[paper.kind]
    parts: list[pdf.Part] = []
    if sent_date is None:
        parts.append(pdf.Notice("Draft. This has not gone to anybody, and may still change."))
    if kind.notice:
        parts.append(pdf.Notice(kind.notice))
    for passage in goes.passages:
        parts.append(pdf.Heading(passage.heading))
        parts += parts_of(passage.words)
    facts = [("For", goes.for_whom), ("About", listed(goes.names))]
    facts.append(("Date", day_in_words(sent_date) if sent_date else "not sent"))
    document = pdf.Document(
        title=goes.title,
        facts=tuple(fact for fact in facts if fact[1]),
        parts=tuple(parts),
        footer="DRAFT, not sent." if sent_date is None else "Private.",
    )
    return pdf.make(document, made_at=made_at)


def parts_of(words: str) -> list[pdf.Part]:
    """Return words as parts: lines that all have as many | between them are a table, whose first line is its headings.

    A block that begins with one of the names under which papers say short things is printed under that name.
    """
    parts: list[pdf.Part] = []
    for block in _blocks(words):
        rows = [tuple(cell.strip() for cell in line.split("|")) for line in block.split("\n") if line.strip()]
        if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            parts.append(pdf.Table("", rows[0], tuple(rows[1:])))
            continue
        label, _, said = block.partition(": ")
        parts.append(pdf.Facts(((label, said),)) if label in LABELS and said else pdf.Words(block))
    return parts


def _blocks(words: str) -> list[str]:
    """Return words in blocks, parted where an empty line is."""
    blocks: list[list[str]] = [[]]
    for line in words.replace("\r\n", "\n").split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]
