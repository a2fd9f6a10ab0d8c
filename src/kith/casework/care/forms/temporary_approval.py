"""Forms of the temporary approval of a connected person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from kith.casework.care.forms.also import AlsoForm
from kith.casework.care.models import TemporaryApprovalEnding
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank


class GiveTemporaryForm(AlsoForm):
    """A connected person is approved for one child, for sixteen weeks."""

    home = forms.ChoiceField(label="Whose home?", error_messages={"required": "Choose the home."})
    viability_words = WordsField(
        label="Who they are to the child, and why this is safe for now",
        rows=6,
        help_text="What was seen of the home, who lives there, the checks made, and what the child says",
        error_messages={"required": "Say who they are to the child, and why this is safe for now."},
    )
    viability_date = DayField(label="Suitability assessed on", past_only=True)
    start_date = DayField(label="Approved from", past_only=True)

    def __init__(self, *args: Any, homes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = [("", "Choose one"), *homes]  # type: ignore[attr-defined]


class ExtendTemporaryForm(KithForm):
    """It is extended, once."""

    reason = WordsField(
        label="Why it is extended", rows=4, error_messages={"required": "Say why it is extended."}
    )
    panel_views = WordsField(
        label="What the fostering panel thinks",
        rows=4,
        error_messages={
            "required": "Say what the fostering panel thinks: its views are asked before this is extended."
        },
    )
    reviewing_officer_told_date = DayField(label="The reviewing officer was told on", past_only=True)
    until = DayField(label="Extended until")

    def __init__(self, *args: Any, latest: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = f"{latest:%-d %B %Y} at the latest, eight weeks from its first end"


class ChallengeForm(KithForm):
    """The carers asked for a review of the decision not to approve them."""

    challenged_date = DayField(label="They asked on", past_only=True)


class EndTemporaryForm(KithForm):
    """It ended, and how."""

    because = forms.ChoiceField(
        label="How did it end?",
        choices=with_blank(TemporaryApprovalEnding.choices),
        error_messages={"required": "Choose how it ended."},
    )
    words = WordsField(label="In a sentence: what happens for the child", required=False, rows=3)
    end_date = DayField(label="Ended on", past_only=True)
