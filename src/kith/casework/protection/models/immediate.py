"""Powers that protect a child at once, each with the hours or days for which the law lets it last."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


class PowerKind(models.TextChoices):
    """Which power was used."""

    POLICE_PROTECTION = "police_protection", "Police protection (Children Act 1989, section 46)"
    EMERGENCY_PROTECTION_ORDER = (
        "emergency_protection_order",
        "Emergency protection order (Children Act 1989, section 44)",
    )


class PowerEnding(models.TextChoices):
    """What came after it."""

    HOME = "home", "The child went home"
    RELATIVE = "relative", "The child stays with somebody in the family, by agreement"
    ACCOMMODATED = "accommodated", "The child is accommodated by agreement (section 20)"
    ORDER = "order", "A court made an order"
    TIME_RAN_OUT = "time_ran_out", "Its time ran out"


@recorded
class ImmediateProtection(models.Model):
    """One use of one power for one child, from its instant to its end."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="immediate_protection")
    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="immediate_protection")
    kind = models.CharField(max_length=26, choices=PowerKind)
    started_at = models.DateTimeField("From")
    must_end_at = models.DateTimeField("It cannot last beyond")
    extended_at = models.DateTimeField("Extended by the court on", null=True, blank=True)
    extended_until = models.DateTimeField("Extended until", null=True, blank=True)
    ended_at = models.DateTimeField("Ended", null=True, blank=True)
    ending = models.CharField(max_length=12, choices=PowerEnding, blank=True)
    end_words = models.TextField("How it ended, and where the child is", blank=True)
    who_used_it = models.CharField("Officer, or court", max_length=160)
    reference = models.CharField("Reference", max_length=60, blank=True)
    child_told = models.TextField("What the child was told, and what they say", blank=True)
    parents_told = models.TextField("What the parents were told, or why not", blank=True)
    decision = models.OneToOneField(
        "protection.ThresholdDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="immediate_protection",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "immediate protection"
        constraints = [
            models.CheckConstraint(
                name="immediate_protection_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                violation_error_message="It cannot end before it began.",
            ),
            models.CheckConstraint(
                name="immediate_protection_ends_somehow",
                condition=Q(ended_at__isnull=True, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="immediate_protection_order_is_extended_once",
                condition=Q(extended_at__isnull=True, extended_until__isnull=True)
                | Q(
                    extended_at__isnull=False, extended_until__isnull=False, kind="emergency_protection_order"
                ),
                violation_error_message="Only an emergency protection order can be extended, and once.",
            ),
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=Q(ended_at__isnull=True),
                name="immediate_protection_one_of_a_kind",
                violation_error_message="This child is under this power already. Record how that ended first.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-started_at"], name="immediate_protection_child")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: child {self.child_id}"
