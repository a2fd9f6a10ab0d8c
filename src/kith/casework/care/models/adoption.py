"""Adoption, and the sealed link between who a child was and who they are."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded


@recorded
class AdoptionPlan(models.Model):
    """The way of one child to adoption: the decision, the match, the placing and the order; or why it was given up."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="adoption_plans")
    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="adoption_plans"
    )
    decided_date = models.DateField("Decided that the child should be placed for adoption on")
    decided_by_name = models.CharField("Agency decision maker", max_length=120)
    reasons = models.TextField("Why")
    reversed_date = models.DateField("Decision given up on", null=True, blank=True)
    reversed_because = models.CharField(
        max_length=3, choices=codes.field_choices("adoption_reversal"), blank=True
    )
    matched_date = models.DateField("Matched on", null=True, blank=True)
    match_words = models.TextField("Why these adopters", blank=True)
    placed_date = models.DateField("Moved in on", null=True, blank=True)
    by_foster_carers = models.BooleanField("By the child's own foster carers", null=True, blank=True)
    adopters_number = models.PositiveSmallIntegerField("One adopter, or two", null=True, blank=True)
    adopters_sex = models.CharField(max_length=2, choices=codes.field_choices("adopters_sex"), blank=True)
    adopters_legal_status = models.CharField(
        max_length=3, choices=codes.field_choices("adopters_legal_status"), blank=True
    )
    # Whom nobody finds but from this child's record; an order takes it out of it.
    home = models.ForeignKey(
        "care.Home", null=True, blank=True, on_delete=models.PROTECT, related_name="adoption_plans"
    )
    applied_date = models.DateField("Adopters applied on", null=True, blank=True)
    order_date = models.DateField("Adoption order on", null=True, blank=True)
    consent_dispensed_with = models.BooleanField("The court dispensed with consent", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(reversed_date__isnull=True, order_date__isnull=True),
                name="adoption_plan_one_open",
                violation_error_message="Adoption is the plan for this child already.",
            ),
            models.CheckConstraint(
                name="adoption_plan_given_up_for_a_reason",
                condition=Q(reversed_date__isnull=True, reversed_because="")
                | (
                    Q(
                        reversed_date__isnull=False,
                        order_date__isnull=True,
                        reversed_date__gte=F("decided_date"),
                    )
                    & ~Q(reversed_because="")
                ),
                violation_error_message="Say why adoption is no longer the plan.",
            ),
            models.CheckConstraint(
                name="adoption_plan_in_order",
                condition=(Q(matched_date__isnull=True) | Q(matched_date__gte=F("decided_date")))
                & (
                    Q(placed_date__isnull=True)
                    | Q(matched_date__isnull=False, placed_date__gte=F("matched_date"))
                )
                & (
                    Q(order_date__isnull=True)
                    | Q(placed_date__isnull=False, order_date__gte=F("placed_date"))
                ),
                violation_error_message="First the decision, then the match, then moving in, then the order. Check the days.",
            ),
            models.CheckConstraint(
                name="adoption_plan_one_adopter_or_two",
                condition=Q(adopters_number__isnull=True) | Q(adopters_number__in=(1, 2)),
                violation_error_message="Enter 1 or 2.",
            ),
        ]

    def __str__(self) -> str:
        return f"Adoption plan of child {self.child_id}"


class SealedAdoptionLink(models.Model):
    """The one place that joins an adopted child's two records: encrypted, found from either end only by whoever has the key.

    It points at nobody, has no day and no order, and keeps no history: neither a query, a merge, an export nor a copy of the
    database joins the two (Adoption and Children Act 2002, sections 56 to 65, on what is kept about adoptions and told).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Keyed digests of each record's number: the key is not in the database. The second is empty until the new record is opened.
    found_from_before = models.CharField(max_length=64, unique=True)
    found_from_after = models.CharField(max_length=64, unique=True, null=True, blank=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "Sealed adoption link"


class AdoptionLinkOpening(models.Model):
    """One opening of a sealed link: who, when and why; not of whom."""

    link = models.ForeignKey("care.SealedAdoptionLink", on_delete=models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = models.TextField("Why it has to be opened")

    def __str__(self) -> str:
        return f"Sealed adoption link opened {self.opened_at}"
