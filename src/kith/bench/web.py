"""`manage.py bench web`: every casework page on a record of a million people, at a steady rate, as JSON.

The record is made once, in a state folder of its own, and used again. The server is gunicorn as in production, behind
the wall. Requests are sent whether or not earlier ones were answered, and timed from when they were meant to be sent.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import hashlib
import json
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

# What to reach (the design's numbers).
PAGE_P95_MS = 150
PAGE_QUERIES = 25
SEARCH_P50_MS = 30
SEARCH_P95_MS = 80
# Before anything counts pages are asked for so long at the same rate, as of a server that was started in the morning: each
# connection to the database reads the catalogue, and plans each long question, when it is first asked. Eight connections
# and sixty pages take some two thousand requests to have met.
WARM_UP_SECONDS = 120


def run(arguments: list[str]) -> int:
    """Make the record if there is none, measure, print one JSON object, and return 1 where a number is not reached."""
    parser = argparse.ArgumentParser(prog="manage.py bench web", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second, all pages together")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--authority", default="Hackney")
    parser.add_argument("--only-build", action="store_true", help="make the record and measure nothing")
    chosen = parser.parse_args(arguments)

    from kith.config.state import state_folder

    place = state_folder() / f"bench-web-{chosen.people}"
    place.mkdir(parents=True, exist_ok=True)
    os.environ.update(KITH_STATE=str(place), KITH_COUNT_QUERIES="yes")
    for name in ("DATABASE_URL", "KITH_DEMO"):
        os.environ.pop(name, None)

    from kith.config.postgres import running_database
    from kith.config.progress import step
    from kith.config.server import prepare, stopping_on_signals, the_only_server

    with stopping_on_signals(), the_only_server(), contextlib.ExitStack() as at_the_end:
        _clear_what_is_old(place)
        at_the_end.enter_context(running_database())
        import django

        django.setup()
        prepare(may_migrate=True)
        built = _make_once(place, chosen.people, chosen.authority)
        if chosen.only_build:
            print(json.dumps({"bench": "web", "record": built}, indent=2))
            return 0
        with step("Measuring"):
            report = _measure(chosen)
        report["record"] = built
        print(json.dumps(report, indent=2))
        return 0 if report["reached"] else 1


def _clear_what_is_old(place: Path) -> None:
    """Remove a record that was never finished, or that another version of the made-up authority made."""
    from kith.config.postgres import own_cluster
    from kith.config.progress import step

    told = place / "record.json"
    if told.exists() and json.loads(told.read_text()).get("made_by") == _demo_digest():
        return
    if (place / "postgres").exists():
        with step("Removing a record that another version made"):
            if own_cluster().is_running():
                own_cluster().stop()
            told.unlink(missing_ok=True)
            shutil.rmtree(place / "postgres")


def _demo_digest() -> str:
    """Return a digest of the program that makes the record, so that a change of it makes the record again."""
    import kith.demo

    digest = hashlib.sha256()
    for file in sorted(Path(kith.demo.__path__[0]).rglob("*")):
        if file.suffix in {".py", ".toml", ".csv"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _make_once(place: Path, people: int, authority_name: str) -> dict[str, Any]:
    from django.db import connection
    from django.utils import timezone

    from kith.casework.people.models import Person
    from kith.config.progress import say, step
    from kith.demo import authority

    told = place / "record.json"
    if told.exists():
        kept: dict[str, Any] = json.loads(told.read_text())
        return kept
    began = time.monotonic()
    today: datetime.date = timezone.localdate()
    with step(f"Making {authority_name} with {people:,} people, once"):
        authority.make(
            authority=authority_name,
            seed=1,
            today=today,
            people=people,
            say=lambda words: say(f"    {words}"),
        )
    with step("Putting the database's statistics in order"), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    built = {
        "people": Person.objects.count(),
        "gigabytes": round(size / 1e9, 2),
        "seconds_to_make": round(time.monotonic() - began, 1),
        "made_by": _demo_digest(),
    }
    told.write_text(json.dumps(built))
    return built


def _measure(chosen: argparse.Namespace) -> dict[str, Any]:
    from kith.config.server import Serving, children_of, start, stop
    from kith.measuring.pages import prepared, visitors

    chance = random.Random(7)
    requests, absent = prepared(visitors(chance), chance)
    serving = Serving(
        port=_free_port(), processes=chosen.processes, threads=chosen.threads, with_worker=False
    )
    children = children_of(serving)
    children[0].log = Path(os.environ["KITH_STATE"]) / "web.log"
    try:
        start(children, serving)
        _send(requests, list(requests), chosen.rate, WARM_UP_SECONDS, serving.port, chance)
        before = _seconds_of_children()
        mixed = _send(requests, list(requests), chosen.rate, chosen.seconds, serving.port, chance)
        sending = (_seconds_of_children() - before) / max(chosen.seconds, 1)
        memory = _memory(children[0].process.pid if children[0].process else 0)
        alone = _send(requests, ["search"], chosen.rate, min(20.0, chosen.seconds), serving.port, chance)
    finally:
        stop(children)
    pages = {name: _summary([one for one in mixed if one["page"] == name]) for name in requests}
    search_alone = _summary(alone)
    every_page = _summary(mixed)
    faults = [
        *(f"{name}: p95 {page['p95_ms']} ms" for name, page in pages.items() if page["p95_ms"] > PAGE_P95_MS),
        *(
            f"{name}: {page['queries']} queries"
            for name, page in pages.items()
            if page["queries"] > PAGE_QUERIES
        ),
        *(f"{name}: {page['errors']} errors" for name, page in pages.items() if page["errors"]),
        *(
            [f"search alone: p50 {search_alone['p50_ms']} ms"]
            if search_alone["p50_ms"] > SEARCH_P50_MS
            else []
        ),
        *(
            [f"search alone: p95 {search_alone['p95_ms']} ms"]
            if search_alone["p95_ms"] > SEARCH_P95_MS
            else []
        ),
        *(f"{name}: no such page" for name in absent),
    ]
    from kith.config.postgres_tools import server_major

    return {
        "bench": "web",
        "conditions": {
            "cores": os.cpu_count(),
            "load_before": round(os.getloadavg()[0], 2),
            "rate_per_second": chosen.rate,
            "seconds": chosen.seconds,
            "warm_up_seconds": WARM_UP_SECONDS,
            "mix": "every page as often as every other",
            "sessions": len({session for asked in requests.values() for _, session in asked if session}),
            "cores_used_by_sending": round(sending, 3),
            "processes": chosen.processes or max(2, os.cpu_count() or 2),
            "threads": chosen.threads or 4,
            "postgresql": server_major(),
        },
        "to_reach": {
            "page_p95_ms": PAGE_P95_MS,
            "page_queries": PAGE_QUERIES,
            "search_p50_ms": SEARCH_P50_MS,
            "search_p95_ms": SEARCH_P95_MS,
        },
        "pages": pages,
        "every_page": every_page,
        "search_alone": search_alone,
        "memory": memory,
        "not_reached": faults,
        "reached": not faults,
    }


def _send(
    requests: dict[str, list[tuple[str, str]]],
    names: list[str],
    rate: float,
    seconds: float,
    port: int,
    chance: random.Random,
) -> list[dict[str, Any]]:
    """Send the named pages in turn, each time another request of theirs, from a process of its own."""
    from kith.measuring.load import Planned

    plan = []
    for number in range(int(rate * seconds)):
        name = names[number % len(names)]
        path, session = chance.choice(requests[name])
        plan.append(asdict(Planned(number / rate, name, path, session)))
    given = json.dumps({"plan": plan, "host": "127.0.0.1", "port": port})
    sent = subprocess.run(
        [sys.executable, "-m", "kith.measuring.load"],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 120,
    )
    answers: list[dict[str, Any]] = json.loads(sent.stdout)
    return answers


def _seconds_of_children() -> float:
    """Return the processor's time of the processes that have been waited for: what sends, not what answers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _summary(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return percentiles in milliseconds, errors, and the most queries that any answer took."""
    times = sorted(one["milliseconds"] for one in answers)
    return {
        "requests": len(answers),
        "p50_ms": _percentile(times, 50),
        "p95_ms": _percentile(times, 95),
        "p99_ms": _percentile(times, 99),
        "errors": sum(1 for one in answers if one["status"] != 200),
        "queries": max((one["queries"] for one in answers), default=0),
    }


def _percentile(times: list[float], percent: int) -> float:
    if not times:
        return float("inf")
    return round(times[min(len(times) - 1, int(len(times) * percent / 100))], 1)


def _memory(web: int) -> dict[str, float]:
    """Return megabytes: of the web server's processes, shared pages counted once, and of PostgreSQL's."""
    if not Path("/proc").exists():
        return {}
    groups = {"web_server_mb": _family_of(web), "postgresql_mb": _postgres_processes()}
    return {name: round(sum(map(_proportional_kb, pids)) / 1000, 1) for name, pids in groups.items()}


def _family_of(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [parent, *(pid for pid, above in pairs if above == parent)]


def _postgres_processes() -> list[int]:
    from kith.config.postgres import own_cluster

    return _family_of(own_cluster().pid())


def _proportional_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
