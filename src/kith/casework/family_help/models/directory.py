"""The directory of services: who helps families here, from feeds of Open Referral UK and from what we enter. About nobody."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q

from kith import codes
from kith.casework.furniture.history import recorded


@recorded
class DirectoryFeed(models.Model):
    """Somebody else's directory, which we read: where it is, and whether what it says may be published again."""

    name = models.CharField("Whose directory it is", max_length=120, unique=True)
    address = models.URLField("Its address", max_length=500, blank=True)
    licence = models.CharField("Its licence", max_length=200, blank=True)
    may_republish = models.BooleanField("Publish its services with ours", default=False)
    is_read_daily = models.BooleanField("Read it each day", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_feed_is_published_by_its_licence",
                condition=Q(may_republish=False) | ~Q(licence=""),
                violation_error_message="Name the licence that lets us publish it again.",
            ),
            models.CheckConstraint(
                name="directory_feed_read_daily_has_an_address",
                condition=Q(is_read_daily=False) | ~Q(address=""),
                violation_error_message="Enter its address: a file cannot be read each day.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DirectoryReading(models.Model):
    """One reading of a feed: what was there, what it changed, and each service that was not taken, with the reason."""

    feed = models.ForeignKey("family_help.DirectoryFeed", on_delete=models.CASCADE, related_name="readings")
    read_at = models.DateTimeField()
    seconds = models.FloatField()
    source = models.CharField(max_length=500)
    fault = models.TextField("Why it could not be read", blank=True)
    read = models.PositiveIntegerField("Services in it", default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField("No longer in it", default=0)
    rejected = models.PositiveIntegerField("Not taken", default=0)
    rejections = models.JSONField("Those not taken, with the reasons", default=list)
    noted = models.PositiveIntegerField("Taken, with a part left out", default=0)
    notes = models.JSONField("What was left out", default=list)

    class Meta:
        indexes = [models.Index(fields=["feed", "-read_at"], name="directory_reading_latest")]

    def __str__(self) -> str:
        return f"{self.feed} at {self.read_at}"


class ServiceStatus(models.TextChoices):
    """Whether a service is open to families, in the standard's words."""

    ACTIVE = "active", "Open to families"
    INACTIVE = "inactive", "Not running"
    DEFUNCT = "defunct", "Closed for good"
    TEMPORARILY_CLOSED = "temporarily closed", "Closed for now"


@recorded
class DirectoryService(models.Model):
    """One service for families: the whole of what is published of it, and beside that what it is searched by.

    Without a feed it is ours. It ended once its feed no longer had it, or once we ended it.
    """

    feed = models.ForeignKey(
        "family_help.DirectoryFeed", null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    identifier = models.UUIDField("Its number in the standard")
    name = models.CharField(max_length=300)
    organisation_name = models.CharField("Who gives it", max_length=300, blank=True)
    status = models.CharField(max_length=18, choices=ServiceStatus)
    kinds_of_help = ArrayField(
        models.CharField(max_length=16, choices=codes.choices("kind_of_help")), default=list, blank=True
    )
    minimum_age = models.DecimalField(
        "Youngest, in years", max_digits=5, decimal_places=2, null=True, blank=True
    )
    maximum_age = models.DecimalField(
        "Oldest, in years", max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_free = models.BooleanField("It costs nothing", null=True, blank=True)
    has_place = models.BooleanField("It is given somewhere that is on the grid", default=False)
    search_words = models.TextField("The words it is found by")
    term_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    taxonomy_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    document = models.JSONField("The service as Open Referral UK has it")
    digest = models.CharField(max_length=64)
    added_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField("Last changed")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "identifier"],
                nulls_distinct=False,
                name="directory_service_once_a_feed",
                violation_error_message="This service is in the directory already.",
            ),
            models.CheckConstraint(
                name="directory_service_ages_in_order",
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
                violation_error_message="The oldest age is below the youngest. Check both.",
            ),
            models.CheckConstraint(
                name="directory_service_ended_after_it_was_added",
                condition=Q(ended_date__isnull=True) | Q(ended_date__gte=F("added_date")),
            ),
        ]
        indexes = [
            models.Index(fields=["identifier"], name="directory_service_number"),
            models.Index(
                fields=["name", "id"],
                condition=Q(status="active", ended_date__isnull=True),
                name="directory_service_by_name",
            ),
            GinIndex(fields=["kinds_of_help"], name="directory_service_kinds"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="directory_service_trigrams"),
            GinIndex(SearchVector("search_words", config="english"), name="directory_service_words"),
        ]

    def __str__(self) -> str:
        return self.name


class DirectoryPlace(models.Model):
    """Where a service is given, on the National Grid. Made from the service's document, and made anew with it."""

    service = models.ForeignKey(
        "family_help.DirectoryService", on_delete=models.CASCADE, related_name="places"
    )
    identifier = models.UUIDField("The number of the service at the location")
    name = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_place_grid_reference_is_whole",
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["identifier"], name="directory_place_number"),
            GistIndex(
                Func(F("easting"), F("northing"), function="point"), name="directory_place_on_the_grid"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.postcode


class DirectoryOpening(models.Model):
    """That a service is open on a day of the week, 0 for Monday. Made from the service's document, and made anew with it."""

    service = models.ForeignKey(
        "family_help.DirectoryService", on_delete=models.CASCADE, related_name="openings"
    )
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_opening_is_on_a_day_of_the_week", condition=Q(weekday__lte=6)
            )
        ]

    def __str__(self) -> str:
        return f"Day {self.weekday}: {self.opens} to {self.closes}"


class DirectoryTerm(models.Model):
    """A term by which a feed sorts its services, as the feed gave it last."""

    feed = models.ForeignKey("family_help.DirectoryFeed", on_delete=models.CASCADE, related_name="terms")
    identifier = models.UUIDField()
    taxonomy_identifier = models.UUIDField(null=True, blank=True)
    document = models.JSONField("The term as Open Referral UK has it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "identifier"], name="directory_term_once_a_feed")
        ]

    def __str__(self) -> str:
        return str(self.document.get("name", self.identifier))
