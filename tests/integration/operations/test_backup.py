"""A backup holds the whole record, and a restore puts it back whole or leaves everything as it was."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from django.db import connection, transaction

from kith.casework.access import audit
from kith.casework.access.models import AuditEntry, AuditVerb
from kith.casework.people.models import Person
from kith.config import backup
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as


@pytest.fixture
def record(committed_database: str, document_folder: Path) -> Cast:
    """A record with the cast, an audit of a few entries, and a document."""
    cast = find_cast()
    for _ in range(3):
        with transaction.atomic():
            audit.record(
                worker_id=cast.social_worker.pk,
                verb=AuditVerb.VIEW,
                what="people:person",
                subjects=[cast.child.pk],
            )
    (document_folder / "a1b2c3").write_bytes(b"A letter about Daniel.")
    return cast


@pytest.fixture
def made(record: Cast, tmp_path: Path) -> Path:
    """A backup of that record."""
    backup.make(tmp_path / "monday.kith")
    return tmp_path / "monday.kith"


def rewritten(file: Path, change: dict[str, bytes], without: set[str] = frozenset()) -> Path:  # type: ignore[assignment]
    """Return a copy of a backup in which some members have other content."""
    other = file.with_name("changed.kith")
    with tarfile.open(file) as source, tarfile.open(other, "w") as target:
        for member in source:
            if member.name in without:
                continue
            content = change.get(member.name, source.extractfile(member).read())  # type: ignore[union-attr]
            member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    return other


def test_what_was_backed_up_is_restored_and_what_came_after_is_not(
    record: Cast, made: Path, document_folder: Path
) -> None:
    """People, documents and the audit are as they stood at the backup."""
    Person.objects.create(display_name="Came on Tuesday", sex="U")
    (document_folder / "a1b2c3").unlink()
    (document_folder / "d4e5f6").write_bytes(b"Tuesday's letter.")

    manifest = backup.restore_from(made, replace=True)

    assert manifest.people == Person.objects.count()
    assert not Person.objects.filter(display_name="Came on Tuesday").exists()
    assert [file.name for file in document_folder.iterdir()] == ["a1b2c3"]
    assert (document_folder / "a1b2c3").read_bytes() == b"A letter about Daniel."
    assert list(audit.verify()) == []
    assert AuditEntry.objects.count() == 3


def test_the_restored_record_stands_behind_the_wall(record: Cast, made: Path) -> None:
    """Policies, rights and triggers come back: the web role sees what the worker may, and the audit refuses change."""
    backup.restore_from(made, replace=True)
    with acting_as(record.social_worker):
        assert not Person.objects.filter(pk__in=[record.own_niece.pk, record.restricted_child.pk]).exists()
        assert Person.objects.filter(pk=record.child.pk).exists()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(reason="changed")
    with transaction.atomic():
        audit.record(worker_id=record.social_worker.pk, verb=AuditVerb.VIEW, what="people:person")
    assert list(audit.verify()) == []


def test_a_record_is_never_replaced_unasked(record: Cast, made: Path, document_folder: Path) -> None:
    """Without --replace a restore over a record is refused with what to do, and nothing is touched."""
    Person.objects.create(display_name="Came on Tuesday", sex="U")
    with pytest.raises(backup.BackupRefused, match="--replace"):
        backup.restore_from(made, replace=False)
    assert Person.objects.filter(display_name="Came on Tuesday").exists()
    assert (document_folder / "a1b2c3").exists()


@pytest.mark.parametrize(
    ("change", "without", "says"),
    [
        ({"documents/a1b2c3": b"A letter about nobody."}, set(), "damaged: documents/a1b2c3"),
        ({}, {"documents/a1b2c3"}, "damaged: documents/a1b2c3"),
        ({}, {"manifest.json"}, "not whole"),
        ({"manifest.json": b"[]"}, set(), "not a backup of Kith's"),
        ({"record.dump": b"PGDMP"}, set(), "damaged: record.dump"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    record: Cast, made: Path, document_folder: Path, change: dict[str, bytes], without: set[str], says: str
) -> None:
    """One changed byte anywhere is found before the record is."""
    with pytest.raises(backup.BackupRefused, match=says):
        backup.restore_from(rewritten(made, change, without), replace=True)
    assert Person.objects.filter(pk=record.child.pk).exists()
    assert (document_folder / "a1b2c3").read_bytes() == b"A letter about Daniel."


def test_a_file_cut_short_is_refused(record: Cast, made: Path) -> None:
    """A copy that stopped half-way is no backup."""
    content = made.read_bytes()
    made.write_bytes(content[: len(content) // 2])
    with pytest.raises(backup.BackupRefused):
        backup.restore_from(made, replace=True)


def test_a_backup_of_a_tampered_audit_is_refused(record: Cast, made: Path, tmp_path: Path) -> None:
    """Whoever changes the log behind the database's back is found when the backup is read."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER audit_keep")
        cursor.execute("UPDATE access_auditentry SET worker_id = 1 WHERE number = 2")
        cursor.execute("ALTER TABLE access_auditentry ENABLE TRIGGER audit_keep")
    backup.make(tmp_path / "tampered.kith")
    with pytest.raises(backup.BackupRefused, match=r"audit is not whole: chain \d+, entry 2"):
        backup.restore_from(tmp_path / "tampered.kith", replace=True)
    assert Person.objects.filter(pk=record.child.pk).exists()


def test_a_backup_holds_no_session_and_only_its_owner_may_read_it(record: Cast, made: Path) -> None:
    """Nobody is signed in by a restore, and the file is nobody else's to open."""
    assert made.stat().st_mode & 0o777 == 0o600
    with tarfile.open(made) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
        assert tar.getnames()[-1] == "manifest.json"
    assert manifest["audit_entries"] == 3


def test_a_backup_is_never_written_over(record: Cast, made: Path) -> None:
    """The same name twice is refused: the first is left as it was."""
    before = made.read_bytes()
    with pytest.raises(backup.BackupRefused, match="never written over"):
        backup.make(made)
    assert made.read_bytes() == before
    assert [file.name for file in made.parent.iterdir()] == [made.name]
