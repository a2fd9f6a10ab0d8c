"""The moves of one child's protection plan, as the law and the census know them."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow


class ProtectionPlanState(models.TextChoices):
    """Where a child's protection plan stands."""

    ON_PLAN = "on_plan", "On a child protection plan"
    ENDED = "ended", "Ended"


PROTECTION_PLAN = Workflow(
    states=ProtectionPlanState,
    beginning={ProtectionPlanState.ON_PLAN: "protection.protection_plan_started"},
    moves={
        (ProtectionPlanState.ON_PLAN, ProtectionPlanState.ON_PLAN): "protection.protection_plan_continued",
        (ProtectionPlanState.ON_PLAN, ProtectionPlanState.ENDED): "protection.protection_plan_ended",
    },
    why_not={
        (ProtectionPlanState.ENDED, ""): (
            "This protection plan has ended. If the child is at risk again, call a strategy discussion."
        ),
    },
)
