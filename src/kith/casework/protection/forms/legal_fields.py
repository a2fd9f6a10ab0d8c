"""Fields that the forms of the legal part share: an instant, children to choose from, and reasons beside a decision."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from kith.casework.furniture.fields import WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.protection.actions.deciding import Reasons

AT = "For example 15:30"


def time_field(label: str, *, required: bool = True) -> forms.TimeField:
    """Return the field of a time of day."""
    return forms.TimeField(
        label=label,
        required=required,
        help_text=AT,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "invalid": "Enter a time such as 15:30.",
            "required": f"Enter {label.lower()}, such as 15:30.",
        },
    )


def instant_of(data: Mapping[str, Any], name: str) -> datetime.datetime | None:
    """Return the instant of a day and a time as they are told in England, from `name`_date and `name`_time."""
    day, time = data.get(f"{name}_date"), data.get(f"{name}_time")
    if day is None or time is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, time))


def now_fields(name: str) -> dict[str, Any]:
    """Return a form's start at this minute."""
    now = timezone.localtime()
    return {f"{name}_date": now.date(), f"{name}_time": now.strftime("%H:%M")}


def children_field(children: Iterable[Person], label: str) -> forms.MultipleChoiceField:
    """Return the field that chooses among children."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(child.pk), child.display_name) for child in children],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )


def chosen(children: Iterable[Person], numbers: Iterable[str]) -> list[Person]:
    """Return the children whose numbers were chosen."""
    wanted = set(numbers)
    return [child for child in children if str(child.pk) in wanted]


class ReasonsForm(KithForm):
    """Why, on what evidence, and what would change it: what each decision is kept with."""

    reasons = WordsField(label="Why", rows=4, error_messages={"required": "Say why."})
    evidence = WordsField(
        label="What this rests on",
        rows=4,
        help_text="What was seen and heard, by whom, and when",
        error_messages={"required": "Say what this rests on: what was seen and heard, by whom, and when."},
    )
    what_would_change = WordsField(
        label="What would change this decision",
        rows=3,
        error_messages={"required": "Say what would change this decision."},
    )
    other_views = WordsField(
        label="Who sees it otherwise, and what they say",
        required=False,
        rows=3,
        help_text="The child, the parents and other services too",
    )

    def reasons_given(self) -> Reasons:
        """Return them."""
        data = self.cleaned_data
        return Reasons(
            data["reasons"], data["evidence"], data["what_would_change"], data.get("other_views", "")
        )

    def reasons_about(self, child: Person) -> Reasons:
        """Return them for one of several children, with what is different about this one."""
        own = self.cleaned_data.get(f"different_{child.pk}", "").strip()
        given = self.reasons_given()
        return replace(given, reasons=f"{given.reasons}\n\n{own}") if own else given


def different_field(child: Person) -> WordsField:
    """Return the field for what is different about one of several children."""
    return WordsField(
        label=f"What is different for {child.display_name}",
        required=False,
        rows=2,
        help_text="Leave it empty where the reasons above are the same for this child",
    )
