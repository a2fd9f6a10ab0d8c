"""Forms of what comes before a review of care, and that one was not held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.care.actions.reviews import Asked, Reported
from kith.casework.care.queries.review_people import CouldBeAsked
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person

BY_NAME = 3  # who is asked by name: rows on the form
ASKED, NOT_ASKED = "asked", "not_asked"


class PlanReviewForm(KithForm):
    """The day, the place and the children; how each child wants it."""

    children = forms.MultipleChoiceField(
        label="Whose review is it?",
        help_text="Brothers and sisters may be reviewed together, where that is right for each of them",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )
    planned_date = DayField(label="On which day?")
    place = forms.CharField(
        label="Where?",
        max_length=160,
        required=False,
        help_text="Where the child feels at ease. Not in school time unless the child wants that",
    )
    why_early = WordsField(
        label="If it is earlier than it must be: why",
        rows=2,
        required=False,
        help_text="Such as: the reviewing officer asks for it, or the child is to leave care",
    )

    def __init__(self, *args: Any, among: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = list(among)
        self.fields["children"].choices = [  # type: ignore[attr-defined]
            (str(child.pk), child.display_name) for child in self.among
        ]
        for child in self.among:
            self.fields[f"wishes_{child.pk}"] = WordsField(
                label=f"How {child.display_name} wants it: when, where, who is there and who is not",
                rows=3,
                required=False,
            )

    def wishes(self) -> dict[int, str]:
        """Return what each child wants, by number."""
        return {child.pk: self.cleaned_data[f"wishes_{child.pk}"] for child in self.among}

    def chosen(self) -> list[Person]:
        """Return the children chosen."""
        return [child for child in self.among if str(child.pk) in self.cleaned_data["children"]]


@dataclass(frozen=True)
class AskRow:
    """Somebody who might be asked, as the form shows them."""

    title: str
    fields: list[BoundField]
    more: list[BoundField]
    is_open: bool = False


class AskToReviewForm(KithForm):
    """Whom to ask and whom not, as the child wants it."""

    def __init__(self, *args: Any, people: Iterable[CouldBeAsked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for one in self.people:
            self.fields[f"ask_{one.key}"] = forms.ChoiceField(
                label=f"Is {one.name} asked?",
                choices=with_blank([(ASKED, "Asked"), (NOT_ASKED, "Not asked")], "Not decided"),
                required=False,
            )
            self.fields[f"why_not_{one.key}"] = forms.CharField(
                label=f"If {one.name} is not asked: why, in the child's words where they said it",
                max_length=300,
                required=False,
            )
        for number in range(1, BY_NAME + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Name of person {number}", max_length=120, required=False
            )
            self.fields[f"part_{number}"] = forms.CharField(
                label=f"Who person {number} is to the child", max_length=120, required=False
            )

    def rows(self) -> list[AskRow]:
        """Return the rows of those around the child."""
        found = []
        for one in self.people:
            why = self[f"why_not_{one.key}"]
            found.append(
                AskRow(
                    f"{one.name}, {one.part[:1].lower()}{one.part[1:]}",
                    [self[f"ask_{one.key}"]],
                    [why],
                    bool(why.value() or why.errors),
                )
            )
        return found

    def by_name(self) -> list[AskRow]:
        """Return the rows for people asked by name."""
        found = []
        for number in range(1, BY_NAME + 1):
            fields = [self[f"name_{number}"], self[f"part_{number}"]]
            used = any(one.value() or one.errors for one in fields)
            found.append(AskRow(f"Somebody else {number}", fields, [], used))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask why somebody is not asked, who each is, and for somebody."""
        data = super().clean() or {}
        for one in self.people:
            if data.get(f"ask_{one.key}") == NOT_ASKED and not data.get(f"why_not_{one.key}"):
                self.add_error(f"why_not_{one.key}", f"Say why {one.name} is not asked.")
        for number in range(1, BY_NAME + 1):
            name, part = data.get(f"name_{number}"), data.get(f"part_{number}")
            if name and not part:
                self.add_error(f"part_{number}", "Say who they are to the child.")
            if part and not name:
                self.add_error(f"name_{number}", "Enter their name.")
        if not self.errors and not self.asked():
            first = f"ask_{self.people[0].key}" if self.people else "name_1"
            self.add_error(first, "Choose for at least one person whether they are asked, or enter a name.")
        return data

    def asked(self) -> list[Asked]:
        """Return who is asked, and who is not."""
        data = self.cleaned_data
        chosen = [
            Asked(
                part=one.part,
                person=one.person,
                worker=one.worker,
                name="" if one.person or one.worker else one.name,
                not_asked_reason=data[f"why_not_{one.key}"] if data[f"ask_{one.key}"] == NOT_ASKED else "",
                field=f"ask_{one.key}",
            )
            for one in self.people
            if data.get(f"ask_{one.key}")
        ]
        named = [
            Asked(part=data[f"part_{number}"], name=data[f"name_{number}"], field=f"name_{number}")
            for number in range(1, BY_NAME + 1)
            if data.get(f"name_{number}")
        ]
        return [*chosen, *named]


REPORT_FIELDS = (
    ("child_words", "What {} wants the review to hear, in their words", 4),
    ("wishes", "How {} wants it: when, where, who is there and who is not", 2),
    ("report", "What has happened since the last review, and what {} needs", 6),
    ("parents_words", "What {}'s parents say", 3),
    ("carers_words", "What {}'s carers say", 3),
    ("health", "{}'s health", 3),
    ("education", "{}'s education", 3),
    ("people", "The people who matter to {}: seen, missed, and what is done about it", 3),
)


class ReportForm(KithForm):
    """The social worker's report on each child, their own words first."""

    def __init__(self, *args: Any, among: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = list(among)
        for child in self.among:
            for name, label, rows in REPORT_FIELDS:
                self.fields[f"child_{child.pk}_{name}"] = WordsField(
                    label=label.format(child.display_name), rows=rows, required=False
                )

    def rows(self) -> list[AskRow]:
        """Return each child with their fields."""
        return [
            AskRow(child.display_name, [self[f"child_{child.pk}_{name}"] for name, _, _ in REPORT_FIELDS], [])
            for child in self.among
        ]

    def reports(self) -> dict[int, Reported]:
        """Return what was written, by the number of each child."""
        return {
            child.pk: Reported(
                **{name: self.cleaned_data[f"child_{child.pk}_{name}"] for name, _, _ in REPORT_FIELDS}
            )
            for child in self.among
        }


class NotHeldForm(KithForm):
    """Why a review was not held."""

    reason = WordsField(
        label="Why was it not held?",
        rows=4,
        help_text="The child may read this. The time by which a review is due runs on",
        error_messages={"required": "Say why the review was not held."},
    )


class SecondPartForm(KithForm):
    """The second part of a review."""

    day = DayField(label="The second part was on", past_only=True)
    what_was_said = WordsField(label="What was talked about there", rows=6)


class DecisionForm(KithForm):
    """What came of a decision."""

    done_date = DayField(label="Done on", past_only=True, required=False)
    not_done_reason = forms.CharField(label="Or why it was not done", max_length=300, required=False)
