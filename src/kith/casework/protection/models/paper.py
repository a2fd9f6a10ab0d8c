"""Minutes, plans and letters made from the record: changed before they go, and kept as they went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.protection.models.conference import ConferencePart


class PaperKind(models.TextChoices):
    """What is written."""

    STRATEGY_MINUTES = "strategy_minutes", "Record of the strategy discussion"
    ENQUIRY_LETTER = "enquiry_letter", "Letter to the family: how the enquiry ended"
    CONFERENCE_INVITATION = "conference_invitation", "Invitation to the conference"
    CONFERENCE_MINUTES = "conference_minutes", "Minutes of the conference"
    PROTECTION_PLAN = "protection_plan", "The child protection plan"
    CORE_GROUP_MINUTES = "core_group_minutes", "Record of the core group"
    LETTER_BEFORE_PROCEEDINGS = "letter_before_proceedings", "Letter before proceedings"


@recorded
class Paper(models.Model):
    """One paper made from one process on the record; once sent it stays as it went."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=25, choices=PaperKind)
    # What it was made from, such as "conference:55".
    thread = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    for_whom = models.CharField("Whom it is for", max_length=200, blank=True)
    # What they are to the children decides what the paper is made of, and whether it may go to them at all.
    for_part = models.CharField(max_length=12, choices=ConferencePart, default=ConferencePart.PARENT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="papers")
    sent_date = models.DateField("Went on", null=True, blank=True)
    sent_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.OneToOneField(
        "timeline.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="paper"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paper_sent_by_somebody",
                condition=Q(sent_date__isnull=True, sent_by__isnull=True, document__isnull=True)
                | Q(sent_date__isnull=False, sent_by__isnull=False, document__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["thread"], name="paper_thread")]

    def __str__(self) -> str:
        return self.title


@recorded
class PaperChild(models.Model):
    """One child whom a paper is about."""

    paper = models.ForeignKey("protection.Paper", on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="papers")

    class Meta:
        verbose_name_plural = "paper children"
        constraints = [models.UniqueConstraint(fields=["paper", "child"], name="paper_child_once")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in paper {self.paper_id}"


@recorded
class PaperPassage(models.Model):
    """One passage of a paper: a heading and its words, as they stand before it goes."""

    paper = models.ForeignKey("protection.Paper", on_delete=models.CASCADE, related_name="passages")
    place = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    left_out = models.BooleanField("Left out of what goes", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "place"], name="paper_passage_place")]

    def __str__(self) -> str:
        return self.heading
