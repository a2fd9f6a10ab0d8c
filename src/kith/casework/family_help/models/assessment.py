"""The single family assessment: written once for the family, with a part for each child, signed off by somebody else."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded


class AssessmentKind(models.TextChoices):
    """Whether the law asks for it or the family agreed to it; the assessment is the same."""

    FAMILY_HELP = "family_help", "Family Help assessment, which the family agreed to"
    SECTION_17 = "section_17", "Statutory assessment (Children Act 1989, section 17)"


class AssessmentStatus(models.TextChoices):
    """Where the assessment stands; the moves between these are in family_help.assessment_workflow."""

    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "Waiting for sign-off"
    AUTHORISED = "authorised", "Signed off"


@recorded
class FamilyAssessment(models.Model):
    """One assessment of one family. A family has one that is not yet signed off."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="assessments")
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="assessments"
    )
    kind = models.CharField(max_length=11, choices=AssessmentKind)
    status = models.CharField(max_length=10, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    start_date = models.DateField("Began on")
    written_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="assessments")
    in_their_words = models.TextField("What the family says is happening, in their words", blank=True)
    strengths = models.TextField("What is going well", blank=True)
    parenting = models.TextField("How parents and carers meet the children's needs", blank=True)
    around_the_family = models.TextField("The home, the wider family and the people around them", blank=True)
    analysis = models.TextField("What this means for the children", blank=True)
    family_view = models.TextField("What the family thinks of this assessment", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_words = models.TextField("What the manager asked to be changed", blank=True)
    authorised_date = models.DateField("Signed off on", null=True, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    authorised_words = models.TextField("Why the manager agrees", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=~Q(status="authorised"),
                name="assessment_one_open_for_a_family",
                violation_error_message="This family has an assessment that is not signed off yet. Go on with that one.",
            ),
            models.CheckConstraint(
                name="assessment_submitted_by_somebody",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_authorised_by_somebody",
                condition=Q(
                    authorised_at__isnull=True, authorised_by__isnull=True, authorised_date__isnull=True
                )
                | Q(authorised_at__isnull=False, authorised_by__isnull=False, authorised_date__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_signed_off_by_another",
                condition=Q(authorised_by__isnull=True)
                | (~Q(authorised_by=F("written_by")) & ~Q(authorised_by=F("submitted_by"))),
                violation_error_message="Nobody signs off their own assessment. Ask another manager.",
            ),
            models.CheckConstraint(
                name="assessment_authorised_after_it_began",
                condition=Q(authorised_date__isnull=True) | Q(authorised_date__gte=F("start_date")),
                violation_error_message="The assessment cannot be signed off before it began.",
            ),
        ]
        indexes = [models.Index(fields=["family", "-start_date"], name="assessment_family_date")]

    def __str__(self) -> str:
        return f"Assessment of family {self.family_id} from {self.start_date}"


class AssessmentOutcome(models.TextChoices):
    """What the assessment says should come next for one child."""

    FAMILY_HELP = "family_help", "Help on the family's plan, as Family Help"
    CHILD_IN_NEED = "child_in_need", "Help on the family's plan, as a child in need (section 17)"
    STRATEGY = "strategy", "A strategy discussion: the child may be suffering significant harm"
    NOTHING_FURTHER = "nothing_further", "Nothing further is needed from us"


@recorded
class AssessmentChild(models.Model):
    """One child's own part of a family's assessment: seen and heard, what goes well, needs, and what comes next."""

    assessment = models.ForeignKey(
        "family_help.FamilyAssessment", on_delete=models.CASCADE, related_name="children"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="assessment_parts")
    referral = models.ForeignKey(
        "front_door.Referral",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assessment_parts",
    )
    seen_date = models.DateField("Seen on", null=True, blank=True)
    seen_alone = models.BooleanField("Seen alone", default=False)
    why_not_seen = models.TextField("Why the child was not seen, or not alone", blank=True)
    child_words = models.TextField("What the child says, in their words", blank=True)
    child_words_date = models.DateField("When they said it", null=True, blank=True)
    strengths = models.TextField("What is going well for this child", blank=True)
    development = models.TextField("Health, learning, feelings and friends", blank=True)
    needs = models.TextField("What this child needs", blank=True)
    outcome = models.CharField(max_length=15, choices=AssessmentOutcome, blank=True)
    outcome_reason = models.TextField("Why", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "assessment children"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "child"], name="assessment_child_once"),
            models.CheckConstraint(
                name="assessment_child_words_have_their_date",
                condition=Q(child_words="") | Q(child_words_date__isnull=False),
                violation_error_message="Say on which day the child said this.",
            ),
            models.CheckConstraint(
                name="assessment_child_seen_alone_was_seen",
                condition=Q(seen_alone=False) | Q(seen_date__isnull=False),
                violation_error_message="Say on which day the child was seen alone.",
            ),
        ]
        indexes = [models.Index(fields=["child"], name="assessment_child_child")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in assessment {self.assessment_id}"


@recorded
class AssessmentFactor(models.Model):
    """One factor found for one child at the end of an assessment (children in need census)."""

    part = models.ForeignKey("family_help.AssessmentChild", on_delete=models.CASCADE, related_name="factors")
    code = models.CharField(max_length=4, choices=codes.choices("assessment_factor"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "code"], name="assessment_factor_once")]

    def __str__(self) -> str:
        return self.get_code_display()
