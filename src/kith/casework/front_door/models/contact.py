"""Every approach to the service: who came, how, about whom, and what they asked for in their own words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith import codes
from kith.casework.furniture.history import recorded


class Channel(models.TextChoices):
    """How the approach reached us."""

    WEB = "web", "Our web form"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    IN_PERSON = "in_person", "In person"
    PROFESSIONAL_FORM = "professional_form", "A professional's form"


class AskedBy(models.TextChoices):
    """Who made the approach."""

    PARENT = "parent", "A parent or carer"
    YOUNG_PERSON = "young_person", "A young person about themself"
    RELATIVE_OR_FRIEND = "relative_or_friend", "A relative, friend or neighbour"
    PROFESSIONAL = "professional", "A professional"


class ContactStatus(models.TextChoices):
    """Where the contact stands; the moves between these are in front_door.workflow."""

    RECEIVED = "received", "Waiting for a decision"
    CHECKING = "checking", "Waiting for partners' answers"
    DECIDED = "decided", "Decided"


@recorded
class Contact(models.Model):
    """One approach. It starts the clock to a decision and, where help is asked for, the clock to first help."""

    reference = models.CharField(
        max_length=12, unique=True, help_text="What the person asking is given to quote"
    )
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=18, choices=Channel)
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    source = models.CharField(max_length=2, choices=codes.choices("referral_source"))
    asker_name = models.CharField("Who is asking", max_length=120, blank=True)
    asker_organisation = models.CharField(max_length=120, blank=True)
    asker_telephone = models.CharField(max_length=30, blank=True)
    asker_email = models.EmailField(blank=True)
    safe_to_reply = models.CharField("How it is safe to reply", max_length=200, blank=True)
    in_their_words = models.TextField("What they asked for, in their words")
    asks_for_help = models.BooleanField(default=True, help_text="Starts the clock to first help")
    worry_about_harm = models.BooleanField("Somebody may be at risk of harm", default=False)
    status = models.CharField(max_length=8, choices=ContactStatus, default=ContactStatus.RECEIVED)
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="contacts")
    taken_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts_taken"
    )
    family = models.ForeignKey(
        "people.Family", null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    # A form posted twice carries the same token, so that it makes one contact.
    submission_token = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["team", "received_at"], condition=~Q(status="decided"), name="contact_queue"
            ),
            models.Index(fields=["received_at"], name="contact_received_at"),
        ]

    def __str__(self) -> str:
        return self.reference


class ContactRole(models.TextChoices):
    """What the person is in this contact."""

    CHILD = "child", "Child"
    ADULT = "adult", "Parent or other adult"


@recorded
class ContactPerson(models.Model):
    """One person whom the contact is about, as stated, and whom we found them to be."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=5, choices=ContactRole)
    is_asker = models.BooleanField("This is the person asking", default=False)
    stated_given_names = models.CharField(max_length=120, blank=True)
    stated_family_name = models.CharField(max_length=80, blank=True)
    stated_birth_date = models.DateField(null=True, blank=True)
    stated_age = models.PositiveSmallIntegerField(null=True, blank=True)
    stated_expected_birth_date = models.DateField(null=True, blank=True)
    stated_address = models.CharField(max_length=200, blank=True)
    stated_postcode = models.CharField(max_length=8, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="contact_places"
    )

    class Meta:
        verbose_name_plural = "contact people"
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"],
                condition=Q(person__isnull=False),
                name="contact_person_once",
                violation_error_message="This person is already on the contact.",
            )
        ]
        indexes = [models.Index(fields=["person"], name="contact_person_person")]

    def __str__(self) -> str:
        return f"{self.stated_given_names} {self.stated_family_name}".strip() or "Somebody not named"
