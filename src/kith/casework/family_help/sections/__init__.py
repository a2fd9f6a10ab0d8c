"""What Family Help adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations

from kith.casework.family_help.sections.assessment import register_assessment
from kith.casework.family_help.sections.help import register_help
from kith.casework.family_help.sections.waiting import register_waiting


def register_all() -> None:
    """Register every section of this room."""
    register_assessment()
    register_waiting()
    register_help()
