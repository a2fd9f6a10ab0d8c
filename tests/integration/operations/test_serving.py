"""Kith as a person starts it: served, killed, started again, and stopped with everything it started."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.furnishing.database import address, clone, drop
from tests.furnishing.site import PROJECT


@pytest.fixture
def record(database_server: str, template_database: str) -> Iterator[str]:
    """The address of a migrated database of this test's own."""
    name = f"serving_kith_{os.getpid()}"
    clone(database_server, template_database, name)
    yield address(database_server, name)
    drop(database_server, name)


@pytest.fixture
def start(
    record: str, static_folder: Path, tmp_path: Path
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A function that starts `serve` on a port, writing to a file; whatever is left at the end is ended."""
    (tmp_path / "static").symlink_to(static_folder)
    environment = dict(
        os.environ,
        DATABASE_URL=record,
        KITH_STATE=str(tmp_path),
        PYTHONPATH=str(PROJECT / "src"),
        KITH_PROCESSES="1",
    )
    started: list[subprocess.Popen[bytes]] = []

    def start_one(port: int) -> subprocess.Popen[bytes]:
        with open(tmp_path / "serve.log", "ab") as log:
            serving = subprocess.Popen(
                [sys.executable, "-m", "kith", "serve", "--port", str(port)],
                env=environment, cwd=PROJECT, stdout=log, stderr=log,
            )  # fmt: skip
        started.append(serving)
        return serving

    yield start_one
    for serving in started:
        if serving.poll() is None:
            serving.terminate()
            serving.wait(40)
    memory = tmp_path / "serving.json"
    for pid in json.loads(memory.read_text()).values() if memory.exists() else []:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def ready(port: int) -> dict[str, object]:
    """What /health/ready/ says, or nothing where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready/", timeout=5) as answer:
            return json.load(answer)  # type: ignore[no-any-return]
    except urllib.error.HTTPError as unready:
        with unready:
            return json.load(unready)  # type: ignore[no-any-return]
    except OSError:
        return {}


def wait_until(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def processes(folder: Path) -> dict[str, int]:
    """The numbers of the web server's and the worker's process, as Kith wrote them down."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        return json.loads((folder / "serving.json").read_text())  # type: ignore[no-any-return]
    return {}


def is_alive(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    return False


def test_serving_is_ready_with_a_worker_clears_what_a_killed_one_left_and_stops_everything(
    start: Callable[..., subprocess.Popen[bytes]], record: str, tmp_path: Path
) -> None:
    """One life of an installation: start, kill -9, start again on the same port, SIGTERM."""
    port = free_port()
    first = start(port)
    wait_until(lambda: ready(port).get("status") == "ready", "It was never ready, worker and all.")
    with psycopg.connect(record) as connection:
        # Every connection but this one has taken on the role that owns nothing.
        waiting = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        assert waiting == (1,)
    left = processes(tmp_path)
    assert set(left) == {"web server", "background worker"}

    first.kill()
    first.wait()
    assert all(is_alive(pid) for pid in left.values()), (
        "kill -9 leaves the children, which is what is cleared next."
    )

    second = start(port)
    wait_until(lambda: not any(is_alive(pid) for pid in left.values()), "What was left still runs.")
    wait_until(
        lambda: len(processes(tmp_path)) == 2 and ready(port).get("status") == "ready",
        "It did not start again.",
    )
    assert set(processes(tmp_path).values()).isdisjoint(left.values())

    running = processes(tmp_path).values()
    second.send_signal(signal.SIGTERM)
    assert second.wait(40) == 0
    assert not any(is_alive(pid) for pid in running)
    assert ready(port) == {}
    said = (tmp_path / "serve.log").read_text()
    assert "Stopping the web server that a Kith which was killed left running." in said
    assert said.rstrip().endswith("Kith has stopped.")


def test_a_busy_port_is_a_sentence(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """Another program on the port is named as the reason, with what to do; nothing of ours is left."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        serving = start(port)
        assert serving.wait(60) == 1
    said = (tmp_path / "serve.log").read_text()
    assert f"Port {port} cannot be used" in said
    assert f"--port {port + 1}" in said
    assert "Traceback" not in said
    assert processes(tmp_path) == {}


def test_a_database_of_another_version_is_not_served(
    start: Callable[..., subprocess.Popen[bytes]], record: str, tmp_path: Path
) -> None:
    """Where somebody else runs the database, its tables are brought up to date by its owner, asked in a sentence."""
    with psycopg.connect(record) as connection:
        connection.execute("COMMENT ON SCHEMA public IS 'Brought up to date by another Kith'")
    assert start(free_port()).wait(60) == 1
    assert "manage.py migrate" in (tmp_path / "serve.log").read_text()
