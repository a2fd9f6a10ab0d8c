"""The people around a child: relatives, friends, neighbours and professionals, and what each offers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts


class NetworkKind(models.TextChoices):
    """What the person is to the child's life."""

    RELATIVE = "relative", "Relative"
    FRIEND = "friend", "Friend"
    NEIGHBOUR = "neighbour", "Neighbour"
    PROFESSIONAL = "professional", "Professional"


@recorded
class NetworkMember(Period):
    """One person in one child's network: somebody on the record, or only a name."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="network")
    member = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="in_networks_of"
    )
    member_name = models.CharField("Name", max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=NetworkKind)
    description = models.CharField(
        "Who they are", max_length=200, blank=True, help_text="Such as 'football coach'"
    )
    offers = models.TextField("What they offer", blank=True)
    important_words = models.TextField("Why they matter to me, in the child's words", blank=True)
    important_words_date = models.DateField("When the child said it", null=True, blank=True)
    last_in_touch_date = models.DateField("Last in touch", null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("network_member"),
            models.CheckConstraint(
                name="network_member_is_somebody",
                condition=Q(member__isnull=False) | ~Q(member_name=""),
                violation_error_message="Choose the person, or enter their name.",
            ),
            models.CheckConstraint(
                name="network_member_words_have_their_date",
                condition=Q(important_words="") | Q(important_words_date__isnull=False),
                violation_error_message="Say on which day the child said this.",
            ),
        ]

    def __str__(self) -> str:
        return self.member_name or str(self.member)
