"""Databases of their own for made-up authorities, each a copy of the empty migrated one."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from kith.demo.authority import MadeUpAuthority, make
from tests.furnishing.database import address, clone, connected_to, drop

Made = tuple[MadeUpAuthority, Callable[..., list[tuple[Any, ...]]]]
MakeOne = Callable[..., AbstractContextManager[Made]]
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="session")
def made_up(database_server: str, template_database: str, django_db_blocker: DjangoDbBlocker) -> MakeOne:
    """A function that makes an authority in a database of its own and gives what was made and a way to ask it."""

    numbers = count(1)

    @contextmanager
    def one(authority: str, scale: float, seed: int = 1) -> Iterator[Made]:
        # Several may stand at once.
        name = f"made_up_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{next(numbers)}"
        clone(database_server, template_database, name)
        try:
            with django_db_blocker.unblock(), connected_to(name, database_server):
                made = make(authority=authority, scale=scale, seed=seed, today=TODAY, say=lambda _: None)
            with psycopg.connect(address(database_server, name), autocommit=True) as asking:
                yield made, lambda words, *given: asking.execute(words, given or None).fetchall()
        finally:
            drop(database_server, name)

    return one


@pytest.fixture(scope="session")
def today() -> datetime.date:
    """The day for which the authorities are made."""
    return TODAY


@pytest.fixture(scope="session")
def hackney(made_up: MakeOne) -> Iterator[Made]:
    """Hackney at a fiftieth of its size, made once."""
    with made_up("Hackney", 0.02) as made:
        yield made


@pytest.fixture(scope="session")
def leeds(made_up: MakeOne) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Leeds at a third of its size, made once: large enough for its figures to be told from chance."""
    with made_up("Leeds", 0.35) as (_, ask):
        yield ask
