"""Which help fits a family's needs and its children's ages, with the reason; a person chooses and says why.

The order is not a score: first what can be had here, then what answers more of the family's needs, then by what is
known of whether it works, a result of no difference last. Nothing is left out for its evidence; help that is not for
these ages is named as such.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kith import codes
from kith.casework.family_help.kinds_of_help import kinds_for_factors
from kith.casework.family_help.models import AssessmentFactor
from kith.casework.family_help.queries.catalogue import STANDINGS, Entry, ages_in_words, in_use, suits_age
from kith.casework.people.models import Person
from kith.casework.plans.models import Goal, PlanChild


@dataclass(frozen=True)
class Need:
    """One need of the family: a factor of the census, and whether a goal or an assessment says so."""

    factor: str
    goal_id: int | None = None  # None where an assessment found it
    goal_words: str = ""
    child_id: int | None = None  # None where it is the whole family's

    @property
    def in_words(self) -> str:
        """The factor in words, with its code."""
        label = codes.labels("assessment_factor").get(self.factor, self.factor)
        return f"{label[0].lower()}{label[1:]} ({self.factor})"


@dataclass(frozen=True)
class Child:
    """A child whom the help may be for. An unborn child is 0 years; an age that nobody knows is None."""

    person_id: int
    name: str
    years: int | None
    is_unborn: bool = False

    @property
    def in_words(self) -> str:
        """The child and their age, in a sentence."""
        if self.is_unborn:
            return f"{self.name} is not born yet"
        if self.years is None:
            return f"{self.name}’s age is not known: check that it suits"
        return f"{self.name} is {self.years}"


@dataclass(frozen=True)
class Suggestion:
    """One entry that fits, and why."""

    entry: Entry
    needs: list[Need]
    children: list[Child]
    reason: str

    @property
    def goal_id(self) -> int | None:
        """The goal that it would serve, where one says so."""
        return next((need.goal_id for need in self.needs if need.goal_id is not None), None)


@dataclass(frozen=True)
class Suggestions:
    """What fits, in order; what would fit but for the ages; and whether anything says what the family needs."""

    fitting: list[Suggestion]
    wrong_age: list[Suggestion]
    needs: list[Need]
    everything: list[Entry]  # of the catalogue that was searched, for whoever chooses otherwise


def suggest(found: Sequence[Entry], needs: Sequence[Need], children: Sequence[Child]) -> Suggestions:
    """Return what of a catalogue fits some needs and children. Without a need, nothing is suggested."""
    fitting, wrong_age = [], []
    for entry in found:
        answered = [
            need
            for need in needs
            if {kind.code for kind in kinds_for_factors([need.factor])}
            & set(entry.intervention.kinds_of_help)
        ]
        if not answered:
            continue
        about = {need.child_id for need in answered}
        concerned = [one for one in children if None in about or one.person_id in about] or list(children)
        suited = [one for one in concerned if one.years is None or suits_age(entry.intervention, one.years)]
        has_ages = entry.intervention.youngest is not None or entry.intervention.oldest is not None
        if suited or not concerned:
            fitting.append(Suggestion(entry, answered, suited, _reason(answered, suited if has_ages else [])))
        else:
            wrong_age.append(Suggestion(entry, answered, [], _wrong_age(entry, concerned)))
    fitting.sort(
        key=lambda one: (
            not one.entry.available,
            -len({need.factor for need in one.needs}),
            STANDINGS.index(one.entry.standing),
            one.entry.name,
        )
    )
    wrong_age.sort(key=lambda one: one.entry.name)
    return Suggestions(fitting, wrong_age, list(needs), list(found))


def suggestions_for_plan(plan_id: int, members: Sequence[Person], today: datetime.date) -> Suggestions:
    """Return what fits the open goals of a plan and the factors of its last signed-off assessment.

    Children whom the reader may not see are not named and not counted. Six queries, whatever the plan holds.
    """
    on_it = PlanChild.objects.filter(plan_id=plan_id, end_date__isnull=True).values_list(
        "child_id", flat=True
    )
    numbers = set(on_it)
    children = [
        Child(one.pk, one.display_name, 0 if one.is_unborn else one.age_on(today), one.is_unborn)
        for one in members
        if one.pk in numbers
    ]
    return suggest(in_use(today), needs_of_plan(plan_id, numbers), children)


def needs_of_plan(plan_id: int, children: set[int]) -> list[Need]:
    """Return the needs that a plan's open goals name, and those that an assessment of its children found beside."""
    goals = Goal.objects.filter(plan_id=plan_id, status="open").exclude(need="").order_by("set_date", "pk")
    needs = [Need(goal.need, goal.pk, goal.words, goal.child_id) for goal in goals]
    named = {need.factor for need in needs}
    factors = (
        AssessmentFactor.objects.filter(part__child_id__in=children, part__assessment__status="authorised")
        .order_by("-part__assessment__authorised_date", "part_id", "code")
        .values_list("code", "part__child_id", "part__assessment_id")
    )
    latest: dict[int, int] = {}
    for code, child, assessment in factors:
        # Each child's last assessment alone: what an older one found may be over.
        if latest.setdefault(child, assessment) == assessment and code not in named:
            needs.append(Need(code, child_id=child))
    return needs


def _reason(needs: Sequence[Need], children: Sequence[Child]) -> str:
    parts = []
    for need in _once(needs):
        if need.goal_id is None:
            parts.append(f"the assessment found {need.in_words}")
        else:
            parts.append(f"the goal “{need.goal_words}” is about {need.in_words}")
    parts += [one.in_words for one in children]
    return f"Because {_listed(parts)}."


def _wrong_age(entry: Entry, children: Sequence[Child]) -> str:
    ages = ages_in_words(entry.intervention.youngest, entry.intervention.oldest).lower()
    return f"For ages {ages}; {_listed([one.in_words for one in children])}."


def _once(needs: Sequence[Need]) -> list[Need]:
    """Return each factor that an assessment found once, and each goal."""
    seen: set[str] = set()
    kept = []
    for need in needs:
        if need.goal_id is None and need.factor in seen:
            continue
        seen.add(need.factor)
        kept.append(need)
    return kept


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
