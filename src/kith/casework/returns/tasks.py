"""What is done in the background for returns: running a check apart, and forgetting what is over."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
import threading
import time
from queue import Empty, Queue
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.casework.returns import apart
from kith.casework.returns.actions import forget_what_is_over
from kith.casework.returns.keeping import folder_of
from kith.casework.returns.models import UNDER_WAY, CheckStatus, ReturnCheck
from kith.casework.returns.sealed import SealedFolder

log = logging.getLogger("kith.returns")

LONGEST = 900  # seconds
LOOK_EVERY = 0.5  # seconds between looks at whether it was cancelled
STORED_AS = {apart.RESULTS: "results", apart.WORKBOOK: "workbook", apart.TEXT: "text"}


@app.task(queue="returns")
def run_check(check_id: int) -> None:
    """Run one check in a process of its own, unless it was cancelled or forgotten meanwhile."""
    check = ReturnCheck.objects.filter(pk=check_id, status__in=UNDER_WAY).first()
    if check is None:
        return
    folder = folder_of(check)
    try:
        told = _run(check, folder)
    except Exception as problem:
        # What went wrong may quote a cell: its kind alone is told.
        log.error("return check stopped", extra={"check": check_id, "problem": type(problem).__name__})
        told = None
    if told is not None:
        _finish(check_id, CheckStatus.DONE, seconds=told["seconds"], findings=told["findings"])
    else:
        _finish(check_id, CheckStatus.BROKEN)
    if not ReturnCheck.objects.filter(pk=check_id).exists():
        folder.forget()


def _finish(check_id: int, status: str, **told: Any) -> None:
    """Say how a check ended, where it has not been cancelled."""
    ReturnCheck.objects.filter(pk=check_id, status__in=UNDER_WAY).update(
        status=status, finished_at=timezone.now(), **told
    )


def _run(check: ReturnCheck, folder: SealedFolder) -> dict[str, Any] | None:
    """Return what the check told of itself, or None where it was stopped or failed. Its findings are sealed as they come."""
    names = folder.read("names").decode().split("\n")
    asked = {
        "return": check.return_name,
        "year": check.year,
        "authority": check.authority,
        "files": [{"part": one["part"], "name": name} for one, name in zip(check.files, names, strict=True)],
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "kith.casework.returns.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    arriving: Queue[tuple[bytes, bytes] | None] = Queue()
    threading.Thread(target=_hear, args=[running.stdout, arriving], daemon=True).start()
    giving = threading.Thread(target=_give, args=[running.stdin, asked, check, folder], daemon=True)
    giving.start()
    told: dict[str, Any] | None = None
    until = time.monotonic() + LONGEST
    try:
        while True:
            try:
                frame = arriving.get(timeout=LOOK_EVERY)
            except Empty:
                if time.monotonic() > until or not _goes_on(check.pk):
                    return None
                continue
            if frame is None:
                return told
            letter, content = frame
            if letter == apart.STAGE:
                if not ReturnCheck.objects.filter(pk=check.pk, status__in=UNDER_WAY).update(
                    status=content.decode()
                ):
                    return None
            elif letter == apart.META:
                told = json.loads(content)
            elif _goes_on(check.pk):
                folder.write(STORED_AS[letter], content)
    finally:
        running.kill()
        running.wait()
        giving.join(timeout=10)
        running.stdout.close()


def _goes_on(check_id: int) -> bool:
    return ReturnCheck.objects.filter(pk=check_id, status__in=UNDER_WAY).exists()


def _give(to: Any, asked: dict[str, Any], check: ReturnCheck, folder: SealedFolder) -> None:
    """Give the process what to check; where it was stopped meanwhile, nobody is listening."""
    try:
        apart.send(to, apart.HEAD, json.dumps(asked).encode())
        for one in check.files:
            apart.send(to, apart.CONTENT, folder.read(one["stored"]))
    except (OSError, ValueError):
        log.info("return check no longer listens", extra={"check": check.pk})
    with contextlib.suppress(OSError):
        to.close()


def _hear(source: Any, arriving: Queue[tuple[bytes, bytes] | None]) -> None:
    """Pass on each frame, and None at the end."""
    with contextlib.suppress(OSError, ValueError):
        for frame in apart.frames(source):
            arriving.put(frame)
    arriving.put(None)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="returns_over", lock="returns_over")
def forget_returns(timestamp: int) -> None:
    """Forget, each minute, what was given in sessions that are over."""
    forget_what_is_over()
