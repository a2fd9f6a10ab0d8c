"""Drawing names for everyone at once: by sex, year of birth and community."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick, pick_index
from kith.reference import read_table


@dataclass(frozen=True)
class Community:
    """Names, language and belief usual in one community; see names/communities.toml."""

    name: str
    surnames: list[str]
    women: list[str]
    men: list[str]
    share: float
    not_english: float
    language: str
    nationality: str
    religion: dict[str, float]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def communities() -> tuple[Community, ...]:
    """Return every community, in the file's order."""
    return tuple(
        Community(
            name=name,
            **{key: entry[key].split(",") if entry[key] else [] for key in ("surnames", "women", "men")},
            **{key: entry[key] for key in ("share", "not_english", "language", "nationality", "religion")},
        )
        for name, entry in _read("communities.toml").items()
    )


def draw_communities(chance: Chance, ethnicity: NDArray[Any]) -> NDArray[np.int64]:
    """Return the community of each person of an ethnic group, as a place in communities()."""
    places = {community.name: place for place, community in enumerate(communities())}
    drawn = np.zeros(len(ethnicity), dtype=np.int64)
    for code, weights in _read("by_ethnicity.toml").items():
        chosen = np.nonzero(ethnicity == code)[0]
        options = np.array([places[name] for name in weights])
        drawn[chosen] = options[pick_index(chance, len(options), len(chosen), list(weights.values()))]
    return drawn


def draw_surnames(chance: Chance, community: NDArray[np.int64]) -> NDArray[Any]:
    """Return a surname for each; those first in a community's list are the most usual."""
    drawn = np.empty(len(community), dtype=object)
    for place, each in enumerate(communities()):
        chosen = np.nonzero(community == place)[0]
        weights = 1 / (np.arange(len(each.surnames)) + 6)
        drawn[chosen] = pick(chance, each.surnames, len(chosen), list(weights))
    return drawn


@cache
def _usual(female: bool) -> tuple[tuple[int, list[str], list[float]], ...]:
    """Return (first year of birth, names, births) of each cohort, the earliest first, in the usual mixture.

    Names that belong mostly to one community's list are left to those families.
    """
    own = {name for each in communities() if each.share >= 0.6 for name in (*each.women, *each.men)}
    before = _read("before_1996.toml")
    shared = {name for decade in before.values() for name in decade["women" if female else "men"].split(",")}
    cohorts: list[tuple[int, list[str], list[float]]] = []
    for decade, names in before.items():
        usual = names["women" if female else "men"].split(",")
        cohorts.append((int(decade), usual, [1 / (place + 8) for place in range(len(usual))]))
    table = read_table("first_names").filter(pl.col("sex") == ("female" if female else "male"))
    for first_year in sorted(table["first_year"].unique().to_list()):
        rows = table.filter(pl.col("first_year") == first_year).sort(
            "births", "name", descending=[True, False]
        )
        kept = [
            (name, float(births))
            for name, births in rows.select("name", "births").head(700).iter_rows()
            if (name not in own or name in shared) and not name.startswith(("Moh", "Muh"))
        ]
        cohorts.append((int(first_year), [name for name, _ in kept], [births for _, births in kept]))
    return tuple(cohorts)


def draw_given(
    chance: Chance, female: NDArray[np.bool_], birth_year: NDArray[np.int64], community: NDArray[np.int64]
) -> NDArray[Any]:
    """Return a given name for each, from the usual names of their year or from their community's."""
    drawn = np.empty(len(female), dtype=object)
    from_list = np.zeros(len(female), dtype=bool)
    for place, each in enumerate(communities()):
        of_it = community == place
        if each.share == 0 or not of_it.any():
            continue
        own = of_it & happens(chance, each.share, len(female))
        from_list |= own
        for sex, names in ((True, each.women), (False, each.men)):
            chosen = np.nonzero(own & (female == sex))[0]
            drawn[chosen] = pick(chance, names, len(chosen))
    for sex in (True, False):
        cohorts = _usual(sex)
        starts = np.array([start for start, _, _ in cohorts])
        which = np.clip(np.searchsorted(starts, birth_year, side="right") - 1, 0, len(cohorts) - 1)
        for place, (_, names, births) in enumerate(cohorts):
            chosen = np.nonzero(~from_list & (female == sex) & (which == place))[0]
            drawn[chosen] = pick(chance, names, len(chosen), births)
    return drawn
