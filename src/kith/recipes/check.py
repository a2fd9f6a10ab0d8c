"""`manage.py check`: lint, format, types, import contracts, migrations and templates, each in its turn."""

from __future__ import annotations

import os
import subprocess
import sys
import time

GROUP = "check"
SUMMARY = "ruff, types, import contracts, missing migrations, Django's checks, templates"

STEPS: list[tuple[str, list[str]]] = [
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("import contracts", ["lint-imports"]),
    ("templates", ["djlint", "--lint", "--quiet", "src/kith"]),
    ("types", ["mypy", "src/kith"]),
]


def run(arguments: list[str]) -> int:
    """Run every check, even after one has failed, and say which did."""
    from kith.config.postgres import throwaway_database

    failed: list[str] = []

    def step(name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        began = time.monotonic()
        code = subprocess.call(command, env=environment)
        print(f"{'passed' if code == 0 else 'FAILED'}: {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if code:
            failed.append(name)

    for name, command in STEPS:
        step(name, command)
    with throwaway_database() as url:
        environment = dict(os.environ, DATABASE_URL=url)
        django = [sys.executable, "-m", "django"]
        step("Django's checks", [*django, "check", "--deploy", "--fail-level", "ERROR"], environment)
        step("missing migrations", [*django, "makemigrations", "--check", "--dry-run"], environment)
    if failed:
        print(
            f"To put right: {', '.join(failed)}. 'ruff check --fix . && ruff format .' mends most lint and format."
        )
    return 1 if failed else 0
