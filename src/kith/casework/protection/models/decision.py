"""A decision about a child's safety that another may read, question and look at again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


class DecisionKind(models.TextChoices):
    """At which step of protecting a child it was decided."""

    STRATEGY = "strategy", "Whether to make enquiries under section 47"
    ENQUIRY = "enquiry", "The outcome of the section 47 enquiry"
    CONFERENCE = "conference", "What the child protection conference decided"
    IMMEDIATE = "immediate", "Protecting the child at once"
    LEGAL_GATEWAY = "legal_gateway", "Whether to go to court"
    PRE_PROCEEDINGS = "pre_proceedings", "How work before proceedings ended"
    OUTSIDE_HOME = "outside_home", "The level of risk outside the home"


@recorded
class ThresholdDecision(models.Model):
    """One decision about one child: what was decided, why, on what evidence, and what would change it."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="threshold_decisions")
    kind = models.CharField(max_length=15, choices=DecisionKind)
    decided = models.CharField("What was decided", max_length=200)
    reasons = models.TextField("Why")
    evidence = models.TextField("What it rests on: what was seen and heard, by whom, and when")
    what_would_change = models.TextField("What would change this decision")
    other_views = models.TextField("Who saw it otherwise, and what they said", blank=True)
    decided_date = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "workforce.Worker", on_delete=models.PROTECT, related_name="threshold_decisions"
    )
    # The page of what it was decided in, such as /strategy-discussions/5/.
    address = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["child", "-decided_date"], name="decision_child_date")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.decided}"


class SecondView(models.TextChoices):
    """What somebody else thinks of a decision, having read what it rests on."""

    AGREE = "agree", "I would have decided the same"
    AGREE_WITH_MORE = "agree_with_more", "I agree, and something more is needed"
    OTHERWISE = "otherwise", "I would have decided otherwise"


@recorded
class SecondLook(models.Model):
    """One second look at a decision: who was asked for it, what they think, and what was done about it."""

    decision = models.ForeignKey(
        "protection.ThresholdDecision", on_delete=models.CASCADE, related_name="second_looks"
    )
    asked_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_of = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="second_looks")
    why_asked = models.TextField("What they are asked to look at", blank=True)
    view = models.CharField(max_length=15, choices=SecondView, blank=True)
    words = models.TextField("What they see, and why", blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("What was done about it, or why nothing was", blank=True)
    answered_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "asked_of"],
                condition=Q(looked_at__isnull=True),
                name="second_look_asked_once",
                violation_error_message="They have been asked to look at this already.",
            ),
            models.CheckConstraint(
                name="second_look_has_a_view_when_looked",
                condition=Q(looked_at__isnull=True, view="") | (Q(looked_at__isnull=False) & ~Q(view="")),
            ),
            models.CheckConstraint(
                name="second_look_answered_by_somebody",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, looked_at__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Second look at decision {self.decision_id}"
