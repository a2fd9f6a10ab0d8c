"""What Family Help adds to the pages of rooms that a family meets before it, registered as Kith starts."""

from __future__ import annotations


def register_all() -> None:
    """Register every section of this room."""
    from kith.casework.family_help.sections.network import register_network

    register_network()
