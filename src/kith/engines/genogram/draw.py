"""`draw`: a whole family to a whole genogram. The same family always gives the same drawing."""

from __future__ import annotations

import itertools
from dataclasses import replace

from kith.engines.genogram import words
from kith.engines.genogram.drawing import Drawing, Figure, Path, Stroke, Writing
from kith.engines.genogram.family import Family, Member
from kith.engines.genogram.generations import generations_of
from kith.engines.genogram.households import letters_of, outlines_of
from kith.engines.genogram.measures import MARGIN, PERSON, SYMBOL, width_of, wrapped
from kith.engines.genogram.ordering import Rows, rows_of
from kith.engines.genogram.placing import places_of
from kith.engines.genogram.routing import Channel, channel_of, paths_of
from kith.engines.genogram.unions import Lines, Link, lines_of

_TOP = 14


def draw(family: Family) -> Drawing:
    """Return the genogram of a family: everyone once, nobody over anybody else, elders above the younger."""
    family = family.in_order()
    generations = generations_of(family)
    lines = lines_of(family, generations)
    rows = rows_of(family, generations, lines)
    figures = {member.number: _figure(member, family) for member in family.members}
    at = places_of(rows, lines, {number: figure.width for number, figure in figures.items()})
    figures = {
        number: replace(figure, x=at[number], row=generations.of[number])
        for number, figure in figures.items()
    }
    beside = _neighbours(rows)
    adjacent = [link for link in lines.links if frozenset((link.first, link.second)) in beside]
    parted = [link for link in lines.links if frozenset((link.first, link.second)) not in beside]
    channels, tops, height = {}, {}, MARGIN + _TOP
    for row in range(-1, len(rows.rows)):
        if row >= 0:
            middle = height + SYMBOL // 2
            here = [one for cluster in rows.rows[row] for one in cluster if one >= 0]
            figures |= {one: replace(figures[one], y=middle) for one in here}
            height = max((figures[one].label_bottom for one in here), default=height)
        of_row = [link for link in parted if generations.of[link.first] == row]
        channel = channel_of(row, rows, lines, at, figures, adjacent, of_row)
        channels[row], tops[row] = channel, height
        empty = not channel.bars and not channel.rails
        height += 0 if empty and row in (-1, len(rows.rows) - 1) else channel.height
    strokes, writings = _links(adjacent, channels, tops, figures, family)
    # Couples first: what comes down from them, or crosses them, is drawn over them.
    strokes += _unions(lines, channels, tops, figures, at, rows, family)
    people = family.by_number
    sentences = [stroke.says for stroke in strokes if stroke.says]
    sentences += [words.of_left_out(tie, people) for tie in generations.left_out]
    sentences += [words.of_couple_apart(couple, family) for couple in lines.apart]
    outlines = outlines_of(family, rows, figures)
    writings += letters_of(outlines)
    width = max((figure.box[2] for figure in figures.values()), default=0) + MARGIN
    return Drawing(
        family=family,
        width=width,
        height=height + MARGIN,
        generations=len(rows.rows),
        figures=tuple(figures[number] for number in _as_read(rows)),
        strokes=tuple(strokes),
        writings=tuple(writings),
        outlines=outlines,
        sentences=tuple(dict.fromkeys(sentences)),
        warnings=tuple(words.of_circle(tie, people) for tie in generations.circles),
        cut=frozenset((tie.elder, tie.younger) for tie in generations.cut),
    )


def _figure(member: Member, family: Family) -> Figure:
    name_lines = wrapped(member.name)
    under = words.under(member, family.today)
    width = max([PERSON, *(width_of(line) + 4 for line in (*name_lines, *under))])
    width += width % 2
    age = words.inside(member, family.today)
    return Figure(member, 0, 0, 0, width, name_lines, age, under, member.number in family.subjects)


def _as_read(rows: Rows) -> list[int]:
    return [one for row in rows.rows for cluster in row for one in cluster if one >= 0]


def _neighbours(rows: Rows) -> set[frozenset[int]]:
    return {frozenset(pair) for row in rows.rows for cluster in row for pair in itertools.pairwise(cluster)}


def _links(
    adjacent: list[Link],
    channels: dict[int, Channel],
    tops: dict[int, int],
    figures: dict[int, Figure],
    family: Family,
) -> tuple[list[Stroke], list[Writing]]:
    """Return the lines of couples: side by side through their symbols, others by a rail under the names."""
    people = family.by_number
    strokes, writings = [], []
    for link in adjacent:
        first, second = sorted((figures[link.first], figures[link.second]), key=lambda one: one.x)
        y, left, right = first.y, first.x + SYMBOL // 2, second.x - SYMBOL // 2
        # The strokes of a parting stand clear of the line to the children, which begins about the middle.
        mark = (left + (right - left) // 4, y)
        strokes += _link_strokes(link, (((left, y), (right, y)),), mark, words.of_couple(link, people))
        years = words.years_of(link.couple, people) if link.couple else ""
        if years:
            writings.append(Writing((left + right) // 2, y - 12, years, True))
    for row, channel in channels.items():
        for rail in channel.rails:
            y = channel.rail_y(tops[row], rail.track)
            left, right = rail.ends
            first, second = sorted(
                (figures[rail.link.first], figures[rail.link.second]), key=lambda one: one.x
            )
            path: Path = (
                (left, first.label_bottom + 3),
                (left, y),
                (right, y),
                (right, second.label_bottom + 3),
            )
            strokes += _link_strokes(rail.link, (path,), (left + 16, y), words.of_couple(rail.link, people))
            years = words.years_of(rail.link.couple, people) if rail.link.couple else ""
            if years:
                writings.append(Writing(left + 28, y - 4, years, False))
    return strokes, writings


def _link_strokes(link: Link, paths: tuple[Path, ...], at: tuple[int, int], says: str) -> list[Stroke]:
    strokes = [Stroke("couple" if link.couple else "parents", paths, says)]
    if link.couple and link.couple.has_parted:
        x, y = at
        marks: tuple[Path, ...] = tuple(((x + d - 4, y + 8), (x + d + 4, y - 8)) for d in (-3, 4))
        strokes.append(Stroke("parted", marks, ""))
    return strokes


def _unions(
    lines: Lines,
    channels: dict[int, Channel],
    tops: dict[int, int],
    figures: dict[int, Figure],
    at: dict[int, int],
    rows: Rows,
    family: Family,
) -> list[Stroke]:
    people = family.by_number
    paths: dict[int, list[Path]] = {index: [] for index in range(len(lines.unions))}
    for row, channel in channels.items():
        top = tops[row]
        for bar in channel.bars:
            paths[bar.union] += paths_of(channel, bar, top, top + channel.height, figures)
    for passing in rows.passings.values():
        above = tops[passing.row - 1] + channels[passing.row - 1].height
        paths[passing.union].append(((at[passing.number], above), (at[passing.number], tops[passing.row])))
    return [
        Stroke(union.line.value, tuple(paths[index]), words.of_union(union, people))
        for index, union in enumerate(lines.unions)
    ]
