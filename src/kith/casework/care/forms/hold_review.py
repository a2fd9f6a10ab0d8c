"""The form on which the chair writes up a review of care: once for brothers and sisters where it is the same."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith import codes
from kith.casework.care.actions.holding_review import UNDER_FOUR, Came, Decided, Found
from kith.casework.care.actions.permanence import Permanence
from kith.casework.care.forms.review import AskRow
from kith.casework.care.models import PermanenceRoute
from kith.casework.care.queries.reviews import ToldPart, ToldPerson
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.workforce.models import Worker

THINGS = 8  # decided: rows on the form
EVERYBODY = "all"
CHILD_FIELDS = (
    "child_words",
    "participation",
    "parents_words",
    "carers_words",
    "people",
    "health",
    "education",
    "plan_is_right",
    "plan_words",
)
PERMANENCE_FIELDS = ("route", "reasons", "otherwise", "target_date")


class HoldReviewForm(KithForm):
    """A review as it ran: each child's words first, then what was found, what was decided, and who came."""

    held_date = DayField(label="Held on", past_only=True)
    late_reason = WordsField(
        label="If it was late: why",
        rows=2,
        required=False,
        help_text="It is recorded beside the limit, and stops nothing",
    )
    what_was_said = WordsField(label="What was talked about", rows=6, required=False)

    def __init__(
        self,
        *args: Any,
        parts: Sequence[ToldPart],
        people: Sequence[ToldPerson],
        owners: Sequence[tuple[Worker, str]],
        planned_date: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts, self.asked_people, self.planned_date = list(parts), list(people), planned_date
        self.owners = {str(worker.pk): worker for worker, _ in owners}
        for told in self.parts:
            self._add_child(told)
        for one in self.asked_people:
            self.fields[f"came_{one.row.id}"] = forms.ChoiceField(
                label=f"Did {one.name} come?",
                choices=with_blank([("yes", "Came"), ("no", "Did not come")], "Not known"),
                required=False,
            )
            self.fields[f"sent_{one.row.id}"] = forms.CharField(
                label=f"What {one.name} sent or said", max_length=2000, required=False
            )
        lines = [(str(worker.pk), f"{worker.name}, {role.lower()}") for worker, role in owners]
        children = [(str(told.child.pk), told.child.display_name) for told in self.parts]
        for number in range(1, THINGS + 1):
            self.fields[f"what_{number}"] = forms.CharField(
                label="What is to happen", max_length=300, required=False
            )
            if len(children) > 1:
                self.fields[f"for_{number}"] = forms.ChoiceField(
                    label="For whom", choices=[(EVERYBODY, "All of them"), *children], required=False
                )
            self.fields[f"owner_{number}"] = forms.ChoiceField(
                label="Who does it", choices=with_blank(lines), required=False
            )
            self.fields[f"owner_name_{number}"] = forms.CharField(
                label="Or somebody else", max_length=120, required=False
            )
            self.fields[f"due_{number}"] = DayField(label="By", required=False)

    def _add_child(self, told: ToldPart) -> None:
        name, field, part = told.child.display_name, f"child_{told.child.pk}_", told.part
        age = told.child.age_on(self.planned_date)
        ways = [
            (code, label)
            for code, label in codes.choices("review_participation")
            if code != UNDER_FOUR or age is None or age < 4
        ]
        self.fields |= {
            f"{field}child_words": WordsField(
                label=f"What {name} says, in their words",
                rows=4,
                required=False,
                initial=part.child_words,
                help_text="As said, written or drawn, or had said for them",
            ),
            f"{field}participation": forms.ChoiceField(
                label=f"How {name} took part",
                choices=with_blank(ways),
                initial=UNDER_FOUR if age is not None and age < 4 else "",
                error_messages={"required": f"Say how {name} took part."},
            ),
            f"{field}parents_words": WordsField(
                label="What parents said", rows=3, required=False, initial=part.parents_words
            ),
            f"{field}carers_words": WordsField(
                label="What carers said", rows=3, required=False, initial=part.carers_words
            ),
            f"{field}people": WordsField(
                label=f"The people who matter to {name}: seen, missed, and what is done about it",
                rows=3,
                required=False,
                initial=part.people,
            ),
            f"{field}health": WordsField(label="Health", rows=2, required=False, initial=part.health),
            f"{field}education": WordsField(
                label="Education", rows=2, required=False, initial=part.education
            ),
            f"{field}plan_is_right": forms.TypedChoiceField(
                label=f"Is {name}'s care plan still right?",
                choices=[("yes", "Yes"), ("no", "No: something has to change")],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether {name}'s care plan is still right."},
            ),
            f"{field}plan_words": WordsField(
                label="What about it, or what has to change", rows=3, required=False
            ),
            f"{field}route": forms.ChoiceField(
                label=f"How is {name} to have a home for good?",
                choices=[
                    ("", "As it was" if told.permanence is not None else "Nothing was decided"),
                    *PermanenceRoute.choices,
                ],
                required=False,
                help_text="To be decided by the second review. If it cannot be yet, choose that and say why",
            ),
            f"{field}reasons": WordsField(label="Why", rows=2, required=False),
            f"{field}otherwise": WordsField(label="And if that does not come about", rows=2, required=False),
            f"{field}target_date": DayField(label="To come about by", required=False),
        }

    # What the template shows, part by part.

    def child_rows(self) -> list[tuple[ToldPart, list[BoundField], list[BoundField]]]:
        """Return each child with what was found, and the plan for a home for good."""
        return [
            (
                told,
                [self[f"child_{told.child.pk}_{name}"] for name in CHILD_FIELDS],
                [self[f"child_{told.child.pk}_{name}"] for name in PERMANENCE_FIELDS],
            )
            for told in self.parts
        ]

    def people_rows(self) -> list[AskRow]:
        """Return those who were asked."""
        return [
            AskRow(
                f"{one.name}, {one.row.part}",
                [self[f"came_{one.row.id}"], self[f"sent_{one.row.id}"]],
                [],
            )
            for one in self.asked_people
        ]

    def decision_rows(self) -> list[AskRow]:
        """Return the rows for what is decided."""
        rows = []
        for number in range(1, THINGS + 1):
            names = [f"{name}_{number}" for name in ("what", "for", "owner", "owner_name", "due")]
            fields = [self[name] for name in names if name in self.fields]
            used = bool(self[f"what_{number}"].value()) or any(bound.errors for bound in fields)
            rows.append(AskRow(f"Decision {number}", fields, [], used or number == 1))
        return rows

    # What was typed.

    def clean(self) -> dict[str, Any]:
        """Ask for what a decision is worth nothing without, and for why the plan is not right."""
        data = super().clean() or {}
        for told in self.parts:
            field = f"child_{told.child.pk}_"
            if data.get(f"{field}plan_is_right") is False and not data.get(f"{field}plan_words"):
                self.add_error(f"{field}plan_words", "Say what has to change.")
            if data.get(f"{field}route") and not data.get(f"{field}reasons"):
                self.add_error(f"{field}reasons", "Say why.")
        for number in range(1, THINGS + 1):
            what = data.get(f"what_{number}")
            owner = data.get(f"owner_{number}") or data.get(f"owner_name_{number}")
            due = data.get(f"due_{number}")
            if what and not owner:
                self.add_error(f"owner_{number}", "Choose who will do this, or enter their name.")
            if what and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", "Say by when.")
            if (owner or due) and not what:
                self.add_error(f"what_{number}", "Say what is to happen.")
        return data

    def found(self) -> dict[int, Found]:
        """Return what was found, by the number of each child."""
        data, found = self.cleaned_data, {}
        for told in self.parts:
            field = f"child_{told.child.pk}_"
            route = data[f"{field}route"]
            found[told.child.pk] = Found(
                **{name: data[f"{field}{name}"] for name in CHILD_FIELDS},
                permanence=Permanence(
                    route=route,
                    **{name: data[f"{field}{name}"] for name in ("reasons", "otherwise", "target_date")},
                )
                if route
                else None,
            )
        return found

    def came(self) -> dict[int, Came]:
        """Return who came, by the number of each on the list."""
        answers = {"yes": True, "no": False, "": None}
        return {
            one.row.id: Came(
                answers[self.cleaned_data[f"came_{one.row.id}"]], self.cleaned_data[f"sent_{one.row.id}"]
            )
            for one in self.asked_people
        }

    def decided(self) -> list[Decided]:
        """Return what was decided."""
        data = self.cleaned_data
        everybody = tuple(told.child.pk for told in self.parts)
        found = []
        for number in range(1, THINGS + 1):
            if not data.get(f"what_{number}"):
                continue
            whom = data.get(f"for_{number}") or EVERYBODY
            found.append(
                Decided(
                    what=data[f"what_{number}"],
                    children=everybody if whom == EVERYBODY else (int(whom),),
                    due_date=data[f"due_{number}"],
                    owner_worker=self.owners.get(data[f"owner_{number}"]),
                    owner_name=data[f"owner_name_{number}"],
                    field=f"_{number}",
                )
            )
        return found
