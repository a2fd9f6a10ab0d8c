"""Forms for stepping a plan up or down and for closing it: what changed, the family's view, who stays in touch."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from kith import codes
from kith.casework.family_help.actions.ending import InTouch
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.plans.models import PlanEnding, Tier
from kith.casework.workforce.models import Worker

Choices = list[tuple[str, str]]
PLACES = (1, 2, 3)


class InTouchForm(KithForm):
    """Up to three who will hold the family in mind, each with how and by when."""

    def __init__(self, *args: Any, who: Choices, **kwargs: Any) -> None:
        """Take whom to choose from: people as "person:5", workers as "worker:7"."""
        super().__init__(*args, **kwargs)
        for place in PLACES:
            self.fields[f"who_{place}"] = forms.ChoiceField(
                label="Who stays in touch?", choices=with_blank(who, "Nobody from this list"), required=False
            )
            self.fields[f"name_{place}"] = forms.CharField(
                label="Or somebody else, by name", max_length=120, required=False,
                help_text="Such as 'Mrs Petrou, upstairs neighbour'",
            )  # fmt: skip
            self.fields[f"how_{place}"] = forms.CharField(
                label="How they stay in touch", max_length=300, required=False,
                help_text="Such as 'rings on Sunday evenings' or 'sees Daniel at the school gate'",
            )  # fmt: skip
            self.fields[f"by_{place}"] = DayField(label="First in touch by", required=False)

    def in_touch_groups(self) -> list[dict[str, Any]]:
        """Return the fields of each of the three, and whether anything was typed there."""
        groups = []
        for place in PLACES:
            names = [f"{part}_{place}" for part in ("who", "name", "how", "by")]
            groups.append(
                {
                    "number": place,
                    "fields": [self[name] for name in names],
                    "is_used": any(self[name].value() not in (None, "", [], ["", "", ""]) for name in names)
                    or any(name in self.errors for name in names),
                }
            )
        return groups

    def clean(self) -> dict[str, Any]:
        """Ask for how, where somebody is named, and for whom, where it is said how."""
        data = super().clean() or {}
        for place in PLACES:
            who, name, how = (data.get(f"{part}_{place}") for part in ("who", "name", "how"))
            if who and name:
                self.add_error(f"name_{place}", "Choose from the list or enter a name, not both.")
            elif (who or name) and not how:
                self.add_error(f"how_{place}", "Say how they will stay in touch.")
            elif how and not (who or name):
                self.add_error(f"who_{place}", "Say who it is that stays in touch.")
        return data

    def in_touch(self) -> list[InTouch]:
        """Return those who were named."""
        found = []
        for place in PLACES:
            who, name = self.cleaned_data[f"who_{place}"], self.cleaned_data[f"name_{place}"].strip()
            if not who and not name:
                continue
            kind, _, number = who.partition(":")
            by: datetime.date | None = self.cleaned_data[f"by_{place}"]
            found.append(
                InTouch(
                    how=self.cleaned_data[f"how_{place}"],
                    person=Person.objects.filter(pk=number).first() if kind == "person" else None,
                    worker=Worker.objects.filter(pk=number).first() if kind == "worker" else None,
                    name=name,
                    first_contact_date=by,
                )
            )
        return found


class StepForm(InTouchForm):
    """A step up or down."""

    tier = forms.ChoiceField(label="What will it be?", choices=Tier.choices, widget=forms.RadioSelect)
    start_date = DayField(label="From", past_only=True)
    what_changed = WordsField(label="What has changed", rows=3)
    reason = WordsField(label="Why this is the right step", rows=3)
    family_view = WordsField(
        label="What the family thinks",
        rows=4,
        help_text="The children too, in their own words. If they were not asked, say why",
    )


class ClosePlanForm(InTouchForm):
    """The end of a plan."""

    closing_summary = WordsField(label="What changed, and how things are now", rows=6)
    closing_reason = forms.ChoiceField(
        label="Why it ends", choices=PlanEnding.choices, widget=forms.RadioSelect
    )
    family_view = WordsField(
        label="What the family thinks",
        rows=4,
        help_text="The children too, in their own words. If they were not asked, say why",
    )
    end_date = DayField(label="The plan ends on", past_only=True)
    referral_closure_reason = forms.ChoiceField(
        label="Why the children's referrals close (children in need census)", choices=[], required=False
    )
    why_nobody = WordsField(label="If nobody stays in touch, why", rows=2, required=False)

    def __init__(self, *args: Any, has_referrals: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_referrals:
            self.fields["referral_closure_reason"].choices = with_blank(codes.choices("closure_reason"))  # type: ignore[attr-defined]
        else:
            del self.fields["referral_closure_reason"]


class EndStayingInTouchForm(KithForm):
    """Somebody no longer holds the family in mind."""

    end_date = DayField(label="The first day on which they no longer stay in touch", past_only=True)
