"""What protection adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations

from kith.casework.protection.sections.enquiry import register_enquiry


def register_all() -> None:
    """Register every section of this room."""
    register_enquiry()
