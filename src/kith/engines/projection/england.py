"""Many authorities at once: over processes on one machine, or over a cluster by Ray, with the same numbers.

Each authority's seed comes from the run's seed and its own name, never from who computes it or when, so that the
number of workers changes only how long it takes.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

import numpy as np

from kith.engines.projection.cost import market_chance
from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import processors
from kith.engines.projection.project import Measured, Setting, measured, run
from kith.engines.projection.together import ENGLAND, MONEY_MOVES_WITH, Joint, seed_of

Item = TypeVar("Item")
Result = TypeVar("Result")


def project_one(task: tuple[Setting, int, int, int, Joint | None]) -> tuple[str, dict[str, Measured]]:
    """Project one setting on one thread; return its name and every measure by path.

    With a Joint its paths come in the order in which they may be added to those of others, and prices grow with
    everyone's.
    """
    setting, years, paths, seed, joint = task
    own = seed_of(seed, setting.authority)
    if joint is None:
        outcome, _scale = run(setting, years=years, paths=paths, seed=own, threads=1)
        return setting.authority, measured(outcome)

    def market(care: Floats) -> Floats:
        # Path 7 of everyone has the prices of the country's path 7, once it is in its place.
        chance = market_chance(seed_of(seed, ENGLAND), paths, years)
        placed = np.empty_like(chance)
        placed[:, joint.order(MONEY_MOVES_WITH, setting.authority, care[:, ::12], seed)] = chance
        return placed

    outcome, _scale = run(setting, years=years, paths=paths, seed=own, threads=1, market=market)
    return setting.authority, joint.arranged(measured(outcome), setting.authority, seed)


def over_processes(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int | None = None
) -> Iterable[Result]:
    """Yield results in order, computed by a pool of processes (in this one if there is one worker).

    Items are taken as the pool comes to need them, so that those to come are made while it works.
    """
    workers = workers or processors()
    if workers == 1:
        yield from map(function, items)
        return
    # A fresh process each, so that no lock or thread of this one is copied into it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # Processes take a while to start: they do so while the first item is made.
        pool.submit(processors)
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(function, item))
            while waiting and (len(waiting) > 2 * workers or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def over_ray(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterable[Result]:
    """Yield results in order, computed by a Ray cluster: the one named by RAY_ADDRESS, or one started here.

    Raises RuntimeError if Ray is not installed: it is the optional extra `cluster`.
    """
    try:
        import ray
    except ImportError:
        raise RuntimeError(
            "Ray is not installed. Install the extra 'cluster', or use this machine's processors, which needs nothing more."
        ) from None
    started = not ray.is_initialized()
    if started:
        ray.init(logging_level="ERROR", include_dashboard=False, log_to_driver=False)
    try:
        remote = ray.remote(function)
        yield from ray.get([remote.remote(item) for item in items])
    finally:
        if started:
            ray.shutdown()


def project_all(
    settings: Iterable[Setting],
    *,
    years: int,
    paths: int,
    seed: int,
    workers: int | None = None,
    joint: Mapping[str, Joint] | None = None,
    ray: bool = False,
) -> Iterable[tuple[str, dict[str, Measured]]]:
    """Project every setting; yield each one's name and measures by path (see `project_one`), in order.

    `settings` may be a generator: an authority's is then made while others' are projected. `joint` is by name, for
    paths that are to be added up.
    """
    tasks = (
        (setting, years, paths, seed, None if joint is None else joint[setting.authority])
        for setting in settings
    )
    return over_ray(project_one, tasks) if ray else over_processes(project_one, tasks, workers)
