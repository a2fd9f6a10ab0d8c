"""The form of a visit to children on a protection plan: each child's own words first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.protection.actions.visits import ChildSeen

ALONE, WITH_OTHERS, NOT_SEEN, NOT_VISITED = "alone", "with_others", "not_seen", "not_visited"
HOW = [
    (ALONE, "Seen, alone for some of the time"),
    (WITH_OTHERS, "Seen, not alone"),
    (NOT_SEEN, "Not seen"),
    (NOT_VISITED, "The visit was not to this child"),
]
# A child not yet born is visited where their mother is.
HOW_UNBORN = [
    (WITH_OTHERS, "Not born yet: their mother was seen"),
    (NOT_SEEN, "Not born yet: their mother was not seen"),
    (NOT_VISITED, "The visit was not about this child"),
]


@dataclass(frozen=True)
class ChildRow:
    """One child as the form shows them."""

    name: str
    fields: list[BoundField]


class VisitForm(KithForm):
    """One visit, written once for all the children whom it was to."""

    what_was_seen = WordsField(
        label="What was seen and talked about?",
        rows=8,
        help_text="What you saw, heard and did, and with whom",
        error_messages={"required": "Say what was seen and talked about."},
    )
    what_next = WordsField(label="What happens next?", required=False, rows=3)
    was_announced = forms.TypedChoiceField(
        label="Did the family know that you were coming?",
        choices=[("yes", "Yes"), ("no", "No: the visit was unannounced")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the family knew of the visit."},
    )
    visited_date = DayField(label="Visited on", past_only=True)

    def __init__(
        self, *args: Any, children: Iterable[Person], correcting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children = list(children)
        self.correcting = correcting
        if correcting:
            del self.fields["visited_date"]
        for child in self.children:
            unborn = child.is_unborn
            self.fields[f"child_words_{child.pk}"] = WordsField(
                label=f"What {child.display_name}'s mother says"
                if unborn
                else f"What {child.display_name} says, in their words",
                required=False,
                rows=3,
            )
            choices = HOW_UNBORN if unborn else HOW
            if correcting:
                choices = [choice for choice in choices if choice[0] != NOT_VISITED]
            self.fields[f"how_{child.pk}"] = forms.ChoiceField(
                label=f"Was {child.display_name} seen?",
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose whether {child.display_name} was seen."},
            )
            self.fields[f"bedroom_seen_{child.pk}"] = forms.BooleanField(
                label="Where the child will sleep was seen"
                if unborn
                else f"{child.display_name}'s bedroom was seen",
                required=False,
            )
            self.fields[f"why_not_seen_{child.pk}"] = forms.CharField(
                label=f"If {child.display_name} was not seen, why not?", max_length=300, required=False
            )

    def rows(self) -> list[ChildRow]:
        """Return each child with their fields, their words first."""
        return [
            ChildRow(
                child.display_name,
                [
                    self[f"{name}_{child.pk}"]
                    for name in ("child_words", "how", "bedroom_seen", "why_not_seen")
                ],
            )
            for child in self.children
        ]

    def about_the_visit(self) -> list[BoundField]:
        """Return the fields about the visit itself."""
        names = ["what_was_seen", "what_next", "was_announced", "visited_date"]
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Ask why a child was not seen, and for somebody visited."""
        data = super().clean() or {}
        for child in self.children:
            how, why = data.get(f"how_{child.pk}"), data.get(f"why_not_seen_{child.pk}")
            if how == NOT_SEEN and not why:
                self.add_error(f"why_not_seen_{child.pk}", f"Say why {child.display_name} was not seen.")
            if how in (ALONE, WITH_OTHERS) and why:
                self.add_error(
                    f"why_not_seen_{child.pk}",
                    "You chose that they were seen. Take this away, or choose that they were not.",
                )
        chosen = [data.get(f"how_{child.pk}") for child in self.children]
        if not self.errors and all(how == NOT_VISITED for how in chosen):
            self.add_error(f"how_{self.children[0].pk}", "Choose at least one child whom the visit was to.")
        return data

    def seen(self) -> dict[int, ChildSeen]:
        """Return for each child whom the visit was to whether they were seen and what they said."""
        data = self.cleaned_data
        return {
            child.pk: ChildSeen(
                was_seen=data[f"how_{child.pk}"] in (ALONE, WITH_OTHERS),
                seen_alone=data[f"how_{child.pk}"] == ALONE,
                bedroom_seen=data[f"bedroom_seen_{child.pk}"],
                why_not_seen=data[f"why_not_seen_{child.pk}"],
                child_words=data[f"child_words_{child.pk}"],
            )
            for child in self.children
            if data[f"how_{child.pk}"] != NOT_VISITED
        }
