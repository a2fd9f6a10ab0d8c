"""Signing in without a password, and acting as a worker behind the database's wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client

from kith.casework.access import wall
from kith.casework.workforce.models import Worker


class WorkersClient(Client):
    """A test client that leaves the wall after each page.

    A page enters the wall for its transaction. A test's own transaction lasts longer, and what the test asks of
    the database next it asks as the owner again.
    """

    def request(self, **request: Any) -> Any:
        """Send one request, and act as the database's owner afterwards."""
        try:
            return super().request(**request)
        finally:
            leave_the_wall()

    def sign_in(self, worker: Worker) -> None:
        """Sign in as a worker, with the second factor given."""
        assert worker.user is not None, "This worker has no account."
        self.force_login(worker.user)
        session = self.session
        session["second_factor"] = True
        session.save()


@pytest.fixture
def client_for(db: None, static_urls: None) -> Callable[[Worker | None], WorkersClient]:
    """A function that gives a client signed in as a worker, or as nobody for None."""

    def sign_in(worker: Worker | None) -> WorkersClient:
        client = WorkersClient()
        if worker is not None:
            client.sign_in(worker)
        return client

    return sign_in


@pytest.fixture
def client(db: None, static_urls: None) -> WorkersClient:
    """A client that is signed in as nobody (in place of pytest-django's)."""
    return WorkersClient()


@contextmanager
def acting_as(worker: Worker | None) -> Iterator[None]:
    """Run a block behind the wall as one worker, in a transaction, and act as the owner again after it."""
    with transaction.atomic():
        wall.enter(worker.pk if worker else None, worker.role if worker else "")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                leave_the_wall()


def leave_the_wall() -> None:
    """Act as the database's owner again, as before wall.enter; nothing to do where no transaction is open."""
    if connection.connection is None or connection.connection.closed or connection.needs_rollback:
        return
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('role', 'none', true), set_config('kith.worker_id', '', true),"
                " set_config('kith.granted', '', true), set_config('kith.own_family', '', true),"
                " set_config('kith.role', '', true), set_config('kith.reach', '', true), set_config('kith.reads_audit', '', true),"
                " set_config('kith.submission', '', true)"
            )


def request_of(worker: Worker | None, path: str = "/") -> HttpRequest:
    """Return a bare GET request whose worker is set, for calling a view or a query that asks who is asking."""
    from django.test import RequestFactory

    request = RequestFactory().get(path)
    request.worker = worker  # type: ignore[attr-defined]
    return request
