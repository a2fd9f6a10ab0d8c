"""`manage.py bench demo`: from nothing to the first page, and a second start, as JSON.

A fresh clone in an empty folder, with no environment, no downloaded packages and no database, run as a newcomer would
by the machine's own Python.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kith.config.environment import project_folder
from kith.config.progress import say

CLEAN_SECONDS = 180
SECOND_SECONDS = 10
PATIENCE_SECONDS = 900


def run(arguments: list[str]) -> int:
    """Time both starts, print one JSON object, and return 1 where a number is not reached."""
    parser = argparse.ArgumentParser(prog="manage.py bench demo", description=__doc__)
    parser.add_argument("--authority", default="Hackney")
    parser.add_argument("--scale", type=float, default=1.0)
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="kith-bench-demo-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user where Kith is run by root
    try:
        clone = folder / "kith"
        commit = _clone(clone)
        say("  A clean start …")
        clean, stopping = _start_and_stop(clone, folder, chosen)
        say(f"  The first page after {clean:.1f} s. A second start …")
        second, _ = _start_and_stop(clone, folder, chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report = {
        "bench": "demo",
        "commit": commit,
        "conditions": {
            "authority": chosen.authority,
            "scale": chosen.scale,
            "cores": os.cpu_count(),
            "python": sys.version.split()[0],
            "load_at_the_end": round(os.getloadavg()[0], 2),
        },
        "to_reach": {"clean_start_seconds": CLEAN_SECONDS, "second_start_seconds": SECOND_SECONDS},
        "clean_start_seconds": round(clean, 1),
        "second_start_seconds": round(second, 1),
        "stop_seconds": round(stopping, 1),
        "reached": clean <= CLEAN_SECONDS and second <= SECOND_SECONDS,
    }
    print(json.dumps(report, indent=2))
    return 0 if report["reached"] else 1


def _clone(into: Path) -> str:
    """Clone what is committed, and return which commit it is."""
    source = project_folder()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(source), str(into)], check=True)
    said = subprocess.run(
        ["git", "-C", str(into), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    )
    return said.stdout.strip()


def _start_and_stop(clone: Path, folder: Path, chosen: argparse.Namespace) -> tuple[float, float]:
    """Return the seconds from the command to the first page, and from SIGTERM until everything has gone."""
    port = _free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("KITH_") and name not in {"DATABASE_URL", "PYTHONPATH", "VIRTUAL_ENV"}
    }
    # The machine's own packages were never downloaded before: neither cache has anything in it.
    environment |= {
        "KITH_STATE": str(folder / "state"),
        "UV_CACHE_DIR": str(folder / "uv-cache"),
        "PIP_NO_CACHE_DIR": "1",
    }
    (folder / "state").mkdir(mode=0o755, exist_ok=True)
    command = [
        str(getattr(sys, "_base_executable", sys.executable)), "manage.py", "demo",
        "--authority", chosen.authority, "--scale", str(chosen.scale), "--port", str(port),
    ]  # fmt: skip
    began = time.monotonic()
    started = subprocess.Popen(
        command,
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        while not _first_page(port):
            if started.poll() is not None:
                raise SystemExit(f"The demonstration ended by itself (code {started.returncode}).")
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise SystemExit(f"There was no page after {PATIENCE_SECONDS} seconds.")
            time.sleep(0.1)
        took = time.monotonic() - began
    finally:
        stopping = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            started.send_signal(signal.SIGTERM)
        started.wait(120)
    return took, time.monotonic() - stopping


def _first_page(port: int) -> bool:
    """Return whether a whole page is served at the address that a newcomer opens, after any redirection."""
    path = "/"
    with contextlib.suppress(OSError, http.client.HTTPException):
        for _ in range(4):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            with contextlib.closing(connection):
                connection.request("GET", path, headers={"Host": "localhost"})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status == 200:
                    return b"</html>" in body
                path = answer.headers.get("Location", "")
                if not path.startswith("/"):
                    return False
    return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
