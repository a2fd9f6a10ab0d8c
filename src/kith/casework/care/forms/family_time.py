"""The forms of time with family: planning it, changing it, ending it, and writing down each time."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.care.actions.arranged import Arranged
from kith.casework.care.models import FamilyTimeKind, MissedBecause, Supervision
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank

Choices = list[tuple[str, str]]
HOW_OFTEN = [
    ("1", "Every day"),
    ("3", "Every 3 days"),
    ("7", "Every week"),
    ("14", "Every 2 weeks"),
    ("28", "Every 4 weeks"),
    ("42", "Every 6 weeks"),
    ("91", "Every 3 months"),
    ("182", "Twice a year"),
    ("365", "Once a year"),
]


class ArrangedForm(KithForm):
    """How people are to see each other: what every form about a plan asks."""

    children_words = WordsField(
        label="What do the children want?",
        rows=3,
        required=False,
        help_text="As they said it: whom they want to see, where, and what they want to do together",
    )
    kind = forms.ChoiceField(
        label="How do they see each other?", choices=FamilyTimeKind, widget=forms.RadioSelect
    )
    every_days = forms.TypedChoiceField(label="How often?", choices=with_blank(HOW_OFTEN), coerce=int)
    hours = forms.DecimalField(
        label="For how long, in hours", required=False, max_digits=4, decimal_places=1,
        help_text="Such as 2 or 1.5. Leave it empty where it does not matter",
    )  # fmt: skip
    where = forms.CharField(label="Where?", max_length=200, required=False)
    supervision = forms.ChoiceField(
        label="Does somebody else need to be there?", choices=Supervision, widget=forms.RadioSelect
    )
    why_supervised = WordsField(label="If so, why?", rows=2, required=False)
    ordered_by_court = forms.BooleanField(label="A court ordered it", required=False)
    start_date = DayField(label="From")

    def arranged(self) -> Arranged:
        """Return what was answered."""
        names = Arranged.__dataclass_fields__
        return Arranged(**{name: self.cleaned_data[name] for name in names})

    def clean(self) -> dict[str, Any]:
        """Ask why somebody else has to be there."""
        data = super().clean() or {}
        chosen = data.get("supervision")
        if chosen and chosen != Supervision.NONE and not data.get("why_supervised"):
            self.add_error("why_supervised", "Say why somebody else has to be there.")
        return data


class PlanFamilyTimeForm(ArrangedForm):
    """Time of children in care with somebody who matters to them."""

    children = forms.MultipleChoiceField(
        label="Whose time is it?",
        widget=forms.CheckboxSelectMultiple,
        help_text="It is written once, on the record of each",
        error_messages={"required": "Choose at least one child whose time this is."},
    )
    with_people = forms.MultipleChoiceField(
        label="Whom do they see?", widget=forms.CheckboxSelectMultiple, required=False
    )
    other_name = forms.CharField(label="Or somebody who is not listed", max_length=120, required=False)
    other_relation = forms.CharField(
        label="Who they are to the children",
        max_length=80,
        required=False,
        help_text="Such as 'football coach'",
    )
    field_order = ("children", "children_words", "with_people", "other_name", "other_relation")

    def __init__(self, *args: Any, children: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = children  # type: ignore[attr-defined]
        if people:
            self.fields["with_people"].choices = people  # type: ignore[attr-defined]
        else:
            del self.fields["with_people"]
            self.fields["other_name"].label = "Whom do they see?"

    def clean(self) -> dict[str, Any]:
        """Ask for somebody to see."""
        data = super().clean() or {}
        if not data.get("with_people") and not data.get("other_name"):
            field = "with_people" if "with_people" in self.fields else "other_name"
            self.add_error(field, "Choose whom the children see, or enter a name.")
        return data


class PlanSiblingTimeForm(ArrangedForm):
    """Time of two brothers or sisters in care who live apart."""

    sibling = forms.ChoiceField(
        label="With which brother or sister?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which brother or sister."},
    )
    field_order = ("sibling",)

    def __init__(self, *args: Any, siblings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sibling"].choices = siblings  # type: ignore[attr-defined]


class ChangePlanForm(ArrangedForm):
    """How people see each other changes from a day on."""

    end_words = WordsField(
        label="Why does it change?", rows=2, error_messages={"required": "Say why it changes."}
    )
    field_order = ("children_words", "end_words")


class EndPlanForm(KithForm):
    """Planned time comes to an end."""

    end_words = WordsField(
        label="Why does it end, and what do the children have instead?",
        rows=4,
        error_messages={"required": "Say why it ends, and what the children have instead."},
    )
    end_date = DayField(label="The first day on which it no longer holds", past_only=True)


class RecordTimeForm(KithForm):
    """One time that came, or was missed: for all the children at once."""

    children_words = WordsField(
        label="What did the children say?", rows=3, required=False, help_text="As they said it"
    )
    happened = forms.TypedChoiceField(
        label="Did it happen?",
        choices=[("yes", "Yes"), ("no", "No, it was missed")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it happened."},
    )
    how_it_was = WordsField(label="How was it?", rows=4, required=False)
    missed_because = forms.ChoiceField(
        label="If it was missed, why?",
        choices=with_blank([*MissedBecause.choices], "It was not missed"),
        required=False,
    )
    missed_words = forms.CharField(label="What happened instead?", max_length=300, required=False)
    day = DayField(label="On", past_only=True)

    def clean(self) -> dict[str, Any]:
        """Ask why it was missed."""
        data = super().clean() or {}
        if data.get("happened") is False and not data.get("missed_because"):
            self.add_error("missed_because", "Say why it did not happen.")
        return data
