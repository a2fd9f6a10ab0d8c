"""What is asked of a child who seeks asylum alone, and of an order on a child's liberty."""

from __future__ import annotations

import datetime

from django import forms

from kith.casework.care.forms.care_changes import despite_field
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm

HOW_FAR = datetime.date(1991, 10, 14)


class SeeksAsylumForm(KithForm):
    """That a child seeks asylum alone."""

    day = DayField(label="From which day?", past_only=True, earliest=HOW_FAR)
    arrived_date = DayField(label="Arrived in England on", past_only=True, required=False, earliest=HOW_FAR)
    journey = WordsField(
        label="What they have told us of their journey",
        rows=4,
        required=False,
        help_text="Only what they have chosen to say. Nobody is asked for it here",
    )


class NoLongerAloneForm(KithForm):
    """That it ended."""

    day = DayField(label="Until which day?", past_only=True, earliest=HOW_FAR)
    words = forms.CharField(
        label="Why did it end?",
        max_length=300,
        help_text="Such as a decision on their status, or that they turned 18",
    )


class RestrictLibertyForm(KithForm):
    """An order of the High Court on a child's liberty: the child's own words first."""

    child_words = WordsField(
        label="What the child said about it", rows=3, required=False, help_text="As they said it"
    )
    day = DayField(label="From which day?", past_only=True, earliest=HOW_FAR)
    restrictions = WordsField(label="What does the order allow, and why?", rows=5)
    court = forms.CharField(label="Court", max_length=120, required=False)
    case_number = forms.CharField(label="Case number", max_length=40, required=False)
    review_due_date = DayField(label="To be reviewed by", required=False, earliest=HOW_FAR)
    despite = despite_field()


class ReviewLibertyForm(KithForm):
    """A review of an order on a child's liberty."""

    child_words = WordsField(
        label="What the child said about it", rows=3, required=False, help_text="As they said it"
    )
    day = DayField(label="Reviewed on", past_only=True, earliest=HOW_FAR)
    restrictions = WordsField(label="What does the order allow now?", rows=5)
    review_due_date = DayField(label="To be reviewed again by", required=False, earliest=HOW_FAR)


class EndLibertyForm(KithForm):
    """The end of an order on a child's liberty."""

    day = DayField(label="The first day on which it no longer holds", past_only=True, earliest=HOW_FAR)
    words = WordsField(label="Why did it end?", rows=3)
