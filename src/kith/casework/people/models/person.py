"""A person known to the service: child, born or unborn, parent, relative or anyone else on a record."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


class Sex(models.TextChoices):
    """Sex as the children in need census records it; gender is a dated characteristic, kept apart."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    INDETERMINATE = "I", "Indeterminate"
    UNKNOWN = "U", "Unknown or unborn"


class Restriction(models.TextChoices):
    """How far a record is open to those whose role would otherwise let them read it."""

    NORMAL = "normal", "Normal"
    RESTRICTED = "restricted", "Restricted: the team and named workers only"
    SEALED = "sealed", "Sealed: named workers only"


@recorded
class Person(models.Model):
    """One person. Names, addresses and characteristics are dated rows of their own, never columns here."""

    display_name = models.CharField(
        "Name",
        max_length=200,
        help_text="The name in use, kept from the person's names by the naming actions",
    )
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField("Date of birth", null=True, blank=True)
    birth_date_is_estimated = models.BooleanField("Date of birth is an estimate", default=False)
    expected_birth_date = models.DateField("Expected date of birth", null=True, blank=True)
    death_date = models.DateField("Date of death", null=True, blank=True)
    restriction = models.CharField(max_length=10, choices=Restriction, default=Restriction.NORMAL)
    in_their_words = models.TextField("Who I am, in my own words", blank=True)
    in_their_words_date = models.DateField("When they said it", null=True, blank=True)
    merged_into = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                name="person_dies_after_birth",
                condition=Q(death_date__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(death_date__gte=F("birth_date")),
                violation_error_message="The date of death is before the date of birth.",
            ),
            models.CheckConstraint(
                name="person_unborn_has_unknown_sex",
                condition=Q(birth_date__isnull=False)
                | Q(expected_birth_date__isnull=True)
                | Q(sex=Sex.UNKNOWN),
                violation_error_message="A child not yet born is recorded with sex unknown.",
            ),
            models.CheckConstraint(
                name="person_words_have_their_date",
                condition=Q(in_their_words="") | Q(in_their_words_date__isnull=False),
                violation_error_message="Say on which day the person said this.",
            ),
            models.CheckConstraint(
                name="person_not_merged_into_themself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["birth_date"], name="person_birth_date"),
            # Who is on a closed record: few of many, asked for as each page begins (access/wall.sql).
            models.Index(
                fields=["restriction", "id"],
                condition=~Q(restriction="normal"),
                name="person_on_closed_record",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_unborn(self) -> bool:
        """Whether the child is expected and not yet born."""
        return self.birth_date is None and self.expected_birth_date is not None

    def age_on(self, day: datetime.date) -> int | None:
        """Return age in whole years on a day, or None where no date of birth is known or it is yet to come.

        Somebody born on 29 February comes of age on 1 March in a year without one
        (Family Law Reform Act 1969, section 9: at the commencement of the anniversary).
        """
        if self.birth_date is None or day < self.birth_date:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)
