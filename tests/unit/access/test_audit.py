"""The audit: every entry follows from the one before, and whatever is done to it afterwards is found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kith.casework.access import audit
from kith.casework.access.models import AuditEntry, AuditVerb
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as


def write_some(cast: Cast) -> None:
    """Write entries of several workers, in several chains."""
    for worker in (cast.social_worker, cast.contact_officer, cast.partner):
        with acting_as(worker):
            for number in range(4):
                audit.record(
                    worker_id=worker.pk, verb=AuditVerb.VIEW, what=f"page {number}", subjects=[cast.child.pk]
                )


def tamper(statement: str) -> None:
    """Do to the log what only somebody with the whole database in hand could: with its triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE access_auditentry ENABLE TRIGGER USER")


def test_a_log_that_nobody_touched_is_whole(cast: Cast) -> None:
    """No fault in any chain."""
    write_some(cast)
    assert list(audit.verify()) == []
    assert AuditEntry.objects.filter(subject_ids=[cast.child.pk]).count() >= 12


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE access_auditentry SET what = 'another page' WHERE number = 2",
            "changed after it was written",
        ),
        ("UPDATE access_auditentry SET subject_ids = '{}' WHERE number = 2", "changed after it was written"),
        ("UPDATE access_auditentry SET worker_id = NULL WHERE number = 2", "changed after it was written"),
        ("DELETE FROM access_auditentry WHERE number = 2", "is missing"),
        ("DELETE FROM access_auditentry WHERE number = 4", "the chain should have"),
    ],
)
def test_what_is_done_to_it_afterwards_is_found(cast: Cast, statement: str, found: str) -> None:
    """An entry altered, removed from the middle, or cut from the end."""
    write_some(cast)
    tamper(statement)
    assert any(found in fault.what for fault in audit.verify())


def test_the_database_refuses_to_change_or_remove_an_entry_even_for_its_owner(cast: Cast) -> None:
    """The trigger stands before everybody who has not switched it off."""
    write_some(cast)
    for statement in (
        "UPDATE access_auditentry SET what = ''",
        "DELETE FROM access_auditentry",
        "TRUNCATE access_auditentry",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def look(worker: Worker, what: str) -> None:
    """Record that a worker looked at nobody in particular."""
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=what)


def written() -> list[str]:
    """Return what has been written so far, in the order of the chain."""
    return list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))


def test_looks_wait_until_a_page_is_made_and_keep_their_place_before_what_it_changes(cast: Cast) -> None:
    """Nothing holds the chain while a page is made; what is changed is written after what was looked at first."""
    before = len(written())
    with audit.looks_written_last():
        look(cast.social_worker, "first")
        look(cast.social_worker, "second")
        assert written()[before:] == []
        audit.record(worker_id=cast.social_worker.pk, verb=AuditVerb.CHANGE, what="changed")
        look(cast.social_worker, "third")
        assert written()[before:] == ["first", "second", "changed"]
    assert written()[before:] == ["first", "second", "changed", "third"]
    assert list(audit.verify()) == []


def test_looks_of_a_page_that_fails_are_not_written_after_it(cast: Cast) -> None:
    """The page's transaction is undone, and the next page writes none of its looks."""
    before = len(written())
    with pytest.raises(ZeroDivisionError), audit.looks_written_last():
        look(cast.social_worker, "of the page that failed")
        raise ZeroDivisionError
    with audit.looks_written_last():
        look(cast.social_worker, "of the next page")
    assert written()[before:] == ["of the next page"]
