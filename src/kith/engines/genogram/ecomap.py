"""An ecomap: one person in the middle, their own people on the left, those who come through services on the right."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from kith.engines.genogram.measures import LETTER_LINE, MARGIN, width_of

LAPSED_AFTER = 182  # days not in touch, after which a line is broken
_BOX = 236
_PAD = 12
_APART = 16
_ROUND = 62
_LETTERS = 15


class Side(StrEnum):
    """On which side of the map somebody stands."""

    OWN = "own"
    SERVICE = "service"


@dataclass(frozen=True)
class Contact:
    """Somebody around a person: who, what they are in a word or two, and what the record says of the tie."""

    name: str
    kind: str
    side: Side
    description: str = ""
    is_named_important: bool = False
    last_in_touch_date: datetime.date | None = None
    address: str = ""

    def has_lapsed(self, today: datetime.date) -> bool:
        """Return whether they were last in touch more than half a year ago."""
        return self.last_in_touch_date is not None and (today - self.last_in_touch_date).days > LAPSED_AFTER

    def strength(self, today: datetime.date) -> str:
        """Return what the line says in words: only what was said and when they were in touch."""
        said = "Named as important" if self.is_named_important else ""
        touch = ""
        if self.last_in_touch_date is not None:
            when = f"{self.last_in_touch_date:%B %Y}"
            touch = f"not in touch since {when}" if self.has_lapsed(today) else f"in touch {when}"
        return ", ".join(part for part in (said, touch) if part)


@dataclass(frozen=True)
class Place:
    """Where one contact's box is, and the lines written in it."""

    contact: Contact
    x: int
    y: int
    height: int
    lines: tuple[tuple[str, str], ...]  # the class of the writing, and the writing

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom."""
        return (self.x, self.y, self.x + _BOX, self.y + self.height)


@dataclass(frozen=True)
class Ecomap:
    """The whole map: the middle, the places, and how large it is."""

    name: str
    today: datetime.date
    width: int
    height: int
    middle: tuple[int, int]
    places: tuple[Place, ...]


def arrange(name: str, contacts: tuple[Contact, ...], today: datetime.date) -> Ecomap:
    """Return the map: each side in an arc, in the order given, nobody over anybody."""
    sides = {side: [_sized(one, today) for one in contacts if one.side is side] for side in Side}
    heights = {
        side: sum(height for _, height, _ in held) + _APART * max(0, len(held) - 1)
        for side, held in sides.items()
    }
    tall = max([2 * _ROUND + 40, *heights.values()])
    bow = 40 if max(len(held) for held in sides.values()) > 2 else 0
    reach = 150
    middle = (MARGIN + _BOX + bow + reach, MARGIN + 24 + tall // 2)
    places = []
    for side, held in sides.items():
        y = middle[1] - heights[side] // 2
        for contact, height, lines in held:
            off = (y + height / 2 - middle[1]) / (tall / 2)
            inward = round(bow * (1 - math.sqrt(max(0.0, 1 - off * off))))
            x = MARGIN + inward if side is Side.OWN else middle[0] + reach + bow - inward
            places.append(Place(contact, x, y, height, lines))
            y += height + _APART
    return Ecomap(name, today, 2 * middle[0], tall + 2 * MARGIN + 24, middle, tuple(places))


def _sized(contact: Contact, today: datetime.date) -> tuple[Contact, int, tuple[tuple[str, str], ...]]:
    lines = [("kith-genogram-name", line) for line in _wrapped(contact.name)]
    about = f"{contact.kind}: {contact.description}" if contact.description else contact.kind
    lines += [("kith-genogram-dates", line) for line in _wrapped(about)]
    if strength := contact.strength(today):
        lines += [("kith-genogram-dates", line) for line in _wrapped(strength)]
    return contact, 2 * _PAD + LETTER_LINE * len(lines) - 4, tuple(lines)


def _wrapped(text: str, most: int = 3) -> list[str]:
    """Return a text in lines that fit a box, at most so many."""
    lines: list[str] = []
    room = _BOX - 2 * _PAD
    for word in text.split():
        rest = word
        while width_of(rest, _LETTERS) > room:
            cut = len(rest) - 1
            while width_of(rest[:cut] + "-", _LETTERS) > room:
                cut -= 1
            lines.append(rest[:cut] + "-")
            rest = rest[cut:]
        if lines and not lines[-1].endswith("-") and width_of(f"{lines[-1]} {rest}", _LETTERS) <= room:
            lines[-1] = f"{lines[-1]} {rest}"
        else:
            lines.append(rest)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(",;:.") + "…"]
    return lines


def svg_of_ecomap(ecomap: Ecomap, *, title: str, description: str, centre: Mapping[str, str]) -> str:
    """Return the map as SVG: classes and no styles, every word escaped. `centre` has lines under the person's name."""
    x, y = ecomap.middle
    parts = [
        f'<svg class="kith-genogram" xmlns="http://www.w3.org/2000/svg" role="group" width="{ecomap.width}"'
        f' height="{ecomap.height}" viewBox="0 0 {ecomap.width} {ecomap.height}"'
        ' aria-labelledby="ecomap-title ecomap-desc" focusable="false">',
        f'<title id="ecomap-title">{escape(title)}</title><desc id="ecomap-desc">{escape(description)}</desc>',
        '<g aria-hidden="true">',
    ]
    for place in ecomap.places:
        left, top, right, bottom = place.box
        end = (right if place.contact.side is Side.OWN else left, (top + bottom) // 2)
        kinds = ["kith-ecomap-tie"]
        if place.contact.is_named_important:
            kinds.append("kith-ecomap-important")
        if place.contact.has_lapsed(ecomap.today):
            kinds.append("kith-ecomap-lapsed")
        parts.append(f'<path class="{" ".join(kinds)}" d="M{x} {y}L{end[0]} {end[1]}"/>')
    for side, heading in ((Side.OWN, "Their own people"), (Side.SERVICE, "School, services and the team")):
        at = MARGIN + _BOX // 2 if side is Side.OWN else ecomap.width - MARGIN - _BOX // 2
        parts.append(
            f'<text class="kith-genogram-name" x="{at}" y="{MARGIN + 4}" text-anchor="middle">{heading}</text>'
        )
    parts.append(f'<circle class="kith-genogram-subject" cx="{x}" cy="{y}" r="{_ROUND}"/>')
    lines = [("kith-genogram-name", line) for line in _centre(ecomap.name)]
    lines += [(kind, line) for line, kind in centre.items()]
    at_y = y - (len(lines) - 1) * LETTER_LINE // 2 + 5
    for kind, line in lines:
        parts.append(f'<text class="{kind}" x="{x}" y="{at_y}" text-anchor="middle">{escape(line)}</text>')
        at_y += LETTER_LINE
    parts.append("</g>")
    parts += [_box(place) for place in ecomap.places]
    parts.append("</svg>")
    return "".join(parts)


def _centre(name: str) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and width_of(f"{lines[-1]} {word}") <= 2 * _ROUND - 16:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    shown = [line if width_of(line) <= 2 * _ROUND - 8 else line[:12] + "…" for line in lines]
    return shown if len(shown) < 4 else [*shown[:2], shown[2] + "…"]


def _box(place: Place) -> str:
    left, top, right, bottom = place.box
    rounded = 22 if place.contact.side is Side.OWN else 0
    inner = [
        f'<rect class="kith-genogram-symbol" x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
        f' rx="{rounded}"/>'
    ]
    y = top + _PAD - 4
    for kind, line in place.lines:
        y += LETTER_LINE
        inner.append(
            f'<text class="{kind}" x="{(left + right) // 2}" y="{y}" text-anchor="middle">{escape(line)}</text>'
        )
    said = escape(
        ", ".join([place.contact.name, *(line for kind, line in place.lines if kind != "kith-genogram-name")])
    )
    content = "".join(inner)
    if place.contact.address:
        return (
            f'<a href="{escape(place.contact.address)}" aria-label="{said}" class="kith-genogram-person">'
            f'<rect class="kith-genogram-ring" x="{left - 5}" y="{top - 5}" width="{right - left + 10}"'
            f' height="{bottom - top + 10}" rx="{rounded}"/>{content}</a>'
        )
    return f'<g class="kith-genogram-person" role="img" aria-label="{said}">{content}</g>'
