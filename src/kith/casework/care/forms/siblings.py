"""The form by which it is decided, pair by pair, whether brothers and sisters live together: what all share is written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.care.actions.siblings import PairDecided, pair_field
from kith.casework.care.models import Together
from kith.casework.care.queries.pairs import Pair
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm

LEAVE = "leave"


@dataclass(frozen=True)
class PairRow:
    """One pair as the form shows it."""

    pair: Pair
    fields: list[BoundField]


class TogetherForm(KithForm):
    """Whether brothers and sisters live together or apart: every pair on one form."""

    reasons = WordsField(
        label="Why?",
        rows=5,
        help_text="What each child gains and loses by it, who has said what, and what would make it different. "
        "It is kept with every pair that you decide for",
        error_messages={"required": "Say why."},
    )
    decided_date = DayField(label="Decided on", past_only=True)
    review_due_date = DayField(label="To be looked at again by")

    def __init__(
        self, *args: Any, pairs: Sequence[Pair], may_part: set[tuple[int, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = list(pairs)
        self.children = {child.id: child for pair in self.pairs for child in (pair.one, pair.other)}
        for child in self.children.values():
            self.fields[f"words_{child.id}"] = WordsField(
                label=f"What {child.display_name} says, in their words", required=False, rows=3
            )
        for pair in self.pairs:
            both = (pair.one.id, pair.other.id)
            names = f"{pair.one.display_name} and {pair.other.display_name}"
            choices: list[tuple[str, str]] = [
                (Together.TOGETHER, "Together"),
                (Together.TOGETHER_WHEN_POSSIBLE, "Together as soon as a home is found"),
            ]
            if both in may_part:
                choices.append((Together.APART, "Apart"))
            choices.append((LEAVE, "Leave as it was decided" if pair.decision else "Not decided yet"))
            self.fields[pair_field("decision", *both)] = forms.ChoiceField(
                label=names,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose for {names}."},
            )
            self.fields[pair_field("reasons", *both)] = forms.CharField(
                label=f"What is different for {names}, if anything",
                max_length=2000,
                required=False,
            )
            self.fields[pair_field("was", *both)] = forms.IntegerField(
                required=False, widget=forms.HiddenInput
            )

    def words(self) -> list[BoundField]:
        """Return the fields of what each child says, which come first."""
        return [self[f"words_{number}"] for number in self.children]

    def rows(self) -> list[PairRow]:
        """Return each pair with its fields."""
        return [
            PairRow(
                pair,
                [self[pair_field(name, pair.one.id, pair.other.id)] for name in ("decision", "reasons")],
            )
            for pair in self.pairs
        ]

    def kept(self) -> list[BoundField]:
        """Return the hidden fields."""
        return [
            self["version"],
            *(self[pair_field("was", pair.one.id, pair.other.id)] for pair in self.pairs),
        ]

    def common(self) -> list[BoundField]:
        """Return the fields that are about all of them."""
        return [self[name] for name in ("reasons", "decided_date", "review_due_date")]

    def decided(self) -> list[PairDecided]:
        """Return what is decided for each pair that is not left as it was."""
        data = self.cleaned_data
        found = []
        for pair in self.pairs:
            both = (pair.one.id, pair.other.id)
            chosen = data[pair_field("decision", *both)]
            if chosen == LEAVE:
                continue
            own = data[pair_field("reasons", *both)].strip()
            found.append(
                PairDecided(
                    pair.one,
                    pair.other,
                    chosen,
                    "\n\n".join(part for part in (data["reasons"].strip(), own) if part),
                    {number: data[f"words_{number}"] for number in both},
                    data[pair_field("was", *both)],
                )
            )
        return found
