"""`manage.py bench matching`: the matching engine on made-up instances, as one JSON object.

`--quick` leaves out the country; `--seed N` takes other instances. Times are of this machine at this moment.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import asdict, replace
from typing import Any

from kith.engines.matching.baselines import nearest_first, place_one_by_one
from kith.engines.matching.emergency import Standby
from kith.engines.matching.made_up.authorities import authorities, authority_named
from kith.engines.matching.made_up.making import make_instance
from kith.engines.matching.measures import measures_of, measures_of_placing
from kith.engines.matching.pair import Reading
from kith.engines.matching.profile import starting_profile
from kith.engines.matching.solving import solve

# name, children, homes, over England, limit and target in seconds, target gap
CASES = (
    ("authority", 200, 600, False, 10.0, 3.0, 0.0),
    ("authority, scarce", 200, 110, False, 14.0, 15.0, 0.005),
    ("england", 5000, 40000, True, 14.0, 15.0, 0.0005),
    ("england, scarce", 5000, 2750, True, 55.0, 60.0, 0.015),
)


def _peak_megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _case(name: str, seed: int) -> dict[str, Any]:
    _, children, homes, country, limit, seconds, gap = next(case for case in CASES if case[0] == name)
    where = authorities() if country else (authority_named("Hackney"),)
    instance = make_instance(where, children=children, homes=homes, seed=seed)
    processor = time.process_time()
    solution = solve(instance, limit=limit, seed=seed, target_gap=0.5 * gap)
    processor = time.process_time() - processor
    mine = measures_of(solution)
    reading = Reading(instance, starting_profile())
    greedy = measures_of_placing(reading, place_one_by_one(reading, nearest_first)) if not country else None
    return {
        "children": children,
        "homes": homes,
        "seconds": round(solution.seconds, 3),
        "processor_seconds": round(processor, 3),
        "objective": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "proven": solution.proven,
        "wanted": {"seconds": seconds, "gap": gap},
        "reached": solution.seconds <= seconds and solution.gap <= gap,
        "measures": asdict(mine),
        "nearest_first": None if greedy is None else asdict(greedy),
        "peak_megabytes": _peak_megabytes(),
    }


def _emergency(seed: int) -> dict[str, Any]:
    """Time the ranked list for one child against 40,000 homes that stand ready in memory."""
    instance = make_instance(authorities(), children=20, homes=40_000, seed=seed)
    instance = replace(instance, name="emergency")
    began = time.perf_counter()
    standby = Standby(Reading(instance, starting_profile()))
    ready = time.perf_counter() - began
    times = []
    for child in instance.children:
        began = time.perf_counter()
        standby.ranked([child.id])
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "homes": len(instance.homes),
        "median_milliseconds": round(times[len(times) // 2], 2),
        "worst_milliseconds": round(times[-1], 2),
        "making_ready_seconds": round(ready, 3),
        "wanted_milliseconds": 50,
        "reached": times[-1] <= 50,
    }


def run(arguments: list[str]) -> int:
    """Run the cases and print one JSON object."""
    parser = argparse.ArgumentParser(prog="manage.py bench matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one authority only")
    parser.add_argument("--case", choices=[case[0] for case in CASES], help="one case only")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    names = [chosen.case] if chosen.case else [case[0] for case in CASES if not (chosen.quick and case[3])]
    found: dict[str, Any] = {name: _case(name, chosen.seed) for name in names}
    if not chosen.case and not chosen.quick:
        found["emergency"] = _emergency(chosen.seed)
    print(json.dumps(found, indent=1))
    return 0
