"""The form on which a chair writes up a conference, in the order in which it ran: once for brothers and sisters."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from kith import codes
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.actions.holding_conference import Came, ChildDecision, ConferenceWords
from kith.casework.protection.actions.protection_plans import categories_on
from kith.casework.protection.models import (
    ConferenceCame,
    ConferenceOutcome,
    HelpAnswer,
    HowHeld,
    ProtectionPlanEnding,
)
from kith.casework.protection.queries.conferences import ToldPlace

THINGS = 5  # agreed: rows on the form
UNDER_FOUR = "PN0"
WORDS = tuple(ConferenceWords.__dataclass_fields__)
SHARED = ("outcome", "category", "ended_because", "reasons", "evidence", "what_would_change")
_ENDINGS = (
    ProtectionPlanEnding.NO_LONGER_AT_RISK,
    ProtectionPlanEnding.CAME_INTO_CARE,
    ProtectionPlanEnding.OTHER,
)
GOES_ON = (ConferenceOutcome.PLAN, ConferenceOutcome.PLAN_CONTINUES)


@dataclass(frozen=True)
class ChildAsked:
    """One child whom the form asks about: on a plan or not, with the category it has now, and an offer made already."""

    child: Person
    on_a_plan: bool
    category: str = ""
    has_offer: bool = False

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """What may be decided for the child."""
        chosen = (
            (ConferenceOutcome.PLAN_CONTINUES, ConferenceOutcome.PLAN_ENDS)
            if self.on_a_plan
            else (ConferenceOutcome.PLAN, ConferenceOutcome.NO_PLAN)
        )
        return [(one.value, str(one.label)) for one in chosen]


@dataclass(frozen=True)
class Row:
    """Fields that stand together under a name; `is_open` where one of them was used."""

    title: str
    fields: list[BoundField]
    more: list[BoundField]
    is_open: bool = False


class HoldConferenceForm(KithForm):
    """A conference as it ran: who came, the children's words, what was said, what was decided and why, what is agreed."""

    held_date = DayField(label="Held on", past_only=True)
    held_how = forms.ChoiceField(
        label="How did people come together?",
        choices=HowHeld.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how people came together."},
    )
    why_not_quorate = WordsField(
        label="If fewer than social care and two other agencies were there: who was missing, and why it went on",
        rows=2,
        required=False,
    )
    why_late = WordsField(
        label="It is late. Why?",
        rows=2,
        required=False,
        help_text="It is recorded beside the limit, and stops nothing",
    )
    going_well = WordsField(
        label="What is going well, and who keeps the children safe", rows=5, required=False
    )
    worries = WordsField(label="What we are worried about", rows=5, required=False)
    discussion = WordsField(label="What was said, by whom", rows=6, required=False)
    family_view = WordsField(label="What the parents said, in their words", rows=4, required=False)
    what_must_change = WordsField(
        label="What must change for the children to be safe, and how we will know",
        rows=5,
        required=False,
        help_text="Plain enough for a parent to say whether it is done",
    )
    if_it_does_not = WordsField(label="What happens if it does not change", rows=3, required=False)
    visit_every_days = forms.IntegerField(
        label="Working days between visits",
        min_value=1,
        max_value=60,
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter how many working days lie between visits.",
            "invalid": "Enter a number of working days, such as 10.",
            "max_value": "Enter at most 60 working days.",
            "min_value": "Enter at least one working day.",
        },
    )
    next_review_date = DayField(label="Next conference by", required=False)

    def __init__(
        self,
        *args: Any,
        places: Iterable[ToldPlace],
        children: Sequence[ChildAsked],
        is_late: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.children = list(places), list(children)
        self.is_mixed = len({one.on_a_plan for one in self.children}) > 1
        self.needs_offer = any(not one.on_a_plan and not one.has_offer for one in self.children)
        if not is_late:
            del self.fields["why_late"]
        for told in self.places:
            self._add_place(told)
        for one in self.children:
            self._add_words(one)
        self._add_decision()
        if self.needs_offer:
            self._add_offer()
        for number in range(1, THINGS + 1):
            self.fields[f"what_{number}"] = forms.CharField(label="What", max_length=400, required=False)
            self.fields[f"who_{number}"] = forms.CharField(label="Who", max_length=120, required=False)
            self.fields[f"due_{number}"] = DayField(label="By", required=False)

    def _add_place(self, told: ToldPlace) -> None:
        number, name = told.place.pk, told.name
        self.fields[f"came_{number}"] = forms.ChoiceField(
            label=f"Did {name} come?",
            choices=with_blank(ConferenceCame.choices),
            error_messages={"required": f"Choose whether {name} came."},
        )
        self.fields[f"left_out_reason_{number}"] = WordsField(
            label=f"If you left {name} out: why, and how they are told", rows=2, required=False
        )
        self.fields[f"sees_it_otherwise_{number}"] = WordsField(
            label=f"What {name} does not agree with, in their words", rows=2, required=False
        )

    def _add_words(self, one: ChildAsked) -> None:
        field, name = f"child_{one.child.pk}_", one.child.display_name
        today = timezone.localdate()
        under_four = one.child.is_unborn or (one.child.age_on(today) or 0) < 4
        self.fields[f"{field}child_words"] = WordsField(
            label=f"What {name} says, in their words",
            rows=3,
            required=False,
            help_text="As said, written or drawn; or shown by a child who does not speak yet",
        )
        self.fields[f"{field}child_words_date"] = DayField(
            label="When they said it", past_only=True, required=False
        )
        self.fields[f"{field}participation"] = forms.ChoiceField(
            label=f"How {name} took part",
            choices=with_blank(codes.choices("child_participation")),
            required=False,
            initial=UNDER_FOUR if under_four else "",
        )
        self.fields[f"{field}advocate"] = forms.CharField(
            label=f"Who spoke up for {name}", max_length=120, required=False
        )
        if not one.on_a_plan:
            self.fields[f"{field}was_on_a_plan_elsewhere"] = forms.BooleanField(
                label=f"{name} has been on a child protection plan before, with another authority",
                required=False,
            )

    def _add_decision(self) -> None:
        every = self.children
        together = not self.is_mixed
        categories = {one.category for one in every}
        same = len(categories) == 1
        if together:
            category = categories.pop() if same else ""
            self.fields |= _decision_fields("", every[0], category=category, widget=forms.RadioSelect)
        else:
            self.fields |= _reasons_fields("")
        if len(every) > 1:
            for one in every:
                # Brothers and sisters who are on plans of different categories each keep their own unless it is changed.
                self.fields |= _decision_fields(
                    f"child_{one.child.pk}_",
                    one,
                    category="" if together and same else one.category,
                    required=not together,
                )
                self.fields |= _reasons_fields(f"child_{one.child.pk}_", one.child.display_name)

    def _add_offer(self) -> None:
        self.fields["answer"] = forms.ChoiceField(
            label="What came of the offer of help?",
            choices=[each for each in HelpAnswer.choices if each[0] != HelpAnswer.NOT_OFFERED],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["what"] = WordsField(label="What was offered", rows=3, required=False)
        self.fields["family_words"] = WordsField(
            label="What the family said, in their words", rows=3, required=False
        )

    # What the template shows, part by part.

    def place_rows(self) -> list[Row]:
        """Return those who were asked, the family first."""
        rows = []
        for told in self.places:
            number = told.place.pk
            more = [self[f"left_out_reason_{number}"], self[f"sees_it_otherwise_{number}"]]
            title = ", ".join(part for part in (told.name, told.part, told.agency) if part)
            rows.append(
                Row(title, [self[f"came_{number}"]], more, any(one.value() or one.errors for one in more))
            )
        return rows

    def word_rows(self) -> list[Row]:
        """Return each child's words and part."""
        rows = []
        for one in self.children:
            names = (
                "child_words",
                "child_words_date",
                "participation",
                "advocate",
                "was_on_a_plan_elsewhere",
            )
            rows.append(
                Row(
                    one.child.display_name,
                    [
                        self[f"child_{one.child.pk}_{name}"]
                        for name in names
                        if f"child_{one.child.pk}_{name}" in self.fields
                    ],
                    [],
                )
            )
        return rows

    def shared(self) -> list[BoundField]:
        """Return what is decided once for all."""
        return [self[name] for name in SHARED if name in self.fields]

    def differing(self) -> list[Row]:
        """Return what may be otherwise for each of several children."""
        if len(self.children) < 2:
            return []
        rows = []
        for one in self.children:
            names = [f"child_{one.child.pk}_{name}" for name in SHARED]
            fields = [self[name] for name in names if name in self.fields]
            used = self.is_mixed or any(bound.value() or bound.errors for bound in fields)
            rows.append(Row(one.child.display_name, fields, [], used))
        return rows

    def offer_fields(self) -> list[BoundField]:
        """Return the offer of help, where one may be needed."""
        return [self[name] for name in ("answer", "what", "family_words") if name in self.fields]

    def agreed_rows(self) -> list[Row]:
        """Return the rows for what is agreed."""
        rows = []
        for number in range(1, THINGS + 1):
            fields = [self[f"{name}_{number}"] for name in ("what", "who", "due")]
            used = any(bound.value() not in (None, "", [], ["", "", ""]) or bound.errors for bound in fields)
            rows.append(Row(f"Agreed action {number}", fields, [], used or number == 1))
        return rows

    # What was typed.

    def clean(self) -> dict[str, Any]:
        """Ask for what a decision is worth nothing without, and for help where no plan is made."""
        data = super().clean() or {}
        for told in self.places:
            number = told.place.pk
            if data.get(f"came_{number}") == ConferenceCame.LEFT_OUT and not data.get(
                f"left_out_reason_{number}"
            ):
                self.add_error(f"left_out_reason_{number}", "Say why you left them out.")
        for one in self.children:
            field = f"child_{one.child.pk}_"
            if data.get(f"{field}child_words") and not data.get(f"{field}child_words_date"):
                self._say(f"{field}child_words_date", "Say on which day they said this.")
            outcome = self._of(one, "outcome")
            if outcome in GOES_ON and not self._of(one, "category"):
                name = "category" if "category" in self.fields else f"{field}category"
                self._say(name, "Choose the category of the child's plan.")
            if outcome == ConferenceOutcome.NO_PLAN and not one.has_offer:
                if not data.get("answer"):
                    self._say("answer", "No plan is made, so say what came of the offer of help.")
                elif not data.get("what"):
                    self._say("what", "Say what help was offered.")
        for number in range(1, THINGS + 1):
            if data.get(f"what_{number}") and not data.get(f"who_{number}"):
                self._say(f"who_{number}", "Say who will do this.")
            if (data.get(f"who_{number}") or data.get(f"due_{number}")) and not data.get(f"what_{number}"):
                self._say(f"what_{number}", "Say what will be done.")
        return data

    def _say(self, name: str, sentence: str) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, sentence)

    def _of(self, one: ChildAsked, name: str) -> Any:
        """Return what was written for one child, or else once for all."""
        own = self.cleaned_data.get(f"child_{one.child.pk}_{name}")
        return own or self.cleaned_data.get(name) or ""

    def words(self) -> ConferenceWords:
        """Return what is written of the whole conference."""
        return ConferenceWords(**{name: self.cleaned_data[name] for name in WORDS})

    def came(self) -> dict[int, Came]:
        """Return for the number of each place whether they came."""
        data = self.cleaned_data
        return {
            told.place.pk: Came(
                data[f"came_{told.place.pk}"],
                data[f"left_out_reason_{told.place.pk}"],
                data[f"sees_it_otherwise_{told.place.pk}"],
            )
            for told in self.places
        }

    def decisions(self) -> dict[int, ChildDecision]:
        """Return what was decided, by the number of each child."""
        data = self.cleaned_data
        found = {}
        for one in self.children:
            field = f"child_{one.child.pk}_"
            outcome = self._of(one, "outcome")
            found[one.child.pk] = ChildDecision(
                outcome=outcome,
                category=self._of(one, "category"),
                participation=data[f"{field}participation"],
                advocate=data[f"{field}advocate"],
                child_words=data[f"{field}child_words"],
                child_words_date=data[f"{field}child_words_date"],
                reasons=Reasons(
                    self._of(one, "reasons"), self._of(one, "evidence"), self._of(one, "what_would_change")
                ),
                offer=self._offer() if outcome == ConferenceOutcome.NO_PLAN else None,
                ended_because=self._of(one, "ended_because"),
                was_on_a_plan_elsewhere=bool(data.get(f"{field}was_on_a_plan_elsewhere")),
            )
        return found

    def _offer(self) -> Offer | None:
        data = self.cleaned_data
        if not data.get("answer"):
            return None
        return Offer(answer=data["answer"], what=data["what"], family_words=data["family_words"])

    def agreed(self) -> list[Agreed]:
        """Return what was agreed."""
        data = self.cleaned_data
        return [
            Agreed(data[f"what_{number}"], data[f"who_{number}"], data[f"due_{number}"])
            for number in range(1, THINGS + 1)
            if data.get(f"what_{number}")
        ]


def _decision_fields(
    prefix: str,
    one: ChildAsked,
    *,
    category: str,
    required: bool = True,
    widget: type[forms.Widget] = forms.Select,
) -> dict[str, forms.Field]:
    """Return the fields of what is decided, for all or for one child where it is otherwise."""
    of_one = bool(prefix)
    name = one.child.display_name
    blank = [("", "The same as for the others")] if of_one and not required else [("", "Choose one")]
    drop_down = widget is forms.Select
    today = timezone.localdate()
    found: dict[str, forms.Field] = {
        f"{prefix}outcome": forms.ChoiceField(
            label=f"What was decided for {name}" if of_one else "What was decided",
            choices=[*(blank if drop_down else []), *one.outcomes],
            widget=widget,
            required=required,
            error_messages={
                "required": f"Say what was decided for {name}." if of_one else "Say what was decided."
            },
        ),
        f"{prefix}category": forms.ChoiceField(
            label=f"Category for {name}" if of_one else "Category, where there is a plan",
            choices=[*blank, *categories_on(today)],
            required=False,
            initial=category,
        ),
    }
    if one.on_a_plan:
        found[f"{prefix}ended_because"] = forms.ChoiceField(
            label=f"If the plan of {name} ends: why" if of_one else "If the plan ends: why",
            choices=[*blank, *[(end.value, str(end.label)) for end in _ENDINGS]],
            required=False,
        )
    return found if of_one else found | _reasons_fields("")


def _reasons_fields(prefix: str, name: str = "") -> dict[str, forms.Field]:
    """Return why, on what evidence, and what would change it; for one child they may be left as for the others."""
    said = f" for {name}, if it is otherwise" if name else ""
    return {
        f"{prefix}reasons": WordsField(
            label=f"Why{said}",
            rows=4 if not name else 2,
            required=not name,
            error_messages={"required": "Say why."},
        ),
        f"{prefix}evidence": WordsField(
            label=f"What it rests on{said}",
            help_text="What was seen and heard, by whom, and when",
            rows=4 if not name else 2,
            required=not name,
            error_messages={
                "required": "Say what this rests on: what was seen and heard, by whom, and when."
            },
        ),
        f"{prefix}what_would_change": WordsField(
            label=f"What would change this decision{said}",
            rows=3 if not name else 2,
            required=not name,
            error_messages={"required": "Say what would change this decision."},
        ),
    }


def first_of(day: datetime.date | None, today: datetime.date) -> datetime.date:
    """Return the planned day where it has come, or today."""
    return day if day is not None and day <= today else today
