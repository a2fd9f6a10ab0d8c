"""The health of children in care."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded


class HealthAssessmentKind(models.TextChoices):
    """Which health assessment it is."""

    INITIAL = "initial", "Initial health assessment"
    REVIEW = "review", "Review health assessment"


class HealthAssessor(models.TextChoices):
    """Who assesses; the first is by a registered medical practitioner."""

    DOCTOR = "doctor", "Doctor"
    NURSE = "nurse", "Nurse"
    MIDWIFE = "midwife", "Midwife"


@recorded
class HealthAssessment(models.Model):
    """One assessment of the health of a child in care: asked for, held, its report received, or refused."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="health_assessments")
    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="health_assessments"
    )
    kind = models.CharField(max_length=7, choices=HealthAssessmentKind)
    asked_date = models.DateField("Asked for on")
    appointment_date = models.DateField("Appointment on", null=True, blank=True)
    held_date = models.DateField("Held on", null=True, blank=True)
    assessor = models.CharField("By a", max_length=7, choices=HealthAssessor, blank=True)
    received_date = models.DateField("Report received on", null=True, blank=True)
    findings = models.TextField("What was found", blank=True)
    what_next = models.TextField("What is to happen, by whom and by when", blank=True)
    refused_date = models.DateField("The young person refused it on", null=True, blank=True)
    refused_words = models.TextField("What they said", blank=True)
    late_reason = models.TextField("Why it was late", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="health_assessment_received_after_it_was_held",
                condition=Q(received_date__isnull=True)
                | Q(held_date__isnull=False, received_date__gte=F("held_date")),
                violation_error_message="The report comes on the day of the assessment or later. Enter when it was held.",
            ),
            models.CheckConstraint(
                name="health_assessment_held_by_somebody",
                condition=Q(held_date__isnull=True, assessor="")
                | (Q(held_date__isnull=False) & ~Q(assessor="")),
                violation_error_message="Say who assessed the child.",
            ),
            models.CheckConstraint(
                name="health_assessment_initial_by_a_doctor",
                condition=~Q(kind="initial") | Q(assessor__in=("", "doctor")),
                violation_error_message="The first health assessment is by a doctor (regulation 7).",
            ),
        ]
        indexes = [models.Index(fields=["child", "-asked_date"], name="health_assessment_child")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of child {self.child_id}"


class HealthCheckKind(models.TextChoices):
    """What was checked."""

    DENTAL = "dental", "Teeth, by a dentist"
    IMMUNISATIONS = "immunisations", "Immunisations"
    DEVELOPMENT = "development", "Development, of a child under 5"
    EYES = "eyes", "Eyes"
    HEARING = "hearing", "Hearing"


class HealthCheckResult(models.TextChoices):
    """What came of it."""

    DONE = "done", "Done, or up to date"
    NOT_UP_TO_DATE = "not_up_to_date", "Not up to date"
    REFUSED = "refused", "The young person refused it"
    NOT_TO_BE_HAD = "not_to_be_had", "None was to be had"


@recorded
class HealthCheck(models.Model):
    """One check of a child in care on a day: teeth, immunisations, development, eyes or hearing."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="health_checks")
    kind = models.CharField(max_length=13, choices=HealthCheckKind)
    day = models.DateField()
    result = models.CharField(max_length=14, choices=HealthCheckResult)
    words = models.CharField("What is still to be done", max_length=300, blank=True)
    next_due_date = models.DateField("The next is due by", null=True, blank=True)
    recorded_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["child", "kind", "-day"], name="health_check_child_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of child {self.child_id} on {self.day}"


@recorded
class StrengthsAndDifficulties(models.Model):
    """One strengths and difficulties questionnaire about a child aged 4 to 16: a score from 0 to 40, or why there is none."""

    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="strengths_and_difficulties"
    )
    day = models.DateField("Answered on")
    score = models.PositiveSmallIntegerField("Score from 0 to 40", null=True, blank=True)
    reason = models.CharField(
        "Why there is no score", max_length=4, choices=codes.field_choices("sdq_reason"), blank=True
    )
    words = models.TextField("What it tells us, and what is done", blank=True)
    recorded_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "strengths and difficulties"
        constraints = [
            models.CheckConstraint(
                name="strengths_and_difficulties_score_or_reason",
                condition=Q(score__lte=40, reason="") | (Q(score__isnull=True) & ~Q(reason="")),
                violation_error_message="Enter a score from 0 to 40, or say why there is none: one of the two.",
            )
        ]
        indexes = [models.Index(fields=["child", "-day"], name="strengths_child_day")]

    def __str__(self) -> str:
        return f"Questionnaire about child {self.child_id} on {self.day}"


@recorded
class SubstanceMisuse(models.Model):
    """That a child in care was found to misuse drugs or alcohol: what was offered, and whether they took it up."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="substance_misuse")
    identified_date = models.DateField("Found on")
    words = models.TextField("What, and how it affects them", blank=True)
    offered_date = models.DateField("Help offered on", null=True, blank=True)
    received = models.BooleanField("They took it up", null=True, blank=True)
    ended_date = models.DateField("No longer so from", null=True, blank=True)
    recorded_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "substance misuse"
        constraints = [
            models.CheckConstraint(
                name="substance_misuse_ends_after_it_was_found",
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("identified_date")),
                violation_error_message="It cannot end before it was found.",
            )
        ]

    def __str__(self) -> str:
        return f"Substance misuse of child {self.child_id}, found {self.identified_date}"


@recorded
class Conviction(models.Model):
    """One conviction or youth caution of a child in care, for the yearly return."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="convictions")
    day = models.DateField()
    words = models.CharField("What for, and what came of it", max_length=300)
    recorded_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Conviction of child {self.child_id} on {self.day}"
