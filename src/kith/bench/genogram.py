"""`manage.py bench genogram`: the genogram of forty people, from the database to SVG, as one JSON object.

The family is saved in a transaction that is undone. It is read as a worker at the front door reads it, behind the wall,
in a database of the state folder, which is made if there is none. `--times N` repeats it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import time
from collections.abc import Callable
from typing import Any

REACH_P95_MS = 100  # for forty people, everything together
PEOPLE = 40


def run(arguments: list[str]) -> int:
    """Measure queries, layout, picture and all of it together; return 1 where the number is not reached."""
    parser = argparse.ArgumentParser(prog="manage.py bench genogram", description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    chosen = parser.parse_args(arguments)

    from kith.config.postgres import running_database
    from kith.config.server import prepare, stopping_on_signals, the_only_server
    from kith.config.state import state_folder

    place = state_folder() / "bench-genogram"
    place.mkdir(parents=True, exist_ok=True)
    os.environ["KITH_STATE"] = str(place)
    for name in ("DATABASE_URL", "KITH_DEMO"):
        os.environ.pop(name, None)
    with stopping_on_signals(), the_only_server(), contextlib.ExitStack() as at_the_end:
        at_the_end.enter_context(running_database())
        import django

        django.setup()
        prepare(may_migrate=True)
        report = _measure(chosen.times)
    print(json.dumps(report, indent=2))
    return 0 if report["reached"] else 1


def _measure(times: int) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from kith.casework.access import wall
    from kith.casework.people.queries.family_graph import family_graph
    from kith.casework.people.queries.genogram import genogram_of
    from kith.engines.genogram.draw import draw
    from kith.engines.genogram.picture import svg_of
    from kith.engines.genogram.reference import faults_of
    from kith.measuring.family_of_forty import make_family_of_forty
    from kith.measuring.small_record import make_small_record

    today = timezone.localdate()
    with transaction.atomic():
        officer = make_small_record(1, 1).contact_officer
        forty = make_family_of_forty(today)
        number = forty.subject.pk
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_person, people_relationship, people_residence")
        wall.enter(officer.pk, officer.role)
        with CaptureQueriesContext(connection) as asked:
            graph = family_graph([number], today=today)
        drawing = draw(graph.family)
        links = {one: f"/people/{one}/" for one in graph.people}
        parts: dict[str, Callable[[], object]] = {
            "queries": lambda: family_graph([number], today=today),
            "layout": lambda: draw(graph.family),
            "picture": lambda: svg_of(drawing, title="T", description="D", links=links, says={}),
            "everything": lambda: genogram_of(family_graph([number], today=today), title="T"),
        }
        taken = {name: _times(work, times) for name, work in parts.items()}
        report = {
            "bench": "genogram",
            "conditions": {"cores": os.cpu_count(), "times": times},
            "people": len(drawing.figures),
            "generations": drawing.generations,
            "queries": len(asked),
            "milliseconds": taken,
            "svg_kilobytes": round(len(genogram_of(graph, title="T").picture) / 1024, 1),
            "faults": faults_of(graph.family, drawing),
            "reach": {"everything_p95_ms": REACH_P95_MS, "people": PEOPLE},
        }
        transaction.set_rollback(True)
    report["reached"] = (
        taken["everything"]["p95"] <= REACH_P95_MS and report["people"] == PEOPLE and not report["faults"]
    )
    return report


def _times(work: Callable[[], object], times: int) -> dict[str, float]:
    """Return the middle, the 95th of a hundred and the greatest, in milliseconds, and the processor's own median."""
    work()
    taken, processor = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        work()
        processor.append((time.process_time() - busy) * 1000)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    processor.sort()
    return {
        "p50": round(taken[len(taken) // 2], 1),
        "p95": round(taken[min(len(taken) - 1, round(len(taken) * 0.95))], 1),
        "greatest": round(taken[-1], 1),
        "processor_p50": round(processor[len(processor) // 2], 1),
    }
