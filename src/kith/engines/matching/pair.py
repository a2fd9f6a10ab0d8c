"""One child and one home, read plainly: which rules forbid it and what each term costs.

This is the meaning of the matching. `screening` says the same over millions of pairs at once, and
tests demand that the two agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kith.engines.matching import law
from kith.engines.matching.children import Child, SiblingGroup
from kith.engines.matching.codes import FOSTERING_KINDS
from kith.engines.matching.homes import Home, Resident
from kith.engines.matching.instance import Instance
from kith.engines.matching.places import Place
from kith.engines.matching.profile import Profile

# In the order a placements officer would ask. The words complete "this home is ruled out because …".
RULES: dict[str, str] = {
    "closed": "it is not open on the day the child needs a home",
    "kind": "this kind of home is not in the child's plan",
    "legal_age": "the law does not allow this kind of home at this age",
    "ages": "its approval does not cover the child's age",
    "sexes": "its approval does not cover the child's sex",
    "placement_kind": "its approval does not cover this kind of placement",
    "named": "it is approved for other, named children",
    "not_safe": "it was assessed as not safe for this child",
    "excluded_need": "its approval excludes a need the child has",
    "skill_gap": "its skills fall too far short of the child's needs",
    "household": "somebody who lives there and this child must not live together",
    "other_children": "the child's plan does not allow the other children who live there",
    "unsafe_place": "it is too near a place the child must stay away from",
    "too_far": "it is farther than the child's plan allows",
    "full": "it has no free place",
    "bedroom": "it has no bedroom free that the child could have",
}

TERMS: dict[str, str] = {
    "unplaced": "no home",
    "connected_person": "with a connected person",
    "resident_siblings": "apart from brothers or sisters already placed",
    "distance": "distance from the family home",
    "far_from_home": "more than 20 miles from home",
    "school": "school out of reach",
    "people": "people the child named out of reach",
    "wishes": "the child's wishes unmet",
    "skills": "skills short of needs",
    "stability": "moving from where the child is settled",
    "home_closes": "the home closes before the stay should end",
    "weekly_cost": "weekly cost",
    "scarce_skill": "specialist skill used where it is not needed",
    "sibling_home": "a home for three or more used for fewer",
    "carer_preference": "the carers would rather",
}


@dataclass(frozen=True)
class Room:
    """What a home has left: free places in each of the law's three ways of counting, and beds.

    `usual` within the usual limit; `siblings` if all who live there are of one family (`family` names
    it, None when nobody is placed yet); `exempt` for the children an exemption names. Beds and
    bedrooms are None where bedrooms are no limit.
    """

    usual: int
    siblings: int
    family: str | None
    exempt: int
    exempt_children: frozenset[str]
    bedrooms: int | None
    beds: int | None

    @property
    def most(self) -> int:
        """The most children who could join in any of the three ways."""
        return max(self.usual, self.siblings, self.exempt, 0)


NOT_ONE_FAMILY = "\0not one family"


def room_left(home: Home, usual_limit: int) -> Room:
    """Return how much room a home has before anybody of the instance joins."""
    placed = home.placed
    free = home.approval.number - len(placed)
    families = {resident.sibling_group for resident in placed}
    one_family = not placed or (len(families) == 1 and None not in families)
    family = next(iter(families)) if placed and one_family else None
    bedrooms = beds = None
    if home.bedrooms is not None:
        empty = [room for room in home.bedrooms if not room.occupants]
        bedrooms, beds = len(empty), sum(room.beds for room in empty)
    if home.kind not in FOSTERING_KINDS:
        return Room(max(free, 0), 0, NOT_ONE_FAMILY, 0, frozenset(), bedrooms, beds)
    exemption = home.approval.exemption
    exempt = min(free, exemption.number - len(placed)) if exemption else 0
    return Room(
        usual=max(min(free, usual_limit - len(placed)), 0),
        siblings=max(free, 0) if one_family else 0,
        family=family if one_family else NOT_ONE_FAMILY,
        exempt=max(exempt, 0),
        exempt_children=frozenset(exemption.children) if exemption else frozenset(),
        bedrooms=bedrooms,
        beds=beds,
    )


class Reading:
    """An instance read with a profile: what rules and terms need besides the child and the home."""

    def __init__(self, instance: Instance, profile: Profile) -> None:
        self.instance = instance
        self.profile = profile
        on = instance.date
        self.usual_limit = int(law.legal_number(law.USUAL_FOSTERING_LIMIT, on))
        self.supported_age = int(law.legal_number(law.SUPPORTED_ACCOMMODATION_AGE, on))
        self.own_bedroom_age = int(law.legal_number(law.OWN_BEDROOM_AGE, on))
        self.mixed_bedroom_age = int(law.legal_number(law.MIXED_BEDROOM_AGE, on))
        self.far_miles = law.legal_number(law.FAR_FROM_HOME, on)

    @cached_property
    def family_of(self) -> dict[str, SiblingGroup]:
        """Each waiting child's family: a sibling group, or a group of one."""
        return {child: family for family in self.instance.families for child in family.children}

    @cached_property
    def residents_by_family(self) -> dict[str, list[tuple[Home, Resident]]]:
        """The placed brothers and sisters of each sibling group, with the home each lives in."""
        found: dict[str, list[tuple[Home, Resident]]] = {}
        for home in self.instance.homes:
            for resident in home.residents:
                if resident.sibling_group is not None and resident.kind == "placed":
                    found.setdefault(resident.sibling_group, []).append((home, resident))
        return found

    @cached_property
    def rooms(self) -> list[Room]:
        """What each home has left, in the order of the instance's homes."""
        return [room_left(home, self.usual_limit) for home in self.instance.homes]

    def room(self, home: Home) -> Room:
        """Return what one home has left."""
        return self.rooms[self.instance.home_position[home.id]]

    def may_share(self, child: Child, age: int, sex: str, agreed: bool) -> bool:
        """Say whether a child may share a bedroom with a brother or sister of this age and sex."""
        if child.sex != sex and max(child.age, age) >= self.mixed_bedroom_age:
            return False
        return all(
            of_age < self.own_bedroom_age or allowed
            for of_age, allowed in ((child.age, child.may_share_bedroom), (age, agreed))
        )

    def shareable_beds(self, child: Child, home: Home) -> int:
        """Return how many occupied bedrooms here have a bed free beside the child's brother or sister."""
        group = self.family_of[child.id].id
        people = {resident.id: resident for resident in home.residents}
        return sum(
            1
            for bedroom in home.bedrooms or ()
            if bedroom.occupants
            and len(bedroom.occupants) < bedroom.beds
            and all(
                people[who].sibling_group == group
                and people[who].kind == "placed"
                # A resident's own agreement is taken as given: two beds stand in that bedroom.
                and self.may_share(child, people[who].age or 0, people[who].sex, True)
                for who in bedroom.occupants
            )
        )


def rules_broken(reading: Reading, child: Child, home: Home) -> tuple[str, ...]:
    """Return the rules that forbid this child in this home, in the order of RULES; empty when allowed.

    Room is judged for the child alone, or with brothers and sisters; who else joins is the model's.
    """
    broken: list[str] = []
    approval = home.approval
    group = reading.family_of[child.id]
    if (home.open_from and home.open_from > child.date_needed) or (
        home.open_to and home.open_to <= child.date_needed
    ):
        broken.append("closed")
    if child.home_kinds_allowed and home.kind not in child.home_kinds_allowed:
        broken.append("kind")
    if home.kind == "supported_accommodation" and child.age < reading.supported_age:
        broken.append("legal_age")
    if not approval.ages[0] <= child.age <= approval.ages[1]:
        broken.append("ages")
    if approval.sexes and child.sex not in approval.sexes:
        broken.append("sexes")
    if approval.placement_kinds and child.placement_kind not in approval.placement_kinds:
        broken.append("placement_kind")
    if approval.named_children:
        named = {one.child: one.safe for one in approval.named_children}
        if child.id not in named:
            broken.append("named")
        elif not named[child.id]:
            broken.append("not_safe")
    if set(approval.excluded_needs).intersection(child.needs):
        broken.append("excluded_need")
    gap = max((level - home.skills.get(need, 0) for need, level in child.needs.items()), default=0)
    if gap > reading.profile.largest_skill_gap_level:
        broken.append("skill_gap")
    if (
        child.id in home.must_not_join
        or {resident.id for resident in home.residents}.intersection(child.stay_away_from_people)
        or any(
            (not refusal.sexes or child.sex in refusal.sexes)
            and refusal.ages[0] <= child.age <= refusal.ages[1]
            and (not refusal.needs or set(refusal.needs).intersection(child.needs))
            for refusal in home.refusals
        )
    ):
        broken.append("household")
    others = [
        resident.age or 0
        for resident in home.residents
        if resident.kind != "adult" and resident.sibling_group != group.id
    ]
    if others and (
        child.only_child
        or (child.no_children_under is not None and min(others) < child.no_children_under)
        or (child.no_children_over is not None and max(others) > child.no_children_over)
    ):
        broken.append("other_children")
    if any(home.place.miles_to(away.place) < away.miles for away in child.stay_away_from_places):
        broken.append("unsafe_place")
    if child.maximum_miles is not None and home.place.miles_to(child.family_home) > child.maximum_miles:
        broken.append("too_far")
    room = reading.room(home)
    if not (
        room.usual >= 1
        or (room.siblings >= 1 and room.family in (None, group.id))
        or (room.exempt >= 1 and child.id in room.exempt_children)
    ):
        broken.append("full")
    if room.bedrooms is not None and room.bedrooms < 1 and not reading.shareable_beds(child, home):
        broken.append("bedroom")
    return tuple(broken)


def distance_points(
    miles: float, counted_miles: float, far_miles: float, profile: Profile
) -> tuple[float, float]:
    """Return the points for distance and for being far, given statutory miles and the miles that count."""
    near_part = min(counted_miles, far_miles) * profile.mile_from_home
    beyond = max(min(counted_miles, profile.furthest_miles) - far_miles, 0.0) * profile.mile_beyond_far
    return near_part + beyond, profile.far_from_home if miles > far_miles else 0.0


def sibling_points(decision: str, miles: float | None, profile: Profile) -> float:
    """Return what a pair costs when it is not in one home: `miles` between their homes, None if unknown."""
    if decision in ("apart", "no_preference"):
        return 0.0
    if miles is not None and miles <= profile.siblings_near_miles:
        return profile.siblings_near
    return profile.siblings_parted


def resident_sibling_points(
    reading: Reading, child: Child, place: Place | None, home_id: str | None
) -> float:
    """Return the points for brothers and sisters who already live in homes of the instance."""
    group = reading.family_of[child.id].id
    return sum(
        0.0
        if lives_in.id == home_id
        else sibling_points(
            "prefer_together", None if place is None else place.miles_to(lives_in.place), reading.profile
        )
        for lives_in, _ in reading.residents_by_family.get(group, ())
    )


def terms_for(reading: Reading, child: Child, home: Home) -> dict[str, float]:
    """Return the points of each term that is not nought, for this child in this home."""
    profile = reading.profile
    minutes = reading.instance.travel_minutes
    miles = home.place.miles_to(child.family_home)
    family_minutes = minutes.get((child.id, home.id, "family"))
    counted = miles if family_minutes is None else family_minutes * profile.miles_per_minute
    terms: dict[str, float] = {}
    if any(one.child == child.id and one.safe for one in home.approval.named_children):
        terms["connected_person"] = -profile.connected_person_credit
    terms["resident_siblings"] = resident_sibling_points(reading, child, home.place, home.id)
    terms["distance"], terms["far_from_home"] = distance_points(miles, counted, reading.far_miles, profile)
    if child.school is not None:
        school_minutes = minutes.get((child.id, home.id, "school"))
        in_reach = (
            home.place.miles_to(child.school) <= profile.school_miles
            if school_minutes is None
            else school_minutes <= profile.school_minutes
        )
        if not in_reach:
            terms["school"] = profile.school_lost_in_exam_year if child.exam_year else profile.school_lost
    terms["people"] = profile.person_lost * sum(
        person.importance
        for person in child.stay_near
        if home.place.miles_to(person.place) > profile.person_miles
    )
    offered = {(offer.kind, offer.value) for offer in home.offers} | {("home_kind", home.kind)}
    terms["wishes"] = profile.wish_unmet * sum(
        wish.importance for wish in child.preferences if (wish.kind, wish.value) not in offered
    )
    terms["skills"] = profile.skill_missing * sum(
        max(level - home.skills.get(need, 0), 0) for need, level in child.needs.items()
    )
    if child.current_home is not None and child.current_home != home.id and profile.settled_months > 0:
        terms["stability"] = profile.move_when_settled * min(
            child.months_settled / profile.settled_months, 1.0
        )
    elif child.current_home is not None and child.current_home != home.id:
        terms["stability"] = profile.move_when_settled
    if (
        child.expected_weeks is not None
        and home.open_to is not None
        and (home.open_to - child.date_needed).days < child.expected_weeks * 7
    ):
        terms["home_closes"] = profile.home_closes_early
    terms["weekly_cost"] = profile.hundred_pounds_a_week * home.weekly_cost / 100.0
    terms["scarce_skill"] = profile.scarce_skill_unused * sum(
        level for need, level in home.skills.items() if level >= 2 and need not in child.needs
    )
    room = reading.room(home)
    if (
        home.kind in FOSTERING_KINDS
        and max(room.usual, room.siblings) >= 3
        and len(reading.family_of[child.id].children) < 3
    ):
        terms["sibling_home"] = profile.sibling_home_taken
    if home.carer_preference is not None:
        wanted = home.carer_preference
        unmet = (
            int(not wanted.ages[0] <= child.age <= wanted.ages[1])
            + int(bool(wanted.sexes) and child.sex not in wanted.sexes)
            + len(set(wanted.rather_not_needs).intersection(child.needs))
        )
        terms["carer_preference"] = profile.carer_preference_unmet * unmet
    return {name: points for name, points in terms.items() if points}


def terms_unplaced(reading: Reading, child: Child) -> dict[str, float]:
    """Return the points of having no home: the weight itself, and brothers and sisters not joined."""
    terms = {
        "unplaced": reading.profile.unplaced,
        "resident_siblings": resident_sibling_points(reading, child, None, None),
    }
    return {name: points for name, points in terms.items() if points}
