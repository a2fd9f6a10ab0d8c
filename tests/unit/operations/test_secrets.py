"""An installation's secrets: made once, whole, and the same for every process that starts at the same moment."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from kith.config import state


@pytest.fixture(autouse=True)
def empty_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that has no secret yet."""
    monkeypatch.setenv("KITH_STATE", str(tmp_path))
    return tmp_path


def test_processes_that_start_at_once_have_the_same_secret() -> None:
    """The first one's is kept, and nobody reads it half-written."""
    starters = 8
    together = Barrier(starters)

    def start(name: str) -> str:
        together.wait()
        return state.secret(name)

    with ThreadPoolExecutor(starters) as processes:
        for number in range(60):
            read = set(processes.map(start, [f"made_up_{number}"] * starters))
            assert len(read) == 1
            assert len(read.pop()) >= 64


def test_a_secret_is_its_owners_alone_and_stays(empty_state: Path) -> None:
    """Asked again it is the same, and nothing else is left beside it."""
    made = state.secret("made_up")
    kept = empty_state / "secrets" / "made_up"
    assert state.secret("made_up") == made == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert [one.name for one in kept.parent.iterdir()] == ["made_up"]


def test_the_environment_comes_first(empty_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a server is given its secrets, none is written down."""
    monkeypatch.setenv("KITH_MADE_UP", "from elsewhere")
    assert state.secret("made_up") == "from elsewhere"
    assert not (empty_state / "secrets").exists()


def test_an_empty_secret_is_refused(empty_state: Path) -> None:
    """A file that was emptied locks nothing: the sentence says what to do."""
    (empty_state / "secrets").mkdir()
    (empty_state / "secrets" / "made_up").touch()
    with pytest.raises(RuntimeError, match=r"is empty\. Put it back from a copy"):
        state.secret("made_up")
