"""Files that are never on a disk unsealed: written and read in pieces, each encrypted and bound to its place.

AES-GCM under a key of 256 bits that is made for one check. Each piece is sealed with the file's name, its own number and
whether it is the last, so that none can be changed, moved, left out or cut off unseen.
"""

from __future__ import annotations

import os
import secrets
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 1 << 20
NONCE = 12


class Unreadable(ValueError):
    """A sealed file was changed, cut off, or belongs to another key."""


def new_key() -> bytes:
    """Return a key."""
    return AESGCM.generate_key(bit_length=256)


@dataclass(frozen=True)
class SealedFolder:
    """A folder of sealed files under one key."""

    path: Path
    key: bytes

    def begin(self, name: str) -> SealedWriter:
        """Return a writer of a new file."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return SealedWriter((self.path / name).open("xb"), self.key, name)

    def write(self, name: str, content: bytes) -> None:
        """Write a whole file."""
        writer = self.begin(name)
        writer.write(content)
        writer.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces. Raises Unreadable for one that is not as it was written."""
        from cryptography.exceptions import InvalidTag

        cipher = AESGCM(self.key)
        number, ended = 0, False
        with (self.path / name).open("rb") as file:
            while head := file.read(5):
                if ended or len(head) < 5:
                    raise Unreadable(name)
                length, last = struct.unpack(">I?", head)
                sealed = file.read(NONCE + length)
                try:
                    yield cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _bound(name, number, last))
                except (InvalidTag, ValueError):
                    raise Unreadable(name) from None
                number, ended = number + 1, last
        if not ended:
            raise Unreadable(name)

    def read(self, name: str) -> bytes:
        """Return a whole file."""
        return b"".join(self.pieces(name))

    def has(self, name: str) -> bool:
        """Return whether there is a file of this name."""
        return (self.path / name).exists()

    def forget(self) -> None:
        """Delete every file."""
        shutil.rmtree(self.path, ignore_errors=True)


class SealedWriter:
    """Writes one sealed file, piece by piece."""

    def __init__(self, file: IO[bytes], key: bytes, name: str) -> None:
        self.file, self.name = file, name
        self.cipher = AESGCM(key)
        self.waiting = bytearray()
        self.number = 0
        self.size = 0

    def write(self, content: bytes) -> None:
        """Take some more of the file."""
        self.size += len(content)
        self.waiting += content
        while len(self.waiting) > PIECE:
            self._seal(bytes(self.waiting[:PIECE]), last=False)
            del self.waiting[:PIECE]

    def close(self) -> None:
        """Write what is left, and close."""
        self._seal(bytes(self.waiting), last=True)
        self.waiting.clear()
        self.file.close()

    def abandon(self) -> None:
        """Close without an end: what was written cannot be read."""
        self.file.close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = os.urandom(NONCE)
        sealed = self.cipher.encrypt(nonce, piece, _bound(self.name, self.number, last))
        self.file.write(struct.pack(">I?", len(sealed), last) + nonce + sealed)
        self.number += 1


def _bound(name: str, number: int, last: bool) -> bytes:
    return f"{name}\x00{number}\x00{last}".encode()


def new_name() -> str:
    """Return a name for a file or folder that says nothing."""
    return secrets.token_hex(20)
