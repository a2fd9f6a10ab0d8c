"""The forms of leaving care."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from kith import codes
from kith.casework.care.models import ContactWay
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank

YES_NO = [("yes", "Yes"), ("no", "No"), ("", "Not asked yet")]


class DayForm(KithForm):
    """A day alone."""

    day = DayField(label="From which day", past_only=True)


class NeedsAssessmentForm(KithForm):
    """What a young person needs to leave care well."""

    own_words = WordsField(label="What they say, in their own words", required=False)
    words = WordsField(
        label="What they need", help_text="A home, learning and work, money, health, people, everyday skills"
    )
    day = DayField(label="Completed on", past_only=True)
    late_reason = WordsField(label="If it is late: why", required=False)


class PathwayPlanForm(KithForm):
    """A pathway plan, in the young person's words first."""

    own_words = WordsField(label="What I want, in my own words")
    home = WordsField(label="A place to live")
    learning_and_work = WordsField(label="Learning and work")
    money = WordsField(label="Money", required=False)
    health = WordsField(label="Health and wellbeing", required=False)
    people = WordsField(label="The people in my life", required=False)
    everyday = WordsField(label="Everyday skills", required=False)
    if_it_goes_wrong = WordsField(label="If things go wrong", required=False)
    agreed = forms.ChoiceField(
        label="Does the young person agree with it?", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    day = DayField(label="From which day", past_only=True)


class PathwayPlanReviewForm(KithForm):
    """A review of the pathway plan."""

    own_words = WordsField(label="What the young person said", required=False)
    words = WordsField(label="What has changed, and what happens next")
    day = DayField(label="Reviewed on", past_only=True)
    late_reason = WordsField(label="If it is late: why", required=False)


class ContactForm(KithForm):
    """Being in touch."""

    day = DayField(label="On which day", past_only=True)
    way = forms.ChoiceField(label="How", choices=ContactWay.choices, widget=forms.RadioSelect)
    own_words = WordsField(label="What they said", required=False)
    words = WordsField(label="How they are, and what happens next", required=False)
    in_touch = forms.ChoiceField(
        label="For the yearly return, if it is not plain",
        choices=with_blank(codes.choices("care_leaver_in_touch"), "It is plain from the above"),
        required=False,
    )


class _CodeForm(KithForm):
    """A code of a list that was in use on the day, and a sentence."""

    code_list = ""
    day = DayField(label="From which day", past_only=True)
    code = forms.ChoiceField(label="Which")
    words = forms.CharField(label="In a sentence", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today: datetime.date = timezone.localdate()
        self.fields["code"].choices = with_blank(codes.choices_on(self.code_list, today))  # type: ignore[attr-defined]


class AccommodationForm(_CodeForm):
    """Where they live, and whether it suits them."""

    code_list = "care_leaver_accommodation"


class ActivityForm(_CodeForm):
    """What they do by day."""

    code_list = "care_leaver_activity"


class StayingPutForm(KithForm):
    """Staying with former foster carers."""

    home = forms.TypedChoiceField(label="With whom", coerce=int)
    words = WordsField(label="What was agreed", required=False)
    day = DayField(label="From which day", past_only=True)

    def __init__(self, *args: Any, homes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = with_blank([(str(pk), name) for pk, name in homes])  # type: ignore[attr-defined]


class EndForm(KithForm):
    """An end, and why."""

    day = DayField(label="Ended on", past_only=True)
    words = forms.CharField(label="Why it ended", max_length=300)
