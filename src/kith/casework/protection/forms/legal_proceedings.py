"""The forms of proceedings in court."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.protection.actions.proceedings import INTERIM, SAY_WHETHER
from kith.casework.protection.forms.legal_fields import children_field
from kith.casework.protection.models import (
    ApplicationKind,
    HearingKind,
    LegalGatewayMeeting,
    OrderKind,
    PreProceedings,
)
from kith.casework.protection.queries.family_meetings import FamilyMeeting


class IssueForm(KithForm):
    """An application to the court."""

    kind = forms.ChoiceField(
        label="What was applied for?",
        choices=ApplicationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was applied for."},
    )
    issued_date = DayField(label="Issued on", past_only=True)
    court = forms.CharField(label="Court", max_length=120, required=False)
    network_meeting = forms.ChoiceField(
        label="Was the family's own network brought together first?",
        required=False,
        widget=forms.RadioSelect,
    )
    why_no_family_meeting = WordsField(
        label="If not: why family group decision-making was not offered before the application",
        required=False,
        rows=4,
    )
    gateway = forms.ChoiceField(
        label="Which legal gateway meeting decided on it?",
        required=False,
        help_text="Leave it empty if the child's safety could not wait for one",
    )
    pre_proceedings = forms.ChoiceField(label="Which work before proceedings came first?", required=False)

    def __init__(
        self,
        *args: Any,
        children: Iterable[Person],
        meetings: list[FamilyMeeting],
        gateways: list[LegalGatewayMeeting],
        before: list[PreProceedings],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"] = children_field(children, "Which children is it about?")
        offered = [(str(one.meeting.pk), one.words) for one in meetings]
        self._choose("network_meeting", [*offered, ("none", "No: the reason is below")])
        self._choose(
            "gateway", with_blank([(str(one.pk), f"Held on {one.held_date:%-d %B %Y}") for one in gateways])
        )
        self._choose(
            "pre_proceedings",
            with_blank([(str(one.pk), f"Begun on {one.start_date:%-d %B %Y}") for one in before]),
        )
        self.order_fields(["children"])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the offer, or why none was made."""
        data = super().clean() or {}
        if data.get("network_meeting") in ("", "none", None):
            data["network_meeting"] = ""
            if not data.get("why_no_family_meeting"):
                self.add_error("why_no_family_meeting", SAY_WHETHER)
        return data


class DetailsForm(KithForm):
    """Which court, under which number, and who speaks for the children there."""

    court = forms.CharField(label="Court", max_length=120, required=False)
    case_number = forms.CharField(label="Case number", max_length=40, required=False)
    guardian = forms.CharField(
        label="Children's guardian",
        max_length=120,
        required=False,
        help_text="Whom the court appointed to speak for the children",
    )


class PlanHearingForm(KithForm):
    """A hearing to come."""

    kind = forms.ChoiceField(
        label="Which hearing is it?",
        choices=HearingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which hearing it is."},
    )
    hearing_date = DayField(label="On")


class HoldHearingForm(KithForm):
    """A hearing that was held."""

    hearing_date = DayField(label="Held on", past_only=True)
    words = WordsField(
        label="What was decided, and what is to be done",
        rows=6,
        error_messages={"required": "Say what was decided, and what is to be done."},
    )


class ExtendForm(KithForm):
    """More time than twenty-six weeks."""

    extended_until = DayField(
        label="Extended until",
        help_text="Each extension ends at most eight weeks after the time that it adds to, or after it was given (section 32(8))",
    )
    extended_reason = WordsField(
        label="Why the court extended it",
        rows=4,
        help_text="What was needed to decide justly (Children Act 1989, section 32(5))",
        error_messages={"required": "Say why the court extended it."},
    )


class OrderForm(KithForm):
    """An order about one child."""

    child = forms.ChoiceField(
        label="Which child?", widget=forms.RadioSelect, error_messages={"required": "Choose the child."}
    )
    kind = forms.ChoiceField(
        label="Which order did the court make?",
        choices=OrderKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which order the court made."},
    )
    made_date = DayField(label="Made on", past_only=True)
    is_final = forms.BooleanField(label="It is final: it ends the case for this child", required=False)
    words = WordsField(label="Conditions, and what the court said", required=False, rows=4)

    def __init__(self, *args: Any, children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["child"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [(str(child.pk), child.display_name) for child in children]

    def clean(self) -> dict[str, Any]:
        """An interim order is never final."""
        data = super().clean() or {}
        if data.get("is_final") and data.get("kind") in INTERIM:
            self.add_error("is_final", "An interim order is not final. Choose the order that ended the case.")
        return data
