"""Tiny instances drawn at random: small enough to try every arrangement, awkward enough to find mistakes."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from kith.engines.matching.children import (
    Child,
    PairDecision,
    PersonToStayNear,
    PlaceToStayAwayFrom,
    Preference,
    SiblingGroup,
)
from kith.engines.matching.homes import (
    Approval,
    Bedroom,
    CarerPreference,
    Exemption,
    Home,
    NamedChild,
    Offer,
    Refusal,
    Resident,
)
from kith.engines.matching.instance import Instance, InstanceFaultsError
from kith.engines.matching.places import Place

ON = date(2026, 4, 1)
places = st.builds(
    Place,
    st.integers(0, 30).map(lambda step: 500_000.0 + 1_500 * step),
    st.integers(0, 6).map(lambda step: 200_000.0 + 1_500 * step),
)
needs = st.dictionaries(st.sampled_from(["autism", "trauma", "behaviour"]), st.integers(1, 3), max_size=2)
skills = st.dictionaries(st.sampled_from(["autism", "trauma", "behaviour"]), st.integers(0, 3), max_size=3)
ages = st.sampled_from([(0, 17), (0, 10), (5, 17), (8, 12)])
sometimes = st.sampled_from([False, False, False, True])


@st.composite
def children(draw: st.DrawFn, number: int, place: Place | None, home_ids: list[str]) -> Child:
    """One child, with something unusual now and then."""
    current = draw(st.sampled_from([None, None, None, *home_ids]))
    return Child(
        id=f"c{number}",
        age=draw(st.integers(0, 17)),
        sex=draw(st.sampled_from(["female", "male"])),
        family_home=place or draw(places),
        date_needed=ON,
        school=draw(st.none() | places),
        exam_year=draw(sometimes),
        needs=draw(needs),
        preferences=(Preference("language", "pl", 2),) if draw(sometimes) else (),
        stay_near=(PersonToStayNear("aunt", draw(places), 2),) if draw(sometimes) else (),
        stay_away_from_places=(PlaceToStayAwayFrom(draw(places), 3.0),) if draw(sometimes) else (),
        stay_away_from_people=(draw(st.sampled_from(["c0", "c1", "r0", "r1"])),) if draw(sometimes) else (),
        home_kinds_allowed=("foster", "connected_person") if draw(sometimes) else (),
        expected_weeks=draw(st.none() | st.integers(1, 100)),
        maximum_miles=draw(st.sampled_from([None, None, None, 15.0])),
        only_child=draw(sometimes),
        no_children_under=draw(st.sampled_from([None, None, None, 5])),
        no_children_over=draw(st.sampled_from([None, None, None, 12])),
        may_share_bedroom=draw(st.booleans()),
        current_home=current,
        months_settled=draw(st.sampled_from([0.0, 9.0, 30.0])),
    )


@st.composite
def homes(draw: st.DrawFn, number: int, child_ids: list[str], group_ids: list[str]) -> Home:
    """One home, of any kind, with residents, bedrooms, an exemption or named children now and then."""
    kind = draw(
        st.sampled_from(
            ["foster", "foster", "foster", "connected_person", "childrens_home", "supported_accommodation"]
        )
    )
    residents = []
    if draw(sometimes):
        residents.append(
            Resident(
                f"r{number}",
                draw(st.sampled_from(["placed", "own_child", "adult"])),
                draw(st.integers(0, 17)),
                draw(st.sampled_from(["female", "male"])),
                draw(st.sampled_from([None, *group_ids])),
            )
        )
    bedrooms = None
    if draw(st.booleans()):
        rooms = [Bedroom(draw(st.integers(1, 2))) for _ in range(draw(st.integers(0, 3)))]
        if residents and residents[0].kind == "placed" and draw(st.booleans()):
            rooms.append(Bedroom(draw(st.integers(1, 2)), (residents[0].id,)))
        bedrooms = tuple(rooms)
    named = kind == "connected_person" or draw(st.sampled_from([False] * 9 + [True]))
    exempt = draw(sometimes)
    return Home(
        id=f"h{number}",
        kind=kind,
        place=draw(places),
        approval=Approval(
            number=draw(st.integers(0, 5)),
            ages=draw(ages),
            sexes=("female",) if draw(sometimes) else (),
            named_children=tuple(NamedChild(one, draw(st.booleans())) for one in child_ids[:2])
            if named
            else (),
            excluded_needs=("trauma",) if draw(sometimes) else (),
            exemption=Exemption(draw(st.integers(1, 5)), tuple(child_ids[:3])) if exempt else None,
        ),
        weekly_cost=draw(st.sampled_from([0.0, 400.0, 5000.0])),
        open_from=draw(st.sampled_from([None, None, None, date(2026, 4, 2)])),
        open_to=draw(st.sampled_from([None, None, date(2026, 8, 1)])),
        residents=tuple(residents),
        must_not_join=(child_ids[0],) if draw(sometimes) else (),
        refusals=(Refusal(ages=(0, 4)),) if draw(sometimes) else (),
        bedrooms=bedrooms,
        skills=draw(skills),
        offers=(Offer("language", "pl"),) if draw(st.booleans()) else (),
        carer_preference=CarerPreference(ages=(0, 8)) if draw(sometimes) else None,
    )


@st.composite
def instances(draw: st.DrawFn, most_children: int = 4, most_homes: int = 4) -> Instance:
    """An instance of a few children in families, and a few homes."""
    count = draw(st.integers(1, most_children))
    home_count = draw(st.integers(0, most_homes))
    sizes = draw(
        st.sampled_from(
            [
                [count],
                [1] * count,
                [2, count - 2] if count > 2 else [count],
                [3, count - 3] if count > 3 else [count],
            ]
        )
    )
    home_ids = [f"h{number}" for number in range(home_count)]
    everyone: list[Child] = []
    groups: list[SiblingGroup] = []
    for size in sizes:
        place = draw(places) if draw(st.booleans()) else None
        members = [draw(children(len(everyone) + number, place, home_ids)) for number in range(size)]
        everyone += members
        decisions = []
        for number, one in enumerate(members):
            for other in members[number + 1 :]:
                decision = draw(st.sampled_from([None, None, None, "together", "apart", "no_preference"]))
                if decision:
                    decisions.append(PairDecision((one.id, other.id), decision))
        if size > 1 or draw(sometimes):
            groups.append(SiblingGroup(f"g{len(groups)}", tuple(one.id for one in members), tuple(decisions)))
    child_ids = [one.id for one in everyone]
    stock = [draw(homes(number, child_ids, [group.id for group in groups])) for number in range(home_count)]
    travel = {}
    if stock and draw(sometimes):
        travel[child_ids[0], stock[0].id, draw(st.sampled_from(["school", "family"]))] = draw(
            st.sampled_from([5.0, 90.0])
        )
    try:
        return Instance(ON, tuple(everyone), tuple(stock), tuple(groups), travel)
    except InstanceFaultsError:
        # Contradicting decisions are refused when built, which has tests of its own.
        plain = tuple(SiblingGroup(group.id, group.children) for group in groups)
        return Instance(ON, tuple(everyone), tuple(stock), plain, travel)
