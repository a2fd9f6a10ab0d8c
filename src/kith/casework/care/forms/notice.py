"""Forms about one notice of a placement: that somebody was told, or is not told and why."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.care.forms.also import AlsoForm
from kith.casework.care.models import NoticeRecipient
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm


class TellForm(AlsoForm):
    """That a recipient was told."""

    name = forms.CharField(label="Who was told", max_length=160)
    sent_date = DayField(label="Told on", past_only=True)
    address_given = forms.BooleanField(label="The address was in it", required=False)
    late_reason = WordsField(
        label="Why it is late", required=False, rows=3, help_text="It is recorded, and blocks nothing"
    )

    def __init__(
        self,
        *args: Any,
        is_a_person: bool,
        address_withheld: bool,
        is_late: bool,
        recipient: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_a_person:
            del self.fields["name"]
        if address_withheld or recipient == NoticeRecipient.CHILD:
            del self.fields["address_given"]
        if not is_late:
            del self.fields["late_reason"]


class WithholdForm(KithForm):
    """Why a recipient is not told."""

    reason = WordsField(
        label="What harm telling them would risk",
        rows=5,
        help_text="The law allows it only where telling them would put the child at risk of significant harm",
        error_messages={"required": "Say what harm telling them would risk."},
    )
