"""The catalogue as pages read it: each entry with its evidence, how that stands, and where it can be had today."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kith import codes
from kith.casework.family_help.models import (
    EvidenceRating,
    Intervention,
    InterventionAvailability,
    InterventionEvidence,
)
from kith.casework.furniture.known_at import NOW

NOT_RATED = "Not rated here"
# In what order evidence is read, where it decides between two; it is no score and is shown in words alone.
STANDINGS = [
    EvidenceRating.POSITIVE.value,
    EvidenceRating.MIXED.value,
    EvidenceRating.UNCERTAIN.value,
    "",
    EvidenceRating.NO_EFFECT.value,
    EvidenceRating.HARMFUL.value,
]
COLOURS = {
    "positive": "green",
    "mixed": "yellow",
    "uncertain": "blue",
    "": "grey",
    "no_effect": "orange",
    "harmful": "red",
}


def standing_of(ratings: list[str]) -> str:
    """Return how several sources stand together: harm is never outweighed, and sources that differ are mixed.

    An empty string is not rated. A source that could not tell neither adds to nor takes from one that could.
    """
    told = set(ratings)
    if "harmful" in told:
        return "harmful"
    could_tell = told - {"uncertain"}
    if len(could_tell) > 1:
        return "mixed"
    if could_tell:
        return could_tell.pop()
    return "uncertain" if told else ""


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue with its evidence and where it can be had on the day."""

    intervention: Intervention
    evidence: list[InterventionEvidence]
    available: list[InterventionAvailability]

    @property
    def name(self) -> str:
        """Its name."""
        return self.intervention.name

    @property
    def standing(self) -> str:
        """How its evidence stands: a rating's code, or nothing."""
        return standing_of([row.rating for row in self.evidence])

    @property
    def standing_in_words(self) -> str:
        """How its evidence stands, in words."""
        return str(EvidenceRating(self.standing).label) if self.standing else NOT_RATED

    @property
    def colour(self) -> str:
        """The colour of the tag beside the words."""
        return COLOURS[self.standing]

    @property
    def kinds(self) -> list[str]:
        """The kinds of help that it is, in words."""
        labels = codes.labels("kind_of_help")
        return [labels.get(kind, kind) for kind in self.intervention.kinds_of_help]

    @property
    def ages(self) -> str:
        """The ages of the children whom it is for, in words."""
        return ages_in_words(self.intervention.youngest, self.intervention.oldest)

    @property
    def usual_wait(self) -> int | None:
        """The shortest usual wait here in weeks, or None where nobody said."""
        return min((row.wait_weeks for row in self.available if row.wait_weeks is not None), default=None)


def ages_in_words(youngest: int | None, oldest: int | None) -> str:
    """Return an age range in words; no bounds are any age."""
    if youngest is None and oldest is None:
        return "Any age"
    if oldest is None:
        return f"{youngest} and over"
    if not youngest:
        return "Under 1" if oldest == 0 else f"Up to {oldest}"
    return f"{youngest} to {oldest}"


def entries(today: datetime.date, rows: QuerySet[Intervention] | None = None) -> list[Entry]:
    """Return entries of the catalogue in the order of groups and names. One query, whatever it holds."""
    wanted = (Intervention.objects.all() if rows is None else rows).order_by()
    numbers = wanted.values("id")
    held = NOW.together(
        interventions=wanted,
        evidence=InterventionEvidence.objects.filter(intervention_id__in=numbers).order_by(
            "-entered_date", "id"
        ),
        available=InterventionAvailability.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=today),
            start_date__lte=today,
            intervention_id__in=numbers,
        ).order_by("provider", "id"),
    )
    evidence, available = defaultdict(list), defaultdict(list)
    for rated in held["evidence"]:
        evidence[rated.intervention_id].append(rated)
    for offered in held["available"]:
        available[offered.intervention_id].append(offered)
    order = [group for group, _ in Intervention._meta.get_field("group").choices or []]
    made = [Entry(row, evidence[row.pk], available[row.pk]) for row in held["interventions"]]
    return sorted(made, key=lambda entry: (order.index(entry.intervention.group), entry.name))


def in_use(today: datetime.date) -> list[Entry]:
    """Return the entries that are offered here."""
    return entries(today, Intervention.objects.filter(is_in_use=True))


def filtered(
    found: list[Entry], *, group: str = "", kind: str = "", age: int | None = None, here: bool = False
) -> list[Entry]:
    """Return those entries that are of a group, of a kind, for an age, and to be had here."""
    return [
        entry
        for entry in found
        if (not group or entry.intervention.group == group)
        and (not kind or kind in entry.intervention.kinds_of_help)
        and (age is None or suits_age(entry.intervention, age))
        and (not here or entry.available)
    ]


def suits_age(intervention: Intervention, age: int) -> bool:
    """Return whether a child of this many years is of the ages that an entry is for."""
    return (intervention.youngest or 0) <= age and (intervention.oldest is None or age <= intervention.oldest)
