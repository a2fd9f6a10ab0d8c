"""Anyone who works with families on this record: employed, agency or partner."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from kith.casework.access.roles import Role
from kith.casework.furniture.history import recorded


@recorded
class Worker(models.Model):
    """One worker. Who holds a child is a dated Allocation, never a column here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="worker"
    )
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role)
    social_work_england_number = models.CharField(
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^SW\d{1,6}$", "Enter SW and up to six digits, such as SW12345.")],
    )
    full_time_equivalent = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("1.00"))
    is_agency = models.BooleanField("Agency worker", default=False)
    organisation = models.CharField(max_length=120, blank=True, help_text="A partner's school or service")
    telephone = models.CharField(max_length=30, blank=True)
    start_date = models.DateField("Started")
    end_date = models.DateField("Left", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="worker_full_time_equivalent_is_a_share",
                condition=Q(full_time_equivalent__gt=0) & Q(full_time_equivalent__lte=1),
                violation_error_message="Full-time equivalent is more than 0 and at most 1.",
            ),
            models.UniqueConstraint(
                fields=["social_work_england_number"],
                condition=~Q(social_work_england_number=""),
                name="social_work_england_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
