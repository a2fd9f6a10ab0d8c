"""Whether this process lives, and whether it is ready for work: for a proxy, a supervisor or a monitor.

Neither asks who is asking, opens the record, or says anything about anyone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

# The worker writes a heartbeat every ten seconds; after this many seconds without one it is not at work.
WORKER_SEEN_WITHIN_SECONDS = 60


def outside_the_record(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep a view out of the record's transaction: it must answer while the database does not."""
    view.outside_the_record = True  # type: ignore[attr-defined]
    return view


@outside_the_record
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer: this process lives."""
    return _answer({"status": "live"}, 200)


@outside_the_record
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database answers, its tables are this program's and a worker was seen lately; else 503.

    The body says which of them is missing, and no more.
    """
    checks = {"database": False, "tables": False, "worker": False}
    for name, check in CHECKS.items():
        try:
            checks[name] = check()
        except Exception:  # whatever is wrong with it, the answer is that it is not ready
            break
    is_ready = all(checks.values())
    return _answer({"status": "ready" if is_ready else "not ready", **checks}, 200 if is_ready else 503)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _tables_are_up_to_date() -> bool:
    from kith.config.tables import are_up_to_date

    return are_up_to_date()


def worker_was_seen_lately() -> bool:
    """Return whether a background worker wrote its heartbeat lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [WORKER_SEEN_WITHIN_SECONDS],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "tables": _tables_are_up_to_date,
    "worker": worker_was_seen_lately,
}


def _answer(body: dict[str, Any], status: int) -> HttpResponse:
    answer = JsonResponse(body, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
