"""`manage.py bench returns`: both returns at several sizes, whole process, cold, as JSON.

Made-up returns are written to a temporary folder, and `kith-returns check … --json` is run on them in a
process of its own; seconds are wall-clock from its start to its end, and megabytes its largest memory.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REACH = {
    ("ssda903", 1_000): (0.9, 600),
    ("ssda903", 10_000): (2.0, 600),
    ("cin", 5_000): (1.5, 1000),
    ("cin", 50_000): (6.0, 1000),
}
ENGLAND = {"ssda903": 80_000, "cin": 400_000}


def run(arguments: list[str]) -> int:
    """Make returns, check each several times, and print one JSON object."""
    parser = argparse.ArgumentParser(prog="manage.py bench returns")
    parser.add_argument("--times", type=int, default=3, help="how often each is checked; the best counts")
    parser.add_argument("--quick", action="store_true", help="leave out all England's size")
    parser.add_argument("--year", default="2025-26")
    options = parser.parse_args(arguments)
    sizes = {name: sorted(size for kind, size in REACH if kind == name) for name in ENGLAND}
    if not options.quick:
        for name, size in ENGLAND.items():
            sizes[name].append(size)
    measured: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        for name in sizes:
            for size in sizes[name]:
                command, rows = _made(name, size, Path(folder) / f"{name}-{size}", options.year)
                times = 1 if size == ENGLAND[name] else options.times
                measured.append(_measured(name, size, rows, command, times))
    starts = [_timed([sys.executable, "-m", "kith.engines.returns.command"])[0] for _ in range(options.times)]
    print(
        json.dumps(
            {
                "benchmark": "returns",
                "processors": os.cpu_count(),
                "start_seconds": round(min(starts), 3),
                "start_reach": 0.5,
                "checks": measured,
                "growth": _growth(measured),
            },
            indent=2,
        )
    )
    return 0


def _made(name: str, size: int, folder: Path, year_words: str) -> tuple[list[str], int]:
    """Write a made-up return in a process of its own; return the command that checks it and its rows.

    A process starts with the memory of the one that starts it, so the making must not swell this one.
    """
    folder.mkdir(parents=True)
    program = (
        f"from kith.bench.returns import make; print(make({name!r}, {size}, {str(folder)!r}, {year_words!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    start = [sys.executable, "-m", "kith.engines.returns.command", "check", name]
    if name == "cin":
        return [*start, str(folder / "census.xml"), "--year", year_words, "--json"], 0
    places = [str(folder / "this"), "--previous", str(folder / "last")]
    return [*start, *places, "--year", year_words, "--authority", "202", "--json"], int(done.stdout)


def make(name: str, size: int, folder: str, year_words: str) -> int:
    """Write a made-up return of so many children into the folder; return its rows (0 for a census)."""
    from kith.engines.returns.making.cin import write_census
    from kith.engines.returns.making.ssda903 import make_ssda903
    from kith.engines.returns.years import read_year

    year = read_year(year_words)
    if name == "cin":
        write_census(Path(folder) / "census.xml", size, year)
        return 0
    made = make_ssda903(size, year)
    made.write(Path(folder))
    return sum(map(len, made.this.values())) + sum(map(len, made.last.values()))


def _measured(name: str, size: int, rows: int, command: list[str], times: int) -> dict[str, Any]:
    runs = [_timed(command) for _ in range(times)]
    best = min(runs, key=lambda found: found[0])
    answer = json.loads(best[2])
    result: dict[str, Any] = {
        "return": name,
        "children": size,
        "rows": rows or sum(answer["tables"].values()),
        "seconds": round(best[0], 2),
        "processor_seconds": round(best[3], 2),
        "megabytes": round(max(found[1] for found in runs)),
        "rules": len(answer["rules"]),
        "ran": sum(rule["status"] == "ran" for rule in answer["rules"]),
        "all_seconds": [round(found[0], 2) for found in runs],
    }
    if (name, size) in REACH:
        seconds, megabytes = REACH[name, size]
        result |= {"reach_seconds": seconds, "reach_megabytes": megabytes}
        result["reached"] = best[0] <= seconds and result["megabytes"] <= megabytes
    return result


def _timed(command: list[str]) -> tuple[float, float, bytes, float]:
    """Run a command; return wall seconds, largest megabytes, its output, and processor seconds."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output)
        _, _, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = 0
        output.seek(0)
        return seconds, usage.ru_maxrss / 1024, output.read(), usage.ru_utime + usage.ru_stime


def _growth(measured: list[dict[str, Any]]) -> dict[str, list[dict[str, float]]]:
    """How cost grows: seconds and megabytes for each further thousand children between one size and the next."""
    growth: dict[str, list[dict[str, float]]] = {}
    for name in ENGLAND:
        mine = [item for item in measured if item["return"] == name]
        for small, large in itertools.pairwise(mine):
            thousands = (large["children"] - small["children"]) / 1000
            growth.setdefault(name, []).append(
                {
                    "from": small["children"],
                    "to": large["children"],
                    "seconds_per_1000": round((large["seconds"] - small["seconds"]) / thousands, 4),
                    "megabytes_per_1000": round((large["megabytes"] - small["megabytes"]) / thousands, 2),
                }
            )
    return growth
