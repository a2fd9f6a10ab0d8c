"""What has to be approved before a child is placed, and by whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts


class ApprovalKind(models.TextChoices):
    """What about a placement has to be approved."""

    OUT_OF_AREA = "out_of_area", "Outside the authority's area (regulation 11)"
    AT_A_DISTANCE = (
        "at_a_distance",
        "At a distance: outside this authority and those that adjoin it (regulation 11)",
    )
    WITH_PARENTS = "with_parents", "With a parent, under a care order (regulation 18)"
    UNREGISTERED = "unregistered", "In a place that is not registered"


@recorded
class PlacementApproval(models.Model):
    """One approval, or refusal, of one placement or of a move to it, with what had to be satisfied."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="placement_approvals")
    placement = models.ForeignKey(
        "care.Placement", null=True, blank=True, on_delete=models.CASCADE, related_name="approvals"
    )
    move = models.ForeignKey(
        "care.Move", null=True, blank=True, on_delete=models.CASCADE, related_name="approvals"
    )
    kind = models.CharField(max_length=13, choices=ApprovalKind)
    asked_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    asked_date = models.DateField("Asked for on")
    why = models.TextField("Why this home, so far away or with whom it is")
    wishes_known = models.BooleanField("The child's wishes and feelings are known", default=False)
    most_appropriate = models.BooleanField("It is the most appropriate home for this child", default=False)
    relatives_consulted = models.BooleanField("The child's relatives were consulted", default=False)
    reviewing_officer_consulted = models.BooleanField(
        "The independent reviewing officer was consulted", default=False
    )
    area_authority_told = models.BooleanField(
        "The authority where the home is was told, and at a distance consulted on the care plan",
        default=False,
    )
    what_is_missing = models.TextField("Why something of this has not been done", blank=True)
    is_approved = models.BooleanField(null=True, blank=True)
    decided_date = models.DateField("Decided on", null=True, blank=True)
    decided_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_words = models.TextField("Why", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="placement_approval_is_of_something",
                condition=Q(placement__isnull=False) | Q(move__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_approval_decided_whole",
                condition=Q(is_approved__isnull=True, decided_date__isnull=True, decided_by__isnull=True)
                | (
                    Q(is_approved__isnull=False, decided_date__isnull=False, decided_by__isnull=False)
                    & ~Q(decision_words="")
                ),
                violation_error_message="Say what was decided, when and why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for child {self.child_id}"


@recorded
class PlacementWithParents(models.Model):
    """The assessment of a parent's home before a child under a care order is placed there (regulation 17).

    Where the child goes before it is finished (regulation 19), it is finished within 10 working days of that day.
    """

    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="placements_with_parents"
    )
    home = models.ForeignKey("care.Home", on_delete=models.PROTECT, related_name="+")
    started_date = models.DateField("Begun on")
    finished_date = models.DateField("Finished on", null=True, blank=True)
    assessor = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    household = models.TextField("Who lives there, and what is known of each", blank=True)
    words = models.TextField("What was found", blank=True)
    is_suitable = models.BooleanField("It is suitable", null=True, blank=True)

    class Meta:
        verbose_name_plural = "placements with parents"
        constraints = [
            models.CheckConstraint(
                name="placement_with_parents_found_when_finished",
                condition=Q(finished_date__isnull=True, is_suitable__isnull=True)
                | (
                    Q(
                        finished_date__isnull=False,
                        is_suitable__isnull=False,
                        finished_date__gte=F("started_date"),
                    )
                    & ~Q(words="")
                ),
                violation_error_message="Say what was found. An assessment cannot finish before it began.",
            )
        ]

    def __str__(self) -> str:
        return f"Assessment of home {self.home_id} for child {self.child_id}"


class TemporaryApprovalEnding(models.TextChoices):
    """How a temporary approval ended."""

    APPROVED = "approved", "The carers were approved as foster carers"
    MOVED = "moved", "The child moved"
    NOT_APPROVED = "not_approved", "The carers were not approved"
    ORDER_MADE = "order_made", "A court order took its place"
    OTHER = "other", "Another reason"


@recorded
class TemporaryApproval(Period):
    """That a connected person may care for one child before they are fully approved: 16 weeks, once extended by up to 8.

    Care Planning, Placement and Case Review (England) Regulations 2010, regulations 24 and 25.
    """

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="temporary_approvals")
    home = models.ForeignKey("care.Home", on_delete=models.PROTECT, related_name="temporary_approvals")
    viability_date = models.DateField("Suitability assessed on")
    viability_words = models.TextField("Who they are to the child, and why this is safe for now")
    given_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    due_date = models.DateField("Sixteen weeks are up on")
    extended_date = models.DateField("Extended on", null=True, blank=True)
    extended_until_date = models.DateField("Extended until", null=True, blank=True)
    extended_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    extension_reason = models.TextField("Why it was extended", blank=True)
    panel_views = models.TextField("What the fostering panel thinks", blank=True)
    reviewing_officer_told_date = models.DateField("Reviewing officer told on", null=True, blank=True)
    challenged_date = models.DateField("Carers asked for a review of the decision on", null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=TemporaryApprovalEnding, blank=True)
    end_words = models.TextField("In a sentence", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_it_starts("temporary_approval"),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(end_date__isnull=True),
                name="temporary_approval_one_open",
                violation_error_message="A temporary approval is open for this child. End that one first.",
            ),
            models.CheckConstraint(
                name="temporary_approval_extended_whole",
                condition=Q(
                    extended_date__isnull=True, extended_until_date__isnull=True, extended_by__isnull=True
                )
                | (
                    Q(
                        extended_date__isnull=False,
                        extended_until_date__isnull=False,
                        extended_by__isnull=False,
                        extended_until_date__gt=F("due_date"),
                    )
                    & ~Q(extension_reason="")
                ),
                violation_error_message="Say why it is extended, and until when.",
            ),
            models.CheckConstraint(
                name="temporary_approval_ends_for_a_reason",
                condition=Q(end_date__isnull=True, ended_because="")
                | (Q(end_date__isnull=False) & ~Q(ended_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Temporary approval of home {self.home_id} for child {self.child_id}"
