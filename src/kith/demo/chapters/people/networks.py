"""Each child's network: relatives, friends, neighbours and professionals, and what each of them offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo import schools
from kith.demo.chance import Chance, happens, repeated
from kith.demo.days import NEVER, NEVER_AT, Days, Instants, at, dates
from kith.demo.households import ALONE, AUNT, CHILD_SLOTS, GRANDMOTHER, YEAR
from kith.demo.loader import Change, Loader
from kith.demo.names.drawing import draw_given, draw_surnames
from kith.demo.words.child_words import MATTER
from kith.demo.world import World

RELATIVE_OFFERS = ("Has the children to tea on Wednesdays", "Will have them overnight if it is needed",
                   "Lends money for the meter and does not ask for it back", "Takes the little one to nursery",
                   "Somebody to ring at any hour", "Sunday dinner for everyone", "Would be asked first if they could not stay at home",
                   "Helps with forms and letters")  # fmt: skip
OTHERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("friend", "Best friend from school", ("Walks to school with them", "Sleepovers at half term", "Messages most evenings")),
    ("friend", "Mum's friend", ("Sits with the children on Tuesdays", "Brings shopping round", "Listens")),
    ("neighbour", "Lives next door", ("Keeps a spare key", "Takes parcels and keeps an eye out", "Has the children in for an hour")),
    ("neighbour", "Lives across the landing", ("Is at home in the daytime", "Walks them to the bus")),
    ("professional", "Class teacher", ("A quiet start to the day", "Rings home with good news on Fridays", "Reading at lunchtime")),
    ("professional", "Head of year", ("A place to go at break", "Checks in on Mondays", "Keeps the timetable the same")),
    ("professional", "Football coach", ("Two evenings a week and no fee", "A lift home after matches")),
    ("professional", "Youth worker", ("The club on Thursdays", "Somebody to talk to who is not family")),
    ("professional", "Health visitor", ("Weighs the baby at home", "Rings between visits")),
)  # fmt: skip


@dataclass
class Network:
    """One row for each of the people around a child: their number there, the child's row, the kind, since when.

    The rows are written once it is known who has helped, and so when each was last in touch.
    """

    id: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    child: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    kind: NDArray[Any] = field(default_factory=lambda: np.zeros(0, dtype=object))
    start: Days = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    in_touch: Days = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    added_by: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    frames: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self, frame: pl.DataFrame, child: NDArray[np.int64], kind: str, start: Days, in_touch: Days, by: NDArray[np.int64]
    ) -> None:  # fmt: skip
        """Add some of one kind, to be written later."""
        self.frames.append(frame)
        self.id = np.concatenate([self.id, frame["id"].to_numpy()])
        self.child, self.start = np.concatenate([self.child, child]), np.concatenate([self.start, start])
        self.kind = np.concatenate([self.kind, np.full(frame.height, kind, dtype=object)])
        self.in_touch = np.concatenate([self.in_touch, in_touch])
        self.added_by = np.concatenate([self.added_by, by])

    def write(self, out: Loader, helped: Days, helped_at: Instants, helped_by: NDArray[np.int64]) -> None:
        """Write them all; `helped` is the last day on which each has helped, NEVER for those who have not."""
        if not self.frames:
            return
        later = (helped < NEVER) & (helped > self.in_touch)
        out.write(
            "people_networkmember",
            pl.concat(self.frames).with_columns(
                id=pl.Series(self.id), last_in_touch_date=dates(np.where(later, helped, self.in_touch))
            ),
            recorded_at=at(self.start, 14 * 3600), recorded_by=self.added_by,
            changes=[Change(np.where(later, helped_at, NEVER_AT), helped_by, {"last_in_touch_date": dates(self.in_touch)})],
        )  # fmt: skip
        self.frames = []


def write(world: World, out: Loader) -> None:
    """Write the networks of children who have a plan, and of some who have not."""
    world.network = Network()
    people, chance = world.people, world.chance("networks")
    households = people.households
    planned = np.full(len(people.family_id), NEVER, dtype=np.int64)
    active = len(world.journeys.children)
    planned[:active] = world.journeys.plan_start.min(axis=1)
    # Children in care have people too, whoever knew their families first.
    in_care = world.care.periods
    families = people.family[in_care.row]
    np.minimum.at(
        planned, families[families >= active], np.maximum(in_care.start, world.first)[families >= active]
    )
    child = np.nonzero(
        (people.id > 0)
        & (households.slot < CHILD_SLOTS)
        & (planned[people.family] <= world.last)
        & (households.born < NEVER)
    )[0]
    start = np.maximum(planned[people.family[child]] + 5, households.born[child] + 5)
    child, start = child[start <= world.last], start[start <= world.last]
    age = (start - households.born[child]) / YEAR
    first_holder = world.holdings.first_of_family
    of = people.family[child]
    holder = np.where(of < active, first_holder[np.minimum(of, active - 1)], 0)
    school = schools.of_authority(world.shape.code, world.shape.name).of(people.family[child], age)
    for slot in (GRANDMOTHER, AUNT):
        elder = people.row_in_slot(slot)[people.family[child]]
        kept = np.nonzero(
            (elder >= 0) & (households.died[elder] == NEVER) & happens(chance, 0.85, len(child))
        )[0]
        _write(
            world, out, chance, child[kept], start[kept], holder[kept], "relative",
            member=people.id[elder[kept]], names=[""] * len(kept),
            descriptions=[""] * len(kept),
            offers=[RELATIVE_OFFERS[place] for place in chance.integers(len(RELATIVE_OFFERS), size=len(kept)).tolist()],
        )  # fmt: skip
    source, _ = repeated(chance.integers(1, 4, size=len(child)))
    which = chance.integers(len(OTHERS), size=len(source))
    # A baby has a health visitor and no coach; a schoolchild the other way about.
    baby = age[source] < 4
    # One who came alone has no mother here whose friends could be there.
    which = np.where((which == 1) & (households.structure[people.family[child[source]]] == ALONE), 0, which)
    which = np.where(baby & (which >= 4), 8, which)
    which = np.where(baby & (which == 0), 1, which)
    which = np.where(~baby & (which == 8), 4, which)
    which = np.where(~baby & (age[source] > 11.3) & (which == 4), 5, which)
    which = np.where(~baby & (age[source] <= 11.3) & (which == 5), 4, which)
    first = np.unique(source * 100 + which, return_index=True)[1]
    source, which = source[np.sort(first)], which[np.sort(first)]
    female = happens(chance, 0.55, len(source))
    born = np.where(which == 0, 1970 + households.born[child[source]] // 365, 1985)
    given = draw_given(chance, female, born, people.community[child[source]])
    surname = draw_surnames(chance, people.community[child[source]])
    for kind in ("friend", "neighbour", "professional"):
        chosen = np.nonzero(np.array([OTHERS[place][0] == kind for place in which.tolist()], dtype=bool))[0]
        descriptions, offers = [], []
        for row in chosen.tolist():
            _, description, ways = OTHERS[which[row]]
            at_school = description in {"Class teacher", "Head of year"} and school[source[row]]
            descriptions.append(f"{description}, {school[source[row]]}" if at_school else description)
            offers.append(ways[row % len(ways)])
        _write(
            world, out, chance, child[source[chosen]], start[source[chosen]], holder[source[chosen]], kind, member=None,
            names=[f"{given[row]} {surname[row]}" for row in chosen.tolist()],
            descriptions=[text[:200] for text in descriptions], offers=offers,
        )  # fmt: skip


def _write(
    world: World, out: Loader, chance: Chance, child: Any, start: Any, holder: Any, kind: str, *, member: Any,
    names: list[str], descriptions: list[str], offers: list[str],
) -> None:  # fmt: skip
    people, many = world.people, len(child)
    age = (start - people.households.born[child]) / YEAR
    in_touch = np.minimum(start + chance.integers(0, 60, size=many), world.last)
    options = MATTER["grandparent" if kind == "relative" else kind]
    says = (age > 5) & (age < 18) & happens(chance, 0.3, many)
    which = chance.integers(len(options), size=many)
    frame = pl.DataFrame(
        {
            "id": out.ids("people_networkmember", many), "child_id": people.id[child],
            "member_id": pl.Series([None] * many if member is None else member, dtype=pl.Int64),
            "member_name": pl.Series(names, dtype=pl.String), "kind": pl.repeat(kind, many, dtype=pl.String, eager=True),
            "description": pl.Series(descriptions, dtype=pl.String), "offers": pl.Series(offers, dtype=pl.String),
            "important_words": pl.Series([options[place] if said else "" for place, said in zip(which.tolist(), says.tolist(), strict=True)], dtype=pl.String),
            "important_words_date": dates(np.where(says, start, NEVER)),
            "start_date": dates(start), "end_date": pl.repeat(None, many, dtype=pl.Date, eager=True),
        }
    )  # fmt: skip
    world.network.add(frame, child, kind, start, in_touch, holder)
