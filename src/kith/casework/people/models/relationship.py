"""Who people are to each other: one dated row, read from both ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class RelationshipKind(models.TextChoices):
    """What the first person is to the second."""

    PARENT = "parent", "parent"
    STEP_PARENT = "step_parent", "step-parent"
    ADOPTIVE_PARENT = "adoptive_parent", "adoptive parent"
    GRANDPARENT = "grandparent", "grandparent"
    SIBLING = "sibling", "brother or sister"
    AUNT_OR_UNCLE = "aunt_or_uncle", "aunt or uncle"
    COUSIN = "cousin", "cousin"
    PARTNER = "partner", "partner"
    FORMER_PARTNER = "former_partner", "former partner"
    GUARDIAN = "guardian", "guardian"
    CARER = "carer", "carer"
    OTHER_RELATIVE = "other_relative", "other relative"
    FRIEND = "friend", "friend"


# Read from the second person's end.
INVERSE_LABEL = {
    RelationshipKind.PARENT: "child",
    RelationshipKind.STEP_PARENT: "step-child",
    RelationshipKind.ADOPTIVE_PARENT: "adopted child",
    RelationshipKind.GRANDPARENT: "grandchild",
    RelationshipKind.SIBLING: "brother or sister",
    RelationshipKind.AUNT_OR_UNCLE: "niece or nephew",
    RelationshipKind.COUSIN: "cousin",
    RelationshipKind.PARTNER: "partner",
    RelationshipKind.FORMER_PARTNER: "former partner",
    RelationshipKind.GUARDIAN: "child in their guardianship",
    RelationshipKind.CARER: "child in their care",
    RelationshipKind.OTHER_RELATIVE: "other relative",
    RelationshipKind.FRIEND: "friend",
}

SYMMETRICAL = {
    RelationshipKind.SIBLING,
    RelationshipKind.COUSIN,
    RelationshipKind.PARTNER,
    RelationshipKind.FORMER_PARTNER,
    RelationshipKind.OTHER_RELATIVE,
    RelationshipKind.FRIEND,
}

# Children are joined to these by descent, so that a line of them may never come round to its beginning.
PARENT_KINDS = (RelationshipKind.PARENT, RelationshipKind.ADOPTIVE_PARENT)
DESCENT_KINDS = (*PARENT_KINDS, RelationshipKind.GRANDPARENT)


@recorded
class Relationship(Period):
    """`person` is the `kind` of `relative` over the period: one row stands for both ends."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="relationships_from")
    relative = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="relationships_to")
    kind = models.CharField(max_length=16, choices=RelationshipKind)
    parental_responsibility = models.BooleanField(
        "Has parental responsibility", default=False, help_text="Children Act 1989, section 3"
    )
    important_words = models.TextField(
        "Why they matter to me, in the child's words",
        blank=True,
        help_text="What the child said, as they said it",
    )
    important_words_date = models.DateField("When the child said it", null=True, blank=True)

    class Meta:
        # Ties recorded as brother or sister are few among many: without this they are looked for in every tie.
        indexes = [
            models.Index(
                name="relationship_as_siblings", fields=["person", "relative"], condition=Q(kind="sibling")
            )
        ]
        constraints = [
            ends_after_it_starts("relationship"),
            no_overlap("relationship", "person", "relative", "kind"),
            models.CheckConstraint(
                name="relationship_joins_two_people",
                condition=~Q(person=F("relative")),
                violation_error_message="A person cannot be their own relative.",
            ),
            models.CheckConstraint(
                name="relationship_words_have_their_date",
                condition=Q(important_words="") | Q(important_words_date__isnull=False),
                violation_error_message="Say on which day the child said this.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.start_date})"

    def label_from(self, person_id: int) -> str:
        """Return what the other person is to this one."""
        if person_id == self.relative_id:
            return RelationshipKind(self.kind).label
        return INVERSE_LABEL[RelationshipKind(self.kind)]
