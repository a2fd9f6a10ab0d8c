"""Who is what in a family."""

from __future__ import annotations

from kith.casework.people.models import FamilyMembership


def roles_in(family_id: int) -> dict[int, str]:
    """Return the part of everybody who belongs to a family now: 'child' or 'adult'."""
    return dict(
        FamilyMembership.objects.filter(family_id=family_id, end_date__isnull=True).values_list(
            "person_id", "role"
        )
    )
