"""Goals that an assessment's factors suggest, in words that a family may change."""

from __future__ import annotations

from kith.casework.family_help.kinds_of_help import goals_for, kinds_for_factors
from kith.casework.family_help.models import AssessmentFactor, FamilyAssessment
from kith.casework.plans.models import Goal


def suggested_goals(assessment: FamilyAssessment) -> list[tuple[int, str, str, str]]:
    """Return goals as (place, need, where it comes from, words): by each kind of help that the factors call for.

    One goal of each kind comes first, then the second of each, so that a short list covers all of them. Goals that
    are on the plan already, word for word, are left out; the others keep their place, by which a form knows them.
    """
    factors = list(
        AssessmentFactor.objects.filter(part__assessment=assessment)
        .order_by("code")
        .values_list("code", flat=True)
    )
    labels = dict(AssessmentFactor._meta.get_field("code").choices or [])
    on_plan = set(Goal.objects.filter(plan=assessment.plan_id).values_list("words", flat=True))
    by_kind = []
    for kind in kinds_for_factors(factors):
        because = next(code for code in dict.fromkeys(factors) if code in kind.factors)
        source = f"{kind.label}, because of: {labels[because]}"
        by_kind.append([(because, source, words) for words in goals_for(kind.code)])
    longest = max((len(goals) for goals in by_kind), default=0)
    every = [goals[turn] for turn in range(longest) for goals in by_kind if turn < len(goals)]
    return [(place, *goal) for place, goal in enumerate(every) if goal[2] not in on_plan]
