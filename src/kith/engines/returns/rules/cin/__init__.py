"""The children in need census: its rules, by subject.

Importing this package fills `BOOK`. Where a rule as commonly practised differs from what the
department evidently wants to know, its docstring says which was chosen and why.
"""

from __future__ import annotations

from kith.engines.returns.rules.cin import (
    assessments,
    child,
    child_in_need_plans,
    conferences_and_enquiries,
    episodes,
    protection_plans,
    pupil_numbers,
    whole_return,
)
from kith.engines.returns.rules.cin.book import BOOK

__all__ = [
    "BOOK",
    "assessments",
    "child",
    "child_in_need_plans",
    "conferences_and_enquiries",
    "episodes",
    "protection_plans",
    "pupil_numbers",
    "whole_return",
]
