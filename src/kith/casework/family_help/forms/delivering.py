"""Forms of help on its way: offered, started, its sessions, its measures, its end."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from kith.casework.family_help.measures import measures
from kith.casework.family_help.models import DeliveryEnding, EndingReason, MeasureStage, SessionAttendance
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank

Choices = list[tuple[str, str]]
SESSIONS_AT_ONCE = 6


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class OfferForm(KithForm):
    """One kind of help, offered to some of a family."""

    people = forms.MultipleChoiceField(
        label="Whom is it for?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whom in the family the help is for."},
    )
    goal = forms.ChoiceField(label="Which goal does it serve?", choices=[], required=False)
    why_this = WordsField(
        label="Why this help for this family?", rows=3, max_length=2000,
        help_text="What you and the family weighed up. Say too what they think of it",
    )  # fmt: skip
    provider = forms.CharField(label="Who gives it", max_length=160, required=False)
    practitioner = forms.ChoiceField(label="Or which worker of ours", choices=[], required=False)
    planned_sessions = forms.IntegerField(
        label="Sessions planned", required=False, min_value=1, max_value=400,
        help_text="Leave it empty for help that does not come in sessions",
    )  # fmt: skip
    offered_date = DayField(label="Offered on", past_only=True)

    def __init__(self, *args: Any, people: Choices, goals: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "people", people)
        _choose(self, "goal", with_blank(goals, "None yet"))
        _choose(self, "practitioner", with_blank(workers, "Nobody yet"))


class StartForm(KithForm):
    """The day on which help began."""

    start_date = DayField(label="It started on", past_only=True)
    provider = forms.CharField(label="Who gives it", max_length=160, required=False)
    practitioner = forms.ChoiceField(label="Or which worker of ours", choices=[], required=False)
    planned_sessions = forms.IntegerField(
        label="Sessions planned", required=False, min_value=1, max_value=400,
        help_text="Leave it empty for help that does not come in sessions",
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "practitioner", with_blank(workers, "Nobody yet"))


class SessionsForm(KithForm):
    """Several sessions at once: a day and what became of it each; empty lines are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, SESSIONS_AT_ONCE + 1):
            self.fields[f"day_{number}"] = DayField(
                label=f"Day of session {number}", past_only=True, required=False
            )
            self.fields[f"attendance_{number}"] = forms.ChoiceField(
                label=f"What became of session {number}?",
                choices=with_blank(list(SessionAttendance.choices)),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse half a line, a day twice, and nothing at all."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        days: list[datetime.date] = []
        for number in range(1, SESSIONS_AT_ONCE + 1):
            day, attendance = data.get(f"day_{number}"), data.get(f"attendance_{number}")
            if attendance and not day and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", "Enter the day of this session, or choose nothing for it.")
            if day and not attendance:
                self.add_error(f"attendance_{number}", "Choose what became of this session.")
            if day and day in days:
                self.add_error(
                    f"day_{number}", "This day is above already. Enter another, or leave it empty."
                )
            days += [day] if day else []
        if not days and not self.errors:
            self.add_error("day_1", "Enter the day of one session at least.")
        return data

    def told(self) -> list[tuple[datetime.date, str]]:
        """Return each session's day and what became of it."""
        data = self.cleaned_data
        lines = range(1, SESSIONS_AT_ONCE + 1)
        return [(data[f"day_{n}"], data[f"attendance_{n}"]) for n in lines if data.get(f"day_{n}")]


class CorrectSessionForm(KithForm):
    """What really became of a session."""

    attendance = forms.ChoiceField(
        label="What became of it?",
        choices=[*SessionAttendance.choices, ("none", "There was no session: it was entered by mistake")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="In a line", max_length=300, required=False)


class MeasureForm(KithForm):
    """One score."""

    measure = forms.ChoiceField(label="Which measure?", choices=[])
    person = forms.ChoiceField(label="Whose score is it?", choices=[], required=False)
    stage = forms.ChoiceField(
        label="When in the help?", choices=MeasureStage.choices, widget=forms.RadioSelect
    )
    score = forms.DecimalField(label="Score", max_digits=6, decimal_places=2)
    day = DayField(label="Taken on", past_only=True)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self,
            "measure",
            with_blank([(one.code, f"{one.name}: {one.scale}") for one in measures().values()]),
        )
        _choose(self, "person", with_blank(people, "All of them together"))


class CorrectMeasureForm(KithForm):
    """A score put right."""

    score = forms.DecimalField(label="Score", max_digits=6, decimal_places=2)
    day = DayField(label="Taken on", past_only=True)


class EndForm(KithForm):
    """How help ended."""

    ending = forms.ChoiceField(label="How did it end?", choices=[], widget=forms.RadioSelect)
    ending_reason = forms.ChoiceField(
        label="If it was not completed, why?", choices=with_blank(list(EndingReason.choices), "It was completed"),
        required=False,
    )  # fmt: skip
    ending_words = WordsField(
        label="What does the family say about it, in their words?", rows=4, required=False, max_length=4000
    )
    end_date = DayField(label="The last day of the help", past_only=True)

    def __init__(self, *args: Any, has_started: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        never = DeliveryEnding.NEVER_STARTED.value
        _choose(
            self, "ending",
            [(code, words) for code, words in DeliveryEnding.choices if (code == never) != has_started],
        )  # fmt: skip
