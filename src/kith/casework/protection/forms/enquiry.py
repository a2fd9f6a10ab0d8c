"""Forms of the section 47 enquiry: the family's part, a child's part, the offer of help, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kith import codes
from kith.casework.family_help.forms.seen_and_heard import SeenAndHeardForm
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.forms.reasons_once import ReasonsOnceForm, choices_of
from kith.casework.protection.models import Finding, HelpAnswer

Choices = list[tuple[str, str]]


class WriteEnquiryForm(KithForm):
    """What the enquiry says of the whole family; everything may be left for later."""

    how_it_begins = WordsField(
        label="How the family is told, and how they are kept in it",
        help_text="Who tells them, what is said, and what they need to take part: an interpreter, a friend, a quiet place",
        rows=4,
        required=False,
    )
    parents_told_date = DayField(label="When the parents were told", past_only=True, required=False)
    why_parents_not_told = WordsField(
        label="If they have not been told, why",
        help_text="Only where telling them would put a child at risk, or spoil what the police must find out",
        rows=2,
        required=False,
    )
    strengths = WordsField(label="What keeps the children safe, and what goes well", rows=4, required=False)
    what_was_found = WordsField(label="What was found, from whom, and when", rows=7, required=False)
    family_view = WordsField(label="What the parents say, in their words", rows=4, required=False)
    analysis = WordsField(
        label="What this means for the children",
        help_text="What you think, why, how sure you are, and what would change your mind",
        rows=6,
        required=False,
    )


class WriteChildForm(SeenAndHeardForm):
    """One child's own part."""

    what_was_found = WordsField(label="What was found about this child", rows=5, required=False)
    finding = forms.ChoiceField(
        label="What do you conclude?", choices=Finding.choices, widget=forms.RadioSelect, required=False
    )
    outcome = forms.ChoiceField(
        label="What comes next for this child?",
        help_text="A manager decides. Where it is not a conference, help is offered before the enquiry ends",
        choices=codes.choices("section_47_outcome"),
        widget=forms.RadioSelect,
        required=False,
    )
    outcome_reason = WordsField(label="Why that is right", rows=3, required=False)


class OfferForm(KithForm):
    """The help that was offered, and what the family said; or, for a manager, why none was."""

    children = forms.MultipleChoiceField(
        label="For which children?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child whom the help is for."},
    )
    answer = forms.ChoiceField(
        label="What came of the offer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what came of the offer of help."},
    )
    intervention = forms.ChoiceField(
        label="Help from the catalogue",
        help_text="What fits the family’s needs stands first",
        required=False,
    )
    what = WordsField(
        label="What was offered",
        help_text="In plain words, as it was said to the family. May be left empty if you chose from the catalogue",
        rows=3,
        required=False,
    )
    family_words = WordsField(label="What the family said, in their words", rows=3, required=False)
    offered_date = DayField(label="Offered on", past_only=True)
    not_offered_reason = WordsField(
        label="If no help is offered, why", help_text="A manager’s reason", rows=3, required=False
    )

    def __init__(
        self, *args: Any, children: Choices, interventions: Choices, may_not_offer: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["children"], children)
        choices_of(self.fields["intervention"], with_blank(interventions, "None of these"))
        answers = [one for one in HelpAnswer.choices if may_not_offer or one[0] != HelpAnswer.NOT_OFFERED]
        choices_of(self.fields["answer"], answers)
        if not may_not_offer:
            del self.fields["not_offered_reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for what was offered, or why nothing was."""
        data = super().clean() or {}
        answer = data.get("answer")
        if answer == HelpAnswer.NOT_OFFERED:
            if not data.get("not_offered_reason"):
                self.add_error("not_offered_reason", "Say why no help was offered.")
        elif answer and not data.get("what") and not data.get("intervention"):
            self.add_error("what", "Say what help was offered.")
        return data


class SubmitForm(KithForm):
    """That the enquiry is ready for a manager: nothing more is asked."""


class SendBackForm(KithForm):
    """What should be changed before it is decided."""

    words = WordsField(label="What should be changed, and why", rows=5)


class EndForm(ReasonsOnceForm):
    """A manager's decision for each child."""

    not_offered_reason = WordsField(
        label="If no help is offered, why",
        help_text="Your reason stands on the children’s records. It is better to offer",
        rows=4,
        required=False,
    )
    end_date = DayField(label="Ended on", past_only=True)

    def __init__(self, *args: Any, children: Sequence[Person], without_offer: bool, **kwargs: Any) -> None:
        super().__init__(*args, children=children, **kwargs)
        if not without_offer:
            del self.fields["not_offered_reason"]

    def decisions(self) -> dict[int, Reasons]:
        """Return each child's reasons."""
        return {child.pk: self.reasons_for(child) for child in self.children}
