"""A database for each test process: one is migrated, the others are copied from it in a fraction of a second."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

TEMPLATE = "kith_template"
WITH_CAST = "kith_template_with_cast"


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The address of a server on which to make databases: the run's own, or one started for this process."""
    from kith.config.postgres import throwaway_database

    with throwaway_database() as url:
        yield url


@pytest.fixture(scope="session")
def template_database(database_server: str, django_db_blocker: DjangoDbBlocker) -> str:
    """The name of a migrated database with nothing in it, made by the first process that asks."""
    from kith.config.tables import bring_up_to_date, program_digest

    def migrate(name: str) -> None:
        with django_db_blocker.unblock(), connected_to(name, database_server):
            bring_up_to_date()

    return _made_once(database_server, f"{TEMPLATE}_{program_digest()}", "template1", migrate)


@pytest.fixture(scope="session")
def template_with_cast(
    database_server: str, template_database: str, django_db_blocker: DjangoDbBlocker
) -> str:
    """The name of a migrated database in which the standing cast has been saved, for tests through a real server."""
    from kith.config.tables import program_digest
    from tests.furnishing.cast import make_cast

    def add_cast(name: str) -> None:
        with django_db_blocker.unblock(), connected_to(name, database_server):
            make_cast()

    return _made_once(database_server, f"{WITH_CAST}_{program_digest()}", template_database, add_cast)


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: str,
    template_database: str,
    django_db_blocker: DjangoDbBlocker,
    django_test_environment: None,
) -> Iterator[None]:
    """Give this process its own copy of the migrated database (in place of pytest-django's own making of one)."""
    name = f"test_kith_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    clone(database_server, template_database, name)
    with django_db_blocker.unblock(), connected_to(name, database_server), django_db_blocker.block():
        yield
    drop(database_server, name)


@pytest.fixture
def committed_database(
    database_server: str, template_with_cast: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of this test's own, with the standing cast, in which everything is committed as it is done.

    For what a test's one transaction would hide: two people at once, a commit, a backup. Its name is given.
    """
    name = f"committed_kith_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    clone(database_server, template_with_cast, name)
    with django_db_blocker.unblock(), connected_to(name, database_server):
        yield name
    drop(database_server, name)


def address(server: str, database: str) -> str:
    """Return a server's address with another database in it."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


@contextmanager
def connected_to(name: str, server: str) -> Iterator[None]:
    """Point Django's default connection at a database, and at the end back to where it was."""
    from django.conf import settings
    from django.db import connection

    from kith.config.settings import _database  # noqa: TID251

    before = dict(connection.settings_dict)
    wanted = _database(address(server, name)) | {"CONN_MAX_AGE": 0}
    connection.close()
    for settings_of_it in (connection.settings_dict, settings.DATABASES["default"]):
        settings_of_it.update(wanted)
    try:
        yield
    finally:
        connection.close()
        for settings_of_it in (connection.settings_dict, settings.DATABASES["default"]):
            settings_of_it.update(before)


def clone(server: str, template: str, name: str) -> None:
    """Make a database as a copy of another, putting an end to one of that name."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")


def drop(server: str, name: str) -> None:
    """Remove a database, whoever is connected to it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _made_once(server: str, name: str, template: str, fill: object) -> str:
    """Make and fill a database under the server's own lock, unless it is there; remove those of older programs."""
    assert callable(fill)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('kith test templates'))")
        found = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name in found:
            return name
        kind = name.rsplit("_", 1)[0]
        for older in found:
            if older.rsplit("_", 1)[0] == kind:
                connection.execute(f"DROP DATABASE {older} WITH (FORCE)")
        making = f"{kind}_making"
        connection.execute(f"DROP DATABASE IF EXISTS {making} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {making} TEMPLATE {template}")
        fill(making)
        connection.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    return name
