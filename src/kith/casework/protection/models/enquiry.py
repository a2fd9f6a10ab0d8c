"""The section 47 enquiry, and the offer of help without which one that finds no need of a plan does not end."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded


class EnquiryKind(models.TextChoices):
    """Who makes the enquiries."""

    SINGLE = "single", "Social care alone"
    JOINT = "joint", "Social care and police together"


class EnquiryStatus(models.TextChoices):
    """Where an enquiry stands; the moves between these are in protection.workflows.enquiry."""

    UNDER_WAY = "under_way", "Under way"
    SUBMITTED = "submitted", "Waiting for the manager's decision"
    ENDED = "ended", "Ended"


class Finding(models.TextChoices):
    """What the enquiry found for one child."""

    UNSUBSTANTIATED = "unsubstantiated", "The worry was not borne out"
    SUBSTANTIATED_SAFE = (
        "substantiated_safe",
        "It was borne out, and the child is not at continuing risk of significant harm",
    )
    SUBSTANTIATED_AT_RISK = (
        "substantiated_at_risk",
        "It was borne out, and the child is likely to suffer significant harm",
    )


CONFERENCE = "1"  # the outcome that asks for an initial conference, in the list section_47_outcome


@recorded
class SectionFortySevenEnquiry(models.Model):
    """Enquiries about the children of one family who may be suffering significant harm (Children Act 1989, section 47).

    A family has one that has not ended. It runs from the day of the strategy discussion that began it.
    """

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="enquiries")
    discussion = models.OneToOneField(
        "protection.StrategyDiscussion", on_delete=models.PROTECT, related_name="enquiry"
    )
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    kind = models.CharField(max_length=6, choices=EnquiryKind)
    status = models.CharField(max_length=9, choices=EnquiryStatus, default=EnquiryStatus.UNDER_WAY)
    lead = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="enquiries_led")
    start_date = models.DateField("Began on")
    end_date = models.DateField("Ended on", null=True, blank=True)
    how_it_begins = models.TextField("How the family is told, and how they are kept in it", blank=True)
    parents_told_date = models.DateField("Parents told on", null=True, blank=True)
    why_parents_not_told = models.TextField("Why the parents have not been told", blank=True)
    what_was_found = models.TextField("What was found, from whom, and when", blank=True)
    strengths = models.TextField("What keeps the children safe, and what goes well", blank=True)
    analysis = models.TextField("What this means for the children", blank=True)
    family_view = models.TextField("What the parents say, in their words", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_words = models.TextField("What the manager asked to be changed", blank=True)
    decided_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "section forty seven enquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=~Q(status="ended"),
                name="enquiry_one_open_for_a_family",
                violation_error_message="This family has an enquiry that has not ended. Go on with that one.",
            ),
            models.CheckConstraint(
                name="enquiry_ended_on_a_day",
                condition=Q(status="ended", end_date__isnull=False, decided_by__isnull=False)
                | (~Q(status="ended") & Q(end_date__isnull=True, decided_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="enquiry_ends_after_it_starts",
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                violation_error_message="The enquiry cannot end before it began.",
            ),
            models.CheckConstraint(
                name="enquiry_submitted_by_somebody",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="enquiry_decided_by_another",
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("lead")) & ~Q(decided_by=F("submitted_by"))),
                violation_error_message="Nobody decides their own enquiry. Ask another manager.",
            ),
        ]
        indexes = [models.Index(fields=["family", "-start_date"], name="enquiry_family_date")]

    def __str__(self) -> str:
        return f"Section 47 enquiry about family {self.family_id} from {self.start_date}"


class HelpAnswer(models.TextChoices):
    """What came of the offer of help."""

    TAKEN_UP = "taken_up", "Taken up by the family"
    DECLINED = "declined", "Declined by the family"
    NOT_OFFERED = "not_offered", "Not offered, for a reason that a manager gives"


@recorded
class OfferOfHelp(models.Model):
    """The help offered to a family where an enquiry, or a conference, ends with no protection plan.

    Nothing ends with no plan and no offer: the family took it up, or declined it, or a manager says why none was made.
    """

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="offers_of_help")
    answer = models.CharField(max_length=11, choices=HelpAnswer)
    what = models.TextField("What was offered", blank=True)
    intervention = models.ForeignKey(
        "family_help.Intervention", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    delivery = models.ForeignKey(
        "family_help.InterventionDelivery", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="offers_after_enquiry"
    )
    offered_date = models.DateField("Offered, or decided not to offer, on")
    offered_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    family_words = models.TextField("What the family said, in their words", blank=True)
    not_offered_reason = models.TextField("Why no help was offered", blank=True)
    not_offered_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "offers of help"
        constraints = [
            models.CheckConstraint(
                name="offer_says_what_or_why_not",
                condition=(Q(answer="not_offered", not_offered_by__isnull=False) & ~Q(not_offered_reason=""))
                | (
                    ~Q(answer="not_offered")
                    & Q(not_offered_by__isnull=True, not_offered_reason="")
                    & ~Q(what="")
                ),
                violation_error_message="Say what help was offered, or have a manager say why none was.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} on {self.offered_date}"


@recorded
class EnquiryChild(models.Model):
    """One child's own part of an enquiry: seen and heard, what was found, and how it ended for them."""

    enquiry = models.ForeignKey(
        "protection.SectionFortySevenEnquiry", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="enquiry_parts")
    seen_date = models.DateField("Seen on", null=True, blank=True)
    seen_alone = models.BooleanField("Seen alone", default=False)
    why_not_seen = models.TextField("Why the child was not seen, or not alone", blank=True)
    child_words = models.TextField("What the child says, in their words", blank=True)
    child_words_date = models.DateField("When they said it", null=True, blank=True)
    what_was_found = models.TextField("What was found about this child", blank=True)
    finding = models.CharField(max_length=21, choices=Finding, blank=True)
    outcome = models.CharField(
        "What comes next", max_length=1, choices=codes.choices("section_47_outcome"), blank=True
    )
    outcome_reason = models.TextField("Why", blank=True)
    help_offer = models.ForeignKey(
        "protection.OfferOfHelp",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enquiry_parts",
    )
    end_date = models.DateField("Ended for this child on", null=True, blank=True)
    decision = models.OneToOneField(
        "protection.ThresholdDecision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enquiry_part",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "enquiry children"
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "child"], name="enquiry_child_once"),
            models.CheckConstraint(
                name="enquiry_child_words_have_their_date",
                condition=Q(child_words="") | Q(child_words_date__isnull=False),
                violation_error_message="Say on which day the child said this.",
            ),
            models.CheckConstraint(
                name="enquiry_child_seen_alone_was_seen",
                condition=Q(seen_alone=False) | Q(seen_date__isnull=False),
                violation_error_message="Say on which day the child was seen alone.",
            ),
            models.CheckConstraint(
                name="enquiry_child_ends_as_decided",
                condition=Q(end_date__isnull=True, decision__isnull=True)
                | (Q(end_date__isnull=False, decision__isnull=False) & ~Q(outcome="") & ~Q(finding="")),
            ),
            # The heart of this room: no enquiry ends in nothing.
            models.CheckConstraint(
                name="enquiry_never_ends_in_nothing",
                condition=Q(end_date__isnull=True) | Q(outcome=CONFERENCE) | Q(help_offer__isnull=False),
                violation_error_message=(
                    "An enquiry that leads to no conference ends with an offer of help: taken up, declined, or not made "
                    "for a reason that a manager gives. Record it first."
                ),
            ),
        ]
        indexes = [models.Index(fields=["child"], name="enquiry_child_child")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in enquiry {self.enquiry_id}"
