"""Files from outside, distrusted: their kind read from their content, their size bounded, a zip bomb never opened."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from kith.casework.furniture.sentences import CannotBeTrue

# What may be kept, by the ending that puremagic reads from the content, with the type it is served as.
KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
}
WHAT_IS_ALLOWED = (
    "a PDF, a JPEG or PNG picture, a Word document (.docx), an Excel workbook (.xlsx) or plain text"
)
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 150


@dataclass(frozen=True)
class StoredFile:
    """A file that was checked and kept."""

    stored_name: str
    content_type: str
    size: int
    sha256: str


def keep(upload: UploadedFile[bytes]) -> StoredFile:
    """Check a file and keep it outside the web root under a random name. Raises CannotBeTrue with what is wrong."""
    if (upload.size or 0) > settings.DOCUMENT_MAXIMUM_BYTES:
        most = settings.DOCUMENT_MAXIMUM_BYTES // (1024 * 1024)
        raise CannotBeTrue(
            f"This file is too large: at most {most} MB. Make it smaller, or split it.", "file"
        )
    if not upload.size:
        raise CannotBeTrue("This file is empty. Choose another.", "file")
    content = upload.read()
    content_type = kind_of(content, upload.name or "")
    folder = Path(settings.DOCUMENT_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored_name = secrets.token_hex(24)
    part = folder / f"{stored_name}.part"
    # On the disk before its row is committed: what was acknowledged outlives a power cut.
    with part.open("wb") as kept:
        kept.write(content)
        kept.flush()
        os.fsync(kept.fileno())
    part.rename(folder / stored_name)
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    return StoredFile(stored_name, content_type, len(content), hashlib.sha256(content).hexdigest())


def kind_of(content: bytes, name: str) -> str:
    """Return the type of a file from its content, whatever its name says. Raises CannotBeTrue for what is not allowed."""
    refused = CannotBeTrue(f"This is not a file that can be kept. It must be {WHAT_IS_ALLOWED}.", "file")
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content, refused)
    try:
        ending = puremagic.from_string(content[:65536], filename=None).lower()
    except (puremagic.PureError, ValueError):
        ending = ""
    if ending in KINDS and ending not in {".docx", ".xlsx", ".txt"}:
        return KINDS[ending]
    if _is_plain_text(content) and name.lower().endswith(".txt"):
        return KINDS[".txt"]
    raise refused


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\r\n\t\f\ufeff" for character in text)


def _kind_of_zip(content: bytes, refused: CannotBeTrue) -> str:
    """Return the type of an Office file, reading its directory and nothing that it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise refused from None
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * max(len(content), 1) or len(members) > 5000:
        raise CannotBeTrue(
            "This file would unpack to something far too large to be a document. It was not kept.", "file"
        )
    names = {member.filename for member in members}
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise refused
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise CannotBeTrue(
            "This document has macros, which can do harm. Save it without macros and add it again.", "file"
        )
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return KINDS[".docx"]
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return KINDS[".xlsx"]
    raise refused


def path_of(stored_name: str) -> Path:
    """Return where a kept file is."""
    if not stored_name.isalnum():
        raise ValueError("This is not the name of a kept file.")
    return Path(settings.DOCUMENT_FOLDER) / stored_name


def discard(stored_name: str) -> None:
    """Remove a kept file whose row was never committed."""
    path_of(stored_name).unlink(missing_ok=True)
