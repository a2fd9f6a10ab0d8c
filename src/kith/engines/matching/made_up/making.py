"""Make an instance: children and homes for one authority, a region or England, the same for a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np

from kith.engines.matching.children import (
    Child,
    PairDecision,
    PersonToStayNear,
    PlaceToStayAwayFrom,
    Preference,
    SiblingGroup,
)
from kith.engines.matching.homes import Approval, Home, NamedChild, Resident
from kith.engines.matching.instance import Instance
from kith.engines.matching.made_up import shapes
from kith.engines.matching.made_up.authorities import AGE_BANDS, ETHNICITIES, Authority, authorities
from kith.engines.matching.made_up.homes import make_homes
from kith.engines.matching.made_up.postcodes import postcodes_by_authority
from kith.engines.matching.places import METRES_PER_MILE, Place
from kith.engines.matching.tables import Array

ON = date(2026, 4, 1)
Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class Grounds:
    """The authorities whose children wait, those whose homes may take them, and their postcodes."""

    children_of: tuple[Authority, ...]
    homes_in: tuple[Authority, ...]
    postcodes: Mapping[str, Array]
    near_share: float


def grounds_for(children_of: Sequence[Authority]) -> Grounds:
    """Return the grounds for these authorities' children, reading as few postcodes as will do.

    One authority's homes lie in it and within 30 miles of it; a region's or the country's lie in it.
    """
    districts = {code: one for one in children_of for code in one.districts}
    letters = {letter for one in children_of for letter in one.letters}
    if len(children_of) > 1:
        found = _joined(postcodes_by_authority(letters, districts), children_of)
        return Grounds(tuple(children_of), tuple(children_of), found, 0.0)
    everyone = authorities()
    mine = children_of[0]
    around = [one for one in everyone if one.region == mine.region or set(one.letters) & letters]
    wider = {letter for one in around for letter in one.letters} if len(letters) < 3 else letters
    found = _joined(
        postcodes_by_authority(
            letters | (wider if len(wider) <= 6 else set()), [c for o in around for c in o.districts]
        ),
        around,
    )
    centre = found[mine.code].mean(axis=0)
    metres = shapes.HOME_WITHIN_MILES * METRES_PER_MILE
    near = {
        code: where[np.hypot(*(where - centre).T) <= metres]
        for code, where in found.items()
        if (np.hypot(*(where - centre).T) <= metres).any() or code == mine.code
    }
    near[mine.code] = found[mine.code]
    homes_in = tuple(one for one in around if one.code in near)
    return Grounds((mine,), homes_in, near, shapes.HOME_INSIDE)


def _joined(found: dict[str, Array], of: Sequence[Authority]) -> dict[str, Array]:
    joined = {}
    for one in of:
        parts = [found[code] for code in one.districts if code in found]
        if parts:
            joined[one.code] = np.concatenate(parts)
    return joined


def make_instance(
    children_of: Sequence[Authority],
    *,
    children: int,
    homes: int,
    seed: int,
    on: date = ON,
    grounds: Grounds | None = None,
) -> Instance:
    """Return a made-up instance with exactly this many children and homes; a seed gives the same one."""
    generator = np.random.default_rng(seed)
    grounds = grounds or grounds_for(children_of)
    families = _families(generator, grounds, children)
    everyone = [child for _, members, _ in families for child in members]
    groups = [
        SiblingGroup(f"family-{number:05d}", tuple(child.id for child in members), decisions)
        for number, (_, members, decisions) in enumerate(families)
        if len(members) > 1
    ]
    made = make_homes(
        generator, grounds.homes_in, grounds.children_of, grounds.postcodes, homes, grounds.near_share
    )
    everyone, made = _tie(generator, everyone, groups, made)
    place = "England" if len(children_of) > 100 else children_of[0].region
    name = children_of[0].name if len(children_of) == 1 else place
    return Instance(
        date=on,
        children=tuple(everyone),
        homes=tuple(made),
        sibling_groups=tuple(groups),
        name=f"made up: {name}, {children} children, {homes} homes, seed {seed}",
    )


def pick(generator: np.random.Generator, shares: Mapping[Key, float]) -> Key:
    """Return one key, by its share."""
    keys = list(shares)
    weights = np.array([shares[key] for key in keys], dtype=float)
    return keys[int(generator.choice(len(keys), p=weights / weights.sum()))]


def near_point(generator: np.random.Generator, where: Place, miles: float) -> Place:
    """Return a place some way off, about this many miles away, within the grid."""
    angle, far = generator.uniform(0, 2 * np.pi), generator.gamma(2.0, miles / 2.0) * METRES_PER_MILE
    return Place(
        float(round(np.clip(where.easting + far * np.cos(angle), 1, 699_999))),
        float(round(np.clip(where.northing + far * np.sin(angle), 1, 1_299_999))),
    )


def _families(
    generator: np.random.Generator, grounds: Grounds, children: int
) -> list[tuple[Authority, list[Child], tuple[PairDecision, ...]]]:
    weights = np.array([one.starts for one in grounds.children_of], dtype=float)
    families: list[tuple[Authority, list[Child], tuple[PairDecision, ...]]] = []
    made = 0
    while made < children:
        authority = grounds.children_of[int(generator.choice(weights.size, p=weights / weights.sum()))]
        size = min(pick(generator, shapes.FAMILY_SIZES), children - made)
        members = make_family(generator, authority, grounds.postcodes[authority.code], made, size)
        decisions = []
        for number, one in enumerate(members):
            for other in members[number + 1 :]:
                drawn = generator.random()
                if drawn < shapes.MUST_BE_APART and len(members) == 2:
                    decisions.append(PairDecision((one.id, other.id), "apart", "assessed: not safe together"))
                elif drawn > 1 - shapes.MUST_BE_TOGETHER and len(members) == 2:
                    decisions.append(PairDecision((one.id, other.id), "together", "assessed: together"))
        families.append((authority, members, tuple(decisions)))
        made += size
    return families


def make_family(
    generator: np.random.Generator,
    authority: Authority,
    postcodes: Array,
    first_number: int,
    size: int,
    on: date = ON,
) -> list[Child]:
    """Return one family's children, who share a home, an ethnicity and much of what they wish."""
    x, y = postcodes[int(generator.integers(len(postcodes)))]
    home = Place(float(x), float(y))
    alone = size == 1 and generator.random() < authority.shares["uasc"] / shapes.FAMILY_SIZES[1]
    ethnicity = pick(generator, {one: authority.shares[one] for one in ETHNICITIES})
    if alone:
        ethnicity = pick(generator, {"black": 0.4, "asian": 0.25, "other": 0.35})
    ages = {band: authority.shares[band] for band in AGE_BANDS}
    low, high = AGE_BANDS["age_16_17" if alone else pick(generator, ages)]
    eldest = int(generator.integers(low, high + 1))
    eldest = min(max(eldest, size - 1), 17)
    siblings_ages = [eldest]
    for _ in range(size - 1):
        siblings_ages.append(int(np.clip(siblings_ages[-1] - generator.integers(0, 5), 0, 17)))
    religion = str(generator.choice(shapes.RELIGIONS)) if generator.random() < 0.35 else None
    language = str(generator.choice(shapes.LANGUAGES)) if alone or generator.random() < 0.10 else None
    school = near_point(generator, home, 0.9)
    return [
        _child(
            generator,
            authority,
            f"child-{first_number + number:05d}",
            age,
            home,
            ethnicity,
            religion,
            language,
            school,
            alone,
            on,
        )
        for number, age in enumerate(siblings_ages)
    ]


def _child(
    generator: np.random.Generator,
    authority: Authority,
    id: str,
    age: int,
    home: Place,
    ethnicity: str,
    religion: str | None,
    language: str | None,
    primary: Place,
    alone: bool,
    on: date,
) -> Child:
    band = 0 if age < 5 else 1 if age < 12 else 2
    needs = {
        need: pick(generator, shapes.LEVELS)
        for need, shares in shapes.NEEDS.items()
        if generator.random() < shares[band]
    }
    if alone:
        needs["unaccompanied"] = 2
    sex = "female" if generator.random() < (0.08 if alone else authority.shares["female"]) else "male"
    disabled = bool({"learning_disability", "physical_disability", "autism"} & set(needs))
    school = None
    if age >= 4 and not (alone and generator.random() < 0.7):
        # Brothers and sisters share a primary school; a secondary school is farther off.
        school = primary if age < 11 else near_point(generator, home, 1.6)
    people = pick(generator, shapes.NAMED_PEOPLE) if not alone else 0
    kinds: tuple[str, ...] = ("foster", "connected_person") if age < 10 else ()
    return Child(
        id=id,
        age=age,
        sex=sex,
        family_home=home,
        date_needed=date.fromordinal(on.toordinal() + int(generator.integers(0, 7))),
        school=school,
        exam_year=age in (15, 17) and bool(generator.random() < 0.8),
        needs=needs,
        disabled=disabled,
        ethnicity=ethnicity,
        preferences=_preferences(generator, age, ethnicity, religion, language),
        stay_near=tuple(
            PersonToStayNear(
                str(generator.choice(["grandmother", "aunt", "father", "friend", "football coach"])),
                near_point(generator, home, 2.5),
                int(generator.integers(1, 4)),
            )
            for _ in range(people)
        ),
        stay_away_from_places=(
            (PlaceToStayAwayFrom(near_point(generator, home, 1.0), float(generator.integers(1, 4)), "risk"),)
            if band == 2 and generator.random() < shapes.PLACE_TO_AVOID
            else ()
        ),
        home_kinds_allowed=kinds,
        placement_kind="long_term" if generator.random() < shapes.LONG_TERM else "short_term",
        expected_weeks=int(generator.integers(8, 150)),
        only_child=bool(generator.random() < shapes.ONLY_CHILD),
        no_children_under=max(age - 2, 1)
        if band > 0 and generator.random() < shapes.NO_YOUNGER_CHILDREN
        else None,
        may_share_bedroom=bool(age < 12 and generator.random() < shapes.SHARES_A_BEDROOM),
        authority=authority.code,
    )


def _preferences(
    generator: np.random.Generator, age: int, ethnicity: str, religion: str | None, language: str | None
) -> tuple[Preference, ...]:
    def drawn(kind: str) -> bool:
        return bool(generator.random() < shapes.PREFERENCE_SHARES[kind])

    found = []
    if language and generator.random() < 0.8:
        found.append(Preference("language", language, 2))
    if religion and generator.random() < 0.4:
        found.append(Preference("religion", religion, int(generator.integers(1, 4))))
    if drawn("ethnicity"):
        found.append(Preference("ethnicity", ethnicity, int(generator.integers(1, 3))))
    if age >= 11 and drawn("identity"):
        found.append(Preference("identity", "lgbt", 3))
    if age >= 8 and drawn("home_kind"):
        found.append(Preference("home_kind", "foster" if generator.random() < 0.8 else "childrens_home", 2))
    if age >= 4 and drawn("feature"):
        found.append(Preference("feature", str(generator.choice(shapes.FEATURES)), 1))
    return tuple(found)


def _tie(
    generator: np.random.Generator, children: list[Child], groups: list[SiblingGroup], homes: list[Home]
) -> tuple[list[Child], list[Home]]:
    """Tie some children to homes: a connected person approved for them, a home they live in, people to avoid."""
    from dataclasses import replace

    by_id = {child.id: child for child in children}
    family: dict[str, tuple[str, ...]] = {
        child: group.children for group in groups for child in group.children
    }
    used: set[int] = set()
    done: set[str] = set()
    for child in children:
        if child.id in done:
            continue
        members = family.get(child.id, (child.id,))
        drawn = generator.random()
        if drawn < shapes.CONNECTED_PERSON:
            place = int(generator.integers(len(homes)))
            if place not in used and homes[place].kind == "foster":
                used.add(place)
                homes[place] = replace(
                    homes[place],
                    kind="connected_person",
                    provider="own",
                    place=near_point(generator, child.family_home, 4.0),
                    weekly_cost=340.0,
                    skills={},
                    offers=(),
                    refusals=(),
                    residents=(),
                    approval=Approval(
                        number=len(members),
                        named_children=tuple(
                            NamedChild(one, bool(generator.random() < 0.9)) for one in members
                        ),
                    ),
                )
        elif drawn < shapes.CONNECTED_PERSON + shapes.ALREADY_IN_A_HOME and len(members) == 1:
            near = [
                place
                for place in generator.integers(0, len(homes), 12).tolist()
                if place not in used
                and homes[place].approval.ages[0] <= child.age <= homes[place].approval.ages[1]
                and homes[place].kind == "foster"
            ]
            if near:
                used.add(near[0])
                by_id[child.id] = replace(
                    child, current_home=homes[near[0]].id, months_settled=float(generator.integers(1, 30))
                )
        done.update(members)
    for child_id, child in list(by_id.items()):
        if generator.random() < shapes.PERSON_TO_AVOID:
            home = homes[int(generator.integers(len(homes)))]
            avoided = tuple(one.id for one in home.residents[:1])
            if not avoided:
                other = children[int(generator.integers(len(children)))].id
                avoided = (other,) if other not in family.get(child_id, (child_id,)) else ()
            by_id[child_id] = replace(child, stay_away_from_people=avoided)
    # Some homes already have a brother or sister of a family that waits.
    for group in groups:
        if generator.random() < 0.06:
            place = int(generator.integers(len(homes)))
            home = homes[place]
            if (
                home.kind == "foster"
                and place not in used
                and home.bedrooms is None
                and home.approval.number < 4
            ):
                used.add(place)
                sibling = Resident(
                    f"{group.id}-sibling", "placed", int(generator.integers(3, 17)), "female", group.id
                )
                homes[place] = replace(
                    home,
                    place=near_point(generator, by_id[group.children[0]].family_home, 5.0),
                    residents=(*home.residents, sibling),
                    approval=replace(home.approval, number=home.approval.number + 1),
                )
    return list(by_id.values()), homes
