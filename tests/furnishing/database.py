"""A database for each test process: one is migrated, the others are copied from it in a fraction of a second."""

from __future__ import annotations

import base64
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
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

    return made_once(database_server, f"{TEMPLATE}_{program_digest()}", "template1", migrate)


@pytest.fixture(scope="session")
def template_with_cast(
    database_server: str, template_database: str, django_db_blocker: DjangoDbBlocker
) -> str:
    """The name of a migrated database in which the standing cast has been saved."""
    from kith.config.tables import program_digest
    from tests.furnishing.cast import make_cast

    def add_cast(name: str) -> Any:
        with django_db_blocker.unblock(), connected_to(name, database_server):
            return make_cast()

    return made_once(database_server, f"{WITH_CAST}_{program_digest()}", template_database, add_cast)


# The databases of this process by whether the standing cast is in them, and which of them the test at hand wants.
_own: dict[bool, str] = {}
_wants_cast = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give a test that has the cast the database in which it stands already, and any other an empty one."""
    global _wants_cast
    if item.get_closest_marker("database"):
        _wants_cast = "cast" in getattr(item, "fixturenames", ())
        _turn_to_the_wanted()


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: str,
    template_database: str,
    template_with_cast: str,
    django_db_blocker: DjangoDbBlocker,
    django_test_environment: None,
) -> Iterator[None]:
    """Give this process its own copies of the migrated database (in place of pytest-django's own making of one)."""
    for has_cast, template in ((False, template_database), (True, template_with_cast)):
        name = f"test_kith_{'cast_' if has_cast else ''}{process_name()}"
        clone(database_server, template, name)
        _own[has_cast] = name
    with (
        django_db_blocker.unblock(),
        connected_to(_own[False], database_server),
        django_db_blocker.block(),
    ):
        _turn_to_the_wanted()
        yield
    for name in _own.values():
        drop(database_server, name)
    _own.clear()


def _turn_to_the_wanted() -> None:
    from django.conf import settings
    from django.db import connection

    if not _own or connection.settings_dict["NAME"] == _own[_wants_cast]:
        return
    connection.close()
    for settings_of_it in (connection.settings_dict, settings.DATABASES["default"]):
        settings_of_it["NAME"] = _own[_wants_cast]


def has_the_cast(name: str) -> bool:
    """Return whether a database is that of this process in which the standing cast is."""
    return _own.get(True) == name


def process_name() -> str:
    """Return what tells this test process from the others, for the name of a database."""
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture
def committed_database(
    database_server: str, template_with_cast: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of this test's own, with the standing cast, in which everything is committed as it is done.

    For what a test's one transaction would hide: two people at once, a commit, a backup. Its name is given.
    """
    name = f"committed_kith_{process_name()}"
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


def made_once(server: str, name: str, template: str, fill: Callable[[str], Any]) -> str:
    """Make and fill a database under the server's own lock, unless it is there; remove those of older programs.

    What `fill` returns is kept with the database: `kept_with` gives it to whichever process asks.
    """
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
        kept = base64.b64encode(pickle.dumps(fill(making))).decode()
        connection.execute(f"COMMENT ON DATABASE {making} IS '{kept}'")
        connection.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    return name


def kept_with(server: str, name: str) -> Any:
    """Return a copy of what the filling of a database that was made once returned."""
    return pickle.loads(_comment_on(server, name))


@cache
def _comment_on(server: str, name: str) -> bytes:
    with psycopg.connect(server, autocommit=True) as connection:
        asked = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        (comment,) = asked.fetchone() or ("",)
    return base64.b64decode(comment)
