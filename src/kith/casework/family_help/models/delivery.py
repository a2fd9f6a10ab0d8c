"""Help being delivered to one family: offered, started, its sessions, how it ended, and scores before and after."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


class DeliveryEnding(models.TextChoices):
    """How help ended."""

    COMPLETED = "completed", "Completed"
    STOPPED_EARLY = "stopped_early", "Stopped before its end"
    NEVER_STARTED = "never_started", "Never started"


class EndingReason(models.TextChoices):
    """Why help stopped early or never started."""

    FAMILY_CHOSE = "family_chose", "The family chose not to go on"
    NOT_REACHED = "not_reached", "The family could not be reached"
    NOT_THE_RIGHT_HELP = "not_the_right_help", "It was not the right help"
    COULD_NOT_GET_THERE = "could_not_get_there", "Time, place, travel or childcare got in the way"
    CIRCUMSTANCES = "circumstances", "Something else happened in the family's life"
    SERVICE_ENDED_IT = "service_ended_it", "The service could not go on with it"
    WAITED_TOO_LONG = "waited_too_long", "The wait was too long"
    MOVED_AWAY = "moved_away", "The family moved away"


@recorded
class InterventionDelivery(models.Model):
    """One intervention offered to one family on its plan."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="deliveries")
    intervention = models.ForeignKey(
        "family_help.Intervention", on_delete=models.PROTECT, related_name="deliveries"
    )
    goal = models.ForeignKey(
        "plans.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    why_this = models.TextField("Why this help for this family")
    provider = models.CharField("Who gives it", max_length=160, blank=True)
    practitioner = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    offered_date = models.DateField("Offered on")
    planned_sessions = models.PositiveSmallIntegerField("Sessions planned", null=True, blank=True)
    start_date = models.DateField("Started on", null=True, blank=True)
    end_date = models.DateField("Ended on", null=True, blank=True, help_text="The last day of the help")
    ending = models.CharField(max_length=13, choices=DeliveryEnding, blank=True)
    ending_reason = models.CharField(max_length=19, choices=EndingReason, blank=True)
    ending_words = models.TextField("What the family says about it", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "intervention deliveries"
        constraints = [
            # Named as for a period, although its last day belongs to it: one day of help begins and ends on that day.
            models.CheckConstraint(
                name="delivery_ends_after_it_starts",
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=True)
                | Q(end_date__gte=F("start_date")),
                violation_error_message="The help cannot end before it started.",
            ),
            models.CheckConstraint(
                name="delivery_starts_after_it_was_offered",
                condition=Q(start_date__isnull=True) | Q(start_date__gte=F("offered_date")),
                violation_error_message="The help cannot start before it was offered.",
            ),
            models.CheckConstraint(
                name="delivery_ended_says_how",
                condition=Q(end_date__isnull=True, ending="") | (Q(end_date__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="delivery_not_completed_says_why",
                condition=Q(ending__in=["", "completed"]) | ~Q(ending_reason=""),
                violation_error_message="Choose why it was not completed.",
            ),
            models.CheckConstraint(
                name="delivery_never_started_has_no_start",
                condition=~Q(ending="never_started") | Q(start_date__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["plan"], name="delivery_plan"),
            models.Index(fields=["intervention", "offered_date"], name="delivery_intervention"),
        ]

    def __str__(self) -> str:
        return f"{self.intervention} on plan {self.plan_id}"


@recorded
class DeliveryParticipant(models.Model):
    """One person of the family whom the help is given to."""

    delivery = models.ForeignKey(
        "family_help.InterventionDelivery", on_delete=models.CASCADE, related_name="participants"
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="help_received")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "person"], name="delivery_participant_once")
        ]

    def __str__(self) -> str:
        return f"Person {self.person_id} in delivery {self.delivery_id}"


class SessionAttendance(models.TextChoices):
    """What became of a session that was offered."""

    ATTENDED = "attended", "The family came"
    MISSED = "missed", "The family did not come"
    CANCELLED_BY_FAMILY = "cancelled_by_family", "The family called it off"
    CANCELLED_BY_US = "cancelled_by_us", "The service called it off"


@recorded
class DeliverySession(models.Model):
    """One session that was offered on one day, and whether the family came."""

    delivery = models.ForeignKey(
        "family_help.InterventionDelivery", on_delete=models.CASCADE, related_name="sessions"
    )
    day = models.DateField("Day of the session")
    attendance = models.CharField(max_length=19, choices=SessionAttendance)
    note = models.CharField("In a line", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "day"],
                name="delivery_session_once_a_day",
                violation_error_message="There is a session on this day already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_attendance_display()} on {self.day}"


class MeasureStage(models.TextChoices):
    """When in the help a measure was taken."""

    BEFORE = "before", "Before the help"
    AFTER = "after", "After the help"
    LATER = "later", "Some months later"


@recorded
class OutcomeScore(models.Model):
    """One score on one outcome measure (family_help.measures), before, after or later."""

    delivery = models.ForeignKey(
        "family_help.InterventionDelivery", on_delete=models.CASCADE, related_name="scores"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="outcome_scores"
    )
    measure = models.CharField(max_length=40)
    stage = models.CharField(max_length=6, choices=MeasureStage)
    score = models.DecimalField(max_digits=6, decimal_places=2)
    day = models.DateField("Taken on")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "person", "measure", "stage"],
                nulls_distinct=False,
                name="outcome_score_once_a_stage",
                violation_error_message="There is a score on this measure at this stage already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.score} {self.get_stage_display().lower()}"
