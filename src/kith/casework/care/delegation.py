"""Who decides what in a child's everyday life, to begin with: by the power under which the child is in care, and age.

A table to start from and to change with the child, the parents and the carers: guidance wants as much as can be decided
where the child lives (Children Act 1989 guidance volume 2, delegation of authority). Under a care order, a placement order or
an emergency protection order the authority shares parental responsibility; of a child who is accommodated, or whom the police
or a criminal court placed, parents decide whatever they have not delegated.
"""

from __future__ import annotations

from kith.casework.care.models import DelegatedMatter, DelegatedTo

# Under these the authority has parental responsibility too (Children Act 1989, sections 33 and 44; 2002 Act, section 25).
SHARES_RESPONSIBILITY = frozenset({"C1", "C2", "D1", "E1", "L2"})
CARE_ORDERS = frozenset({"C1", "C2"})

_EVERY_DAY = (
    DelegatedMatter.HEALTH_ROUTINE, DelegatedMatter.SCHOOL_TRIP, DelegatedMatter.SLEEPOVER, DelegatedMatter.HAIRCUT,
    DelegatedMatter.CLUBS, DelegatedMatter.SOCIAL_MEDIA, DelegatedMatter.HOLIDAY_HERE,
)  # fmt: skip
# What carers ask of whoever holds responsibility: the authority where it shares it, the parents where it does not.
_ASKED = (
    DelegatedMatter.HEALTH_URGENT, DelegatedMatter.IMMUNISATION, DelegatedMatter.SCHOOL_TRIP_AWAY,
    DelegatedMatter.PHOTOGRAPH, DelegatedMatter.HOLIDAY_ABROAD, DelegatedMatter.PASSPORT,
)  # fmt: skip
# A care order lets nobody bring a child up in another religion than their own (Children Act 1989, section 33(6)).
_ALWAYS_PARENTS = (DelegatedMatter.RELIGION,)
# From 16 young people consent to their own treatment (Family Law Reform Act 1969, section 8).
_OWN_FROM_16 = (
    DelegatedMatter.HEALTH_ROUTINE, DelegatedMatter.HEALTH_URGENT, DelegatedMatter.IMMUNISATION,
    DelegatedMatter.HAIRCUT, DelegatedMatter.SOCIAL_MEDIA, DelegatedMatter.RELIGION,
)  # fmt: skip


def who_decides_to_begin_with(legal_status: str, age: int | None) -> dict[str, str]:
    """Return who decides each matter, by the code of the legal status and the child's age in years."""
    responsible = DelegatedTo.AUTHORITY if legal_status in SHARES_RESPONSIBILITY else DelegatedTo.PARENT
    found: dict[str, str] = {}
    for matter in DelegatedMatter:
        if age is not None and age >= 16 and matter in _OWN_FROM_16:
            found[matter] = DelegatedTo.YOUNG_PERSON
        elif matter in _EVERY_DAY:
            found[matter] = DelegatedTo.CARER
        elif matter in _ALWAYS_PARENTS:
            found[matter] = DelegatedTo.PARENT
        else:
            assert matter in _ASKED
            found[matter] = responsible
    return found


def who_is_responsible(legal_status: str) -> str:
    """Return in a sentence who holds parental responsibility under a legal status."""
    if legal_status in SHARES_RESPONSIBILITY:
        return "The authority shares parental responsibility with the parents."
    if legal_status:
        return "Parents hold parental responsibility: they decide whatever they have not delegated."
    return "No legal status is recorded on this day. Ask who holds parental responsibility before you write who decides."
