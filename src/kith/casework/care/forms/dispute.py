"""The forms of a reviewing officer's dispute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.casework.care.models import DisputeLevel
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank


class TakenToForm(KithForm):
    """To whom a dispute is taken, and when."""

    level = forms.TypedChoiceField(
        label="To whom is it taken?",
        choices=DisputeLevel.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text="Nearest first. Cafcass may be asked at any time",
        error_messages={"required": "Choose to whom it is taken."},
    )
    taken_to = forms.ChoiceField(
        label="Who is asked?",
        required=False,
        help_text="It comes onto their day. Leave it empty for Cafcass",
    )
    day = DayField(label="On", past_only=True)

    def __init__(
        self,
        *args: Any,
        workers: Sequence[tuple[str, str]],
        levels: Sequence[int] = tuple(DisputeLevel.values),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken_to"].choices = with_blank(list(workers))  # type: ignore[attr-defined]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            choice for choice in DisputeLevel.choices if choice[0] in levels
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, unless it goes to Cafcass."""
        data = super().clean() or {}
        level = data.get("level")
        if level and level != DisputeLevel.CAFCASS and not data.get("taken_to"):
            self.add_error("taken_to", "Choose who is asked to put it right: it comes onto their day.")
        return data


class RaiseDisputeForm(TakenToForm):
    """A dispute raised."""

    about = WordsField(
        label="What is wrong, and what it does to the child",
        rows=5,
        error_messages={"required": "Say what is wrong, and what it does to the child."},
    )
    what_would_put_it_right = WordsField(
        label="What would put it right", rows=3, error_messages={"required": "Say what would put it right."}
    )
    field_order = ("about", "what_would_put_it_right", "level", "taken_to", "day")


class AnswerForm(KithForm):
    """An answer."""

    words = WordsField(
        label="The answer",
        rows=5,
        help_text="It is kept as it is, and never changed after",
        error_messages={"required": "Enter the answer."},
    )
    day = DayField(label="Answered on", past_only=True)


class EndDisputeForm(KithForm):
    """How a dispute ended."""

    was_put_right = forms.TypedChoiceField(
        label="Was it put right?",
        choices=[("yes", "Yes"), ("no", "No, and it goes no further")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was put right."},
    )
    outcome = WordsField(
        label="How it ended, and what it means for the child",
        rows=4,
        error_messages={"required": "Say how it ended."},
    )
    day = DayField(label="Ended on", past_only=True)
