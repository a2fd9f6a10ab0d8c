"""Many authorities at once: over processes on one machine, or over a cluster by Ray, with the same numbers.

Each authority's seed comes from the run's seed and its own name, never from who computes it or when, so that the
number of workers changes only how long it takes.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

import numpy as np

from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import processors
from kith.engines.projection.project import Setting, run

Item = TypeVar("Item")
Result = TypeVar("Result")


def seed_of(seed: int, authority: str) -> int:
    """Return an authority's own seed: 31 bits from the run's seed and its name."""
    digest = hashlib.sha256(f"{seed}:{authority}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def project_one(task: tuple[Setting, int, int, int]) -> tuple[str, Floats]:
    """Project one setting on one thread; return its name and totals by path, (paths, years + 1, 4).

    The four are children looked after, on plans, in need, and (0 on the first day) pounds in the year.
    """
    setting, years, paths, seed = task
    outcome, _scale = run(setting, years=years, paths=paths, seed=seed_of(seed, setting.authority), threads=1)
    totals = np.zeros((paths, years + 1, 4), np.float32)
    totals[:, :, 0] = outcome.care[:, ::12]
    totals[:, :, 1] = outcome.plan[:, ::12]
    totals[:, :, 2] = outcome.in_need[:, ::12]
    totals[:, 1:, 3] = outcome.costs.total
    return setting.authority, totals.astype(np.float64)


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
    ray: bool = False,
) -> dict[str, Floats]:
    """Project every setting and return each one's totals by path (see `project_one`), by name.

    `settings` may be a generator: an authority's is then made while others' are projected.
    """
    tasks = ((setting, years, paths, seed) for setting in settings)
    results = over_ray(project_one, tasks) if ray else over_processes(project_one, tasks, workers)
    return dict(results)
