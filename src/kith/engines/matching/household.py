"""Whether children may join a home together: places, the law's exceptions, bedrooms, and one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kith.engines.matching.children import Child
from kith.engines.matching.homes import Home
from kith.engines.matching.pair import Reading


def bedrooms_needed(reading: Reading, siblings: Sequence[Child], home: Home) -> tuple[int, int]:
    """Return the fewest empty bedrooms, and then the fewest beds in them, that these siblings need.

    Brothers and sisters share where it is agreed or they are small enough; some may take a bed beside
    one who already lives here. Each pairing saves a bedroom, so the largest pairing is best.
    """
    beside = [reading.shareable_beds(child, home) for child in siblings]
    spare = max(beside, default=0)
    shares = {
        (a, b)
        for a, b in combinations(range(len(siblings)), 2)
        if reading.may_share(siblings[a], siblings[b].age, siblings[b].sex, siblings[b].may_share_bedroom)
    }

    def best(left: tuple[int, ...], spare: int) -> tuple[int, int]:
        if not left:
            return 0, 0
        first, rest = left[0], left[1:]
        rooms, beds = best(rest, spare)
        answers = [(rooms + 1, beds + 1)]
        if spare and beside[first]:
            answers.append(best(rest, spare - 1))
        for other in rest:
            if (first, other) in shares:
                rooms, beds = best(tuple(one for one in rest if one != other), spare)
                answers.append((rooms + 1, beds + 2))
        return min(answers)

    return best(tuple(range(len(siblings))), spare)


def may_live_together(one: Child, other: Child, same_family: bool) -> bool:
    """Say whether two waiting children may join the same home, by what each one's plan says."""
    if other.id in one.stay_away_from_people or one.id in other.stay_away_from_people:
        return False
    if same_family:
        return True
    for child, met in ((one, other), (other, one)):
        if child.only_child:
            return False
        if child.no_children_under is not None and met.age < child.no_children_under:
            return False
        if child.no_children_over is not None and met.age > child.no_children_over:
            return False
    return True


def household_fits(reading: Reading, joining: Sequence[Child], home: Home) -> bool:
    """Say whether all these children may join this home at once, each being allowed there alone.

    Follows the Children Act 1989, Schedule 7: within the usual limit; or beyond it where all who are
    fostered there are siblings, or where everyone who joins is named in an exemption.
    """
    room = reading.room(home)
    groups = {reading.family_of[child.id].id for child in joining}
    number = len(joining)
    fits = (
        number <= room.usual
        or (number <= room.siblings and len(groups) == 1 and room.family in (None, *groups))
        or (number <= room.exempt and all(child.id in room.exempt_children for child in joining))
    )
    if not fits:
        return False
    for one, other in combinations(joining, 2):
        same_family = reading.family_of[one.id] is reading.family_of[other.id]
        if same_family and reading.family_of[one.id].decision(one.id, other.id) == "apart":
            return False
        if not may_live_together(one, other, same_family):
            return False
    if room.bedrooms is None or room.beds is None:
        return True
    rooms = pairs = beds = 0
    for group in groups:
        siblings = [child for child in joining if reading.family_of[child.id].id == group]
        needed, in_beds = bedrooms_needed(reading, siblings, home)
        rooms, beds, pairs = rooms + needed, beds + in_beds, pairs + in_beds - needed
    # Sharing saves bedrooms only while there are bedrooms with two beds to share: the children who
    # would share but cannot each need one more bedroom.
    shared = min(pairs, room.beds - room.bedrooms)
    return beds <= room.beds and beds - shared <= room.bedrooms
