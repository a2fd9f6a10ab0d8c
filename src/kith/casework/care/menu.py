"""Care's entries of the menu, told by role alone: no page asks the database what its menu is."""

from __future__ import annotations


def register_all() -> None:
    """Add the entries."""
