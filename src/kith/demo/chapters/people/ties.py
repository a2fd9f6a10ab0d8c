"""Families as dated groups, and who people are to each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens
from kith.demo.days import NEVER, Days, dates
from kith.demo.households import (
    AUNT,
    CHILD_SLOTS,
    COUPLE,
    FATHER,
    GRANDFATHER,
    GRANDMOTHER,
    KINSHIP,
    LONE_FATHER,
    MOTHER,
    PARTNER,
    STEP,
    TWO_HOMES,
)
from kith.demo.loader import Loader
from kith.demo.words.child_words import why_they_matter
from kith.demo.world import World


def write(world: World, out: Loader) -> None:
    """Write families, memberships and relationships."""
    _write_families(world, out)
    _write_relationships(world, out)


def _write_families(world: World, out: Loader) -> None:
    people = world.people
    households = people.households
    on = np.nonzero(people.family_id > 0)[0]
    mother, father, partner = people.mothers(), people.row_in_slot(FATHER), people.row_in_slot(PARTNER)
    names = []
    for place in on.tolist():
        child = people.surname[people.starts[place]]
        first = people.surname[mother[place]] if mother[place] >= 0 else child
        other = partner[place] if partner[place] >= 0 else father[place]
        second = people.surname[other] if other >= 0 else child
        names.append(first if second == first else f"{first} and {second}")
    out.write(
        "people_family",
        pl.DataFrame({"id": people.family_id[on], "name": names, "version": np.ones(len(on), dtype=np.int64)}),
        recorded_at=people.added_at[on], recorded_by=people.added_by[on],
    )  # fmt: skip
    # The service thinks of those who live together or share the children; grandparents where they bring them up.
    slot = households.slot
    belongs = (people.id > 0) & (
        (slot <= PARTNER)
        | (
            np.isin(slot, [GRANDMOTHER, GRANDFATHER])
            & ((households.structure[people.family] == KINSHIP) | (households.home == 0))
        )
    )
    who = np.nonzero(belongs)[0]
    family = people.family[who]
    out.write(
        "people_familymembership",
        pl.DataFrame(
            {
                "id": out.ids("people_familymembership", len(who)), "family_id": people.family_id[family],
                "person_id": people.id[who], "role": np.where(slot[who] < CHILD_SLOTS, "child", "adult").tolist(),
                "start_date": dates(people.known_day[family]),
                "end_date": pl.repeat(None, len(who), dtype=pl.Date, eager=True),
            }
        ),
        recorded_at=people.added_at[family], recorded_by=people.added_by[family],
    )  # fmt: skip


def _write_relationships(world: World, out: Loader) -> None:
    """Write each tie once, from the elder to the younger where it is of descent."""
    people, chance = world.people, world.chance("relationships")
    households = people.households
    rows = {slot: people.row_in_slot(slot) for slot in range(CHILD_SLOTS, 11)}
    child = np.nonzero((people.id > 0) & (households.slot < CHILD_SLOTS))[0]
    family = people.family[child]
    structure = households.structure
    began = np.where(households.born[child] < NEVER, households.born[child], people.known_day[family])
    # One who is expected is somebody's child from the day that the family is known.
    began = np.minimum(began, np.maximum(people.known_day[family], 0))
    of_partner = households.with_partner[child]
    half = structure[family] == STEP

    def toward(slot: int, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], Days]:
        elder = rows[slot][family]
        kept = chosen & (elder >= 0)
        return elder[kept], child[kept], began[kept]

    everyone = np.ones(len(child), dtype=bool)
    ties: list[tuple[str, tuple[NDArray[np.int64], NDArray[np.int64], Days], float]] = [
        ("parent", toward(MOTHER, everyone), 1.0),
        ("parent", toward(FATHER, ~of_partner), 0.74),
        ("parent", toward(PARTNER, of_partner), 0.8),
        ("grandparent", toward(GRANDMOTHER, everyone), 0.0),
        ("grandparent", toward(GRANDFATHER, everyone), 0.0),
        ("aunt_or_uncle", toward(AUNT, everyone), 0.0),
    ]
    step = toward(PARTNER, ~of_partner & half)
    ties.append(
        (
            "step_parent",
            (step[0], step[1], np.maximum(step[2], households.joined[people.family[step[1]]])),
            0.0,
        )
    )
    kin = toward(GRANDMOTHER, structure[family] == KINSHIP)
    ties.append(
        ("guardian", (kin[0], kin[1], np.maximum(kin[2], people.known_day[people.family[kin[1]]] - 400)), 0.6)
    )
    for kind, (elder, younger, start), responsible in ties:
        _write_ties(world, out, kind, elder, younger, start, np.full(len(elder), NEVER), responsible)
    _write_partners(world, out, rows, structure, chance)


def _write_partners(
    world: World, out: Loader, rows: dict[int, NDArray[np.int64]], structure: NDArray[np.int64], chance: Any
) -> None:
    people = world.people
    households = people.households
    oldest = people.starts[1:] - 1
    eldest_born = np.full(len(people.family_id), NEVER, dtype=np.int64)
    children = np.nonzero(households.slot < CHILD_SLOTS)[0]
    np.minimum.at(eldest_born, people.family[children], households.born[children])
    eldest_born = np.minimum(eldest_born, people.known_day)
    together = eldest_born - chance.integers(300, 2500, size=len(oldest))
    there = (people.family_id > 0) & (rows[FATHER] >= 0)
    couple = there & (structure == COUPLE)
    apart = there & np.isin(structure, [TWO_HOMES, LONE_FATHER, STEP, 1, KINSHIP])
    parted = np.minimum(eldest_born + chance.integers(200, 2200, size=len(oldest)), people.known_day - 60)
    # Nobody's father had parted from the mother before the child was on the way.
    of_father = children[~households.with_partner[children]]
    youngest = np.full(len(oldest), -NEVER)
    np.maximum.at(youngest, people.family[of_father], households.born[of_father] - 240)
    parted = np.maximum(parted, np.minimum(youngest, people.known_day - 5))
    parted = np.maximum(parted, together + 90)
    died = np.minimum(
        households.died[rows[MOTHER]], np.where(rows[FATHER] >= 0, households.died[rows[FATHER]], NEVER)
    )
    until = np.where(died < NEVER, np.maximum(died, together + 30), NEVER)
    never = np.full(len(oldest), NEVER)
    for kind, chosen, slot, start, end in (
        ("partner", couple, FATHER, together, until),
        ("partner", apart, FATHER, together, parted),
        ("former_partner", apart, FATHER, parted, never),
        ("partner", (people.family_id > 0) & (rows[PARTNER] >= 0), PARTNER, households.joined, never),
    ):
        where = np.nonzero(chosen)[0]
        _write_ties(world, out, kind, rows[MOTHER][where], rows[slot][where], start[where], end[where], 0.0)


def _write_ties(
    world: World, out: Loader, kind: str, elder: NDArray[np.int64], younger: NDArray[np.int64], start: Days, end: Days,
    responsible: float,
) -> None:  # fmt: skip
    people = world.people
    chance = world.chance("tie", kind, str(responsible), str(len(elder)))
    family = people.family[younger]
    many = len(elder)
    words, words_day = why_they_matter(world, chance, kind, elder, younger)
    out.write(
        "people_relationship",
        pl.DataFrame(
            {
                "id": out.ids("people_relationship", many), "person_id": people.id[elder],
                "relative_id": people.id[younger], "kind": pl.repeat(kind, many, eager=True),
                "parental_responsibility": happens(chance, responsible, many) if 0 < responsible < 1 else np.full(many, responsible == 1),
                "important_words": words, "important_words_date": dates(words_day),
                "start_date": dates(start), "end_date": dates(end),
            }
        ),
        recorded_at=people.added_at[family] + 60, recorded_by=people.added_by[family],
    )  # fmt: skip
