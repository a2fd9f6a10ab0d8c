"""Journey: an analyst gives a return, sees how far it is, works through what was found, and deletes it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.casework.returns import tasks
from kith.casework.returns.models import ReturnCheck
from kith.casework.workforce.models import Worker
from kith.engines.returns.layouts import SSDA903
from kith.engines.returns.making.ssda903 import make_ssda903
from kith.engines.returns.years import CollectionYear
from tests.furnishing.cast import find_cast
from tests.furnishing.inspection import faults
from tests.furnishing.site import Site


@pytest.fixture
def made_return(tmp_path: Path) -> Path:
    """A zip of a made-up return of forty children, with some faults."""
    made = make_ssda903(40, CollectionYear(2026), seed=3, faults=["301", "143", "131"])
    path = tmp_path / "ssda903.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in made.this.items():
            columns = SSDA903.table(name).column_names
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(columns)
            writer.writerows([[row.get(column, "") for column in columns] for row in rows])
            archive.writestr(f"{name.lower()}.csv", text.getvalue())
    return path


def test_a_return_is_given_checked_worked_through_and_deleted(
    site: Site,
    browser_page,
    browse_as: Callable[[Worker | None], None],
    made_return: Path,
    take_picture: Callable[..., None],
    settings,
) -> None:
    """Each page on the way is open to everyone, and at the end nothing is left."""
    settings.RETURNS_FOLDER = site.documents.parent / "returns"
    browse_as(find_cast().performance_analyst)
    page = browser_page
    page.goto("/returns/")
    page.get_by_role("button", name="Check a return").click()
    page.get_by_label("SSDA903: children looked after").check()
    page.get_by_label("Collection year").select_option("2025-26")
    page.get_by_label("The files of the return").set_input_files(made_return)
    page.get_by_label("Whose return it is").fill("Hackney")
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("Waiting to begin").wait_for()
    assert not faults(page)
    check = ReturnCheck.objects.get()
    # The queue's work, done here: the page notices by itself that it has finished.
    tasks.run_check.func(check_id=check.pk)
    page.get_by_text("Rules that your files break").wait_for()
    assert not faults(page)
    take_picture(page, "return-check", (1280,))
    page.get_by_role("button", name="Show rows of rule 301").click()
    page.get_by_role("heading", name="Findings").wait_for()
    assert "301" not in page.url.removeprefix(site.address), "what is looked for is in no address"
    assert not faults(page)
    page.get_by_role("link", name="Back to the check").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download as a workbook").click()
    assert coming.value.suggested_filename == "findings-ssda903-2025-26.xlsx"
    page.get_by_role("button", name="Delete the files").click()
    page.get_by_role("heading", name="Statutory returns").wait_for()
    assert not ReturnCheck.objects.exists()
    folder = Path(settings.RETURNS_FOLDER)
    assert not folder.exists() or not list(folder.iterdir())
