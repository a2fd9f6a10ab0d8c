"""A person who poses a risk to children: a marker, seen from every child whom it is linked to, and looked at again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class RiskBasis(models.TextChoices):
    """On what the marker rests."""

    CONVICTION = "conviction", "A conviction or caution"
    COURT_FINDING = "court_finding", "A finding of a court"
    ENQUIRY_FINDING = "enquiry_finding", "A finding of an enquiry or assessment"
    INFORMATION = "information", "Information from police or another service"


@recorded
class PersonWhoPosesRisk(Period):
    """One marker on one person over a period: on what it rests, what to do, and when it is looked at again."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="risk_markers")
    basis = models.CharField(max_length=15, choices=RiskBasis)
    what_is_known = models.TextField("What is known, from whom, and when")
    what_to_do = models.TextField("What to do, and what not to do")
    person_told = models.TextField("What they were told, or why not", blank=True)
    marked_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_date = models.DateField("To be looked at again by")
    end_words = models.TextField("Why it was taken away", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "people who pose risk"
        constraints = [
            ends_after_it_starts("risk_marker"),
            no_overlap("risk_marker", "person"),
            models.CheckConstraint(
                name="risk_marker_agreed_by_another",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("marked_by")),
                violation_error_message="Somebody else agrees to the marker. Ask a manager.",
            ),
            models.CheckConstraint(
                name="risk_marker_taken_away_for_a_reason",
                condition=Q(end_date__isnull=True) | ~Q(end_words=""),
                violation_error_message="Say why the marker is taken away.",
            ),
        ]

    def __str__(self) -> str:
        return f"Marker on person {self.person_id} from {self.start_date}"


@recorded
class ChildAtRiskFrom(Period):
    """One child whom a marked person could reach, over a period, and how."""

    marker = models.ForeignKey(
        "protection.PersonWhoPosesRisk", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="at_risk_from")
    how = models.CharField("How they could meet", max_length=300)

    class Meta:
        verbose_name_plural = "children at risk from"
        constraints = [
            ends_after_it_starts("child_at_risk_from"),
            no_overlap("child_at_risk_from", "marker", "child"),
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} and marker {self.marker_id}"


@recorded
class RiskReview(models.Model):
    """One look again at a marker: whether it is still right, and when the next is."""

    marker = models.ForeignKey(
        "protection.PersonWhoPosesRisk", on_delete=models.CASCADE, related_name="reviews"
    )
    reviewed_date = models.DateField("Looked at again on")
    reviewed_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    words = models.TextField("What has changed, and whether it is still right")
    next_review_date = models.DateField("Next look by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_review_next_is_later",
                condition=Q(next_review_date__gt=F("reviewed_date")),
                violation_error_message="The next look comes after this one.",
            )
        ]

    def __str__(self) -> str:
        return f"Look again at marker {self.marker_id} on {self.reviewed_date}"
