"""Reasons that are written once for brothers and sisters, and changed for a child for whom they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.furniture.fields import WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.protection.actions.deciding import Reasons

WORDS = ("reasons", "evidence", "what_would_change", "other_views")
SENTENCES = {
    "reasons": "Say why.",
    "evidence": "Say what this rests on: what was seen and heard, by whom, and when.",
    "what_would_change": "Say what would change this decision.",
}


@dataclass(frozen=True)
class OwnRow:
    """What may be said of one child alone, as the form shows it."""

    child: Person
    fields: list[BoundField]
    is_open: bool


class ReasonsOnceForm(KithForm):
    """Why, on what evidence, and what would change it: once for all, and for each child what differs."""

    reasons = WordsField(label="Why", rows=4, required=False)
    evidence = WordsField(
        label="What this rests on",
        help_text="What was seen and heard, by whom, and when",
        rows=4,
        required=False,
    )
    what_would_change = WordsField(
        label="What would change this decision",
        help_text="What you would have to see or hear to decide otherwise",
        rows=3,
        required=False,
    )
    other_views = WordsField(label="Who saw it otherwise, and what they said", rows=3, required=False)

    def __init__(self, *args: Any, children: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = list(children)
        for child in self.children:
            self.add_own_fields(child)

    def add_own_fields(self, child: Person) -> None:
        """Add what may be said of one child alone."""
        for name in WORDS:
            label = self.base_fields[name].label
            self.fields[own(child, name)] = WordsField(
                label=f"{label}, for {child.display_name}", rows=3, required=False
            )

    def own_names(self) -> tuple[str, ...]:
        """Return the names of a child's own fields, in the order in which they are shown."""
        return WORDS

    def own_rows(self) -> list[OwnRow]:
        """Return each child's own fields; open where something is in them."""
        rows = []
        for child in self.children:
            fields = [self[own(child, name)] for name in self.own_names() if own(child, name) in self.fields]
            rows.append(OwnRow(child, fields, any(bound.value() or bound.errors for bound in fields)))
        return rows

    def reasons_for(self, child: Person) -> Reasons:
        """Return a child's reasons: their own where something is written, else what is written for all."""
        said = self.cleaned_data
        return Reasons(**{name: said.get(own(child, name)) or said.get(name) or "" for name in WORDS})

    def clean(self) -> dict[str, Any]:
        """Ask for what a decision is worth nothing without."""
        data = super().clean() or {}
        for name, sentence in SENTENCES.items():
            if data.get(name):
                continue
            without = [child for child in self.children if not data.get(own(child, name))]
            if without:
                self.add_error(name, sentence)
        return data


def own(child: Person, name: str) -> str:
    """Return the name of a child's own field, as what is refused about one child names it."""
    return f"child_{child.pk}_{name}"


def choices_of(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    """Give a field of a form what it may be chosen from."""
    field.choices = choices  # type: ignore[attr-defined]
