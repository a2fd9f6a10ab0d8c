"""Telephone numbers and e-mail addresses, and whether it is safe to use them."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts


class ContactDetailKind(models.TextChoices):
    """How the person is reached."""

    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"


@recorded
class ContactDetail(Period):
    """One way to reach a person."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="contact_details")
    kind = models.CharField(max_length=9, choices=ContactDetailKind)
    value = models.CharField(max_length=254)
    safe_to_use = models.BooleanField("Safe to call or write", default=True)
    how_to_use = models.CharField("When and how", max_length=200, blank=True)

    class Meta:
        constraints = [ends_after_it_starts("contact_detail")]

    def __str__(self) -> str:
        return self.value
