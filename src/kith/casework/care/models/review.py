"""Reviews of care, what they decide, permanence, and the reviewing officer's disputes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class ReviewStatus(models.TextChoices):
    """Where a review stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    STOOD_DOWN = "stood_down", "Not held"


@recorded
class CareReview(models.Model):
    """One review of the care of one child, or of brothers and sisters together, chaired by their reviewing officer."""

    planned_date = models.DateField("Planned for")
    place = models.CharField("Where, as the child wants it", max_length=160, blank=True)
    why_early = models.TextField("Why it is earlier than it must be", blank=True)
    chair = models.ForeignKey(
        "workforce.Worker", on_delete=models.PROTECT, related_name="care_reviews_chaired"
    )
    status = models.CharField(max_length=10, choices=ReviewStatus, default=ReviewStatus.PLANNED)
    held_date = models.DateField("Held on", null=True, blank=True)
    what_was_said = models.TextField("What was talked about", blank=True)
    late_reason = models.TextField("Why it was late", blank=True)
    not_held_reason = models.TextField("Why it was not held", blank=True)
    finished_later_date = models.DateField("Finished in a second part on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="care_review_status_has_what_it_needs",
                condition=Q(status="planned", held_date__isnull=True, not_held_reason="")
                | Q(status="held", held_date__isnull=False, not_held_reason="")
                | (Q(status="stood_down", held_date__isnull=True) & ~Q(not_held_reason="")),
            )
        ]
        indexes = [models.Index(fields=["chair", "status", "planned_date"], name="care_review_chair")]

    def __str__(self) -> str:
        return f"Review of care, planned for {self.planned_date}"


@recorded
class CareReviewChild(models.Model):
    """One child in a review of care: which review of their care it is, their part in it, and what it found for them."""

    review = models.ForeignKey("care.CareReview", on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="care_review_parts")
    period_of_care = models.ForeignKey("care.PeriodOfCare", on_delete=models.CASCADE, related_name="reviews")
    # 1 for the first of a period of care; given as it is held.
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    # Before it: what the child wants of it, and the social worker's report.
    wishes = models.TextField("How the child wants it: when, where, who is there and who is not", blank=True)
    report = models.TextField("The social worker's report", blank=True)
    reported_date = models.DateField("Reported on", null=True, blank=True)
    reported_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    participation = models.CharField(
        "The child's part", max_length=3, choices=codes.field_choices("review_participation"), blank=True
    )
    child_words = models.TextField("What the child said, or had said for them", blank=True)
    parents_words = models.TextField("What parents said", blank=True)
    carers_words = models.TextField("What carers said", blank=True)
    plan_is_right = models.BooleanField("The care plan is still right", null=True, blank=True)
    plan_words = models.TextField("What about it, or what has to change", blank=True)
    health = models.TextField("Health", blank=True)
    education = models.TextField("Education", blank=True)
    people = models.TextField("The people who matter: seen, missed, and what is done about it", blank=True)
    next_due_date = models.DateField("The next review is due by", null=True, blank=True)

    class Meta:
        verbose_name_plural = "care review children"
        constraints = [
            models.UniqueConstraint(fields=["review", "child"], name="care_review_child_once"),
            models.UniqueConstraint(
                fields=["period_of_care", "number"],
                condition=Q(number__isnull=False),
                name="care_review_number_once",
            ),
            models.CheckConstraint(
                name="care_review_child_reported_on_by_somebody",
                condition=Q(reported_date__isnull=True, reported_by__isnull=True)
                | Q(reported_date__isnull=False, reported_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Child {self.child_id} in review {self.review_id}"


@recorded
class CareReviewPerson(models.Model):
    """One person asked to a review of care, or not asked for a reason: who they are, whether they came, what they sent."""

    review = models.ForeignKey("care.CareReview", on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="care_reviews_asked_to"
    )
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField("Who they are to the child", max_length=120)
    not_asked_reason = models.CharField("Not asked: why", max_length=300, blank=True)
    came = models.BooleanField("They came", null=True, blank=True)
    sent = models.TextField("What they sent or said", blank=True)

    class Meta:
        verbose_name_plural = "care review people"
        constraints = [
            models.CheckConstraint(
                name="care_review_person_is_somebody",
                condition=Q(person__isnull=False) | Q(worker__isnull=False) | ~Q(name=""),
                violation_error_message="Choose the person, or enter their name.",
            ),
            models.CheckConstraint(
                name="care_review_person_not_asked_did_not_come",
                condition=Q(not_asked_reason="") | Q(came__isnull=True),
                violation_error_message="Somebody who was not asked cannot be marked as asked who came or did not.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.part


@recorded
class ReviewDecision(models.Model):
    """One thing that a review decided: for one child, who does it, by when, and when it was done."""

    part = models.ForeignKey("care.CareReviewChild", on_delete=models.CASCADE, related_name="decisions")
    what = models.CharField("What is to happen", max_length=300)
    owner_worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_name = models.CharField("Or somebody else", max_length=120, blank=True)
    due_date = models.DateField("By")
    done_date = models.DateField("Done on", null=True, blank=True)
    not_done_reason = models.CharField("Why it was not done", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_decision_has_an_owner",
                condition=Q(owner_worker__isnull=False) | ~Q(owner_name=""),
                violation_error_message="Choose a worker, or enter who will do it.",
            )
        ]

    def __str__(self) -> str:
        return self.what


class PermanenceRoute(models.TextChoices):
    """How a child is to have a home for good."""

    REUNIFICATION = "reunification", "Home to their parents"
    RELATIVES = "relatives", "With relatives or friends, under an order"
    LONG_TERM_FOSTERING = "long_term_fostering", "Long-term fostering"
    ADOPTION = "adoption", "Adoption"
    RESIDENTIAL = "residential", "A children's home, as the best home for this child"
    INDEPENDENCE = "independence", "Towards a home of their own"
    NOT_YET = "not_yet", "Not decided yet"


@recorded
class PermanencePlan(Period):
    """The plan for one child's permanence over a period; there is to be one by the second review."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="permanence_plans")
    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="permanence_plans"
    )
    review = models.ForeignKey(
        "care.CareReview", null=True, blank=True, on_delete=models.SET_NULL, related_name="permanence_plans"
    )
    route = models.CharField(max_length=19, choices=PermanenceRoute)
    reasons = models.TextField("Why")
    otherwise = models.TextField("And if that does not come about", blank=True)
    target_date = models.DateField("To come about by", null=True, blank=True)
    decided_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [ends_after_it_starts("permanence_plan"), no_overlap("permanence_plan", "child")]

    def __str__(self) -> str:
        return f"{self.get_route_display()} for child {self.child_id}"


class DisputeLevel(models.IntegerChoices):
    """To whom a reviewing officer takes a dispute, nearest first."""

    SOCIAL_WORKER = 1, "The social worker"
    TEAM_MANAGER = 2, "The team manager"
    SERVICE_MANAGER = 3, "The service manager"
    DIRECTOR = 4, "The director"
    CAFCASS = 5, "Cafcass"


@recorded
class ReviewingOfficerDispute(models.Model):
    """What a reviewing officer thinks is wrong in a child's care, taken up until it is put right (IRO Handbook)."""

    child = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="reviewing_officer_disputes"
    )
    period_of_care = models.ForeignKey("care.PeriodOfCare", on_delete=models.CASCADE, related_name="disputes")
    raised_by = models.ForeignKey(
        "workforce.Worker", on_delete=models.PROTECT, related_name="disputes_raised"
    )
    raised_date = models.DateField("Raised on")
    about = models.TextField("What is wrong, and what it does to the child")
    what_would_put_it_right = models.TextField("What would put it right")
    ended_date = models.DateField("Ended on", null=True, blank=True)
    outcome = models.TextField("How it ended", blank=True)
    was_put_right = models.BooleanField("It was put right", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dispute_ends_with_an_outcome",
                condition=Q(ended_date__isnull=True, outcome="", was_put_right__isnull=True)
                | (
                    Q(ended_date__isnull=False, was_put_right__isnull=False, ended_date__gte=F("raised_date"))
                    & ~Q(outcome="")
                ),
                violation_error_message="Say how it ended, on the day it was raised or later.",
            )
        ]

    def __str__(self) -> str:
        return f"Dispute about child {self.child_id}, raised {self.raised_date}"


@recorded
class DisputeStep(models.Model):
    """One level to which a dispute was taken, and the answer there."""

    dispute = models.ForeignKey(
        "care.ReviewingOfficerDispute", on_delete=models.CASCADE, related_name="steps"
    )
    level = models.PositiveSmallIntegerField(choices=DisputeLevel)
    taken_to = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="disputes_taken_to"
    )
    taken_date = models.DateField("Taken there on")
    answer_due_date = models.DateField("Answer due by")
    answered_date = models.DateField("Answered on", null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "level"], name="dispute_step_level_once"),
            models.CheckConstraint(
                name="dispute_step_answered_with_words",
                condition=Q(answered_date__isnull=True, answer="")
                | (Q(answered_date__isnull=False, answered_date__gte=F("taken_date")) & ~Q(answer="")),
                violation_error_message="Enter the answer, and the day on which it came.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dispute {self.dispute_id} at level {self.level}"
