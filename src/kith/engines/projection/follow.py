"""The loops that follow one family, and one child in care, through the chain, compiled to machine code.

Nothing here decides anything: hazards, entries and levers arrive as arrays. Until care begins, brothers and
sisters share their family's moves, because a family has one plan; when the family comes to a care event each
child enters care, or not, with a chance that depends on age, so siblings enter together. In care each child has
chance of its own. Whoever turns 18 leaves on the birthday.

Families, and children, go in step: all take their first turn before anyone takes a second. What follows for one then
waits for nothing that another does, so that the processor works on many at a time; a person's turns are what they
would be alone.

A time is drawn by spending one exponential number against the hazard, band by band. A lever that lowers
a hazard lets some of the moves not happen (thinning); one that raises it adds moves from a second clock. Both
leave everyone else's chance untouched, and a lever of no effect changes nothing at all.

All loops are in this one file, long as it is: the machine code that is kept of one is known to be old by the date of the
file of the loop that was called, and by that alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.chain import (
    ADULT,
    AGE_EDGES,
    AGES,
    CLOCK_EDGES,
    CLOCKS,
    FIRST_CARE,
    LAST_CARE,
    STATES,
    State,
)
from kith.engines.projection.chance import (
    compiled,
    compiled_inside,
    exponential,
    exponentials,
    key_of,
    uniform,
    uniforms,
)

_AGES, _CLOCKS, _STATES = AGES, CLOCKS, STATES
_FIRST_CARE, _LAST_CARE = FIRST_CARE, LAST_CARE
_LAST_WITH_MOVES = int(State.KINSHIP_ORDER)
_TURNED_18, _HELP_ENDED = int(State.TURNED_18), int(State.HELP_ENDED)
_ASSESSMENT = int(State.ASSESSMENT)
_ADULT = ADULT
_NEVER = 1e18
_LARGEST_FAMILY = 4
# Streams within a key, far apart so that they never meet.
_EXTRA = np.uint64(1) << np.uint64(40)
_KEPT = np.uint64(1) << np.uint64(41)
_WHO = np.uint64(1) << np.uint64(42)
_ENTERS = np.uint64(1) << np.uint64(43)
_ONE, _TWO = np.uint64(1), np.uint64(2)
# What a course holds: see `follow_families`.
_BEFORE, _EDGE, _HAZARD, _WAIT, _MARKS = range(5)
# How many families, or children, go in step: enough to keep the processor busy, few enough to fit in its cache.
_IN_STEP = 1024
# What a state that goes on "arrives" at, for arrays of small numbers.
_STAYS = 255
# Into how many equal parts a chance is cut to look up where a draw from shares begins its search.
_GUIDES = 1024


def guide_to(cumulative: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return, for each part of a chance, the first of these added-up shares that it may fall in."""
    first = np.searchsorted(cumulative, np.arange(_GUIDES) / _GUIDES)
    return np.minimum(first, len(cumulative) - 1).astype(np.uint8)


@compiled_inside
def _band_of_age(age):
    # Counted, because a loop that may stop anywhere is slow.
    band = 0
    for edge in range(1, _AGES):
        band += age >= AGE_EDGES[edge]
    return band


@compiled_inside
def _band_of_clock(clock):
    band = 0
    for edge in range(1, _CLOCKS):
        band += clock >= CLOCK_EDGES[edge]
    return band


@compiled_inside
def _first_month(time):
    return int(np.ceil(time * 12.0 - 1e-9))


@compiled
def lever_factor(masks, factors, profiles, path, time, source, target):
    """Return what a scenario multiplies a move by, at a time in years."""
    product = 1.0
    month = min(int(time * 12.0), profiles.shape[1] - 1)
    for lever in range(masks.shape[0]):
        if masks[lever, source, target]:
            product *= 1.0 + (factors[path, lever] - 1.0) * profiles[lever, month]
    return product


@compiled
def extra_move(
    key,
    counter,
    state,
    age,
    clock,
    time,
    until,
    rates,
    targets,
    target_counts,
    masks,
    factors,
    profiles,
    path,
):
    """Return when a raised hazard adds a move, and to where; (never, stays) if it does not before `until`.

    Bands of age and clock are taken at the start of each month, which is fine enough for an addition.
    """
    spend = exponential(key, _EXTRA + counter)
    now = time
    while now < until:
        step = min((np.floor(now * 12.0 + 1e-9) + 1.0) / 12.0, until) - now
        age_band, clock_band = _band_of_age(age + now - time), _band_of_clock(clock + now - time)
        extra = 0.0
        for each in range(target_counts[state]):
            factor = lever_factor(masks, factors, profiles, path, now + 1e-9, state, targets[state, each])
            extra += rates[state, age_band, clock_band, each] * max(factor - 1.0, 0.0)
        if extra * step >= spend:
            now += spend / extra
            mark = uniform(key, _EXTRA + _ENTERS + counter) * extra
            for each in range(target_counts[state]):
                factor = lever_factor(masks, factors, profiles, path, now, state, targets[state, each])
                mark -= rates[state, age_band, clock_band, each] * max(factor - 1.0, 0.0)
                if mark <= 0.0:
                    return now, targets[state, each]
            return now, targets[state, target_counts[state] - 1]
        spend -= extra * step
        now += step
    return _NEVER, _STAYS


@compiled
def _next_events(
    waiting, who, states, groups, at_age, clocks, now, age_bands, clock_bands, spends, added, totals, horizon,
    movers, others,
):  # fmt: skip
    """Spend each waiting child's number against the hazard, band by band, until all have moved or come to an end.

    Lists the movers, and the others: taken by a raised hazard, or 18, or there at the horizon. Returns how many.
    """
    moving, ending, left_waiting = 0, 0, waiting
    while left_waiting > 0:
        still = 0
        for each in range(left_waiting):
            child = who[each]
            time, age, clock, spend = now[child], at_age[child], clocks[child], spends[child]
            age_band, clock_band = age_bands[child], clock_bands[child]
            left = min(horizon - time, _ADULT - age)
            to_age, to_clock = AGE_EDGES[age_band + 1] - age, CLOCK_EDGES[clock_band + 1] - clock
            step = min(left, min(to_age, to_clock))
            total = totals[groups[child], states[child], age_band, clock_band]
            spent = spend <= total * step
            wait = spend / total
            lasts = min(wait, step)
            time += lasts
            moves = spent & (time < added[child])
            ends = spent | (step == left) | (time >= added[child])
            older, later = (not ends) & (step == to_age), (not ends) & (step == to_clock)
            now[child] = time
            one = np.float64(older)
            at_age[child] = one * AGE_EDGES[age_band + 1] + (1.0 - one) * (age + lasts)
            one = np.float64(later)
            clocks[child] = one * CLOCK_EDGES[clock_band + 1] + (1.0 - one) * (clock + lasts)
            age_bands[child], clock_bands[child] = age_band + older, clock_band + later
            spends[child] = spend - total * step
            movers[moving] = child
            moving += moves
            others[ending] = child
            ending += ends & (not moves)
            who[still] = child
            still += not ends
        left_waiting = still
    return moving, ending


@compiled
def _where_to(
    moving, movers, states, groups, age_bands, clock_bands, marks, totals, rates, targets, target_counts, arrives,
):  # fmt: skip
    """Find where each mover goes, by the shares of the hazard in the bands of the move."""
    for each in range(moving):
        child = movers[each]
        state, group = states[child], groups[child]
        age_band, clock_band = age_bands[child], clock_bands[child]
        mark = marks[each] * totals[group, state, age_band, clock_band]
        place, last = np.uint64(0), np.uint64(target_counts[state] - 1)
        mark -= rates[group, state, age_band, clock_band, 0]
        while mark > 0.0 and place < last:
            place += _ONE
            mark -= rates[group, state, age_band, clock_band, place]
        arrives[child] = targets[state, place]


@compiled
def follow_children(
    number, states, at_age, clocks, now, keys, groups, path, totals, rates,
    targets, target_counts, flow_codes, masks, factors, profiles, raising, horizon, stock, flows, ages,
):  # fmt: skip
    """Follow a list of `number` children in step from care, or from having left it, to the horizon.

    Adds to this path's stock (month, state), as changes from month to month, to flows (year, 1 + flow; the first
    takes the moves that nobody counts) and to ages (year, age band). `totals` and `rates` are the hazards of the two
    groups of children, (group, state, age, clock[, target]). The list is written over: it ends as they did.
    """
    last_month = stock.shape[0] - 2
    live, waiting = np.empty(number, np.uint32), np.empty(number, np.uint32)
    movers, others = np.empty(number, np.uint32), np.empty(number, np.uint32)
    turn_keys, drawn, spends = np.empty(number, np.uint64), np.empty(number), np.empty(number)
    age_bands, clock_bands = np.empty(number, np.uint8), np.empty(number, np.uint8)
    firsts, arrives = np.empty(number, np.uint32), np.zeros(number, np.uint8)
    added, added_to = np.full(number, _NEVER), np.full(number, _STAYS, np.uint8)
    living = 0
    for child in range(number):
        firsts[child] = _first_month(now[child])
        stock[firsts[child], states[child]] += 1
        live[living] = child
        living += states[child] <= _LAST_WITH_MOVES
    turn = np.uint64(0)
    while living > 0:
        for each in range(living):
            turn_keys[each] = keys[live[each]]
        exponentials(turn_keys[:living], turn * _TWO, drawn[:living])
        for each in range(living):
            child = live[each]
            waiting[each], spends[child] = child, drawn[each]
            if arrives[child] != _STAYS:
                # A stay begins. (Where a lever prevented a move, the one before goes on.)
                age_bands[child] = _band_of_age(at_age[child])
                clock_bands[child] = _band_of_clock(clocks[child])
                if raising:
                    added[child], added_to[child] = extra_move(
                        keys[child], turn, states[child], at_age[child], clocks[child], now[child],
                        min(horizon, now[child] + _ADULT - at_age[child]),
                        rates[groups[child]], targets, target_counts, masks, factors, profiles, path,
                    )  # fmt: skip
        moving, ending = _next_events(
            living, waiting, states, groups, at_age, clocks, now, age_bands, clock_bands, spends, added, totals, horizon,
            movers, others,
        )  # fmt: skip
        for each in range(moving):
            turn_keys[each] = keys[movers[each]]
        uniforms(turn_keys[:moving], turn * _TWO + _ONE, drawn[:moving])
        _where_to(
            moving, movers, states, groups, age_bands, clock_bands, drawn, totals, rates, targets, target_counts, arrives,
        )  # fmt: skip
        for each in range(ending):
            child = others[each]
            if added_to[child] != _STAYS:
                at_age[child] += added[child] - now[child]
                clocks[child] += added[child] - now[child]
                now[child] = added[child]
                arrives[child] = added_to[child]
            elif at_age[child] >= _ADULT - 1e-9:
                arrives[child] = _TURNED_18
            else:
                arrives[child] = _STAYS
            movers[moving + each] = child
        living = 0
        for each in range(moving + ending):
            child = movers[each]
            state, arrived, time = states[child], arrives[child], now[child]
            if masks.shape[0] > 0 and each < moving:
                factor = lever_factor(masks, factors, profiles, path, time, state, arrived)
                if factor < 1.0 and uniform(keys[child], _KEPT + turn) >= factor:
                    # The lever prevented this move: the child stays and chance goes on from here.
                    arrives[child] = _STAYS
                    live[living] = child
                    living += 1
                    continue
            beyond = np.uint32(last_month + 1 if arrived == _STAYS else _first_month(time))
            in_care = (state >= _FIRST_CARE) & (state <= _LAST_CARE)
            if in_care:
                year = (firsts[child] + 11) // 12
                while year * 12 < beyond:
                    ages[year, _band_of_age(at_age[child] - (time - year))] += 1
                    year += 1
            if arrived == _STAYS:
                continue
            stock[beyond, state] -= 1
            stock[beyond, arrived] += 1
            flows[min(int(time), flows.shape[0] - 1), flow_codes[state, arrived]] += 1
            if not (in_care & (arrived >= _FIRST_CARE) & (arrived <= _LAST_CARE)):
                clocks[child] = 0.0
            states[child], firsts[child] = arrived, beyond
            live[living] = child
            living += arrived <= _LAST_WITH_MOVES
        turn += _ONE


@compiled_inside
def _still_here(begin, at_age, present, first_child, end, horizon):
    """Return how many of a family's children are there; when the last turns 18, or the horizon; when the next does."""
    size, until, birthday = 0, begin, _NEVER
    for child in range(first_child, end):
        if present[child]:
            size += 1
            until = max(until, begin + _ADULT - at_age[child])
            birthday = min(birthday, begin + _ADULT - at_age[child])
    return size, min(until, horizon), birthday


@compiled
def _next_moves(
    living, live, states, bands, clocks, now, spends, marks, course, early_targets, whens, arrives
):
    """Find when each living family moves next and where to; the band of the clock becomes the one of that time."""
    for each in range(living):
        family = live[each]
        state, band, clock = states[family], bands[family], clocks[family]
        goal = course[state, band, _BEFORE] + course[state, band, _HAZARD] * (
            clock - course[state, band, _EDGE]
        )
        goal += spends[each]
        # As many bands as the goal is beyond; counted, because a loop that may stop anywhere is slow.
        band = np.uint8(0)
        for edge in range(1, _CLOCKS):
            band += np.uint8(goal > course[state, edge, _BEFORE])
        # Where nothing can happen the hazard is 0, and the time until it does infinite.
        reached = (
            course[state, band, _EDGE] + (goal - course[state, band, _BEFORE]) * course[state, band, _WAIT]
        )
        # Rates to states before care are the same at every age; those into care come after, as one event.
        place = np.uint8(0)
        for after in range(_MARKS, course.shape[2]):
            place += np.uint8(marks[each] > course[state, band, after])
        whens[family], arrives[family] = now[family] + reached - clock, early_targets[state, place]
        bands[family] = band


@compiled
def _set_apart(living, live, whens, arrives, untils, birthdays, horizon, quick, slow):
    """List families that go on together, and those that must be looked at child by child; return how many."""
    quickly, slowly = 0, 0
    for each in range(living):
        family = live[each]
        arrived, moves = arrives[family], whens[family] < untils[family]
        together = (birthdays[family] > whens[family]) & ((arrived < _FIRST_CARE) | (arrived == _HELP_ENDED))
        together = moves & (together | (arrived == _STAYS))
        quick[quickly] = family
        quickly += together
        slow[slowly] = family
        slowly += (not together) & (moves | (birthdays[family] < horizon))
    return quickly, slowly


@compiled
def _go_on(quickly, quick, states, bands, clocks, now, sizes, whens, arrives, flow_codes, stock, flows, live):
    """Move whole families on; list those who live on, and return how many."""
    living = 0
    last_year = flows.shape[0] - 1
    for each in range(quickly):
        family = quick[each]
        state, arrived, when, size = states[family], arrives[family], whens[family], sizes[family]
        if arrived == _STAYS:
            clocks[family] += when - now[family]
            now[family] = when
            live[living] = family
            living += 1
            continue
        month = np.uint32(_first_month(when))
        stock[month, state] -= size
        stock[month, arrived] += size
        flows[min(np.uint32(when), np.uint32(last_year)), flow_codes[state, arrived]] += size
        states[family], clocks[family], bands[family], now[family] = arrived, 0.0, 0, when
        live[living] = family
        living += arrived != _HELP_ENDED
    return living


@compiled_inside
def _child_by_child(
    slowly, slow, turn, states, bands, clocks, now, begins, keys, sizes, untils, birthdays, first_children, at_age,
    present, whens, arrives, enters, rates, targets, target_counts, flow_codes, horizon, stock, flows, living, live,
    entered_care, care_states, care_ages, care_clocks, care_begins, care_keys, care_groups,
):  # fmt: skip
    """Move on those of a family whom it concerns: one turns 18, some enter care. Add families that live on to `live`.

    Returns how many live on, and how many children the list of care holds, now.
    """
    for each in range(slowly):
        family = slow[each]
        state, band, arrived = states[family], bands[family], arrives[family]
        time = whens[family]
        if time >= untils[family]:
            time, arrived = untils[family], np.uint8(_STAYS)
        year = min(int(time), flows.shape[0] - 1)
        first_child = first_children[family]
        for child in range(first_child, first_children[family + 1]):
            if not present[child]:
                continue
            birthday = begins[family] + _ADULT - at_age[child]
            if birthday <= time and birthday < horizon:
                present[child] = False
                stock[_first_month(birthday), state] -= 1
                stock[_first_month(birthday), _TURNED_18] += 1
                continue
            if arrived == _STAYS:
                continue
            month = _first_month(time)
            if arrived < _FIRST_CARE or arrived == _HELP_ENDED:
                stock[month, state] -= 1
                stock[month, arrived] += 1
                flows[year, flow_codes[state, arrived]] += 1
                continue
            age = at_age[child] + time - begins[family]
            age_band = _band_of_age(age)
            chance = _ENTERS + turn * np.uint64(16) + np.uint64(child - first_child)
            if uniform(keys[family], chance) > enters[state, age_band, band]:
                continue
            present[child] = False
            total = 0.0
            for place in range(target_counts[state]):
                if _FIRST_CARE <= targets[state, place] <= _LAST_CARE:
                    total += rates[state, age_band, band, place]
            mark = uniform(keys[family], chance + np.uint64(8)) * total
            home = _FIRST_CARE
            for place in range(target_counts[state]):
                if (
                    _FIRST_CARE <= targets[state, place] <= _LAST_CARE
                    and rates[state, age_band, band, place] > 0.0
                ):
                    home = targets[state, place]
                    mark -= rates[state, age_band, band, place]
                    if mark <= 0.0:
                        break
            stock[month, state] -= 1
            flows[year, flow_codes[state, home]] += 1
            care_states[entered_care], care_groups[entered_care] = home, 0
            care_ages[entered_care], care_clocks[entered_care] = age, 0.0
            care_begins[entered_care] = time
            care_keys[entered_care] = key_of(keys[family], _ONE, np.uint64(child - first_child + 1))
            entered_care += 1
        sizes[family], untils[family], birthdays[family] = _still_here(
            begins[family], at_age, present, first_child, first_children[family + 1], horizon
        )
        clocks[family] += time - now[family]
        now[family] = time
        if arrived < _FIRST_CARE:
            states[family], clocks[family], bands[family] = arrived, 0.0, 0
        live[living] = family
        living += (arrived != _STAYS) & (arrived != _HELP_ENDED) & (sizes[family] > 0)
    return living, entered_care


@compiled
def follow_families(
    living, states, clocks, begins, keys, sizes, untils, birthdays, first_children, at_age, present, path,
    course, enters, early_targets, rates, targets, target_counts, flow_codes, masks, factors, profiles, raising,
    horizon, stock, flows,
    entered_care, care_states, care_ages, care_clocks, care_begins, care_keys, care_groups,
):  # fmt: skip
    """Follow a list of families that are not in care, in step; add to the list of care each child who enters care.

    `course` says how a state goes, (state, clock, what): the cumulative hazard and the time at which the clock's
    band begins, the hazard in it (with the care event's at the age most at risk), one over it, and from there on
    the shares of it, added up, that go to each of `early_targets`, (state, most + 1), the last being care.
    `enters` is the chance that a child of an age enters care at a care event, (state, age, clock). Moves other
    than into care do not depend on age. Stock and flows are those of `follow_children`.

    Returns how many children the list of care holds now.
    """
    most = living
    live, quick, slow = np.empty(most, np.uint32), np.empty(most, np.uint32), np.empty(most, np.uint32)
    turn_keys, spends, marks = np.empty(most, np.uint64), np.empty(most), np.empty(most)
    now, bands = begins.copy(), np.empty(most, np.uint8)
    whens, arrives = np.empty(most), np.empty(most, np.uint8)
    for family in range(living):
        live[family], bands[family] = family, _band_of_clock(clocks[family])
        stock[np.uint32(_first_month(now[family])), states[family]] += sizes[family]
    turn = np.uint64(0)
    while living > 0:
        for each in range(living):
            turn_keys[each] = keys[live[each]]
        exponentials(turn_keys[:living], turn * _TWO, spends[:living])
        uniforms(turn_keys[:living], turn * _TWO + _ONE, marks[:living])
        _next_moves(
            living, live, states, bands, clocks, now, spends, marks, course, early_targets, whens, arrives
        )
        if masks.shape[0] > 0:
            for each in range(living):
                family = live[each]
                added, added_to = _NEVER, _STAYS
                if raising:
                    lead = at_age[first_children[family]] + now[family] - begins[family]
                    added, added_to = extra_move(
                        keys[family], turn, states[family], min(lead, _ADULT - 1e-6), clocks[family], now[family],
                        min(whens[family], untils[family]),
                        rates, targets, target_counts, masks, factors, profiles, path,
                    )  # fmt: skip
                if added < whens[family]:
                    whens[family], arrives[family] = added, added_to
                elif whens[family] < untils[family]:
                    factor = lever_factor(
                        masks, factors, profiles, path, whens[family], states[family], arrives[family]
                    )
                    if factor < 1.0 and uniform(keys[family], _KEPT + turn) >= factor:
                        arrives[family] = _STAYS
        # What nearly always happens is that a whole family goes on together, or is still there at the horizon.
        quickly, slowly = _set_apart(living, live, whens, arrives, untils, birthdays, horizon, quick, slow)
        living = _go_on(
            quickly, quick, states, bands, clocks, now, sizes, whens, arrives, flow_codes, stock, flows, live
        )
        living, entered_care = _child_by_child(
            slowly, slow, turn, states, bands, clocks, now, begins, keys, sizes, untils, birthdays, first_children, at_age,
            present, whens, arrives, enters, rates, targets, target_counts, flow_codes, horizon, stock, flows, living, live,
            entered_care, care_states, care_ages, care_clocks, care_begins, care_keys, care_groups,
        )  # fmt: skip
        turn += _ONE
    return entered_care


@compiled_inside
def _drawn_from(cumulative, guide, chance):
    place = np.int64(guide[np.uint32(chance * _GUIDES)])
    while place < cumulative.shape[0] - 1 and chance > cumulative[place]:
        place += 1
    return place


@compiled_inside
def _age_from(cumulative, guide, chance):
    place = _drawn_from(cumulative, guide, chance)
    below = cumulative[place - 1] if place > 0 else 0.0
    return place + min((chance - below) / (cumulative[place] - below), 0.999999)


@compiled
def follow_paths(
    first_path, last_path, seed,
    care_state, care_age, care_clock, care_group, family_start, family_state, family_clock, family_age,
    course, enters, early_targets, totals, rates, targets, target_counts, flow_codes,
    family_counts, family_kept, alone_counts, alone_kept, age_of_need, size_of_family, age_alone, home_alone,
    guide_of_need, guide_of_size, guide_alone, guide_of_home,
    masks, factors, profiles, horizon, stock, flows, ages,
):  # fmt: skip
    """Follow everyone on paths `first_path` up to `last_path`, filling those rows of the results.

    The arrays are described where they are made, in `paths`. The order of paths does not matter.
    """
    draws = totals.shape[0]
    for path in range(first_path, last_path):
        draw = path % draws
        number = np.uint64(path)
        # Not begun at False and changed: the loops would be compiled for that one value, and then again.
        raising = (factors[path] > 1.0).any()

        counted = np.zeros((flows.shape[1], 1 + flows.shape[2]), np.int32)
        families, children = family_state.shape[0], family_age.shape[0]
        most_families = families + family_counts[path].sum()
        most_children = children + _LARGEST_FAMILY * family_counts[path].sum()
        states, keys = np.empty(most_families, np.uint8), np.empty(most_families, np.uint64)
        clocks, begins = np.zeros(most_families), np.zeros(most_families)
        months, drawn = np.empty(most_families, np.uint16), np.empty(most_families)
        first_children = np.empty(most_families + 1, np.uint32)
        at_age, present = np.empty(most_children), np.ones(most_children, np.bool_)
        sizes = np.empty(most_families, np.uint8)
        untils, birthdays = np.empty(most_families), np.empty(most_families)
        states[:families], clocks[:families] = family_state, family_clock
        first_children[: families + 1] = family_start
        at_age[:children] = family_age
        for family in range(families):
            keys[family] = key_of(seed + _TWO, number, np.uint64(family))
            sizes[family], untils[family], birthdays[family] = _still_here(
                0.0, at_age, present, first_children[family], first_children[family + 1], horizon
            )
        there = families
        for month in range(family_counts.shape[1]):
            kept = family_kept[path, month]
            for each in range(family_counts[path, month]):
                key = key_of(seed, number, (np.uint64(month + 1) << np.uint64(32)) + np.uint64(each))
                keys[families], months[families] = key, month
                families += kept >= 1.0 or uniform(key, _KEPT + _WHO) < kept
        states[there:families] = _ASSESSMENT
        uniforms(keys[there:families], _WHO, begins[there:families])
        uniforms(keys[there:families], _WHO + _ONE, drawn[there:families])
        for family in range(there, families):
            begin = (months[family] + begins[family]) / 12.0
            size = 1 + _drawn_from(size_of_family, guide_of_size, drawn[family])
            until, birthday = begin, _NEVER
            for child in range(size):
                age = _age_from(
                    age_of_need, guide_of_need, uniform(keys[family], _WHO + np.uint64(10 + child))
                )
                at_age[children] = age
                children += 1
                until, birthday = max(until, begin + _ADULT - age), min(birthday, begin + _ADULT - age)
            begins[family], sizes[family] = begin, size
            untils[family], birthdays[family] = min(until, horizon), birthday
            first_children[family + 1] = children
            counted[min(int(begin), flows.shape[1] - 1), 1] += size

        most = care_state.shape[0] + children + alone_counts[path].sum()
        in_states, in_groups = np.empty(most, np.uint8), np.zeros(most, np.uint8)
        in_ages, in_clocks, in_begins = np.empty(most), np.zeros(most), np.zeros(most)
        in_keys = np.empty(most, np.uint64)
        listed = care_state.shape[0]
        in_states[:listed], in_ages[:listed] = care_state, care_age
        in_clocks[:listed], in_groups[:listed] = care_clock, care_group
        for child in range(listed):
            in_keys[child] = key_of(seed, number, np.uint64(child))
        for month in range(alone_counts.shape[1]):
            for each in range(alone_counts[path, month]):
                key = key_of(seed + _ONE, number, (np.uint64(month + 1) << np.uint64(32)) + np.uint64(each))
                kept = alone_kept[path, month]
                if kept < 1.0 and uniform(key, _KEPT + _WHO) >= kept:
                    continue
                begin = (month + uniform(key, _WHO)) / 12.0
                in_ages[listed] = _age_from(age_alone, guide_alone, uniform(key, _WHO + _ONE))
                in_states[listed] = _FIRST_CARE + _drawn_from(
                    home_alone, guide_of_home, uniform(key, _WHO + np.uint64(3))
                )
                in_begins[listed], in_keys[listed], in_groups[listed] = begin, key, 1
                counted[min(int(begin), flows.shape[1] - 1), 2] += 1
                listed += 1

        for start in range(0, families, _IN_STEP):
            end = min(start + _IN_STEP, families)
            listed = follow_families(
                end - start, states[start:end], clocks[start:end], begins[start:end], keys[start:end],
                sizes[start:end], untils[start:end], birthdays[start:end], first_children[start : end + 1],
                at_age, present, path, course[draw], enters[draw], early_targets,
                rates[draw, 0], targets, target_counts, flow_codes, masks, factors, profiles, raising, horizon,
                stock[path], counted, listed, in_states, in_ages, in_clocks, in_begins, in_keys, in_groups,
            )  # fmt: skip
        for start in range(0, listed, _IN_STEP):
            end = min(start + _IN_STEP, listed)
            follow_children(
                end - start, in_states[start:end], in_ages[start:end], in_clocks[start:end], in_begins[start:end],
                in_keys[start:end], in_groups[start:end], path, totals[draw], rates[draw],
                targets, target_counts, flow_codes, masks, factors, profiles, raising, horizon,
                stock[path], counted, ages[path],
            )  # fmt: skip
        flows[path] += counted[:, 1:]
        for month in range(1, stock.shape[1]):
            for state in range(_STATES):
                stock[path, month, state] += stock[path, month - 1, state]
