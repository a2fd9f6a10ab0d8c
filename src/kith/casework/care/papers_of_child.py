"""What was typed about a child, as a paper that leaves the service may say it.

The database cleans it, for it alone sees every record (plans_and_approvals.sql): no withheld address, no telephone number
and no name of somebody on a closed record is ever in one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.conf import settings
from django.db import connection

Clean = Callable[[str], str]
Made = TypeVar("Made")


def as_they_go(child_id: int, texts: Sequence[str], *, but: Iterable[int] = ()) -> list[str]:
    """Return texts, in order, as a paper about a child may say them; `but` are whose names are not left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kith_as_papers_of_child_go(%s, %s::text[], %s, %s::bigint[])",
            [child_id, list(texts), settings.AUTHORITY_NAME, list(but)],
        )
        return list(cursor.fetchone()[0])


def made_clean(child_id: int, make: Callable[[Clean], Made]) -> Made:
    """Return what `make` makes of the texts that it hands to its argument, each as a paper about the child may say it.

    It is called twice: the first time tells which texts there are, so that all are cleaned in one query and none is forgotten.
    """
    texts: dict[str, str] = {}

    def note(words: str) -> str:
        return texts.setdefault(words, words)

    make(note)
    clean = dict(zip(texts, as_they_go(child_id, list(texts)), strict=True))
    return make(clean.__getitem__)
