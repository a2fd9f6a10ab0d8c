"""The forms of what the people around a child offer and do."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField
from kith.casework.furniture.forms import KithForm, with_blank

Choices = list[tuple[str, str]]


class ForSiblingsToo(KithForm):
    """A form written once for brothers and sisters who share the person."""

    also = forms.MultipleChoiceField(
        label="Is this for their brothers and sisters too?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="The same person is around them. Tick whom it is also for",
    )

    def __init__(self, *args: Any, siblings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if siblings:
            self.fields["also"].choices = siblings  # type: ignore[attr-defined]
        else:
            del self.fields["also"]


class NetworkOfferForm(ForSiblingsToo):
    """What somebody offers."""

    what = forms.CharField(
        label="What they offer",
        max_length=300,
        help_text="In their words, such as 'I can have them on Fridays after school'",
        error_messages={"required": "Say what they offer."},
    )
    start_date = DayField(label="Since", past_only=True)
    field_order = ("what", "also", "start_date")


class RelativeOfferForm(KithForm):
    """What somebody offers who is known from the record, and for whom."""

    what = forms.CharField(
        label="What they offer",
        max_length=300,
        help_text="In their words, such as 'I can have them on Fridays after school'",
        error_messages={"required": "Say what they offer."},
    )
    children = forms.MultipleChoiceField(
        label="For whom?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )
    start_date = DayField(label="Since", past_only=True)

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = children  # type: ignore[attr-defined]


class EndOfferForm(ForSiblingsToo):
    """What somebody offers comes to an end."""

    end_date = DayField(label="The first day on which they no longer do this", past_only=True)


class NetworkHelpForm(ForSiblingsToo):
    """What somebody did."""

    what = forms.CharField(
        label="What they did",
        max_length=300,
        help_text="Such as 'took Daniel to football'",
        error_messages={"required": "Say what they did."},
    )
    offer = forms.ChoiceField(label="Had they offered this?", choices=[], required=False)
    day = DayField(label="On", past_only=True)
    field_order = ("what", "offer", "also", "day")

    def __init__(self, *args: Any, offers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].choices = with_blank(offers, "No, or something else")  # type: ignore[attr-defined]
