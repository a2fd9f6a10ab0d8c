"""The plans room's nouns: one plan for a family, whatever its tier."""

from kith.casework.plans.models.agreement import Agreement, Sharing
from kith.casework.plans.models.goal import Goal, GoalScore, PlanAction
from kith.casework.plans.models.plan import Plan, PlanChild, PlanEnding, PlanLead, PlanTier, Tier
from kith.casework.plans.models.team_around_family import TeamMember

__all__ = [
    "Agreement",
    "Goal",
    "GoalScore",
    "Plan",
    "PlanAction",
    "PlanChild",
    "PlanEnding",
    "PlanLead",
    "PlanTier",
    "Sharing",
    "TeamMember",
    "Tier",
]
