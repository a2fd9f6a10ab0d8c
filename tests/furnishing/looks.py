"""One page as one worker sees it, to be looked at by test_every_page.py."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Look:
    """One page as one worker sees it; the worker is a name in the cast, or nobody."""

    who: str
    address: str
    instead: dict[str, str] = field(default_factory=dict)
    asks: str = ""  # the query that follows the address
    status: int = 200
    picture: str = ""  # the name of its picture in the documents
    widths: tuple[int, ...] = (1280,)


def in_care(
    who: str,
    address: str,
    instead: dict[str, str] | None = None,
    *,
    asks: str = "",
    status: int = 200,
    picture: str = "",
    widths: tuple[int, ...] = (1280,),
) -> Look:
    """Return a look at a page of the care room, about the eldest of the three children in care unless told otherwise."""
    about = {"person_id": "care_child", "family_id": "care_family", "plan_id": "care_plan", **(instead or {})}
    return Look(who, address, about, asks=asks, status=status, picture=picture, widths=widths)
