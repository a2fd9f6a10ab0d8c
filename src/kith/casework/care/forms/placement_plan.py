"""The placement plan's form: the child's words first, then everyday life, then who decides what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.care.actions.placement_plans import Decides, PlanWords
from kith.casework.care.forms.also import AlsoForm
from kith.casework.care.models import DelegatedMatter, DelegatedTo
from kith.casework.care.queries.placement_plan import LABELS
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person

WORDS = ("day_to_day", "health", "education", "seeing_people", "visits", "if_it_ends")
HINTS = {
    "day_to_day": "Getting up, food, friends, bedtime, what they love and what they fear, what calms them",
    "health": "Medicines, allergies, appointments, and what the carers need to know to keep the child well",
    "if_it_ends": "Who is told, how long before, and how the child is helped to say goodbye",
}
AGREES = [("yes", "Yes"), ("no", "No"), ("not_asked", "They have not been asked yet")]


@dataclass(frozen=True)
class MatterRow:
    """One matter: who decides it, and on what conditions."""

    label: str
    holder: BoundField
    conditions: BoundField


class PlacementPlanForm(AlsoForm):
    """How a child is cared for from day to day, and who decides what."""

    child_words = WordsField(label="", required=False, rows=4)

    def __init__(
        self,
        *args: Any,
        child: Person,
        siblings: Sequence[Person] = (),
        is_late: bool = False,
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, siblings=siblings, **kwargs)
        for sibling in siblings:
            self.fields[f"also_{sibling.pk}"].label = f"Make it for {sibling.display_name} as well"
            self.fields[f"child_words_{sibling.pk}"] = WordsField(
                label=f"What {sibling.display_name} wants here, in their words", required=False, rows=3
            )
        self.fields["child_words"].label = f"What {child.display_name} wants here, in their words"
        for name in WORDS:
            self.fields[name] = WordsField(
                label=LABELS[name], help_text=HINTS.get(name, ""), required=name == "day_to_day", rows=4,
                error_messages={"required": "Say what helps the child from day to day, and what does not."},
            )  # fmt: skip
        for matter in DelegatedMatter:
            self.fields[f"holder_{matter}"] = forms.ChoiceField(
                label=f"{matter.label}: who decides", choices=DelegatedTo.choices,
                error_messages={"required": f"Say who decides: {matter.label.lower()}."},
            )  # fmt: skip
            self.fields[f"conditions_{matter}"] = forms.CharField(
                label=f"{matter.label}: on what conditions, if any", required=False, max_length=300
            )
        self.fields["parents_agree"] = _agrees("Do the parents agree?")
        self.fields["parents_words"] = WordsField(label="What the parents said", required=False, rows=3)
        self.fields["carers_agree"] = _agrees("Do the carers agree?")
        if not correcting:
            self.fields["made_date"] = DayField(label="The plan was made on", past_only=True)
        if is_late:
            self.fields["late_reason"] = WordsField(
                label="Why it is late", required=False, rows=3, help_text="It is recorded, and blocks nothing"
            )

    def about_the_child(self) -> list[BoundField]:
        """Return what the plan says, the child's words first."""
        return [self[name] for name in ("child_words", *WORDS)]

    def own_rows(self) -> list[tuple[Person, BoundField, BoundField]]:
        """Return each brother and sister in the home, with the box and their own words."""
        return [(one, self[f"also_{one.pk}"], self[f"child_words_{one.pk}"]) for one in self.siblings]

    def words_of(self, sibling: Person) -> PlanWords:
        """Return what the plan says of a brother or sister: the same, with their own words."""
        return replace(self.words(), child_words=self.cleaned_data[f"child_words_{sibling.pk}"])

    def matters(self) -> list[MatterRow]:
        """Return each matter with its fields."""
        return [
            MatterRow(matter.label, self[f"holder_{matter}"], self[f"conditions_{matter}"])
            for matter in DelegatedMatter
        ]

    def rest(self) -> list[BoundField]:
        """Return who agrees, the day, and why it is late where it is."""
        names = ("parents_agree", "parents_words", "carers_agree", "made_date", "late_reason")
        return [self[name] for name in names if name in self.fields]

    def words(self) -> PlanWords:
        """Return what the plan says."""
        said = self.cleaned_data
        return PlanWords(
            **{name: said[name] for name in ("child_words", *WORDS, "parents_words")},
            parents_agree=said["parents_agree"],
            carers_agree=said["carers_agree"],
        )

    def decides(self) -> Mapping[str, Decides]:
        """Return who decides each matter."""
        said = self.cleaned_data
        return {
            matter: Decides(said[f"holder_{matter}"], said[f"conditions_{matter}"])
            for matter in DelegatedMatter
        }


class GiveToCarersForm(KithForm):
    """On which day the carers were given the plan."""

    given_date = DayField(label="Given to the carers on", past_only=True)


def _agrees(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=AGREES, widget=forms.RadioSelect, required=False, empty_value=None,
        coerce=lambda value: {"yes": True, "no": False}.get(value),
    )  # fmt: skip
