"""Finding a Chromium for the browser tests, or getting one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_chromium() -> str:
    """Return the path of a Chromium program: the system's, else Playwright's own, else Debian's package.

    Raises SystemExit with one line that says what to do when none can be had.
    """
    named = os.environ.get("KITH_CHROMIUM")
    if named and Path(named).exists():
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    print("No Chromium on this machine: asking Playwright for one …", file=sys.stderr, flush=True)
    fetched = _playwright_chromium()
    if fetched:
        return fetched
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium …", file=sys.stderr, flush=True)
        subprocess.run(["apt-get", "update"], check=False, capture_output=True)
        subprocess.run(["apt-get", "install", "-y", "chromium"], check=False, capture_output=True)
        if found := shutil.which("chromium"):
            return found
    raise SystemExit(
        "The browser tests need Chromium, which could not be fetched: run 'sudo apt-get install chromium', "
        "or set KITH_CHROMIUM to the path of one, then run the tests again."
    )


def _playwright_chromium() -> str | None:
    """Return Playwright's own Chromium, downloading it if it can be downloaded."""
    from playwright.sync_api import sync_playwright

    def path() -> str | None:
        with sync_playwright() as playwright:
            found = playwright.chromium.executable_path
        return found if Path(found).exists() else None

    if already := path():
        return already
    try:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            check=True,
            capture_output=True,
            timeout=180,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return path()
