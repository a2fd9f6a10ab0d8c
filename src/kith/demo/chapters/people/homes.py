"""Where everyone has lived: the family's homes, the moves between addresses, and each person's stay at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo import addresses
from kith.demo.chance import happens
from kith.demo.chapters.care.made import SHORT_BREAKS
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates
from kith.demo.households import ALONE, MAIN_HOME, PARTNER
from kith.demo.loader import Change, Loader
from kith.demo.world import World

HOMES = 4


@dataclass
class Lived:
    """Where each family's homes have been: families × homes × moves, the first day and the number of each address."""

    begun: NDArray[np.int64]
    number: NDArray[np.int64]
    frame: pl.DataFrame  # the addresses, in order of number from 1

    def home_on(self, family: NDArray[np.int64], home: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
        """Return the number of the address at which each family's home was on a day, 0 where there is none."""
        begun = self.begun[family, home]
        move = np.maximum((begun <= day[:, None]).sum(axis=1) - 1, 0)
        return np.asarray(self.number[family, home, move])


MOVES = 3
ELEVEN = 11 * 3600


def write(world: World, out: Loader) -> None:
    """Write addresses and residences; one person's homes meet without overlapping."""
    people, chance = world.people, world.chance("homes")
    households = people.households
    families = len(people.family_id)
    known = people.known_day
    # Each home of a family is at up to MOVES addresses, one after another.
    begun = np.full((families, HOMES, MOVES), NEVER, dtype=np.int64)
    begun[:, :, 0] = known[:, None] - chance.integers(60, 3600, size=(families, HOMES))
    moves = happens(chance, 0.27, families)
    first_move = (
        known + 25 + (chance.random(families) * np.maximum(world.last - known - 40, 1)).astype(np.int64)
    )
    moves &= first_move < world.last - 3
    begun[:, MAIN_HOME, 1] = np.where(moves, first_move, NEVER)
    second_move = first_move + chance.integers(60, 500, size=families)
    again = moves & happens(chance, 0.3, families) & (second_move < world.last - 3)
    begun[:, MAIN_HOME, 2] = np.where(again, second_move, NEVER)
    ended = np.full_like(begun, NEVER)
    ended[:, :, :-1] = begun[:, :, 1:]
    on = np.nonzero(people.id > 0)[0]
    family, home = households.family[on], households.home[on]
    lived = np.zeros((families, HOMES, MOVES), dtype=bool)
    # One who came alone has had no home here.
    lived[family, home, 0] = households.structure[family] != ALONE
    lived |= lived[:, :, :1] & (begun < NEVER)
    number = np.zeros(lived.shape, dtype=np.int64)
    number[lived] = out.ids("people_address", int(lived.sum()))
    places = addresses.places_of(world.shape.code, world.shape.name)
    frame = addresses.draw(chance, places, int(lived.sum()), world.shape.code)
    world.lived = Lived(begun, number, frame)
    of_family = np.nonzero(lived)[0]
    # An address is recorded with the family, or for a later one when the move was heard of.
    moved_at = at(np.minimum(begun[lived] + 4, world.last), ELEVEN)
    address_at = np.where(begun[lived] > known[of_family], moved_at, people.added_at[of_family])
    out.write(
        "people_address", frame.with_columns(id=pl.Series(number[lived])),
        recorded_at=address_at, recorded_by=people.added_by[of_family],
    )  # fmt: skip
    holder = np.zeros(families, dtype=np.int64)
    holder[: len(world.holdings.first_of_family)] = world.holdings.first_of_family
    who_hears = np.where(holder > 0, holder, people.added_by)
    for move in range(MOVES):
        start = begun[family, home, move]
        end = ended[family, home, move]
        start = np.maximum(start, np.minimum(households.born[on], NEVER))
        partner = households.slot[on] == PARTNER
        start = np.where(partner & (home == MAIN_HOME), np.maximum(start, households.joined[family]), start)
        end = np.minimum(end, households.died[on])
        stays = (
            (begun[family, home, move] < NEVER)
            & (start < end)
            & (start <= world.last)
            & (number[family, home, move] > 0)
        )
        rows = np.nonzero(stays)[0]
        rows, since, until = _while_not_in_care(world, on, rows, start[rows], end[rows])
        start, end = since, until
        theirs = family[rows]
        recorded = np.where(
            start > known[theirs],
            at(np.minimum(start + 4, world.last), ELEVEN),
            people.added_at[theirs],
        )
        closed = np.where(end < NEVER, at(np.minimum(end + 4, world.last), ELEVEN), NEVER_AT)
        # What had ended when it was first written down was written down as ended.
        closed = np.where(closed > recorded, closed, NEVER_AT)
        out.write(
            "people_residence",
            pl.DataFrame(
                {
                    "id": out.ids("people_residence", len(rows)),
                    "person_id": people.id[on][rows],
                    "address_id": number[theirs, home[rows], move],
                    "kind": pl.repeat("home", len(rows), eager=True),
                    "withheld": chance.random(families)[theirs] < 0.015,
                    "start_date": dates(start),
                    "end_date": dates(end),
                }
            ),
            recorded_at=recorded,
            recorded_by=np.where(
                recorded > people.added_at[theirs], who_hears[theirs], people.added_by[theirs]
            ),
            changes=[Change(closed, who_hears[theirs], {"end_date": None})],
        )
    _record_moves(world, begun, who_hears, home, on)


def _while_not_in_care(
    world: World, on: NDArray[np.int64], rows: NDArray[np.int64], start: Days, end: Days
) -> tuple[NDArray[np.int64], Days, Days]:
    """Return some stays without the days on which the child was in care, or had left it for another home."""
    care = world.care.periods
    lives = care.came != SHORT_BREAKS
    # One who did not go home from care did not live there again.
    back = np.where(np.isin(care.why, ["E4A", "E4B"]), care.end, NEVER)
    person = on[rows]
    child = np.isin(person, care.row[lives])
    parts = [(rows[~child], start[~child], end[~child])]
    windows: dict[int, list[tuple[int, int]]] = {}
    for row, since, until in zip(
        care.row[lives].tolist(), care.start[lives].tolist(), back[lives].tolist(), strict=True
    ):
        windows.setdefault(row, []).append((since, until))
    kept: list[tuple[int, int, int]] = []
    for place in np.nonzero(child)[0].tolist():
        stays = [(int(start[place]), int(end[place]))]
        for since, until in windows[int(person[place])]:
            stays = [
                part
                for a, b in stays
                for part in ((a, min(b, since)), (max(a, until), b))
                if part[0] < part[1] and part[0] < NEVER
            ]
        kept += [(int(rows[place]), a, b) for a, b in stays]
    columns = np.array(kept, dtype=np.int64).reshape(-1, 3)
    parts.append((columns[:, 0], columns[:, 1], columns[:, 2]))
    found = [np.concatenate([part[i] for part in parts]) for i in range(3)]
    kept_rows = found[1] <= world.last
    return found[0][kept_rows], found[1][kept_rows], found[2][kept_rows]


def _record_moves(
    world: World,
    begun: np.ndarray,
    who_hears: np.ndarray,
    home: np.ndarray,
    on: np.ndarray,
) -> None:
    """Record one event for each move of a family's main home, about everyone who lives there then."""
    people = world.people
    households = people.households
    for move in range(1, MOVES):
        day = begun[:, MAIN_HOME, move]
        moved = np.nonzero((day < NEVER) & (people.family_id > 0) & (who_hears > 0))[0]
        place = np.full(len(day), -1)
        place[moved] = np.arange(len(moved))
        there = (home == MAIN_HOME) & (place[households.family[on]] >= 0)
        then = day[households.family[on]]
        there &= (households.born[on] <= then) & (households.died[on] > then)
        rows = on[there]
        world.events.add(
            "people.moved_home", at(day[moved], 9 * 3600), who_hears[moved], "Moved home",
            about=(place[households.family[rows]], people.id[rows]),
            recorded_after=(4 * 86_400 + 2 * 3600), significant=True,
        )  # fmt: skip
