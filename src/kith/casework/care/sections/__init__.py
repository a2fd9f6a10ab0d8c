"""What care adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations


def register_all() -> None:
    """Register every section of this room."""
