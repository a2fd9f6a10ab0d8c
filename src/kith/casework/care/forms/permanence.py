"""The form of the plan for a child's permanence."""

from __future__ import annotations

from django import forms

from kith.casework.care.actions.permanence import Permanence
from kith.casework.care.models import PermanenceRoute
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm


class PermanenceForm(KithForm):
    """How a child is to have a home for good."""

    route = forms.ChoiceField(
        label="How is the child to have a home for good?",
        choices=PermanenceRoute.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the child is to have a home for good."},
    )
    reasons = WordsField(
        label="Why",
        rows=4,
        help_text="What the child wants, and why this is best for them; or why it is not decided yet",
        error_messages={"required": "Say why."},
    )
    otherwise = WordsField(label="And if that does not come about", rows=3, required=False)
    target_date = DayField(label="To come about by", required=False)
    day = DayField(label="Decided on", past_only=True)

    def permanence(self) -> Permanence:
        """Return what is decided."""
        data = self.cleaned_data
        return Permanence(**{name: data[name] for name in ("route", "reasons", "otherwise", "target_date")})
