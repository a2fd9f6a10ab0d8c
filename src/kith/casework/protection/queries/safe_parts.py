"""The parts of a total as a reader may see them: exact for the team, safe for anybody else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from kith.engines.indicators.disclosure import suppress_parts


class SafeParts:
    """Hides what a reader may not see of the parts of a total, and remembers whether it hid anything."""

    def __init__(self, exact: bool) -> None:
        self.exact = exact
        self.hid_something = False

    def parts(self, parts: Sequence[int], known: Sequence[int] | None) -> tuple[list[int | None], int | None]:
        """Return the parts and their total as they may be shown. `known` is what the reader reads exactly of each.

        What is hidden of the whole, and of what is left of it without what the reader knows, is hidden: to hide more never
        tells more.
        """
        if self.exact:
            return list(parts), sum(parts)
        shown, total = suppress_parts(parts)
        if known is not None:
            rest, rest_total = suppress_parts([part - own for part, own in zip(parts, known, strict=True)])
            shown = [None if other is None else one for one, other in zip(shown, rest, strict=True)]
            total = None if rest_total is None else total
        self.hid_something = self.hid_something or None in shown or total is None
        return shown, total


def rows_by_team(
    counts: Mapping[int | None, Sequence[int]],
    names: Mapping[int, str],
    own: Collection[int],
    *,
    exact: bool,
    is_safe: Callable[[Sequence[int]], bool],
) -> list[tuple[int | None, str, list[int]]]:
    """Return each team's number, name and counts, by name, and last one row of all the rest together, whose number is None.

    `names` are of the teams that may stand apart, `own` those that the reader reads exactly. A team whose row is not safe
    stands with others in the last row; no number is hidden, so none can be worked out. None at all where even that row would
    not be safe.
    """
    held = {team: row for team, row in counts.items() if any(row)}
    apart = [
        number for number in names if number in held and (exact or number in own or is_safe(held[number]))
    ]
    rest = [number for number in held if number not in apart]
    # The rest must be safe too: the smallest teams that stood apart join it until it is.
    joining = sorted((one for one in apart if one not in own), key=lambda one: held[one][0])
    while not exact and rest and not is_safe(_sum(held[one] for one in rest)) and joining:
        smallest = joining.pop(0)
        apart.remove(smallest)
        rest.append(smallest)
    rows: list[tuple[int | None, str, list[int]]] = [
        (number, names[number], list(held[number])) for number in sorted(apart, key=lambda one: names[one])
    ]
    if rest:
        together = _sum(held[one] for one in rest)
        if not exact and not is_safe(together):
            return []
        rows.append((None, "No team" if exact else "All others together", together))
    return rows


def _sum(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
