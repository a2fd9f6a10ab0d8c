"""The forms of a marker on a person who poses a risk."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.protection.models import RiskBasis

NO_NAME = "Read on the page of every child linked to it: do not write the person's name here"


class MarkerWordsForm(KithForm):
    """What a marker rests on and says."""

    what_to_do = WordsField(
        label="What to do, and what not to do",
        rows=4,
        help_text=NO_NAME,
        error_messages={"required": "Say what to do, and what not to do."},
    )
    basis = forms.ChoiceField(
        label="What does it rest on?", choices=RiskBasis.choices, widget=forms.RadioSelect
    )
    what_is_known = WordsField(
        label="What is known, from whom, and when",
        rows=5,
        error_messages={"required": "Say what is known, from whom, and when."},
    )
    person_told = WordsField(label="What the person was told, or why not", required=False, rows=3)


class MarkForm(MarkerWordsForm):
    """A person is marked, beginning from a child whom they could reach."""

    field_order = ("how",)

    how = forms.CharField(
        label="How could they and the child meet?",
        max_length=300,
        help_text="Such as 'visits at weekends' or 'waits outside the school'",
        error_messages={"required": "Say how they could meet."},
    )
    start_date = DayField(label="From", past_only=True)
    review_date = DayField(label="To be looked at again by")


class LinkChildForm(KithForm):
    """Children who are linked to a marker."""

    child = forms.ChoiceField(label="Which child?", widget=forms.RadioSelect)
    how = forms.CharField(
        label="How could they meet?", max_length=300, error_messages={"required": "Say how they could meet."}
    )

    def __init__(self, *args: Any, children: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["child"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = children


class HowForm(KithForm):
    """How a child and somebody who is marked already could meet."""

    how = forms.CharField(
        label="How could they and the child meet?",
        max_length=300,
        error_messages={"required": "Say how they could meet."},
    )


class ReviewMarkerForm(KithForm):
    """A look again."""

    words = WordsField(
        label="What has changed, and is it still right?",
        rows=5,
        error_messages={"required": "Say what has changed, and whether the marker is still right."},
    )
    reviewed_date = DayField(label="Looked at again on", past_only=True)
    next_review_date = DayField(label="Next look by")


class TakeAwayForm(KithForm):
    """A marker is taken away."""

    end_words = WordsField(
        label="Why is it taken away?",
        rows=4,
        help_text="It goes from every child's page at once. History keeps it, with this reason",
        error_messages={"required": "Say why the marker is taken away."},
    )


class ConfirmForm(KithForm):
    """Nothing to fill in: the button is the answer."""
