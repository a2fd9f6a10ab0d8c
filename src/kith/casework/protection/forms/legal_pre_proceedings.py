"""The forms of work before proceedings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.forms.legal_fields import ReasonsForm, different_field
from kith.casework.protection.models import PreProceedingsEnding, PreProceedingsStepKind
from kith.casework.protection.queries.family_meetings import FamilyMeeting

YES_NO = [("yes", "Yes"), ("no", "No")]


class SendLetterForm(KithForm):
    """What the letter to the parents says."""

    what_we_worry_about = WordsField(
        label="What the letter says you are worried about",
        rows=5,
        help_text="In plain words that the parents would use, with what was seen and when",
        error_messages={"required": "Write what the letter says you are worried about."},
    )
    what_must_change = WordsField(
        label="What the letter asks to change",
        rows=5,
        help_text="What the parents would do differently, and by when",
        error_messages={"required": "Write what the letter asks to change."},
    )
    help_offered = WordsField(
        label="What help the letter says there is",
        rows=4,
        error_messages={"required": "Write what help the letter says there is."},
    )
    letter_sent_date = DayField(label="Sent on", past_only=True)
    next_review_date = DayField(label="To be looked at again on", required=False)


def _lawyer() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Did the parents have a lawyer with them?",
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        help_text="For a meeting. Parents who get this letter have legal aid, whatever they earn",
    )


def lawyer_of(data: dict[str, Any]) -> bool | None:
    """Return the answer about the parents' lawyer."""
    return {"yes": True, "no": False}.get(data.get("parents_had_a_lawyer", ""))


class AddStepForm(KithForm):
    """A meeting, an assessment or a review, planned or done."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=PreProceedingsStepKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    what = forms.CharField(
        label="What, and by whom",
        max_length=300,
        help_text="Such as 'Parenting assessment by Dr Osei'",
        error_messages={"required": "Say what, and by whom."},
    )
    planned_date = DayField(label="Planned for, or due by", required=False)
    done_date = DayField(
        label="Held or received on",
        required=False,
        past_only=True,
        help_text="Leave it empty if it is to come",
    )
    parents_had_a_lawyer = _lawyer()
    words = WordsField(label="What came of it", required=False, rows=4)
    next_review_date = DayField(label="To be looked at again on", required=False, help_text="After a review")

    def clean(self) -> dict[str, Any]:
        """Ask for a day, and for what came of what was done."""
        data = super().clean() or {}
        if {"planned_date", "done_date"} & set(self.errors):
            return data
        if not data.get("planned_date") and not data.get("done_date"):
            self.add_error("planned_date", "Enter a day: when it is planned or due, or when it was.")
        if data.get("words") and not data.get("done_date"):
            self.add_error("done_date", "Enter the day on which it was.")
        return data


class DoStepForm(KithForm):
    """A planned step that was held or received."""

    done_date = DayField(label="Held or received on", past_only=True)
    words = WordsField(label="What came of it", rows=4, error_messages={"required": "Say what came of it."})

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == PreProceedingsStepKind.MEETING:
            self.fields["parents_had_a_lawyer"] = _lawyer()
        if kind == PreProceedingsStepKind.REVIEW:
            self.fields["next_review_date"] = DayField(label="To be looked at again on", required=False)


class JoinFamilyMeetingForm(KithForm):
    """Which offer of family group decision-making belongs to this work."""

    network_meeting = forms.ChoiceField(
        label="Which offer belongs here?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the offer."},
    )

    def __init__(self, *args: Any, meetings: list[FamilyMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["network_meeting"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [(str(one.meeting.pk), one.words) for one in meetings]


class EndPreProceedingsForm(ReasonsForm):
    """How work before proceedings ended, and why for each child."""

    ending = forms.ChoiceField(
        label="How did it end?",
        choices=PreProceedingsEnding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended."},
    )
    end_date = DayField(label="Ended on", past_only=True)

    field_order = ("ending", "end_date", "reasons", "evidence", "what_would_change", "other_views")

    def __init__(self, *args: Any, children: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        if len(children) > 1:
            for child in children:
                self.fields[f"different_{child.pk}"] = different_field(child)

    def reasons_by_child(self) -> dict[int, Reasons]:
        """Return why for each child."""
        return {child.pk: self.reasons_about(child) for child in self.children}
