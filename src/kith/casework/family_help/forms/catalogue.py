"""Forms of the catalogue: an entry, what a source found, where it can be had."""

from __future__ import annotations

from typing import Any

from django import forms

from kith import codes
from kith.casework.family_help.models import EvidenceRating, InterventionGroup
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank


class InterventionForm(KithForm):
    """One entry of the catalogue."""

    name = forms.CharField(label="Name", max_length=120)
    group = forms.ChoiceField(label="Group", choices=InterventionGroup.choices, widget=forms.RadioSelect)
    kinds_of_help = forms.MultipleChoiceField(
        label="What it helps with",
        choices=codes.choices("kind_of_help"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of help: by it the entry is suggested."},
    )
    for_whom = WordsField(label="Whom it is for", rows=3)
    aims = WordsField(label="What it aims at", rows=3)
    youngest = forms.IntegerField(
        label="Youngest child, in years", required=False, min_value=0, max_value=25,
        help_text="Leave both ages empty where any age will do",
    )  # fmt: skip
    oldest = forms.IntegerField(label="Oldest child, in years", required=False, min_value=0, max_value=25)
    dose = forms.CharField(
        label="How much of it, over how long", max_length=200, required=False, help_text="Say who says so"
    )
    usual_sessions = forms.IntegerField(
        label="Usual number of sessions", required=False, min_value=1, max_value=400
    )
    cost_pounds = forms.IntegerField(
        label="Cost for a family, in pounds", required=False, min_value=0, max_value=1_000_000,
        help_text="Leave it empty where it is not known: that is not nothing",
    )  # fmt: skip
    cost_source = forms.CharField(label="Where the cost comes from", max_length=300, required=False)
    is_in_use = forms.BooleanField(label="It is offered to families here", required=False, initial=True)


class EvidenceForm(KithForm):
    """What one named source found."""

    rating = forms.ChoiceField(
        label="What did it find?", choices=EvidenceRating.choices, widget=forms.RadioSelect
    )
    found = WordsField(
        label="What was found, with what it helped or did not", rows=3,
        help_text="In your own words. A result of no difference is worth as much as any other",
    )  # fmt: skip
    study = forms.CharField(
        label="What kind of study",
        max_length=200,
        help_text="A trial, a comparison, before and after, how many families",
    )
    source = forms.CharField(label="Source", max_length=300)
    source_address = forms.URLField(
        label="Its address on the web", max_length=300, required=False, assume_scheme="https"
    )


class RemoveEvidenceForm(KithForm):
    """Nothing to fill in: taking out is confirmed."""


class AvailabilityForm(KithForm):
    """Where help can be had."""

    provider = forms.CharField(label="Who gives it", max_length=160)
    where = forms.CharField(label="Where", max_length=200, required=False)
    team = forms.ChoiceField(label="Which of our teams, if it is one of ours", choices=[], required=False)
    wait_weeks = forms.IntegerField(
        label="How long families usually wait, in weeks", required=False, min_value=0, max_value=200
    )
    start_date = DayField(label="It can be had from")

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = with_blank(teams, "None of ours")  # type: ignore[attr-defined]


class EndAvailabilityForm(KithForm):
    """When it can no longer be had."""

    end_date = DayField(label="From which day can it no longer be had there?")
