"""A period of care, its legal statuses, and what the law records beside them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class PeriodOfCare(Period):
    """One time that one child is looked after, from the day it began until the day it ended (Children Act 1989, section 22).

    Its episodes are computed from the legal statuses and placements in it, and never typed.
    """

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="periods_of_care")
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="periods_of_care"
    )
    # It never changes within a period (SSDA903 guide).
    category_of_need = models.CharField(max_length=2, choices=codes.field_choices("category_of_need"))
    why = models.TextField("Why the child came into care")
    child_words = models.TextField("What the child said about it", blank=True)
    decided_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    # Where the child lived before, from which distances are measured: the return's home postcode.
    home_address = models.ForeignKey(
        "people.Address", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    home_postcode = models.CharField(max_length=8, blank=True)
    home_easting = models.PositiveIntegerField(null=True, blank=True)
    home_northing = models.PositiveIntegerField(null=True, blank=True)
    started_late_reason = models.TextField("Why it was recorded late", blank=True)
    ended_because = models.CharField(
        max_length=3, choices=codes.field_choices("reason_episode_ceased"), blank=True
    )
    end_words = models.TextField("Where the child went, and what help goes on", blank=True)
    end_child_words = models.TextField("What the child said about leaving", blank=True)
    end_decided_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "periods of care"
        constraints = [
            ends_after_it_starts("period_of_care"),
            no_overlap("period_of_care", "child"),
            models.CheckConstraint(
                name="period_of_care_ends_for_a_reason",
                condition=Q(end_date__isnull=True, ended_because="", end_decided_by__isnull=True)
                | (
                    Q(end_date__isnull=False, end_decided_by__isnull=False) & ~Q(ended_because__in=("", "X1"))
                ),
                violation_error_message="Say why care ended. X1 joins two episodes and does not end care.",
            ),
        ]

    def __str__(self) -> str:
        return f"Care of child {self.child_id} from {self.start_date}"


@recorded
class LegalStatus(Period):
    """Under which power one child is looked after over a period; there is one on any day."""

    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="legal_statuses"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="legal_statuses")
    code = models.CharField("Legal status", max_length=2, choices=codes.field_choices("legal_status"))
    court_order = models.ForeignKey(
        "protection.CourtOrder",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="legal_statuses",
    )
    words = models.CharField("In a sentence", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "legal statuses"
        constraints = [
            models.CheckConstraint(
                name="legal_status_ends_after_it_starts",
                condition=Q(end_date__isnull=True) | Q(end_date__gt=models.F("start_date")),
                violation_error_message="A legal status cannot end before it begins. Check both days.",
            ),
            no_overlap("legal_status", "child"),
        ]
        indexes = [models.Index(fields=["period_of_care", "start_date"], name="legal_status_period")]

    def __str__(self) -> str:
        return f"{self.code} of child {self.child_id} from {self.start_date}"


@recorded
class UnaccompaniedChild(Period):
    """That a child seeks asylum alone, over a period; it ends at a decision on their age or status, or when they are 18."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="unaccompanied_periods")
    arrived_date = models.DateField("Arrived in England on", null=True, blank=True)
    journey = models.TextField("What they have told us of their journey", blank=True)
    end_words = models.CharField("Why it ended", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "unaccompanied children"
        constraints = [
            ends_after_it_starts("unaccompanied_child"),
            no_overlap("unaccompanied_child", "child"),
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} unaccompanied from {self.start_date}"


@recorded
class DeprivationOfLiberty(Period):
    """One order of the High Court that a child's liberty is restricted where they live, over a period."""

    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="deprivations_of_liberty"
    )
    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="deprivations_of_liberty"
    )
    court = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    restrictions = models.TextField("What the order allows, and why")
    child_words = models.TextField("What the child said about it", blank=True)
    review_due_date = models.DateField("To be reviewed by", null=True, blank=True)
    end_words = models.TextField("Why it ended", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "deprivations of liberty"
        constraints = [
            ends_after_it_starts("deprivation_of_liberty"),
            no_overlap("deprivation_of_liberty", "child"),
        ]

    def __str__(self) -> str:
        return f"Deprivation of liberty of child {self.child_id} from {self.start_date}"
