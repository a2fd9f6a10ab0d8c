"""The forms of a second look at a decision."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.protection.models import SecondView


class AskForSecondLookForm(KithForm):
    """Who is asked to look at a decision."""

    asked_of = forms.ChoiceField(
        label="Whom do you ask?",
        help_text="Somebody other than whoever decided, to whom the child's record is open",
        error_messages={"required": "Choose whom you ask."},
    )
    why_asked = WordsField(label="What should they look at?", required=False, rows=3)

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["asked_of"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = with_blank(workers)


class TakeSecondLookForm(KithForm):
    """What somebody else thinks of a decision."""

    view = forms.ChoiceField(
        label="Having read what it rests on, what do you think?",
        choices=SecondView.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you think."},
    )
    words = WordsField(label="What you see, and why", required=False, rows=6)

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless they would have decided the same."""
        data = super().clean() or {}
        if data.get("view") not in (None, SecondView.AGREE) and not data.get("words"):
            self.add_error("words", "Say what you see, and why.")
        return data


class AnswerSecondLookForm(KithForm):
    """What was done about a second look."""

    answer = WordsField(
        label="What was done about it, or why nothing was",
        rows=5,
        error_messages={"required": "Say what was done about it, or why nothing was."},
    )
