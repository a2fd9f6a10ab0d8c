"""Everyone in the made-up authority, row by row, for the chapters that come after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo.days import Days, Instants, at
from kith.demo.households import CHILD_SLOTS, MOTHER, Households
from kith.demo.loader import Loader
from kith.demo.world import World


@dataclass
class People:
    """One row a person, family by family; `id` is 0 for those who are not on the record yet.

    `family_id` has one entry a family, 0 where nobody of it is on the record; `added_at` and `added_by` say when and
    by whom the family was put on it. `known_day` is the day of `added_at`.
    """

    households: Households
    id: NDArray[np.int64]
    given: NDArray[Any]
    surname: NDArray[Any]
    birth_surname: NDArray[Any]
    community: NDArray[np.int64]
    ethnicity: NDArray[Any]
    family_id: NDArray[np.int64]
    added_at: Instants
    added_by: NDArray[np.int64]
    known_day: Days
    starts: NDArray[np.int64]  # one row a family, and one more: where its people begin

    @property
    def family(self) -> NDArray[np.int64]:
        """The place of each person's family."""
        return self.households.family

    @property
    def is_child(self) -> NDArray[np.bool_]:
        """Whether each was a child when the family became known."""
        return np.asarray(self.households.slot < CHILD_SLOTS)

    def rows_of(self, family: int) -> range:
        """Return the rows of one family."""
        return range(int(self.starts[family]), int(self.starts[family + 1]))

    def row_in_slot(self, slot: int) -> NDArray[np.int64]:
        """Return, for each family, the row of whoever is in a slot, or -1."""
        rows = np.full(len(self.family_id), -1, dtype=np.int64)
        there = np.nonzero(self.households.slot == slot)[0]
        rows[self.family[there]] = there
        return rows

    def mothers(self) -> NDArray[np.int64]:
        """Return each family's mother's row: every family has one, but that of a child who came alone (-1)."""
        return self.row_in_slot(MOTHER)


def number_people(
    world: World, out: Loader, households: Households, names: dict[str, Any], families: int
) -> People:
    """Return the people with their numbers: a family is on the record once its first contact was decided."""
    approaches = world.approaches
    first = approaches.turn == 0
    added_at = np.full(families, world.first * 86_400 + 6 * 3600, dtype=np.int64)  # what an older system held
    added_by = np.zeros(families, dtype=np.int64)
    added_at[approaches.family[first]] = approaches.decided_at[first] - 480
    added_by[approaches.family[first]] = world.taken_by[first]
    # One who came alone was put on it on the day; if that was before the history began, the older system held them.
    came = families - len(world.alone) + np.nonzero(world.alone >= world.first)[0]
    day = world.alone[world.alone >= world.first]
    added_at[came] = at(day, 14 * 3600)
    officers = np.append(
        world.workforce.pool(Role.CONTACT_OFFICER), world.workforce.known["contact_officer"] - 1
    )
    added_by[came] = world.workforce.choose(world.chance("who take in those who come alone"), officers, day)
    on_record = np.ones(families, dtype=bool)
    on_record[approaches.family[first]] = approaches.decided_day[first] <= world.last
    family_id = np.zeros(families, dtype=np.int64)
    family_id[on_record] = out.ids("people_family", int(on_record.sum()))
    person_on = on_record[households.family]
    number = np.zeros(len(person_on), dtype=np.int64)
    number[person_on] = out.ids("people_person", int(person_on.sum()))
    return People(
        households=households, id=number, family_id=family_id, added_at=added_at, added_by=added_by,
        known_day=added_at // 86_400, starts=np.searchsorted(households.family, np.arange(families + 1)), **names,
    )  # fmt: skip
