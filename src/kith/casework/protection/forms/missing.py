"""The forms of a missing episode and of the talk after it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from kith import codes
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.protection.models import InterviewAnswer, MissingRisk


class TimeOfDayField(forms.TimeField):
    """A time of day; "3:05pm", "15.05" and "15:05" are all understood."""

    def __init__(self, **extra: Any) -> None:
        extra.setdefault("help_text", "For example 15:30")
        extra.setdefault("error_messages", {"invalid": "This is not a time of day. Enter one such as 15:30."})
        extra.setdefault(
            "widget",
            forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
        )
        extra.setdefault("input_formats", ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"])
        super().__init__(**extra)

    def to_python(self, value: Any) -> datetime.time | None:
        """Return the time, however it was spaced."""
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)


class InstantsForm(KithForm):
    """A form whose instants are each a day and a time of day: `found_at` is `found_at` and `found_at_time`."""

    instants: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Ask for the day or the time where one of the two is lacking."""
        data = super().clean() or {}
        for name in self.instants:
            day, time = data.get(name), data.get(f"{name}_time")
            if name in self.errors or f"{name}_time" in self.errors:
                continue
            if day is not None and time is None:
                self.add_error(f"{name}_time", "Enter the time of day, as well as you know it.")
            elif day is None and time is not None:
                self.add_error(name, "Enter the day as well as the time.")
        return data

    def instant(self, name: str) -> datetime.datetime | None:
        """Return a day and its time put together, or None where neither was given."""
        day, time = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_time")
        return timezone.make_aware(datetime.datetime.combine(day, time)) if day and time else None

    def the_instant(self, name: str) -> datetime.datetime:
        """Return an instant that the form requires."""
        found = self.instant(name)
        assert found is not None
        return found


def at(instant: datetime.datetime | None, name: str) -> dict[str, Any]:
    """Return an instant as a form of this kind starts with it."""
    if instant is None:
        return {}
    local = timezone.localtime(instant)
    return {name: local.date(), f"{name}_time": local.time().replace(second=0, microsecond=0)}


class AddToEpisodeForm(InstantsForm):
    """What has become known of a time that a child was missing."""

    instants: tuple[str, ...] = ("told_us_at", "police_told_at", "parents_told_at")

    risk = forms.ChoiceField(
        label="How great is the danger thought to be?",
        choices=with_blank(MissingRisk.choices),
        required=False,
    )
    what_is_known = WordsField(
        label="What is known, and what worries us",
        required=False,
        rows=5,
        help_text="Who saw them last, what they said, whom they may be with, what they need such as medicine",
    )
    missing_from = forms.CharField(label="From where", max_length=160, required=False)
    police_told_at = DayField(label="Police told on", required=False, past_only=True)
    police_told_at_time = TimeOfDayField(label="Police told at", required=False)
    police_reference = forms.CharField(label="Police reference", max_length=60, required=False)
    parents_told_at = DayField(label="Parents or carers told on", required=False, past_only=True)
    parents_told_at_time = TimeOfDayField(label="Parents or carers told at", required=False)
    who_told_us = forms.CharField(label="Who told us", max_length=120, required=False)
    told_us_at = DayField(label="We were told on", required=False, past_only=True)
    told_us_at_time = TimeOfDayField(label="We were told at", required=False)


class ReportMissingForm(AddToEpisodeForm):
    """A child is missing."""

    instants = ("missing_since", *AddToEpisodeForm.instants)
    field_order = ("kind", "missing_since", "missing_since_time")

    kind = forms.ChoiceField(
        label="Are they missing, or away without leave?",
        choices=codes.choices("missing_type"),
        widget=forms.RadioSelect,
        help_text="Away without leave: where they are is known, and they are not where they should be",
    )
    missing_since = DayField(
        label="Missing since",
        past_only=True,
        help_text="The later of when they left and when they were last seen. For example, 27 3 2015",
    )
    missing_since_time = TimeOfDayField(label="At what time")


class FoundForm(InstantsForm):
    """They were found, or came back."""

    instants = ("found_at",)

    found_at = DayField(label="Found, or came back, on", past_only=True)
    found_at_time = TimeOfDayField(
        label="At what time", help_text="For example 15:30. The 72 hours for the talk run from here"
    )
    found_where = forms.CharField(label="Where", max_length=200, required=False)
    found_how = WordsField(
        label="How they were, and what was done",
        required=False,
        rows=4,
        help_text="How they were when they were found. What they said about it is for the talk",
    )


class OfferInterviewForm(InstantsForm):
    """The talk was offered."""

    instants = ("offered_at",)

    offered_at = DayField(label="Offered on", past_only=True)
    offered_at_time = TimeOfDayField(label="At what time")


class AnswerInterviewForm(InstantsForm):
    """What the young person said to the offer."""

    instants = ("answered_at",)

    answer = forms.ChoiceField(
        label="What did they say?", choices=InterviewAnswer.choices, widget=forms.RadioSelect
    )
    answer_words = WordsField(label="In their words", required=False, rows=3)
    answered_at = DayField(label="Answered on", past_only=True)
    answered_at_time = TimeOfDayField(label="At what time")


class HoldInterviewForm(InstantsForm):
    """The talk: the young person's words first."""

    instants = ("held_at",)

    why_they_left = WordsField(label="Why they left, in their words", required=False, rows=4)
    where_they_were = WordsField(
        label="Where they were, and with whom, as they tell it", required=False, rows=4
    )
    what_would_help = WordsField(
        label="What would help, in their words",
        required=False,
        rows=4,
        help_text="This leads on to their plan",
    )
    harm = WordsField(label="Any harm to them, or by them", required=False, rows=3)
    what_next = WordsField(label="What is to be done", required=False, rows=3)
    held_by = forms.CharField(
        label="Who held it?",
        max_length=160,
        help_text="Somebody independent, to whom the young person can speak freely",
        error_messages={"required": "Say who held the talk."},
    )
    is_independent = forms.BooleanField(
        label="They do not hold the case, and the young person could speak freely", required=False
    )
    held_at = DayField(label="Held on", past_only=True)
    held_at_time = TimeOfDayField(label="At what time")
    late_reason = WordsField(label="If it was later than 72 hours: why", required=False, rows=2)
