"""The catalogue of help: what each kind is, whom it is for, and what is known of whether it works. About nobody."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts


class InterventionGroup(models.TextChoices):
    """The review's four groups of help with good evidence, and practical help beside them."""

    PARENTING = "parenting", "Parenting support"
    RELATIONSHIP = "relationship", "Supporting the parents' relationship"
    HOME_VISITING = "home_visiting", "Intensive home visiting"
    ABUSE_AND_NEGLECT = "abuse_and_neglect", "Reducing the risk of abuse and neglect"
    PRACTICAL = "practical", "Practical help"


@recorded
class Intervention(models.Model):
    """One kind of help in the catalogue. An empty age is no limit; an empty cost is not known, which is not nothing."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=17, choices=InterventionGroup)
    kinds_of_help = ArrayField(models.CharField(max_length=16, choices=codes.choices("kind_of_help")))
    for_whom = models.TextField("Whom it is for")
    aims = models.TextField("What it aims at")
    youngest = models.PositiveSmallIntegerField("Youngest child, in years", null=True, blank=True)
    oldest = models.PositiveSmallIntegerField("Oldest child, in years", null=True, blank=True)
    dose = models.CharField("How much of it, over how long", max_length=200, blank=True)
    usual_sessions = models.PositiveSmallIntegerField("Usual number of sessions", null=True, blank=True)
    cost_pounds = models.PositiveIntegerField("Cost for a family, in pounds", null=True, blank=True)
    cost_source = models.CharField("Where the cost comes from", max_length=300, blank=True)
    is_shipped = models.BooleanField("Came with Kith", default=False)
    is_in_use = models.BooleanField("Offered to families here", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intervention_ages_in_order",
                condition=Q(youngest__isnull=True) | Q(oldest__isnull=True) | Q(oldest__gte=F("youngest")),
                violation_error_message="The oldest age is below the youngest. Check both.",
            ),
            models.CheckConstraint(
                name="intervention_cost_has_a_source",
                condition=Q(cost_pounds__isnull=True) | ~Q(cost_source=""),
                violation_error_message="Say where the cost comes from.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceRating(models.TextChoices):
    """What a source says of whether it works. A null result is shown as one."""

    POSITIVE = "positive", "Found to help"
    MIXED = "mixed", "Found to help with some things and not others"
    NO_EFFECT = "no_effect", "Found to make no difference"
    HARMFUL = "harmful", "Found to do harm"
    UNCERTAIN = "uncertain", "Looked promising, without a comparison that could tell"


@recorded
class InterventionEvidence(models.Model):
    """What one named source found of one intervention. Without any, an intervention is "not rated here"."""

    intervention = models.ForeignKey(
        "family_help.Intervention", on_delete=models.CASCADE, related_name="evidence"
    )
    rating = models.CharField(max_length=9, choices=EvidenceRating)
    found = models.TextField("What was found")
    study = models.CharField("What kind of study", max_length=200)
    source = models.CharField(max_length=300)
    source_address = models.URLField(max_length=300, blank=True)
    entered_date = models.DateField("Entered on")
    entered_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "intervention evidence"
        constraints = [
            models.CheckConstraint(
                name="intervention_evidence_has_a_source",
                condition=~Q(source=""),
                violation_error_message="Name the source: a rating without one cannot be weighed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()} ({self.source})"


@recorded
class InterventionAvailability(Period):
    """That an intervention can be had here: from whom, where, and how long families wait for it."""

    intervention = models.ForeignKey(
        "family_help.Intervention", on_delete=models.CASCADE, related_name="availability"
    )
    provider = models.CharField("Who gives it", max_length=160)
    where = models.CharField(max_length=200, blank=True)
    team = models.ForeignKey(
        "workforce.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="interventions"
    )
    directory_service = models.UUIDField(
        "Its number in the directory of services", null=True, blank=True, help_text="Open Referral UK"
    )
    wait_weeks = models.PositiveSmallIntegerField("Usual wait, in weeks", null=True, blank=True)

    class Meta:
        verbose_name_plural = "intervention availability"
        constraints = [ends_after_it_starts("intervention_availability")]

    def __str__(self) -> str:
        return self.provider
