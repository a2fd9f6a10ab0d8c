"""One check of one return: who asked, how far it has come, and the key without which its files cannot be read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ReturnName(models.TextChoices):
    """Which return is checked."""

    SSDA903 = "ssda903", "SSDA903: children looked after"
    CIN = "cin", "Children in need census"


class CheckStatus(models.TextChoices):
    """Where a check stands."""

    WAITING = "waiting", "Waiting to begin"
    READING = "reading", "Reading the files"
    CHECKING = "checking", "Running the rules"
    WRITING = "writing", "Writing down what was found"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    BROKEN = "broken", "Stopped by an error of Kith's"


UNDER_WAY = (CheckStatus.WAITING, CheckStatus.READING, CheckStatus.CHECKING, CheckStatus.WRITING)


class ReturnCheck(models.Model):
    """One check. It holds numbers and no child's data; what the files say is sealed on the disk under its key.

    It is gone with the session in which it was made, and nothing remembers it: it has no history.
    """

    worker = models.ForeignKey("workforce.Worker", on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=64, help_text="A digest of the session in which it was made")
    folder = models.CharField(max_length=48, unique=True, help_text="The folder's name, made at random")
    key = models.BinaryField(help_text="Opens the folder's files; they are unreadable once this row is gone")
    return_name = models.CharField(max_length=7, choices=ReturnName)
    year = models.CharField(max_length=7)
    authority = models.CharField(max_length=9, blank=True)
    files = models.JSONField(help_text="For each file: the part it plays, its stored name and its size")
    status = models.CharField(max_length=9, choices=CheckStatus, default=CheckStatus.WAITING)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    findings = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_check_finishes_once",
                condition=(
                    Q(status__in=["waiting", "reading", "checking", "writing"], finished_at__isnull=True)
                    | Q(status__in=["done", "cancelled", "broken"], finished_at__isnull=False)
                ),
            )
        ]
        indexes = [models.Index(fields=["session"], name="return_check_session")]

    def __str__(self) -> str:
        return f"Check of {self.return_name} {self.year}"

    @property
    def is_under_way(self) -> bool:
        """Whether it has not finished."""
        return self.status in UNDER_WAY
