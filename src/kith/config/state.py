"""The folder where this installation keeps its database, documents and secrets, outside the program."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from kith.config.environment import project_folder


def running_as_root() -> bool:
    """Return whether this process is root, for whom PostgreSQL refuses to run."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def state_folder() -> Path:
    """Return KITH_STATE, or a folder of this copy's own: .state beside manage.py, or /var/lib/kith for root.

    Root's database runs as another user, who must be able to reach it: never in a home folder.
    """
    named = os.environ.get("KITH_STATE")
    if named:
        folder = Path(named)
    elif running_as_root():
        digest = hashlib.sha256(str(project_folder()).encode()).hexdigest()[:10]
        folder = Path("/var/lib/kith") / f"{project_folder().name}-{digest}"
    else:
        folder = project_folder() / ".state"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def secret(name: str) -> str:
    """Return this installation's secret of that name, made at random the first time it is asked for.

    The file is readable by its owner alone. An environment variable of the same name (KITH_…) comes first.
    """
    from_environment = os.environ.get(f"KITH_{name.upper()}")
    if from_environment:
        return from_environment
    folder = state_folder() / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / name
    if not file.exists():
        _keep(file, secrets.token_urlsafe(48))
    kept = file.read_text()
    if not kept:
        raise RuntimeError(
            f"The secret in {file} is empty. Put it back from a copy, or delete the file to have another made."
        )
    return kept


def _keep(file: Path, made: str) -> None:
    """Put a secret in its file, whole or not at all; of several processes that start at once, the first one's is kept."""
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # its owner's alone
    try:
        with os.fdopen(handle, "w") as written:
            written.write(made)
            written.flush()
            os.fsync(handle)
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)
