"""PostgreSQL's own programs for writing a database to a file and reading it back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path


class ToolFailed(SystemExit):
    """One of PostgreSQL's programs could not do what it was asked; the sentence holds what it said."""


def server_major() -> int:
    """Return the major version of the server that Django is connected to, such as 18."""
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10000


def dump(file: Path, *, without_rows_of: tuple[str, ...] = ()) -> None:
    """Write the database that Django is connected to into a file of pg_dump's custom format.

    Owners and rights are left out: they are built again where the file is read back.
    """
    _run(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
        *(f"--exclude-table-data=public.{table}" for table in without_rows_of), "--file", str(file),
    )  # fmt: skip


def restore(file: Path, *, into: str) -> None:
    """Read a file of pg_dump's into an empty database of that name, all of it or nothing."""
    _run(
        "pg_restore", "--no-owner", "--no-privileges", "--no-password", "--single-transaction",
        "--exit-on-error", "--dbname", into, str(file),
    )  # fmt: skip


def _run(program: str, *words: str) -> None:
    done = subprocess.run(
        [str(_program(program)), *words],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        # What it says may quote a row; the first line of an error names the object and the fault.
        first = next(
            (line for line in done.stderr.splitlines() if "error" in line.lower()), "no reason given"
        )
        raise ToolFailed(f"{program} failed: {first.split('DETAIL')[0].strip()}")


def _environment() -> dict[str, str]:
    """Return the environment by which libpq finds the database: a password must not stand in a command line."""
    from django.db import connection

    settings = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    found = {name: str(settings[key]) for name, key in names.items() if settings[key]}
    options = {
        f"PG{key.upper()}": str(value) for key, value in settings["OPTIONS"].items() if key.startswith("ssl")
    }
    return {**os.environ, **found, **options}


def _program(name: str) -> Path:
    """Return the program of the server's own major version, else of the nearest newer one."""
    wanted = server_major()
    candidates: dict[int, Path] = {}
    for folder in _folders():
        program = folder / name
        if program.exists() and (major := _major(program)) >= wanted:
            candidates.setdefault(major, program)
    if not candidates:
        raise ToolFailed(
            f"There is no {name} of PostgreSQL {wanted} or later here. Install the package "
            f"postgresql-client-{wanted}, or set KITH_POSTGRES_PROGRAMS to the folder of its programs."
        )
    return candidates[min(candidates)]


def _folders() -> list[Path]:
    from kith.config.postgres import programs_folder

    found = [programs_folder(), *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    on_path = shutil.which("pg_dump")
    return [*found, Path(on_path).parent] if on_path else found


def _major(program: Path) -> int:
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)(\.\d+|beta|rc|devel)", said)
    return int(number[1]) if number else 0
