"""What an arrangement means in the field's own measures: siblings together, miles, school, pounds."""

from __future__ import annotations

from dataclasses import dataclass

from kith.engines.matching.arrangement import Placing, sibling_pairs
from kith.engines.matching.pair import Reading, terms_for
from kith.engines.matching.solving import Solution


@dataclass(frozen=True)
class Measures:
    """Shares lie between 0 and 1 and are None where there is nobody to count.

    `siblings_together` is the share of waiting children with brothers or sisters waiting (other than
    those who must be apart) who live with all of them; `pairs_together` counts pairs. `miles` are
    straight lines of placed children; `weekly_cost` is pounds a week for all who are placed.
    """

    children: int
    placed: int
    siblings_together: float | None
    pairs_together: float | None
    mean_miles: float | None
    median_miles: float | None
    far_from_home: float | None
    school_kept: float | None
    wishes_met: float | None
    with_connected_person: float | None
    weekly_cost: float
    mean_weekly_cost: float | None


def measures_of_placing(reading: Reading, placing: Placing) -> Measures:
    """Return the measures of any arrangement of an instance."""
    instance = reading.instance
    homes = {home.id: home for home in instance.homes}
    miles, schools, wishes, connected, cost = [], [], [], [], 0.0
    for child in instance.children:
        home_id = placing[child.id]
        if home_id is None:
            continue
        home = homes[home_id]
        miles.append(home.place.miles_to(child.family_home))
        terms = terms_for(reading, child, home)
        if child.school is not None:
            schools.append("school" not in terms)
        if child.preferences:
            wishes.append("wishes" not in terms)
        connected.append(home.kind == "connected_person")
        cost += home.weekly_cost
    wanted = [
        pair for pair in sibling_pairs(reading, placing) if pair.decision in ("together", "prefer_together")
    ]
    with_siblings: dict[str, bool] = {}
    for pair in wanted:
        for child_id in pair.children:
            with_siblings[child_id] = with_siblings.get(child_id, True) and pair.together
    ranked = sorted(miles)
    return Measures(
        children=len(instance.children),
        placed=len(miles),
        siblings_together=_share(list(with_siblings.values())),
        pairs_together=_share([pair.together for pair in wanted]),
        mean_miles=sum(miles) / len(miles) if miles else None,
        median_miles=ranked[len(ranked) // 2] if ranked else None,
        far_from_home=_share([one > reading.far_miles for one in miles]),
        school_kept=_share(schools),
        wishes_met=_share(wishes),
        with_connected_person=_share(connected),
        weekly_cost=cost,
        mean_weekly_cost=cost / len(miles) if miles else None,
    )


def measures_of(solution: Solution) -> Measures:
    """Return the measures of a solution."""
    return measures_of_placing(solution.pool.reading, solution.placing)


def _share(answers: list[bool]) -> float | None:
    return sum(answers) / len(answers) if answers else None
