"""Words of carers' addresses that are kept from whoever should not learn them: a paper is read over for them before it goes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kith.casework.care.models import HomeAddress, Placement

INSTEAD = "[an address that is not shared]"


def withheld_words(child_ids: Sequence[int]) -> list[str]:
    """Return the lines and postcodes of the homes of these children, then and now, whose address is withheld. One query."""
    homes = Placement.objects.filter(child_id__in=child_ids, home__address_withheld=True).values("home_id")
    found: list[str] = []
    for address in HomeAddress.objects.filter(home_id__in=homes):
        found += [address.lines, *address.lines.split(","), address.postcode]
    return sorted({words.strip() for words in found if len(words.strip()) > 3}, key=len, reverse=True)


def without(words: str, withheld: Sequence[str]) -> str:
    """Return words with each of those addresses taken out, however it is spaced or written in capitals."""
    for each in withheld:
        pattern = r"\s*".join(re.escape(part) for part in re.split(r"[\s,]+", each) if part)
        words = re.sub(pattern.replace(r"\s*", r"[\s,]*"), INSTEAD, words, flags=re.IGNORECASE)
    return words
