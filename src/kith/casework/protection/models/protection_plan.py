"""The child protection plan of one child, its category, and transfer between authorities."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class ProtectionPlanStart(models.TextChoices):
    """How a child came onto a protection plan here."""

    CONFERENCE = "conference", "Decided at an initial conference"
    TRANSFER_IN = "transfer_in", "Came with the child from another authority"


class ProtectionPlanEnding(models.TextChoices):
    """Why a protection plan ended."""

    NO_LONGER_AT_RISK = "no_longer_at_risk", "A conference found that the child no longer needs it"
    CAME_INTO_CARE = "came_into_care", "The child is looked after, and safe there"
    MOVED_AWAY = "moved_away", "Another authority has taken it on"
    GREW_UP = "grew_up", "The young person is 18"
    DIED = "died", "The child has died"
    OTHER = "other", "Another reason"


@recorded
class ChildProtectionPlan(Period):
    """One child's protection plan over a period; a child has one on any day (children in need census).

    What is done about it stands on the family's one plan, whose tier is child protection meanwhile.
    """

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="protection_plans")
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="protection_plans")
    started_as = models.CharField(
        max_length=11, choices=ProtectionPlanStart, default=ProtectionPlanStart.CONFERENCE
    )
    start_conference = models.ForeignKey(
        "protection.ChildProtectionConference",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans_started",
    )
    end_conference = models.ForeignKey(
        "protection.ChildProtectionConference",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans_ended",
    )
    ended_because = models.CharField(max_length=17, choices=ProtectionPlanEnding, blank=True)
    end_words = models.TextField("What has changed", blank=True)
    is_repeat = models.BooleanField("The child has been on a plan before, here or elsewhere", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_it_starts("protection_plan"),
            no_overlap("protection_plan", "child"),
            models.CheckConstraint(
                name="protection_plan_started_at_a_conference",
                condition=~Q(started_as="conference") | Q(start_conference__isnull=False),
                violation_error_message="A protection plan starts at a conference. Record the conference first.",
            ),
            models.CheckConstraint(
                name="protection_plan_ends_for_a_reason",
                condition=Q(end_date__isnull=True, ended_because="")
                | (Q(end_date__isnull=False) & ~Q(ended_because="")),
            ),
        ]
        indexes = [models.Index(fields=["plan", "end_date"], name="protection_plan_plan_end")]

    def __str__(self) -> str:
        return f"Protection plan of child {self.child_id} from {self.start_date}"


@recorded
class ProtectionPlanCategory(Period):
    """The category of a child's protection plan over a period; the first and the latest are returned."""

    protection_plan = models.ForeignKey(
        "protection.ChildProtectionPlan", on_delete=models.CASCADE, related_name="categories"
    )
    category = models.CharField(max_length=3, choices=codes.choices("category_of_abuse"))

    class Meta:
        verbose_name_plural = "protection plan categories"
        constraints = [
            ends_after_it_starts("protection_plan_category"),
            no_overlap("protection_plan_category", "protection_plan"),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


class TransferDirection(models.TextChoices):
    """Which way a child on a protection plan moves."""

    IN = "in", "To us, from another authority"
    OUT = "out", "From us, to another authority"


@recorded
class ProtectionTransfer(models.Model):
    """The move of one child on a protection plan between two authorities, until a conference takes the plan on."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="protection_transfers")
    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="protection_transfers")
    direction = models.CharField(max_length=3, choices=TransferDirection)
    other_authority = models.CharField("The other authority", max_length=120)
    moved_date = models.DateField("Moved, or will move, on")
    told_date = models.DateField("Told on")
    told_by = models.CharField("By or to whom", max_length=120, blank=True)
    papers_date = models.DateField("Papers received or sent on", null=True, blank=True)
    category = models.CharField(
        "Category of the plan", max_length=3, choices=codes.choices("category_of_abuse"), blank=True
    )
    plan_since_date = models.DateField("On a plan there since", null=True, blank=True)
    conference = models.ForeignKey(
        "protection.ChildProtectionConference",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="transfers",
    )
    taken_on_date = models.DateField("Taken on by the receiving authority on", null=True, blank=True)
    not_taken_on_reason = models.TextField("Why the plan was not taken on", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="protection_transfer_taken_on_after_it_was_told",
                condition=Q(taken_on_date__isnull=True) | Q(taken_on_date__gte=F("told_date")),
                violation_error_message="The plan cannot be taken on before the other authority was told.",
            ),
            models.UniqueConstraint(
                fields=["child", "direction"],
                condition=Q(taken_on_date__isnull=True, not_taken_on_reason=""),
                name="protection_transfer_one_open",
                violation_error_message="This child's move is recorded already. Go on with that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.direction} of child {self.child_id}"
