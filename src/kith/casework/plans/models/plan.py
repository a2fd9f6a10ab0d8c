"""The one plan a family has: stepping up or down changes its tier and keeps the rest."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class Tier(models.TextChoices):
    """How far the service is in the family's life."""

    FAMILY_HELP = "family_help", "Family Help"
    CHILD_IN_NEED = "child_in_need", "Child in need"
    CHILD_PROTECTION = "child_protection", "Child protection"
    LOOKED_AFTER = "looked_after", "Looked after"
    LEAVING_CARE = "leaving_care", "Leaving care"


class PlanEnding(models.TextChoices):
    """Why a plan with a family ended."""

    GOALS_MET = "goals_met", "The family has what it wanted, or enough of it"
    FAMILY_CHOSE = "family_chose", "The family chose to end it"
    HELP_ELSEWHERE = "help_elsewhere", "Help goes on with another service"
    MOVED_AWAY = "moved_away", "The family moved away"
    NOT_REACHED = "not_reached", "The family could not be reached"
    GROWN_UP = "grown_up", "The children have grown up"
    OTHER = "other", "Another reason"


@recorded
class Plan(Period):
    """One plan for one family; a family has one open plan on any day."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="plans")
    what_we_want = models.TextField("What the family wants to be different, in their words", blank=True)
    what_is_strong = models.TextField("What is going well", blank=True)
    closing_reason = models.CharField("Why it ended", max_length=14, choices=PlanEnding, blank=True)
    closing_summary = models.TextField("What changed, and how things are now", blank=True)
    closing_family_view = models.TextField("What the family thinks of it", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [ends_after_it_starts("plan"), no_overlap("plan", "family")]

    def __str__(self) -> str:
        return f"Plan of family {self.family_id} from {self.start_date}"


@recorded
class PlanTier(Period):
    """The tier of a plan over a period, and why it changed."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="tiers")
    tier = models.CharField(max_length=16, choices=Tier)
    reason = models.TextField()
    what_changed = models.TextField("What has changed", blank=True)
    family_view = models.TextField("What the family thinks", blank=True)

    class Meta:
        constraints = [ends_after_it_starts("plan_tier"), no_overlap("plan_tier", "plan")]

    def __str__(self) -> str:
        return self.get_tier_display()


@recorded
class PlanLead(Period):
    """The lead practitioner of a plan over a period."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="leads")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="plans_led")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [ends_after_it_starts("plan_lead"), no_overlap("plan_lead", "plan")]

    def __str__(self) -> str:
        return f"Worker {self.worker_id} leads plan {self.plan_id}"


@recorded
class PlanChild(Period):
    """One child whom the plan is for, over a period."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="plan_places")

    class Meta:
        verbose_name_plural = "plan children"
        constraints = [ends_after_it_starts("plan_child"), no_overlap("plan_child", "plan", "child")]

    def __str__(self) -> str:
        return f"Child {self.child_id} on plan {self.plan_id}"
