"""Running Kith: the database, the web server and the background worker, started and stopped in the right order.

Started: database, tables, static files, web, worker. Stopped, on Ctrl-C or SIGTERM: web, worker, database.
What a killed Kith left running is found at the next start and cleared.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from kith.config.environment import project_folder
from kith.config.progress import say, step
from kith.config.state import state_folder

WEB_ROLE = "kith_web"
STOP_WITHIN_SECONDS = 15
ANSWER_WITHIN_SECONDS = 60
MAY_FAIL_IN_A_ROW = 5  # a worker that ends by itself is started again so many times


class CannotServe(SystemExit):
    """Kith cannot be served as asked; the sentence says why and what to do."""


@dataclass(frozen=True)
class Serving:
    """What to serve and how. Zero processes or threads means as many as suit the machine."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 0
    threads: int = 0
    with_worker: bool = True

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{host}:{self.port}/"


@dataclass
class Child:
    """One process that Kith runs: what it is called, its command, and the process once it runs."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path | None = None  # where what it writes goes, instead of to the person who started Kith
    process: subprocess.Popen[bytes] | None = None
    failed_in_a_row: int = 0
    started_at: float = 0.0

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches Kith alone, which stops all in order."""
        with contextlib.ExitStack() as opened:
            log = opened.enter_context(open(self.log, "ab")) if self.log else None
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=project_folder(),
            )
        self.started_at = time.monotonic()

    def stop(self) -> None:
        """Ask the process to finish what it is doing; end it if it does not within fifteen seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def serve(
    serving: Serving,
    *,
    may_migrate: bool,
    announce: Callable[[], None],
    fill: Callable[[], None] = lambda: None,
) -> int:
    """Run Kith until Ctrl-C or SIGTERM and return the exit code.

    `fill` runs as the database's owner before anything is served; `announce` once the first page is answered.
    """
    import django

    from kith.config.postgres import running_database

    children: list[Child] = []
    try:
        with stopping_on_signals(), the_only_server(), contextlib.ExitStack() as at_the_end:
            _refuse_a_busy_port(serving)  # before the minute or two that may follow
            with step("Starting the database"):
                at_the_end.enter_context(running_database())
            django.setup()
            prepare(may_migrate=may_migrate)
            fill()
            children = children_of(serving)
            at_the_end.callback(stop, children)
            start(children, serving)
            announce()
            return watch(children)
    except KeyboardInterrupt:
        say("Kith has stopped.")
        return 0


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does, by KeyboardInterrupt, once: what puts away is not interrupted."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for either in (signal.SIGINT, signal.SIGTERM):
            signal.signal(either, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def the_only_server() -> Iterator[None]:
    """Hold this installation's place as the one that serves; clear what a killed one left running."""
    with open(state_folder() / "serving.lock", "a") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServe(
                "Kith is being served from this installation already. Stop that one first (Ctrl-C in its window)."
            ) from None
        _clear_what_was_left()
        yield


def prepare(*, may_migrate: bool) -> None:
    """Bring tables and static files up to date; `may_migrate` is false where a login does not own the tables."""
    from django.conf import settings

    from kith.config.static import collect
    from kith.config.tables import are_up_to_date, bring_up_to_date

    if may_migrate:
        with step("Bringing the database's tables up to date"):
            bring_up_to_date()
    elif not are_up_to_date():
        raise CannotServe(
            "The database's tables are of another version of Kith. "
            "Run 'python3 manage.py migrate' with the owner's address in DATABASE_URL, then start this again."
        )
    with step("Gathering style sheets and scripts"):
        collect(Path(settings.STATIC_ROOT))


def children_of(serving: Serving) -> list[Child]:
    """Return the processes to run, in the order in which they are started and stopped."""
    environment = _child_environment(serving)
    web = Child(
        "web server",
        [sys.executable, "-m", "gunicorn", "--config", "python:kith.config.web_server"],
        environment,
    )
    worker = Child("background worker", [sys.executable, "-m", "kith", "worker"], environment)
    return [web, worker] if serving.with_worker else [web]


def start(children: list[Child], serving: Serving) -> None:
    """Start the web server, wait until it answers, and then start the rest: a person waits for the first page."""
    web, *others = children
    web.start()
    _remember(children)
    with step("Starting the web server"):
        wait_for_an_answer(web, serving)
    for child in others:
        child.start()
    _remember(children)


def watch(children: list[Child]) -> int:
    """Stay until Ctrl-C or SIGTERM; start a worker that ends by itself again; return the exit code."""
    while True:
        for child in children:
            assert child.process is not None
            code = child.process.poll()
            if code is None:
                continue
            if child.name == "web server":
                say(f"The web server ended by itself (code {code}). What it wrote is above.")
                return code or 1
            _start_again(child, code)
            _remember(children)
        time.sleep(0.5)


def stop(children: list[Child]) -> None:
    """Stop every process in its order."""
    for child in children:
        with step(f"Stopping the {child.name}"):
            child.stop()
    _memory().unlink(missing_ok=True)


def _start_again(child: Child, code: int) -> None:
    lasted = time.monotonic() - child.started_at
    child.failed_in_a_row = 1 if lasted > 60 else child.failed_in_a_row + 1
    if child.failed_in_a_row > MAY_FAIL_IN_A_ROW:
        if child.failed_in_a_row == MAY_FAIL_IN_A_ROW + 1:
            say(
                f"The {child.name} ended {child.failed_in_a_row} times in a row and is left alone for a minute."
            )
        if lasted < 60:
            child.failed_in_a_row -= 1
            return
    else:
        say(f"The {child.name} ended by itself (code {code}); starting it again.")
        time.sleep(min(2**child.failed_in_a_row * 0.25, 5))
    child.start()


def _child_environment(serving: Serving) -> dict[str, str]:
    environment = dict(
        os.environ,
        DJANGO_SETTINGS_MODULE="kith.config.settings",
        KITH_DATABASE_ROLE=WEB_ROLE,
        KITH_ADDRESS=f"{f'[{serving.host}]' if ':' in serving.host else serving.host}:{serving.port}",
        PYTHONUNBUFFERED="1",
    )
    if serving.processes:
        environment["KITH_PROCESSES"] = str(serving.processes)
    if serving.threads:
        environment["KITH_THREADS"] = str(serving.threads)
    return environment


def _refuse_a_busy_port(serving: Serving) -> None:
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((serving.host, serving.port))
        except OSError as problem:
            raise CannotServe(
                f"Port {serving.port} cannot be used ({str(problem.strerror).lower()}): "
                f"stop the program that has it, or choose another with --port {serving.port + 1}."
            ) from None


def wait_for_an_answer(web: Child, serving: Serving) -> None:
    """Wait until the web server answers; raise CannotServe if it ends instead, or takes too long."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(serving.host, serving.host)  # noqa: S104
    until = time.monotonic() + ANSWER_WITHIN_SECONDS
    while time.monotonic() < until:
        if web.process is not None and web.process.poll() is not None:
            raise CannotServe("The web server did not start. What it wrote is above.")
        asking = http.client.HTTPConnection(host, serving.port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(asking):
            asking.request("GET", "/health/live/", headers={"Host": "localhost"})
            if asking.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise CannotServe(f"The web server did not answer within {ANSWER_WITHIN_SECONDS} seconds.")


def _memory() -> Path:
    return state_folder() / "serving.json"


def _remember(children: list[Child]) -> None:
    """Write down which processes run, for a start after this one was killed."""
    running = {child.name: child.process.pid for child in children if child.process is not None}
    new = _memory().with_suffix(".new")
    new.write_text(json.dumps(running))
    new.replace(_memory())


def _clear_what_was_left() -> None:
    try:
        left = json.loads(_memory().read_text())
    except (FileNotFoundError, ValueError):
        return
    for name, pid in left.items():
        if _is_ours(pid):
            say(f"  Stopping the {name} that a Kith which was killed left running.")
            _end(pid)
    _memory().unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    """Return whether the process of that number is one of Kith's: numbers are given again to other programs."""
    listed = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return "kith" in listed.stdout and ("gunicorn" in listed.stdout or "worker" in listed.stdout)


def _end(pid: int) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, number)
        for _ in range(STOP_WITHIN_SECONDS * 10):
            if not _is_ours(pid):
                return
            time.sleep(0.1)
