"""Forms of the assessment: the family's part, a child's part, sign-off, and what goes onto the plan."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.layout import Div, Field, Layout
from django import forms
from django.utils import timezone

from kith.casework.family_help.actions.assessing import factors_to_choose_from
from kith.casework.family_help.forms.seen_and_heard import SeenAndHeardForm
from kith.casework.family_help.models import AssessmentKind, AssessmentOutcome
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm

Choices = list[tuple[str, str]]


class StartAssessmentForm(KithForm):
    """The beginning of an assessment."""

    kind = forms.ChoiceField(
        label="What kind of assessment is it?", choices=AssessmentKind.choices, widget=forms.RadioSelect
    )
    children = forms.MultipleChoiceField(
        label="Which children is it about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child whom the assessment is about."},
    )
    start_date = DayField(label="It began on", past_only=True)

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = children  # type: ignore[attr-defined]


class FamilyPartForm(KithForm):
    """What the assessment says of the whole family; everything may be left for later."""

    strengths = WordsField(
        label="What is going well",
        help_text="Begin here: what the family does well, and who and what holds them up",
        rows=5,
        required=False,
    )
    in_their_words = WordsField(
        label="What the family says is happening, in their words", rows=5, required=False
    )
    parenting = WordsField(
        label="How parents and carers meet the children's needs",
        help_text="Care, safety, warmth, stimulation, guidance and steadiness (Assessment Framework: parenting capacity)",
        rows=6,
        required=False,
    )
    around_the_family = WordsField(
        label="The home, the wider family and the people around them",
        help_text="Housing, work, money, family, friends, community (Assessment Framework: family and environment)",
        rows=6,
        required=False,
    )
    analysis = WordsField(
        label="What this means for the children",
        help_text="What you think, why, how sure you are, and what would change your mind",
        rows=7,
        required=False,
    )
    family_view = WordsField(
        label="What the family thinks of this assessment",
        help_text="Read it with them. Where they see it differently, say so in their words",
        rows=4,
        required=False,
    )


class ChildPartForm(SeenAndHeardForm):
    """One child's own part."""

    strengths = WordsField(label="What is going well for this child", rows=4, required=False)
    development = WordsField(
        label="Health, learning, feelings and friends",
        help_text="Assessment Framework: the child's development",
        rows=5,
        required=False,
    )
    needs = WordsField(label="What this child needs", rows=4, required=False)
    factors = forms.MultipleChoiceField(
        label="What was found (factors at the end of the assessment)",
        help_text="Choose all that hold. The children in need census asks for at least one",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outcome = forms.ChoiceField(
        label="What comes next for this child?",
        choices=AssessmentOutcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    outcome_reason = WordsField(label="Why that is right", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["factors"].choices = factors_to_choose_from(timezone.localdate())  # type: ignore[attr-defined]
        # Forty factors in two columns of small boxes, so that the page does not hide what stands below them.
        self.helper.layout = Layout(
            *(
                Div(Field.checkboxes(name, legend_size="s", small=True), css_class="kith-many")
                if name == "factors"
                else name
                for name in self.fields
            )
        )


class AssessmentChildForm(KithForm):
    """Another child in the assessment."""

    child = forms.ChoiceField(
        label="Which child?",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a child."},
    )

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = children  # type: ignore[attr-defined]


class SubmitForm(KithForm):
    """That the assessment is ready to be read by a manager: nothing more is asked."""


class SendBackForm(KithForm):
    """What should be changed before it is signed off."""

    words = WordsField(label="What should be changed, and why", rows=5)


class AuthoriseForm(KithForm):
    """A manager's sign-off."""

    words = WordsField(
        label="Why you agree",
        help_text="What in it persuades you, and anything that you would watch",
        rows=4,
    )


class GoalsForm(KithForm):
    """Goals that the assessment's factors suggest: the family chooses, and puts them in its own words."""

    MOST = 12

    def __init__(self, *args: Any, suggested: list[tuple[int, str, str, str]], **kwargs: Any) -> None:
        """Take each suggestion as (place, need, where it comes from, words)."""
        super().__init__(*args, **kwargs)
        self.suggested = suggested[: self.MOST]
        for place, _, source, words in self.suggested:
            self.fields[f"choose_{place}"] = forms.BooleanField(
                label=f"Put this on the plan: {words}", required=False
            )
            self.fields[f"words_{place}"] = forms.CharField(
                label="In the family's own words",
                help_text=source,
                max_length=300,
                required=False,
                initial=words,
            )
        self.fields["own_words"] = forms.CharField(
            label="Another goal, in the family's words", max_length=300, required=False
        )

    def chosen(self) -> list[tuple[str, str]]:
        """Return each goal that was chosen, as (words, need)."""
        data = self.cleaned_data
        goals = [
            (data[f"words_{place}"].strip() or words, need)
            for place, need, _, words in self.suggested
            if data.get(f"choose_{place}")
        ]
        if data.get("own_words", "").strip():
            goals.append((data["own_words"].strip(), ""))
        return goals

    def clean(self) -> dict[str, Any]:
        """Ask for one goal at least."""
        data = super().clean() or {}
        if not any(data.get(f"choose_{place}") for place, *_ in self.suggested) and not data.get("own_words"):
            self.add_error(None, "Choose a goal, or write one in the family's words.")
        return data
