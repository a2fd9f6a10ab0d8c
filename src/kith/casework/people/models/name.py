"""The names that a person has had, each with the days on which it was in use."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from kith.casework.furniture.history import recorded


class NameKind(models.TextChoices):
    """Why a person has this name."""

    LEGAL = "legal", "Legal name"
    KNOWN_AS = "known_as", "Known as"
    FORMER = "former", "Former name"
    BIRTH = "birth", "Name at birth"
    ALIAS = "alias", "Other spelling or alias"


class Words(models.Func):
    """The words of a text in lower case without accents or punctuation, by the database's kith_normalise."""

    template = "string_to_array(kith_normalise(%(expressions)s), ' ')"


@recorded
class PersonName(models.Model):
    """One name of one person; the start is null where nobody knows since when."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10, choices=NameKind, default=NameKind.LEGAL)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    start_date = models.DateField("In use from", null=True, blank=True)
    end_date = models.DateField("Until", null=True, blank=True)
    words = models.GeneratedField(
        expression=Words(Concat(F("given_names"), Value(" "), F("family_name"))),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="name_has_a_part",
                condition=~Q(given_names="", family_name=""),
                violation_error_message="Enter a given name or a family name.",
            ),
            models.CheckConstraint(
                name="name_ends_after_it_starts",
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=True)
                | Q(end_date__gt=F("start_date")),
                violation_error_message="The end must be after the start.",
            ),
        ]
        indexes = [GinIndex(fields=["words"], name="name_words")]

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class NameWord(models.Model):
    """Every word that occurs in anybody's name, once: where a misspelt one is looked for. Kept by a trigger."""

    word = models.TextField(primary_key=True)
    sound = models.TextField()
    people = models.PositiveIntegerField(
        default=0, help_text="Roughly how many names hold it, as last counted"
    )

    class Meta:
        indexes = [
            GinIndex(fields=["word"], name="name_word_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["sound"], name="name_word_sound"),
        ]

    def __str__(self) -> str:
        return self.word
