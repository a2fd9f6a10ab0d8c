"""The care plan's form: once for brothers and sisters, each child's own words first, and what differs for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.care.actions.care_plans import Sections
from kith.casework.care.models import CarePlan
from kith.casework.care.queries.care_plan import LABELS, SECTIONS
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person

# Written once for all of them; what a child said is always the child's own.
SHARED = tuple(name for name in SECTIONS if name != "child_words")
HINTS = {
    "long_term": "The plan for permanence: where the child is to grow up, with whom, and by when",
    "family_words": "Parents, brothers and sisters, others who matter, and the carers",
    "family_and_friends": "What was agreed, and what makes it go well. How often is on the family time plan.",
    "if_it_does_not_work": "Who the child goes to then, and what is done before it comes to that",
}
REQUIRED = {
    "long_term": "Say what is planned for the child’s upbringing, and by when.",
    "why_this_home": "Say why this home, and what it offers the child.",
}


@dataclass(frozen=True)
class FieldRow:
    """One field, beside what the last plan said."""

    field: BoundField
    before: str


@dataclass(frozen=True)
class OwnRow:
    """What may differ for one brother or sister, as the form shows it."""

    child: Person
    chosen: BoundField
    words: BoundField
    fields: list[BoundField]
    is_open: bool


class CarePlanForm(KithForm):
    """One care plan, or one for each of several brothers and sisters."""

    def __init__(
        self,
        *args: Any,
        child: Person,
        siblings: Sequence[Person] = (),
        last: CarePlan | None = None,
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.child, self.siblings, self.last = child, list(siblings), last
        for name in SECTIONS:
            label = (
                f"What {child.display_name} wishes and feels, in their words"
                if name == "child_words"
                else LABELS[name]
            )
            self.fields[name] = WordsField(
                label=label, help_text=HINTS.get(name, ""), required=name in REQUIRED, rows=4,
                error_messages={"required": REQUIRED.get(name, "")},
            )  # fmt: skip
        for sibling in self.siblings:
            self._add_own(sibling)
        if not correcting:
            self.fields["start_date"] = DayField(label="The plan holds from", past_only=True)

    def _add_own(self, sibling: Person) -> None:
        name = sibling.display_name
        self.fields[own(sibling, "chosen")] = forms.BooleanField(
            label=f"Write it for {name} as well", required=False
        )
        self.fields[own(sibling, "child_words")] = WordsField(
            label=f"What {name} wishes and feels, in their words", required=False, rows=3
        )
        for section in SHARED:
            self.fields[own(sibling, section)] = WordsField(
                label=f"{LABELS[section]}, for {name}", required=False, rows=3
            )

    def rows(self) -> list[FieldRow]:
        """Return the sections, each beside what the last plan said."""
        return [FieldRow(self[name], getattr(self.last, name) if self.last else "") for name in SECTIONS]

    def own_rows(self) -> list[OwnRow]:
        """Return what may differ for each brother or sister; open where something is in it."""
        rows = []
        for sibling in self.siblings:
            fields = [self[own(sibling, name)] for name in SHARED]
            rows.append(
                OwnRow(
                    sibling, self[own(sibling, "chosen")], self[own(sibling, "child_words")], fields,
                    any(bound.value() or bound.errors for bound in fields),
                )
            )  # fmt: skip
        return rows

    def day(self) -> BoundField | None:
        """Return the day from which it holds, where it is asked."""
        return self["start_date"] if "start_date" in self.fields else None

    def plans(self) -> Mapping[Person, Sections]:
        """Return what is said of each child: a brother's or sister's own where it is written, else what is said for all."""
        said = self.cleaned_data
        found = {self.child: Sections(**{name: said[name] for name in SECTIONS})}
        for sibling in self.siblings:
            if said[own(sibling, "chosen")]:
                found[sibling] = Sections(
                    child_words=said[own(sibling, "child_words")],
                    **{name: said[own(sibling, name)] or said[name] for name in SHARED},
                )
        return found


class SignOffForm(KithForm):
    """Signing a plan off; where it is late, why."""

    late_reason = WordsField(
        label="Why it is late", rows=3, required=False,
        help_text="It is recorded on the child’s record, and blocks nothing",
    )  # fmt: skip

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_reason"]


def own(child: Person, name: str) -> str:
    """Return the name of a brother's or sister's own field."""
    return f"child_{child.pk}_{name}"
