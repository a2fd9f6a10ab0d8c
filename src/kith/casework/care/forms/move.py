"""What is asked of a move: what is thought of, why it is decided, how it was made, and why it was decided against."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms_gds.layout import Fieldset, Layout, Size
from django import forms
from django.utils.html import escape

from kith.casework.care.models import MoveKind
from kith.casework.care.words import with_codes
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person, SchoolPlaceEnding
from kith.casework.workforce.models import AllocationReason

STAYS = [("", "Not decided yet"), ("yes", "Yes, they stay at their school"), ("no", "No, the school changes")]


class ThoughtOfForm(KithForm):
    """What is thought of, in the address of the page: when, for whom, and for a home what kind of placement it is."""

    day = DayField(label="When?", earliest=datetime.date(2000, 1, 1))
    also = forms.MultipleChoiceField(
        label="Who else moves with them?", required=False, widget=forms.CheckboxSelectMultiple
    )
    placement_type = forms.ChoiceField(label="Kind of placement", required=False)

    def __init__(
        self, *args: Any, kind: str, children: list[Person], offered: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children = [*children, *offered]
        if offered:
            self.fields["also"].choices = [(str(one.pk), one.display_name) for one in offered]  # type: ignore[attr-defined]
            if kind == MoveKind.SCHOOL:
                self.fields["also"].label = "Who else goes there?"
            elif kind == MoveKind.WORKER:
                self.fields["also"].label = "Whose worker changes too?"
        else:
            del self.fields["also"]
        if kind == MoveKind.HOME:
            self.fields["placement_type"].choices = with_blank(with_codes("placement_type"))  # type: ignore[attr-defined]
            for child in self.children:
                self.fields[f"stays_{child.pk}"] = forms.ChoiceField(
                    label=f"Does {child.display_name} stay at the same school?", choices=STAYS, required=False
                )
        else:
            del self.fields["placement_type"]

    @property
    def stays(self) -> dict[int, bool | None]:
        """For each child, whether they stay at their school; None where that is not decided."""
        said = {"yes": True, "no": False}
        return {
            child.pk: said.get(str(self.cleaned_data.get(f"stays_{child.pk}", ""))) for child in self.children
        }


class DecideMoveForm(KithForm):
    """Why it is decided, what else was thought of, what each child said, and what is done about what they lose."""

    reasons = WordsField(label="Why is this right for them?", rows=4)
    alternatives = WordsField(
        label="What else was thought of, and why not?",
        rows=3,
        help_text="Could they have stayed, with help? Could they be together, or nearer?",
    )
    what_is_done = WordsField(
        label="What is done about what they lose?",
        rows=3,
        required=False,
        help_text="How they will see brothers, sisters and the people who matter; how they get to their school",
    )

    def __init__(self, *args: Any, children: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        places = []
        for child in children:
            words, why_not = f"child_words_{child.pk}", f"why_child_not_asked_{child.pk}"
            self.fields[words] = WordsField(
                label=f"What {child.display_name} said", rows=3, required=False, help_text="As they said it"
            )
            self.fields[why_not] = WordsField(label="Or why they were not asked", rows=2, required=False)
            # The markup's template trusts a legend.
            places.append(
                Fieldset(words, why_not, legend=escape(child.display_name), legend_size=Size.MEDIUM)
            )
        self.helper.layout = Layout("version", *places, "reasons", "alternatives", "what_is_done")

    def clean(self) -> dict[str, Any]:
        """Ask for each child's words, or why not."""
        data = super().clean() or {}
        for child in self.children:
            words = f"child_words_{child.pk}"
            if not data.get(words) and not data.get(f"why_child_not_asked_{child.pk}"):
                self.add_error(words, f"Enter what {child.display_name} said, or why they were not asked.")
        return data


class _MakeForm(KithForm):
    """When a move was made, and for which of the children for whom it was decided."""

    children = forms.MultipleChoiceField(
        label="Who has moved?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )
    day = DayField(label="When?", past_only=True)

    def __init__(self, *args: Any, children: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(str(one.pk), one.display_name) for one in children]  # type: ignore[attr-defined]


class MakeHomeMoveForm(_MakeForm):
    """How a change of home was made, and how the placement before it ended."""

    placement_type = forms.ChoiceField(label="Kind of placement")
    is_emergency = forms.BooleanField(label="It was an emergency", required=False)
    until_eighteen = forms.BooleanField(label="They are to stay here until they are 18", required=False)
    ended_because = forms.ChoiceField(label="Why did the placement before end?", required=False)
    ended_as_planned = forms.TypedChoiceField(
        label="Did it end as planned?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    end_words = WordsField(label="In a sentence", rows=2, required=False)
    despite = WordsField(label="If something above is unusual, why is it so?", rows=2, required=False)
    late_reason = WordsField(
        label="If this is recorded late, why?",
        rows=2,
        required=False,
        help_text="Leave it empty if it is not",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement_type"].choices = with_blank(with_codes("placement_type"))  # type: ignore[attr-defined]
        self.fields["ended_because"].choices = with_blank(with_codes("reason_placement_change"))  # type: ignore[attr-defined]


class MakeSchoolMoveForm(_MakeForm):
    """How a change of school was made."""

    ended_because = forms.ChoiceField(
        label="Why did they leave the school before?", choices=with_blank(list(SchoolPlaceEnding.choices))
    )
    end_words = forms.CharField(
        label="In a sentence, if there is more to say", max_length=300, required=False
    )


class MakeWorkerMoveForm(_MakeForm):
    """How a change of worker was made."""

    reason = forms.ChoiceField(label="Why?", choices=with_blank(list(AllocationReason.choices)))
    reason_words = forms.CharField(
        label="In a sentence, if there is more to say", max_length=300, required=False
    )


class StandDownMoveForm(KithForm):
    """Why a move was decided against."""

    reason = WordsField(label="Why was it decided against?", rows=4)


FORMS: dict[str, type[_MakeForm]] = {
    MoveKind.HOME: MakeHomeMoveForm,
    MoveKind.SCHOOL: MakeSchoolMoveForm,
    MoveKind.WORKER: MakeWorkerMoveForm,
}
