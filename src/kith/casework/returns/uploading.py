"""Taking files from the browser straight into a sealed folder: no part of them is on a disk unsealed, even for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from kith.casework.returns.sealed import SealedFolder, SealedWriter, new_name

TOO_LARGE = "returns_too_large"  # set on the request where the files were more than may be given


if TYPE_CHECKING:
    _Uploaded = UploadedFile[bytes]
else:
    _Uploaded = UploadedFile


class SealedUpload(_Uploaded):
    """A file that was given: its name for people, its size, and the name under which it is sealed."""

    def __init__(self, name: str, size: int, stored_name: str) -> None:
        super().__init__(None, name, "application/octet-stream", size)
        self.stored_name = stored_name


class SealingHandler(FileUploadHandler):
    """Seals each file as its pieces arrive, and stops where they are more than may be given."""

    def __init__(self, request: HttpRequest, folder: SealedFolder) -> None:
        super().__init__(request)
        self.folder = folder
        self.writer: SealedWriter | None = None
        self.stored_name = ""
        self.total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another file."""
        super().new_file(*args, **kwargs)
        self.stored_name = new_name()
        self.writer = self.folder.begin(self.stored_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece; no other handler is given it."""
        assert self.writer is not None
        self.total += len(raw_data)
        if self.total > settings.RETURNS_MAXIMUM_BYTES:
            self.writer.abandon()
            setattr(self.request, TOO_LARGE, True)
            raise StopUpload(connection_reset=False)
        self.writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        """Close the file."""
        assert self.writer is not None
        self.writer.close()
        return SealedUpload(self.file_name or "file", file_size, self.stored_name)

    def upload_interrupted(self) -> None:
        """Leave nothing of files that stopped on their way."""
        if self.writer is not None:
            self.writer.abandon()
        self.folder.forget()
