"""A child who is missing, and the return interview: offered, accepted and held, each on a day of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded


class MissingRisk(models.TextChoices):
    """How great the police or the service think the danger is."""

    NONE_APPARENT = "none_apparent", "No apparent risk"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


@recorded
class MissingEpisode(models.Model):
    """One time that a child was missing or away without leave, of any length; it stays open until they are found."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="missing_episodes")
    kind = models.CharField(max_length=1, choices=codes.choices("missing_type"))
    # The later of when they left and when they were last seen.
    missing_since = models.DateTimeField("Missing since")
    missing_from = models.CharField("From where", max_length=160, blank=True)
    told_us_at = models.DateTimeField("We were told", null=True, blank=True)
    who_told_us = models.CharField("By whom", max_length=120, blank=True)
    police_told_at = models.DateTimeField("Police told", null=True, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    risk = models.CharField(max_length=13, choices=MissingRisk, blank=True)
    what_is_known = models.TextField("What is known, and what worries us", blank=True)
    parents_told_at = models.DateTimeField("Parents or carers told", null=True, blank=True)
    found_at = models.DateTimeField("Found, or came back", null=True, blank=True)
    found_where = models.CharField("Where", max_length=200, blank=True)
    found_how = models.TextField("How they were, and what was done", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="missing_episode_found_after_it_began",
                condition=Q(found_at__isnull=True) | Q(found_at__gte=F("missing_since")),
                violation_error_message="The child cannot be found before they went missing.",
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(found_at__isnull=True),
                name="missing_episode_one_open",
                violation_error_message="This child is recorded as missing already. Add to that record, or say that they were found.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-missing_since"], name="missing_episode_child")]

    def __str__(self) -> str:
        return f"Child {self.child_id} missing since {self.missing_since}"


class InterviewAnswer(models.TextChoices):
    """What the young person said to the offer."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


@recorded
class ReturnInterview(models.Model):
    """The talk with somebody independent that a child is offered after coming back, in 72 hours (statutory guidance, 2014)."""

    episode = models.OneToOneField(
        "protection.MissingEpisode", on_delete=models.CASCADE, related_name="return_interview"
    )
    offered_at = models.DateTimeField("Offered")
    offered_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=InterviewAnswer, blank=True)
    answered_at = models.DateTimeField("Answered", null=True, blank=True)
    answer_words = models.TextField("What they said to it", blank=True)
    held_at = models.DateTimeField("Held", null=True, blank=True)
    held_by = models.CharField("By whom", max_length=160, blank=True)
    is_independent = models.BooleanField(
        "They do not hold the case, and the young person could speak freely", default=True
    )
    where_they_were = models.TextField("Where they were, and with whom, as they tell it", blank=True)
    why_they_left = models.TextField("Why they left, in their words", blank=True)
    what_would_help = models.TextField("What would help, in their words", blank=True)
    harm = models.TextField("Any harm to them, or by them", blank=True)
    what_next = models.TextField("What is to be done", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_interview_answered_at_an_instant",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_at__gte=F("offered_at"))),
                violation_error_message="The answer cannot come before the offer.",
            ),
            models.CheckConstraint(
                name="return_interview_held_was_accepted",
                condition=Q(held_at__isnull=True)
                | (Q(answer="accepted", held_at__gte=F("answered_at")) & ~Q(held_by="")),
                violation_error_message="The talk is held after the young person has accepted it, and by somebody.",
            ),
        ]

    def __str__(self) -> str:
        return f"Return interview of episode {self.episode_id}"
