"""The site as it really runs: gunicorn in its own process, behind the wall, on a database of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from pytest_django.plugin import DjangoDbBlocker

from kith.casework.workforce.models import Worker
from tests.furnishing.database import address, clone, connected_to, drop, process_name

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    """A running site: its address, and the file of what its server wrote."""

    address: str
    log: Path
    documents: Path

    def session_for(self, worker: Worker) -> str:
        """Return the key of a new session in which a worker is signed in, second factor given."""
        from django.conf import settings
        from django.contrib.sessions.backends.db import SessionStore

        assert worker.user is not None, "This worker has no account."
        session = SessionStore()
        session[SESSION_KEY] = str(worker.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = worker.user.get_session_auth_hash()
        session["second_factor"] = True
        session.create()
        assert session.session_key
        return str(session.session_key)


@dataclass(frozen=True)
class _Server:
    site: Site
    database: str


@pytest.fixture(scope="session")
def _server(
    database_server: str,
    template_with_cast: str,
    static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[_Server]:
    """One gunicorn for this test process; each test that uses it has the database as the cast left it."""
    from django.conf import settings

    name = f"site_kith_{process_name()}"
    clone(database_server, template_with_cast, name)
    state = tmp_path_factory.mktemp("site")
    (state / "static").symlink_to(static_folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = state / "server.log"
    environment = dict(
        os.environ,
        DATABASE_URL=address(database_server, name),
        KITH_DATABASE_ROLE="kith_web",
        KITH_STATE=str(state),
        KITH_SECRET_KEY=settings.SECRET_KEY,
        KITH_AUTHORITY="Hackney",
        KITH_ADDRESS=f"127.0.0.1:{port}",
        KITH_PROCESSES="1",
        PYTHONPATH=str(PROJECT / "src"),
        DJANGO_SETTINGS_MODULE="kith.config.settings",
    )
    environment.pop("KITH_DEMO", None)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:kith.config.web_server"]
    with open(log, "wb") as written:
        server = subprocess.Popen(command, env=environment, stdout=written, stderr=written, cwd=PROJECT)
    try:
        _wait_for(port, server, log)
        yield _Server(Site(f"http://127.0.0.1:{port}", log, state / "documents"), name)
    finally:
        # Not gracefully: a browser keeps its connections open, and no test waits for an answer any more.
        server.send_signal(signal.SIGQUIT)
        server.wait(20)
        drop(database_server, name)


@pytest.fixture
def site(
    request: pytest.FixtureRequest,
    _server: _Server,
    database_server: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Site]:
    """The running site, its database as the standing cast left it, or with the lively record where a test has that.

    The test's own queries go to the site's database as its owner, and are committed as they are made.
    """
    template = "template_with_lively" if "lively" in request.fixturenames else "template_with_cast"
    clone(database_server, request.getfixturevalue(template), _server.database)
    with django_db_blocker.unblock(), connected_to(_server.database, database_server):
        yield _server.site


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as asking:
                asking.request("GET", "/health/live/")
                asking.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start. Its server wrote:\n{log.read_text()[-3000:]}")
