"""Where everyone has lived: the family's homes, the moves between addresses, and each person's stay at each."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo import addresses
from kith.demo.chance import happens
from kith.demo.days import NEVER, NEVER_AT, at, dates
from kith.demo.households import MAIN_HOME, PARTNER
from kith.demo.loader import Change, Loader
from kith.demo.world import World

HOMES = 4
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
    lived[family, home, 0] = True
    lived |= lived[:, :, :1] & (begun < NEVER)
    number = np.zeros(lived.shape, dtype=np.int64)
    number[lived] = out.ids("people_address", int(lived.sum()))
    places = addresses.places_of(world.shape.code, world.shape.name)
    frame = addresses.draw(chance, places, int(lived.sum()), world.shape.code)
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
        theirs = family[rows]
        recorded = np.where(
            start[rows] > known[theirs],
            at(np.minimum(start[rows] + 4, world.last), ELEVEN),
            people.added_at[theirs],
        )
        closed = np.where(end[rows] < NEVER, at(np.minimum(end[rows] + 4, world.last), ELEVEN), NEVER_AT)
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
                    "start_date": dates(start[rows]),
                    "end_date": dates(end[rows]),
                }
            ),
            recorded_at=recorded,
            recorded_by=np.where(
                recorded > people.added_at[theirs], who_hears[theirs], people.added_by[theirs]
            ),
            changes=[Change(closed, who_hears[theirs], {"end_date": None})],
        )
    _record_moves(world, begun, who_hears, home, on)


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
