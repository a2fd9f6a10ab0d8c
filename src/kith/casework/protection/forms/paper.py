"""What is asked of whoever makes, changes and sends a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.plans.models.agreement import LawfulBasis
from kith.casework.protection.models import ConferencePart
from kith.casework.protection.paper_passages import KindOfPaper

LONGEST = 60_000  # characters of one passage: what an agency's report may run to


class MakePaperForm(KithForm):
    """Which paper, about which children, and whom it is for."""

    kind = forms.ChoiceField(label="What is to be written?", widget=forms.RadioSelect)
    children = forms.MultipleChoiceField(
        label="Which children is it about?",
        widget=forms.CheckboxSelectMultiple,
        help_text="What is about another child alone is not in it",
        error_messages={"required": "Choose at least one child whom it is about."},
    )
    for_part = forms.ChoiceField(
        label="Who is it for?",
        widget=forms.RadioSelect,
        help_text="This decides what is in it",
    )
    for_whom = forms.CharField(
        label="Their name, or who they are together",
        max_length=200,
        help_text="As it should stand on the paper, such as ‘Ngozi Okafor’ or ‘Everybody who was at the conference’",
        error_messages={"required": "Say whom it is for."},
    )

    def __init__(
        self, *args: Any, kinds: Sequence[KindOfPaper], among: Sequence[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.kind, one.kind.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["children"].choices = [(str(one.pk), one.display_name) for one in among]  # type: ignore[attr-defined]
        reach = frozenset().union(*(one.may_go_to for one in kinds))
        self.fields["for_part"].choices = [  # type: ignore[attr-defined]
            (part.value, part.label) for part in ConferencePart if part in reach
        ]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = kinds[0].kind
        if len(reach) == 1:
            self.fields["for_part"].widget = forms.HiddenInput()
            self.fields["for_part"].initial = next(iter(reach)).value


class PassageForm(KithForm):
    """One passage of a paper."""

    heading = forms.CharField(label="Heading", max_length=160)
    words = WordsField(
        label="Words",
        rows=16,
        max_length=LONGEST,
        required=False,
        help_text="An empty line begins a paragraph. Lines that all have | between their parts are printed as a table, the "
        "first line as its headings",
    )


class SendPaperForm(KithForm):
    """That a paper goes: to whom, on which day, and by what right."""

    for_whom = forms.CharField(
        label="Who is it going to?",
        max_length=200,
        help_text="As it should stand on the paper",
        error_messages={"required": "Say whom it is for."},
    )
    sent_date = DayField(label="Goes on", past_only=True)
    lawful_basis = forms.ChoiceField(
        label="By what right is it shared?", choices=LawfulBasis.choices, widget=forms.RadioSelect
    )
    consent_sought = forms.BooleanField(label="The family was asked first", required=False)
    was_read = forms.BooleanField(
        label="I have read it as it goes, and it says nothing that this reader must not know",
        help_text="Addresses, telephone numbers and names that are withheld were looked for and left out. A school, a place "
        "where somebody can be found at a certain hour, or what one child said of another, only you can see",
        error_messages={"required": "Read it as it goes, and say that you have."},
    )
