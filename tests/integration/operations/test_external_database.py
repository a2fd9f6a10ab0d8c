"""A database that somebody else runs: its owner is no superuser, and the site's login owns nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from kith.casework.access import wall
from kith.casework.access.models import AuditEntry
from kith.casework.people.models import Person
from kith.config.tables import are_up_to_date, bring_up_to_date
from tests.furnishing.cast import make_cast
from tests.furnishing.database import connected_to, drop

NAME = f"external_kith_{os.getpid()}"
OWNER, SITE = f"external_owner_{os.getpid()}", f"external_site_{os.getpid()}"


def as_login(server: str, login: str) -> str:
    """A server's address with another login; on the tests' server every login is trusted."""
    parts = urlsplit(server)
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc.rpartition('@')[2]}"))


@pytest.fixture
def server(database_server: str) -> Iterator[str]:
    """A server on which docs/operations.md was followed: an owner, an empty database, a login for the site."""
    with psycopg.connect(database_server, autocommit=True) as administrator:
        administrator.execute(
            "DO $$ BEGIN CREATE ROLE kith_web NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        administrator.execute(f"CREATE ROLE {OWNER} LOGIN")
        administrator.execute(f"CREATE ROLE {SITE} LOGIN IN ROLE kith_web")
        administrator.execute(f"CREATE DATABASE {NAME} OWNER {OWNER} TEMPLATE template0")
    yield database_server
    drop(database_server, NAME)
    with psycopg.connect(database_server, autocommit=True) as administrator:
        administrator.execute(f"DROP ROLE {OWNER}, {SITE}")


def test_an_owner_who_is_no_superuser_brings_the_tables_up_and_the_site_s_login_stands_behind_the_wall(
    server: str, django_db_blocker: DjangoDbBlocker
) -> None:
    """The two logins that the manual asks for are enough, and the second can neither own nor rewrite anything."""
    with django_db_blocker.unblock():
        with connected_to(NAME, as_login(server, OWNER)):
            assert bring_up_to_date()
            cast = make_cast()
        with connected_to(NAME, as_login(server, SITE)):
            assert are_up_to_date()
            assert not Person.objects.exists(), "Nobody is visible before somebody is acting."
            with transaction.atomic():
                wall.enter(cast.social_worker.pk, cast.social_worker.role)
                assert Person.objects.filter(pk=cast.child.pk).exists()
                assert not Person.objects.filter(pk=cast.own_niece.pk).exists()
            for attempt in (
                "ALTER TABLE access_auditentry DISABLE TRIGGER ALL",
                "DROP POLICY wall_see ON people_person",
                "UPDATE access_auditentry SET reason = ''",
                "DELETE FROM people_personevent",
            ):
                with pytest.raises(ProgrammingError), connection.cursor() as cursor:
                    cursor.execute(attempt)
            assert not AuditEntry.objects.exists()
