"""The forms of adoption."""

from __future__ import annotations

from typing import Any

from django import forms

from kith import codes
from kith.casework.care.words import with_codes
from kith.casework.furniture.fields import DayField, PostcodeField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank

YES_NO = [("yes", "Yes"), ("no", "No")]


class DecideAdoptionForm(KithForm):
    """That a child should be placed for adoption."""

    day = DayField(label="Decided on", past_only=True)
    decided_by_name = forms.CharField(label="Agency decision maker", max_length=120)
    reasons = WordsField(label="Why adoption is right for this child")


class GiveUpAdoptionForm(KithForm):
    """That adoption is no longer the plan."""

    day = DayField(label="Decided on", past_only=True)
    because = forms.ChoiceField(label="Why", choices=codes.field_choices("adoption_reversal"))


class MatchForm(KithForm):
    """A match: what the return asks for of the adopters, and not who they are."""

    day = DayField(label="Matched on", past_only=True)
    words = WordsField(
        label="Why they are right for this child",
        help_text="Do not name the adopters or say where they live. That stands in the adoption case record.",
    )
    by_foster_carers = forms.ChoiceField(
        label="Are they the child's own foster carers?", choices=YES_NO, widget=forms.RadioSelect
    )
    adopters_number = forms.TypedChoiceField(
        label="How many adopters?", choices=[("1", "One"), ("2", "Two")], coerce=int, widget=forms.RadioSelect
    )
    adopters_sex = forms.ChoiceField(label="Adopters", choices=with_blank(codes.choices("adopters_sex")))
    adopters_legal_status = forms.ChoiceField(
        label="Are they married or partners?", choices=with_blank(codes.choices("adopters_legal_status"))
    )


class AdoptersHomeForm(KithForm):
    """The adopters' home: one that a brother or sister has on their plan, or one that is not on the record."""

    known_home = forms.ChoiceField(
        label="Is it the home of a brother’s or sister’s adopters?", required=False, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Name of the home", max_length=160, required=False, help_text="Such as ‘Sam and Jo Quill’"
    )
    lines = forms.CharField(label="Address", max_length=200, required=False)
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    provider = forms.ChoiceField(label="Whose agency approved them?", required=False)
    urn = forms.CharField(
        label="Ofsted’s number of the agency (URN)",
        max_length=10,
        required=False,
        help_text="Leave it empty if it is not known",
    )
    carers = forms.CharField(
        label="Who are they?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One name on each line",
    )

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            self.fields["known_home"].choices = [*known, ("", "No, another home")]  # type: ignore[attr-defined]
        else:
            del self.fields["known_home"]
        given = [pair for pair in with_codes("placement_provider") if pair[0] != "PR0"]
        self.fields["provider"].choices = with_blank(given)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what a home that is not on the record needs."""
        said = super().clean() or {}
        if not said.get("known_home"):
            for name, sentence in (
                ("name", "Enter the name of the home."),
                ("lines", "Enter the address."),
                ("provider", "Choose whose agency approved the adopters."),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return said


class MovedInForm(KithForm):
    """That the child lives with the adopters: nothing to type, the placement says since when."""


class AppliedForm(KithForm):
    """That the adopters applied to the court."""

    day = DayField(label="Applied on", past_only=True)


class AdoptionOrderForm(KithForm):
    """The adoption order."""

    day = DayField(label="Order made on", past_only=True)
    consent_dispensed_with = forms.ChoiceField(
        label="Did the court dispense with the parents' consent?", choices=YES_NO, widget=forms.RadioSelect
    )
    new_family_name = forms.CharField(
        label="The child's new family name",
        max_length=80,
        help_text="It is not kept. What bears it is taken out of this record.",
    )
    said_elsewhere = forms.BooleanField(
        label="What is written about the child does not say the new name, or has been put right",
        required=False,
    )


class NewRecordForm(KithForm):
    """An adopted child, as who they are now."""

    given_names = forms.CharField(label="Given names now", max_length=120)
    family_name = forms.CharField(label="Family name now", max_length=80)
    reason = WordsField(
        label="Why a new record is needed", help_text="For example, adoption support was asked for"
    )


class OpenLinkForm(KithForm):
    """Opening a sealed link from one of its ends."""

    person_id = forms.IntegerField(label="Number of the record", min_value=1, max_value=2**62)
    reason = WordsField(
        label="Why it has to be opened", help_text="It is kept beside the link, with your name and the time"
    )
