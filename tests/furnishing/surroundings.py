"""What is true around every test: the network is shut, passwords are cheap, files go to temporary folders."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Shut the network but for this machine itself."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def static_folder() -> Path:
    """Static files, collected once for all processes and kept until their content changes."""
    from kith.config.static import collect, content_digest

    parent = Path(tempfile.gettempdir()) / f"kith-tests-static-{os.getuid()}"
    parent.mkdir(exist_ok=True)
    # By its content, so that two copies of the project tested at once do not serve each other's files.
    place = parent / content_digest()
    with open(parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect(place)
    return place


@pytest.fixture(scope="session", autouse=True)
def quick_and_out_of_the_way(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Hash passwords quickly and keep documents in a temporary folder."""
    from django.conf import settings
    from django.contrib.auth.hashers import get_hashers, get_hashers_by_algorithm

    before = settings.PASSWORD_HASHERS, settings.DOCUMENT_FOLDER
    documents = tmp_path_factory.mktemp("documents")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DOCUMENT_FOLDER = documents
    get_hashers.cache_clear()
    get_hashers_by_algorithm.cache_clear()
    yield
    settings.PASSWORD_HASHERS, settings.DOCUMENT_FOLDER = before
    shutil.rmtree(documents, ignore_errors=True)


@pytest.fixture
def document_folder() -> Path:
    """The folder where uploaded documents are kept in this test, empty at its start."""
    from django.conf import settings

    folder = Path(settings.DOCUMENT_FOLDER)
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return folder


@pytest.fixture(scope="session")
def static_urls(static_folder: Path) -> None:
    """Serve pages of this process with the names of collected static files."""
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.files.storage import storages
    from django.utils.functional import empty

    settings.STATIC_ROOT = static_folder
    # Both keep the storage of the first folder that they were asked for.
    storages._storages.pop("staticfiles", None)  # type: ignore[attr-defined]
    staticfiles_storage._wrapped = empty
