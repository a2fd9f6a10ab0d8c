"""Lines through the channels between generations: each upright has a place of its own, each bar a track of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kith.engines.genogram.drawing import Figure, Path, Point
from kith.engines.genogram.measures import FAN, RAIL, SYMBOL, TRACK
from kith.engines.genogram.ordering import Rows
from kith.engines.genogram.unions import Line, Lines, Link, Union

_NUDGES = [0, 7, -7, 14, -14, 21, -21, 28, -28, 35, -35, 42, -42, 49, -49]
_CLEAR = 6  # between two uprights of different lines
_ABOVE, _BELOW = 12, 8


@dataclass
class Bar:
    """One union's part in one channel: its uprights from above, its bar, its uprights to below."""

    union: int
    sources: list[tuple[int, Point, int]] = field(default_factory=list)  # x, where it begins, rail or -1
    pins: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)  # x, whom it leads to
    track: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """From where to where the bar reaches."""
        places = [x for x, *_ in self.sources] + [x for x, _ in self.pins]
        return min(places), max(places)


@dataclass
class Rail:
    """The line of a couple who do not stand side by side, under the names of those between them."""

    link: Link
    ends: tuple[int, int]
    track: int = 0


@dataclass
class Channel:
    """What runs between one generation and the next; `pin_of` is where each line meets each person below."""

    row: int
    bars: list[Bar]
    rails: list[Rail]
    rail_tracks: int
    bar_tracks: int
    pin_of: dict[tuple[int, int], int]
    has_twins: bool

    @property
    def height(self) -> int:
        """How much room it needs."""
        fan = FAN if self.has_twins else 0
        return _ABOVE + self.rail_tracks * RAIL + self.bar_tracks * TRACK + fan + _BELOW

    def rail_y(self, top: int, track: int) -> int:
        """Return where a rail runs."""
        return top + _ABOVE + track * RAIL + RAIL // 2

    def bar_y(self, top: int, track: int) -> int:
        """Return where a bar runs."""
        return top + _ABOVE + self.rail_tracks * RAIL + track * TRACK + TRACK // 2

    def fan_y(self, bottom: int) -> int:
        """Return where lines to twins part."""
        return bottom - _BELOW - FAN


def channel_of(
    row: int,
    rows: Rows,
    lines: Lines,
    at: Mapping[int, int],
    figures: Mapping[int, Figure],
    adjacent: Iterable[Link],
    parted: Iterable[Link],
) -> Channel:
    """Return the channel under a row with every line's place in it."""
    steps = rows.steps.get(row, ())
    taken: dict[int, int] = {}  # each upright's place and the union whose it is
    pins_of: dict[int, list[int]] = {}
    for index, step in enumerate(steps):
        for one in step.lower:
            pins_of.setdefault(one, []).append(index)
    pin_of: dict[tuple[int, int], int] = {}
    for one, indices in pins_of.items():
        for place, index in enumerate(indices):
            x = at[one] + round((place - (len(indices) - 1) / 2) * 14)
            pin_of[(steps[index].union, one)] = x
            taken[x] = steps[index].union
    rails = _rails(parted, at, taken)
    side_by_side = {frozenset((link.first, link.second)): link for link in adjacent}
    on_rail = {frozenset((rail.link.first, rail.link.second)): index for index, rail in enumerate(rails)}
    bars, has_twins = [], False
    for step in steps:
        bar = Bar(step.union)
        union = lines.unions[step.union]
        for twins in _twins(step.lower, figures, union):
            has_twins = has_twins or len(twins) > 1
            middle = round(sum(pin_of[(step.union, one)] for one in twins) / len(twins))
            bar.pins.append((middle, twins))
            taken.setdefault(middle, step.union)
        bars.append(bar)
    for step, bar in zip(steps, bars, strict=True):
        union = lines.unions[step.union]
        pair = frozenset(step.upper)
        wanted = round(sum(x for x, _ in bar.pins) / len(bar.pins))
        if union.line in (Line.BIRTH, Line.ADOPTED) and len(step.upper) == 2:
            if pair in side_by_side:
                first, second = sorted(step.upper, key=lambda one: at[one])
                least, most = figures[first].box[2] + 3, figures[second].box[0] - 3
                middle = min(max((at[first] + at[second]) // 2, least), most)
                x = _free(middle, taken, step.union, bar, least, most)
                bar.sources.append((x, (x, figures[first].y + 1), -1))
            else:
                rail = rails[on_rail[pair]]
                least, most = rail.ends[0] + 10, rail.ends[1] - 10
                x = _free(min(max(wanted, least), most), taken, step.union, bar, least, most)
                bar.sources.append((x, (x, 0), on_rail[pair]))
            continue
        for one in step.upper:
            x = _free(at[one], taken, step.union, bar)
            # Under a name there is room to begin beside its middle.
            under = x if abs(x - at[one]) <= 30 else at[one]
            begins = (under, figures[one].label_bottom + 4) if one >= 0 else (at[one], -1)
            bar.sources.append((x, begins, -1))
    bar_tracks = _tracks(bars)
    return Channel(row, bars, rails, len(rails), bar_tracks, pin_of, has_twins)


def _free(
    wanted: int,
    taken: dict[int, int],
    union: int,
    bar: Bar,
    least: int | None = None,
    most: int | None = None,
) -> int:
    """Return a place near the one wanted where no upright of another line stands, and take it."""
    for pin, _ in bar.pins:
        # Straight down to the only child, or to the one under the middle, without a kink.
        if abs(pin - wanted) <= 14 and (least is None or least <= pin) and (most is None or pin <= most):
            return pin
    for nudge in _NUDGES:
        x = wanted + nudge
        if (least is not None and x < least) or (most is not None and x > most):
            continue
        if all(abs(x - place) >= _CLEAR for place in taken):
            taken[x] = union
            return x
    taken.setdefault(wanted, union)
    return wanted


def _rails(parted: Iterable[Link], at: Mapping[int, int], taken: dict[int, int]) -> list[Rail]:
    """Return the rails of a row, the shortest nearest to the names; at one person each end has its own place."""
    ends: dict[int, int] = {}
    rails: list[Rail] = []
    for link in sorted(parted, key=lambda one: (abs(at[one.first] - at[one.second]), one.first, one.second)):
        places = []
        first, second = sorted((link.first, link.second), key=lambda one: at[one])
        for one, side in ((first, 1), (second, -1)):
            count = ends[one] = ends.get(one, 0) + 1
            x = at[one] + side * 8 * count
            while any(abs(x - place) < _CLEAR for place in taken):
                x += side * 3
            taken[x] = -1 - len(rails)
            places.append(x)
        rails.append(Rail(link, (places[0], places[1]), len(rails)))
    return rails


def _twins(lower: tuple[int, ...], figures: Mapping[int, Figure], union: Union) -> list[tuple[int, ...]]:
    """Return those below by themselves, and children of one birth together."""
    if union.line is not Line.BIRTH:
        return [(one,) for one in lower]
    born: dict[object, list[int]] = {}
    for one in lower:
        member = figures[one].member if one >= 0 else None
        day = member.birth_date if member and not member.birth_is_estimated else None
        born.setdefault(day or ("alone", one), []).append(one)
    return [tuple(group) for group in born.values()]


def _tracks(bars: list[Bar]) -> int:
    """Give every bar its track so that bars that would meet run apart, and uprights cross as few of them as can be."""
    order = sorted(range(len(bars)), key=lambda index: (bars[index].span, index))
    helped = True
    rounds = 0
    while helped and rounds < len(order) + 1:
        helped, rounds = False, rounds + 1
        for place in range(len(order) - 1):
            upper, lower = bars[order[place]], bars[order[place + 1]]
            if _crossed(lower, upper) < _crossed(upper, lower):
                order[place], order[place + 1] = order[place + 1], order[place]
                helped = True
    most = 0
    done: list[Bar] = []
    for index in order:
        bar = bars[index]
        least, greatest = bar.span
        meets = [
            other.track
            for other in done
            if other.span[0] <= greatest + _CLEAR and other.span[1] >= least - _CLEAR
        ]
        bar.track = max(meets, default=-1) + 1
        most = max(most, bar.track + 1)
        done.append(bar)
    return most


def _crossed(upper: Bar, lower: Bar) -> int:
    """Return how many uprights cross a bar when one bar runs over the other."""
    least, most = lower.span
    down = sum(least < x < most for x, _ in upper.pins)
    least, most = upper.span
    return down + sum(least < x < most for x, *_ in lower.sources)


def paths_of(
    channel: Channel, bar: Bar, top: int, bottom: int, figures: Mapping[int, Figure]
) -> tuple[Path, ...]:
    """Return the paths of one bar with its uprights; they end behind the symbols that they lead to."""
    y = channel.bar_y(top, bar.track)
    least, most = bar.span
    paths: list[Path] = []
    for x, (begin_x, begin_y), rail in bar.sources:
        start = (
            channel.rail_y(top, channel.rails[rail].track) + 1
            if rail >= 0
            else begin_y
            if begin_y >= 0
            else top
        )
        if begin_x != x and rail < 0:
            paths.append(((begin_x, start), (x, max(start, top) + 6), (x, y)))
        else:
            paths.append(((x, start), (x, y)))
    if most > least:
        paths.append(((least, y), (most, y)))
    for x, group in bar.pins:
        if len(group) > 1:
            fan = channel.fan_y(bottom)
            paths.append(((x, y), (x, fan)))
            paths += [
                ((x, fan), (channel.pin_of[(bar.union, one)], figures[one].y - SYMBOL // 2)) for one in group
            ]
            continue
        (one,) = group
        end = figures[one].y if one >= 0 else bottom
        paths.append(((x, y), (x, end)))
    return tuple(paths)
