"""The whole record in one file: the database, the uploaded documents, and a manifest that proves both whole.

The file is a tar: `record.dump` (pg_dump's custom format), `documents/…`, and last `manifest.json` with the hash of
each, so that a file which was cut short is known by its missing manifest. The installation's secrets are not in it.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from kith.config.postgres_tools import dump, restore, server_major
from kith.config.progress import step

FORMAT = 1
RECORD = "record.dump"
DOCUMENTS = "documents"
MANIFEST = "manifest.json"
# Rows that are of the moment and no part of the record; a restored session would sign somebody in again.
LEFT_OUT = ("django_session", "furniture_cache")


class BackupRefused(SystemExit):
    """A backup could not be made or restored; the sentence says why, and that nothing was changed."""


@dataclass(frozen=True)
class Member:
    """One file in a backup: its size in bytes and the SHA-256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    format: int
    made_at: str
    kith: str
    tables: str
    postgresql: int
    authority: str
    people: int
    audit_entries: int
    members: dict[str, Member]

    @staticmethod
    def read(text: bytes) -> Manifest:
        """Return the manifest that JSON holds; raise BackupRefused if it is none that this program knows."""
        try:
            fields = json.loads(text)
            members = {name: Member(**member) for name, member in fields.pop("members").items()}
            manifest = Manifest(members=members, **fields)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BackupRefused("The file's manifest cannot be read: it is not a backup of Kith's.") from None
        if manifest.format != FORMAT:
            raise BackupRefused(
                f"The backup is of format {manifest.format}; this Kith reads format {FORMAT}. "
                "Restore it with the Kith that made it."
            )
        return manifest

    def write(self) -> bytes:
        """Return the manifest as JSON."""
        return json.dumps(asdict(self), indent=2, sort_keys=True).encode()


def make(file: Path) -> Manifest:
    """Write the record that Django's settings point at into a new file, whole or not at all; return its manifest.

    It may be made while the record is in use: the database is read as it stood at one instant, and a document is
    stored before the row that names it and never changed.
    """
    from django.conf import settings

    if file.exists():
        raise BackupRefused(f"{file} is there already. Name a new file: a backup is never written over.")
    if not file.parent.is_dir():
        raise BackupRefused(f"There is no folder {file.parent}. Make it, or name another.")
    unfinished = file.with_name(f".{file.name}.unfinished-{os.getpid()}")
    members: dict[str, Member] = {}
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".kith-backup-") as folder:
            record = Path(folder) / RECORD
            with step("Writing the database"):
                facts = _facts()
                dump(record, without_rows_of=LEFT_OUT)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as written, step("Writing the documents"):
                with tarfile.open(fileobj=written, mode="w") as tar:
                    members[RECORD] = _add(tar, RECORD, record)
                    for document in _documents(Path(settings.DOCUMENT_FOLDER)):
                        name = f"{DOCUMENTS}/{document.relative_to(settings.DOCUMENT_FOLDER).as_posix()}"
                        members[name] = _add(tar, name, document)
                    manifest = Manifest(format=FORMAT, members=members, **facts)
                    _add_bytes(tar, MANIFEST, manifest.write())
                written.flush()
                os.fsync(written.fileno())
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def unpack(file: Path, into: Path) -> Manifest:
    """Take a backup's files out into a folder, checking each against the manifest; raise BackupRefused if any differs."""
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, mode="r:") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _is_safe(member.name):
                    raise BackupRefused(f"{file} holds {member.name!r}, which no backup of Kith's does.")
                if member.name == MANIFEST:
                    manifest = Manifest.read(content.read())
                    continue
                place = into / member.name
                place.parent.mkdir(parents=True, exist_ok=True)
                with open(place, "wb") as out:
                    found[member.name] = _copy(content, out)
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {file}.") from None
    except (tarfile.TarError, EOFError, OSError) as problem:
        raise BackupRefused(f"{file} cannot be read as a backup of Kith's: {problem}.") from None
    if manifest is None:
        raise BackupRefused(f"{file} is not whole: it ends before its manifest. Use another backup.")
    for name in sorted(manifest.members.keys() | found.keys()):
        if manifest.members.get(name) != found.get(name):
            raise BackupRefused(f"{file} is damaged: {name} is not what was written. Use another backup.")
    return manifest


def restore_from(file: Path, *, replace: bool) -> Manifest:
    """Put a backup in the place of the record that Django's settings point at; return its manifest.

    Everything is made ready beside the record and checked there, the audit's chain too, before either is exchanged:
    a restore that fails leaves all as it was. A record that holds anything is replaced only where `replace`.
    """
    from django.conf import settings

    if not replace and holds_anything():
        raise BackupRefused(
            "There is a record here already, and it was left as it is. "
            "To put the backup in its place, give --replace; to be safe, make a backup of it first."
        )
    documents = Path(settings.DOCUMENT_FOLDER)
    documents.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=documents.parent, prefix=".kith-restore-") as folder:
        with step("Checking the file"):
            manifest = unpack(file, Path(folder))
        with _a_database_beside() as beside:
            with step("Reading the database back"), beside.connected():
                _make_the_web_role()
                restore(Path(folder) / RECORD, into=beside.name)
                _bring_up_to_date()
            with step("Checking the audit's chain"), beside.connected():
                _check_the_audit(manifest)
            arrived = Path(folder) / DOCUMENTS
            arrived.mkdir(exist_ok=True)
            before = Path(folder) / "documents-before"
            if documents.exists():
                documents.rename(before)
            try:
                arrived.rename(documents)
                beside.take_the_place()
            except BaseException:
                shutil.rmtree(documents, ignore_errors=True)
                if before.exists():
                    before.rename(documents)
                raise
    return manifest


def holds_anything() -> bool:
    """Return whether anybody or anything has been recorded: an account, a person, a contact or an audit entry."""
    from django.db import connection

    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in ("access_user", "people_person", "front_door_contact", "access_auditentry"):
            if table in tables:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608 (names of ours)
                if cursor.fetchone() == (True,):
                    return True
    return False


def _facts() -> dict[str, Any]:
    from importlib.metadata import PackageNotFoundError, version

    from django.conf import settings
    from django.db import connection

    from kith.config.tables import are_up_to_date, program_digest

    if not are_up_to_date():
        raise BackupRefused(
            "The tables are of another version of Kith. Run 'python3 manage.py migrate' first."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM people_person), (SELECT coalesce(sum(length), 0) FROM access_auditchain)"
        )
        people, audit_entries = cursor.fetchone()
    try:
        kith = version("kith")
    except PackageNotFoundError:  # run from its folder, as manage.py does
        kith = "0.1.0"
    return {
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "kith": kith,
        "tables": program_digest(),
        "postgresql": server_major(),
        "authority": settings.AUTHORITY_NAME,
        "people": people,
        "audit_entries": int(audit_entries),
    }


def _documents(folder: Path) -> Iterator[Path]:
    if folder.exists():
        # A part is a document that is being written and is named by no row yet.
        yield from sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".part")


def _is_safe(name: str) -> bool:
    parts = Path(name).parts
    return name in {RECORD, MANIFEST} or (
        len(parts) > 1 and parts[0] == DOCUMENTS and ".." not in parts and not Path(name).is_absolute()
    )


def _add(tar: tarfile.TarFile, name: str, file: Path) -> Member:
    information = tarfile.TarInfo(name)
    information.size = file.stat().st_size
    information.mode = 0o600
    information.mtime = int(file.stat().st_mtime)
    with open(file, "rb") as content:
        hashing = _Hashing(content)
        tar.addfile(information, hashing)
    return Member(information.size, hashing.digest.hexdigest())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    information = tarfile.TarInfo(name)
    information.size = len(content)
    information.mode = 0o600
    tar.addfile(information, io.BytesIO(content))


class _Hashing:
    """A file whose content is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(size)
        self.digest.update(content)
        return content


def _copy(content: IO[bytes], out: IO[bytes]) -> Member:
    hashing = _Hashing(content)
    shutil.copyfileobj(hashing, out, 1024 * 1024)
    return Member(out.tell(), hashing.digest.hexdigest())


@dataclass(frozen=True)
class _Beside:
    """A database on the same server, made ready to take the place of the record's own."""

    name: str
    own: str

    @contextlib.contextmanager
    def connected(self) -> Iterator[None]:
        """Point Django's connection at it for a block."""
        with _connected_to(self.name):
            yield

    def take_the_place(self) -> None:
        """Put it in the place of the record's own database, which is removed. Nobody else may be connected."""
        import psycopg

        away = f"{self.own}_before_restore"
        with _connected_to("postgres"), _plain_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{away}"')
            try:
                with cursor.connection.transaction():
                    cursor.execute(f'ALTER DATABASE "{self.own}" RENAME TO "{away}"')
                    cursor.execute(f'ALTER DATABASE "{self.name}" RENAME TO "{self.own}"')
            except psycopg.errors.ObjectInUse:
                raise BackupRefused(
                    "The record is in use, and was left as it is. Stop Kith ('serve', 'worker', 'demo') first."
                ) from None
            cursor.execute(f'DROP DATABASE "{away}"')


@contextlib.contextmanager
def _a_database_beside() -> Iterator[_Beside]:
    import psycopg
    from django.db import connection

    own = str(connection.settings_dict["NAME"])
    beside = _Beside(f"{own}_restoring", own)
    try:
        with _connected_to("postgres"), _plain_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{beside.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{beside.name}" TEMPLATE template0')
    except psycopg.errors.InsufficientPrivilege:
        raise BackupRefused(
            "Restoring makes a second database and exchanges the two: give the login in DATABASE_URL the right "
            "to make databases (ALTER ROLE … CREATEDB), then restore again."
        ) from None
    try:
        yield beside
    finally:
        with _connected_to("postgres"), _plain_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{beside.name}" WITH (FORCE)')


@contextlib.contextmanager
def _connected_to(name: str) -> Iterator[None]:
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextlib.contextmanager
def _plain_cursor() -> Iterator[Any]:
    """Yield psycopg's own cursor, whose errors are psycopg's, outside any transaction."""
    from django.db import connection

    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        yield cursor


def _make_the_web_role() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kith_web') THEN"
            " CREATE ROLE kith_web NOLOGIN; END IF;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )


def _bring_up_to_date() -> None:
    """Refuse a newer Kith's tables; bring an older one's up to this program; build roles and walls again."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from kith.casework.access import wall
    from kith.config.tables import bring_up_to_date

    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    known_rooms = {room for room, _ in loader.disk_migrations}
    if newer := sorted(f"{room} {name}" for room, name in unknown if room in known_rooms):
        raise BackupRefused(
            f"The backup was made by a newer Kith ({newer[0]}). Install that one, then restore."
        )
    bring_up_to_date()
    wall.build()


def _check_the_audit(manifest: Manifest) -> None:
    from django.db import connection

    from kith.casework.access import audit

    for fault in audit.verify():
        raise BackupRefused(
            f"The backup's audit is not whole: chain {fault.chain}, entry {fault.number}: {fault.what}. "
            "Nothing was changed."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(length), 0) FROM access_auditchain")
        entries = int(cursor.fetchone()[0])
    if entries < manifest.audit_entries:
        raise BackupRefused(
            f"The backup's audit has {entries} entries where its manifest says {manifest.audit_entries}. "
            "Nothing was changed."
        )
