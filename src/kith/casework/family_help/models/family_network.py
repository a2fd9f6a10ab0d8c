"""The family's own people: the meeting in which they make a plan, what each offers and has done, who stays in touch."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts


class MeetingKind(models.TextChoices):
    """How the family's people come together."""

    NETWORK_MEETING = "network_meeting", "Family network meeting"
    GROUP_DECISION_MAKING = "group_decision_making", "Family group decision-making"


class MeetingAnswer(models.TextChoices):
    """What the family said to the offer."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class PlanAgreed(models.TextChoices):
    """Whether the service agreed to the family's own plan."""

    AGREED = "agreed", "Agreed"
    AGREED_IN_PART = "agreed_in_part", "Agreed in part"
    NOT_AGREED = "not_agreed", "Not agreed"


@recorded
class FamilyNetworkMeeting(models.Model):
    """One offer of a meeting of the family's own people, or the reason why none was offered, and what came of it.

    The offer before care proceedings is made a duty by the Children's Wellbeing and Schools Act 2026, section 1, from
    the day on which that is brought into force.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="network_meetings")
    kind = models.CharField(max_length=21, choices=MeetingKind)
    offered_date = models.DateField("Offered, or decided not to offer, on")
    offered_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    why_not_offered = models.TextField(
        "Why it was not offered: not in the child's interests because", blank=True
    )
    answer = models.CharField(max_length=8, choices=MeetingAnswer, blank=True)
    answered_date = models.DateField("Answered on", null=True, blank=True)
    answer_words = models.TextField("What they said", blank=True)
    coordinator = models.CharField(
        "Who brings the family together",
        max_length=120,
        blank=True,
        help_text="Somebody who does not hold the case",
    )
    planned_date = models.DateField("Planned for", null=True, blank=True)
    held_date = models.DateField("Held on", null=True, blank=True)
    where = models.CharField(max_length=200, blank=True)
    private_family_time = models.BooleanField("The family had time on their own", default=False)
    child_took_part = models.TextField("How the child took part, or was spoken for", blank=True)
    family_plan = models.TextField("The family's own plan, in their words", blank=True)
    agreed = models.CharField(max_length=14, choices=PlanAgreed, blank=True)
    agreed_date = models.DateField("Answered by the service on", null=True, blank=True)
    agreed_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why_not_agreed = models.TextField("What could not be agreed, and why", blank=True)
    review_date = models.DateField("To be looked at again on", null=True, blank=True)
    reviewed_date = models.DateField("Looked at again on", null=True, blank=True)
    review_words = models.TextField("How the family's plan is going", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="network_meeting_not_offered_stays_so",
                condition=Q(why_not_offered="") | Q(answer="", held_date__isnull=True),
            ),
            models.CheckConstraint(
                name="network_meeting_answered_on_a_day",
                condition=Q(answer="", answered_date__isnull=True)
                | (~Q(answer="") & Q(answered_date__isnull=False) & Q(answered_date__gte=F("offered_date"))),
                violation_error_message="The answer cannot come before the offer.",
            ),
            models.CheckConstraint(
                name="network_meeting_held_was_accepted",
                condition=Q(held_date__isnull=True) | Q(answer="accepted", held_date__gte=F("offered_date")),
                violation_error_message="A meeting is held after the family has accepted it.",
            ),
            models.CheckConstraint(
                name="network_meeting_agreed_by_somebody",
                condition=Q(agreed="", agreed_date__isnull=True, agreed_by__isnull=True)
                | (
                    ~Q(agreed="")
                    & Q(agreed_date__isnull=False, agreed_by__isnull=False, held_date__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="network_meeting_not_agreed_says_why",
                condition=Q(agreed__in=["", "agreed"]) | ~Q(why_not_agreed=""),
                violation_error_message="Say what could not be agreed, and why.",
            ),
        ]
        indexes = [models.Index(fields=["plan"], name="network_meeting_plan")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on plan {self.plan_id}"


class Came(models.TextChoices):
    """Whether somebody who was asked came."""

    CAME = "came", "Came"
    BY_TELEPHONE = "by_telephone", "Took part by telephone or video"
    SENT_WORDS = "sent_words", "Sent what they wanted to say"
    DID_NOT_COME = "did_not_come", "Did not come"


@recorded
class MeetingPlace(models.Model):
    """One person asked to a meeting of the family's people: how they are related, and whether they came."""

    meeting = models.ForeignKey(
        "family_help.FamilyNetworkMeeting", on_delete=models.CASCADE, related_name="places"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="meeting_places"
    )
    name = models.CharField(max_length=120, blank=True)
    relation = models.CharField("Who they are to the children", max_length=120)
    came = models.CharField(max_length=12, choices=Came, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_place_is_somebody",
                condition=Q(person__isnull=False) | ~Q(name=""),
                violation_error_message="Choose the person, or enter their name.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="meeting_place_once",
                violation_error_message="They are on the list already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Person {self.person_id} at meeting {self.meeting_id}"


@recorded
class NetworkOffer(Period):
    """What one of the people around a child offers to do, from a day until they no longer do."""

    member = models.ForeignKey("people.NetworkMember", on_delete=models.CASCADE, related_name="dated_offers")
    what = models.CharField("What they offer", max_length=300)
    meeting = models.ForeignKey(
        "family_help.FamilyNetworkMeeting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offers",
    )

    class Meta:
        constraints = [ends_after_it_starts("network_offer")]

    def __str__(self) -> str:
        return self.what


@recorded
class NetworkHelp(models.Model):
    """What one of the people around a child has done on a day."""

    member = models.ForeignKey("people.NetworkMember", on_delete=models.CASCADE, related_name="help_given")
    offer = models.ForeignKey(
        "family_help.NetworkOffer", null=True, blank=True, on_delete=models.SET_NULL, related_name="kept"
    )
    what = models.CharField("What they did", max_length=300)
    day = models.DateField("On")

    class Meta:
        verbose_name_plural = "network help"
        indexes = [models.Index(fields=["member", "-day"], name="network_help_member_day")]

    def __str__(self) -> str:
        return f"{self.what} on {self.day}"


@recorded
class StaysInTouch(Period):
    """Somebody who holds the family in mind from a day on, as the service steps back or leaves."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="who_stays_in_touch")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="holds_in_mind"
    )
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="holds_in_mind"
    )
    name = models.CharField(max_length=120, blank=True)
    relation = models.CharField("Who they are to the family", max_length=120, blank=True)
    how = models.CharField("How they stay in touch", max_length=300)
    first_contact_date = models.DateField("First in touch by", null=True, blank=True)

    class Meta:
        verbose_name_plural = "who stays in touch"
        constraints = [
            ends_after_it_starts("stays_in_touch"),
            models.CheckConstraint(
                name="stays_in_touch_is_somebody",
                condition=Q(person__isnull=False) | Q(worker__isnull=False) | ~Q(name=""),
                violation_error_message="Choose a person or a worker, or enter a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.how
