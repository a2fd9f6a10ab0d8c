"""`manage.py bench directory`: searching 20,000 services, reading a feed of them, and the memory for a large feed.

Everything is in a throwaway database and a temporary folder. Reading is in a process of its own, so that its memory is
its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SERVICES = 20_000
SEARCH_P50_MS = 20
READ_SECONDS = 20
LARGE_MEGABYTES = 500
LARGE_PEAK_MEGABYTES = 300
SEARCHES = 400


def run(arguments: list[str]) -> int:
    """Measure, print one JSON object, and return 1 where a number is not reached."""
    parser = argparse.ArgumentParser(prog="manage.py bench directory", description=__doc__)
    parser.add_argument("--services", type=int, default=SERVICES)
    parser.add_argument(
        "--large", type=float, default=LARGE_MEGABYTES, help="megabytes of the large feed (500)"
    )
    chosen = parser.parse_args(arguments)

    from kith.config.postgres import throwaway_database
    from kith.config.progress import step

    os.environ.pop("KITH_DATABASE_ROLE", None)
    with throwaway_database() as url, tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        from kith.config.tables import bring_up_to_date
        from kith.measuring.made_up_feed import write_feed

        with step("Making an empty record and two feeds"):
            bring_up_to_date()
            feed, large = Path(folder) / "feed.json", Path(folder) / "large.json"
            write_feed(feed, chosen.services)
            many = write_feed(large, 20_000, words=350, megabytes=chosen.large)
        with step("Reading a feed, twice"):
            first, again = _reading(feed, "read"), _reading(feed, "read")
        with step("Searching"):
            search = _searching()
        with step("Reading a large feed"):
            checked = _reading(large, "check")
        report: dict[str, Any] = {
            "bench": "directory",
            "conditions": {
                "cores": os.cpu_count(),
                "load": round(os.getloadavg()[0], 2),
                "services": chosen.services,
            },
            "to_reach": {
                "search_p50_ms": SEARCH_P50_MS,
                "read_seconds": READ_SECONDS,
                "large_peak_megabytes": LARGE_PEAK_MEGABYTES,
            },
            "search": search,
            "read": {**first, "feed_megabytes": round(feed.stat().st_size / 1e6, 1)},
            "read_again": again,
            "large": {**checked, "feed_megabytes": round(large.stat().st_size / 1e6, 1), "services": many},
        }
    report["reached"] = (
        search["p50_ms"] <= SEARCH_P50_MS
        and first["seconds"] <= READ_SECONDS
        and checked["peak_megabytes"] <= LARGE_PEAK_MEGABYTES
    )
    print(json.dumps(report, indent=2))
    return 0 if report["reached"] else 1


def _reading(feed: Path, verb: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "kith.measuring.reading_a_feed", str(feed), verb],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "kith.config.settings"},
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _searching() -> dict[str, Any]:
    """Ask as families do: a need, an age, a postcode and a distance, some with words or a day; each with its page's rows."""
    from django.db import connection

    from kith.casework.family_help.open_referral.kinds import IN_PLAIN_WORDS
    from kith.casework.family_help.queries.directory import METRES_IN_A_MILE, Asked, find_services
    from kith.casework.family_help.queries.service_page import shown
    from kith.measuring.made_up_feed import ESSEX
    from kith.reference import postcodes

    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE family_help_directoryservice, family_help_directoryplace, family_help_directoryopening"
        )
    chance = random.Random(7)
    places = postcodes.in_authority(ESSEX)
    words = (
        "debt",
        "swimming",
        "sleep",
        "baby group",
        "counselling tonight",
        "autism",
        "housing letters",
        "swiming",
    )
    times, found_none = [], 0
    for number in range(SEARCHES):
        place = chance.randrange(len(places.postcodes))
        asked = Asked(
            kinds=(chance.choice(list(IN_PLAIN_WORDS)),) if chance.random() < 0.7 else (),
            words=chance.choice(words) if chance.random() < 0.3 else "",
            age=chance.randrange(18) if chance.random() < 0.7 else None,
            near=(int(places.eastings[place]), int(places.northings[place]))
            if chance.random() < 0.85
            else None,
            within=chance.choice([1, 3, 5, 10, None]),
            weekday=chance.randrange(7) if chance.random() < 0.2 else None,
        )
        within = None if asked.within is None or asked.near is None else asked.within * METRES_IN_A_MILE
        asked = Asked(**{**vars(asked), "within": within})
        began = time.perf_counter()
        found = find_services(asked)
        for one in found.services:
            shown(one.service, one.miles)
        if number >= 20:
            times.append((time.perf_counter() - began) * 1000)
            found_none += not found.total
    times.sort()
    return {
        "searches": len(times),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "worst_ms": round(times[-1], 1),
        "found_nothing": found_none,
    }
