"""How a move is told: distances, ordinals, lengths of time, and what a brother or sister is called."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.care.places import METRES_IN_A_MILE, miles
from kith.casework.care.queries.move_panel import NOT_KNOWN, Effect
from kith.casework.people.queries.siblings import SiblingKind
from kith.casework.workforce.queries.caseload import ORDINALS

A_MILE = METRES_IN_A_MILE
TWENTY_MILES = 20 * METRES_IN_A_MILE

# For one who is neither or not known, for a girl, for a boy.
SIBLING_WORDS = {
    SiblingKind.FULL: ("brother or sister", "sister", "brother"),
    SiblingKind.HALF: ("half-brother or half-sister", "half-sister", "half-brother"),
    SiblingKind.THROUGH_ONE: (
        "brother or sister through one parent",
        "sister through one parent",
        "brother through one parent",
    ),
    SiblingKind.STEP: ("step-brother or step-sister", "step-sister", "step-brother"),
    SiblingKind.RECORDED: ("brother or sister, as recorded", "sister, as recorded", "brother, as recorded"),
}


def sibling_word(how: SiblingKind, sex: str) -> str:
    """Return what a brother or sister is to the child, in the words that a family uses."""
    return SIBLING_WORDS[how][{"F": 1, "M": 2}.get(sex, 0)]


def distance(metres: int | None) -> str:
    """Return a distance in miles to one decimal, or that it is not known."""
    if metres is None:
        return NOT_KNOWN
    found = miles(metres)
    return f"{found:.1f} mile" if found == 1 else f"{found:.1f} miles"


def changed(before: int | None, after: int | None) -> Effect:
    """Return whether somebody or something gets further away by a mile or more, or nearer."""
    if before is None or after is None:
        return Effect.UNKNOWN
    if after - before >= A_MILE:
        return Effect.LOSS
    return Effect.GAIN if before - after >= A_MILE else Effect.SAME


def band(before: int | None, after: int | None) -> str:
    """Return only whether it gets nearer or further, for what must not be located."""
    if before is None or after is None:
        return NOT_KNOWN
    if after - before >= 2 * A_MILE:
        return "Further"
    return "Nearer" if before - after >= 2 * A_MILE else "About as near as now"


def ordinal(number: int) -> str:
    """Return first, second, … tenth, 11th."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 home, 2 homes."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def length(since: datetime.date, until: datetime.date) -> str:
    """Return how long something lasted, in the largest unit that says it: 12 days, 7 weeks, 5 months, 2 years."""
    days = max((until - since).days, 0)
    if days < 28:
        return counted(days, "day")
    if days < 91:
        return counted(days // 7, "week")
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    if months < 24:
        return counted(months, "month")
    return counted(months // 12, "year")


def day_words(day: datetime.date) -> str:
    """Return a day as the pages write it."""
    return f"{day:%-d %B %Y}"


def first_name(person: Any) -> str:
    """Return the name by which a sentence calls somebody."""
    return str(person.display_name).split(" ")[0] or str(person.display_name)
