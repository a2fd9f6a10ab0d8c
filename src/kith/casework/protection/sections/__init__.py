"""What protection adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations

from kith.casework.protection.sections.conference import register_conference
from kith.casework.protection.sections.decisions import register_decisions
from kith.casework.protection.sections.legal import register_legal


def register_all() -> None:
    """Register every section of this room."""
    register_conference()
    register_decisions()
    register_legal()
