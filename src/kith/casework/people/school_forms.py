"""Forms about schools: they validate and write nothing."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, PostcodeField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import School, SchoolPhase, SchoolPlaceEnding


class GoToSchoolForm(KithForm):
    """From when a child goes to a school, and why they left the one before."""

    start_date = DayField(label="They have gone there since", past_only=True)
    ended_because = forms.ChoiceField(
        label="Why did they leave the school before?", choices=with_blank(list(SchoolPlaceEnding.choices))
    )
    end_words = forms.CharField(
        label="In a sentence, if there is more to say", max_length=300, required=False
    )

    def __init__(self, *args: Any, leaving: School | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if leaving is None:
            del self.fields["ended_because"], self.fields["end_words"]
        else:
            self.fields["ended_because"].label = f"Why did they leave {leaving.name}?"


class AddSchoolForm(KithForm):
    """A school that is not on the list yet."""

    name = forms.CharField(label="Name of the school", max_length=160)
    phase = forms.ChoiceField(
        label="For which ages is it?", choices=SchoolPhase.choices, widget=forms.RadioSelect
    )
    postcode = PostcodeField(label="Postcode", required=False, help_text="Distances are worked out from it")
    urn = forms.CharField(
        label="Unique reference number (URN)", max_length=6, required=False, help_text="Six digits, if known"
    )


class LeaveSchoolForm(KithForm):
    """When and why a child left a school, where no other is known yet."""

    end_date = DayField(label="The first day on which they no longer went there", past_only=True)
    ended_because = forms.ChoiceField(
        label="Why did they leave?", choices=with_blank(list(SchoolPlaceEnding.choices))
    )
    end_words = forms.CharField(
        label="In a sentence, if there is more to say", max_length=300, required=False
    )
