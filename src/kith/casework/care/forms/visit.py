"""The form of a visit to children in care: each child's own words first, one question after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.models import VisitAskedBy
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank

ALONE, WITH_OTHERS, NOT_SEEN = "alone", "with_others", "not_seen"
HOW = [
    (ALONE, "Yes, and alone"),
    (WITH_OTHERS, "Yes, but not alone"),
    (NOT_SEEN, "No"),
]
YES_OR_NO = [("yes", "Yes"), ("no", "No")]
# What the form asks of each child, in order; each name is followed by the child's number.
OF_A_CHILD = ("child_words", "how", "why_not", "bedroom", "why_bedroom")


@dataclass(frozen=True)
class Visitable:
    """A child whom the form asks about: a number, the name that the questions use, and the one that a device may keep."""

    pk: int
    name: str
    short: str = ""


@dataclass(frozen=True)
class ChildQuestions:
    """One child as the form shows them."""

    child: Visitable
    to: BoundField | None  # whether the visit was to this child, where it may be to several
    fields: list[BoundField]


class VisitForm(KithForm):
    """One visit, written once for all the children of the home whom it was to."""

    carers_words = WordsField(label="What the carers said", rows=3, required=False)
    how_it_is = WordsField(
        label="How it is there",
        help_text="What you saw: the home, who was there, how they were with each other",
        rows=4,
        required=False,
    )
    what_next = WordsField(
        label="What happens next", help_text="Who does what, by when", rows=3, required=False
    )
    visited_date = DayField(label="Visited on", past_only=True)
    was_unannounced = forms.BooleanField(label="Nobody was told of the visit beforehand", required=False)
    where = forms.CharField(
        label="Where, if not where they live", max_length=160, required=False, help_text="Such as school"
    )
    visited_by = forms.ChoiceField(label="Who visited, if not you", required=False)
    late_reason = WordsField(
        label="If it was late: why", rows=2, required=False, help_text="It is recorded, and stops nothing"
    )
    written_as = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        children: Iterable[Visitable],
        workers: Iterable[tuple[str, str]] = (),
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children = list(children)
        self.correcting = correcting
        if correcting:
            for name in ("visited_date", "visited_by", "written_as"):
                del self.fields[name]
        else:
            self.fields["visited_by"].choices = with_blank(list(workers), "I visited")  # type: ignore[attr-defined]
        for child in self.children:
            self._ask_about(child)

    def _ask_about(self, child: Visitable) -> None:
        name, number = child.name, child.pk
        if len(self.children) > 1 and not self.correcting:
            self.fields[f"to_{number}"] = forms.BooleanField(
                label=f"The visit was to {name}", required=False, initial=True
            )
        self.fields[f"child_words_{number}"] = WordsField(
            label=f"What {name} said", help_text="In their own words", rows=4, required=False
        )
        self.fields[f"how_{number}"] = forms.ChoiceField(
            label=f"Did you see {name}?", choices=HOW, widget=forms.RadioSelect, required=False
        )
        self.fields[f"why_not_{number}"] = forms.CharField(
            label="If not, or not alone: why not?", max_length=300, required=False
        )
        self.fields[f"bedroom_{number}"] = forms.ChoiceField(
            label=f"Did you see where {name} sleeps?",
            choices=YES_OR_NO,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            required=False,
        )
        self.fields[f"why_bedroom_{number}"] = forms.CharField(
            label="If not: why not?", max_length=300, required=False
        )

    def rows(self) -> list[ChildQuestions]:
        """Return each child with their questions, their words first."""
        return [
            ChildQuestions(
                child,
                self[f"to_{child.pk}"] if f"to_{child.pk}" in self.fields else None,
                [self[f"{name}_{child.pk}"] for name in OF_A_CHILD],
            )
            for child in self.children
        ]

    def about_the_visit(self) -> list[BoundField]:
        """Return the questions about the visit as a whole."""
        names = ("carers_words", "how_it_is", "what_next", "visited_date", "was_unannounced", "where", "visited_by",
                 "late_reason")  # fmt: skip
        return [self[name] for name in names if name in self.fields]

    def _is_to(self, child: Visitable) -> bool:
        name = f"to_{child.pk}"
        return name not in self.fields or bool(self.cleaned_data.get(name))

    def clean(self) -> dict[str, Any]:
        """Ask, of each child whom the visit was to, whether they were seen and what is not explained."""
        data = super().clean() or {}
        to = [child for child in self.children if self._is_to(child)]
        if not to:
            self.add_error(f"to_{self.children[0].pk}", "Choose at least one child whom the visit was to.")
        for child in to:
            number, how = child.pk, data.get(f"how_{child.pk}")
            if not how:
                self.add_error(f"how_{number}", f"Choose whether you saw {child.name}.")
            elif how == NOT_SEEN and not data.get(f"why_not_{number}"):
                self.add_error(f"why_not_{number}", f"Say why you did not see {child.name}.")
            elif how == WITH_OTHERS and not data.get(f"why_not_{number}"):
                self.add_error(f"why_not_{number}", f"Say why you did not see {child.name} alone.")
            bedroom = data.get(f"bedroom_{number}")
            if not bedroom:
                self.add_error(f"bedroom_{number}", f"Choose whether you saw where {child.name} sleeps.")
            elif bedroom == "no" and not data.get(f"why_bedroom_{number}"):
                self.add_error(f"why_bedroom_{number}", f"Say why you did not see where {child.name} sleeps.")
        return data

    def visited(self) -> dict[int, ChildVisited]:
        """Return each child whom the visit was to, as they were seen."""
        data = self.cleaned_data
        found = {}
        for child in self.children:
            if not self._is_to(child):
                continue
            number = child.pk
            how, why = data[f"how_{number}"], data[f"why_not_{number}"]
            bedroom_seen = data[f"bedroom_{number}"] == "yes"
            found[number] = ChildVisited(
                seen=how != NOT_SEEN,
                why_not_seen=why if how == NOT_SEEN else "",
                seen_alone=how == ALONE,
                why_not_alone=why if how == WITH_OTHERS else "",
                bedroom_seen=bedroom_seen,
                why_bedroom_not_seen="" if bedroom_seen else data[f"why_bedroom_{number}"],
                child_words=data[f"child_words_{number}"],
            )
        return found

    def about_it(self) -> dict[str, Any]:
        """Return what was answered of the visit as a whole."""
        names = ("where", "was_unannounced", "carers_words", "how_it_is", "what_next", "late_reason")
        return {name: self.cleaned_data[name] for name in names}


class AskForVisitForm(KithForm):
    """A wish for a visit sooner than the rule says."""

    words = WordsField(label="What they said", rows=4, required=False, help_text="In their own words")
    asked_by = forms.ChoiceField(
        label="Who asked?",
        choices=VisitAskedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asked for the visit."},
    )
    asked_date = DayField(label="Asked on", past_only=True)


class NotVisitedForm(KithForm):
    """Why nobody visits after all."""

    reason = forms.CharField(
        label="Why does nobody visit?",
        max_length=300,
        help_text="Such as: she rang again and no longer wants it",
        error_messages={"required": "Say why nobody visits."},
    )
