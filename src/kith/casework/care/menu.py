"""Care's entries of the menu, told by role alone: no page asks the database what its menu is."""

from __future__ import annotations

from kith.casework.access.rights import Right, general_rights
from kith.casework.access.roles import Role
from kith.casework.furniture.context import register_entry
from kith.casework.workforce.models import Worker


def register_all() -> None:
    """Add the entries."""
    register_entry("Reviews", "care:reviewing", _reviews_care, after="Conferences")
    register_entry("My young people", "care:personal_adviser", _advises, after="What helps")
    register_entry("Adoption links", "care:adoption_links", _opens_links, after="What helps")
    register_entry("Figures of care", "care:figures", _sees_figures, after="Teams")


def _sees_figures(worker: Worker) -> bool:
    return Right.SEE_FIGURES in general_rights(worker.role)


def _reviews_care(worker: Worker) -> bool:
    return Right.REVIEW_CARE in general_rights(worker.role)


def _advises(worker: Worker) -> bool:
    return worker.role == Role.PERSONAL_ADVISER


def _opens_links(worker: Worker) -> bool:
    return Right.OPEN_ADOPTION_LINKS in general_rights(worker.role)
