"""The workforce room's forms."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.layout import Fieldset, Layout, Size
from django import forms
from django.utils.html import escape

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.workforce.actions.supervision import WrittenEntry
from kith.casework.workforce.models import AllocationReason, AllocationRole


class AllocateForm(KithForm):
    """Who will hold which children, from when, and why."""

    children = forms.MultipleChoiceField(
        label="Which children?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child."},
    )
    worker = forms.ChoiceField(
        label="Who will hold them?", choices=[], error_messages={"required": "Choose a worker."}
    )
    role = forms.ChoiceField(
        label="What will they be to the children?",
        choices=AllocationRole.choices,
        initial=AllocationRole.LEAD,
    )
    reason = forms.ChoiceField(label="Why?", choices=with_blank(list(AllocationReason.choices)))
    reason_words = forms.CharField(
        label="In a sentence, if there is more to say", max_length=300, required=False
    )
    start_date = DayField(label="From", past_only=True)

    def __init__(
        self,
        *args: Any,
        children: list[Person],
        workers: list[tuple[str, str]],
        also_asked: dict[str, forms.Field],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(also_asked)
        self.fields["children"].choices = [(str(one.pk), one.display_name) for one in children]  # type: ignore[attr-defined]
        self.fields["worker"].choices = with_blank(workers)  # type: ignore[attr-defined]


class EndAllocationForm(KithForm):
    """When and why a worker stops holding a child."""

    end_date = DayField(label="The first day on which they no longer hold the child", past_only=True)
    reason = forms.CharField(label="Why", max_length=300)


class CoverForm(KithForm):
    """Who stands in, over which days."""

    covered_by = forms.ChoiceField(
        label="Who will cover?", choices=[], error_messages={"required": "Choose who will cover."}
    )
    start_date = DayField(label="First day away")
    end_date = DayField(
        label="First day back",
        required=False,
        help_text="Leave it empty if nobody knows yet. For example, 27 3 2015",
    )
    reason = forms.CharField(
        label="Why they are away", max_length=120, help_text="In a word or two, such as 'leave'"
    )

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covered_by"].choices = with_blank(workers)  # type: ignore[attr-defined]


class SupervisionForm(KithForm):
    """One supervision, with a place for each child whom the worker holds."""

    held_date = DayField(label="Held on", past_only=True)
    wellbeing = WordsField(
        label="How the worker is", required=False, rows=4, help_text="Workload, leave, what would help"
    )
    next_date = DayField(label="Next supervision", required=False)

    def __init__(self, *args: Any, children: list[Person], hints: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        places = []
        for child in children:
            said, decided = f"discussion_{child.pk}", f"decision_{child.pk}"
            self.fields[said] = WordsField(
                label="What was said", required=False, rows=3, help_text=hints.get(child.pk, "")
            )
            self.fields[decided] = WordsField(label="What was decided, and why", required=False, rows=2)
            # The markup's template trusts a legend.
            places.append(Fieldset(said, decided, legend=escape(child.display_name), legend_size=Size.MEDIUM))
        self.helper.layout = Layout("version", "held_date", "wellbeing", *places, "next_date")

    def written(self) -> list[WrittenEntry]:
        """Return an entry for each child, empty ones too."""
        return [
            WrittenEntry(
                child.pk,
                self.cleaned_data[f"discussion_{child.pk}"],
                self.cleaned_data[f"decision_{child.pk}"],
            )
            for child in self.children
        ]
