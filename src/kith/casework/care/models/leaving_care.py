"""Leaving care: what a young person is owed, until they are 25."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class LeavingCareStanding(models.TextChoices):
    """What the law says a young person is (Children Act 1989, schedule 2 and sections 23A to 24)."""

    ELIGIBLE = "eligible", "Eligible: 16 or 17, and looked after"
    RELEVANT = "relevant", "Relevant: 16 or 17, and has left care"
    FORMER_RELEVANT = "former_relevant", "Former relevant: 18 to 25"
    QUALIFYING = "qualifying", "Qualifying"


@recorded
class LeavingCareStatus(Period):
    """What one young person is owed in leaving care, over a period; there is one on any day."""

    young_person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="leaving_care_statuses"
    )
    status = models.CharField(max_length=15, choices=LeavingCareStanding)
    words = models.CharField("Why, in a sentence", max_length=300, blank=True)
    end_words = models.CharField("Why it ended", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "leaving care statuses"
        constraints = [
            ends_after_it_starts("leaving_care_status"),
            no_overlap("leaving_care_status", "young_person"),
        ]

    def __str__(self) -> str:
        return f"{self.status} of person {self.young_person_id}"


@recorded
class LeavingCareNeedsAssessment(models.Model):
    """The assessment of what a young person needs to leave care well (regulation 42)."""

    young_person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="leaving_care_assessments"
    )
    started_date = models.DateField("Begun on")
    completed_date = models.DateField("Completed on", null=True, blank=True)
    words = models.TextField("What they need", blank=True)
    own_words = models.TextField("What the young person says", blank=True)
    assessor = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    late_reason = models.TextField("Why it was late", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leaving_care_assessment_completed_with_words",
                condition=Q(completed_date__isnull=True)
                | (Q(completed_date__gte=F("started_date")) & ~Q(words="")),
                violation_error_message="Say what they need. It cannot be completed before it began.",
            )
        ]

    def __str__(self) -> str:
        return f"Needs assessment of person {self.young_person_id}"


@recorded
class PathwayPlan(Period):
    """How one young person makes their way from care, over a period; a new one takes the place of the last."""

    young_person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="pathway_plans")
    adviser = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="pathway_plans")
    own_words = models.TextField("What I want, in my own words")
    home = models.TextField("A place to live")
    learning_and_work = models.TextField("Learning and work")
    money = models.TextField("Money", blank=True)
    health = models.TextField("Health and wellbeing", blank=True)
    people = models.TextField("The people in my life", blank=True)
    everyday = models.TextField("Everyday skills", blank=True)
    if_it_goes_wrong = models.TextField("If things go wrong", blank=True)
    agreed = models.BooleanField("The young person agrees with it", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [ends_after_it_starts("pathway_plan"), no_overlap("pathway_plan", "young_person")]

    def __str__(self) -> str:
        return f"Pathway plan of person {self.young_person_id} from {self.start_date}"


@recorded
class PathwayPlanReview(models.Model):
    """One review of a pathway plan."""

    plan = models.ForeignKey("care.PathwayPlan", on_delete=models.CASCADE, related_name="reviews")
    day = models.DateField("Reviewed on")
    reviewed_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    own_words = models.TextField("What the young person said", blank=True)
    words = models.TextField("What has changed, and what happens next")
    late_reason = models.TextField("Why it was late", blank=True)

    def __str__(self) -> str:
        return f"Review of pathway plan {self.plan_id} on {self.day}"


class ContactWay(models.TextChoices):
    """How a young person and their adviser were in touch."""

    IN_PERSON = "in_person", "In person"
    TELEPHONE = "telephone", "Telephone or video"
    MESSAGE = "message", "Message"
    TRIED = "tried", "Tried, without an answer"


@recorded
class LeaverContact(models.Model):
    """One time that a personal adviser was, or tried to be, in touch with a young person, and what was learnt for the return."""

    young_person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="leaving_care_contacts"
    )
    day = models.DateField()
    way = models.CharField("How", max_length=9, choices=ContactWay)
    adviser = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    in_touch = models.CharField(max_length=4, choices=codes.field_choices("care_leaver_in_touch"), blank=True)
    own_words = models.TextField("What they said", blank=True)
    words = models.TextField("How they are, and what happens next", blank=True)

    class Meta:
        indexes = [models.Index(fields=["young_person", "-day"], name="leaver_contact_person_day")]

    def __str__(self) -> str:
        return f"Contact with person {self.young_person_id} on {self.day}"


@recorded
class LeaverAccommodation(Period):
    """Where a young person who has left care lives, over a period, and whether it suits them."""

    young_person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="leaving_care_accommodation"
    )
    code = models.CharField(
        "Kind of place", max_length=2, choices=codes.field_choices("care_leaver_accommodation")
    )
    words = models.CharField("How it is", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "leaver accommodation"
        constraints = [
            ends_after_it_starts("leaver_accommodation"),
            no_overlap("leaver_accommodation", "young_person"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of person {self.young_person_id}"


@recorded
class LeaverActivity(Period):
    """What a young person who has left care does by day, over a period: learning, work, or neither and why."""

    young_person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="leaving_care_activities"
    )
    code = models.CharField("Activity", max_length=2, choices=codes.field_choices("care_leaver_activity"))
    words = models.CharField("What, and where", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "leaver activities"
        constraints = [ends_after_it_starts("leaver_activity"), no_overlap("leaver_activity", "young_person")]

    def __str__(self) -> str:
        return f"{self.code} of person {self.young_person_id}"


@recorded
class StayingPut(Period):
    """That a young person of 18 or more stays with the foster carers whom they lived with in care, over a period."""

    young_person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="staying_put")
    home = models.ForeignKey("care.Home", on_delete=models.PROTECT, related_name="staying_put")
    words = models.TextField("What was agreed", blank=True)
    end_words = models.CharField("Why it ended", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "staying put"
        constraints = [ends_after_it_starts("staying_put"), no_overlap("staying_put", "young_person")]

    def __str__(self) -> str:
        return f"Person {self.young_person_id} stays put in home {self.home_id}"
