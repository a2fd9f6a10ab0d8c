"""Files from outside: what they are is read from what they hold, and what could do harm is not kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline import uploads
from kith.casework.timeline.models import Document
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(autouse=True)
def own_document_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is uploaded in a folder of the test's own: nothing that another test left is in it."""
    monkeypatch.setattr(settings, "DOCUMENT_FOLDER", tmp_path / "documents")


def office_file(*names: str, filling: bytes = b"<x/>") -> bytes:
    """Return an Office file with these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, filling)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "plan.pdf", "application/pdf"),
        (PDF, "really-a-pdf.exe", "application/pdf"),
        (PNG, "drawing.png", "image/png"),
        ("She drew a house. – Zoë".encode(), "words.txt", "text/plain"),
        (office_file("word/document.xml"), "report.docx", uploads.KINDS[".docx"]),
        (office_file("xl/workbook.xml"), "list.xlsx", uploads.KINDS[".xlsx"]),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, name: str, content_type: str) -> None:
    """Whatever its name says."""
    assert uploads.kind_of(content, name) == content_type


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ" + bytes(200), "plan.pdf", "not a file that can be kept"),
        (b"<html><script>alert(1)</script></html>", "page.html", "not a file that can be kept"),
        (b"<html><script>alert(1)</script></html>", "page.pdf", "not a file that can be kept"),
        (office_file("word/document.xml", "word/vbaProject.bin"), "m.docx", "has macros"),
        (office_file("word/document.xml", "../../etc/passwd"), "slip.docx", "not a file that can be kept"),
        (office_file("word/document.xml", filling=bytes(60_000_000)), "bomb.docx", "far too large"),
        (b"PK\x03\x04 and then nothing", "broken.docx", "not a file that can be kept"),
        (b"\x00\x01\x02", "words.txt", "not a file that can be kept"),
    ],
)
def test_what_could_do_harm_is_refused_with_a_sentence(content: bytes, name: str, sentence: str) -> None:
    """A program, a page, macros, a path that climbs, a bomb: nothing of it is unpacked or kept."""
    with pytest.raises(CannotBeTrue, match=sentence):
        uploads.kind_of(content, name)


def test_a_forty_megabyte_upload_is_refused_before_it_is_read(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The sentence says how large it may be, and nothing is left behind."""
    answer = send(
        client_for(cast.social_worker), cast, SimpleUploadedFile("big.pdf", PDF + bytes(40 * 1024 * 1024))
    )
    assert answer[0] == 422
    assert "at most 20 MB" in answer[1]
    assert not Document.objects.exists()
    folder = Path(settings.DOCUMENT_FOLDER)
    assert not folder.exists() or not any(folder.iterdir())


def send(client: WorkersClient, cast: Cast, file: SimpleUploadedFile) -> tuple[int, str]:
    """Send a document about the child, and return the answer's status and page."""
    today = timezone.localdate()
    answer = client.post(
        f"/people/{cast.child.pk}/documents/add/",
        {
            "people": [cast.child.pk],
            "title": "Her drawing",
            "file": file,
            "day_0": today.day,
            "day_1": today.month,
            "day_2": today.year,
        },
    )
    return answer.status_code, answer.content.decode()


def test_a_document_is_served_only_through_access(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """Whoever holds the child gets the file, as a file to keep; an outsider and a stranger do not."""
    status, page = send(client_for(cast.social_worker), cast, SimpleUploadedFile("drawing.pdf", PDF))
    assert status == 303, page[:2000]
    document = Document.objects.get()
    answer = client_for(cast.social_worker).get(f"/documents/{document.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client_for(cast.outsider).get(f"/documents/{document.pk}/").status_code == 403
    assert client_for(None).get(f"/documents/{document.pk}/").status_code == 302
    assert document.stored_name not in page
