"""What protection adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations

from kith.casework.protection.sections.core_group import register_core_group
from kith.casework.protection.sections.figures import register_figures


def register_all() -> None:
    """Register every section of this room."""
    register_core_group()
    register_figures()
