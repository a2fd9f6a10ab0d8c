"""Forms of what comes before a conference: asking for it, booking it, asking people, their reports, standing it down."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.protection.actions.conferences import Asked
from kith.casework.protection.models import Agency, ConferencePart, HelpAnswer
from kith.casework.protection.queries.conference_people import CouldBeAsked

Choices = list[tuple[str, str]]
BY_NAME = 4  # who is asked by name: rows on the form


class AskForConferenceForm(KithForm):
    """A conference asked for: of which kind, about whom."""

    kind = forms.ChoiceField(
        label="Which conference?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which conference is asked for."},
    )
    children = forms.MultipleChoiceField(
        label="Which children is it about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child whom the conference is about."},
    )
    requested_date = DayField(label="Asked for on", past_only=True)

    def __init__(self, *args: Any, kinds: Choices, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["children"].choices = children  # type: ignore[attr-defined]


class BookConferenceForm(KithForm):
    """The chair, the day and the place."""

    chair = forms.ChoiceField(
        label="Who chairs it?",
        help_text="Somebody independent, who neither holds the children nor manages who does",
        error_messages={"required": "Choose who chairs the conference."},
    )
    planned_date = DayField(label="On which day?")
    planned_time = forms.TimeField(
        label="At what time?",
        help_text="For example 10:30. Ask the parents and the children what suits them",
        error_messages={"required": "Enter the time.", "invalid": "Enter a time such as 10:30."},
    )
    where = forms.CharField(
        label="Where, or how to join",
        max_length=200,
        required=False,
        help_text="Somewhere the family can get to, with a room in which to meet the chair before",
    )

    def __init__(self, *args: Any, chairs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = with_blank(chairs)  # type: ignore[attr-defined]

    def planned_at(self) -> datetime.datetime:
        """Return the day and time as one instant."""
        both = datetime.datetime.combine(self.cleaned_data["planned_date"], self.cleaned_data["planned_time"])
        return timezone.make_aware(both)


@dataclass(frozen=True)
class AskRow:
    """Somebody who might be asked, as the form shows them."""

    one: CouldBeAsked
    fields: list[BoundField]


class AskToConferenceForm(KithForm):
    """Whom to ask: the family first, then services, each with who they are; and others by name."""

    def __init__(self, *args: Any, people: Iterable[CouldBeAsked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for one in self.people:
            self.fields[f"ask_{one.key}"] = forms.BooleanField(label=f"Ask {one.name}", required=False)
            if one.part != ConferencePart.CHILD:
                self.fields[f"post_{one.key}"] = _line(
                    f"{one.name}: post"
                    if one.is_professional
                    else f"{one.name}: who they are to the children",
                    initial=one.who,
                )
            if one.is_professional:
                self.fields[f"agency_{one.key}"] = _agency(
                    f"{one.name}: speaks for which service?", initial=one.agency
                )
        for number in range(1, BY_NAME + 1):
            self.fields[f"name_{number}"] = _line(f"Name of person {number}")
            self.fields[f"post_{number}"] = _line(f"Post of person {number}, or who they are to the children")
            self.fields[f"part_{number}"] = forms.ChoiceField(
                label=f"Person {number} comes as", choices=with_blank(ConferencePart.choices), required=False
            )
            self.fields[f"agency_{number}"] = _agency(f"Person {number}: speaks for which service?")

    def family(self) -> list[AskRow]:
        """Return the rows of the family and those around it."""
        return [self._row(one) for one in self.people if not one.is_professional]

    def professionals(self) -> list[AskRow]:
        """Return the rows of those who would come for a service."""
        return [self._row(one) for one in self.people if one.is_professional]

    def by_name(self) -> list[tuple[int, list[BoundField], bool]]:
        """Return the rows for people who are asked by name, and whether each is in use."""
        rows = []
        for number in range(1, BY_NAME + 1):
            names = [f"{part}_{number}" for part in ("name", "post", "part", "agency")]
            rows.append((number, [self[name] for name in names], any(self[name].value() for name in names)))
        return rows

    def _row(self, one: CouldBeAsked) -> AskRow:
        names = [f"{part}_{one.key}" for part in ("ask", "post", "agency")]
        return AskRow(one, [self[name] for name in names if name in self.fields])

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, for the service that each professional speaks for, and in what part those by name come."""
        data = super().clean() or {}
        for one in self.people:
            if data.get(f"ask_{one.key}") and one.is_professional and not data.get(f"agency_{one.key}"):
                self.add_error(f"agency_{one.key}", f"Choose for which service {one.name} speaks.")
        for number in range(1, BY_NAME + 1):
            if not data.get(f"name_{number}"):
                if data.get(f"post_{number}") or data.get(f"part_{number}") or data.get(f"agency_{number}"):
                    self.add_error(f"name_{number}", "Enter their name.")
                continue
            if not data.get(f"part_{number}"):
                self.add_error(f"part_{number}", "Choose in what part they come.")
            elif data[f"part_{number}"] == ConferencePart.PROFESSIONAL and not data.get(f"agency_{number}"):
                self.add_error(f"agency_{number}", "Choose for which service they speak.")
        if not self.errors and not self.asked():
            first = f"ask_{self.people[0].key}" if self.people else "name_1"
            self.add_error(first, "Choose at least one person to ask, or enter a name.")
        return data

    def asked(self) -> list[Asked]:
        """Return who is asked."""
        data = self.cleaned_data
        chosen = [
            Asked(
                part=one.part,
                agency=data.get(f"agency_{one.key}", ""),
                person=one.person,
                worker=one.worker,
                name="" if one.person or one.worker else one.name,
                post=data.get(f"post_{one.key}", ""),
                field=f"ask_{one.key}",
            )
            for one in self.people
            if data.get(f"ask_{one.key}")
        ]
        named = [
            Asked(
                part=data[f"part_{number}"],
                agency=data[f"agency_{number}"],
                name=data[f"name_{number}"],
                post=data[f"post_{number}"],
                field=f"name_{number}",
            )
            for number in range(1, BY_NAME + 1)
            if data.get(f"name_{number}")
        ]
        return [*chosen, *named]


class ReportForm(KithForm):
    """When a report came, and when the parents had it."""

    received_date = DayField(label="The report came on", past_only=True, required=False)
    shared_date = DayField(
        label="The parents had it on",
        past_only=True,
        required=False,
        help_text="In good time before the conference, so that they can read it and answer",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two days."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("received_date", "shared_date")):
            self.add_error(
                "received_date", "Enter the day on which the report came, or on which the parents had it."
            )
        return data


class StandDownForm(KithForm):
    """Why a conference is not needed."""

    reason = WordsField(
        label="Why is it not needed?",
        rows=4,
        help_text="The family reads this",
        error_messages={"required": "Say why the conference is not needed."},
    )


class OfferBeforeForm(KithForm):
    """The help offered, or why none is, for children for whom no plan may come of a conference."""

    children = forms.MultipleChoiceField(
        label="For which children?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )
    answer = forms.ChoiceField(
        label="What came of the offer of help?",
        choices=HelpAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what came of the offer of help."},
    )
    what = WordsField(label="What was offered", rows=3, required=False)
    family_words = WordsField(label="What the family said, in their words", rows=3, required=False)
    not_offered_reason = WordsField(
        label="If none was offered: why", rows=3, required=False, help_text="A manager gives this reason"
    )
    offered_date = DayField(label="Offered, or decided not to offer, on", past_only=True)

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = children  # type: ignore[attr-defined]


class ConfirmForm(KithForm):
    """Nothing to fill in: the button is the answer."""


def _line(label: str, initial: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=False, initial=initial[:120])


def _agency(label: str, initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=with_blank(Agency.choices), required=False, initial=initial)
