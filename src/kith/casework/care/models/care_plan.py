"""The care plan, the placement plan with who may decide what, and notices of a placement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class CarePlan(Period):
    """How one child in care is to be cared for, over a period; a new one takes the place of the last (regulation 5)."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="care_plans")
    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="care_plans"
    )
    long_term = models.TextField("What is planned for the child's upbringing, and by when")
    why_this_home = models.TextField("Why this home, and what it offers the child")
    child_words = models.TextField("What the child wishes and feels", blank=True)
    family_words = models.TextField("What parents and others think", blank=True)
    family_and_friends = models.TextField("Seeing family and friends", blank=True)
    identity = models.TextField("Identity, religion, language and culture", blank=True)
    health = models.TextField("Health", blank=True)
    education = models.TextField("Education", blank=True)
    feelings_and_behaviour = models.TextField("Feelings and behaviour", blank=True)
    if_it_does_not_work = models.TextField("What happens if this does not work", blank=True)
    prepared_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    signed_off_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_it_starts("care_plan"),
            no_overlap("care_plan", "child"),
            models.CheckConstraint(
                name="care_plan_signed_off_by_somebody",
                condition=Q(signed_off_at__isnull=True, signed_off_by__isnull=True)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Care plan of child {self.child_id} from {self.start_date}"


@recorded
class PlacementPlan(models.Model):
    """How a child is cared for day by day in one placement, agreed with the child, parents and carers (regulation 9)."""

    placement = models.OneToOneField("care.Placement", on_delete=models.CASCADE, related_name="plan")
    made_date = models.DateField("Made on")
    made_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    day_to_day = models.TextField("Days, evenings and weekends: what helps, and what does not")
    health = models.TextField("Health, and what carers need to know", blank=True)
    education = models.TextField("School", blank=True)
    seeing_people = models.TextField("Seeing family and friends", blank=True)
    visits = models.TextField("When the social worker visits", blank=True)
    if_it_ends = models.TextField("What happens if it has to end", blank=True)
    child_words = models.TextField("What the child wants here", blank=True)
    parents_agree = models.BooleanField("The parents agree", null=True, blank=True)
    parents_words = models.TextField("What the parents said", blank=True)
    carers_agree = models.BooleanField("The carers agree", null=True, blank=True)
    shared_with_carers_date = models.DateField("Given to the carers on", null=True, blank=True)
    late_reason = models.TextField("Why it was late", blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Plan of placement {self.placement_id}"


class DelegatedMatter(models.TextChoices):
    """What somebody has to decide in a child's everyday life."""

    HEALTH_ROUTINE = "health_routine", "Routine health care, such as a doctor's or dentist's appointment"
    HEALTH_URGENT = "health_urgent", "Urgent treatment"
    IMMUNISATION = "immunisation", "Immunisations"
    SCHOOL_TRIP = "school_trip", "School trips of a day"
    SCHOOL_TRIP_AWAY = "school_trip_away", "School trips with nights away"
    SLEEPOVER = "sleepover", "Sleepovers"
    HAIRCUT = "haircut", "Haircuts and appearance"
    PHOTOGRAPH = "photograph", "Photographs at school and clubs"
    CLUBS = "clubs", "Clubs and sport"
    SOCIAL_MEDIA = "social_media", "Telephone and social media"
    RELIGION = "religion", "Worship"
    HOLIDAY_HERE = "holiday_here", "Holidays in the United Kingdom"
    HOLIDAY_ABROAD = "holiday_abroad", "Holidays abroad"
    PASSPORT = "passport", "A passport"


class DelegatedTo(models.TextChoices):
    """Who decides."""

    CARER = "carer", "The carers"
    PARENT = "parent", "A parent"
    AUTHORITY = "authority", "The social worker"
    YOUNG_PERSON = "young_person", "The young person"


@recorded
class DelegatedAuthority(models.Model):
    """Who decides one matter of a child's everyday life in a placement."""

    placement_plan = models.ForeignKey(
        "care.PlacementPlan", on_delete=models.CASCADE, related_name="delegated"
    )
    matter = models.CharField(max_length=16, choices=DelegatedMatter)
    holder = models.CharField("Who decides", max_length=12, choices=DelegatedTo)
    conditions = models.CharField("On what conditions", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "delegated authorities"
        constraints = [
            models.UniqueConstraint(fields=["placement_plan", "matter"], name="delegated_authority_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}: {self.get_holder_display()}"


class NoticeRecipient(models.TextChoices):
    """Whom the authority tells of a placement (regulation 13)."""

    CHILD = "child", "The child"
    PARENT = "parent", "A parent or somebody with parental responsibility"
    PERSON_IN_CONTACT = "person_in_contact", "Somebody whom the child sees under an order"
    FORMER_CARER = "former_carer", "Whoever cared for the child before"
    HEALTH_BOARD = "health_board", "The integrated care board"
    DOCTOR = "doctor", "The doctor's practice"
    SCHOOL = "school", "The school"
    REVIEWING_OFFICER = "reviewing_officer", "The independent reviewing officer"
    AREA_AUTHORITY = "area_authority", "The authority where the home is"


@recorded
class PlacementNotice(models.Model):
    """One notice of a placement to one recipient: sent on a day, or withheld from them for a reason."""

    placement = models.ForeignKey("care.Placement", on_delete=models.CASCADE, related_name="notices")
    recipient = models.CharField(max_length=17, choices=NoticeRecipient)
    name = models.CharField("Who", max_length=160, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="placement_notices"
    )
    sent_date = models.DateField("Told on", null=True, blank=True)
    address_given = models.BooleanField("The address was in it", default=False)
    withheld = models.BooleanField(
        "Not told",
        default=False,
        help_text="Only parents, people in contact and former carers, where telling them would risk significant harm",
    )
    withheld_reason = models.TextField("Why they are not told", blank=True)
    withheld_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="placement_notice_withheld_for_a_reason",
                condition=Q(withheld=False, withheld_reason="", withheld_by__isnull=True)
                | (
                    Q(withheld=True, withheld_by__isnull=False, sent_date__isnull=True)
                    & ~Q(withheld_reason="")
                ),
                violation_error_message="Say why they are not told. A notice that was sent cannot be withheld.",
            ),
            models.CheckConstraint(
                name="placement_notice_withheld_from_those_whom_the_law_names",
                condition=Q(withheld=False)
                | Q(recipient__in=("parent", "person_in_contact", "former_carer")),
                violation_error_message="Only parents, people in contact and former carers may be left untold.",
            ),
        ]
        indexes = [models.Index(fields=["placement"], name="placement_notice_placement")]

    def __str__(self) -> str:
        return f"{self.get_recipient_display()} told of placement {self.placement_id}"
