"""Who comes into care, when and how: by the court, out of protection plans, out of plans, alone, or from an older system.

As many come in a year, of the ages and under the legal statuses, as was published of the authority; those whom an older
system knew make up the number that was in care as the history begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.demo.care_shape import AGE_BANDS, AGES
from kith.demo.chance import Chance, happens, pick
from kith.demo.chapters.care.made import (
    CAME_ALONE,
    FROM_A_PLAN,
    FROM_BEFORE,
    SHORT_BREAKS,
    TOLD_SO,
    YEAR,
    Periods,
)
from kith.demo.chapters.protection.made import children_on
from kith.demo.days import NEVER, Days
from kith.demo.households import CHILD_SLOTS
from kith.demo.journeys import MOST, last_31_march
from kith.demo.told_care import CHILDREN
from kith.demo.told_families import TOLD, back, place_of
from kith.demo.world import World

# Not published: how often a brother or sister comes into care as well, of those who go on a plan and of those long in care.
TOGETHER_NOW, TOGETHER_BEFORE = 0.6, 0.55
# Short breaks for each child in care: not published.
BREAKS = 0.03
YEARS = 3
GROUP_OF = {"W": "W", "M": "M", "A": "A", "B": "B", "C": "A", "O": "O", "R": "W", "N": "W"}


def groups_of(world: World, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return the broad census group of each of some people, as the return's figures have them."""
    return np.array([GROUP_OF[str(code)[0]] for code in world.people.ethnicity[rows].tolist()], dtype=object)


def band_of(age_days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the age band of each age in days."""
    return np.searchsorted(
        np.array([*[first for first, _ in AGE_BANDS[1:]], 18]) * YEAR, age_days, side="right"
    )


def periods_of(row: ArrayLike, start: ArrayLike, came: int, need: ArrayLike, first: ArrayLike) -> Periods:
    """Return periods of care that have begun, with no end and no order yet."""
    rows = np.array(row, dtype=np.int64)
    many = len(rows)
    never = np.full(many, NEVER)
    return Periods(
        rows, np.array(start, dtype=np.int64), never.copy(), np.full(many, "", dtype=object),
        np.full(many, came), np.array(need, dtype=object), np.array(first, dtype=object), never.copy(), never.copy(), never.copy(),
    )  # fmt: skip


def _needs(world: World, chance: Chance, many: int) -> NDArray[np.object_]:
    needs = {code: value for code, value in world.care_shape.needs.items() if code != "N8"}
    weights = tuple(value + 0.001 for value in needs.values())
    return np.asarray(pick(chance, tuple(needs) or ("N1",), many, weights or None))


def free_turns(world: World) -> set[int]:
    """Return the families' turns after which they do not come to the front door again but while a plan is open."""
    journeys = world.journeys
    day = np.where(journeys.while_open, NEVER, journeys.day)
    later = np.zeros(day.shape, dtype=bool)
    for number in range(MOST - 2, -1, -1):
        later[:, number] = later[:, number + 1] | (day[:, number + 1] < NEVER)
    family, turn = np.nonzero(~later)
    return set((family * 100 + turn).tolist())


def _choose(
    world: World, chance: Chance, child: NDArray[np.int64], family: NDArray[np.int64], day: Days, ages: NDArray[np.float64],
    groups: dict[str, float], boys: float, together: float, wanted: float, quota: NDArray[np.int64] | None = None, most: NDArray[np.float64] | None = None,
) -> NDArray[np.int64]:  # fmt: skip
    """Return places among children of families on days: about `wanted`, of ages, groups and sex as they should be.

    `ages` is how many of each age band there should be. A brother or sister of one who is chosen comes as well, or not.
    `quota` gives each place a part, and `most` how many of each part are chosen.
    """
    people = world.people
    band = band_of(day - people.households.born[child])
    group, girl = groups_of(world, child), people.households.female[child]
    weight = np.ones(len(child))
    total = sum(groups.values()) or 1.0
    share = {name: value / total for name, value in groups.items()}
    there = {name: max(float((group == name).mean()), 0.002) for name in set(GROUP_OF.values())}
    weight *= np.array([share.get(name, 0.0) / there[name] + 0.01 for name in group.tolist()])
    weight *= np.where(girl, (1 - boys) / 0.487, boys / 0.513)
    have = np.bincount(band, weights=weight, minlength=len(ages))
    left = ages.astype(float).copy()
    weight *= np.maximum(left, 0.02)[band] / np.maximum(have, 0.5)[band]
    order = np.argsort(-np.log(chance.random(len(child))) / weight)
    by_family: dict[int, list[int]] = {}
    for place, of in enumerate(family.tolist()):
        by_family.setdefault(of, []).append(place)
    joins = happens(chance, together, len(child)).tolist()
    bands = band.tolist()
    parts = quota.tolist() if quota is not None else [0] * len(child)
    taken: dict[int, float] = {}
    used: set[int] = set()
    chosen: list[int] = []
    families = family.tolist()
    for tries in (0, 1):
        for place in order.tolist():
            if len(chosen) >= wanted:
                break
            # The first round keeps to the ages; the second makes up the number.
            if (
                families[place] in used
                or (most is not None and taken.get(parts[place], 0) >= most[parts[place]])
                or (left[bands[place]] <= 0.3 and not tries)
            ):
                continue
            theirs = [
                one
                for one in by_family[families[place]]
                if one == place or (joins[one] and left[bands[one]] > -0.6)
            ]
            used.add(families[place])
            chosen += theirs
            taken[parts[place]] = taken.get(parts[place], 0) + len(theirs)
            for one in theirs:
                left[bands[one]] -= 1
    return np.array(sorted(chosen), dtype=np.int64)


def _ages(published: dict[str, float]) -> NDArray[np.float64]:
    return np.array([published.get(name, 0.0) for name in AGES])


def not_alone(world: World) -> tuple[dict[str, float], NDArray[np.float64]]:
    """Return the groups and ages of those in care who did not come alone, as numbers of children."""
    shape = world.care_shape
    groups = dict(shape.groups)
    for name, share in (("A", 0.3), ("B", 0.38), ("O", 0.32)):
        groups[name] = max(groups.get(name, 0.0) - shape.alone * share, 0.02 * shape.children)
    ages = _ages(shape.ages)
    ages[4] = max(ages[4] - 0.85 * shape.alone, 1.0)
    ages[3] = max(ages[3] - 0.15 * shape.alone, 0.5)
    return groups, ages


def from_plans(world: World, free: set[int], earlier: list[Periods]) -> Periods:
    """Return children of families with plans who come into care by agreement or by police protection, to make up the year."""
    journeys, shape, last, chance = (
        world.journeys,
        world.care_shape,
        world.last,
        world.chance("into care from plans"),
    )
    w = world.protection.worries
    there = sum(len(part) for part in earlier)
    wanted = max((shape.started - shape.alone_started) * YEARS * world.scale - there, 0.0)
    family, turn = np.nonzero(journeys.in_need & (journeys.plan_start < NEVER))
    until = np.minimum(journeys.plan_end[family, turn] - 3, last - 1)
    since = journeys.plan_start[family, turn] + 6
    # Nothing else is under way about a family whose child comes into care so.
    busy = np.full(len(journeys.children), -NEVER)
    for day in (w.called, w.decided, w.conference, w.plan_end):
        np.maximum.at(busy, w.family, np.where(day < NEVER, day + 3, -NEVER))
    since = np.maximum(since, busy[family])
    once = np.concatenate([world.people.family[part.row] for part in earlier])
    can = (family >= len(TOLD)) & (since < until) & ~np.isin(family, once)
    can &= np.array([one in free for one in (family * 100 + turn).tolist()], dtype=bool)
    family, since, until = family[can], since[can], until[can]
    day = since + (chance.random(len(family)) * (until - since)).astype(np.int64)
    day = with_a_newborn(world, chance, family, since, until, day)
    children = children_on(world, family, day)
    born = world.people.households.born[children.row]
    kept = (born <= day[children.of]) & (day[children.of] - born < 17.7 * YEAR)
    of, child = children.of[kept], children.row[kept]
    ages = _ages(shape.ages_started) * YEARS * world.scale
    ages[4] -= len(world.alone) * YEARS / (YEARS + 500 / 365)
    born = world.people.households.born
    for part in earlier:
        ages -= np.bincount(band_of(part.start - born[part.row]), minlength=5)[:5]
    groups, _ = not_alone(world)
    chosen = _choose(
        world, chance, child, family[of], day[of], np.maximum(ages, 0), groups, shape.boys, TOGETHER_NOW, wanted,
        quota=(last - day[of]) // 183, most=_each_half_year(world, earlier, wanted + there),
    )  # fmt: skip
    of, child = of[chosen], child[chosen]
    started = shape.statuses_started
    had = {code: sum(float((part.first == code).sum()) for part in earlier) for code in ("L1", "L2")}
    want = {code: max(started.get(code, 0.0) * YEARS * world.scale - had[code], 0.0) for code in ("L1", "L2")}
    youth = started.get("J1", 0.0) * YEARS * world.scale
    many = max(len(chosen), 1)
    # Brothers and sisters come under one status.
    drawn = chance.random(len(family))[of]
    first = np.where(
        drawn < want["L1"] / many, "L1", np.where(drawn < (want["L1"] + want["L2"]) / many, "L2", "V2")
    ).astype(object)
    teens = (first == "V2") & (day[of] - born[child] > 14.5 * YEAR)
    remanded = (
        teens
        & (chance.random(len(first)) < youth / max(teens.sum(), 1))
        & (np.bincount(of, minlength=len(family))[of] == 1)
    )
    first[remanded] = "J1"
    need = _needs(world, chance, len(family))[of]
    need[remanded] = "N6"
    return periods_of(child, day[of], FROM_A_PLAN, need, first)


def with_a_newborn(
    world: World, chance: Chance, family: NDArray[np.int64], since: Days, until: Days, day: Days
) -> Days:
    """Return days on which children may come into care: soon after a birth, where a child is born between two days.

    So many of those who come into care are under one.
    """
    people = world.people
    birth = np.full(len(family), NEVER)
    for slot in range(CHILD_SLOTS):
        row = people.row_in_slot(slot)[family]
        born = np.where(row >= 0, people.households.born[np.maximum(row, 0)], NEVER)
        birth = np.where(
            (born < NEVER) & (born + 3 > since - 120) & (born + 3 < until), np.minimum(birth, born), birth
        )
    soon = np.maximum(birth + 3, since) + chance.exponential(40, len(family)).astype(np.int64)
    return np.where((birth < NEVER) & (soon < until) & (chance.random(len(family)) < 0.85), soon, day)


def _each_half_year(world: World, earlier: list[Periods], whole: float) -> NDArray[np.float64]:
    """Return how many more come in each half year, the latest first, so that as many come in each."""
    most = np.full(YEARS * 2 + 1, whole / (YEARS * 2))
    for part in earlier:
        most -= np.bincount((world.last - part.start) // 183, minlength=len(most))[: len(most)]
    # What an earlier half year had no families for, the others make up.
    return np.asarray(np.maximum(most, 1.0) + 1)


def ages_before(world: World) -> NDArray[np.float64]:
    """Return about how many were in care as the history began of each age band that they are in on 31 March; the last are grown up."""
    shape, scale = world.care_shape, world.scale
    since = (last_31_march(world.last) - world.first) / 365
    _, ages = not_alone(world)
    grown = sum(value for age, value in shape.ages_ceased.items() if age.startswith("18")) * since * 0.85
    # Fewer of the youngest were born then; some of every age have left since.
    return np.append(ages * np.array([0.0, 0.5, 1.0, 1.0, 0.9]), grown) * scale


def from_before(world: World, ages: NDArray[np.float64]) -> Periods:
    """Return the children who were in care as the history began, of families whom an older system knew: see ages_before."""
    shape, first, chance, people = world.care_shape, world.first, world.chance("in care before"), world.people
    march = last_31_march(world.last)
    active = len(world.journeys.children)
    slots = np.nonzero(
        (people.family >= active)
        & (people.family < active + world.dormant - world.older)
        & people.is_child
        & (people.id > 0)
    )[0]
    born = people.households.born[slots]
    # One who has just come has been there for some days.
    child = slots[(born < first - 20) & (first - born < 17.93 * YEAR)]
    groups, _ = not_alone(world)
    day = np.full(len(child), march)
    chosen = child[
        _choose(
            world,
            chance,
            child,
            people.family[child],
            day,
            ages,
            groups,
            shape.boys,
            TOGETHER_BEFORE,
            float(ages.sum()),
        )
    ]
    # For how long they have been there: longer for those who are older, brothers and sisters alike.
    born = people.households.born[chosen]
    families, of = np.unique(people.family[chosen], return_inverse=True)
    drawn = chance.exponential(2.7, len(families))[of] * YEAR + 12
    oldest = np.zeros(len(families))
    np.maximum.at(oldest, of, (first - born).astype(float))
    start = first - np.minimum(drawn, oldest[of] * 0.93).astype(np.int64)
    start = np.minimum(np.maximum(start, born + 3), first - 5)
    found = periods_of(
        chosen,
        start,
        FROM_BEFORE,
        _needs(world, chance, len(families))[of],
        np.full(len(chosen), "V2", dtype=object),
    )
    return found


def alone(world: World) -> Periods:
    """Return those who came by themselves, from the day that they came."""
    people, many = world.people, len(world.alone)
    first = len(people.family_id) - many
    row = people.starts[first : first + many]
    kept = (people.id[row] > 0) & (world.alone - people.households.born[row] < 17.95 * YEAR)
    return periods_of(
        row[kept],
        world.alone[kept],
        CAME_ALONE,
        np.full(int(kept.sum()), "N8", dtype=object),
        np.full(int(kept.sum()), "V2", dtype=object),
    )


def short_breaks(world: World, earlier: Periods) -> Periods:
    """Return disabled children who have short breaks (V4): few, and in no figure of children in care."""
    people, chance, active = world.people, world.chance("short breaks"), len(world.journeys.children)
    wanted = max(round(world.care_shape.children * world.scale * BREAKS), 1)
    busy = np.unique(people.family[earlier.row])
    age = world.first - people.households.born
    child = np.nonzero(
        (people.family >= active) & (people.family < active + world.dormant - world.older) & people.is_child
        & (people.id > 0) & (age > 4 * YEAR) & (age < 14 * YEAR) & ~np.isin(people.family, busy)
    )[0]  # fmt: skip
    child = np.sort(chance.permutation(child)[:wanted])
    start = world.first + chance.integers(10, 500, size=len(child))
    return periods_of(
        child,
        start,
        SHORT_BREAKS,
        np.full(len(child), "N2", dtype=object),
        np.full(len(child), "V4", dtype=object),
    )


def told(world: World) -> Periods:
    """Return the told children's care."""
    slots = [world.people.row_in_slot(slot) for slot in range(CHILD_SLOTS)]
    row = [int(slots[one.child][place_of(one.family)]) for one in CHILDREN]
    start = [min(back(world.today, one.came), world.last) for one in CHILDREN]
    return periods_of(row, start, TOLD_SO, [one.need for one in CHILDREN], ["V2"] * len(row))


def grown_before(world: World) -> Periods:
    """Return young people who had left care at eighteen before the history began, of families whom an older system knew."""
    people, chance, shape = world.people, world.chance("left care before"), world.care_shape
    active, first = len(world.journeys.children), world.first
    age = (first - people.households.born) / YEAR
    child = np.nonzero(
        (people.family >= active + world.dormant - world.older) & (people.family < active + world.dormant)
        & people.is_child & (people.id > 0) & (age > 18.05) & (age < 20.6)
    )[0]  # fmt: skip
    child = np.sort(chance.permutation(child)[: round(shape.leavers * world.scale * 0.66)])
    grown = people.households.born[child] + int(18 * YEAR)
    start = grown - np.minimum(chance.exponential(3.0, len(child)) * YEAR + 150, 15 * YEAR).astype(np.int64)
    return periods_of(
        child, start, FROM_BEFORE, _needs(world, chance, len(child)), np.full(len(child), "V2", dtype=object)
    )
