"""Nobody is their own ancestor: what is checked before a tie of descent is recorded, or two records are joined."""

from __future__ import annotations

from django.db import connection

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.people.models.relationship import DESCENT_KINDS, RelationshipKind

# The elder's least age, in years, at the younger's birth: less is a slip in a date, or the two the wrong way round.
_LEAST_AGE = {
    RelationshipKind.PARENT: 10,
    RelationshipKind.ADOPTIVE_PARENT: 10,
    RelationshipKind.GRANDPARENT: 20,
}


def check_descent(elder: Person, younger: Person, kind: str) -> None:
    """Refuse a tie by which somebody would be their own ancestor, or the step-child of their own descendant.

    A step-parent is no ancestor: only one who is descended from the child is refused, since two who marry each other's
    parents may truly be each other's step-parent. Raises CannotBeTrue.
    """
    if kind not in (*DESCENT_KINDS, RelationshipKind.STEP_PARENT):
        return
    word = RelationshipKind(kind).label
    least = _LEAST_AGE.get(RelationshipKind(kind))
    if (
        least is not None
        and elder.birth_date
        and younger.birth_date
        and (younger.birth_date - elder.birth_date).days < 365 * least
    ):
        raise CannotBeTrue(
            f"The {word} would have been under {least} when the child was born. Check both dates of birth.",
            "kind",
        )
    if not is_ancestor(younger.pk, elder.pk):
        return
    if kind == RelationshipKind.STEP_PARENT:
        raise CannotBeTrue(
            "This would make somebody the step-parent of their own parent or grandparent. "
            "Check which of the two is the step-parent.",
            "kind",
        )
    raise CannotBeTrue(
        f"This would make somebody their own ancestor. Check which of the two is the {word}.", "kind"
    )


def check_one_person(first: Person, second: Person) -> None:
    """Refuse to join two records of which one is the other's ancestor. Raises CannotBeTrue."""
    if is_ancestor(first.pk, second.pk) or is_ancestor(second.pk, first.pk):
        raise CannotBeTrue(
            "The record says that one of these two is descended from the other, so they cannot be one person. "
            "If they are, end the relationship that is wrong first.",
            "other",
        )


def is_ancestor(elder: int, younger: int) -> bool:
    """Return whether one person is another's ancestor by what is recorded, seen or unseen, or that person themself.

    Locked until the transaction ends, so that two people recording the two halves of a circle at once cannot both
    succeed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.descent'))")
        cursor.execute("SELECT kith_is_ancestor(%s, %s, %s::text[])", [elder, younger, list(DESCENT_KINDS)])
        (found,) = cursor.fetchone()
    return bool(found)
