"""The forms of the health of children in care."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kith import codes
from kith.casework.care.models import (
    HealthAssessmentKind,
    HealthAssessor,
    HealthCheckKind,
    HealthCheckResult,
)
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person


class ForSeveral(KithForm):
    """A form that may be about brothers and sisters at once."""

    children = forms.MultipleChoiceField(
        label="For whom?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose for whom."},
    )

    def __init__(self, *args: Any, children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {child.pk: child for child in children}
        names = [(str(child.pk), child.display_name) for child in self.people.values()]
        self.fields["children"].choices = names  # type: ignore[attr-defined]
        if len(names) == 1:
            self.fields["children"].widget = forms.MultipleHiddenInput()
            self.fields["children"].initial = [names[0][0]]

    def chosen(self) -> list[Person]:
        """Return whom it is about."""
        return [self.people[int(number)] for number in self.cleaned_data["children"]]

    def about_it(self) -> dict[str, Any]:
        """Return what was answered, but for whom it is about."""
        return {name: value for name, value in self.said.items() if name != "children"}


class AskForAssessmentForm(ForSeveral):
    """That a health assessment was asked for."""

    kind = forms.ChoiceField(
        label="Which?",
        choices=HealthAssessmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which assessment."},
    )
    asked_date = DayField(label="Asked for on", past_only=True)
    appointment_date = DayField(label="Appointment on, if there is one", required=False)


class AssessmentForm(KithForm):
    """What came of a health assessment."""

    findings = WordsField(
        label="What was found, in plain words",
        rows=5,
        required=False,
        help_text="What the child would want known of it, too",
    )
    what_next = WordsField(label="What is to happen, by whom and by when", rows=3, required=False)
    appointment_date = DayField(label="Appointment on", required=False)
    held_date = DayField(label="Held on", required=False, past_only=True)
    assessor = forms.ChoiceField(
        label="By a", choices=with_blank(list(HealthAssessor.choices)), required=False
    )
    received_date = DayField(label="The report came on", required=False, past_only=True)
    refused_date = DayField(label="Or: the young person refused it on", required=False, past_only=True)
    refused_words = WordsField(label="What they said", rows=2, required=False)
    late_reason = WordsField(
        label="If it was late: why", rows=2, required=False, help_text="It is recorded, and stops nothing"
    )


class CheckForm(ForSeveral):
    """One check: teeth, immunisations, development, eyes or hearing."""

    kind = forms.ChoiceField(
        label="What was checked?",
        choices=HealthCheckKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was checked."},
    )
    result = forms.ChoiceField(
        label="What came of it?",
        choices=HealthCheckResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it."},
    )
    words = forms.CharField(label="What is still to be done", max_length=300, required=False)
    day = DayField(label="On", past_only=True)
    next_due_date = DayField(label="The next is due by", required=False)


class QuestionnaireForm(KithForm):
    """A strengths and difficulties questionnaire."""

    words = WordsField(label="What it tells us, and what is done", rows=4, required=False)
    score = forms.IntegerField(
        label="Score from 0 to 40",
        required=False,
        error_messages={"invalid": "Enter the score as a whole number from 0 to 40."},
    )
    reason = forms.ChoiceField(label="If there is no score: why", required=False, choices=[])
    day = DayField(label="Answered on", past_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = with_blank(codes.choices("sdq_reason"))  # type: ignore[attr-defined]


class MisuseForm(KithForm):
    """That a child was found to misuse drugs or alcohol, and what came of it."""

    words = WordsField(label="What, and how it affects them", rows=4, required=False)
    identified_date = DayField(label="Found on", past_only=True)
    offered_date = DayField(label="Help offered on", required=False, past_only=True)
    received = forms.TypedChoiceField(
        label="Did they take it up?",
        choices=[("", "Not known yet"), ("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    ended_date = DayField(label="No longer so from", required=False, past_only=True)


class ConvictionForm(KithForm):
    """A conviction or youth caution."""

    words = forms.CharField(label="What for, and what came of it", max_length=300)
    day = DayField(label="On", past_only=True)
