"""Where a check's files are kept, and what it knows its session by."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from kith.casework.returns.models import ReturnCheck
from kith.casework.returns.sealed import SealedFolder, new_key, new_name


def digest_of(session_key: str | None) -> str:
    """Return what a check knows its session by, from which the session's own key cannot be told."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()


def folder_of(check: ReturnCheck) -> SealedFolder:
    """Return the sealed folder of a check."""
    return SealedFolder(Path(settings.RETURNS_FOLDER) / check.folder, bytes(check.key))


def new_folder() -> SealedFolder:
    """Return a folder, not made yet, for files that are about to be given."""
    return SealedFolder(Path(settings.RETURNS_FOLDER) / new_name(), new_key())
