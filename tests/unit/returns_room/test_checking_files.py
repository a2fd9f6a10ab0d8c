"""An analyst's own files: given, checked apart, worked through, downloaded, and gone with the session."""

from __future__ import annotations

import datetime
import io
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from python_calamine import CalamineWorkbook

from kith.casework.returns import actions, apart, tasks
from kith.casework.returns.keeping import folder_of
from kith.casework.returns.models import CheckStatus, ReturnCheck
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import WorkersClient

Give = Callable[..., ReturnCheck]
ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def analyst(cast: Cast, client_for: ClientFor) -> WorkersClient:
    """The performance analyst, signed in."""
    return client_for(cast.performance_analyst)


def run(check: ReturnCheck) -> ReturnCheck:
    """Do the background work of a check, as the queue would."""
    tasks.run_check.func(check_id=check.pk)
    check.refresh_from_db()
    return check


def test_files_are_checked_and_findings_shown_by_rule_and_child(analyst: WorkersClient, give: Give) -> None:
    """What the engine finds is what the page shows, with what to put right."""
    check = give(analyst)
    assert "Waiting to begin" in analyst.get(f"/returns/{check.pk}/").content.decode()
    check = run(check)
    assert check.status == CheckStatus.DONE
    assert check.findings
    page = analyst.get(f"/returns/{check.pk}/").content.decode()
    assert "301" in page
    assert "Date of birth is after the end of the collection year" in page
    found = analyst.post(f"/returns/{check.pk}/findings/", {"rule": "301"}).content.decode()
    assert "301-0-" in found, "the child's number is there to look up"
    child = found.split('name="child" value="301')[1].split('"')[0]
    of_child = analyst.post(f"/returns/{check.pk}/findings/", {"child": f"301{child}"}).content.decode()
    assert "Header" in of_child
    assert (
        "No findings" in analyst.post(f"/returns/{check.pk}/findings/", {"child": "nobody"}).content.decode()
    )


def test_what_was_given_and_found_is_sealed_on_the_disk(
    analyst: WorkersClient, give: Give, returns_folder: Path
) -> None:
    """No child's number is in any file, nor in the name of one."""
    check = run(give(analyst, name="Amara Okafor.zip"))
    kept = [path for path in returns_folder.rglob("*") if path.is_file()]
    assert len(kept) == 5, "what was given, its names, and three ways of what was found"
    for path in kept:
        content = path.read_bytes()
        assert b"301-0" not in content
        assert b"Okafor" not in content
        assert not content.startswith(b"PK")
    assert "Okafor" not in str(check.files)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_findings_are_downloaded_whole(analyst: WorkersClient, give: Give, kind: str) -> None:
    """As a workbook that opens, and as CSV."""
    check = run(give(analyst))
    answer = analyst.get(f"/returns/{check.pk}/findings.{kind}")
    content = b"".join(answer.streaming_content)
    assert "attachment" in answer["Content-Disposition"]
    if kind == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert "By child" in book.sheet_names
        assert any(row[0] == "301" for row in book.get_sheet_by_name("By rule").to_python())
    else:
        assert b"301" in content


def test_formulas_in_cells_are_harmless_in_the_download(analyst: WorkersClient, give: Give) -> None:
    """A cell that a spreadsheet would run is told as text."""
    header = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n=HYPERLINK(1),1,31/02/2015,WBRI,X,,\n"
    check = run(give(analyst, content=header, name="header.csv"))
    text = b"".join(analyst.get(f"/returns/{check.pk}/findings.csv").streaming_content).decode("utf-8-sig")
    assert ",=HYPERLINK" not in text
    assert "'=HYPERLINK" in text


def test_a_file_that_is_not_what_it_says_is_named_and_the_rest_checked(
    analyst: WorkersClient, give: Give
) -> None:
    """Rubbish is no error of the page's."""
    check = run(give(analyst, content=b"%PDF-1.7 not a return", name="header.csv"))
    assert check.status == CheckStatus.DONE
    page = analyst.get(f"/returns/{check.pk}/").content.decode()
    assert "header.csv" in page


def test_nobody_else_opens_a_check(
    cast: Cast, analyst: WorkersClient, client_for: ClientFor, give: Give
) -> None:
    """Not the same analyst in another session, not a director, not a stranger."""
    check = run(give(analyst))
    again = client_for(cast.performance_analyst)
    addresses = [
        f"/returns/{check.pk}/",
        f"/returns/{check.pk}/findings/",
        f"/returns/{check.pk}/findings.csv",
    ]
    for address in addresses:
        assert analyst.get(address).status_code == 200
        assert again.get(address).status_code == 404
        assert client_for(cast.director).get(address).status_code == 403
        assert client_for(None).get(address).status_code == 302
    for what in ("cancel", "delete"):
        assert again.post(f"/returns/{check.pk}/{what}/").status_code == 404
        assert client_for(cast.team_manager).post(f"/returns/{check.pk}/{what}/").status_code == 403
    assert ReturnCheck.objects.filter(pk=check.pk).exists()


def test_signing_out_deletes_what_was_given(
    analyst: WorkersClient, give: Give, django_capture_on_commit_callbacks: Any
) -> None:
    """The key goes with the row, and the folder with both."""
    check = run(give(analyst))
    folder = folder_of(check)
    assert folder.path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post("/account/logout/")
    assert not ReturnCheck.objects.exists()
    assert not folder.path.exists()


def test_a_session_that_has_run_out_is_forgotten_within_the_minute(
    analyst: WorkersClient, give: Give, django_capture_on_commit_callbacks: Any
) -> None:
    """While it goes on, its checks stay; once it is over they are gone."""
    check = run(give(analyst))
    folder = folder_of(check)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_what_is_over() == 0
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_what_is_over() == 1
    assert not folder.path.exists()


def test_deleting_leaves_nothing(
    analyst: WorkersClient, give: Give, django_capture_on_commit_callbacks: Any
) -> None:
    """The button does what it says, at once."""
    check = run(give(analyst))
    folder = folder_of(check)
    with django_capture_on_commit_callbacks(execute=True):
        assert analyst.post(f"/returns/{check.pk}/delete/").status_code == 303
    assert not folder.path.exists()
    assert analyst.get(f"/returns/{check.pk}/").status_code == 404


def test_files_of_too_much_are_refused_in_a_sentence_and_nothing_is_kept(
    analyst: WorkersClient, settings: Any, returns_folder: Path
) -> None:
    """More than may be given stops on its way."""
    settings.RETURNS_MAXIMUM_BYTES = 1000
    answer = analyst.post(
        "/returns/check/",
        {
            "return_name": "ssda903",
            "year": "2025-26",
            "return_files": SimpleUploadedFile("big.csv", b"a" * 200_000),
        },
    )
    assert answer.status_code == 422
    assert "These files are more than" in answer.content.decode()
    assert not returns_folder.exists() or not list(returns_folder.iterdir())
    assert not ReturnCheck.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"return_files": None}, "Choose the files of the return."),
        ({"return_name": "cin", "year": "2026-27"}, "The census is checked up to 2025/26."),
        ({"authority": "Camelot"}, "There is no authority of this name or code."),
        ({"return_name": ""}, "which return"),
    ],
)
def test_what_is_missing_is_said_and_no_file_is_kept(
    analyst: WorkersClient, returns_folder: Path, given: dict[str, Any], sentence: str
) -> None:
    """A form that is not whole keeps nothing of what came with it."""
    whole = {
        "return_name": "ssda903",
        "year": "2025-26",
        "return_files": SimpleUploadedFile("h.csv", b"CHILD"),
        **given,
    }
    answer = analyst.post(
        "/returns/check/", {name: value for name, value in whole.items() if value is not None}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not returns_folder.exists() or not list(returns_folder.iterdir())


def test_a_form_without_its_token_is_refused_although_files_came_first(cast: Cast, static_urls: None) -> None:
    """Sealing as they arrive leaves the check of the token standing."""
    client = WorkersClient(enforce_csrf_checks=True)
    client.sign_in(cast.performance_analyst)
    answer = client.post("/returns/check/", {"return_files": SimpleUploadedFile("h.csv", b"CHILD")})
    assert answer.status_code == 403
    assert not ReturnCheck.objects.exists()


def test_many_checks_at_once_are_refused_in_a_sentence(analyst: WorkersClient, give: Give) -> None:
    """Five hold ten years' files; the sixth is told to wait."""
    for _ in range(actions.MOST):
        give(analyst)
    answer = analyst.post(
        "/returns/check/",
        {"return_name": "ssda903", "year": "2025-26", "return_files": SimpleUploadedFile("h.csv", b"CHILD")},
    )
    assert answer.status_code == 422
    assert "Delete one that you no longer need" in answer.content.decode()


def test_a_cancelled_check_never_runs(analyst: WorkersClient, give: Give) -> None:
    """Cancelled before the queue comes to it."""
    check = give(analyst)
    assert analyst.post(f"/returns/{check.pk}/cancel/").status_code == 303
    check = run(check)
    assert check.status == CheckStatus.CANCELLED
    assert not folder_of(check).has("results")
    assert "cancelled" in analyst.get(f"/returns/{check.pk}/").content.decode()


def test_a_check_that_is_cancelled_while_it_runs_is_stopped(
    committed_database: str, static_urls: None, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process is killed within a second or so, and what it would have found is not kept."""
    monkeypatch.setattr(tasks, "LOOK_EVERY", 0.05)
    # A process that reads what it is given and never answers.
    waits = "import sys,time; sys.stdin.buffer.read(); time.sleep(60)"
    real = tasks.subprocess.Popen
    monkeypatch.setattr(
        tasks.subprocess, "Popen", lambda command, **extra: real([command[0], "-c", waits], **extra)
    )
    client = WorkersClient()
    client.sign_in(find_cast().performance_analyst)
    check = give(client)
    began = time.monotonic()
    stopping = threading.Timer(0.5, lambda: _cancel_in_another_connection(check.pk))
    stopping.start()
    tasks.run_check.func(check_id=check.pk)
    stopping.join()
    assert time.monotonic() - began < 20
    check.refresh_from_db()
    assert check.status == CheckStatus.CANCELLED


def _cancel_in_another_connection(number: int) -> None:
    from django.db import connection

    check = ReturnCheck.objects.get(pk=number)
    actions.cancel_check(check=check, by=check.worker)
    connection.close()


def test_an_error_of_ours_is_said_and_not_put_down_to_the_files(
    analyst: WorkersClient, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies leaves a check that says so."""
    real = tasks.subprocess.Popen
    monkeypatch.setattr(
        tasks.subprocess,
        "Popen",
        lambda command, **extra: real([command[0], "-c", "raise SystemExit(1)"], **extra),
    )
    check = run(give(analyst))
    assert check.status == CheckStatus.BROKEN
    assert "an error of Kith's, not of your files" in analyst.get(f"/returns/{check.pk}/").content.decode()


def test_the_process_apart_knows_nothing_of_django() -> None:
    """It starts fast, and has no way to the record."""
    import subprocess
    import sys

    asked = "import sys, kith.casework.returns.apart as a; print('django' in sys.modules, a.__name__)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == "False"
    assert apart.__name__ in said
