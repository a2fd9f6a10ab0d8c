"""`manage.py bench projection`: how fast projections are, warm and cold, and how time and memory grow.

The authority is made up of England's published shares, scaled to 1,100 children looked after. Times are the best
of several, because a shared machine only ever makes them longer.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

_LOOKED_AFTER = 1_100


def run(arguments: list[str]) -> int:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser(prog="manage.py bench projection", description=__doc__)
    parser.add_argument("--no-england", action="store_true", help="leave out all 153 authorities")
    parser.add_argument("--repeat", type=int, default=3, help="times of which the best is kept (3)")
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.cold:
        return _cold_run()
    from kith.engines.projection.chain import FIRST_CARE
    from kith.engines.projection.expected import expect
    from kith.engines.projection.levers import mean_effects
    from kith.engines.projection.paths import simulate
    from kith.engines.projection.scenarios import shipped

    whole = _authority(_LOOKED_AFTER)
    care = _care_alone(whole)
    scenario = shipped()["family_group_conference"]
    best = chosen.repeat
    result: dict[str, Any] = {
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "children_looked_after": int(
            ((whole.children.state >= FIRST_CARE) & (whole.children.state <= 13)).sum()
        ),
        "children_in_the_whole_chain": len(whole.children),
        "cold": _cold(),
    }
    simulate(care, years=1, paths=2, seed=1)
    for name, model, paths, times in (
        ("care_3_years_1000_paths", care, 1000, best),
        ("care_3_years_10000_paths", care, 10_000, min(best, 2)),
        ("whole_chain_3_years_1000_paths", whole, 1000, best),
    ):
        result[f"{name}_s"], result[f"{name}_processor_s"] = _best_of_both(
            partial(_simulate, model, paths), times
        )
    effects = mean_effects(scenario, years=3)
    result["slider_expected_value_s"] = _best(lambda: expect(whole, years=3, effects=effects), max(best, 5))
    result["one_thread_care_1000_paths_s"] = _best(
        lambda: simulate(care, years=3, paths=1000, seed=1, threads=1), best
    )
    result["growth"] = {
        "paths": {
            str(paths): _best(partial(_simulate, care, paths), best) for paths in (250, 500, 1000, 2000)
        },
        "years": {str(years): _best(partial(_simulate, care, 500, years), best) for years in (1, 3, 5)},
        "children_looked_after": {
            str(children): _grown(children, best) for children in (275, 550, 1100, 2200)
        },
    }
    result["memory_mb_after_one_authority"] = _memory()
    if not chosen.no_england:
        result["england"] = _england()
        result["memory_mb_after_england"] = _memory()
    print(json.dumps(result, indent=1))
    return 0


def _simulate(model: Any, paths: int, years: int = 3) -> Any:
    from kith.engines.projection.paths import simulate

    return simulate(model, years=years, paths=paths, seed=1)


def _best(work: Callable[[], Any], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return round(min(taken), 4)


def _best_of_both(work: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the best seconds by the clock and the best seconds of processor time, all threads together.

    On a machine that others use the clock says how long one waited, the processor how much there was to do.
    """
    waited, worked = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        work()
        waited.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    return round(min(waited), 4), round(min(worked), 4)


def _memory() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(own / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _authority(looked_after: int) -> Any:
    """Return a model of the authority nearest in size, resampled to the number looked after."""
    from kith.engines.projection.chain import FIRST_CARE, LAST_CARE, Children
    from kith.engines.projection.published import fit
    from kith.recipes import _published_figures as figures

    everything = figures.published()
    sizes = everything.values["looked_after"]
    row = int(np.nanargmin(np.abs(sizes - looked_after)))
    model = fit(everything, everything.authorities[row]).model
    there = model.children
    now = int(((there.state >= FIRST_CARE) & (there.state <= LAST_CARE)).sum())
    rows = np.random.default_rng(1).choice(len(there), round(len(there) * looked_after / now), replace=True)
    children = Children(
        there.state[rows], there.age[rows], there.clock[rows], there.family[rows], there.unaccompanied[rows]
    )
    scale = looked_after / now
    entries = replace(
        model.entries,
        families_a_month=model.entries.families_a_month * scale,
        alone_a_month=model.entries.alone_a_month * scale,
    )
    return replace(model, children=children, entries=entries)


def _care_alone(model: Any) -> Any:
    """Return the model with care only: as many start care in a year, straight through the door."""
    from kith.engines.projection.chain import FIRST_CARE, Children
    from kith.engines.projection.expected import expect
    from kith.engines.projection.paths import Flow

    expected = expect(model, years=1).flows.sum(axis=0)
    there, keep = model.children, model.children.state >= FIRST_CARE
    children = Children(
        there.state[keep], there.age[keep], there.clock[keep], there.family[keep], there.unaccompanied[keep]
    )
    starts = expected[Flow.CARE_STARTED] + expected[Flow.ARRIVED_ALONE]
    entries = replace(
        model.entries,
        families_a_month=0.0,
        alone_a_month=float(starts / 12),
        age_alone=model.entries.age_of_need,
    )
    # They move as other children in care do, so that the work is that of 1,100 in care and all who enter.
    return replace(model, children=children, alone=model.hazards, entries=entries)


def _grown(children: int, times: int) -> float:
    from kith.engines.projection.paths import simulate

    model = _care_alone(_authority(children))
    return _best(lambda: simulate(model, years=3, paths=500, seed=1), times)


def _cold() -> dict[str, float]:
    """Return seconds of a fresh process with the machine code kept from before, and without it."""
    import tempfile

    answer: dict[str, float] = {}
    command = [sys.executable, "-m", "kith", "bench", "projection", "--cold"]
    for name, kept in (("process_with_kept_machine_code_s", True), ("process_compiling_anew_s", False)):
        environment = dict(os.environ)
        with tempfile.TemporaryDirectory() as folder:
            if not kept:
                environment["NUMBA_CACHE_DIR"] = folder
            began = time.perf_counter()
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            answer[name] = round(time.perf_counter() - began, 2)
            answer[name.replace("process", "first_simulation")] = float(done.stdout)
    return answer


def _cold_run() -> int:
    from kith.engines.projection.paths import simulate

    model = _care_alone(_authority(_LOOKED_AFTER))
    began = time.perf_counter()
    simulate(model, years=3, paths=1000, seed=1)
    print(round(time.perf_counter() - began, 2))
    return 0


def _england() -> dict[str, Any]:
    """Project all 153 authorities over a pool of processes, from published tables to numbers by path.

    The time is of everything: what the past teaches, each authority's model, its paths, and the sums. Processor time is this
    process's (which makes the models) and its workers'; on two processors with nothing else to do half of it is waited.
    """
    from kith.engines.projection.england import project_all
    from kith.engines.projection.together import ENGLAND, add_up
    from kith.recipes import _published_figures as figures
    from kith.recipes._planning_setting import joint, setting, shares

    def spent(who: int) -> float:
        used = resource.getrusage(who)
        return used.ru_utime + used.ru_stime

    began, own = time.perf_counter(), spent(resource.RUSAGE_SELF)
    theirs = spent(resource.RUSAGE_CHILDREN)
    settings = (setting(name, 3) for name in figures.names())
    projected = project_all(settings, years=3, paths=1000, seed=1, joint=joint(shares(3)))
    sums = add_up(projected, figures.regions())
    taken = time.perf_counter() - began
    preparing = spent(resource.RUSAGE_SELF) - own
    projecting = spent(resource.RUSAGE_CHILDREN) - theirs
    country = sums[ENGLAND]["looked_after"].values
    return {
        "authorities": len(figures.names()),
        "1000_paths_3_years_s": round(taken, 2),
        "processor_s": round(preparing + projecting, 2),
        "of_which_models_s": round(preparing, 2),
        "of_which_paths_s": round(projecting, 2),
        "looked_after_first_day": round(float(country[:, 0].mean())),
        "looked_after_in_3_years_mean": round(float(country[:, 3].mean())),
    }
