"""What no copy ever says, whoever typed it where: addresses that are kept from others, and ways to reach people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kith.casework.people.models import ContactDetail, FamilyMembership, Residence

IN_ITS_PLACE = "[left out]"
SHORTEST = 5  # characters; anything shorter would be found inside ordinary words


def without_places_and_numbers(people: Iterable[int]) -> Callable[[str], str]:
    """Return a function that leaves withheld addresses and contact details of these people's families out of a text.

    They are in fields of their own, which no copy reads; this catches them where somebody typed one into a note.
    """
    numbers = list(people)
    families = FamilyMembership.objects.filter(person_id__in=numbers).values("family_id")
    around = {
        *numbers,
        *FamilyMembership.objects.filter(family_id__in=families).values_list("person_id", flat=True),
    }
    said: set[str] = set(ContactDetail.objects.filter(person_id__in=around).values_list("value", flat=True))
    for lines, postcode in Residence.objects.filter(person_id__in=around, withheld=True).values_list(
        "address__lines", "address__postcode"
    ):
        said |= {lines, postcode}
    patterns = [_pattern(one) for one in sorted(said, key=len, reverse=True) if len(one.strip()) >= SHORTEST]
    if not patterns:
        return lambda text: text
    found = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: found.sub(IN_ITS_PLACE, text)


def _pattern(said: str) -> str:
    """Return a pattern that finds what was said however it is spaced, with or without commas."""
    if re.fullmatch(r"[+\d\s()-]+", said):
        return r"[\s()-]*".join(re.escape(digit) for digit in re.sub(r"[^\d+]", "", said))
    compact = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})", said.strip(), re.IGNORECASE)
    words = compact.groups() if compact else re.split(r"[\s,]+", said.strip())
    return (r"\s*" if compact else r"[\s,]+").join(re.escape(word) for word in words if word)
