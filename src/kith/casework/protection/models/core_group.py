"""The core group that carries a protection plan out between conferences, and visits to the children on it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts
from kith.casework.protection.models.conference import ConferenceCame, ConferencePart
from kith.casework.protection.models.strategy import Agency


@recorded
class CoreGroupMember(Period):
    """One member of the core group of a family's plan over a period: the family's own people first, then services."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="core_group")
    part = models.CharField(max_length=12, choices=ConferencePart)
    agency = models.CharField(max_length=14, choices=Agency, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="core_groups"
    )
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="core_groups"
    )
    name = models.CharField(max_length=120, blank=True)
    post = models.CharField("Their post, or who they are to the children", max_length=120, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("core_group_member"),
            models.CheckConstraint(
                name="core_group_member_is_somebody",
                condition=Q(person__isnull=False) | Q(worker__isnull=False) | ~Q(name=""),
                violation_error_message="Choose the person or worker, or enter a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.worker or f"Person {self.person_id}")


@recorded
class CoreGroupMeeting(models.Model):
    """One meeting of a core group: how far the plan has come, and what comes next."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="core_group_meetings")
    held_date = models.DateField("Held on")
    where = models.CharField(max_length=200, blank=True)
    family_words = models.TextField("What the parents say, in their words", blank=True)
    child_words = models.TextField("What the children say, in their words", blank=True)
    going_well = models.TextField("What has got better")
    worries = models.TextField("What has not, and what we are worried about", blank=True)
    next_planned_date = models.DateField("Next meeting on", null=True, blank=True)
    written_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "held_date"],
                name="core_group_meeting_once_a_day",
                violation_error_message="A core group on that day is recorded already. Open it to add to it.",
            )
        ]

    def __str__(self) -> str:
        return f"Core group of plan {self.plan_id} on {self.held_date}"


@recorded
class CoreGroupAttendance(models.Model):
    """Whether one member of the core group came to one meeting."""

    meeting = models.ForeignKey(
        "protection.CoreGroupMeeting", on_delete=models.CASCADE, related_name="attendances"
    )
    member = models.ForeignKey(
        "protection.CoreGroupMember", on_delete=models.CASCADE, related_name="attendances"
    )
    came = models.CharField(max_length=12, choices=ConferenceCame)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="core_group_attendance_once")
        ]

    def __str__(self) -> str:
        return self.get_came_display()


@recorded
class ProtectionVisit(models.Model):
    """One visit to the home of children on a protection plan, written once for all of them."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="protection_visits")
    visited_date = models.DateField("Visited on")
    visited_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    was_announced = models.BooleanField("The family knew of it", default=True)
    what_was_seen = models.TextField("What was seen and talked about")
    what_next = models.TextField("What happens next", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["plan", "-visited_date"], name="protection_visit_plan_date")]

    def __str__(self) -> str:
        return f"Visit on plan {self.plan_id} on {self.visited_date}"


@recorded
class ProtectionVisitChild(models.Model):
    """One child at a visit: seen, seen alone, their bedroom seen, and what they said."""

    visit = models.ForeignKey("protection.ProtectionVisit", on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="protection_visits")
    was_seen = models.BooleanField("Seen", default=False)
    seen_alone = models.BooleanField("Seen alone", default=False)
    bedroom_seen = models.BooleanField("Bedroom seen", default=False)
    why_not_seen = models.CharField("Why not seen", max_length=300, blank=True)
    child_words = models.TextField("What the child says, in their words", blank=True)

    class Meta:
        verbose_name_plural = "protection visit children"
        constraints = [
            models.UniqueConstraint(fields=["visit", "child"], name="protection_visit_child_once"),
            models.CheckConstraint(
                name="protection_visit_child_seen_alone_was_seen",
                condition=Q(seen_alone=False) | Q(was_seen=True),
                violation_error_message="A child who was seen alone was seen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} at visit {self.visit_id}"
