"""Showing what is being done: a step that takes longer than a moment says so, and says how long it took."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_FOR_SECONDS = 1.0
AGAIN_EVERY_SECONDS = 10.0


def say(sentence: str) -> None:
    """Write one line for the person who started the command."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show a step's name once it has lasted a second, its time every ten, and at its end how long it took.

    A step that is done within the second says nothing.
    """
    began = time.monotonic()
    done = threading.Event()
    shown = threading.Event()

    def show() -> None:
        if done.wait(QUIET_FOR_SECONDS):
            return
        shown.set()
        say(f"  {name} …")
        while not done.wait(AGAIN_EVERY_SECONDS):
            say(f"  {name}: {time.monotonic() - began:.0f} s so far")

    watcher = threading.Thread(target=show, daemon=True)
    watcher.start()
    try:
        yield
    except BaseException:
        done.set()
        watcher.join()
        raise
    done.set()
    watcher.join()
    if shown.is_set():
        say(f"  {name}: done in {time.monotonic() - began:.1f} s")
