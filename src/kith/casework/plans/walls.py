"""How the plans room's tables stand behind the second wall: a plan is seen with any child it is for."""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

_WITH_THE_PLAN = Behind(through=(("plans_planchild", "plan_id", "plan_id"),))

WALLS = {
    "plans_planchild": people_rows("record", "child_id"),
    "plans_plan": Behind(through=(("plans_planchild", "plan_id", "id"),), loose=True),
    "plans_plantier": _WITH_THE_PLAN,
    "plans_planlead": _WITH_THE_PLAN,
    "plans_goal": _WITH_THE_PLAN,
    "plans_goalscore": Behind(through=(("plans_goal", "id", "goal_id"),)),
    "plans_planaction": _WITH_THE_PLAN,
    "plans_teammember": _WITH_THE_PLAN,
    "plans_agreement": _WITH_THE_PLAN,
    "plans_sharing": Behind(through=(("people_familymembership", "family_id", "family_id"),)),
}
OPEN: dict[str, str] = {}
