"""`manage.py drill`: kill -9 of the server and of PostgreSQL in the middle of writes; nothing acknowledged may be lost."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import tempfile
import time
from pathlib import Path

GROUP = "measure"
SUMMARY = "kill -9 the server and PostgreSQL in the middle of writes, a hundred times, and look what is left"


def run(arguments: list[str]) -> int:
    """Drill on a record of its own, print JSON, and return 1 if anything was lost, doubled or half-written."""
    parser = argparse.ArgumentParser(prog="manage.py drill", description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="how many kills (default 100)")
    parser.add_argument("--minutes", type=float, default=20.0, help="stop after so long (default 20)")
    parser.add_argument("--seed", type=int, default=1, help="when each kill comes")
    chosen = parser.parse_args(arguments)

    from kith.config.postgres import own_cluster
    from kith.config.progress import say, step
    from kith.config.server import Serving, stopping_on_signals

    folder = Path(tempfile.mkdtemp(prefix="kith-drill-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user where Kith is run by root
    os.environ["KITH_STATE"] = str(folder)
    os.environ.pop("KITH_DEMO", None)
    cluster = own_cluster()
    try:
        with stopping_on_signals():
            with step("Starting a database of the drill's own"):
                cluster.start()
            os.environ["DATABASE_URL"] = cluster.url()
            import django

            django.setup()
            from kith.config.server import prepare
            from kith.measuring.drilling import Drill
            from kith.measuring.small_record import make_small_record

            prepare(may_migrate=True)
            serving = Serving(port=_free_port(), with_worker=False)
            drill = Drill(cluster, serving, make_small_record())
            began = time.monotonic()
            say(f"  Killing {chosen.times} times while four people write …")
            drill.run(chosen.times, began + chosen.minutes * 60, chosen.seed, say)
            report = {
                "bench": "drill",
                "kills": drill.kills,
                "asked": chosen.times,
                "writes_acknowledged": {what: len(marks) for what, marks in drill.kept.acknowledged.items()},
                "writes_without_an_answer": sum(map(len, drill.kept.unknown.values())),
                "of_which_saved": drill.found_unacknowledged(),
                "lost": drill.lost,
                "doubled": drill.doubled,
                "half_written": drill.half_written,
                "audit_faults": drill.audit_faults,
                "refused": sorted(set(drill.kept.refused)),
                "recovery_seconds": {what: _spread(times) for what, times in drill.recovery.items()},
                "seconds": round(time.monotonic() - began, 1),
                "whole": drill.is_whole,
            }
            print(json.dumps(report, indent=2))
            return 0 if drill.is_whole and sum(drill.kills.values()) == chosen.times else 1
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _spread(times: list[float]) -> dict[str, float]:
    """Return the median and the longest, in seconds, from the kill to the next write acknowledged."""
    if not times:
        return {}
    return {"median": round(statistics.median(times), 2), "longest": round(max(times), 2)}
