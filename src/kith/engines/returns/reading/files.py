"""Gather the files that were named: single ones, folders and zips, refusing what would do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from kith.engines.returns.reading.notes import NOTE, REFUSED, Note

LARGEST_TABLE = 1_000_000_000
LARGEST_UNPACKED = 4_000_000_000
MOST_MEMBERS = 20_000
READABLE = (".csv", ".txt", ".xml", ".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class File:
    """One file to read: its name for people, its size in bytes, and how to open it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    def head(self, count: int = 4096) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(count)

    def content(self) -> bytes:
        """Return all of it."""
        with self.open() as stream:
            return stream.read()


def from_path(path: Path) -> File:
    """Make a file of a path."""
    return File(str(path), path.stat().st_size, lambda: path.open("rb"))


def from_bytes(name: str, content: bytes) -> File:
    """Make a file of content in memory."""
    return File(name, len(content), lambda: io.BytesIO(content))


def gather(paths: Iterable[Path | File], notes: list[Note]) -> list[File]:
    """Return every file in the paths, folders and zips, in the order of their names; add notes on what was left."""
    files: list[File] = []
    for path in paths:
        if isinstance(path, File):
            files.extend(_opened(path, notes))
        elif path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and not inner.name.startswith((".", "~$")):
                    files.extend(_opened(from_path(inner), notes))
        elif path.exists():
            files.extend(_opened(from_path(path), notes))
        else:
            notes.append(Note(REFUSED, str(path), "there is no such file or folder. Check the name."))
    return files


def _opened(file: File, notes: list[Note]) -> Iterator[File]:
    if file.head(4).startswith(b"PK\x03\x04") and not file.name.lower().endswith((".xlsx", ".xlsm", ".ods")):
        yield from _from_zip(file, notes)
        return
    suffix = Path(file.name).suffix.lower()
    if suffix not in READABLE:
        notes.append(
            Note(NOTE, file.name, "is not a kind of file that a return is made of, and was left out.")
        )
        return
    yield file


def _from_zip(file: File, notes: list[Note]) -> Iterator[File]:
    """Open a zip's members, refusing paths that leave it, other zips, and sizes that no return has."""
    try:
        # In memory, so that its members can be opened for as long as anything wants them, and no file stays open.
        archive = zipfile.ZipFile(io.BytesIO(file.content()))
    except zipfile.BadZipFile:
        notes.append(
            Note(REFUSED, file.name, "is a damaged zip. Make it again, or give the files themselves.")
        )
        return
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        notes.append(
            Note(REFUSED, file.name, "unpacks to more than a return can hold. Give the files themselves.")
        )
        return
    for member in sorted(members, key=lambda item: item.filename):
        name = f"{file.name}/{member.filename}"
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            notes.append(
                Note(REFUSED, name, "points outside the zip, which a return never does. It was not read.")
            )
            continue
        if member.flag_bits & 1:
            notes.append(Note(REFUSED, name, "needs a password. Unpack it first."))
            continue
        if member.file_size > 100_000_000 and member.file_size > 1000 * max(member.compress_size, 1):
            notes.append(
                Note(
                    REFUSED, name, "unpacks to a thousand times its size, which data do not. It was not read."
                )
            )
            continue
        if (
            inside.suffix.lower() not in READABLE
            or inside.name.startswith((".", "~$"))
            or inside.parts[0] == "__MACOSX"
        ):
            continue
        yield File(name, member.file_size, lambda archive=archive, member=member: archive.open(member))  # type: ignore[misc]


def looks_like(head: bytes) -> str:
    """Say what a file is by its first bytes: xml, workbook, old workbook, pdf, text or nothing."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        return "workbook"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "old workbook"
    if head.startswith(b"%PDF"):
        return "pdf"
    if not start:
        return "empty"
    if start.startswith(b"<"):
        return "xml"
    return "binary" if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else "text"
