"""Goals that an assessment's factors suggest, in words that a family may change."""

from __future__ import annotations

from kith.casework.family_help.kinds_of_help import goals_for, kinds_for_factors
from kith.casework.family_help.models import AssessmentFactor, FamilyAssessment
from kith.casework.plans.models import Goal


def suggested_goals(assessment: FamilyAssessment) -> list[tuple[str, str, str]]:
    """Return goals as (need, where it comes from, words): by each kind of help that the factors call for.

    One goal of each kind comes first, then the second of each, so that a short list covers all of them. Goals that
    are on the plan already, word for word, are left out.
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
        by_kind.append([(because, source, words) for words in goals_for(kind.code) if words not in on_plan])
    longest = max((len(goals) for goals in by_kind), default=0)
    return [goals[place] for place in range(longest) for goals in by_kind if place < len(goals)]
