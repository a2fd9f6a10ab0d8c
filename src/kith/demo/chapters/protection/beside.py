"""What stands beside the story of a few families: how many there are of it is for each chapter to say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.demo.chapters.protection.core_groups import on_plans
from kith.demo.world import World


def some(
    world: World, purpose: str, many: float, among: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Return about so many of some worries, in order; of those with protection plans where no others are given."""
    chance = world.chance("some of", purpose)
    rows = on_plans(world) if among is None else among
    wanted = int(many) + int(chance.random() < many % 1)
    return np.sort(chance.permutation(rows)[:wanted])
