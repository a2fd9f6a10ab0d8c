"""The forms of keeping in touch with the people who matter."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.care.models import FamilyTimeKind
from kith.casework.family_help.forms.network import ForSiblingsToo
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank

Choices = list[tuple[str, str]]


class InTouchForm(ForSiblingsToo):
    """A time that a child and somebody were in touch."""

    words = WordsField(label="What did the child say of it?", rows=3, required=False)
    how = forms.ChoiceField(label="How were they in touch?", choices=FamilyTimeKind, widget=forms.RadioSelect)
    day = DayField(label="On", past_only=True)
    field_order = ("words", "how", "also", "day")


class KeepInTouchForm(ForSiblingsToo):
    """Who sees to it that a child and somebody stay in touch."""

    promise = WordsField(
        label="What have they said they will be for the child?", rows=3, required=False,
        help_text="In their words, such as 'You can always come for Christmas'",
    )  # fmt: skip
    is_for_life = forms.BooleanField(
        label="They mean to be there when the child is grown up: a lifelong link", required=False
    )
    owner = forms.ChoiceField(label="Who sees to it that they stay in touch?")
    every_days = forms.TypedChoiceField(
        label="How often are they to be in touch?",
        choices=with_blank(
            [("7", "Every week"), ("14", "Every 2 weeks"), ("30", "Every month"), ("91", "Every 3 months"),
             ("182", "Twice a year"), ("365", "Once a year")],
            "As it comes",
        ),
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )  # fmt: skip
    field_order = ("promise", "is_for_life", "owner", "every_days", "also")

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = with_blank(owners)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask what was promised for life."""
        data = super().clean() or {}
        if data.get("is_for_life") and not data.get("promise"):
            self.add_error("promise", "Say what they have said they will be for the child, in their words.")
        return data


class LookForForm(KithForm):
    """Somebody whom a child has lost is to be found again."""

    who = forms.ChoiceField(label="Whom?")
    words = forms.CharField(
        label="What is known of where they are", max_length=120, required=False,
        help_text="Such as 'moved to Leeds in 2023'. It is read on the worker's list of what to do",
    )  # fmt: skip
    worker = forms.ChoiceField(label="Who looks for them?")
    due_date = DayField(label="By")

    def __init__(self, *args: Any, people: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = with_blank(people)  # type: ignore[attr-defined]
        self.fields["worker"].choices = with_blank(workers)  # type: ignore[attr-defined]
