"""Forms of approvals: asking for one, deciding it, and assessing a parent's home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.casework.care.forms.also import AlsoForm
from kith.casework.care.models import ApprovalKind, PlacementApproval
from kith.casework.care.needed_approvals import TO_SATISFY
from kith.casework.care.queries.approvals import About, Needed
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person

EVERYTHING = TO_SATISFY[ApprovalKind.OUT_OF_AREA]
LABELS = {name: str(PlacementApproval._meta.get_field(name).verbose_name) for name in EVERYTHING}  # type: ignore[union-attr]


class _Satisfied(AlsoForm):
    """What has to be satisfied, each with a box to tick, and what is missing of it."""

    def add_boxes(self, names: Sequence[str]) -> None:
        """Add a box for each."""
        self.boxes = list(names)
        for name in names:
            self.fields[name] = forms.BooleanField(label=LABELS[name], required=False)
        self.fields["what_is_missing"] = WordsField(
            label="What of this has not been done, and why", required=False, rows=3,
            help_text="It is shown to whoever decides, and blocks nothing",
        )  # fmt: skip
        for sibling in self.siblings:  # last: for whom else comes after what
            self.fields[f"also_{sibling.pk}"] = self.fields.pop(f"also_{sibling.pk}")

    def satisfied(self) -> list[str]:
        """Return what is satisfied."""
        return [name for name in self.boxes if self.cleaned_data.get(name)]


class AskForApprovalForm(_Satisfied):
    """What is to be approved, and why this home."""

    about = forms.ChoiceField(
        label="What is to be approved?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to be approved."},
    )
    why = WordsField(
        label="Why this home, so far away or with whom it is",
        rows=5,
        error_messages={"required": "Say why this home."},
    )

    def __init__(self, *args: Any, needed: Sequence[Needed], abouts: Sequence[About], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the rules say comes first; whatever else somebody wants approved may be asked for too.
        first = [(f"{one.about.key}-{one.kind}", f"{one.label}. {one.about.in_words}") for one in needed]
        known = {key for key, _ in first}
        others = [
            (f"{about.key}-{kind}", f"{kind.label}. {about.in_words}")
            for about in abouts
            for kind in ApprovalKind
            if f"{about.key}-{kind}" not in known
        ]
        self.fields["about"].choices = [*first, *others]  # type: ignore[attr-defined]
        self.add_boxes(EVERYTHING)

    def chosen(self) -> tuple[str, int, str]:
        """Return "placement" or "move", its number, and the kind of approval."""
        what, number, kind = self.cleaned_data["about"].split("-", 2)
        return what, int(number), kind


class DecideApprovalForm(_Satisfied):
    """Approved or not, and why."""

    is_approved = forms.TypedChoiceField(
        label="Do you approve it?",
        choices=[("yes", "Yes, I approve it"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you approve it."},
    )
    decision_words = WordsField(label="Why", rows=4, error_messages={"required": "Say why."})

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_boxes(TO_SATISFY[kind])


class BeginParentsForm(KithForm):
    """An assessment of a parent's home begins."""

    home = forms.ChoiceField(label="Which home?", error_messages={"required": "Choose the home."})
    household = WordsField(label="Who lives there, and what is known of each", required=False, rows=4)
    started_date = DayField(label="Begun on", past_only=True)

    def __init__(self, *args: Any, homes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = [("", "Choose one"), *homes]  # type: ignore[attr-defined]


class FinishParentsForm(KithForm):
    """What was found."""

    household = WordsField(label="Who lives there, and what is known of each", required=False, rows=4)
    words = WordsField(
        label="What was found",
        rows=6,
        help_text="How each parent can look after the child, the home, who else is there, and what help they need",
        error_messages={"required": "Say what was found."},
    )
    is_suitable = forms.TypedChoiceField(
        label="Is it suitable?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is suitable."},
    )
    finished_date = DayField(label="Finished on", past_only=True)

    def __init__(self, *args: Any, child: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_suitable"].label = f"Is it suitable for {child.display_name}?"
