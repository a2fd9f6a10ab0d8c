"""Forms of a child's move between authorities, and of a protection plan that ends without a conference."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.protection.actions.protection_plans import categories_on
from kith.casework.protection.models import ProtectionPlanEnding

Choices = list[tuple[str, str]]


class TellOfTransferForm(KithForm):
    """The other authority, the day of the move and the day on which it or we were told."""

    children = forms.MultipleChoiceField(
        label="Which children move?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )
    other_authority = forms.CharField(
        label="The other authority",
        max_length=120,
        error_messages={"required": "Enter the other authority."},
    )
    moved_date = DayField(label="Moved, or will move, on")
    told_date = DayField(label="Told on", past_only=True)
    told_by = forms.CharField(label="By whom", max_length=120, required=False)
    category = forms.ChoiceField(label="Category of the plan there", required=False)
    plan_since_date = DayField(label="On a plan there since", past_only=True, required=False)

    def __init__(self, *args: Any, children: Choices, moves_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = children  # type: ignore[attr-defined]
        if moves_in:
            self.fields["told_date"].label = "We were told on"
            self.fields["told_date"].help_text = "The 15 working days of the conference run from this day"
            self.fields["category"].choices = with_blank(  # type: ignore[attr-defined]
                categories_on(timezone.localdate()), "Not known yet"
            )
        else:
            self.fields["told_date"].label = "They were told on"
            self.fields["told_by"].label = "Who there was told"
            del self.fields["category"], self.fields["plan_since_date"]


class PapersForm(KithForm):
    """When the papers came or were sent."""

    papers_date = DayField(label="On which day?", past_only=True)


class TakenOnForm(KithForm):
    """A plan taken on at the other authority's conference."""

    taken_on_date = DayField(label="Taken on at their conference on", past_only=True)
    category = forms.ChoiceField(
        label="Category of the plan", error_messages={"required": "Choose the category of the child's plan."}
    )

    def __init__(self, *args: Any, moves_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if moves_in:
            self.fields["category"].choices = with_blank(categories_on(timezone.localdate()))  # type: ignore[attr-defined]
        else:
            del self.fields["category"]


class NotTakenOnForm(KithForm):
    """Why a plan is not taken on."""

    reason = WordsField(
        label="Why is the plan not taken on?",
        rows=4,
        error_messages={"required": "Say why the plan is not taken on."},
    )
    day = DayField(label="Decided on", past_only=True)


class EndProtectionPlanForm(KithForm):
    """A protection plan that ends without a conference."""

    ended_because = forms.ChoiceField(
        label="Why does it end?",
        choices=[
            each for each in ProtectionPlanEnding.choices if each[0] != ProtectionPlanEnding.NO_LONGER_AT_RISK
        ],
        widget=forms.RadioSelect,
        help_text="That a child no longer needs the plan is found by a review conference",
        error_messages={"required": "Choose why the protection plan ends."},
    )
    end_date = DayField(label="It ended on", past_only=True)
    words = WordsField(
        label="What has changed, and who keeps the child safe now",
        rows=4,
        error_messages={"required": "Say what has changed."},
    )
