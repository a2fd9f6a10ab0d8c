"""The child protection conference, initial, review or on transfer: who was asked, who came, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.protection.models.strategy import Agency, HowHeld


class ConferenceKind(models.TextChoices):
    """Which conference it is."""

    INITIAL = "initial", "Initial child protection conference"
    REVIEW = "review", "Review child protection conference"
    TRANSFER_IN = "transfer_in", "Conference on transfer from another authority"


class ConferenceStatus(models.TextChoices):
    """Where a conference stands; the moves between these are in protection.workflows.conference."""

    REQUESTED = "requested", "Asked for, to be booked"
    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    STOOD_DOWN = "stood_down", "Stood down: it was not needed"


@recorded
class ChildProtectionConference(models.Model):
    """One conference about the children of one family, chaired by somebody who does not hold the case."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="conferences")
    kind = models.CharField(max_length=11, choices=ConferenceKind)
    status = models.CharField(max_length=10, choices=ConferenceStatus, default=ConferenceStatus.REQUESTED)
    enquiry = models.ForeignKey(
        "protection.SectionFortySevenEnquiry",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences",
    )
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="conferences"
    )
    requested_date = models.DateField("Asked for on")
    requested_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(
        "workforce.Worker",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences_chaired",
    )
    planned_at = models.DateTimeField("Planned for", null=True, blank=True)
    where = models.CharField(max_length=200, blank=True)
    held_how = models.CharField("How", max_length=9, choices=HowHeld, blank=True)
    held_date = models.DateField("Held on", null=True, blank=True)
    is_quorate = models.BooleanField("Enough agencies were there to decide", null=True, blank=True)
    why_not_quorate = models.TextField(
        "Who was missing, and why the conference went on without them", blank=True
    )
    going_well = models.TextField("What is going well, and who keeps the children safe", blank=True)
    worries = models.TextField("What we are worried about", blank=True)
    discussion = models.TextField("What was said, by whom", blank=True)
    family_view = models.TextField("What the parents said, in their words", blank=True)
    what_must_change = models.TextField(
        "What must change for the children to be safe, and how we will know", blank=True
    )
    if_it_does_not = models.TextField("What happens if it does not change", blank=True)
    visit_every_days = models.PositiveSmallIntegerField("Working days between visits", null=True, blank=True)
    next_review_date = models.DateField("Next conference by", null=True, blank=True)
    stood_down_reason = models.TextField("Why it was not needed", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conference_initial_follows_an_enquiry",
                condition=~Q(kind="initial") | Q(enquiry__isnull=False),
                violation_error_message="An initial conference follows a section 47 enquiry. Hold the strategy discussion first.",
            ),
            models.CheckConstraint(
                name="conference_held_by_a_chair",
                condition=Q(
                    status="held", held_date__isnull=False, chair__isnull=False, is_quorate__isnull=False
                )
                | (~Q(status="held") & Q(held_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="conference_held_after_it_was_asked_for",
                condition=Q(held_date__isnull=True) | Q(held_date__gte=F("requested_date")),
                violation_error_message="A conference cannot be held before it was asked for.",
            ),
            models.CheckConstraint(
                name="conference_without_agencies_says_why",
                condition=Q(is_quorate__isnull=True) | Q(is_quorate=True) | ~Q(why_not_quorate=""),
                violation_error_message="Say who was missing, and why the conference went on without them.",
            ),
            models.CheckConstraint(
                name="conference_stood_down_says_why",
                condition=~Q(status="stood_down") | ~Q(stood_down_reason=""),
                violation_error_message="Say why the conference was not needed.",
            ),
        ]
        indexes = [
            models.Index(fields=["family", "-requested_date"], name="conference_family_date"),
            models.Index(fields=["chair", "status"], name="conference_chair_status"),
            models.Index(
                fields=["planned_at"],
                condition=Q(status__in=["requested", "booked"]),
                name="conference_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} about family {self.family_id}"


class ConferenceOutcome(models.TextChoices):
    """What a conference decides for one child."""

    PLAN = "plan", "A child protection plan"
    PLAN_CONTINUES = "plan_continues", "The child protection plan goes on"
    PLAN_ENDS = "plan_ends", "The child protection plan ends"
    NO_PLAN = "no_plan", "No child protection plan"


@recorded
class ConferenceChild(models.Model):
    """One child whom a conference is about: their part in it, and what was decided for them."""

    conference = models.ForeignKey(
        "protection.ChildProtectionConference", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="conference_parts")
    participation = models.CharField(
        "How the child took part", max_length=3, choices=codes.choices("child_participation"), blank=True
    )
    advocate = models.CharField("Who spoke up for the child", max_length=120, blank=True)
    child_words = models.TextField("What the child says, in their words", blank=True)
    child_words_date = models.DateField("When they said it", null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=ConferenceOutcome, blank=True)
    category = models.CharField(
        "Category", max_length=3, choices=codes.choices("category_of_abuse"), blank=True
    )
    help_offer = models.ForeignKey(
        "protection.OfferOfHelp",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conference_parts",
    )
    decision = models.OneToOneField(
        "protection.ThresholdDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conference_part",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "conference children"
        constraints = [
            models.UniqueConstraint(fields=["conference", "child"], name="conference_child_once"),
            models.CheckConstraint(
                name="conference_child_words_have_their_date",
                condition=Q(child_words="") | Q(child_words_date__isnull=False),
                violation_error_message="Say on which day the child said this.",
            ),
            models.CheckConstraint(
                name="conference_child_outcome_is_decided",
                condition=Q(outcome="", decision__isnull=True) | (~Q(outcome="") & Q(decision__isnull=False)),
            ),
            models.CheckConstraint(
                name="conference_child_on_a_plan_has_a_category",
                condition=~Q(outcome__in=["plan", "plan_continues"]) | ~Q(category=""),
                violation_error_message="Choose the category of the child's plan.",
            ),
            models.CheckConstraint(
                name="conference_never_ends_in_nothing",
                condition=~Q(outcome="no_plan") | Q(help_offer__isnull=False),
                violation_error_message=(
                    "A conference that makes no plan ends with an offer of help: taken up, declined, or not made for a "
                    "reason that a manager gives. Record it first."
                ),
            ),
        ]
        indexes = [models.Index(fields=["child"], name="conference_child_child")]

    def __str__(self) -> str:
        return f"Child {self.child_id} at conference {self.conference_id}"


class ConferencePart(models.TextChoices):
    """In what capacity somebody is asked."""

    PARENT = "parent", "Parent or carer"
    FAMILY = "family", "Wider family or friend"
    CHILD = "child", "Child or young person"
    ADVOCATE = "advocate", "Advocate"
    PROFESSIONAL = "professional", "Professional"


class ConferenceCame(models.TextChoices):
    """Whether somebody who was asked came."""

    CAME = "came", "Was there"
    BY_VIDEO = "by_video", "Took part by telephone or video"
    SENT_WORDS = "sent_words", "Sent what they wanted to say"
    DID_NOT_COME = "did_not_come", "Was asked and did not come"
    LEFT_OUT = "left_out", "Left out by the chair, for a reason"


@recorded
class ConferencePlace(models.Model):
    """One person asked to a conference: their report, whether they came, and whether they see it otherwise."""

    conference = models.ForeignKey(
        "protection.ChildProtectionConference", on_delete=models.CASCADE, related_name="places"
    )
    part = models.CharField(max_length=12, choices=ConferencePart)
    agency = models.CharField(max_length=14, choices=Agency, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="conference_places"
    )
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    post = models.CharField("Their post, or who they are to the children", max_length=120, blank=True)
    report_received_date = models.DateField("Report received on", null=True, blank=True)
    report_shared_date = models.DateField("Report shared with the parents on", null=True, blank=True)
    came = models.CharField(max_length=12, choices=ConferenceCame, blank=True)
    left_out_reason = models.TextField("Why the chair left them out", blank=True)
    sees_it_otherwise = models.TextField("What they do not agree with, and why", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["conference"], condition=~Q(sees_it_otherwise=""), name="conference_place_dissent"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="conference_place_is_somebody",
                condition=Q(person__isnull=False) | Q(worker__isnull=False) | ~Q(name=""),
                violation_error_message="Choose the person or worker, or enter a name.",
            ),
            models.CheckConstraint(
                name="conference_place_left_out_says_why",
                condition=~Q(came="left_out") | ~Q(left_out_reason=""),
                violation_error_message="Say why the chair left them out.",
            ),
            models.CheckConstraint(
                name="conference_place_professional_has_an_agency",
                condition=~Q(part="professional") | ~Q(agency=""),
                violation_error_message="Choose for which service they speak.",
            ),
            models.UniqueConstraint(
                fields=["conference", "person"],
                condition=Q(person__isnull=False),
                name="conference_place_once",
                violation_error_message="They are on the list already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Place {self.pk} at conference {self.conference_id}"
