"""The legal gateway, work before proceedings, and proceedings in court."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class GatewayOutcome(models.TextChoices):
    """What a legal gateway meeting decides for one child."""

    BACK = "back", "Not now: work goes on under the plan"
    PRE_PROCEEDINGS = "pre_proceedings", "Work before proceedings"
    ISSUE = "issue", "Apply to the court"


@recorded
class LegalGatewayMeeting(models.Model):
    """One meeting of the service and its lawyers on whether the threshold for court may be met."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="legal_gateways")
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="legal_gateways"
    )
    asked_date = models.DateField("Asked for on")
    asked_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    why_asked = models.TextField("Why: what has been tried, and what has not changed")
    held_date = models.DateField("Held on", null=True, blank=True)
    led_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    legal_adviser = models.CharField("Lawyer", max_length=120, blank=True)
    advice = models.TextField("What the lawyers advise", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_gateway_held_by_somebody",
                condition=Q(held_date__isnull=True, led_by__isnull=True)
                | Q(held_date__isnull=False, led_by__isnull=False),
            ),
            models.CheckConstraint(
                name="legal_gateway_held_after_it_was_asked_for",
                condition=Q(held_date__isnull=True) | Q(held_date__gte=F("asked_date")),
                violation_error_message="The meeting cannot be held before it was asked for.",
            ),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(held_date__isnull=True),
                name="legal_gateway_one_asked_for",
                violation_error_message="A legal gateway meeting is asked for already. Record that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"Legal gateway about family {self.family_id}, asked for {self.asked_date}"


@recorded
class LegalGatewayChild(models.Model):
    """One child whom a legal gateway meeting is about, and what was decided for them."""

    gateway = models.ForeignKey(
        "protection.LegalGatewayMeeting", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="legal_gateway_parts")
    outcome = models.CharField(max_length=15, choices=GatewayOutcome, blank=True)
    decision = models.OneToOneField(
        "protection.ThresholdDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="legal_gateway_part",
    )

    class Meta:
        verbose_name_plural = "legal gateway children"
        constraints = [
            models.UniqueConstraint(fields=["gateway", "child"], name="legal_gateway_child_once"),
            models.CheckConstraint(
                name="legal_gateway_child_outcome_is_decided",
                condition=Q(outcome="", decision__isnull=True) | (~Q(outcome="") & Q(decision__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} at legal gateway {self.gateway_id}"


class PreProceedingsEnding(models.TextChoices):
    """How work before proceedings ended."""

    SAFE = "safe", "The children are safe, and it ends"
    PROCEEDINGS = "proceedings", "An application is made to the court"
    OTHER = "other", "Another reason"


@recorded
class PreProceedings(Period):
    """Work with a family before proceedings, from the letter to the parents to its end.

    Family group decision-making is offered first, or it is written down why not: a duty from the day on which section 1
    of the Children's Wellbeing and Schools Act 2026 is brought into force.
    """

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="pre_proceedings")
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="pre_proceedings"
    )
    gateway = models.ForeignKey(
        "protection.LegalGatewayMeeting", on_delete=models.PROTECT, related_name="pre_proceedings"
    )
    lead = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    letter_sent_date = models.DateField("Letter before proceedings sent on", null=True, blank=True)
    what_we_worry_about = models.TextField("What the letter says we are worried about", blank=True)
    what_must_change = models.TextField("What the letter asks to change", blank=True)
    help_offered = models.TextField("What help the letter says there is", blank=True)
    network_meeting = models.ForeignKey(
        "family_help.FamilyNetworkMeeting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pre_proceedings",
    )
    next_review_date = models.DateField("To be looked at again on", null=True, blank=True)
    ending = models.CharField(max_length=11, choices=PreProceedingsEnding, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "pre-proceedings"
        constraints = [
            ends_after_it_starts("pre_proceedings"),
            no_overlap("pre_proceedings", "family"),
            models.CheckConstraint(
                name="pre_proceedings_ends_somehow",
                condition=Q(end_date__isnull=True, ending="") | (Q(end_date__isnull=False) & ~Q(ending="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Pre-proceedings with family {self.family_id} from {self.start_date}"


@recorded
class PreProceedingsChild(models.Model):
    """One child whom work before proceedings is about, and why it ended as it did for them."""

    pre_proceedings = models.ForeignKey(
        "protection.PreProceedings", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="pre_proceedings_parts")
    decision = models.OneToOneField(
        "protection.ThresholdDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pre_proceedings_part",
    )

    class Meta:
        verbose_name_plural = "pre-proceedings children"
        constraints = [
            models.UniqueConstraint(fields=["pre_proceedings", "child"], name="pre_proceedings_child_once")
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} in pre-proceedings {self.pre_proceedings_id}"


class PreProceedingsStepKind(models.TextChoices):
    """What happened in work before proceedings."""

    MEETING = "meeting", "Meeting with the parents"
    ASSESSMENT = "assessment", "Assessment"
    REVIEW = "review", "Review"


@recorded
class PreProceedingsStep(models.Model):
    """One meeting, assessment or review in work before proceedings."""

    pre_proceedings = models.ForeignKey(
        "protection.PreProceedings", on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField(max_length=10, choices=PreProceedingsStepKind)
    planned_date = models.DateField("Planned for, or due by", null=True, blank=True)
    done_date = models.DateField("Held or received on", null=True, blank=True)
    what = models.CharField("What, and by whom", max_length=300)
    parents_had_a_lawyer = models.BooleanField("The parents had a lawyer with them", null=True, blank=True)
    words = models.TextField("What came of it", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pre_proceedings_step_has_a_day",
                condition=Q(planned_date__isnull=False) | Q(done_date__isnull=False),
                violation_error_message="Enter a day: when it is planned or due, or when it was.",
            )
        ]

    def __str__(self) -> str:
        return self.what


class ApplicationKind(models.TextChoices):
    """For what the authority applied."""

    CARE = "care", "Care order (section 31)"
    SUPERVISION = "supervision", "Supervision order (section 31)"
    PLACEMENT = "placement", "Placement order"
    OTHER = "other", "Another order"


@recorded
class CareProceedings(models.Model):
    """One application to the court about the children of one family, and where it stands (Children Act 1989, section 32)."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="care_proceedings")
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="care_proceedings"
    )
    gateway = models.ForeignKey(
        "protection.LegalGatewayMeeting",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proceedings",
    )
    pre_proceedings = models.ForeignKey(
        "protection.PreProceedings",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proceedings",
    )
    network_meeting = models.ForeignKey(
        "family_help.FamilyNetworkMeeting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proceedings",
    )
    why_no_family_meeting = models.TextField(
        "Why family group decision-making was not offered before the application", blank=True
    )
    kind = models.CharField(max_length=11, choices=ApplicationKind)
    issued_date = models.DateField("Issued on")
    court = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    guardian = models.CharField("Children's guardian", max_length=120, blank=True)
    due_date = models.DateField("Twenty-six weeks are up on")
    extended_until = models.DateField("Extended by the court until", null=True, blank=True)
    extended_reason = models.TextField("Why the court extended it", blank=True)
    ended_date = models.DateField("Ended on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "care proceedings"
        constraints = [
            models.CheckConstraint(
                name="proceedings_end_after_they_are_issued",
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("issued_date")),
                violation_error_message="Proceedings cannot end before they are issued.",
            ),
            models.CheckConstraint(
                name="proceedings_extended_for_a_reason",
                condition=Q(extended_until__isnull=True, extended_reason="")
                | (
                    Q(extended_until__isnull=False, extended_until__gt=F("due_date")) & ~Q(extended_reason="")
                ),
                violation_error_message="An extension is later than the twenty-six weeks, and has its reason.",
            ),
            models.CheckConstraint(
                name="proceedings_say_whether_the_family_met",
                condition=Q(network_meeting__isnull=False) | ~Q(why_no_family_meeting=""),
                violation_error_message=(
                    "Record the offer of family group decision-making, or why none was made before the application."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Proceedings about family {self.family_id} from {self.issued_date}"


@recorded
class ProceedingsChild(models.Model):
    """One child whom proceedings are about."""

    proceedings = models.ForeignKey(
        "protection.CareProceedings", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="proceedings_parts")

    class Meta:
        verbose_name_plural = "proceedings children"
        constraints = [
            models.UniqueConstraint(fields=["proceedings", "child"], name="proceedings_child_once")
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} in proceedings {self.proceedings_id}"


class HearingKind(models.TextChoices):
    """Which hearing it is."""

    CASE_MANAGEMENT = "case_management", "Case management hearing"
    ISSUES_RESOLUTION = "issues_resolution", "Issues resolution hearing"
    FINAL = "final", "Final hearing"
    OTHER = "other", "Another hearing"


@recorded
class CourtHearing(models.Model):
    """One hearing, planned or held."""

    proceedings = models.ForeignKey(
        "protection.CareProceedings", on_delete=models.CASCADE, related_name="hearings"
    )
    kind = models.CharField(max_length=17, choices=HearingKind)
    hearing_date = models.DateField("On")
    was_held = models.BooleanField("Held", default=False)
    words = models.TextField("What was decided, and what is to be done", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proceedings", "kind", "hearing_date"],
                name="court_hearing_once",
                violation_error_message="This hearing is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.hearing_date}"


class OrderKind(models.TextChoices):
    """Which order the court made."""

    INTERIM_CARE = "interim_care", "Interim care order"
    INTERIM_SUPERVISION = "interim_supervision", "Interim supervision order"
    CARE = "care", "Care order"
    SUPERVISION = "supervision", "Supervision order"
    SPECIAL_GUARDIANSHIP = "special_guardianship", "Special guardianship order"
    CHILD_ARRANGEMENTS = "child_arrangements", "Child arrangements order"
    PLACEMENT = "placement", "Placement order"
    NO_ORDER = "no_order", "No order"


@recorded
class CourtOrder(Period):
    """One order about one child, from the day it was made; an interim order ends when another takes its place."""

    proceedings = models.ForeignKey(
        "protection.CareProceedings", on_delete=models.CASCADE, related_name="orders"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="court_orders")
    kind = models.CharField(max_length=20, choices=OrderKind)
    is_final = models.BooleanField("It ends the proceedings for this child", default=False)
    words = models.TextField("Conditions, and what the court said", blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("court_order"),
            models.UniqueConstraint(
                fields=["proceedings", "child"],
                condition=Q(is_final=True),
                name="court_order_one_final",
                violation_error_message="This child's final order is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.start_date}"
