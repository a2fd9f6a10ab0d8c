"""The chain followed slowly and plainly, one child at a time: the reference that the fast loops must agree with.

Also how histories with a known truth are made. It knows nothing of streams, families or machine code.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from kith.engines.projection.chain import ADULT, AGE_EDGES, CLOCK_EDGES, State, is_care
from kith.engines.projection.panel import Floats

_AGES, _CLOCKS = AGE_EDGES.tolist(), CLOCK_EDGES.tolist()


def follow_plainly(
    state: int, age: float, clock: float, years: float, rates: Floats, generator: np.random.Generator
) -> list[tuple[int, float, float, int, float]]:
    """Follow one child for some years; return spells (state, begin, end, target, clock at the spell's begin).

    The last spell's target is -1 if the horizon came first. A child who turns 18 ends in TURNED_18.
    """
    spells: list[tuple[int, float, float, int, float]] = []
    now = 0.0
    while state <= State.KINSHIP_ORDER:
        begin, clock_then = now, clock
        spend = generator.exponential()
        target = -1
        while True:
            a, c = bisect_right(_AGES, age) - 1, bisect_right(_CLOCKS, clock) - 1
            hazards = rates[state, :, a, c]
            total = float(hazards.sum())
            step = min(years - now, ADULT - age, AGE_EDGES[a + 1] - age, CLOCK_EDGES[c + 1] - clock)
            if spend <= total * step:
                wait = spend / total
                now, age, clock = now + wait, age + wait, clock + wait
                target = int(np.searchsorted(np.cumsum(hazards), generator.random() * total, side="right"))
                break
            spend -= total * step
            now, age, clock = now + step, age + step, clock + step
            # Past a band's edge by less than rounding: step over it.
            age, clock = age + 1e-12, clock + 1e-12
            if age >= ADULT - 1e-9:
                target = int(State.TURNED_18)
                break
            if now >= years - 1e-9:
                break
        spells.append((state, begin, now, target, clock_then))
        if target < 0:
            break
        if not (is_care(state) and is_care(target)):
            clock = 0.0
        state = target
    return spells
