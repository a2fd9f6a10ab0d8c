"""Which agencies are expected at every strategy discussion, and which of them had no part in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kith.casework.protection.models import Agency, TookPart

# Who is expected at every strategy discussion (Working Together to Safeguard Children).
EXPECTED = (Agency.SOCIAL_CARE, Agency.POLICE, Agency.HEALTH)


def absent_agencies(attendances: Iterable[Any]) -> list[Agency]:
    """Return which of the agencies that are expected neither came nor sent what they know."""
    took_part = {one.agency for one in attendances if one.took_part != TookPart.DID_NOT_COME}
    return [agency for agency in EXPECTED if agency not in took_part]


def in_words(agencies: Sequence[Agency]) -> str:
    """Return agencies in a sentence, such as "police and health"."""
    names = [
        str(agency.label).lower() if agency != Agency.SOCIAL_CARE else "social care" for agency in agencies
    ]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
