"""A made-up return to give, and a folder of the test's own to keep it in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.casework.returns.models import ReturnCheck
from kith.engines.returns.layouts import SSDA903
from kith.engines.returns.making.ssda903 import make_ssda903
from kith.engines.returns.years import CollectionYear
from tests.furnishing.clients import WorkersClient


@pytest.fixture(autouse=True)
def returns_folder(tmp_path: Path, settings: Any) -> Path:
    """Keep files in a folder of the test's own."""
    settings.RETURNS_FOLDER = tmp_path / "returns"
    return tmp_path / "returns"


@pytest.fixture(scope="session")
def made_return() -> bytes:
    """A zip of a made-up SSDA903 of thirty children, two of whom were born after the year."""
    made = make_ssda903(30, CollectionYear(2026), seed=7, faults=["301"])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, rows in made.this.items():
            columns = SSDA903.table(name).column_names
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(columns)
            writer.writerows([[row.get(column, "") for column in columns] for row in rows])
            archive.writestr(f"{name.lower()}.csv", text.getvalue())
    return content.getvalue()


@pytest.fixture
def give(made_return: bytes) -> Callable[..., ReturnCheck]:
    """A function that gives a client's files to be checked, and returns the check."""

    def give_files(
        client: WorkersClient, content: bytes | None = None, name: str = "ours.zip"
    ) -> ReturnCheck:
        answer = client.post(
            "/returns/check/",
            {
                "return_name": "ssda903",
                "year": "2025-26",
                "return_files": SimpleUploadedFile(name, made_return if content is None else content),
            },
        )
        assert answer.status_code == 303, answer.content.decode()
        return ReturnCheck.objects.latest("pk")

    return give_files
