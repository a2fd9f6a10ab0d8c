"""A year replayed: the same children and homes, placed by different habits, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kith.engines.matching.baselines import Order, best_first, first_bed, nearest_first, place_one_by_one
from kith.engines.matching.children import Child, SiblingGroup
from kith.engines.matching.homes import Home, Refusal, Resident
from kith.engines.matching.instance import Instance
from kith.engines.matching.made_up.making import ON
from kith.engines.matching.made_up.year import DAYS, Year
from kith.engines.matching.pair import Reading, terms_for
from kith.engines.matching.profile import Profile
from kith.engines.matching.solving import solve

# A placement breaks at this rate a month, and faster for each level by which skill falls short: an
# assumption, the same for every habit, so that no habit is helped by luck.
BREAKS_A_MONTH = 0.015
BREAKS_A_MONTH_PER_LEVEL = 0.03
HABITS = ("first bed", "nearest first", "best one by one", "engine daily", "engine weekly")


@dataclass(frozen=True)
class Outcome:
    """What a year came to under one habit. Shares lie between 0 and 1; None where there is nobody.

    `siblings_together`: of children with siblings, the share living with all of them when the family
    was first all placed. `miles`, `weekly_cost`: the mean over placements. `moves`: placements that
    broke and were replaced, for each child. `waiting_days`: mean days without a home, over all children.
    """

    habit: str
    children: int
    placements: int
    siblings_together: float | None
    miles: float
    school_kept: float | None
    moves: float
    weekly_cost: float
    waiting_days: float
    never_placed: int


@dataclass
class _Person:
    """One child in the replay: where they are, since when, and what follows."""

    child: Child
    group: SiblingGroup | None
    leaves: int
    frailty: tuple[float, ...]
    waiting_since: int | None
    home: str | None = None
    stints: int = 0
    breaks_on: int | None = None
    waited: int = 0


def replay(year: Year, habit: str, profile: Profile, seed: int) -> Outcome:
    """Return what the year came to when homes are found by one habit. Raises KeyError for another name."""
    run = _Run(year, profile, seed)
    orders: dict[str, Order] = {
        "first bed": first_bed(seed),
        "nearest first": nearest_first,
        "best one by one": best_first,
    }
    for day in range(DAYS):
        run.leave_and_break(day)
        run.arrive(day)
        if habit == "engine weekly" and day % 7 != 6:
            continue
        if habit in orders:
            order = orders[habit]
            run.place(day, lambda reading, order=order: place_one_by_one(reading, order))  # type: ignore[misc]
        elif habit in HABITS:
            run.place(day, lambda reading: solve(reading.instance, profile, limit=10.0, seed=seed).placing)
        else:
            raise KeyError(f"There is no habit called '{habit}'; they are {', '.join(HABITS)}.")
    return run.outcome(habit)


class _Run:
    def __init__(self, year: Year, profile: Profile, seed: int) -> None:
        self.year, self.profile, self.seed = year, profile, seed
        self.people: dict[str, _Person] = {}
        self.miles: list[float] = []
        self.costs: list[float] = []
        self.school: list[bool] = []
        self.together: list[bool] = []
        self.settled_groups: set[str] = set()
        self.moves = 0

    def arrive(self, day: int) -> None:
        """Let the families of a day begin to wait."""
        for arrival in self.year.arrivals:
            if arrival.day == day:
                for child, stay, frailty in zip(
                    arrival.children, arrival.stays, arrival.frailty, strict=True
                ):
                    self.people[child.id] = _Person(child, arrival.group, day + stay, frailty, day)

    def leave_and_break(self, day: int) -> None:
        """Let those leave whose stay is over, and placements break whose time has come."""
        for person in self.people.values():
            if person.leaves <= day and (person.home or person.waiting_since is not None):
                if person.waiting_since is not None:
                    person.waited += day - person.waiting_since
                person.home = person.waiting_since = None
            elif person.home and person.breaks_on is not None and person.breaks_on <= day:
                person.home, person.waiting_since, person.breaks_on = None, day, None
                self.moves += 1

    def place(self, day: int, find: Callable[[Reading], dict[str, str | None]]) -> None:
        """Find homes for all who wait today, and begin their placements."""
        waiting = [person for person in self.people.values() if person.waiting_since is not None]
        if not waiting:
            return
        instance = self._instance(day, waiting)
        reading = Reading(instance, self.profile)
        homes = {home.id: home for home in instance.homes}
        for child_id, home_id in find(reading).items():
            if home_id is None:
                continue
            person, home = self.people[child_id], homes[home_id]
            assert person.waiting_since is not None
            terms = terms_for(reading, instance.children[instance.child_position[child_id]], home)
            self.miles.append(home.place.miles_to(person.child.family_home))
            self.costs.append(home.weekly_cost)
            if person.child.school is not None:
                self.school.append("school" not in terms)
            short = sum(
                max(level - home.skills.get(need, 0), 0) for need, level in person.child.needs.items()
            )
            rate = BREAKS_A_MONTH + BREAKS_A_MONTH_PER_LEVEL * short
            months = person.frailty[min(person.stints, len(person.frailty) - 1)] / rate
            person.waited += day - person.waiting_since
            person.home, person.waiting_since = home_id, None
            person.stints += 1
            person.breaks_on = day + max(int(months * 30.4), 1)
        self._note_families()

    def _note_families(self) -> None:
        for person in self.people.values():
            group = person.group
            if group is None or group.id in self.settled_groups:
                continue
            homes = [self.people[one].home for one in group.children]
            if all(homes):
                self.settled_groups.add(group.id)
                self.together += [len(set(homes)) == 1] * len(homes)

    def _instance(self, day: int, waiting: list[_Person]) -> Instance:
        on = ON + timedelta(days=day)
        groups: dict[str, SiblingGroup] = {}
        for person in waiting:
            if person.group is not None:
                ids = tuple(
                    one for one in person.group.children if self.people[one].waiting_since is not None
                )
                groups[person.group.id] = replace(person.group, children=ids)
        living: dict[str, list[_Person]] = {}
        for person in self.people.values():
            if person.home is not None:
                living.setdefault(person.home, []).append(person)
        return Instance(
            date=on,
            children=tuple(replace(person.child, date_needed=on) for person in waiting),
            homes=tuple(
                self._home(home, living.get(home.id, []), set(groups), on) for home in self.year.homes
            ),
            sibling_groups=tuple(groups.values()),
        )

    def _home(self, home: Home, living: list[_Person], groups: set[str], on: date) -> Home:
        """Return a home as it is today: who lives there, and whom their plans keep out."""
        if not living:
            return home
        residents = tuple(
            Resident(
                one.child.id,
                "placed",
                one.child.age,
                one.child.sex,
                one.group.id if one.group is not None and one.group.id in groups else None,
            )
            for one in living
        )
        refusals = tuple(
            Refusal(ages=(0, one.child.no_children_under - 1), reason="plan of a child who lives there")
            for one in living
            if one.child.no_children_under
        )
        number = home.approval.number
        if any(one.child.only_child for one in living):
            number = len(home.placed) + len(living)
        bedrooms = home.bedrooms
        if bedrooms is not None:
            # Each resident takes an empty bedroom, the smallest first; beds beside them stay theirs.
            order = sorted(bedrooms, key=lambda room: room.beds)
            bedrooms = tuple(
                replace(room, occupants=(residents[place].id,)) if place < len(residents) else room
                for place, room in enumerate(order)
            )
        return replace(
            home,
            residents=(*home.residents, *residents),
            refusals=(*home.refusals, *refusals),
            approval=replace(home.approval, number=number),
            bedrooms=bedrooms,
        )

    def outcome(self, habit: str) -> Outcome:
        """Return the year's measures."""
        for person in self.people.values():
            if person.waiting_since is not None:
                person.waited += DAYS - person.waiting_since
        count = max(len(self.people), 1)
        placements = max(len(self.miles), 1)
        return Outcome(
            habit,
            len(self.people),
            len(self.miles),
            sum(self.together) / len(self.together) if self.together else None,
            sum(self.miles) / placements,
            sum(self.school) / len(self.school) if self.school else None,
            self.moves / count,
            sum(self.costs) / placements,
            sum(person.waited for person in self.people.values()) / count,
            sum(person.stints == 0 for person in self.people.values()),
        )
