"""Bringing the database's tables, triggers and walls up to this program: all at once, and quickly when they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from io import StringIO
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Packages that bring tables or triggers of their own.
PACKAGES_WITH_TABLES = (
    "django",
    "django-allauth",
    "django-pghistory",
    "django-pgtrigger",
    "procrastinate",
)


def program_digest() -> str:
    """Return a digest of everything that decides what the tables are: rooms, walls, triggers, packages."""
    digest = hashlib.sha256()
    files = [*PACKAGE.glob("casework/**/*.py"), *PACKAGE.glob("casework/**/*.sql")]
    for file in sorted(files):
        digest.update(str(file.relative_to(PACKAGE)).encode() + b"\0" + file.read_bytes() + b"\0")
    for package in PACKAGES_WITH_TABLES:
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()[:20]


def are_up_to_date() -> bool:
    """Return whether this very program has brought the database's tables up to date."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        return bool(cursor.fetchone() == (_stamp(),))


def bring_up_to_date(say: Callable[[str], None] = lambda sentence: None) -> bool:
    """Apply migrations, make the cache's table, rebuild triggers and walls; return whether anything was done.

    Acts as the database's owner. Two processes that start at once do it one after the other.
    """
    from django.core.management import call_command
    from django.db import connection

    if are_up_to_date():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('kith tables'))")
    try:
        if are_up_to_date():
            return False
        say("Bringing the database's tables up to date")
        # The cache's table comes first, so that the wall, which is built last, opens it to the web role.
        call_command("createcachetable", verbosity=0, stdout=StringIO())
        call_command("migrate", verbosity=0, interactive=False, stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON SCHEMA public IS '{_stamp()}'")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('kith tables'))")
    return True


def _stamp() -> str:
    return f"Brought up to date by Kith {program_digest()}"
