"""Who managed each team on a day: the manager who signs off what a worker of the team has written."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo.days import Days
from kith.demo.world import World


def manager_on(world: World, worker: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
    """Return the number of the manager of each worker's team on each day; the director where it had none."""
    workforce = world.workforce
    team = workforce.team_of(worker)
    manager = np.full(len(worker), workforce.known["director"], dtype=np.int64)
    managers = np.nonzero(workforce.is_manager & (workforce.role == Role.TEAM_MANAGER))[0]
    for place in managers.tolist():
        held = (
            (team == workforce.team[place]) & (workforce.start[place] <= day) & (workforce.end[place] > day)
        )
        manager[held] = workforce.id[place]
    return manager
