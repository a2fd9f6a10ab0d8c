"""What a practitioner looks for near one family: taken from the plan's goals and the record, chosen by numbers alone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kith import codes
from kith.casework.family_help.open_referral.kinds import FOR_FACTOR, IN_PLAIN_WORDS
from kith.casework.family_help.queries.directory import METRES_IN_A_MILE, Asked
from kith.casework.people.models import Person, Residence
from kith.casework.people.models.address import ResidenceKind
from kith.casework.plans.access import OpenPlan
from kith.casework.plans.models import Goal, PlanChild

Row = TypeVar("Row", Goal, Person)

DISTANCES = ("1", "3", "5", "10", "25")
USUAL = "5"


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen, and whether it is."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class NearFamilySearch:
    """What is looked for, what it was made from, and what else may be chosen."""

    asked: Asked
    goals: list[Choice]
    children: list[Choice]
    kinds: list[Choice]
    distances: list[Choice]
    words: str
    from_goal: str  # the goal that the kinds of help come from
    kinds_in_words: list[str] = field(default_factory=list)
    has_home: bool = False


def chosen_search(opened: OpenPlan, said: Mapping[str, str], today: datetime.date) -> NearFamilySearch:
    """Return the search that was chosen: a goal, a child, a kind of help, a distance and words, each of which may be none.

    Where nothing was chosen, the first open goal with a need, and the youngest child.
    """
    plan = opened.plan
    goals = list(Goal.objects.filter(plan_id=plan.pk, status="open").order_by("set_date", "pk"))
    names = {person.pk: person for person in opened.members}
    in_plan = PlanChild.objects.filter(plan_id=plan.pk, end_date__isnull=True).values_list(
        "child_id", flat=True
    )
    children = sorted(
        (names[number] for number in in_plan if number in names and names[number].birth_date),
        key=lambda one: (one.birth_date, one.pk),
        reverse=True,
    )
    # A first visit has chosen nothing yet.
    fresh = not said
    goal = _by_number(goals, said.get("goal", "")) or (
        next((one for one in goals if one.need in FOR_FACTOR), None) if fresh else None
    )
    child = _by_number(children, said.get("child", "")) or (children[0] if fresh and children else None)
    kind = said.get("kind", "") if said.get("kind") in IN_PLAIN_WORDS else ""
    kinds = (kind,) if kind else FOR_FACTOR.get(goal.need, ()) if goal else ()
    within = said.get("within", USUAL if fresh else "")
    within = within if within in DISTANCES else ""
    words = said.get("words", "").replace("\x00", "").strip()[:120]
    home = _home(opened, child, today)
    labels = codes.labels("kind_of_help")
    return NearFamilySearch(
        asked=Asked(
            kinds=kinds,
            words=words,
            age=child.age_on(today) if child else None,
            near=home,
            within=float(within) * METRES_IN_A_MILE if within and home else None,
        ),
        goals=[Choice(str(one.pk), one.words, one == goal) for one in goals],
        children=[
            Choice(str(one.pk), f"{one.display_name}, {one.age_on(today)}", one == child) for one in children
        ],
        kinds=[Choice(code, label, code == kind) for code, label in codes.choices("kind_of_help")],
        distances=[Choice(one, f"{one} mile{'' if one == '1' else 's'}", one == within) for one in DISTANCES],
        words=words,
        from_goal=goal.words if goal and not kind and kinds else "",
        kinds_in_words=[labels[one] for one in kinds],
        has_home=home is not None,
    )


def _by_number(rows: list[Row], said: str) -> Row | None:
    return next((row for row in rows if str(row.pk) == said), None)


def _home(opened: OpenPlan, child: Person | None, today: datetime.date) -> tuple[int, int] | None:
    """Return where the child lives on the grid, or else anybody of the family, by the record and by what may be seen."""
    people = [child.pk] if child else []
    people += [person.pk for person in opened.members if person.pk not in people]
    homes = {
        residence.person_id: residence.address
        for residence in Residence.objects.on(today)
        .filter(person_id__in=people, kind=ResidenceKind.HOME, address__easting__isnull=False)
        .select_related("address")
    }
    for number in people:
        if (address := homes.get(number)) is not None:
            return address.easting, address.northing
    return None
