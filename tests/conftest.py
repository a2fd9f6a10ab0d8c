"""Every test's surroundings. The fixtures themselves are in tests/furnishing, one file for each kind."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack

import pytest
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = [
    "tests.furnishing.surroundings",
    "tests.furnishing.database",
    "tests.furnishing.cast",
    "tests.furnishing.clients",
    "tests.furnishing.site",
    "tests.furnishing.browser",
    "tests.furnishing.lively",
    "tests.furnishing.pictures",
]

NEED_THE_DATABASE = {
    "committed_database",
    "database_server",
    "db",
    "site",
    "transactional_db",
}
# Tests that share what takes most of a minute to make: a whole made-up authority, the projection's loops as machine code.
MADE_ONCE = {
    "tests/integration/demo/": "a made-up authority",
    "tests/integration/projection/": "projection",
    "tests/generative/projection/": "projection",
    "tests/unit/projection/": "projection",
}
_until_the_end = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the run's files out of the installation's, and start one database server for all of its processes."""
    if hasattr(config, "workerinput"):
        return
    if "KITH_STATE" not in os.environ:
        folder = _until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="kith-tests-"))
        os.chmod(folder, 0o755)
        os.environ["KITH_STATE"] = folder
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        from kith.config.postgres import throwaway_database

        os.environ["DATABASE_URL"] = _until_the_end.enter_context(throwaway_database())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what pytest_configure started."""
    if not hasattr(config, "workerinput"):
        _until_the_end.close()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Give tests to the processes one by one, but those that share what takes long to make to one process together."""

    class OneByOne(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((kind for folder, kind in MADE_ONCE.items() if nodeid.startswith(folder)), nodeid)

    return OneByOne(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by what it needs, so that `-m database` and `-m browser` miss none."""
    if not os.environ.get("KITH_THOROUGH"):
        # Long and seldom telling apart from what runs each time; pytest says how many were left out.
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        if needs & NEED_THE_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if needs & {"browser_page", "chromium"}:
            item.add_marker(pytest.mark.browser)
