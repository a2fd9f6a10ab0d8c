"""The forms of protecting a child at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.protection.forms.legal_fields import ReasonsForm, time_field
from kith.casework.protection.models import PowerEnding, PowerKind


class UsePowerForm(ReasonsForm):
    """A power that was used for one child."""

    child = forms.ChoiceField(
        label="Which child?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the child."},
        help_text="A power is used for each child by itself",
    )
    kind = forms.ChoiceField(
        label="Which power was used?",
        choices=PowerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the power that was used."},
    )
    started_date = DayField(label="The day on which it began", past_only=True)
    started_time = time_field("The time at which it began")
    until_date = DayField(
        label="The day on which the order ends",
        required=False,
        help_text="Only where the court made the order for less than eight days",
    )
    until_time = time_field("The time at which the order ends", required=False)
    who_used_it = forms.CharField(
        label="Officer, or court",
        max_length=160,
        help_text="Name and number of the officer, or the court that made the order",
        error_messages={"required": "Enter the officer who used it, or the court that made it."},
    )
    reference = forms.CharField(label="Reference", max_length=60, required=False)
    child_told = WordsField(
        label="What the child was told, and what they say",
        required=False,
        rows=3,
        help_text="In their own words. If they have not been told yet, say when they will be",
    )
    parents_told = WordsField(label="What the parents were told, or why not", required=False, rows=3)

    field_order = (
        "child", "kind", "started_date", "started_time", "until_date", "until_time", "who_used_it", "reference",
        "child_told", "parents_told", "reasons", "evidence", "what_would_change", "other_views",
    )  # fmt: skip

    def __init__(self, *args: Any, children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["child"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [(str(child.pk), child.display_name) for child in children]

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of when an order ends, or neither."""
        data = super().clean() or {}
        _both_or_neither(self, data, "until")
        return data


class ExtendOrderForm(KithForm):
    """The court's extension of an emergency protection order."""

    extended_date = DayField(label="The day on which the court extended it", past_only=True)
    extended_time = time_field("The time at which the court extended it")
    until_date = DayField(label="The day on which it ends now")
    until_time = time_field("The time at which it ends now")


class EndPowerForm(KithForm):
    """How a power ended."""

    ended_date = DayField(label="The day on which it ended", past_only=True)
    ended_time = time_field("The time at which it ended")
    ending = forms.ChoiceField(
        label="What came after it?",
        choices=PowerEnding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came after it."},
    )
    end_words = WordsField(
        label="How it ended, and where the child is",
        rows=4,
        error_messages={"required": "Say how it ended, and where the child is."},
    )


def _both_or_neither(form: forms.Form, data: dict[str, Any], name: str) -> None:
    date, time = f"{name}_date", f"{name}_time"
    if date in form.errors or time in form.errors:
        return
    if data.get(date) and data.get(time) is None:
        form.add_error(time, "Enter the time, such as 15:30.")
    if data.get(time) is not None and not data.get(date):
        form.add_error(date, "Enter the day.")
