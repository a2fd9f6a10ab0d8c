"""Schools, and which one a child goes to when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class SchoolPhase(models.TextChoices):
    """For which ages a school is."""

    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    SPECIAL = "special", "Special school"
    ALTERNATIVE = "alternative", "Alternative provision"
    SIXTEEN_PLUS = "sixteen_plus", "College or sixth form"


@recorded
class School(models.Model):
    """One school, nursery or college; its grid reference comes from the postcode when it is entered."""

    name = models.CharField(max_length=160)
    urn = models.CharField("Unique reference number (URN)", max_length=6, blank=True)
    phase = models.CharField(max_length=12, choices=SchoolPhase)
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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["urn"],
                condition=~Q(urn=""),
                name="school_urn_once",
                violation_error_message="This school is on the list already. Choose it there.",
            ),
            models.CheckConstraint(
                name="school_grid_reference_is_whole",
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["name"], name="school_name")]

    def __str__(self) -> str:
        return self.name


class SchoolPlaceEnding(models.TextChoices):
    """Why a child left a school."""

    NEXT_PHASE = "next_phase", "Went on to the next school, as children of that age do"
    HOME_MOVED = "home_moved", "Moved home"
    CAME_INTO_CARE = "came_into_care", "Came into care, or moved to another home in care"
    BETTER_FIT = "better_fit", "Another school suits the child better"
    EXCLUDED = "excluded", "Permanently excluded"
    LEFT_EDUCATION = "left_education", "Left school"
    OTHER = "other", "Another reason"


@recorded
class SchoolPlace(Period):
    """One child's place at one school over a period; a child is on one school's roll on any day."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="school_places")
    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="places")
    ended_because = models.CharField(max_length=14, choices=SchoolPlaceEnding, blank=True)
    end_words = models.CharField("In a sentence", max_length=300, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("school_place"),
            no_overlap("school_place", "person"),
            models.CheckConstraint(
                name="school_place_ends_for_a_reason",
                condition=Q(end_date__isnull=True, ended_because="")
                | (Q(end_date__isnull=False) & ~Q(ended_because="")),
                violation_error_message="Say why the child left the school.",
            ),
        ]
        indexes = [models.Index(fields=["school", "end_date"], name="school_place_school_end")]

    def __str__(self) -> str:
        return f"Person {self.person_id} at school {self.school_id} from {self.start_date}"
