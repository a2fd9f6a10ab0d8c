"""The loops that follow one family, and one child in care, through the chain, compiled to machine code.

Nothing here decides anything: hazards, entries and levers arrive as arrays. Until care begins, brothers and
sisters share their family's moves, because a family has one plan; when the family comes to a care event each
child enters care, or not, with a chance that depends on age, so siblings enter together. In care each child has
chance of its own. Whoever turns 18 leaves on the birthday.

A time is drawn by spending one exponential number against the hazard, band by band. A lever that lowers
a hazard lets some of the moves not happen (thinning); one that raises it adds moves from a second clock. Both
leave everyone else's chance untouched, and a lever of no effect changes nothing at all.
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
# Turns for which chance is drawn for all at once, before anyone is followed.
_AHEAD = 4
# Into how many equal parts a chance is cut to look up where a draw from shares begins its search.
_GUIDES = 128


def guide_to(cumulative: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return, for each part of a chance, the first of these added-up shares that it may fall in."""
    guide: NDArray[np.int64] = np.minimum(
        np.searchsorted(cumulative, np.arange(_GUIDES) / _GUIDES), len(cumulative) - 1
    )
    return guide


@compiled_inside
def _band_of_age(age):
    band = 0
    while band < _AGES - 1 and age >= AGE_EDGES[band + 1]:
        band += 1
    return band


@compiled_inside
def _band_of_clock(clock):
    band = 0
    while clock >= CLOCK_EDGES[band + 1]:
        band += 1
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
    """Return when a raised hazard adds a move, and to where; (never, -1) if it does not before `until`.

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
    return _NEVER, -1


@compiled
def follow_children(
    number, states, at_age, clocks, begins, keys, spends, groups, path, totals_0, totals_1, rates_0, rates_1,
    targets, target_counts, flow_codes, masks, factors, profiles, raising, horizon, stock, flows, ages,
):  # fmt: skip
    """Follow the first `number` children of a list from care, or from having left it, to the horizon.

    Adds to this path's stock (month, state), flows (year, flow) and ages (year, age band). Totals and
    rates are the hazards of the two groups of children: (state, age, clock[, target]). It takes the whole
    list because a call for each child would cost more than the child.
    """
    last_month = stock.shape[0] - 2
    for each_child in range(number):
        state, age, clock, time, key = (
            states[each_child],
            at_age[each_child],
            clocks[each_child],
            begins[each_child],
            keys[each_child],
        )
        totals, rates = (totals_1, rates_1) if groups[each_child] else (totals_0, rates_0)
        counter = np.uint64(0)
        gone = False
        while state <= _LAST_WITH_MOVES:
            in_care = _FIRST_CARE <= state <= _LAST_CARE
            spend = spends[counter, each_child] if counter < _AHEAD else exponential(key, counter * _TWO)
            turn = counter
            counter += _ONE
            age_band, clock_band = _band_of_age(age), _band_of_clock(clock)
            entered, arrived = time, -1
            added, added_to = _NEVER, -1
            if raising:
                added, added_to = extra_move(
                    key, turn, state, age, clock, time, min(horizon, time + _ADULT - age),
                    rates, targets, target_counts, masks, factors, profiles, path,
                )  # fmt: skip
            while True:
                left = min(horizon - time, _ADULT - age)
                to_age = AGE_EDGES[age_band + 1] - age
                to_clock = CLOCK_EDGES[clock_band + 1] - clock
                step = min(left, min(to_age, to_clock))
                total = totals[state, age_band, clock_band]
                if spend <= total * step:
                    wait = spend / total
                    if time + wait >= added:
                        break
                    time += wait
                    age += wait
                    clock += wait
                    mark = uniform(key, turn * _TWO + _ONE) * total
                    place = 0
                    last = target_counts[state] - 1
                    mark -= rates[state, age_band, clock_band, 0]
                    while mark > 0.0 and place < last:
                        place += 1
                        mark -= rates[state, age_band, clock_band, place]
                    arrived = targets[state, place]
                    if masks.shape[0] > 0:
                        factor = lever_factor(masks, factors, profiles, path, time, state, arrived)
                        if factor < 1.0 and uniform(key, _KEPT + turn) >= factor:
                            # The lever prevented this move: the child stays and chance goes on from here.
                            arrived = -1
                            turn = counter
                            counter += _ONE
                            spend = exponential(key, turn * _TWO)
                            continue
                    break
                spend -= total * step
                time += step
                age += step
                clock += step
                if step == left or time >= added:
                    break
                if step == to_age:
                    age_band += 1
                    age = AGE_EDGES[age_band]
                if step == to_clock:
                    clock_band += 1
                    clock = CLOCK_EDGES[clock_band]
            if arrived < 0 and added_to >= 0:
                age += added - time
                clock += added - time
                time = added
                arrived = added_to
            if arrived < 0 and age >= _ADULT - 1e-9:
                arrived = _TURNED_18
            first = _first_month(entered)
            beyond = last_month + 1 if arrived < 0 else _first_month(time)
            if beyond > first:
                stock[first, state] += 1
                stock[beyond, state] -= 1
                if in_care:
                    year = (first + 11) // 12
                    while year * 12 < beyond:
                        ages[year, _band_of_age(age - (time - year))] += 1
                        year += 1
            if arrived < 0:
                gone = True
                break
            code = flow_codes[state, arrived]
            if code >= 0:
                flows[min(int(time), flows.shape[0] - 1), code] += 1
            if not (in_care and _FIRST_CARE <= arrived <= _LAST_CARE):
                clock = 0.0
            state = arrived
        # The chain is over: the child is counted in the last state from now on, so that no one is lost.
        first = _first_month(time)
        if not gone and first <= last_month:
            stock[first, state] += 1
            stock[last_month + 1, state] -= 1


@compiled
def follow_families(
    number, states, clocks, begins, keys, spends, first_children, at_age, present, path, course, enters,
    early_targets, rates, targets, target_counts, flow_codes, masks, factors, profiles, raising,
    horizon, stock, flows,
    entered_care, care_states, care_ages, care_clocks, care_begins, care_keys, care_groups,
):  # fmt: skip
    """Follow the first `number` families of a list that are not in care; list each child who enters care.

    `course` says how a state goes, (state, clock, what): the cumulative hazard and the time at which the clock's
    band begins, the hazard in it (with the care event's at the age most at risk), one over it, and from there on
    the shares of it, added up, that go to each of `early_targets`, (state, most + 1), the last being care.
    `enters` is the chance that a child of an age enters care at a care event, (state, age, clock). Moves other
    than into care do not depend on age. `spends` are the exponential numbers of the first turns, (turn, family).

    Returns how many children the list of care holds now.
    """
    last_month = stock.shape[0] - 2
    for family in range(number):
        state, clock, begin, key = states[family], clocks[family], begins[family], keys[family]
        first_child, size = first_children[family], first_children[family + 1] - first_children[family]
        time = begin
        counter = np.uint64(0)
        left_here = size
        # When the last of the children turns 18, and when the next does.
        until = birthday = begin + _ADULT - at_age[first_child]
        for child in range(first_child + 1, first_child + size):
            until = max(until, begin + _ADULT - at_age[child])
            birthday = min(birthday, begin + _ADULT - at_age[child])
        until = min(until, horizon)
        first = _first_month(begin)
        band = _band_of_clock(clock)
        while state < _FIRST_CARE and left_here > 0:
            arrived = -1
            while True:
                turn = counter
                counter += _ONE
                spend = spends[turn, family] if turn < _AHEAD else exponential(key, turn * _TWO)
                goal = course[state, band, _BEFORE] + course[state, band, _HAZARD] * (
                    clock - course[state, band, _EDGE]
                )
                goal += spend
                # As many bands as the goal is beyond; counted, because a loop that may stop anywhere is slow.
                band = 0
                for edge in range(1, _CLOCKS):
                    band += goal > course[state, edge, _BEFORE]
                # Where nothing can happen the hazard is 0, and the time until it does infinite.
                reached = (
                    course[state, band, _EDGE]
                    + (goal - course[state, band, _BEFORE]) * course[state, band, _WAIT]
                )
                when = time + reached - clock
                added, added_to = _NEVER, -1
                if raising:
                    lead = at_age[first_child] + time - begin
                    added, added_to = extra_move(
                        key, turn, state, min(lead, _ADULT - 1e-6), clock, time, min(when, until),
                        rates, targets, target_counts, masks, factors, profiles, path,
                    )  # fmt: skip
                if min(when, added) >= until:
                    time = until
                    break
                clock += min(when, added) - time
                time = min(when, added)
                if added < when:
                    arrived = added_to
                    break
                # Rates to states before care are the same at every age; those into care come after, as one event.
                mark = uniform(key, turn * _TWO + _ONE)
                place = 0
                for each in range(_MARKS, course.shape[2]):
                    place += mark > course[state, band, each]
                arrived = early_targets[state, place]
                if masks.shape[0] > 0:
                    factor = lever_factor(masks, factors, profiles, path, time, state, arrived)
                    if factor < 1.0 and uniform(key, _KEPT + turn) >= factor:
                        arrived = -1
                        continue
                break
            beyond = last_month + 1 if arrived < 0 and time >= horizon else _first_month(time)
            if birthday > time and (arrived < _FIRST_CARE or arrived == _HELP_ENDED):
                # What nearly always happens: the whole family goes on, or is still there at the horizon.
                if beyond > first:
                    stock[first, state] += left_here
                    stock[beyond, state] -= left_here
                if arrived >= 0:
                    code = flow_codes[state, arrived]
                    if code >= 0:
                        flows[min(int(time), flows.shape[0] - 1), code] += left_here
            else:
                left_here = 0
                for child in range(size):
                    if not present[first_child + child]:
                        continue
                    own_birthday = begin + _ADULT - at_age[first_child + child]
                    turned_18 = own_birthday <= time and own_birthday < horizon
                    leaves = _first_month(own_birthday) if turned_18 else beyond
                    if leaves > first:
                        stock[first, state] += 1
                        stock[leaves, state] -= 1
                    if turned_18:
                        present[first_child + child] = False
                        if leaves <= last_month:
                            stock[max(leaves, first), _TURNED_18] += 1
                            stock[last_month + 1, _TURNED_18] -= 1
                        continue
                    if arrived < 0:
                        continue
                    if arrived == _HELP_ENDED or arrived < _FIRST_CARE:
                        code = flow_codes[state, arrived]
                        if code >= 0:
                            flows[min(int(time), flows.shape[0] - 1), code] += 1
                        left_here += 1
                        continue
                    age = at_age[first_child + child] + time - begin
                    age_band = _band_of_age(age)
                    if (
                        uniform(key, _ENTERS + turn * np.uint64(16) + np.uint64(child))
                        > enters[state, age_band, band]
                    ):
                        left_here += 1
                        continue
                    present[first_child + child] = False
                    total = 0.0
                    for place in range(target_counts[state]):
                        if _FIRST_CARE <= targets[state, place] <= _LAST_CARE:
                            total += rates[state, age_band, band, place]
                    mark = uniform(key, _ENTERS + turn * np.uint64(16) + np.uint64(child + 8)) * total
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
                    code = flow_codes[state, home]
                    flows[min(int(time), flows.shape[0] - 1), code] += 1
                    care_states[entered_care] = home
                    care_ages[entered_care] = age
                    care_clocks[entered_care] = 0.0
                    care_begins[entered_care] = time
                    care_keys[entered_care] = key_of(key, _ONE, np.uint64(child + 1))
                    care_groups[entered_care] = 0
                    entered_care += 1
                until, birthday = begin, _NEVER
                for child in range(first_child, first_child + size):
                    if present[child]:
                        until = max(until, begin + _ADULT - at_age[child])
                        birthday = min(birthday, begin + _ADULT - at_age[child])
                until = min(until, horizon)
            if arrived < 0:
                break
            first = beyond
            if arrived == _HELP_ENDED:
                if first <= last_month:
                    stock[first, _HELP_ENDED] += left_here
                    stock[last_month + 1, _HELP_ENDED] -= left_here
                break
            if arrived < _FIRST_CARE:
                state, clock, band = arrived, 0.0, 0
    return entered_care


@compiled_inside
def _drawn_from(cumulative, guide, chance):
    place = guide[int(chance * _GUIDES)]
    while place < cumulative.shape[0] - 1 and chance > cumulative[place]:
        place += 1
    return place


@compiled_inside
def _age_from(cumulative, guide, chance):
    place = _drawn_from(cumulative, guide, chance)
    below = cumulative[place - 1] if place > 0 else 0.0
    return place + min((chance - below) / (cumulative[place] - below), 0.999999)


@compiled
def _drawn_ahead(keys, number):
    """Return the exponential numbers of the first turns of the first `number` of a list, (turn, number).

    Whoever takes more turns draws the later ones then; the numbers are those of the stream either way.
    """
    drawn = np.empty((_AHEAD, number))
    for turn in range(_AHEAD):
        exponentials(keys, np.uint64(turn) * _TWO, drawn[turn])
    return drawn


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
        raising = False
        for lever in range(masks.shape[0]):
            if factors[path, lever] > 1.0:
                raising = True

        families = family_state.shape[0]
        most_families = families + family_counts[path].sum()
        most_children = family_age.shape[0] + _LARGEST_FAMILY * family_counts[path].sum()
        states = np.empty(most_families, np.int64)
        clocks, begins = np.zeros(most_families), np.zeros(most_families)
        keys = np.empty(most_families, np.uint64)
        first_children = np.empty(most_families + 1, np.int64)
        at_age, present = np.empty(most_children), np.ones(most_children, np.bool_)
        for family in range(families):
            states[family], clocks[family] = family_state[family], family_clock[family]
            keys[family] = key_of(seed + _TWO, number, np.uint64(family))
            first_children[family] = family_start[family]
        first_children[families] = family_age.shape[0]
        at_age[: family_age.shape[0]] = family_age
        children = family_age.shape[0]
        for month in range(family_counts.shape[1]):
            for each in range(family_counts[path, month]):
                key = key_of(seed, number, (np.uint64(month + 1) << np.uint64(32)) + np.uint64(each))
                kept = family_kept[path, month]
                if kept < 1.0 and uniform(key, _KEPT + _WHO) >= kept:
                    continue
                states[families], keys[families] = _ASSESSMENT, key
                begins[families] = (month + uniform(key, _WHO)) / 12.0
                size = 1 + _drawn_from(size_of_family, guide_of_size, uniform(key, _WHO + _ONE))
                for child in range(size):
                    at_age[children] = _age_from(
                        age_of_need, guide_of_need, uniform(key, _WHO + np.uint64(10 + child))
                    )
                    children += 1
                flows[path, min(int(begins[families]), flows.shape[1] - 1), 0] += size
                families += 1
                first_children[families] = children

        most = care_state.shape[0] + children + alone_counts[path].sum()
        in_states, in_groups = np.empty(most, np.int64), np.zeros(most, np.int64)
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
                flows[path, min(int(begin), flows.shape[1] - 1), 1] += 1
                listed += 1

        listed = follow_families(
            families, states, clocks, begins, keys, _drawn_ahead(keys, families), first_children, at_age, present, path,
            course[draw], enters[draw], early_targets,
            rates[draw, 0], targets, target_counts, flow_codes, masks, factors, profiles, raising, horizon,
            stock[path], flows[path],
            listed, in_states, in_ages, in_clocks, in_begins, in_keys, in_groups,
        )  # fmt: skip
        follow_children(
            listed, in_states, in_ages, in_clocks, in_begins, in_keys, _drawn_ahead(in_keys, listed), in_groups, path,
            totals[draw, 0], totals[draw, 1], rates[draw, 0], rates[draw, 1],
            targets, target_counts, flow_codes, masks, factors, profiles, raising, horizon,
            stock[path], flows[path], ages[path],
        )  # fmt: skip
        for month in range(1, stock.shape[1]):
            for state in range(_STATES):
                stock[path, month, state] += stock[path, month - 1, state]


@compiled
def month_on(cells, bands, clocks, kept, begun, mean, after, reset, present, grown):
    """Move every cell on by a month, into `after` where the clock runs on, all a month older.

    For `expected`: numbers of children by age in months, clock and state, not lives. Where the clock began again
    goes into `reset`, by the age before; who turns 18 into `grown`. `present` gathers children by the bands they
    were in and the states in which they spent the month. Only in care does a child change state with the clock
    running on, so elsewhere `kept` is its diagonal.
    """
    after[:] = 0.0
    last_age, last_cell = cells.shape[0] - 1, cells.shape[1] - 1
    for age in range(last_age + 1):
        band = bands[age]
        here = np.zeros((_CLOCKS, _STATES))
        for cell in range(cells.shape[1]):
            clock = clocks[cell]
            row = grown if age == last_age else after[age + 1, min(cell + 1, last_cell)]
            for state in range(_STATES):
                number = cells[age, cell, state]
                if number == 0.0:
                    continue
                here[clock, state] += number
                if _FIRST_CARE <= state <= _LAST_CARE:
                    for target in range(_FIRST_CARE, _LAST_CARE + 1):
                        row[target] += number * kept[band, clock, state, target]
                else:
                    row[state] += number * kept[band, clock, state, state]
        for clock in range(_CLOCKS):
            for state in range(_STATES):
                number = here[clock, state]
                if number != 0.0:
                    for target in range(_STATES):
                        reset[age, target] += number * begun[band, clock, state, target]
                        present[band, clock, target] += number * mean[band, clock, state, target]
