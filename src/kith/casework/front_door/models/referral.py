"""What a contact becomes: a request for help taken to Family Help, or a statutory referral."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith import codes
from kith.casework.furniture.history import recorded


@recorded
class RequestForHelp(models.Model):
    """A family's request taken to Family Help; when the first help came is what its contact's clock says."""

    contact = models.OneToOneField(
        "front_door.Contact", on_delete=models.CASCADE, related_name="request_for_help"
    )
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="requests_for_help")
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="requests_for_help")
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="requests_for_help")
    taken_date = models.DateField("Taken to Family Help on")

    class Meta:
        verbose_name_plural = "requests for help"

    def __str__(self) -> str:
        return f"Request for help of {self.taken_date}"


@recorded
class Referral(models.Model):
    """One child's statutory referral; a new concern about an open case is not one (children in need census)."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.PROTECT, related_name="referrals")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="referrals")
    referral_date = models.DateField()
    source = models.CharField(max_length=2, choices=codes.choices("referral_source"))
    primary_need = models.CharField(max_length=2, choices=codes.choices("primary_need"))
    no_further_action = models.BooleanField(default=False)
    closed_date = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=3, blank=True, choices=codes.choices("closure_reason"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "child"], name="referral_once_for_a_child"),
            models.CheckConstraint(
                name="referral_closed_has_a_reason",
                condition=Q(closed_date__isnull=True, closure_reason="")
                | (Q(closed_date__isnull=False) & ~Q(closure_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["child", "-referral_date"], name="referral_child_date")]

    def __str__(self) -> str:
        return f"Referral of {self.referral_date}"
