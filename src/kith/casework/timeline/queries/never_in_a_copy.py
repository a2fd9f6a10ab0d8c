"""What no copy ever says, whoever typed it where: addresses that are kept from others, and ways to reach people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.db import connection

Made = TypeVar("Made")
IN_ITS_PLACE = "[left out]"


def without_places_and_numbers(people: Iterable[int], texts: Iterable[str]) -> dict[str, str]:
    """Return each text without withheld addresses, contact details and names taken since, of those around these people.

    They are in fields of their own, which no copy reads; this catches them where somebody typed one into a note. The
    database compares (timeline/never_in_a_copy.sql), so that what the maker of a copy may not see is left out as well, and
    is never given to the program. One query, however many texts there are.
    """
    every = sorted(set(texts))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kith_without_withheld(%s::bigint[], %s::text[], %s)",
            [list(people), every, settings.AUTHORITY_NAME],
        )
        (cleaned,) = cursor.fetchone()
    return dict(zip(every, cleaned, strict=True))


def made_clean(people: Iterable[int], make: Callable[[Callable[[str], str]], Made]) -> Made:
    """Return what is made with texts cleaned as above: `make` is called twice, first to learn which texts it has."""
    texts: list[str] = []

    def remember(text: str) -> str:
        texts.append(text)
        return text

    make(remember)
    return make(without_places_and_numbers(people, texts).__getitem__)
