"""Children who come into care out of protection plans: by the court's interim orders, or by agreement and the court later."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, pick
from kith.demo.chapters.care.made import BY_COURT, FROM_PROTECTION, YEAR, Periods
from kith.demo.chapters.care.who import YEARS, periods_of, with_a_newborn
from kith.demo.chapters.protection import court, legal
from kith.demo.chapters.protection.core_groups import on_plans
from kith.demo.chapters.protection.made import Children
from kith.demo.days import NEVER, Days
from kith.demo.journeys import last_31_march
from kith.demo.told_families import TOLD
from kith.demo.world import World

# Of those who come into care and did not come alone: by the court at once or in days, and by agreement as a protection plan
# ends; how many of the latter come before the court within weeks. Not published.
AT_COURT, AGREED, LATER_AT_COURT = 0.42, 0.36, 0.72


def come(world: World, free: set[int]) -> list[Periods]:
    """Return the children of both ways, and change what courts order so that it is what happens."""
    chance = world.chance("into care out of protection")
    shape, p = world.care_shape, world.protection
    wanted = (shape.started - shape.alone_started) * YEARS * world.scale
    at_court = _choose_at_court(world, chance, free, wanted * AT_COURT)
    worry, day, children = _choose_agreed(world, chance, free, wanted * AGREED)
    goes = np.nonzero(chance.random(len(worry)) < LATER_AT_COURT)[0]
    theirs = np.isin(children.of, goes)
    later = Children(np.searchsorted(goes, children.of[theirs]), children.row[theirs])
    chosen = p.gateways.worry[at_court]
    p.gateways = legal.together(
        p.gateways, legal.after_coming_in(world, chance, worry[goes], day[goes], later)
    )
    of = p.gateways.children.of
    into = np.zeros(len(p.gateways.worry), dtype=bool)
    into[of[np.isin(p.gateways.final, court.INTO_CARE)]] = True
    rows = np.nonzero(into & (p.gateways.issued < NEVER))[0]
    _lengthen(world, rows)
    return [
        _at_court(world, chance, np.nonzero(np.isin(p.gateways.worry, chosen))[0]),
        _agreed(world, worry, day, children),
    ]


def _choose_at_court(world: World, chance: Chance, free: set[int], wanted: float) -> NDArray[np.int64]:
    """Return the gateways that lead into care, and have courts order otherwise of those that do not."""
    p, g, last = world.protection, world.protection.gateways, world.last
    w, of = p.worries, g.children.of
    made = court.made_on(np.minimum(g.issued, NEVER - 30))
    key = w.family[g.worry] * 100 + w.turn[g.worry]
    can = np.array([one in free for one in key.tolist()], dtype=bool)
    can &= (w.family[g.worry] >= len(TOLD)) & (g.issued < NEVER) & (made <= last - 3)
    born = world.people.households.born[g.children.row]
    young = (born <= made[of] + 200) & (made[of] - born < 16.8 * YEAR)
    # What the court orders, it orders for the children of a family alike.
    final = np.full(len(g.worry), "", dtype=object)
    final[of] = g.final
    within = np.zeros(len(g.worry), dtype=bool)
    baby = np.bincount(of[young & (made[of] - born < 1.2 * YEAR)], minlength=len(g.worry)) > 0
    room = np.full(YEARS + 1, wanted / YEARS)
    for row in _babies_first(chance, np.nonzero(can & np.isin(final, court.INTO_CARE))[0], baby):
        year = int((last - made[row]) // 365)
        if room[year] > 0:
            within[row] = True
            room[year] -= (young & (of == row)).sum()
    within[of[~young]] &= np.bincount(of[young], minlength=len(within))[of[~young]] > 0
    g.final = final[of]
    g.final[np.isin(g.final, court.INTO_CARE) & ~(within[of] & young)] = "supervision"
    # Adoption is for young children.
    g.final[(g.final == "placement") & (made[of] - born > 5.5 * YEAR)] = "care"
    return np.nonzero(within)[0]


def _babies_first(chance: Chance, places: NDArray[np.int64], baby: NDArray[np.bool_]) -> list[int]:
    """Return places in an order drawn, families with a baby sooner: so many of those who come into care are so young."""
    found: list[int] = places[np.argsort(chance.random(len(places)) - 0.45 * baby[places])].tolist()
    return found


def _choose_agreed(
    world: World, chance: Chance, free: set[int], wanted: float
) -> tuple[NDArray[np.int64], Days, Children]:
    """Return worries whose children come into care by agreement, in order, on which days, and the children."""
    p, last = world.protection, world.last
    w, rows = p.worries, on_plans(world)
    # A family comes before the court once, or not at all.
    rows = rows[~np.isin(w.family[rows], w.family[p.gateways.worry]) & (w.family[rows] >= len(TOLD))]
    rows = rows[np.sort(np.unique(w.family[rows], return_index=True)[1])]
    key = w.family[rows] * 100 + w.turn[rows]
    since = w.conference[rows] + 50
    until = np.minimum(np.minimum(w.plan_end[rows], last - 2), w.conference[rows] + 420)
    can = np.array([one in free for one in key.tolist()], dtype=bool) & (until > since)
    days = since + (chance.random(len(rows)) * np.maximum(until - since, 1)).astype(np.int64)
    days = with_a_newborn(world, chance, w.family[rows], since, until, days)
    born = world.people.households.born
    chosen: dict[int, tuple[int, list[int]]] = {}
    room = np.full(YEARS + 1, wanted / YEARS)
    of_all = p.children.of
    days_of = np.full(len(w), -NEVER)
    days_of[rows] = days
    little = days_of[of_all] - born[p.children.row]
    baby = np.isin(rows, of_all[(little > 0) & (little < YEAR)])
    for place in _babies_first(chance, np.nonzero(can)[0], baby):
        day = int(days[place])
        if room[(last - day) // 365] <= 0:
            continue
        children = p.children_of(np.array([rows[place]])).row
        children = children[(born[children] <= day) & (day - born[children] < 16.7 * YEAR)]
        if len(children):
            chosen[int(rows[place])] = (day, children.tolist())
            room[(last - day) // 365] -= len(children)
    worry = np.array(sorted(chosen), dtype=np.int64)
    of = [place for place, one in enumerate(worry.tolist()) for _ in chosen[one][1]]
    row = [child for one in worry.tolist() for child in chosen[one][1]]
    return (
        worry,
        np.array([chosen[one][0] for one in worry.tolist()], dtype=np.int64),
        Children(np.array(of, dtype=np.int64), np.array(row, dtype=np.int64)),
    )


def _lengthen(world: World, rows: NDArray[np.int64]) -> None:
    """Have the court take as long over those in care that as many are under interim orders on 31 March as was published."""
    g, shape, last = world.protection.gateways, world.care_shape, world.last
    wanted = shape.statuses.get("C1", 0.0) * world.scale
    if not len(rows) or wanted <= 0:
        return
    into = np.isin(g.final, court.INTO_CARE)
    made, lasts = court.made_on(g.issued[rows]), g.ends[rows] - g.issued[rows]
    children = np.bincount(g.children.of[into], minlength=len(g.worry))[rows]
    day = last_31_march(last)
    low, high = 0.7, 2.4
    for _ in range(12):
        middle = (low + high) / 2
        stock = float(children[(made <= day) & (made + lasts * middle > day)].sum())
        low, high = (middle, high) if stock < wanted else (low, middle)
    g.ends[rows] = g.issued[rows] + np.maximum((lasts * low).astype(np.int64), 70)


def _at_court(world: World, chance: Chance, gateways: NDArray[np.int64]) -> Periods:
    p, g, last, shape = world.protection, world.protection.gateways, world.last, world.care_shape
    w, of = p.worries, g.children.of
    chosen = np.nonzero(np.isin(g.final, court.INTO_CARE) & np.isin(of, gateways))[0]
    gateway, many = of[chosen], len(chosen)
    made = court.made_on(np.minimum(g.issued, NEVER - 30))
    # How each family's care began, and how long before the interim order.
    direct = shape.statuses_started.get("C1", 0) * YEARS * world.scale / max(many, 1)
    size = len(g.worry)
    how = np.where(
        chance.random(size) < direct, "C1", pick(chance, ("V2", "L1", "L2"), size, (50, 40, 10))
    ).astype(object)
    before = np.select([how == "V2", how == "L1", how == "L2"], [chance.integers(9, 50, size=size), 2, 6], 0)
    protected = np.maximum(w.conference[g.worry] + 40, world.first + 2)
    start = np.where(made - before > protected, made - before, made)
    how[start == made] = "C1"
    found = periods_of(
        g.children.row[chosen], start[gateway], BY_COURT, np.full(many, "N1", dtype=object), how[gateway]
    )
    # One who was born since comes into care as they are born.
    found.start = np.maximum(found.start, world.people.households.born[found.row] + 1)
    found.interim = np.maximum(made[gateway], found.start)
    found.first[found.interim == found.start] = "C1"
    _orders(world, found, g.ends[gateway], g.final[chosen])
    p.ending[g.worry[gateways]] = "came_into_care"
    w.plan_end[g.worry[gateways]] = start[gateways]
    return found.rows(found.start < np.minimum(found.end, last))


def _agreed(world: World, worry: NDArray[np.int64], day: Days, children: Children) -> Periods:
    p, g = world.protection, world.protection.gateways
    many = len(children.row)
    found = periods_of(
        children.row,
        day[children.of],
        FROM_PROTECTION,
        np.full(many, "N1", dtype=object),
        np.full(many, "V2", dtype=object),
    )
    gateway = {int(one): place for place, one in enumerate(g.worry.tolist())}
    mine = np.array([gateway.get(int(worry[of]), -1) for of in children.of.tolist()], dtype=np.int64)
    goes = (mine >= 0) & (g.issued[mine] < NEVER)
    made = court.made_on(np.minimum(g.issued[mine], NEVER - 30))
    goes &= made <= world.last
    found.interim = np.where(goes, made, NEVER)
    place = {
        (int(of), int(row)): one
        for one, (of, row) in enumerate(zip(g.children.of.tolist(), g.children.row.tolist(), strict=True))
    }
    child = np.array(
        [
            place.get((int(of), int(row)), 0)
            for of, row in zip(mine.tolist(), found.row.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    if len(g.final):
        _orders(world, found, np.where(goes, g.ends[mine], NEVER), g.final[child])
    p.ending[worry] = "came_into_care"
    p.worries.plan_end[worry] = day
    return found


def _orders(world: World, found: Periods, over: Days, final: NDArray[np.object_]) -> None:
    """Fill in the orders with which the court's cases end."""
    ended = over <= world.last
    found.full = np.where(ended & (final == "care"), over, NEVER)
    found.placement_order = np.where(ended & (final == "placement"), over, NEVER)
    guardians = ended & (final == "special_guardianship")
    found.end = np.where(guardians, over, found.end)
    found.why[guardians] = "E45"
