"""The forms of the legal gateway."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.protection.actions.gateway import GatewayChildOutcome
from kith.casework.protection.forms.legal_fields import ReasonsForm, children_field, different_field
from kith.casework.protection.models import GatewayOutcome


class AskForGatewayForm(KithForm):
    """A meeting with the lawyers is asked for."""

    why_asked = WordsField(
        label="Why: what has been tried, and what has not changed",
        rows=6,
        error_messages={"required": "Say what has been tried, and what has not changed."},
    )
    asked_date = DayField(label="Asked for on", past_only=True)

    def __init__(self, *args: Any, children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"] = children_field(children, "Which children is it about?")
        self.order_fields(["children", "why_asked", "asked_date"])


@dataclass(frozen=True)
class ChildRow:
    """One child as the form shows them."""

    child: Person
    outcome: BoundField
    different: BoundField


class HoldGatewayForm(ReasonsForm):
    """The meeting that was held, with what it decided for each child."""

    held_date = DayField(label="Held on", past_only=True)
    led_by = forms.ChoiceField(
        label="Who led it?", error_messages={"required": "Choose who led the meeting."}
    )
    legal_adviser = forms.CharField(
        label="Lawyer who advised",
        max_length=120,
        error_messages={"required": "Enter the lawyer who advised."},
    )
    advice = WordsField(
        label="What the lawyers advise",
        required=False,
        rows=5,
        help_text="Kept to the service alone: no partner and no family member reads it here",
    )
    lead = forms.ChoiceField(
        label="Who leads the work before proceedings?",
        required=False,
        help_text="Where that is decided for a child",
    )

    def __init__(
        self, *args: Any, children: Sequence[Person], workers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        for name in ("led_by", "lead"):
            choose = self.fields[name]
            assert isinstance(choose, forms.ChoiceField)
            choose.choices = with_blank(workers)
        for child in children:
            self.fields[f"outcome_{child.pk}"] = forms.ChoiceField(
                label=f"What is decided for {child.display_name}?",
                choices=GatewayOutcome.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose what is decided for {child.display_name}."},
            )
            self.fields[f"different_{child.pk}"] = different_field(child)

    def rows(self) -> list[ChildRow]:
        """Return the children with their fields."""
        return [
            ChildRow(child, self[f"outcome_{child.pk}"], self[f"different_{child.pk}"])
            for child in self.children
        ]

    def outcomes(self) -> dict[int, GatewayChildOutcome]:
        """Return what is decided for each child."""
        return {
            child.pk: GatewayChildOutcome(self.cleaned_data[f"outcome_{child.pk}"], self.reasons_about(child))
            for child in self.children
        }

    def clean(self) -> dict[str, Any]:
        """Ask who leads, where there is work to lead."""
        data = super().clean() or {}
        decided = {data.get(f"outcome_{child.pk}") for child in self.children}
        if GatewayOutcome.PRE_PROCEEDINGS in decided and not data.get("lead"):
            self.add_error("lead", "Choose who leads the work before proceedings.")
        return data
