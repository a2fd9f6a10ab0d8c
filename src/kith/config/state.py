"""The folder where this installation keeps its database, documents and secrets, outside the program."""

from __future__ import annotations

import hashlib
import os
import secrets
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
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as written:
        written.write(made)
    return made
