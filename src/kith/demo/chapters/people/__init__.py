"""People: families and everyone in them, who they are, where they have lived, who matters to whom."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick, pick_index
from kith.demo.chapters.people import homes, identities, networks, relatives, ties
from kith.demo.chapters.people.made import number_people
from kith.demo.households import (
    CHILD_SLOTS,
    FATHER,
    GRANDFATHER,
    GRANDMOTHER,
    MOTHER,
    PARTNER,
    Households,
    build,
)
from kith.demo.loader import Loader
from kith.demo.names.drawing import draw_communities, draw_given, draw_surnames
from kith.demo.world import World

# The census groups of children who come by themselves: a made-up simplification.
CAME_ALONE = {"AOTH": 30, "BAFR": 38, "OOTH": 32}


def gather(world: World, out: Loader) -> None:
    """Say who is in every family that has become known, and in those that an older system knew; number them."""
    journeys, chance = world.journeys, world.chance("households")
    active = len(journeys.children)
    # The children of some families who were known long ago have grown up since.
    ago = np.where(
        np.arange(world.dormant) < world.dormant - world.older,
        0,
        chance.integers(200, 1500, size=world.dormant),
    )
    known_on = np.concatenate([journeys.first_day, world.first - ago, world.alone])
    many = np.concatenate(
        [
            journeys.children,
            1 + pick_index(chance, CHILD_SLOTS, world.dormant, (0.40, 0.31, 0.17, 0.08, 0.04)),
            np.ones(len(world.alone), dtype=np.int64),
        ]
    )
    households = build(chance, world.shape.age, known_on, many, world.last, alone=len(world.alone))
    families = active + world.dormant + len(world.alone)
    names = _name(world.chance("names"), world, households, families)
    world.people = number_people(world, out, households, names, families)


def write(world: World, out: Loader) -> None:
    """Write who everybody is, where they have lived and who matters to whom."""
    identities.write(world, out)
    homes.write(world, out)
    ties.write(world, out)
    relatives.write(world, out)
    networks.write(world, out)
    people = world.people
    world.say(f"{int((people.id > 0).sum()):,} people in {int((people.family_id > 0).sum()):,} families")


def _name(chance: Chance, world: World, households: Households, families: int) -> dict[str, Any]:
    """Return ethnicity, community, given names and surnames of everyone, as they run in families."""
    codes, weights = list(world.shape.ethnicity), list(world.shape.ethnicity.values())
    groups = np.array(codes, dtype=object)
    mothers = groups[pick_index(chance, len(codes), families, weights)]
    alone = families - len(world.alone)
    mothers[alone:] = pick(chance, tuple(CAME_ALONE), len(world.alone), tuple(CAME_ALONE.values()))
    others = np.where(
        happens(chance, 0.8, families) | (np.arange(families) >= alone),
        mothers,
        groups[pick_index(chance, len(codes), families, weights)],
    )
    mother_community = draw_communities(chance, mothers)
    father_community = np.where(others == mothers, mother_community, draw_communities(chance, others))
    family, slot = households.family, households.slot
    of_father = np.isin(slot, [FATHER, PARTNER])
    is_child = slot < CHILD_SLOTS
    child_group = _mixed(mothers, others)
    ethnicity = np.where(is_child, child_group[family], np.where(of_father, others[family], mothers[family]))
    takes_fathers = happens(chance, 0.5, len(family))
    community = np.where(
        of_father | (is_child & takes_fathers), father_community[family], mother_community[family]
    )
    maiden = draw_surnames(chance, mother_community)
    fathers, partners = draw_surnames(chance, father_community), draw_surnames(chance, father_community)
    married = happens(chance, 0.38, families) & np.isin(households.structure, [0, 4])
    mothers_name = np.where(married, fathers, maiden)
    childrens = np.where(married | happens(chance, 0.52, families), fathers, maiden)
    known_father = np.zeros(families, dtype=bool)
    known_father[family[slot == FATHER]] = True
    childrens = np.where(known_father, childrens, mothers_name)
    double = known_father & ~married & happens(chance, 0.06, families) & (fathers != maiden)
    childrens = np.where(double, _join(maiden, fathers), childrens)
    surname = np.where(is_child, childrens[family], mothers_name[family]).astype(object)
    with_partner = households.with_partner & happens(chance, 0.7, len(family))
    for chosen, names in (
        (slot == FATHER, fathers), (slot == PARTNER, partners), (with_partner, partners),
        (np.isin(slot, [GRANDMOTHER, GRANDFATHER]), maiden),
    ):  # fmt: skip
        surname[chosen] = names[family[chosen]]
    birth_surname = surname.copy()
    birth_surname[slot == MOTHER] = maiden[family[slot == MOTHER]]
    year = 1970 + np.minimum(households.born, world.today) // 365.2425
    return {
        "given": _given_apart(chance, households, year.astype(np.int64), community),
        "surname": surname, "birth_surname": birth_surname, "community": community, "ethnicity": ethnicity,
    }  # fmt: skip


def _given_apart(
    chance: Chance, households: Households, year: NDArray[np.int64], community: NDArray[np.int64]
) -> NDArray[Any]:
    """Return given names; no two of one family have the same."""
    given = draw_given(chance, households.female, year, community)
    for _ in range(6):
        order = np.lexsort((np.arange(len(given)), given.astype(str), households.family))
        same = np.zeros(len(given), dtype=bool)
        a, b = order[1:], order[:-1]
        same[a] = (households.family[a] == households.family[b]) & (given[a] == given[b])
        if not same.any():
            break
        again = np.nonzero(same)[0]
        given[again] = draw_given(chance, households.female[again], year[again], community[again])
    return given


def _join(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    return np.array(
        [f"{a}-{b}" if "-" not in a + b else b for a, b in zip(first, second, strict=True)], dtype=object
    )


def _mixed(mothers: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """Return the census group of children of two groups."""
    first = np.array([code[0] for code in mothers.tolist()])
    second = np.array([code[0] for code in others.tolist()])
    pair = {frozenset("WB"): "MWBA", frozenset("WA"): "MWAS"}
    mixed = np.empty(len(mothers), dtype=object)
    for place, (a, b, mother, other) in enumerate(zip(first, second, mothers, others, strict=True)):
        if mother == other or a == b:
            mixed[place] = mother
        elif "BCRB" in (mother, other) and "W" in (a, b):
            mixed[place] = "MWBC"
        else:
            mixed[place] = pair.get(frozenset((a, b)), "MOTH")
    return mixed
