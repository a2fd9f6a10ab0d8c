"""Brothers and sisters, time with family, and the people who matter: what care must not lose."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class Together(models.TextChoices):
    """What is decided for two brothers or sisters."""

    TOGETHER = "together", "Together"
    TOGETHER_WHEN_POSSIBLE = "together_when_possible", "Together as soon as a home is found"
    APART = "apart", "Apart"


@recorded
class TogetherOrApart(Period):
    """Whether two brothers or sisters live together, over a period: decided with a reason, and looked at again by a day."""

    # The lower number is first, so that a pair is one row whoever's page it is read from.
    first = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=22, choices=Together)
    reasons = models.TextField("Why")
    first_words = models.TextField("What the elder or first said", blank=True)
    second_words = models.TextField("What the younger or second said", blank=True)
    decided_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    review_due_date = models.DateField("To be looked at again by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "together or apart"
        constraints = [
            ends_after_it_starts("together_or_apart"),
            no_overlap("together_or_apart", "first", "second"),
            models.CheckConstraint(
                name="together_or_apart_pair_in_order", condition=Q(first__lt=F("second"))
            ),
            models.CheckConstraint(
                name="together_or_apart_looked_at_again_later",
                condition=Q(review_due_date__gt=F("start_date")),
                violation_error_message="The day to look at it again is after the day of the decision.",
            ),
        ]
        indexes = [models.Index(fields=["second"], name="together_or_apart_second")]

    def __str__(self) -> str:
        return f"Children {self.first_id} and {self.second_id}: {self.decision}"


class FamilyTimeKind(models.TextChoices):
    """How people see each other."""

    IN_PERSON = "in_person", "In person"
    OVERNIGHT = "overnight", "Overnight stay"
    VIDEO = "video", "Video call"
    TELEPHONE = "telephone", "Telephone"
    LETTERS = "letters", "Letters, cards and gifts"


class Supervision(models.TextChoices):
    """Whether somebody else is there."""

    NONE = "none", "Nobody else needs to be there"
    SUPPORTED = "supported", "Supported: somebody helps it go well"
    SUPERVISED = "supervised", "Supervised: somebody is there throughout"


@recorded
class FamilyTimePlan(Period):
    """How often children in care see somebody who matters to them, or each other; written once for brothers and sisters."""

    # Between brothers and sisters who live apart: the two children of the plan, and nobody else.
    between_siblings = models.BooleanField(default=False)
    kind = models.CharField(max_length=9, choices=FamilyTimeKind)
    every_days = models.PositiveSmallIntegerField(
        "How often, in days", help_text="7 is weekly, 14 fortnightly, 30 monthly"
    )
    hours = models.DecimalField(
        "For how long, in hours", max_digits=4, decimal_places=1, null=True, blank=True
    )
    where = models.CharField(max_length=200, blank=True)
    supervision = models.CharField(max_length=10, choices=Supervision, default=Supervision.NONE)
    why_supervised = models.TextField("Why somebody else needs to be there", blank=True)
    ordered_by_court = models.BooleanField("A court ordered it", default=False)
    children_words = models.TextField("What the children want", blank=True)
    arranged_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    end_words = models.TextField("Why it ended or changed", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_it_starts("family_time_plan"),
            models.CheckConstraint(
                name="family_time_plan_happens_at_least_yearly",
                condition=Q(every_days__gte=1, every_days__lte=366),
                violation_error_message="Enter how often, from every day (1) to once a year (365).",
            ),
            models.CheckConstraint(
                name="family_time_plan_supervised_for_a_reason",
                condition=~Q(supervision="supervised") | ~Q(why_supervised=""),
                violation_error_message="Say why somebody has to be there throughout.",
            ),
        ]

    def __str__(self) -> str:
        return f"Family time plan {self.pk}"


@recorded
class FamilyTimeChild(models.Model):
    """One child in care whose family time a plan is."""

    plan = models.ForeignKey("care.FamilyTimePlan", on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="family_time_parts")

    class Meta:
        verbose_name_plural = "family time children"
        constraints = [models.UniqueConstraint(fields=["plan", "child"], name="family_time_child_once")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in family time plan {self.plan_id}"


@recorded
class FamilyTimePerson(models.Model):
    """One person whom the children see under a plan: somebody on the record, or only a name."""

    plan = models.ForeignKey("care.FamilyTimePlan", on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="family_time_with"
    )
    name = models.CharField(max_length=120, blank=True)
    relation = models.CharField("Who they are to the children", max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "family time people"
        constraints = [
            models.CheckConstraint(
                name="family_time_person_is_somebody",
                condition=Q(person__isnull=False) | ~Q(name=""),
                violation_error_message="Choose the person, or enter their name.",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"Person {self.person_id}"


class MissedBecause(models.TextChoices):
    """Why family time did not happen."""

    CHILD_CHOSE = "child_chose", "The child did not want to"
    ADULT_DID_NOT_COME = "adult_did_not_come", "The adult did not come"
    ADULT_CANCELLED = "adult_cancelled", "The adult cancelled"
    ILLNESS = "illness", "Somebody was ill"
    NO_TRANSPORT = "no_transport", "There was no transport"
    NO_WORKER = "no_worker", "There was nobody of ours to be there"
    CARER = "carer", "The carers could not manage it"
    UNSAFE = "unsafe", "It was not safe"
    OTHER = "other", "Another reason"


@recorded
class FamilyTime(models.Model):
    """One time that children saw, or should have seen, somebody under a plan."""

    plan = models.ForeignKey("care.FamilyTimePlan", on_delete=models.CASCADE, related_name="times")
    day = models.DateField()
    happened = models.BooleanField("It happened")
    missed_because = models.CharField(max_length=18, choices=MissedBecause, blank=True)
    missed_words = models.CharField("What happened instead", max_length=300, blank=True)
    how_it_was = models.TextField("How it was", blank=True)
    children_words = models.TextField("What the children said", blank=True)
    recorded_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="family_time_missed_for_a_reason",
                condition=Q(happened=True, missed_because="") | (Q(happened=False) & ~Q(missed_because="")),
                violation_error_message="Say why it did not happen.",
            )
        ]
        indexes = [models.Index(fields=["plan", "-day"], name="family_time_plan_day")]

    def __str__(self) -> str:
        return f"Family time of plan {self.plan_id} on {self.day}"


@recorded
class KeepingInTouch(Period):
    """That one worker sees to it that a child in care and somebody of their network stay in touch, over a period."""

    member = models.ForeignKey(
        "people.NetworkMember", on_delete=models.CASCADE, related_name="keeping_in_touch"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="keeping_in_touch")
    owner = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="keeping_in_touch")
    every_days = models.PositiveSmallIntegerField("How often, in days", null=True, blank=True)
    is_for_life = models.BooleanField(
        "A lifelong link: they mean to be there when the child is grown", default=False
    )
    promise = models.TextField("What they have said they will be for the child", blank=True)

    class Meta:
        verbose_name_plural = "keeping in touch"
        constraints = [ends_after_it_starts("keeping_in_touch"), no_overlap("keeping_in_touch", "member")]

    def __str__(self) -> str:
        return f"Child {self.child_id} and network member {self.member_id}"


@recorded
class InTouch(models.Model):
    """One time that a child and somebody of their network were in touch."""

    member = models.ForeignKey(
        "people.NetworkMember", on_delete=models.CASCADE, related_name="times_in_touch"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="times_in_touch")
    day = models.DateField()
    how = models.CharField(max_length=9, choices=FamilyTimeKind)
    words = models.TextField("What the child said of it", blank=True)
    recorded_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "times in touch"
        indexes = [models.Index(fields=["member", "-day"], name="in_touch_member_day")]

    def __str__(self) -> str:
        return f"Child {self.child_id} in touch with member {self.member_id} on {self.day}"
