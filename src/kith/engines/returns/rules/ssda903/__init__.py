"""SSDA903: the rules of the return about children looked after, by subject.

Importing this package fills `BOOK`. Where a rule as commonly practised differs from what the
department evidently wants to know, its docstring says which was chosen and why.
"""

from __future__ import annotations

from kith.engines.returns.rules.ssda903 import (
    adoption,
    between_years,
    care_leavers,
    child,
    deprivation_of_liberty,
    episode_codes,
    episode_order,
    episodes_and_child,
    health,
    integrity,
    legal_status,
    missing,
    postcodes_and_distance,
    previous_permanence,
    providers,
    reviews,
    social_workers,
    unaccompanied,
    withdrawn,
)
from kith.engines.returns.rules.ssda903.book import BOOK

__all__ = [
    "BOOK",
    "adoption",
    "between_years",
    "care_leavers",
    "child",
    "deprivation_of_liberty",
    "episode_codes",
    "episode_order",
    "episodes_and_child",
    "health",
    "integrity",
    "legal_status",
    "missing",
    "postcodes_and_distance",
    "previous_permanence",
    "providers",
    "reviews",
    "social_workers",
    "unaccompanied",
    "withdrawn",
]
