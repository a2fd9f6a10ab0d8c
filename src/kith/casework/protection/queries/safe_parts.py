"""The parts of a total as a reader may see them: exact for the team, safe for anybody else."""

from __future__ import annotations

from collections.abc import Sequence

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
