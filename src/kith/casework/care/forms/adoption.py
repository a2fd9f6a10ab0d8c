"""The forms of adoption."""

from __future__ import annotations

from django import forms

from kith import codes
from kith.casework.furniture.fields import DayField, WordsField
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
