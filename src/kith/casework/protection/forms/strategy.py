"""Forms of the strategy discussion: calling it, holding it, standing it down."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.strategy import Attendance, ChildOutcome
from kith.casework.protection.forms.reasons_once import WORDS, ReasonsOnceForm, choices_of, own
from kith.casework.protection.models import Agency, HowHeld, StrategyOutcome, TookPart
from kith.casework.protection.queries.agencies import EXPECTED, absent_agencies, in_words

Choices = list[tuple[str, str]]
OTHERS = 4  # further agencies on the form of a discussion
AGREED = 5  # things agreed on the form of a discussion


class CallForm(KithForm):
    """Why a discussion is called, and about whom."""

    why_called = WordsField(
        label="What are you worried about?",
        help_text="What happened, who saw or heard it, and when. What the child said, in their words",
        rows=6,
        error_messages={"required": "Say why: what happened, who saw or heard it, and when."},
    )
    children = forms.MultipleChoiceField(
        label="Which children is it about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child whom the discussion is about."},
    )
    follows = forms.ChoiceField(
        label="Does it look again at an earlier discussion?", widget=forms.RadioSelect, required=False
    )
    called_date = DayField(label="Called on", past_only=True)
    planned_for = DayField(
        label="Planned for",
        help_text="Within three working days; at once where a child is in danger today",
        required=False,
    )
    planned_time = forms.TimeField(
        label="At what time",
        help_text="For example 15:30",
        required=False,
        error_messages={"invalid": "Enter a time such as 15:30."},
    )

    def __init__(self, *args: Any, children: Choices, earlier: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["children"], children)
        if earlier:
            choices_of(self.fields["follows"], [("", "No: it is about something new"), *earlier])
        else:
            del self.fields["follows"]

    def clean(self) -> dict[str, Any]:
        """Ask for the day to which a time belongs."""
        data = super().clean() or {}
        if data.get("planned_time") and not data.get("planned_for") and "planned_for" not in self.errors:
            self.add_error("planned_for", "Say on which day, at that time.")
        return data

    def planned_at(self) -> datetime.datetime | None:
        """Return the instant for which it is planned; with no time, the start of the working day."""
        day, time = self.cleaned_data.get("planned_for"), self.cleaned_data.get("planned_time")
        if day is None:
            return None
        return timezone.make_aware(datetime.datetime.combine(day, time or datetime.time(9)))


@dataclass(frozen=True)
class AgencyRow:
    """One agency's part as the form shows it."""

    title: str
    fields: list[BoundField]
    is_open: bool


class HoldForm(ReasonsOnceForm):
    """A discussion that was held: who was there, what is known, what was decided for each child and why."""

    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=StrategyOutcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    lead = forms.ChoiceField(
        label="If enquiries are made, who leads them?",
        help_text="A social worker",
        choices=[],
        required=False,
    )
    information = WordsField(
        label="What each agency knows, and who said it",
        rows=7,
        error_messages={"required": "Write down what each agency knows, and who said it."},
    )
    what_has_helped = WordsField(
        label="What has been tried, and what has helped",
        help_text="What the record says stands above. What do the others know of?",
        rows=4,
        required=False,
    )
    safe_now = WordsField(
        label="What keeps the children safe today",
        rows=3,
        error_messages={"required": "Say what keeps the children safe today."},
    )
    held_date = DayField(label="Held on", past_only=True)
    held_how = forms.ChoiceField(
        label="How was it held?",
        choices=HowHeld.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the discussion was held."},
    )
    led_by = forms.ChoiceField(
        label="Who led it?",
        choices=[],
        error_messages={"required": "Choose who led the discussion."},
    )
    why_without = WordsField(
        label="If police, health or social care was not there, why the discussion was held without them",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, leaders: Choices, leads: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["led_by"], with_blank(leaders))
        choices_of(self.fields["lead"], with_blank(leads, "The social worker who holds the children"))
        for agency in EXPECTED:
            self._add_agency(agency.value)
        for number in range(1, OTHERS + 1):
            self.fields[f"agency_{number}"] = forms.ChoiceField(
                label="Which service?",
                choices=with_blank([one for one in Agency.choices if one[0] not in EXPECTED]),
                required=False,
            )
            self._add_agency(str(number))
        for number in range(1, AGREED + 1):
            self.fields[f"what_{number}"] = forms.CharField(label="What", max_length=400, required=False)
            self.fields[f"who_{number}"] = forms.CharField(
                label="Who will do it", max_length=120, required=False
            )
            self.fields[f"due_{number}"] = DayField(label="By", required=False)

    def add_own_fields(self, child: Person) -> None:
        """Add a child's own outcome before their own reasons."""
        self.fields[own(child, "outcome")] = forms.ChoiceField(
            label=f"What was decided for {child.display_name}",
            choices=[("", "The same as for all"), *StrategyOutcome.choices],
            required=False,
        )
        super().add_own_fields(child)

    def own_names(self) -> tuple[str, ...]:
        """Return the outcome, then the reasons."""
        return ("outcome", *WORDS)

    def _add_agency(self, key: str) -> None:
        self.fields[f"took_{key}"] = forms.ChoiceField(
            label="Did they take part?", choices=with_blank(TookPart.choices), required=False
        )
        self.fields[f"name_{key}"] = forms.CharField(
            label="Who spoke for them", max_length=120, required=False
        )
        self.fields[f"post_{key}"] = forms.CharField(label="Their post", max_length=120, required=False)

    def expected_rows(self) -> list[AgencyRow]:
        """Return those who are expected at every discussion."""
        return [
            AgencyRow(
                str(agency.label), [self[f"{part}_{agency}"] for part in ("took", "name", "post")], True
            )
            for agency in EXPECTED
        ]

    def other_rows(self) -> list[AgencyRow]:
        """Return rows for others, the first of them open."""
        return [
            AgencyRow(
                f"Another service ({number})",
                [self[f"{part}_{number}"] for part in ("agency", "took", "name", "post")],
                bool(self[f"agency_{number}"].value() or self[f"name_{number}"].value()),
            )
            for number in range(1, OTHERS + 1)
        ]

    def agreed_rows(self) -> list[AgencyRow]:
        """Return rows for what was agreed."""
        return [
            AgencyRow(
                f"Agreed ({number})",
                [self[f"{part}_{number}"] for part in ("what", "who", "due")],
                number == 1 or bool(self[f"what_{number}"].value()),
            )
            for number in range(1, AGREED + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for an outcome for each child, and for who took part and does what was agreed."""
        data = super().clean() or {}
        without = [child for child in self.children if not data.get(own(child, "outcome"))]
        if without and not data.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", "Choose what was decided.")
        for agency in EXPECTED:
            if not data.get(f"took_{agency}"):
                self.add_error(f"took_{agency}", f"Choose whether {in_words([agency])} took part.")
            elif data[f"took_{agency}"] != TookPart.DID_NOT_COME and not data.get(f"name_{agency}"):
                self.add_error(f"name_{agency}", f"Say who spoke for {in_words([agency])}.")
        for number in range(1, OTHERS + 1):
            self._check_other(data, number)
        absent = absent_agencies(self.attendances()) if not self.errors else []
        if absent and not data.get("why_without"):
            self.add_error("why_without", f"Say why the discussion was held without {in_words(absent)}.")
        for number in range(1, AGREED + 1):
            self._check_agreed(data, number)
        return data

    def _check_other(self, data: dict[str, Any], number: int) -> None:
        agency, took = data.get(f"agency_{number}"), data.get(f"took_{number}")
        said = data.get(f"name_{number}")
        if not agency and (took or said or data.get(f"post_{number}")):
            self.add_error(f"agency_{number}", "Choose for which service they spoke.")
        if agency and not took:
            self.add_error(f"took_{number}", "Choose whether they took part.")
        if agency and took and took != TookPart.DID_NOT_COME and not said:
            self.add_error(f"name_{number}", "Say who spoke for them.")

    def _check_agreed(self, data: dict[str, Any], number: int) -> None:
        what, who, due = (data.get(f"{part}_{number}") for part in ("what", "who", "due"))
        if what and not who:
            self.add_error(f"who_{number}", "Say who will do it.")
        if (who or due) and not what:
            self.add_error(f"what_{number}", "Say what will be done.")
        held = data.get("held_date")
        if due and held and due < held:
            self.add_error(
                f"due_{number}", f"This was agreed on {held:%-d %B %Y}. Enter that day or a later one."
            )

    def attendances(self) -> list[Attendance]:
        """Return each agency's part."""
        data = self.cleaned_data
        keys = [(str(agency), agency.value) for agency in EXPECTED]
        keys += [
            (data[f"agency_{number}"], str(number))
            for number in range(1, OTHERS + 1)
            if data.get(f"agency_{number}")
        ]
        return [
            Attendance(
                agency=agency,
                took_part=data[f"took_{key}"],
                name=data[f"name_{key}"],
                post=data[f"post_{key}"],
                field=f"name_{key}",
            )
            for agency, key in keys
        ]

    def outcomes(self) -> dict[int, ChildOutcome]:
        """Return what was decided for each child, and why."""
        data = self.cleaned_data
        return {
            child.pk: ChildOutcome(
                data.get(own(child, "outcome")) or data.get("outcome") or "", self.reasons_for(child)
            )
            for child in self.children
        }

    def agreed(self) -> list[Agreed]:
        """Return what was agreed."""
        data = self.cleaned_data
        return [
            Agreed(data[f"what_{number}"], data[f"who_{number}"], data[f"due_{number}"])
            for number in range(1, AGREED + 1)
            if data.get(f"what_{number}")
        ]


class StandDownForm(KithForm):
    """Why a discussion was not needed."""

    reason = WordsField(
        label="Why was it not needed?",
        help_text="What you know now that you did not know when it was called",
        rows=4,
        error_messages={"required": "Say why the discussion was not needed."},
    )


class ActionDoneForm(KithForm):
    """That something agreed was done, and what came of it."""

    done_date = DayField(label="Done on", past_only=True)
    done_words = forms.CharField(label="What came of it", max_length=400, required=False)
