"""When the health of a child in care is looked at next, and what a score means, from facts alone.

Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7: assessed before the first review unless
within the last three months, then every six months under five, and every twelve months from five on.
"""

from __future__ import annotations

import datetime

from kith.engines.calendar import add_months, add_working_days

UNDER_FIVE_MONTHS, FROM_FIVE_MONTHS = 6, 12
FIVE = 5
QUESTIONNAIRE_AGES = range(4, 17)  # the strengths and difficulties questionnaire is for those aged 4 to 16
DENTAL_MONTHS = 12
# A score's bands, as the questionnaire's own guide draws them: lowest score, words.
BANDS = ((17, "A cause for concern"), (14, "Borderline"), (0, "As most children"))


def band(score: int) -> str:
    """Return what a score from 0 to 40 means, in words."""
    return next(words for lowest, words in BANDS if score >= lowest)


def age_on(born: datetime.date, day: datetime.date) -> int:
    """Return an age in whole years on a day; somebody born on 29 February has their birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_under_five(born: datetime.date | None, day: datetime.date) -> bool:
    """Return whether a child is under five on a day; where their birth is not known, the longer interval would be a guess."""
    return born is None or age_on(born, day) < FIVE


def first_due(care_began: datetime.date, *, assessed_before: datetime.date | None = None) -> datetime.date:
    """Return by when the first assessment's report is due: 20 working days, or from an assessment in the last 3 months."""
    if assessed_before is not None and add_months(assessed_before, 3) >= care_began:
        return add_months(assessed_before, FROM_FIVE_MONTHS)
    return add_working_days(care_began, 20)


def review_due(received: datetime.date, *, under_five: bool) -> datetime.date:
    """Return by when the next assessment's report is due after one was received."""
    return add_months(received, UNDER_FIVE_MONTHS if under_five else FROM_FIVE_MONTHS)


def questionnaire_is_for(born: datetime.date | None, day: datetime.date) -> bool:
    """Return whether a child is of the age for the strengths and difficulties questionnaire on a day."""
    return born is not None and age_on(born, day) in QUESTIONNAIRE_AGES
