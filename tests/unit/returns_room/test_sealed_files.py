"""Sealed files: read back as written, and never read at all once anything about them has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.casework.returns import sealed
from kith.casework.returns.sealed import SealedFolder, Unreadable, new_key, new_name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SealedFolder:
    """A folder whose pieces are small, so that a short file has many."""
    monkeypatch.setattr(sealed, "PIECE", 10)
    return SealedFolder(tmp_path / "sealed", new_key())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(parts=st.lists(st.binary(max_size=40), max_size=5))
def test_a_file_reads_back_as_it_was_written(folder: SealedFolder, parts: list[bytes]) -> None:
    """Whatever pieces it came in."""
    name = new_name()
    writer = folder.begin(name)
    for part in parts:
        writer.write(part)
    writer.close()
    assert folder.read(name) == b"".join(parts)


def test_the_disk_holds_none_of_its_words(folder: SealedFolder) -> None:
    """Not a line of it."""
    folder.write("one", b"CHILD,DOB,Amara Okafor\n" * 20)
    assert b"Okafor" not in (folder.path / "one").read_bytes()


@pytest.mark.parametrize(
    "what", ["a byte", "cut short", "a piece left out", "two pieces changed about", "another's name"]
)
def test_a_file_that_was_changed_is_not_read(folder: SealedFolder, what: str) -> None:
    """Changed, cut off, shortened inside, put in another order, or put in another's place."""
    folder.write("one", bytes(range(100)))
    path = folder.path / "one"
    content = path.read_bytes()
    piece = 5 + sealed.NONCE + 10 + 16
    changed = {
        "a byte": content[:30] + bytes([content[30] ^ 1]) + content[31:],
        "cut short": content[: piece * 3],
        "a piece left out": content[:piece] + content[2 * piece :],
        "two pieces changed about": content[piece : 2 * piece] + content[:piece] + content[2 * piece :],
        "another's name": content,
    }[what]
    name = "two" if what == "another's name" else "one"
    (folder.path / name).write_bytes(changed)
    with pytest.raises(Unreadable):
        folder.read(name)


def test_without_its_key_it_is_not_read(folder: SealedFolder) -> None:
    """A key that is gone leaves nothing."""
    folder.write("one", b"words")
    with pytest.raises(Unreadable):
        SealedFolder(folder.path, new_key()).read("one")
