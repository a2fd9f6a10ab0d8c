"""People at work: each fills in one real form after another and remembers what the server said was saved."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kith.measuring.visitor import Answer, Visitor

SAVED = {302, 303}


@dataclass
class Kept:
    """What writers were told: marks by what was written. `unknown` were sent, and no answer came."""

    acknowledged: dict[str, list[str]] = field(
        default_factory=lambda: {"note": [], "task": [], "contact": []}
    )
    unknown: dict[str, list[str]] = field(default_factory=lambda: {"note": [], "task": [], "contact": []})
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, to: dict[str, list[str]], what: str, mark: str) -> None:
        """Keep one mark; writers are many."""
        with self.lock:
            to[what].append(mark)


@dataclass
class Writer:
    """One person who goes on writing until told to stop, whatever becomes of the server meanwhile."""

    visitor: Visitor
    forms: dict[str, Callable[[Visitor, str], Answer]]  # by what they write: note, task or contact
    kept: Kept
    name: str
    stopping: threading.Event
    _written: int = 0

    def run(self) -> None:
        """Write, one after another."""
        chance = random.Random(self.name)
        while not self.stopping.is_set():
            what = chance.choice(sorted(self.forms))
            self._written += 1
            mark = f"Drill {self.name} {self._written}"
            try:
                answer = self.forms[what](self.visitor, mark)
            except (OSError, http.client.HTTPException):
                self._unanswered(what, mark)
                continue
            if answer.status in SAVED and "/account/login" not in answer.location:
                self.kept.add(self.kept.acknowledged, what, mark)
                continue
            self._unanswered(what, mark)
            if answer.status < 500:
                with self.kept.lock:
                    self.kept.refused.append(f"{what}: {answer.status}")

    def _unanswered(self, what: str, mark: str) -> None:
        """Keep a mark whose form was sent; one whose form could not even be opened was never written."""
        if self.visitor.sent_a_form:
            self.kept.add(self.kept.unknown, what, mark)
        time.sleep(0.05)


def note_about(children: list[int]) -> Callable[[Visitor, str], Answer]:
    """Return a way to write a note about one of these children and their family."""

    def write(visitor: Visitor, mark: str) -> Answer:
        child = children[hash(mark) % len(children)]
        return visitor.fill_in(
            f"/people/{child}/notes/add/", title=mark, text=f"What was said and done. {mark}."
        )

    return write


def task_about(children: list[int], due: tuple[int, int, int]) -> Callable[[Visitor, str], Answer]:
    """Return a way to give oneself a task about one of these children, due on (day, month, year)."""

    def write(visitor: Visitor, mark: str) -> Answer:
        child = children[hash(mark) % len(children)]
        day, month, year = map(str, due)
        return visitor.fill_in(
            f"/people/{child}/tasks/add/", title=mark, due_date_0=day, due_date_1=month, due_date_2=year
        )

    return write


def contact(visitor: Visitor, mark: str) -> Answer:
    """Take a contact by telephone from a parent."""
    return visitor.fill_in(
        "/contacts/add/",
        in_their_words=mark,
        asked_by="parent",
        channel="telephone",
        source="1A",
        asker_name="A parent",
        given_1="Sam",
        family_1="Drill",
        role_1="child",
    )
