"""Papers as their pages show them: what was made from a process, what each is made of, and its words as they may go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, models

from kith.casework.people.models import Person
from kith.casework.protection.models import Paper, PaperPassage


def as_it_may_go(paper: Paper, texts: Sequence[str]) -> list[str]:
    """Return texts, in order, without what this paper must not say.

    The database compares, with the eyes of every record, and gives back nothing but the texts (protection/papers.sql).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kith_as_it_may_go(%s, %s::text[], %s)",
            [paper.pk, list(texts), settings.AUTHORITY_NAME],
        )
        return list(cursor.fetchone()[0])


@dataclass(frozen=True)
class ShownPassage:
    """One passage as it goes."""

    heading: str
    words: str


@dataclass(frozen=True)
class AsItGoes:
    """A paper's words as they go: passages that were left out are not in it."""

    title: str
    for_whom: str
    names: list[str]
    passages: list[ShownPassage]


def as_it_goes(paper: Paper, *, for_whom: str = "") -> AsItGoes:
    """Return a paper as it would go now, cleaned anew; a paper that has gone is its document."""
    passages = list(PaperPassage.objects.filter(paper=paper, left_out=False).order_by("place"))
    names = [child.display_name for child in children_of(paper)]
    texts = [paper.title, for_whom or paper.for_whom, *names]
    for passage in passages:
        texts += [passage.heading, passage.words]
    cleaned = as_it_may_go(paper, texts)
    told, rest = cleaned[: 2 + len(names)], cleaned[2 + len(names) :]
    return AsItGoes(
        told[0],
        told[1],
        told[2:],
        [ShownPassage(*pair) for pair in zip(rest[::2], rest[1::2], strict=True)],
    )


def children_of(paper: Paper) -> list[Person]:
    """Return the children whom a paper is about, eldest first."""
    return list(Person.objects.filter(papers__paper=paper).order_by("birth_date", "pk"))


def passages_of(paper: Paper) -> list[PaperPassage]:
    """Return a paper's passages in order, those that are left out among them."""
    return list(PaperPassage.objects.filter(paper=paper).order_by("place"))


def papers_from(threads: Iterable[str]) -> models.QuerySet[Paper]:
    """Return the papers made from these threads that the worker may see, the latest first; one query."""
    return (
        Paper.objects.filter(thread__in=list(threads)).select_related("made_by").order_by("-made_at", "-pk")
    )
