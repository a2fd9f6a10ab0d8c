"""Databases of their own for made-up authorities, each a copy of the empty migrated one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from kith.demo.authority import MadeUpAuthority, _address, make

TODAY = datetime.date(2026, 11, 24)
Made = tuple[MadeUpAuthority, Callable[..., list[tuple[Any, ...]]]]


@contextmanager
def made_up(authority: str, scale: float, seed: int = 1) -> Iterator[Made]:
    """Make an authority in a database of its own; yield what was made and a way to ask it."""
    connection.close()
    empty = connection.settings_dict["NAME"]
    name = f"{empty}_demo"
    server = psycopg.conninfo.make_conninfo(_address(), dbname="postgres")
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
    connection.settings_dict["NAME"] = name
    try:
        made = make(authority=authority, scale=scale, seed=seed, today=TODAY, say=lambda _: None)
        with psycopg.connect(_address(), autocommit=True) as asking:
            yield made, lambda words, *given: asking.execute(words, given or None).fetchall()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = empty
        with psycopg.connect(server, autocommit=True) as owner:
            owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def hackney(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    """Hackney at a fiftieth of its size, made once."""
    with django_db_blocker.unblock(), made_up("Hackney", 0.02) as made:
        yield made
