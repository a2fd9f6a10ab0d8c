"""Static files: fingerprinted and compressed, collected once for each content that they have."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "content.txt"  # in the folder of collected files: the digest of what was collected


class KithStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names each file by its content; until files are collected, serves them by their own names."""

    manifest_strict = False


def collect(place: Path) -> bool:
    """Collect static files into a folder, unless those of the same content are there; return whether it was done.

    The folder is made beside its place and moved there whole, so that a half-made one is never served.
    """
    digest = content_digest()
    stamp = place / STAMP
    if stamp.exists() and stamp.read_text() == digest:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix="making-") as folder:
        making = Path(folder) / "static"
        storage = KithStaticFilesStorage(location=making)
        found: dict[str, tuple[Storage, str]] = {}
        for name, source in _sources():
            if name not in found:  # the first finder's file wins, as it does for Django's own command
                found[name] = (source, name)
                with source.open(name) as file:
                    storage.save(name, file)
        for name, _, processed in storage.post_process(found, dry_run=False):
            if isinstance(processed, Exception):
                raise RuntimeError(f"The static file {name} names a file that is not there.") from processed
        (making / STAMP).write_text(digest)
        making.chmod(0o755)
        if place.exists():
            place.rename(Path(folder) / "before")
        making.rename(place)
    for left in place.parent.glob("making-*"):  # by a process that was killed
        shutil.rmtree(left, ignore_errors=True)
    return True


def content_digest() -> str:
    """Return a digest of every static file that the rooms and packages bring, names included."""
    digest = hashlib.sha256()
    for name, source in sorted(_sources(), key=lambda found: found[0]):
        with source.open(name) as file:
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()[:20]


def _sources() -> Iterator[tuple[str, Storage]]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        yield from finder.list([])
