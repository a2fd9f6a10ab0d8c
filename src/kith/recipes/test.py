"""`manage.py test`: everything, in parallel, the browser included. It never skips silently."""

from __future__ import annotations

import os
import subprocess
import sys

from kith.recipes._chromium import ensure_chromium

GROUP = "check"
SUMMARY = "run every test, browser included; words after it go to pytest"


def run(arguments: list[str]) -> int:
    """Find the browser, start a throw-away database, and run pytest over two processes or more."""
    from kith.config.postgres import throwaway_database

    with throwaway_database() as url:
        environment = dict(os.environ, DATABASE_URL=url, KITH_CHROMIUM=ensure_chromium())
        workers = os.environ.get("KITH_TEST_PROCESSES", str(max(2, os.cpu_count() or 2)))
        chosen = (
            [] if any(word.startswith(("-n", "--numprocesses")) for word in arguments) else ["-n", workers]
        )
        command = [sys.executable, "-m", "pytest", *chosen, "--dist", "loadscope", *arguments]
        return subprocess.call(command, env=environment)
