"""Numbers that law and guidance set for placing children, each dated, with its unit and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LegalNumber:
    """One number set by law or guidance, in force from a day (inclusive) until another replaces it."""

    name: str
    value: float
    unit: str
    in_force_from: date
    source: str


USUAL_FOSTERING_LIMIT = "usual fostering limit"
SUPPORTED_ACCOMMODATION_AGE = "youngest age for supported accommodation"
OWN_BEDROOM_AGE = "age from which sharing a bedroom must be agreed"
MIXED_BEDROOM_AGE = "age from which brothers and sisters do not share a bedroom"
FAR_FROM_HOME = "far from home"

LEGAL_NUMBERS: tuple[LegalNumber, ...] = (
    LegalNumber(
        USUAL_FOSTERING_LIMIT,
        3,
        "children fostered in one household",
        date(1991, 10, 14),
        "Children Act 1989, Schedule 7, paragraph 2; exceeded where all are siblings (paragraph 3) "
        "or by written exemption naming the children (paragraph 4)",
    ),
    LegalNumber(
        SUPPORTED_ACCOMMODATION_AGE,
        0,
        "completed years",
        date(1991, 10, 14),
        "no age limit in regulations before 9 September 2021",
    ),
    LegalNumber(
        SUPPORTED_ACCOMMODATION_AGE,
        16,
        "completed years",
        date(2021, 9, 9),
        "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 27A, "
        "inserted by SI 2021/161",
    ),
    LegalNumber(
        OWN_BEDROOM_AGE,
        3,
        "completed years",
        date(2011, 4, 1),
        "Fostering Services: National Minimum Standards 2011, standard 10.6: own bedroom over three, "
        "unless sharing is agreed by the responsible authority",
    ),
    LegalNumber(
        MIXED_BEDROOM_AGE,
        10,
        "completed years",
        date(2011, 4, 1),
        "usual local practice under standard 10.6 (the overcrowding test of the Housing Act 1985, "
        "section 325, draws the same line)",
    ),
    LegalNumber(
        FAR_FROM_HOME,
        20,
        "miles in a straight line from the family home",
        date(2004, 4, 1),
        "Department for Education, children looked after return: placed more than 20 miles from home",
    ),
)


def legal_number(name: str, on: date) -> float:
    """Return the value of a legal number in force on a day.

    Raises LookupError when no value of that name was in force on the day.
    """
    in_force = [number for number in LEGAL_NUMBERS if number.name == name and number.in_force_from <= on]
    if not in_force:
        raise LookupError(f"No '{name}' was in force on {on.isoformat()}.")
    return max(in_force, key=lambda number: number.in_force_from).value
