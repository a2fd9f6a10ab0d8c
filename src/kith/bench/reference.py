"""`manage.py bench reference`: how quickly postcodes are found and tables are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

REPEATS = 5
LOOK_UPS = 200_000


def run(arguments: list[str]) -> int:
    """Print the times as JSON: the best of several, in seconds or microseconds."""
    with tempfile.TemporaryDirectory() as empty:
        cold = min(_in_new_process(os.path.join(empty, str(number))) for number in range(3))
        warm = min(_in_new_process(os.path.join(empty, "0")) for _ in range(REPEATS))
    import polars  # noqa: F401  (its own import is not the reading of a table)

    from kith.reference import read_table, table_names
    from kith.reference.postcodes import find, in_authority
    from kith.reference.store import table_path

    postcodes = in_authority("E08000025").postcodes.tolist()
    drawn = (postcodes * (LOOK_UPS // len(postcodes) + 1))[:LOOK_UPS]
    each = min(_seconds(lambda: [find(postcode) for postcode in drawn]) for _ in range(REPEATS)) / LOOK_UPS
    county = min(_seconds(lambda: in_authority("E10000012")) for _ in range(REPEATS))
    reading = {name: _seconds(lambda name=name: read_table(name)) for name in table_names()}
    slowest = max(reading, key=lambda name: reading[name])
    print(
        json.dumps(
            {
                "first_look_up_makes_cache_seconds": round(cold, 3),
                "first_look_up_with_cache_seconds": round(warm, 3),
                "look_up_microseconds": round(each * 1e6, 2),
                "all_postcodes_of_essex_seconds": round(county, 4),
                "slowest_table": slowest,
                "slowest_table_first_reading_seconds": round(reading[slowest], 4),
                "tables": len(reading),
                "tables_megabytes": round(sum(table_path(name).stat().st_size for name in reading) / 1e6, 2),
            },
            indent=2,
        )
    )
    return 0


def _seconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _in_new_process(state: str) -> float:
    """Return how long a new process's first look-up takes, its start and imports not counted."""
    code = (
        "import time\n"
        "from kith.reference.postcodes import find\n"
        "began = time.perf_counter()\n"
        "assert find('E8 1EA')\n"
        "print(time.perf_counter() - began)\n"
    )
    environment = dict(os.environ, KITH_STATE=state)
    return float(
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout
    )
