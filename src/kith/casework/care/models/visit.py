"""Visits to children in care."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


class VisitRule(models.TextChoices):
    """Which interval of regulation 28 sets when the next visit is due; the words are those of the clock rules."""

    WEEKLY = "weekly", "Every week until the first review"
    FOUR_WEEKS = "four_weeks", "Every 4 weeks"
    SIX_WEEKS = "six_weeks", "Every 6 weeks"
    THREE_MONTHS = "three_months", "Every 3 months: to stay here until 18"
    SIX_MONTHS = "six_months", "Every 6 months: long-term fostering, as the child has agreed"
    SHORT_BREAKS = "short_breaks", "Every 6 months: short breaks"


@recorded
class CareVisit(models.Model):
    """One visit to one child in care, or to brothers and sisters in one home: written once, on every child's record."""

    day = models.DateField("Visited on")
    visited_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="care_visits")
    where = models.CharField(max_length=160, blank=True)
    was_unannounced = models.BooleanField("Nobody was told beforehand", default=False)
    carers_words = models.TextField("What the carers said", blank=True)
    how_it_is = models.TextField("How it is there", blank=True)
    what_next = models.TextField("What happens next", blank=True)
    note = models.ForeignKey(
        "timeline.Note", null=True, blank=True, on_delete=models.PROTECT, related_name="care_visits"
    )
    late_reason = models.TextField("Why it was late", blank=True)
    # Made on the telephone that it was written on, so that what is sent twice for want of signal is one visit.
    written_as = models.UUIDField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["visited_by", "-day"], name="care_visit_worker_day")]

    def __str__(self) -> str:
        return f"Visit on {self.day}"


@recorded
class CareVisitChild(models.Model):
    """One child of a visit: seen, alone, their bedroom, what they said, and by which rule the next is due."""

    visit = models.ForeignKey("care.CareVisit", on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="care_visit_parts")
    placement = models.ForeignKey("care.Placement", on_delete=models.CASCADE, related_name="visits")
    rule = models.CharField(max_length=12, choices=VisitRule)
    next_due_date = models.DateField("The next visit is due by", null=True, blank=True)
    seen = models.BooleanField("The child was seen")
    why_not_seen = models.CharField("Why not", max_length=300, blank=True)
    seen_alone = models.BooleanField("The child was seen alone", default=False)
    why_not_alone = models.CharField("Why not alone", max_length=300, blank=True)
    bedroom_seen = models.BooleanField("The child's bedroom was seen", default=False)
    why_bedroom_not_seen = models.CharField("Why not", max_length=300, blank=True)
    child_words = models.TextField("What the child said", blank=True)

    class Meta:
        verbose_name_plural = "care visit children"
        constraints = [
            models.UniqueConstraint(fields=["visit", "child"], name="care_visit_child_once"),
            models.CheckConstraint(
                name="care_visit_child_seen_or_why_not",
                condition=Q(seen=True) | ~Q(why_not_seen=""),
                violation_error_message="Say why the child was not seen.",
            ),
            models.CheckConstraint(
                name="care_visit_child_seen_alone_is_seen",
                condition=Q(seen_alone=False) | Q(seen=True),
                violation_error_message="A child who was not seen was not seen alone.",
            ),
            models.CheckConstraint(
                name="care_visit_child_alone_or_why_not",
                condition=Q(seen=False) | Q(seen_alone=True) | ~Q(why_not_alone=""),
                violation_error_message="Say why the child was not seen alone.",
            ),
        ]
        indexes = [models.Index(fields=["placement"], name="care_visit_child_placement")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in visit {self.visit_id}"


class VisitAskedBy(models.TextChoices):
    """Who asked for a visit."""

    CHILD = "child", "The child"
    CARER = "carer", "A carer"
    OTHER = "other", "Somebody else"


@recorded
class VisitRequest(models.Model):
    """One wish for a visit sooner than the rule says, until it is met (regulation 28)."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="visit_requests")
    placement = models.ForeignKey("care.Placement", on_delete=models.CASCADE, related_name="visit_requests")
    asked_by = models.CharField(max_length=5, choices=VisitAskedBy)
    asked_date = models.DateField("Asked on")
    words = models.TextField("What they said", blank=True)
    visit = models.ForeignKey(
        "care.CareVisit", null=True, blank=True, on_delete=models.SET_NULL, related_name="requests_met"
    )
    not_visited_reason = models.CharField("Why nobody visited", max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Visit asked for, child {self.child_id}, {self.asked_date}"
