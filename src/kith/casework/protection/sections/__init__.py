"""What protection adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations

from kith.casework.protection.sections.outside import register_outside


def register_all() -> None:
    """Register every section of this room."""
    register_outside()
