"""A genogram as SVG: classes and no styles, every word escaped, each person with a page a link that the keyboard reaches."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from kith.engines.genogram.drawing import Drawing, Figure, Path
from kith.engines.genogram.family import Shape
from kith.engines.genogram.measures import LABEL_TOP, LETTER_LINE, SYMBOL

_HALF = SYMBOL // 2


def svg_of(
    drawing: Drawing, *, title: str, description: str, links: Mapping[int, str], says: Mapping[int, str]
) -> str:
    """Return the picture. `links` are the pages of people who have one; `says` is each person in a few words."""
    parts = [
        f'<svg class="kith-genogram" xmlns="http://www.w3.org/2000/svg" role="group" width="{drawing.width}"'
        f' height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
        ' aria-labelledby="genogram-title genogram-desc" focusable="false">',
        f'<title id="genogram-title">{escape(title)}</title>',
        f'<desc id="genogram-desc">{escape(description)}</desc>',
        '<g aria-hidden="true">',
    ]
    parts += [f'<path class="kith-genogram-home" d="{_d(outline.points)}Z"/>' for outline in drawing.outlines]
    for stroke in drawing.strokes:
        d = "".join(_d(path) for path in stroke.paths)
        says_it = f"<title>{escape(stroke.says)}</title>" if stroke.says else ""
        over = '<path class="kith-genogram-over" d="' + d + '"/>' if stroke.kind != "parted" else ""
        parts.append(f'<g>{says_it}{over}<path class="kith-genogram-{stroke.kind}" d="{d}"/></g>')
    for writing in drawing.writings:
        anchor = ' text-anchor="middle"' if writing.is_centred else ""
        parts.append(
            f'<text class="kith-genogram-years" x="{writing.x}" y="{writing.y}"{anchor}>{escape(writing.text)}</text>'
        )
    parts.append("</g>")
    parts += [_person(figure, links, says) for figure in drawing.figures]
    parts.append("</svg>")
    return "".join(parts)


def _person(figure: Figure, links: Mapping[int, str], says: Mapping[int, str]) -> str:
    member = figure.member
    said = escape(says.get(member.number, member.name))
    inner = [_symbol(figure.member.shape, figure.x, figure.y, _HALF, "kith-genogram-symbol")]
    if figure.is_subject:
        inner.append(_symbol(figure.member.shape, figure.x, figure.y, _HALF - 5, "kith-genogram-subject"))
    if member.death_date is not None:
        x, y, d = figure.x, figure.y, _HALF - 3
        inner.append(
            f'<path class="kith-genogram-died" d="M{x - d} {y - d}L{x + d} {y + d}M{x - d} {y + d}L{x + d} {y - d}"/>'
        )
    if figure.inside or member.is_restricted:
        inner.append(
            f'<text class="kith-genogram-age" x="{figure.x}" y="{figure.y + 6}" text-anchor="middle">'
            f"{escape(figure.inside or '?')}</text>"
        )
    y = figure.y + _HALF + LABEL_TOP - 4
    for line in figure.name_lines:
        y += LETTER_LINE
        inner.append(
            f'<text class="kith-genogram-name" x="{figure.x}" y="{y}" text-anchor="middle">{escape(line)}</text>'
        )
    for line in figure.under:
        y += LETTER_LINE
        inner.append(
            f'<text class="kith-genogram-dates" x="{figure.x}" y="{y}" text-anchor="middle">{escape(line)}</text>'
        )
    content = "".join(inner)
    address = links.get(member.number)
    if address:
        left, top, right, bottom = figure.box
        ring = (
            f'<rect class="kith-genogram-ring" x="{left}" y="{top - 4}" width="{right - left}"'
            f' height="{bottom - top + 8}" rx="4"/>'
        )
        return f'<a href="{escape(address)}" aria-label="{said}" class="kith-genogram-person">{ring}{content}</a>'
    return f'<g class="kith-genogram-person" role="img" aria-label="{said}">{content}</g>'


def _symbol(shape: Shape, x: int, y: int, half: int, kind: str) -> str:
    if shape is Shape.CIRCLE:
        return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{half}"/>'
    if shape is Shape.SQUARE:
        return f'<rect class="{kind}" x="{x - half}" y="{y - half}" width="{2 * half}" height="{2 * half}"/>'
    if shape is Shape.TRIANGLE:
        return f'<path class="{kind}" d="M{x} {y - half}L{x + half} {y + half}L{x - half} {y + half}Z"/>'
    return f'<path class="{kind}" d="M{x} {y - half}L{x + half} {y}L{x} {y + half}L{x - half} {y}Z"/>'


def _d(path: Path) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in path)
