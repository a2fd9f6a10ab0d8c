"""The beginning of every form about one child: what they say, and whether they were seen, alone, and when."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm


class SeenAndHeardForm(KithForm):
    """One child's own part of an assessment or an enquiry, which goes on with what is asked there."""

    child_words = WordsField(
        label="What the child says, in their words",
        help_text="As said, or shown by a child who does not speak yet",
        rows=4,
        required=False,
    )
    child_words_date = DayField(label="When they said it", past_only=True, required=False)
    seen_date = DayField(label="When the child was seen", past_only=True, required=False)
    seen_alone = forms.BooleanField(label="The child was seen alone", required=False)
    why_not_seen = WordsField(label="If the child was not seen, or not alone, why", rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the days that belong to what was said and seen."""
        data = super().clean() or {}
        if (
            data.get("child_words")
            and not data.get("child_words_date")
            and "child_words_date" not in self.errors
        ):
            self.add_error("child_words_date", "Say on which day the child said this.")
        if data.get("seen_alone") and not data.get("seen_date") and "seen_date" not in self.errors:
            self.add_error("seen_date", "Say on which day the child was seen alone.")
        return data
