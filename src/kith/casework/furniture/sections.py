"""What a later room adds to an earlier room's page, which knows nothing of it: each registers its section as it starts.

A room's `AppConfig.ready` calls `register`; the page's view calls `sections_of` and its template shows each in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kith.casework.furniture.known_at import NOW, Record, read_together

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
    """Return the sections that later rooms add to a page, by place.

    What they first read of the record is asked of the database at once: a page with many sections costs one query more
    than a page with none (`known_at.read_together`).
    """
    makers = [(place, maker) for (of, place), held in _MAKERS.items() if of == page for _, maker in held]
    record: Record = asked.get("record", NOW)
    made = read_together([_reader(maker, asked) for _, maker in makers], record)
    found: dict[str, list[Section]] = {place: [] for place, _ in makers}
    for (place, _), section in zip(makers, made, strict=True):
        if section is not None:
            found[place].append(section)
    return found


def _reader(maker: Maker, asked: dict[str, Any]) -> Callable[[Record], Section | None]:
    return lambda record: maker(**{**asked, "record": record})
