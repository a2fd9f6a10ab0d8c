"""The forms of a referral to the national referral mechanism."""

from __future__ import annotations

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.protection.models import GroundsDecision


class AddToNationalReferralForm(KithForm):
    """The reference, what the young person was told, and what support there is."""

    child_told = WordsField(
        label="What the young person was told, and what they say",
        required=False,
        rows=4,
        help_text="Their consent is not needed. They are told what it is, and what it may bring them",
    )
    support = WordsField(
        label="What support there is: a guardian, a lawyer, a safe home", required=False, rows=3
    )
    reference = forms.CharField(label="Reference", max_length=60, required=False)


class MakeNationalReferralForm(AddToNationalReferralForm):
    """A referral was made."""

    field_order = ("why", "child_told", "support", "referred_date", "reference")

    why = WordsField(
        label="What points to trafficking or slavery",
        rows=5,
        help_text="What was done, by what means, and for what: for a child the means need not be shown",
        error_messages={"required": "Say what points to trafficking or slavery."},
    )
    referred_date = DayField(label="Referred on", past_only=True)


class GroundsForm(KithForm):
    """What the competent authority decided."""

    decision = forms.ChoiceField(
        label="What was decided?", choices=GroundsDecision.choices, widget=forms.RadioSelect
    )
    decided_date = DayField(label="Decided on", past_only=True)
