"""The strategy discussion: the agencies that know the children decide together whether to make enquiries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


class Agency(models.TextChoices):
    """For which service somebody speaks."""

    SOCIAL_CARE = "social_care", "Children's social care"
    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "School, college or nursery"
    FAMILY_HELP = "family_help", "Family Help"
    ADULT_SERVICES = "adult_services", "Adult services"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    HOUSING = "housing", "Housing"
    LEGAL = "legal", "Legal advice"
    VOLUNTARY = "voluntary", "Voluntary or community organisation"
    OTHER = "other", "Another service"


class StrategyStatus(models.TextChoices):
    """Where a strategy discussion stands; the moves between these are in protection.workflows.strategy."""

    CALLED = "called", "Called"
    HELD = "held", "Held"
    STOOD_DOWN = "stood_down", "Stood down: it was not needed"


class HowHeld(models.TextChoices):
    """How people came together."""

    MEETING = "meeting", "In a room"
    VIDEO = "video", "By video"
    TELEPHONE = "telephone", "By telephone"


@recorded
class StrategyDiscussion(models.Model):
    """One strategy discussion about the children of one family (Children Act 1989, section 47; Working Together)."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="strategy_discussions")
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="strategy_discussions"
    )
    # The discussion that this one looks at again, where there was one about the same worry.
    follows = models.ForeignKey(
        "protection.StrategyDiscussion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
    )
    status = models.CharField(max_length=10, choices=StrategyStatus, default=StrategyStatus.CALLED)
    called_date = models.DateField("Called on")
    called_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    why_called = models.TextField("Why: what happened, who saw or heard it, and when")
    planned_at = models.DateTimeField("Planned for", null=True, blank=True)
    held_date = models.DateField("Held on", null=True, blank=True)
    held_how = models.CharField("How", max_length=9, choices=HowHeld, blank=True)
    led_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    information = models.TextField("What each agency knows, said by whom", blank=True)
    what_has_helped = models.TextField("What has been tried, and what has helped", blank=True)
    safe_now = models.TextField("What keeps the children safe today", blank=True)
    # Police and health are expected; where one was not there the discussion is held and says why.
    why_without = models.TextField("Why an agency that should be there was not", blank=True)
    stood_down_reason = models.TextField("Why it was not needed", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="strategy_held_on_a_day",
                condition=Q(status="held", held_date__isnull=False, led_by__isnull=False)
                | (~Q(status="held") & Q(held_date__isnull=True, led_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="strategy_held_after_it_was_called",
                condition=Q(held_date__isnull=True) | Q(held_date__gte=F("called_date")),
                violation_error_message="A strategy discussion cannot be held before it was called.",
            ),
            models.CheckConstraint(
                name="strategy_stood_down_says_why",
                condition=~Q(status="stood_down") | ~Q(stood_down_reason=""),
                violation_error_message="Say why the discussion was not needed.",
            ),
        ]
        indexes = [
            models.Index(fields=["family", "-called_date"], name="strategy_family_date"),
            models.Index(fields=["called_date"], condition=Q(status="called"), name="strategy_called"),
        ]

    def __str__(self) -> str:
        return f"Strategy discussion about family {self.family_id}, called {self.called_date}"


class StrategyOutcome(models.TextChoices):
    """What a strategy discussion decides for one child."""

    ENQUIRY_SINGLE = "enquiry_single", "Make enquiries: social care alone"
    ENQUIRY_JOINT = "enquiry_joint", "Make enquiries: social care and police together"
    # Said again at a repeat discussion: a child is in one enquiry at a time.
    ENQUIRY_GOES_ON = "enquiry_goes_on", "The enquiry that is under way goes on"
    HELP = "help", "No enquiry: help goes on, or begins, on the family's plan"
    ASSESS = "assess", "No enquiry: the family's needs are assessed (section 17)"
    NOTHING_FURTHER = "nothing_further", "No enquiry, and nothing further is needed"


@recorded
class StrategyChild(models.Model):
    """One child whom a strategy discussion is about, and what it decided for them."""

    discussion = models.ForeignKey(
        "protection.StrategyDiscussion", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="strategy_parts")
    outcome = models.CharField(max_length=15, choices=StrategyOutcome, blank=True)
    decision = models.OneToOneField(
        "protection.ThresholdDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="strategy_part",
    )

    class Meta:
        verbose_name_plural = "strategy children"
        constraints = [
            models.UniqueConstraint(fields=["discussion", "child"], name="strategy_child_once"),
            models.CheckConstraint(
                name="strategy_child_outcome_is_decided",
                condition=Q(outcome="", decision__isnull=True) | (~Q(outcome="") & Q(decision__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["child"], name="strategy_child_child")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in discussion {self.discussion_id}"


class TookPart(models.TextChoices):
    """How somebody who was asked took part."""

    CAME = "came", "Was there"
    SENT_WORDS = "sent_words", "Sent what they know"
    DID_NOT_COME = "did_not_come", "Was asked and did not take part"


@recorded
class StrategyAttendance(models.Model):
    """One agency's part in a strategy discussion."""

    discussion = models.ForeignKey(
        "protection.StrategyDiscussion", on_delete=models.CASCADE, related_name="attendances"
    )
    agency = models.CharField(max_length=14, choices=Agency)
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("Who", max_length=120, blank=True)
    post = models.CharField("Their post", max_length=120, blank=True)
    took_part = models.CharField(max_length=12, choices=TookPart, default=TookPart.CAME)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="strategy_attendance_is_somebody",
                condition=Q(worker__isnull=False) | ~Q(name="") | Q(took_part="did_not_come"),
                violation_error_message="Say who spoke for this agency.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_agency_display()}: {self.get_took_part_display()}"


@recorded
class ProtectiveAction(models.Model):
    """Something agreed at a strategy discussion, a conference or a core group: who does what by when, and what came of it."""

    discussion = models.ForeignKey(
        "protection.StrategyDiscussion",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="actions",
    )
    conference = models.ForeignKey(
        "protection.ChildProtectionConference",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="actions",
    )
    core_group_meeting = models.ForeignKey(
        "protection.CoreGroupMeeting", null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    what = models.CharField("What", max_length=400)
    who = models.CharField("Who", max_length=120)
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_date = models.DateField("By", null=True, blank=True)
    done_date = models.DateField("Done on", null=True, blank=True)
    done_words = models.CharField("What came of it", max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="protective_action_was_agreed_in_one_place",
                condition=Q(
                    discussion__isnull=False, conference__isnull=True, core_group_meeting__isnull=True
                )
                | Q(discussion__isnull=True, conference__isnull=False, core_group_meeting__isnull=True)
                | Q(discussion__isnull=True, conference__isnull=True, core_group_meeting__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.what
