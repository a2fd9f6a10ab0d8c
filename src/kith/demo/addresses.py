"""Addresses: a real postcode of the authority with an invented street, more of them where need is greater."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, pick
from kith.reference import postcodes, read_table

# How much likelier a family known to the service is in each tenth of neighbourhoods, the most deprived first.
# A steepness of our own choosing, taken from no publication.
BY_DECILE = (0.0, 5.0, 4.2, 3.5, 3.0, 2.5, 2.1, 1.7, 1.4, 1.2, 1.0)

TREES = [
    "Alder",
    "Almond",
    "Ash",
    "Aspen",
    "Beech",
    "Birch",
    "Blackthorn",
    "Bramble",
    "Cedar",
    "Chestnut",
    "Clover",
    "Damson",
    "Elder",
    "Elm",
    "Fern",
    "Foxglove",
    "Hawthorn",
    "Hazel",
    "Heather",
    "Holly",
    "Hornbeam",
    "Ivy",
    "Juniper",
    "Larch",
    "Laurel",
    "Lavender",
    "Lilac",
    "Linden",
    "Maple",
    "Marigold",
    "Mulberry",
    "Myrtle",
    "Oak",
    "Orchard",
    "Pear Tree",
    "Pine",
    "Poplar",
    "Primrose",
    "Quince",
    "Rosemary",
    "Rowan",
    "Sage",
    "Sorrel",
    "Sycamore",
    "Teasel",
    "Thistle",
    "Thyme",
    "Walnut",
    "Willow",
    "Yarrow",
]
WAYS = (
    "Road",
    "Street",
    "Avenue",
    "Close",
    "Gardens",
    "Grove",
    "Lane",
    "Terrace",
    "Walk",
    "Way",
    "Court",
    "Crescent",
)
BLOCKS = ("Kestrel House", "Larkfield House", "Swallow Court", "Weaver House", "Millfield Court", "Harbour House",
          "Skylark Point", "Foundry Court", "Meadow House", "Lantern Court")  # fmt: skip


@dataclass(frozen=True)
class Places:
    """The authority's postcodes and how likely each is."""

    postcodes: NDArray[Any]
    eastings: NDArray[np.int64]
    northings: NDArray[np.int64]
    deciles: NDArray[np.int64]
    towns: NDArray[Any]
    weights: NDArray[np.float64]


def places_of(authority_code: str, name: str) -> Places:
    """Return an authority's postcodes; a postcode's town is that of the schools in its postcode district."""
    there = postcodes.in_authority(authority_code)
    schools = read_table("schools").filter(pl.col("authority_code") == authority_code, pl.col("town") != "")
    districts = (
        schools.with_columns(pl.col("postcode").str.split(" ").list.first().alias("district"))
        .group_by("district", "town").len().sort("len", "town", descending=[True, False])
        .unique("district", keep="first", maintain_order=True)
    )  # fmt: skip
    towns = dict(districts.select("district", "town").iter_rows())
    usual = schools["town"].mode().sort()[0] if schools.height else name
    outward = np.array([postcode.split(" ")[0] for postcode in there.postcodes.tolist()], dtype=object)
    known = {district: towns.get(district, usual) for district in sorted(set(outward.tolist()))}
    deciles = there.deciles.astype(np.int64)
    return Places(
        postcodes=there.postcodes.astype(object),
        eastings=there.eastings.astype(np.int64),
        northings=there.northings.astype(np.int64),
        deciles=deciles,
        towns=np.array([known[district] for district in outward.tolist()], dtype=object),
        weights=np.array(BY_DECILE)[deciles] + 0.01,
    )


def draw(chance: Chance, places: Places, many: int, authority_code: str) -> pl.DataFrame:
    """Return `many` addresses as rows of people_address without their numbers."""
    totals = np.cumsum(places.weights)
    chosen = np.minimum(
        np.searchsorted(totals, chance.random(many) * totals[-1], side="right"), len(totals) - 1
    )
    # One postcode is one street: its name follows from the postcode.
    street = chosen * 2654435761 % 4_294_967_291
    tree = np.array(TREES, dtype=object)[street % len(TREES)]
    way = np.array(WAYS, dtype=object)[street // 64 % len(WAYS)]
    number = chance.integers(1, 180, size=many)
    flat = chance.random(many) < 0.34
    block = pick(chance, BLOCKS, many)
    frame = pl.DataFrame(
        {
            "number": number, "flat": flat, "of_flat": chance.integers(1, 61, size=many),
            "tree": tree.tolist(), "way": way.tolist(), "block": block.tolist(),
        }
    )  # fmt: skip
    return frame.select(
        lines=pl.when("flat")
        .then(pl.format("Flat {}, {}, {} {}", "of_flat", "block", "tree", "way"))
        .otherwise(pl.format("{} {} {}", "number", "tree", "way")),
        town=pl.Series(places.towns[chosen].tolist(), dtype=pl.String),
        postcode=pl.Series(places.postcodes[chosen].tolist(), dtype=pl.String),
        easting=pl.Series(places.eastings[chosen]),
        northing=pl.Series(places.northings[chosen]),
        authority_code=pl.lit(authority_code),
        deprivation_decile=pl.Series(
            np.where(places.deciles[chosen] > 0, places.deciles[chosen], -1)
        ).replace(-1, None),
    )
