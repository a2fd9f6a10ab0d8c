"""Gender, ethnicity, disability, language, religion and nationality: each dated, some of them several at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class CharacteristicKind(models.TextChoices):
    """What kind of fact about a person; each has a code list of the same name."""

    GENDER = "gender", "Gender"
    ETHNICITY = "ethnicity", "Ethnicity"
    DISABILITY = "disability", "Disability"
    LANGUAGE = "language", "Language"
    RELIGION = "religion", "Religion"
    NATIONALITY = "nationality", "Nationality"


ONE_AT_A_TIME = (CharacteristicKind.GENDER, CharacteristicKind.ETHNICITY, CharacteristicKind.RELIGION)


@recorded
class PersonCharacteristic(Period):
    """One coded fact about a person over a period, with the person's own words for it if they differ."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="characteristics")
    kind = models.CharField(max_length=12, choices=CharacteristicKind)
    code = models.CharField(max_length=5)
    own_words = models.CharField("In their words", max_length=200, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("characteristic"),
            no_overlap(
                "characteristic",
                "person",
                "kind",
                condition=Q(kind__in=[str(kind) for kind in ONE_AT_A_TIME]),
            ),
        ]
        indexes = [models.Index(fields=["person", "kind"], name="characteristic_person_kind")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The person's own words, or else the code's label."""
        return self.own_words or codes.labels(self.kind).get(self.code, self.code)
