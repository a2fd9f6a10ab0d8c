"""The drill: kill -9 of the web server and of PostgreSQL, in turn, while people write; then look what is left."""

from __future__ import annotations

import contextlib
import datetime
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kith.config.postgres import Cluster
from kith.config.server import Child, Serving, children_of, wait_for_an_answer
from kith.measuring import ledger, writers
from kith.measuring.sessions import session_for
from kith.measuring.small_record import SmallRecord
from kith.measuring.visitor import Visitor

WRITE_FOR_SECONDS = (0.25, 0.9)  # from the first page answered to the kill, at random between these
PATIENCE_SECONDS = 60


@dataclass
class Drill:
    """One drill on a record of its own: what is killed, what was found, and how long each recovery took."""

    cluster: Cluster
    serving: Serving
    record: SmallRecord
    kept: writers.Kept = field(default_factory=writers.Kept)
    kills: dict[str, int] = field(default_factory=lambda: {"web server": 0, "PostgreSQL": 0})
    recovery: dict[str, list[float]] = field(default_factory=lambda: {"web server": [], "PostgreSQL": []})
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half_written: list[str] = field(default_factory=list)
    audit_faults: list[str] = field(default_factory=list)
    _checked: dict[str, int] = field(default_factory=dict)

    def run(self, times: int, until: float, seed: int, tell: Callable[[str], None]) -> None:
        """Kill so many times, or until the monotonic instant `until`, checking the record after each."""
        chance = random.Random(seed)
        web = children_of(self.serving)[0]
        web.log = self.cluster.data.parent / "web.log"
        web.start()
        try:
            wait_for_an_answer(web, self.serving)
            with self._people_at_work():
                for number in range(times):
                    if time.monotonic() > until:
                        tell(f"  Time is up after {number} of {times} kills.")
                        break
                    self._wait_for_writing()
                    time.sleep(chance.uniform(*WRITE_FOR_SECONDS))
                    self._kill_and_start_again("PostgreSQL" if number % 2 else "web server", web)
                    self.check()
                    if (number + 1) % 10 == 0:
                        tell(f"  {number + 1} kills; {self.acknowledged} writes acknowledged; {self.verdict}")
            self.check(everything=True)
        finally:
            web.stop()

    @property
    def acknowledged(self) -> int:
        """How many writes the server said it had saved."""
        return sum(map(len, self.kept.acknowledged.values()))

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost, doubled or half-written, and the audit verifies."""
        return not (self.lost or self.doubled or self.half_written or self.audit_faults)

    @property
    def verdict(self) -> str:
        """That in words."""
        return "nothing lost" if self.is_whole else "NOT WHOLE"

    def check(self, *, everything: bool = False) -> None:
        """Look for each write acknowledged since the last look (or ever), for half-writing, and at the audit."""
        from kith.casework.access import audit

        for what, marks in self.kept.acknowledged.items():
            with self.kept.lock:
                now = list(marks)
            looked_at = now if everything else now[self._checked.get(what, 0) :]
            self._checked[what] = len(now)
            self.lost += [mark for mark in ledger.missing(what, looked_at) if mark not in self.lost]
            self.doubled += [mark for mark in ledger.twice(what, looked_at) if mark not in self.doubled]
        # Writers go on meanwhile: each question is asked of one instant, so a change is there whole or not at all.
        for fault in ledger.half_written():
            self.half_written.append(fault)
        if everything:
            self.audit_faults += [f"chain {f.chain}, entry {f.number}: {f.what}" for f in audit.verify()]

    def found_unacknowledged(self) -> int:
        """Return how many writes were saved whose answer never came: they are no fault, and are whole."""
        return sum(len(marks) - len(ledger.missing(what, marks)) for what, marks in self.kept.unknown.items())

    def _kill_and_start_again(self, what: str, web: Child) -> None:
        from django.db import connection

        began = time.monotonic()
        if what == "web server":
            assert web.process is not None
            os.killpg(web.process.pid, signal.SIGKILL)
            web.process.wait()
            web.start()
            wait_for_an_answer(web, self.serving)
        else:
            os.kill(self.cluster.pid(), signal.SIGKILL)
            connection.close()
            self.cluster.start()
        self._wait_for_writing()
        self.kills[what] += 1
        self.recovery[what].append(time.monotonic() - began)

    def _wait_for_writing(self) -> None:
        """Wait until one more write is acknowledged: the server is up, and people are in the middle of writing."""
        before = self.acknowledged
        until = time.monotonic() + PATIENCE_SECONDS
        while self.acknowledged == before:
            if time.monotonic() > until:
                said = ", ".join(sorted(set(self.kept.refused))) or "no answer"
                raise SystemExit(f"No write was acknowledged for {PATIENCE_SECONDS} seconds ({said}).")
            time.sleep(0.01)

    @contextlib.contextmanager
    def _people_at_work(self) -> Iterator[None]:
        stopping = threading.Event()
        day = timezone.localdate() + datetime.timedelta(days=7)
        due = (day.day, day.month, day.year)
        at_work = [
            writers.Writer(
                self._visitor(worker),
                {"note": writers.note_about(children), "task": writers.task_about(children, due)},
                self.kept,
                worker.name,
                stopping,
            )
            for worker, children in self.record.social_workers.items()
        ]
        officer = self.record.contact_officer
        at_work.append(
            writers.Writer(
                self._visitor(officer), {"contact": writers.contact}, self.kept, officer.name, stopping
            )
        )
        threads = [threading.Thread(target=writer.run, daemon=True) for writer in at_work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join(30)

    def _visitor(self, worker: Any) -> Visitor:
        return Visitor(self.serving.host, self.serving.port, session_for(worker), timeout=20)
