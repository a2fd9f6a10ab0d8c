"""What a later room asks on an earlier room's form, which knows nothing of it: each registers its part as it starts.

A room's `AppConfig.ready` calls `register_part`. The page calls `parts_of` as it loads, gives the fields of each part to its
form, and shows each part's section above it; before its own action it calls every part's `before`, and after it `after`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from kith.casework.furniture.sections import Section


class FormPart:
    """What a later room asks on one form while it is loaded. Each method may be left as it is."""

    # Fields by their names, which begin with the room's own.
    fields: dict[str, forms.Field]

    def __init__(self) -> None:
        self.fields = {}

    def section(self) -> Section | None:
        """Return what is shown above the form; asked anew each time that the page is shown."""
        return None

    def before(self, said: dict[str, Any], **about: Any) -> None:
        """Do what comes before the page's action, in its transaction. Raises CannotBeTrue to have it not done."""

    def after(self, said: dict[str, Any], **about: Any) -> None:
        """Do what comes after the page's action, in its transaction."""


Maker = Callable[..., "FormPart | None"]

_MAKERS: dict[str, list[Maker]] = {}


def register_part(page: str, maker: Maker) -> None:
    """Add a part to a form such as "workforce:allocate"; the maker returns None where it asks nothing.

    Registering the same maker again changes nothing.
    """
    makers = _MAKERS.setdefault(page, [])
    if maker not in makers:
        makers.append(maker)


def parts_of(page: str, **asked: Any) -> list[FormPart]:
    """Return what later rooms ask on a form, each given by name what the page is about."""
    return [part for maker in _MAKERS.get(page, []) if (part := maker(**asked)) is not None]


def fields_of(parts: list[FormPart]) -> dict[str, forms.Field]:
    """Return the fields of several parts, in order."""
    return {name: field for part in parts for name, field in part.fields.items()}
