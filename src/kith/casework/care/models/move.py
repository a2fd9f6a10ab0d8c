"""A change of a child's home, school or worker, kept with what it does as it was shown before it was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


class MoveKind(models.TextChoices):
    """What changes for the child."""

    HOME = "home", "Home"
    SCHOOL = "school", "School"
    WORKER = "worker", "Worker"


class MoveOutcome(models.TextChoices):
    """What came of it."""

    DECIDED = "decided", "Decided, and not yet made"
    MADE = "made", "Made"
    STOOD_DOWN = "stood_down", "Decided against"


@recorded
class Move(models.Model):
    """One change of a child's home, school or worker: what was shown, who decided it, why, and what came of it.

    What was shown is kept whole and never changed: the database refuses it.
    """

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=6, choices=MoveKind)
    planned_date = models.DateField("To happen on")
    home = models.ForeignKey(
        "care.Home", null=True, blank=True, on_delete=models.PROTECT, related_name="moves_to"
    )
    school = models.ForeignKey(
        "people.School", null=True, blank=True, on_delete=models.PROTECT, related_name="moves_to"
    )
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="moves_to"
    )
    reasons = models.TextField("Why")
    alternatives = models.TextField("What else was thought of, and why not")
    child_words = models.TextField("What the child said", blank=True)
    why_child_not_asked = models.TextField("Why the child was not asked", blank=True)
    what_is_done = models.TextField("What is done about what the child loses", blank=True)
    # The panel as it was shown: {"lines": [{"what", "before", "after", "loss"}…], …}.
    shown = models.JSONField(default=dict)
    # Of the panel, what adds up over a year, per child and per team. Null: not known, or does not apply.
    siblings_with_now = models.PositiveSmallIntegerField(null=True, blank=True)
    siblings_with_after = models.PositiveSmallIntegerField(null=True, blank=True)
    siblings_in_care = models.PositiveSmallIntegerField(null=True, blank=True)
    metres_from_home_now = models.PositiveIntegerField(null=True, blank=True)
    metres_from_home_after = models.PositiveIntegerField(null=True, blank=True)
    metres_from_school_after = models.PositiveIntegerField(null=True, blank=True)
    school_changes = models.BooleanField(null=True, blank=True)
    in_middle_of_school_year = models.BooleanField(null=True, blank=True)
    people_nearer = models.PositiveSmallIntegerField(null=True, blank=True)
    people_further = models.PositiveSmallIntegerField(null=True, blank=True)
    # The team that held the child on the day, whose year it adds up in.
    team = models.ForeignKey(
        "workforce.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_date = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="moves_decided")
    outcome = models.CharField(max_length=10, choices=MoveOutcome, default=MoveOutcome.DECIDED)
    made_date = models.DateField("Made on", null=True, blank=True)
    stood_down_reason = models.TextField("Why it was decided against", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="move_goes_somewhere",
                condition=(Q(kind="home", school__isnull=True, worker__isnull=True))
                | Q(kind="school", home__isnull=True, worker__isnull=True, school__isnull=False)
                | Q(kind="worker", home__isnull=True, school__isnull=True, worker__isnull=False),
            ),
            models.CheckConstraint(
                name="move_child_was_asked_or_why_not",
                condition=~Q(child_words="") | ~Q(why_child_not_asked=""),
                violation_error_message="Enter what the child said, or why the child was not asked.",
            ),
            models.CheckConstraint(
                name="move_outcome_has_its_day_or_reason",
                condition=Q(outcome="decided", made_date__isnull=True, stood_down_reason="")
                | Q(outcome="made", made_date__isnull=False, stood_down_reason="")
                | (Q(outcome="stood_down", made_date__isnull=True) & ~Q(stood_down_reason="")),
            ),
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=Q(outcome="decided"),
                name="move_one_decided_at_a_time",
                violation_error_message="Such a move is decided for this child already. Make that one, or decide against it, first.",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-decided_date"], name="move_child_decided"),
            models.Index(fields=["team", "decided_date"], name="move_team_decided"),
        ]

    def __str__(self) -> str:
        return f"Change of {self.kind} for child {self.child_id}, decided {self.decided_date}"
