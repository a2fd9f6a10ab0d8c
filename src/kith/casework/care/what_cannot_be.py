"""What cannot be true of a child's care, each said as a sentence with what to do: the return's rules and the law's.

Nothing here reads the database: an action fetches what it judges by, and asks.
"""

from __future__ import annotations

import datetime

from kith import codes
from kith.casework.care.placement_codes import (
    ADOPTED,
    ADOPTIVE,
    AGE_FROM,
    CRIMINAL,
    ENDS_BEFORE,
    ENDS_BY,
    ENDS_FROM,
    NEVER_BY,
    SHORT_BREAKS,
    TEMPORARY,
    WITHOUT_PROVIDER,
    birthday,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person

CHILDREN_ACT = datetime.date(1991, 10, 14)
PLACEMENT_ORDERS = datetime.date(2005, 12, 1)


def on(day: datetime.date) -> str:
    """Return a day as sentences write it."""
    return f"{day:%-d %B %Y}"


def check_code(of_list: str, code: str, day: datetime.date, field: str) -> str:
    """Raise CannotBeTrue for a code that the list does not have, or not on that day; return its label."""
    for known in codes.code_list(of_list):
        if known.code == code:
            if known.valid_on(day):
                return known.label
            when = (
                f"is used from April {known.valid_from[:4]}"
                if known.valid_from and codes.collection_year(day) < known.valid_from
                else f"was used until March 20{known.valid_to[-2:]}"
            )
            raise CannotBeTrue(
                f"{code} ({known.label}) {when}, and not on {on(day)}. Choose the code of that day.", field
            )
    raise CannotBeTrue("Choose one from the list.", field)


def check_child(child: Person, day: datetime.date, field: str = "day") -> None:
    """Raise CannotBeTrue where the child could not be in care from that day: not born, dead, or 18."""
    if day < CHILDREN_ACT:
        raise CannotBeTrue(
            f"Care under the Children Act 1989 began on {on(CHILDREN_ACT)}. Check the day.", field
        )
    if child.is_unborn:
        raise CannotBeTrue(
            "The child is not born yet. Record the birth first; until then there is a plan before birth.",
            field,
        )
    if child.death_date is not None and day > child.death_date:
        raise CannotBeTrue(f"The child died on {on(child.death_date)}. Check the day.", field)
    if child.birth_date is None:
        return
    if day < child.birth_date:
        raise CannotBeTrue(
            f"The child was born on {on(child.birth_date)}. Enter that day or a later one.", field
        )
    if day >= birthday(child.birth_date, 18):
        raise CannotBeTrue(
            f"They turned 18 on {on(birthday(child.birth_date, 18))}, and nobody comes into care as an adult. Check the "
            "day and the date of birth.",
            field,
        )


def check_status_at_age(child: Person, code: str, day: datetime.date, field: str = "code") -> None:
    """Raise CannotBeTrue for a criminal status of a child under 10, or a placement order before there were any."""
    if code == "E1" and day < PLACEMENT_ORDERS:
        raise CannotBeTrue(
            f"There have been placement orders since {on(PLACEMENT_ORDERS)}. Check the day and the order.",
            field,
        )
    if code in CRIMINAL and child.birth_date is not None and day < birthday(child.birth_date, 10):
        raise CannotBeTrue(
            f"The child is 10 on {on(birthday(child.birth_date, 10))}, and nobody is charged with an offence before that "
            f"({code}). Choose another legal status, or correct the date of birth.",
            field,
        )


def check_placement_at_age(
    child: Person, placement_type: str, day: datetime.date, field: str = "placement_type"
) -> None:
    """Raise CannotBeTrue for a placement for which the child is too young."""
    youngest = AGE_FROM.get(placement_type)
    if youngest is None or child.birth_date is None:
        return
    if day < birthday(child.birth_date, youngest):
        label = codes.labels("placement_type")[placement_type]
        raise CannotBeTrue(
            f"{label} ({placement_type}) is from the age of {youngest}, and the child was {child.age_on(day)}. Choose "
            "another kind of placement, or correct the date of birth.",
            field,
        )


def check_together(code: str, placement_type: str, field: str) -> None:
    """Raise CannotBeTrue for a legal status and a placement that cannot stand beside each other."""
    if code == "V2" and placement_type == "P1":
        raise CannotBeTrue(
            "A child accommodated by agreement (V2) cannot be placed with a parent (P1): a parent who looks after them ends "
            "the accommodation. Choose the order that the child is under, or record that care ended.",
            field,
        )
    if code in SHORT_BREAKS and placement_type in ("U1", "U4"):
        raise CannotBeTrue(
            f"Short breaks ({code}) are not long-term fostering ({placement_type}). Choose U3 or U6, or the legal status of "
            "a child who lives there.",
            field,
        )
    if code in SHORT_BREAKS and placement_type in TEMPORARY:
        raise CannotBeTrue(
            f"A child on short breaks ({code}) is not in a temporary placement ({placement_type}): a break is recorded as "
            "where it is spent. Choose that kind of placement.",
            field,
        )
    if placement_type in ("A5", "A6") and code != "E1":
        raise CannotBeTrue(
            f"{placement_type} is a placement under a placement order, and the legal status is {code}. Record the placement "
            "order (E1) first, or choose A3 or A4 where parents consented.",
            field,
        )


def check_provider(placement_type: str, provider: str, field: str = "provider") -> None:
    """Raise CannotBeTrue for a provider where there is none, none where there is one, or one that cannot provide it."""
    if placement_type in WITHOUT_PROVIDER:
        if provider:
            raise CannotBeTrue(
                f"No provider is recorded for {placement_type}. Leave it empty, or choose the kind of placement that it is.",
                field,
            )
        return
    if not provider:
        raise CannotBeTrue(
            f"Say who provides the home: {placement_type} needs a provider. Add it to the home first.", field
        )
    label = codes.labels("placement_provider").get(provider, provider)
    if placement_type in NEVER_BY.get(provider, ()):
        raise CannotBeTrue(
            f"{label} ({provider}) does not provide {placement_type}. Correct who provides the home, or the kind of "
            "placement.",
            field,
        )
    if provider == "PR0" and placement_type != "P1":
        raise CannotBeTrue(
            f"The home is provided by a parent (PR0), and {placement_type} is not a placement with a parent. Choose P1, or "
            "correct who provides the home.",
            field,
        )


def check_first(placement_type: str, field: str = "placement_type") -> None:
    """Raise CannotBeTrue for a temporary placement as the first of a period of care."""
    if placement_type in TEMPORARY:
        raise CannotBeTrue(
            f"A temporary stay ({placement_type}) does not begin care. Choose where the child is to live; record the "
            "temporary stay as a move from there.",
            field,
        )


def check_ending(
    child: Person,
    reason: str,
    placement_type: str,
    day: datetime.date,
    *,
    was_unaccompanied: bool,
    field: str = "ended_because",
) -> None:
    """Raise CannotBeTrue for a reason for which care could not have ended on that day from that placement."""
    if reason == "X1":
        raise CannotBeTrue(
            "X1 joins two episodes of care that goes on. Choose why care ended, or record the move.", field
        )
    label = check_code("reason_episode_ceased", reason, day, field)
    if placement_type in TEMPORARY:
        raise CannotBeTrue(
            f"The child is on a temporary stay ({placement_type}), which does not end care. Record first where they went back "
            "to, or that they stayed for good.",
            field,
        )
    if reason in ADOPTED and placement_type not in ADOPTIVE:
        raise CannotBeTrue(
            f"{label} ({reason}): a child is adopted from a placement for adoption (A3 to A6), and this one is "
            f"{placement_type}. Record the placement for adoption first.",
            field,
        )
    if reason == "E15" and not was_unaccompanied:
        raise CannotBeTrue(
            "Only the age of a child who seeks asylum alone is assessed (E15). Record that first, or choose another reason.",
            field,
        )
    if child.birth_date is None:
        return
    for ages, word in ((ENDS_FROM, "from"), (ENDS_BEFORE, "before"), (ENDS_BY, "until")):
        if reason not in ages:
            continue
        then = birthday(child.birth_date, ages[reason])
        wrong = {"from": day < then, "before": day >= then, "until": day > then}[word]
        if wrong:
            raise CannotBeTrue(
                f"{label} ({reason}) can be {word} the {ages[reason]}th birthday, {on(then)}. Choose another reason, or "
                "correct the day.",
                field,
            )
