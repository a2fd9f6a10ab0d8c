"""Sending requests at a steady rate whatever the answers take, from a process of its own.

`python -m kith.measuring.load` reads a plan as JSON from standard input and prints what was measured as JSON.
A request's time runs from the instant at which it was meant to be sent, so that a slow server cannot hide behind
a client that waits for it.
"""

from __future__ import annotations

import http.client
import json
import queue
import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

CLIENTS = 64


@dataclass(frozen=True)
class Planned:
    """One request: when it is meant to be sent (seconds from the start), which page it is, its path, whose session."""

    at: float
    page: str
    path: str
    session: str


@dataclass(frozen=True)
class Measured:
    """One answer: milliseconds from the intended instant, its status (0: none), and the queries it took."""

    page: str
    at: float
    milliseconds: float
    status: int
    queries: int


def send(plan: list[Planned], host: str, port: int) -> list[Measured]:
    """Send every request of a plan when it is due, from many connections that are kept open, and return the answers."""
    waiting: queue.SimpleQueue[tuple[Planned, float] | None] = queue.SimpleQueue()
    answers: list[Measured] = []
    clients = [
        threading.Thread(target=_client, args=(waiting, answers, host, port), daemon=True)
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    began = time.perf_counter() + 0.2
    for request in sorted(plan, key=lambda request: request.at):
        due = began + request.at
        if (pause := due - time.perf_counter()) > 0:
            time.sleep(pause)
        waiting.put((request, due))
    for _ in clients:
        waiting.put(None)
    for client in clients:
        client.join(60)
    return answers


def _client(
    waiting: queue.SimpleQueue[tuple[Planned, float] | None], answers: list[Measured], host: str, port: int
) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    while (taken := waiting.get()) is not None:
        request, due = taken
        status, queries = _answer_of(connection, request)
        took = (time.perf_counter() - due) * 1000
        answers.append(Measured(request.page, request.at, took, status, queries))
    connection.close()


def _answer_of(connection: http.client.HTTPConnection, request: Planned) -> tuple[int, int]:
    """Return the status of the answer, read whole, and the queries that it took; no status where none came.

    A connection that was kept open and idle may be closed just as it is used: it is asked again once, as browsers do.
    """
    for _ in range(2):
        try:
            connection.request("GET", request.path, headers={"Cookie": f"sessionid={request.session}"})
            response = connection.getresponse()
            response.read()
            return response.status, int(response.headers.get("X-Kith-Queries", 0))
        except ConnectionError:
            connection.close()
        except (OSError, http.client.HTTPException):
            connection.close()
            break
    return 0, 0


def main() -> None:
    """Read the plan, send it, print the answers."""
    given: dict[str, Any] = json.load(sys.stdin)
    plan = [Planned(**one) for one in given["plan"]]
    answers = send(plan, given["host"], given["port"])
    json.dump([asdict(answer) for answer in answers], sys.stdout)


if __name__ == "__main__":
    main()
