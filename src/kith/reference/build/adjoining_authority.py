"""Which authorities adjoin each other: what decides whether a child is placed near or at a distance."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import polars as pl

from kith.reference.build._files import MissingSourceError

FILE = "la_boundaries_england.geojson"


def build(source: Path) -> pl.DataFrame:
    """Return one row for each ordered pair of authorities whose land meets, sorted by both codes.

    The boundaries were generalised together, so that two which meet have points in common, to the last digit.
    """
    found = sorted(source.rglob(FILE))
    if not found:
        raise MissingSourceError(f"The folder has no file {FILE}, from which this table is made.")
    at: dict[tuple[float, float], set[str]] = defaultdict(set)
    for area in json.loads(found[0].read_text(encoding="utf-8"))["features"]:
        for ring in _rings(area["geometry"]):
            for east, north in ring:
                at[(east, north)].add(area["properties"]["la_code"])
    pairs = {(one, other) for here in at.values() for one in here for other in here if one != other}
    return pl.DataFrame(
        sorted(pairs), schema={"authority_code": pl.String, "adjoining_code": pl.String}, orient="row"
    )


def _rings(geometry: dict[str, list[list[list[list[float]]]]]) -> list[list[list[float]]]:
    """Return the rings of a shape, each as points."""
    shapes = [geometry["coordinates"]] if str(geometry["type"]) == "Polygon" else geometry["coordinates"]
    return [ring for shape in shapes for ring in shape]  # type: ignore[misc]
