"""What each family would take by itself at given prices of homes: every way of parting it, in a compiled loop.

The arrays are those that `prices` makes: columns in order of bundle, bundles and units in order of family.
"""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True, error_model="numpy")
def cheapest_for_families(
    points,
    home,
    kind,
    dear,
    first_column,
    first_bundle,
    first_unit,
    members,
    unplaced,
    taken,
    besides,
):
    """Take for each family its cheapest set of columns; return the points and how many columns were taken.

    `dear[home, kind]` is what a column of that kind pays for that home; `members` are each bundle's units
    as bits within its family. Writes the columns to `taken`, and to `besides`, for each bundle, what its
    family pays for its other units less what it pays for all: a column costs its family so much more.
    """
    most = 1
    for family in range(first_unit.size - 1):
        most = max(most, first_unit[family + 1] - first_unit[family])
    least, place = np.empty(members.size), np.empty(members.size, np.int64)
    cheapest, choice = np.empty(1 << most), np.empty(1 << most, np.int64)
    total, count = 0.0, 0
    for family in range(first_unit.size - 1):
        begin, end, unit = first_bundle[family], first_bundle[family + 1], first_unit[family]
        for bundle in range(begin, end):
            least[bundle], place[bundle] = np.inf, -1
            for column in range(first_column[bundle], first_column[bundle + 1]):
                cost = points[column] + dear[home[column], kind[column]]
                if cost < least[bundle]:
                    least[bundle], place[bundle] = cost, column
        everybody = (1 << (first_unit[family + 1] - unit)) - 1
        cheapest[0] = 0.0
        # Each set of units in turn: its first unit has no home, or is in one of the bundles inside the set.
        for some in range(1, everybody + 1):
            first = 0
            while not (some >> first) & 1:
                first += 1
            cheapest[some] = cheapest[some & (some - 1)] + unplaced[unit + first]
            choice[some] = -1
            for bundle in range(begin, end):
                inside = members[bundle]
                if inside & some == inside and (inside >> first) & 1:
                    cost = least[bundle] + cheapest[some ^ inside]
                    if cost < cheapest[some]:
                        cheapest[some], choice[some] = cost, bundle
        total += cheapest[everybody]
        some = everybody
        while some:
            if choice[some] < 0:
                some &= some - 1
            else:
                taken[count] = place[choice[some]]
                count += 1
                some ^= members[choice[some]]
        for bundle in range(begin, end):
            besides[bundle] = cheapest[everybody ^ members[bundle]] - cheapest[everybody]
    return total, count
