"""Pictures of pages for the README and the documents, kept only when KITH_SCREENSHOTS is set.

KITH_SCREENSHOTS=1 python3 manage.py test tests/functional
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
TALLEST = 2400  # pixels: what is below is of no use in a document


@pytest.fixture
def take_picture() -> Callable[..., None]:
    """A function that keeps docs/screenshots/<name>-<width>.png of a page at each width, where pictures are wanted."""

    def take(page: Page, name: str, widths: tuple[int, ...] = (1280,)) -> None:
        if not os.environ.get("KITH_SCREENSHOTS"):
            return
        before = page.viewport_size
        FOLDER.mkdir(parents=True, exist_ok=True)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
            picture = page.screenshot(
                full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}, animations="disabled"
            )
            (FOLDER / f"{name}-{width}.png").write_bytes(_smaller(picture))
        if before:
            page.set_viewport_size(before)

    return take


def _smaller(picture: bytes) -> bytes:
    """Return a picture in 256 colours where pngquant is installed, which a page of text never shows."""
    program = shutil.which("pngquant")
    if program is None:
        return picture
    return subprocess.run([program, "256", "-"], input=picture, capture_output=True, check=True).stdout
