"""What is asked of a home: what it is, where, and who cares for children in it."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.care.models import HomeKind
from kith.casework.care.words import with_codes
from kith.casework.furniture.fields import DayField, PostcodeField
from kith.casework.furniture.forms import KithForm, with_blank


class ChangeHomeForm(KithForm):
    """What a home is."""

    name = forms.CharField(
        label="Name", max_length=160, help_text="Such as ‘Ann and Joseph Clarke’ or ‘Elm House’"
    )
    kind = forms.ChoiceField(
        label="What kind of home?",
        choices=with_blank([pair for pair in HomeKind.choices if pair[0] != HomeKind.ADOPTERS]),
    )
    provider = forms.ChoiceField(label="Who provides it?", required=False)
    urn = forms.CharField(
        label="Ofsted’s number (URN)",
        max_length=10,
        required=False,
        help_text="Of foster carers, that of their agency. Leave it empty if Ofsted does not register it, or it is not known",
    )
    address_withheld = forms.BooleanField(
        label="Keep the address from others on the child’s record",
        required=False,
        help_text="It is left out of every paper, copy and notice",
    )

    def __init__(self, *args: Any, adopters: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if adopters:  # what they are is not a choice, and their address is always kept from others
            del self.fields["kind"], self.fields["address_withheld"]
        provided = with_blank(with_codes("placement_provider"), "Nobody is paid for it, or not known")
        self.fields["provider"].choices = provided  # type: ignore[attr-defined]


class AddHomeForm(ChangeHomeForm):
    """A home, with its address and first carers."""

    lines = forms.CharField(label="Address", max_length=200)
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    since = DayField(
        label="There since",
        past_only=True,
        help_text="The day from which children may be placed there, or long before",
    )
    carers = forms.CharField(
        label="Who cares for children there?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One name on each line. Somebody who has a record here is joined to it on the home’s own page",
    )


class MoveHomeForm(KithForm):
    """A new address of a home."""

    lines = forms.CharField(label="New address", max_length=200)
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    day = DayField(label="From which day?", past_only=True)


class AddCarerForm(KithForm):
    """Somebody who cares for children in a home: by name, or by the number of their record."""

    name = forms.CharField(label="Name", max_length=120, required=False)
    person = forms.IntegerField(
        label="Or the number of their record",
        required=False,
        min_value=1,
        help_text="The number at the end of the address of their page, if they have a record here",
    )
    day = DayField(label="From which day?", past_only=True)


class EndCarerForm(KithForm):
    """The end of somebody's caring in a home."""

    day = DayField(label="The first day on which they no longer do", past_only=True)
