"""What the family wants to change, how far they have come, and who does what by when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith import codes
from kith.casework.furniture.history import recorded


class GoalStatus(models.TextChoices):
    """Where the goal stands."""

    OPEN = "open", "Working on it"
    MET = "met", "Met"
    PUT_ASIDE = "put_aside", "Put aside"


@recorded
class Goal(models.Model):
    """One goal in the family's own words, for the whole family or for one child."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="goals")
    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="goals"
    )
    words = models.CharField("The goal, in the family's words", max_length=300)
    need = models.CharField(
        "The need it meets", max_length=4, blank=True, choices=codes.choices("assessment_factor")
    )
    status = models.CharField(max_length=9, choices=GoalStatus, default=GoalStatus.OPEN)
    set_date = models.DateField("Set on")
    closed_date = models.DateField("Met or put aside on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="goal_closed_has_its_date",
                condition=Q(status="open", closed_date__isnull=True)
                | (~Q(status="open") & Q(closed_date__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.words


class ScoreStage(models.TextChoices):
    """When in the work the score was given."""

    START = "start", "At the start"
    MIDDLE = "middle", "On the way"
    END = "end", "At the end"


class ScoredBy(models.TextChoices):
    """Whose score it is."""

    CHILD = "child", "The child"
    PARENT = "parent", "A parent or carer"
    PRACTITIONER = "practitioner", "The practitioner"


@recorded
class GoalScore(models.Model):
    """How near the goal somebody said it was on a day: 0 not at all, 10 fully met."""

    goal = models.ForeignKey("plans.Goal", on_delete=models.CASCADE, related_name="scores")
    stage = models.CharField(max_length=6, choices=ScoreStage)
    score = models.PositiveSmallIntegerField("Score from 0 to 10")
    scored_by = models.CharField(max_length=12, choices=ScoredBy)
    day = models.DateField("Scored on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="goal_score_from_0_to_10",
                condition=Q(score__lte=10),
                violation_error_message="A score is a whole number from 0 to 10.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.score} {self.get_stage_display()}"


@recorded
class PlanAction(models.Model):
    """One thing that somebody will do by a day: a worker, or one of the family's own people."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="actions")
    goal = models.ForeignKey(
        "plans.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    what = models.CharField("What will be done", max_length=300)
    owner_worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="plan_actions"
    )
    owner_name = models.CharField("Or one of the family's people", max_length=120, blank=True)
    due_date = models.DateField("By")
    done_date = models.DateField("Done on", null=True, blank=True)
    is_help = models.BooleanField(
        "This is help for the family", default=False, help_text="Doing it counts as help delivered"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_action_has_an_owner",
                condition=Q(owner_worker__isnull=False) | ~Q(owner_name=""),
                violation_error_message="Choose a worker, or enter who in the family will do it.",
            )
        ]

    def __str__(self) -> str:
        return self.what
