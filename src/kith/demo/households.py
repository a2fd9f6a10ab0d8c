"""Families with structure: who is in each, how old, whose child, in which home; every family at once.

A family has slots, filled or not: up to five children, mother, father, partner of a parent, grandparents, an aunt or
uncle. A person's home is one of the family's: the children's, the other parent's, the grandparents', the aunt's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick_index
from kith.demo.days import NEVER, Days
from kith.demo.journeys import CHILDREN_IN_FAMILY
from kith.demo.told_families import TOLD

CHILD_SLOTS = 5
MOTHER, FATHER, PARTNER, GRANDMOTHER, GRANDFATHER, AUNT = range(5, 11)
SLOTS = 11
COUPLE, LONE_MOTHER, FATHER_UNKNOWN, STEP, TWO_HOMES, LONE_FATHER, KINSHIP = range(7)
ALONE = 7  # a child who came by themselves
STRUCTURES = (0.27, 0.29, 0.13, 0.17, 0.06, 0.04, 0.04)
MAIN_HOME, OTHER_PARENTS_HOME, GRANDPARENTS_HOME, AUNTS_HOME = range(4)
YEAR = 365.2425


@dataclass
class Households:
    """One row a person, family by family. `born` may lie after the family came: a child expected then.

    `with_partner` marks a child whose second parent is the mother's partner and not the father; `expected` is the
    date that was expected for a child born after the family came, else NEVER; `joined` is the day the mother's
    partner moved in.
    """

    family: NDArray[np.int64]
    slot: NDArray[np.int64]
    female: NDArray[np.bool_]
    born: Days
    expected: Days
    died: Days
    home: NDArray[np.int64]
    with_partner: NDArray[np.bool_]
    structure: NDArray[np.int64]  # one row a family
    joined: Days  # one row a family


def _ages(chance: Chance, weights: NDArray[np.float64], many: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return children's ages in years, oldest last, families × CHILD_SLOTS; below zero is not yet born."""
    families = len(many)
    # The youngest children are known to services somewhat more often than their number.
    skew = np.concatenate([[1.35, 1.15], np.ones(14), [0.9, 0.6]])
    anchor = pick_index(chance, 18, families, weights * skew) + chance.random(families)
    gaps = 1.0 + chance.gamma(1.6, 1.1, (families, CHILD_SLOTS))
    gaps[happens(chance, 0.02, families), 1] = 0.0  # twins
    gaps[:, 0] = 0
    steps = np.cumsum(gaps, axis=1)
    which = (chance.random(families) * many).astype(np.int64)
    ages = anchor[:, None] + steps - np.take_along_axis(steps, which[:, None], axis=1)
    oldest = np.take_along_axis(ages, (many - 1)[:, None], axis=1)[:, 0]
    span = oldest - ages[:, 0]
    # All of them fit between not quite born and eighteen.
    lowest = np.where(happens(chance, 0.035, families), -0.02 - 0.38 * chance.random(families), 0.01)
    squeeze = np.minimum(1.0, (17.8 - lowest) / np.maximum(span, 0.01))
    youngest = np.clip(ages[:, 0], lowest, 17.85 - span * squeeze)
    youngest = np.where((lowest < 0) & (youngest < 2.0), lowest, youngest)
    return np.asarray(youngest[:, None] + (ages - ages[:, :1]) * squeeze[:, None])


def build(
    chance: Chance, weights: NDArray[np.float64], known_on: Days, many: NDArray[np.int64] | None, last: int, alone: int = 0
) -> Households:  # fmt: skip
    """Return the households of families first known on the given days; `many` children each, or as usual.

    The last `alone` are young people of about sixteen who came by themselves, most of them boys.

    Raises ValueError where a family has more children than there are slots.
    """
    families = len(known_on)
    if many is None:
        many = 1 + pick_index(chance, CHILD_SLOTS, families, CHILDREN_IN_FAMILY)
    if many.max(initial=1) > CHILD_SLOTS:
        raise ValueError(f"A made-up family has at most {CHILD_SLOTS} children.")
    structure = pick_index(chance, len(STRUCTURES), families, STRUCTURES)
    ages = _ages(chance, weights, many)
    for place, told in enumerate(TOLD[:families]):
        structure[place] = told.structure
        ages[place, : len(told.ages)] = told.ages
    by_themselves = np.arange(families) >= families - alone
    structure[by_themselves] = ALONE
    many = np.where(by_themselves, 1, many)
    ages[by_themselves, 0] = 17.7 - np.minimum(chance.gamma(1.7, 0.53, int(by_themselves.sum())), 5.0)
    child_there = np.arange(CHILD_SLOTS)[None, :] < many[:, None]
    born = np.zeros((families, SLOTS), dtype=np.int64)
    born[:, :CHILD_SLOTS] = (known_on[:, None] - ages * YEAR).astype(np.int64)
    oldest = np.take_along_axis(born, (many - 1)[:, None], axis=1)[:, 0]
    span = (born[:, 0] - oldest) / YEAR
    at_first = np.clip(16.8 + chance.gamma(3.2, 2.9, families), 16.8, np.maximum(44.5 - span, 17.2))
    born[:, MOTHER] = (oldest - at_first * YEAR).astype(np.int64)
    born[:, FATHER] = born[:, MOTHER] - (chance.normal(2.5, 4, families).clip(-4, 14) * YEAR).astype(np.int64)
    born[:, FATHER] = np.minimum(born[:, FATHER], (oldest - 17.2 * YEAR).astype(np.int64))
    born[:, PARTNER] = born[:, MOTHER] - (chance.normal(0.5, 4.5, families).clip(-7, 12) * YEAR).astype(
        np.int64
    )
    born[:, PARTNER] = np.minimum(born[:, PARTNER], (born[:, 0] - 18 * YEAR).astype(np.int64))
    born[:, GRANDMOTHER] = born[:, MOTHER] - (
        (18 + chance.gamma(3, 2.6, families)).clip(18, 40) * YEAR
    ).astype(np.int64)
    born[:, GRANDFATHER] = born[:, GRANDMOTHER] - (
        chance.normal(2.5, 3, families).clip(-3, 12) * YEAR
    ).astype(np.int64)
    born[:, AUNT] = born[:, MOTHER] + (chance.normal(0, 4, families).clip(-8, 8) * YEAR).astype(np.int64)

    there = np.zeros((families, SLOTS), dtype=bool)
    there[:, :CHILD_SLOTS] = child_there
    there[:, MOTHER] = ~by_themselves
    known_father = happens(chance, 0.62, families)
    there[:, FATHER] = np.isin(structure, [COUPLE, TWO_HOMES, LONE_FATHER]) | (
        np.isin(structure, [LONE_MOTHER, STEP, KINSHIP]) & known_father
    )
    there[:, PARTNER] = structure == STEP
    there[:, GRANDMOTHER] = (structure == KINSHIP) | happens(chance, 0.27, families)
    there[:, GRANDFATHER] = there[:, GRANDMOTHER] & happens(chance, 0.38, families)
    there[:, AUNT] = happens(chance, 0.10, families)
    there[by_themselves, FATHER:] = False

    home = np.zeros((families, SLOTS), dtype=np.int64)
    home[:, FATHER] = np.where(np.isin(structure, [COUPLE, LONE_FATHER]), MAIN_HOME, OTHER_PARENTS_HOME)
    home[:, MOTHER] = np.where(np.isin(structure, [LONE_FATHER, KINSHIP]), OTHER_PARENTS_HOME, MAIN_HOME)
    apart = np.where(structure == KINSHIP, MAIN_HOME, GRANDPARENTS_HOME)
    home[:, GRANDMOTHER] = home[:, GRANDFATHER] = np.where(happens(chance, 0.18, families), MAIN_HOME, apart)
    home[:, AUNT] = AUNTS_HOME

    with_partner = np.zeros((families, SLOTS), dtype=bool)
    half = (structure == STEP) & (many > 1) & happens(chance, 0.7, families)
    joined = born[:, 0] - chance.integers(300, 900, size=families)
    with_partner[:, 0] = half
    # Somebody who moved in before the youngest was conceived may be the second youngest's parent too.
    with_partner[:, 1] = half & (many > 2) & (born[:, 1] > joined + 280)
    joined = np.where(half, joined, known_on - chance.integers(90, 900, size=families))

    female = chance.random((families, SLOTS)) < 0.487
    female[:, [MOTHER, GRANDMOTHER]] = True
    female[:, [FATHER, PARTNER, GRANDFATHER]] = False
    female[by_themselves, 0] = happens(chance, 0.06, int(by_themselves.sum()))
    died = _deaths(chance, known_on, there, born, structure, last)

    for place, told in enumerate(TOLD[:families]):
        if told.has_everyone:
            _fill(place, known_on[place], there, born, female, died, with_partner, joined)
        if told.has_grandmother:
            there[place, GRANDMOTHER] = True
            home[place, GRANDMOTHER] = GRANDPARENTS_HOME
            died[place, GRANDMOTHER] = NEVER

    order = np.nonzero(there.ravel())[0]
    family, slot = order // SLOTS, order % SLOTS
    flat_born = born.ravel()[order]
    came_later = (slot < CHILD_SLOTS) & (flat_born > known_on[family])
    shift = chance.integers(-16, 17, size=len(order))
    expected = np.where(came_later, flat_born + shift, NEVER)
    # Nobody has been born who is still expected: a child due after yesterday has only that date.
    return Households(
        family=family, slot=slot, female=female.ravel()[order],
        born=np.where(flat_born > last, NEVER, flat_born), expected=expected,
        died=died.ravel()[order], home=home.ravel()[order], with_partner=with_partner.ravel()[order],
        structure=structure, joined=joined,
    )  # fmt: skip


def _fill(
    place: int,
    known_on: int,
    there: NDArray[np.bool_],
    born: Days,
    female: NDArray[np.bool_],
    died: Days,
    with_partner: NDArray[np.bool_],
    joined: Days,
) -> None:
    """Put everyone of a told family there: the youngest two are the partner's, and the grandfather has died."""
    there[place, MOTHER:] = True
    ages = {MOTHER: 39.4, FATHER: 41.6, PARTNER: 36.8, GRANDMOTHER: 66.7, GRANDFATHER: 69.2, AUNT: 35.3}
    for slot, age in ages.items():
        born[place, slot] = known_on - int(age * YEAR)
    female[place, AUNT] = True
    died[place] = NEVER
    died[place, GRANDFATHER] = known_on - int(2 * YEAR)
    with_partner[place] = [True, True, *[False] * (SLOTS - 2)]
    joined[place] = known_on - int(3.4 * YEAR)


def _deaths(
    chance: Chance,
    known_on: Days,
    there: NDArray[np.bool_],
    born: Days,
    structure: NDArray[np.int64],
    last: int,
) -> Days:
    """Return days of death: some grandparents, very few parents; NEVER for everyone else."""
    died = np.full(born.shape, NEVER, dtype=np.int64)
    families = len(known_on)
    chances = {GRANDMOTHER: 0.05, GRANDFATHER: 0.12, FATHER: 0.008, MOTHER: 0.004}
    for slot, probability in chances.items():
        day = known_on + chance.integers(-1500, 1000, size=families)
        youngest = np.where(np.arange(families) < len(TOLD), NEVER, born[:, 0])
        # A parent did not die before the youngest was born, nor the one person at home with the children.
        possible = there[:, slot] & (day <= last) & (day > born[:, slot] + 20 * YEAR)
        if slot in {FATHER, MOTHER}:
            possible &= (day > youngest) & (structure == COUPLE)
        if slot == GRANDMOTHER:
            possible &= structure != KINSHIP
        died[:, slot] = np.where(possible & happens(chance, probability, families), day, NEVER)
    return died
