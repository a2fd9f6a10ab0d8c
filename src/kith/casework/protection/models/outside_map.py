"""The map of harm outside the home: young people, adults who pose a risk, places and groups, and what joins them.

It has access rules of its own: whoever is named on a map reads it, and nobody else. It is part of nobody's record.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class OutsideMap(models.Model):
    """One map: a piece of work on harm that goes beyond one family."""

    title = models.CharField("What it is called", max_length=120, help_text="Not the name of a child")
    purpose = models.TextField("Why it is kept, and on what lawful basis")
    owner = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    opened_date = models.DateField("Opened on")
    review_date = models.DateField("To be looked at again by")
    closed_date = models.DateField("Closed on", null=True, blank=True)
    closed_words = models.TextField("What came of it", blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title


@recorded
class MapReader(Period):
    """One worker who may read one map over a period, and why they need to."""

    map = models.ForeignKey("protection.OutsideMap", on_delete=models.CASCADE, related_name="readers")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="maps_read")
    why = models.CharField("Why they need it", max_length=300)
    may_write = models.BooleanField("May add to it", default=False)
    named_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [ends_after_it_starts("map_reader"), no_overlap("map_reader", "map", "worker")]

    def __str__(self) -> str:
        return f"Worker {self.worker_id} reads map {self.map_id}"


class NodeKind(models.TextChoices):
    """What stands on a map."""

    YOUNG_PERSON = "young_person", "Young person"
    ADULT = "adult", "Adult who poses a risk"
    PLACE = "place", "Place"
    GROUP = "group", "Group"


@recorded
class MapNode(models.Model):
    """One young person, adult, place or group on a map."""

    map = models.ForeignKey("protection.OutsideMap", on_delete=models.CASCADE, related_name="nodes")
    kind = models.CharField(max_length=12, choices=NodeKind)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="map_nodes"
    )
    label = models.CharField("Name, or what it is known as", max_length=120, blank=True)
    words = models.TextField("What is known, from whom, and how sure", blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    added_date = models.DateField()
    removed_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="map_node_is_something",
                condition=Q(person__isnull=False) | ~Q(label=""),
                violation_error_message="Choose a person on the record, or say what it is known as.",
            ),
            models.CheckConstraint(
                name="map_node_person_is_a_person",
                condition=Q(person__isnull=True) | Q(kind__in=["young_person", "adult"]),
                violation_error_message="A place or a group is not a person on the record.",
            ),
            models.UniqueConstraint(
                fields=["map", "person"],
                condition=Q(person__isnull=False, removed_date__isnull=True),
                name="map_node_person_once",
                violation_error_message="They are on this map already.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"Person {self.person_id}"


class HowSure(models.TextChoices):
    """How sure whoever says so is."""

    KNOWN = "known", "Known"
    THOUGHT = "thought", "Thought likely"
    RUMOUR = "rumour", "Heard, not checked"


@recorded
class MapLink(Period):
    """What joins two on a map over a period, who says so and how sure they are."""

    map = models.ForeignKey("protection.OutsideMap", on_delete=models.CASCADE, related_name="links")
    from_node = models.ForeignKey("protection.MapNode", on_delete=models.CASCADE, related_name="links_from")
    to_node = models.ForeignKey("protection.MapNode", on_delete=models.CASCADE, related_name="links_to")
    what = models.CharField("What joins them", max_length=160)
    source = models.CharField("Who says so", max_length=160)
    how_sure = models.CharField(max_length=7, choices=HowSure)

    class Meta:
        constraints = [
            ends_after_it_starts("map_link"),
            models.CheckConstraint(
                name="map_link_joins_two",
                condition=~Q(from_node=F("to_node")),
                violation_error_message="Choose two that are not the same.",
            ),
        ]

    def __str__(self) -> str:
        return self.what
