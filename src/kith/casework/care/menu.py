"""Care's entries of the menu, told by role alone: no page asks the database what its menu is."""

from __future__ import annotations

from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.context import register_entry
from kith.casework.workforce.models import Worker


def _reviews_care(worker: Worker) -> bool:
    return Right.REVIEW_CARE in general_rights(worker.role)


def register_all() -> None:
    """Add the entries."""
    register_entry("Reviews", "care:reviewing", _reviews_care, after="Conferences")
