"""What a later room adds to an earlier room's page, which knows nothing of it: each registers its section as it starts.

A room's `AppConfig.ready` calls `register`; the page's view calls `sections_of` and its template shows each in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Maker = Callable[..., "Section | None"]


@dataclass(frozen=True)
class Section:
    """One section: the template that shows it, and what that template knows as `section.about`."""

    template: str
    about: dict[str, Any] = field(default_factory=dict)


_MAKERS: dict[tuple[str, str], list[tuple[int, Maker]]] = {}


def register(page: str, place: str, maker: Maker, *, order: int = 100) -> None:
    """Add a section to a place ("main", "side") of a page such as "plans:plan"; lower orders come first.

    The maker is given, by name, what the page says it is about, and returns None where there is nothing to show.
    Registering the same maker again changes nothing.
    """
    makers = _MAKERS.setdefault((page, place), [])
    if all(known is not maker for _, known in makers):
        makers.append((order, maker))
        makers.sort(key=lambda each: each[0])


def sections_of(page: str, **asked: Any) -> dict[str, list[Section]]:
    """Return the sections that later rooms add to a page, by place."""
    found: dict[str, list[Section]] = {}
    for (of_page, place), makers in _MAKERS.items():
        if of_page == page:
            made = [maker(**asked) for _, maker in makers]
            found[place] = [section for section in made if section is not None]
    return found
