"""Addresses, and who lives at them when. The people at one address on one day are a household."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class Address(models.Model):
    """One address; its grid reference, authority and deprivation come from the postcode when it is entered."""

    lines = models.CharField("Address", max_length=200)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(
        null=True, blank=True, help_text="Metres, Ordnance Survey National Grid"
    )
    northing = models.PositiveIntegerField(
        null=True, blank=True, help_text="Metres, Ordnance Survey National Grid"
    )
    authority_code = models.CharField(
        max_length=9, blank=True, help_text="Office for National Statistics code"
    )
    deprivation_decile = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="1 is the most deprived tenth of England (Indices of Deprivation 2025)",
    )

    class Meta:
        verbose_name_plural = "addresses"
        indexes = [
            models.Index(fields=["postcode"], name="address_postcode"),
            GinIndex(fields=["lines"], name="address_trigrams", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="address_grid_reference_is_whole",
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.lines, self.town, self.postcode) if part)


class ResidenceKind(models.TextChoices):
    """Why the person stays there."""

    HOME = "home", "Home"
    TEMPORARY = "temporary", "Staying for a while"


@recorded
class Residence(Period):
    """One person's stay at an address; a person has one home on any day."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="residences")
    address = models.ForeignKey("people.Address", on_delete=models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=10, choices=ResidenceKind, default=ResidenceKind.HOME)
    withheld = models.BooleanField(
        "Keep this address from others on the record",
        default=False,
        help_text="It is left out of anything shared",
    )

    class Meta:
        constraints = [
            ends_after_it_starts("residence"),
            no_overlap("residence", "person", condition=Q(kind="home")),
        ]

    def __str__(self) -> str:
        return str(self.address)
