"""The forms of a meeting of the family's own people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from kith.casework.family_help.actions.asking import Asked
from kith.casework.family_help.actions.meeting_held import Newcomer, Offered
from kith.casework.family_help.models import Came, MeetingAnswer, MeetingKind, MeetingPlace, PlanAgreed
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person

NEWCOMERS = 2  # who came without having been asked: rows on the form of the meeting
BY_NAME = 3  # who is asked by name: rows on the form that asks


class OfferMeetingForm(KithForm):
    """A meeting offered to the family."""

    kind = forms.ChoiceField(label="What was offered?", choices=MeetingKind.choices, widget=forms.RadioSelect)
    offered_date = DayField(label="Offered on", past_only=True)


class NotOfferedForm(KithForm):
    """Why a meeting is not offered."""

    kind = forms.ChoiceField(
        label="What is not offered?", choices=MeetingKind.choices, widget=forms.RadioSelect
    )
    why_not_offered = WordsField(
        label="Why would it not be in the children's interests?",
        rows=5,
        error_messages={"required": "Say why a meeting would not be in the children's interests."},
    )
    offered_date = DayField(label="Decided on", past_only=True)


class AnswerMeetingForm(KithForm):
    """What the family said."""

    answer = forms.ChoiceField(
        label="What did they say?", choices=MeetingAnswer.choices, widget=forms.RadioSelect
    )
    answer_words = WordsField(label="In their words", required=False, rows=4)
    answered_date = DayField(label="Answered on", past_only=True)


class PlanMeetingForm(KithForm):
    """Who brings the family together, when and where."""

    coordinator = forms.CharField(
        label="Who brings the family together?",
        max_length=120,
        help_text="Somebody independent, who neither holds the children nor leads the plan",
        error_messages={"required": "Enter who brings the family together."},
    )
    planned_date = DayField(label="Planned for")
    where = forms.CharField(
        label="Where, and at what time",
        max_length=200,
        help_text="A place that the family chose. Such as 'Grandma Ada's, 2pm, with food'",
    )


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be asked, with who they are to the children as the record has it."""

    key: str  # of the form's fields
    name: str
    who: str
    person: Person | None = None


@dataclass(frozen=True)
class AskRow:
    """One candidate as the form shows them."""

    candidate: Candidate
    ask: BoundField
    relation: BoundField


class AskForm(KithForm):
    """Whom to ask: those around the children, each with who they are, and others by name."""

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        for one in self.candidates:
            self.fields[f"ask_{one.key}"] = forms.BooleanField(label=f"Ask {one.name}", required=False)
            self.fields[f"relation_{one.key}"] = _line(
                f"Who {one.name} is to the children", 120, initial=one.who
            )
        for number in range(1, BY_NAME + 1):
            self.fields[f"name_{number}"] = _line(f"Name of person {number}", 120)
            self.fields[f"who_{number}"] = _line(f"Who person {number} is to the children", 120)

    def rows(self) -> list[AskRow]:
        """Return the candidates with their fields."""
        return [AskRow(one, self[f"ask_{one.key}"], self[f"relation_{one.key}"]) for one in self.candidates]

    def by_name(self) -> list[tuple[BoundField, BoundField]]:
        """Return the rows for people who are asked by name."""
        return [(self[f"name_{number}"], self[f"who_{number}"]) for number in range(1, BY_NAME + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, and for who they are."""
        data = super().clean() or {}
        for one in self.candidates:
            if data.get(f"ask_{one.key}") and not data.get(f"relation_{one.key}"):
                self.add_error(f"relation_{one.key}", f"Say who {one.name} is to the children.")
        for number in range(1, BY_NAME + 1):
            _both(self, data, f"name_{number}", f"who_{number}")
        if not self.errors and not self.asked():
            first = f"ask_{self.candidates[0].key}" if self.candidates else "name_1"
            self.add_error(first, "Choose at least one person to ask, or enter a name.")
        return data

    def asked(self) -> list[Asked]:
        """Return who is asked."""
        data = self.cleaned_data
        chosen = [
            Asked(
                relation=data[f"relation_{one.key}"],
                person=one.person,
                name="" if one.person else one.name,
                field=f"ask_{one.key}",
            )
            for one in self.candidates
            if data.get(f"ask_{one.key}")
        ]
        named = [
            Asked(relation=data[f"who_{number}"], name=data[f"name_{number}"], field=f"name_{number}")
            for number in range(1, BY_NAME + 1)
            if data.get(f"name_{number}")
        ]
        return [*chosen, *named]


@dataclass(frozen=True)
class PlaceRow:
    """Somebody who was asked, or a newcomer, as the form of the meeting shows them."""

    title: str
    fields: list[BoundField]
    offer: list[BoundField]
    is_open: bool = False


class HoldMeetingForm(KithForm):
    """The meeting that was held: who came and what each offered, and the family's own plan."""

    family_plan = WordsField(
        label="The family's own plan, in their words",
        rows=8,
        help_text="As they wrote it or said it. If they made none, say so",
        error_messages={"required": "Write down the family's own plan, or that they made none."},
    )
    child_took_part = WordsField(
        label="How the children took part, or were spoken for",
        rows=4,
        help_text="What they said, in their own words, where they said it",
        error_messages={"required": "Say how the children took part, or who spoke for them."},
    )
    private_family_time = forms.BooleanField(
        label="The family had time on their own, without anybody from the service", required=False
    )
    held_date = DayField(label="Held on", past_only=True)
    coordinator = forms.CharField(
        label="Who brought the family together?",
        max_length=120,
        help_text="Somebody independent, who neither holds the children nor leads the plan",
        error_messages={"required": "Enter who brought the family together."},
    )
    where = forms.CharField(label="Where", max_length=200, required=False)

    def __init__(self, *args: Any, places: Iterable[MeetingPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        for place in self.places:
            # What somebody offers is kept under their name: whoever may not know it writes it in the family's plan.
            hidden = place.person_id and place.person_shown is None  # type: ignore[attr-defined]
            name = "this person" if hidden else place.name_shown  # type: ignore[attr-defined]
            self.fields[f"came_{place.pk}"] = forms.ChoiceField(
                label=f"Did {name} come?",
                choices=with_blank(Came.choices),
                error_messages={"required": f"Choose whether {name} came."},
            )
            if not hidden:
                self._add_offer(str(place.pk), name)
        for number in range(1, NEWCOMERS + 1):
            self.fields[f"name_{number}"] = _line("Name", 120)
            self.fields[f"who_{number}"] = _line("Who they are to the children", 120)
            self._add_offer(f"new_{number}", "they")

    def _add_offer(self, key: str, name: str) -> None:
        self.fields[f"offered_{key}"] = _line(f"What {name} offered to do", 300)
        self.fields[f"by_{key}"] = DayField(
            label="To be done by",
            required=False,
            help_text="With a day, it is on the plan as something to do",
        )

    def rows(self) -> list[PlaceRow]:
        """Return those who were asked, with their fields."""
        return [
            PlaceRow(
                f"{place.name_shown}, {place.relation}",  # type: ignore[attr-defined]
                [self[f"came_{place.pk}"]],
                [self[name] for name in (f"offered_{place.pk}", f"by_{place.pk}") if name in self.fields],
            )
            for place in self.places
        ]

    def newcomers(self) -> list[PlaceRow]:
        """Return the rows for people who came without having been asked."""
        return [
            PlaceRow(
                f"Somebody else who came ({number})",
                [self[f"name_{number}"], self[f"who_{number}"]],
                [self[f"offered_new_{number}"], self[f"by_new_{number}"]],
                bool(self[f"name_{number}"].value() or self[f"who_{number}"].value()),
            )
            for number in range(1, NEWCOMERS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask who newcomers are, and for nothing to be done by a day that nobody offered."""
        data = super().clean() or {}
        for number in range(1, NEWCOMERS + 1):
            _both(self, data, f"name_{number}", f"who_{number}")
            if data.get(f"offered_new_{number}") and not data.get(f"name_{number}"):
                self.add_error(f"name_{number}", "Enter the name of who offered this.")
        keys = [str(place.pk) for place in self.places]
        for key in [*keys, *(f"new_{number}" for number in range(1, NEWCOMERS + 1))]:
            if data.get(f"by_{key}") and not data.get(f"offered_{key}"):
                self.add_error(f"offered_{key}", "Say what they offered to do by that day.")
        for place in self.places:
            if data.get(f"came_{place.pk}") == Came.DID_NOT_COME and data.get(f"offered_{place.pk}"):
                self.add_error(
                    f"came_{place.pk}",
                    "They offered something, so they took part. Choose how, or take the offer away.",
                )
        return data

    def came(self) -> dict[int, str]:
        """Return for the number of each place whether they came."""
        return {place.pk: self.cleaned_data[f"came_{place.pk}"] for place in self.places}

    def offered(self) -> list[Offered]:
        """Return what those who were asked offered."""
        data = self.cleaned_data
        return [
            Offered(place, data[f"offered_{place.pk}"], data[f"by_{place.pk}"], f"by_{place.pk}")
            for place in self.places
            if data.get(f"offered_{place.pk}")
        ]

    def came_unasked(self) -> list[Newcomer]:
        """Return who came without having been asked."""
        data = self.cleaned_data
        return [
            Newcomer(
                Asked(relation=data[f"who_{number}"], name=data[f"name_{number}"], field=f"name_{number}"),
                offered=data[f"offered_new_{number}"],
                by_date=data[f"by_new_{number}"],
            )
            for number in range(1, NEWCOMERS + 1)
            if data[f"name_{number}"]
        ]


class AnswerFamilyPlanForm(KithForm):
    """The service's answer to the family's own plan."""

    agreed = forms.ChoiceField(
        label="Does the service agree to the family's plan?",
        choices=PlanAgreed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the service agrees."},
    )
    why_not_agreed = WordsField(
        label="If not to all of it: what could not be agreed, and why",
        required=False,
        rows=4,
        help_text="The family reads this. Say what would have to change",
    )
    agreed_date = DayField(label="Answered on", past_only=True)
    review_date = DayField(
        label="To be looked at again on", required=False, help_text="Whoever leads the plan is reminded"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason, and for a day to look again."""
        data = super().clean() or {}
        agreed = data.get("agreed")
        if agreed in (PlanAgreed.AGREED_IN_PART, PlanAgreed.NOT_AGREED) and not data.get("why_not_agreed"):
            self.add_error("why_not_agreed", "Say what could not be agreed, and why.")
        given = "review_date" in self.errors or data.get("review_date")
        if agreed in (PlanAgreed.AGREED, PlanAgreed.AGREED_IN_PART) and not given:
            self.add_error("review_date", "Enter the day on which you look at the family's plan again.")
        return data


class ReviewMeetingForm(KithForm):
    """How the family's own plan is going."""

    review_words = WordsField(
        label="How is the family's plan going?",
        rows=6,
        help_text="In the family's words as far as you can: what has been done, what has not, what helps",
        error_messages={"required": "Say how the family's plan is going."},
    )
    reviewed_date = DayField(label="Looked at again on", past_only=True)
    review_date = DayField(label="And once more on", required=False, help_text="Leave it empty if not needed")


class ConfirmForm(KithForm):
    """Nothing to fill in: the button is the answer."""


def in_some_weeks(weeks: int) -> datetime.date:
    """Return the day so many weeks from today, for a form's start."""
    return timezone.localdate() + datetime.timedelta(weeks=weeks)


def _line(label: str, longest: int, initial: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        initial=initial,
        error_messages={"max_length": f"This is too long: at most {longest} characters."},
    )


def _both(form: forms.Form, data: dict[str, Any], name: str, who: str) -> None:
    if data.get(name) and not data.get(who):
        form.add_error(who, "Say who they are to the children.")
    if data.get(who) and not data.get(name):
        form.add_error(name, "Enter their name.")
