"""Make homes: foster households, children's homes and supported accommodation, as an area has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from kith.engines.matching import codes
from kith.engines.matching.homes import Approval, Bedroom, CarerPreference, Home, Offer, Refusal, Resident
from kith.engines.matching.made_up import shapes
from kith.engines.matching.made_up.authorities import ETHNICITIES, Authority
from kith.engines.matching.places import Place
from kith.engines.matching.tables import Array


def make_homes(
    generator: np.random.Generator,
    homes_in: Sequence[Authority],
    children_of: Sequence[Authority],
    postcodes: Mapping[str, Array],
    count: int,
    inside_share: float,
    first_number: int = 0,
) -> list[Home]:
    """Return homes with room, in these areas; `inside_share` of them in the first authority's own."""
    weights = np.array([max(one.starts, 1) for one in homes_in], dtype=float)
    weights /= weights.sum()
    made = []
    for number in range(count):
        mine = generator.random() < inside_share
        authority = children_of[0] if mine else homes_in[int(generator.choice(weights.size, p=weights))]
        where = postcodes[authority.code]
        x, y = where[int(generator.integers(len(where)))]
        made.append(
            make_home(generator, authority, f"home-{first_number + number:05d}", Place(float(x), float(y)))
        )
    return made


def make_home(generator: np.random.Generator, authority: Authority, id: str, place: Place) -> Home:
    """Return one home with room for somebody."""
    share = authority.shares
    drawn = generator.random() * (share["foster"] + share["childrens_home"] + share["supported"])
    if drawn < share["foster"]:
        return _foster(generator, authority, id, place)
    if drawn < share["foster"] + share["childrens_home"]:
        return _childrens_home(generator, authority, id, place)
    return _supported(generator, authority, id, place)


def _number(generator: np.random.Generator, shares: Mapping[int, float]) -> int:
    numbers = list(shares)
    weights = np.array(list(shares.values()))
    return int(numbers[int(generator.choice(len(numbers), p=weights / weights.sum()))])


def _provider(generator: np.random.Generator, authority: Authority, own: float) -> str:
    drawn = generator.random()
    return "own" if drawn < own else "agency" if drawn < own + (1 - own) * 0.93 else "other"


def _cost(generator: np.random.Generator, kind: str, provider: str) -> float:
    mean, spread = shapes.WEEKLY_COST[kind, provider]
    return float(round(max(generator.normal(mean, spread), mean / 2)))


def _skills(generator: np.random.Generator, chance: float, deep: float) -> dict[str, int]:
    """Most homes know something of most needs; few are specialist in any."""
    found = {}
    for need in codes.NEEDS:
        if generator.random() < chance:
            found[need] = 3 if generator.random() < deep / 3 else 2 if generator.random() < deep else 1
    return found


def _offers(generator: np.random.Generator, authority: Authority) -> tuple[Offer, ...]:
    weights = np.array([authority.shares[one] for one in ETHNICITIES])
    found = [Offer("ethnicity", str(generator.choice(ETHNICITIES, p=weights / weights.sum())))]
    if generator.random() < 0.5:
        found.append(Offer("religion", str(generator.choice(shapes.RELIGIONS))))
    if generator.random() < 0.2:
        found.append(Offer("language", str(generator.choice(shapes.LANGUAGES))))
    if generator.random() < 0.3:
        found.append(Offer("identity", "lgbt"))
    found += [Offer("feature", one) for one in shapes.FEATURES if generator.random() < 0.3]
    return tuple(found)


def _open(generator: np.random.Generator, on: date = date(2026, 4, 1)) -> tuple[date | None, date | None]:
    if generator.random() < 0.05:
        return date.fromordinal(on.toordinal() + int(generator.integers(3, 60))), None
    if generator.random() < 0.05:
        return None, date.fromordinal(on.toordinal() + int(generator.integers(30, 400)))
    return None, None


def _foster(generator: np.random.Generator, authority: Authority, id: str, place: Place) -> Home:
    provider = _provider(generator, authority, authority.shares["own_provision"])
    free = _number(generator, shapes.FOSTER_NUMBERS)
    drawn = generator.random()
    ages = (
        (0, 17)
        if drawn < 0.35
        else (0, 5)
        if drawn < 0.50
        else (0, 12)
        if drawn < 0.7
        else (5, 17)
        if drawn < 0.88
        else (10, 17)
    )
    residents: list[Resident] = []
    if free <= 2 and generator.random() < 0.30:
        residents.append(
            Resident(f"{id}-placed", "placed", int(generator.integers(ages[0], ages[1] + 1)), "male")
        )
    if generator.random() < 0.35:
        residents.append(Resident(f"{id}-own", "own_child", int(generator.integers(2, 18)), "female"))
    bedrooms: tuple[Bedroom, ...] | None = None
    if generator.random() < 0.5 and not any(one.kind == "placed" for one in residents):
        rooms = max(1, free - int(generator.random() < 0.5))
        bedrooms = tuple(Bedroom(2 if number == 0 and rooms < free else 1) for number in range(rooms))
    refusals: tuple[Refusal, ...] = ()
    if generator.random() < 0.06:
        refusals = (Refusal(needs=("sexualised_behaviour",), reason="young children in the household"),)
    opens, closes = _open(generator)
    return Home(
        id=id,
        kind="foster",
        place=place,
        provider=provider,
        authority=authority.code,
        weekly_cost=_cost(generator, "foster", provider),
        open_from=opens,
        open_to=closes,
        approval=Approval(
            number=free + sum(one.kind == "placed" for one in residents),
            ages=ages,
            sexes=("female",)
            if generator.random() < 0.05
            else ("male",)
            if generator.random() < 0.04
            else (),
            placement_kinds=("short_term", "emergency", "respite") if generator.random() < 0.15 else (),
        ),
        residents=tuple(residents),
        refusals=refusals,
        bedrooms=bedrooms,
        skills=_skills(generator, 0.55 if provider == "own" else 0.65, 0.35),
        offers=_offers(generator, authority),
        carer_preference=CarerPreference(ages=(max(ages[0], 0), min(ages[1], 10)))
        if ages[0] <= 10 and generator.random() < 0.2
        else None,
    )


def _childrens_home(generator: np.random.Generator, authority: Authority, id: str, place: Place) -> Home:
    provider = _provider(generator, authority, 0.2)
    free = _number(generator, shapes.CHILDRENS_HOME_NUMBERS)
    return Home(
        id=id,
        kind="childrens_home",
        place=place,
        provider=provider,
        authority=authority.code,
        weekly_cost=_cost(generator, "childrens_home", provider),
        approval=Approval(number=free, ages=(8, 17) if generator.random() < 0.7 else (11, 17)),
        skills=_skills(generator, 0.85, 0.7),
        offers=_offers(generator, authority),
    )


def _supported(generator: np.random.Generator, authority: Authority, id: str, place: Place) -> Home:
    provider = _provider(generator, authority, 0.15)
    return Home(
        id=id,
        kind="supported_accommodation",
        place=place,
        provider=provider,
        authority=authority.code,
        weekly_cost=_cost(generator, "supported_accommodation", provider),
        approval=Approval(number=_number(generator, shapes.SUPPORTED_NUMBERS), ages=(16, 17)),
        skills=_skills(generator, 0.6, 0.4),
        offers=_offers(generator, authority),
    )
