"""The plans room's forms."""

from __future__ import annotations

from typing import Any

from django import forms

from kith import codes
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.plans.models import Tier
from kith.casework.plans.models.agreement import AgreementAnswer, LawfulBasis
from kith.casework.plans.models.goal import GoalStatus, ScoredBy, ScoreStage

Choices = list[tuple[str, str]]


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class StartPlanForm(KithForm):
    """The beginning of a family's plan."""

    what_we_want = WordsField(
        label="What the family wants to be different, in their words", required=False, rows=5,
        help_text="You can write this later, with the family",
    )  # fmt: skip
    what_is_strong = WordsField(label="What is going well", required=False, rows=3)
    children = forms.MultipleChoiceField(
        label="Whom is the plan for?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child whom the plan is for."},
    )
    tier = forms.ChoiceField(label="What kind of plan is it?", choices=Tier.choices, widget=forms.RadioSelect)
    lead = forms.ChoiceField(
        label="Who leads it?", choices=[], error_messages={"required": "Choose who leads the plan."}
    )
    start_date = DayField(label="The plan begins on", past_only=True)

    def __init__(self, *args: Any, children: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "children", children)
        _choose(self, "lead", with_blank(workers))


class WordsForm(KithForm):
    """What the family wants, and what goes well."""

    what_we_want = WordsField(label="What the family wants to be different, in their words", rows=6)
    what_is_strong = WordsField(label="What is going well", required=False, rows=4)


class LeadForm(KithForm):
    """Another lead practitioner."""

    worker = forms.ChoiceField(
        label="Who will lead the plan?", choices=[], error_messages={"required": "Choose a worker."}
    )
    start_date = DayField(label="From", past_only=True)
    reason = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "worker", with_blank(workers))


class ChildForm(KithForm):
    """Another child on the plan."""

    child = forms.ChoiceField(
        label="Which child?",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a child."},
    )
    start_date = DayField(label="From", past_only=True)

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "child", children)


class GoalForm(KithForm):
    """One goal in the family's words."""

    words = forms.CharField(label="The goal, in the family's words", max_length=300)
    child = forms.ChoiceField(label="Whom is it for?", choices=[], required=False)
    need = forms.ChoiceField(label="The need it meets", choices=[], required=False)
    set_date = DayField(label="Set on", past_only=True)

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "child", with_blank(children, "The whole family"))
        _choose(self, "need", with_blank(codes.choices("assessment_factor"), "Not said"))


class RewordGoalForm(KithForm):
    """A goal in other words."""

    words = forms.CharField(label="The goal, in the family's words", max_length=300)
    need = forms.ChoiceField(label="The need it meets", choices=[], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "need", with_blank(codes.choices("assessment_factor"), "Not said"))


class ScoreForm(KithForm):
    """How near a goal is, and who says so."""

    scored_by = forms.ChoiceField(
        label="Whose score is it?", choices=ScoredBy.choices, widget=forms.RadioSelect
    )
    score = forms.ChoiceField(
        label="How near is the goal?",
        help_text="0 is not at all, 10 is fully met",
        choices=with_blank([(str(number), str(number)) for number in range(11)], "Choose from 0 to 10"),
        error_messages={"required": "Choose a score from 0 (not at all) to 10 (fully met)."},
    )
    stage = forms.ChoiceField(
        label="When in the work is this?", choices=ScoreStage.choices, widget=forms.RadioSelect
    )
    day = DayField(label="Scored on", past_only=True)


class CloseGoalForm(KithForm):
    """A goal met or put aside."""

    status = forms.ChoiceField(
        label="What became of it?",
        choices=[choice for choice in GoalStatus.choices if choice[0] != GoalStatus.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the goal is met or put aside."},
    )
    closed_date = DayField(label="On", past_only=True)


class ActionForm(KithForm):
    """Something to do, by whom, by when."""

    what = forms.CharField(label="What will be done", max_length=300)
    owner_worker = forms.ChoiceField(label="Which worker will do it?", choices=[], required=False)
    owner_name = forms.CharField(
        label="Or one of the family's own people",
        max_length=120,
        required=False,
        help_text="Such as 'Nan' or 'Daniel's uncle'",
    )
    due_date = DayField(label="By")
    goal = forms.ChoiceField(label="Which goal is it for?", choices=[], required=False)
    is_help = forms.BooleanField(
        label="This is help for the family: doing it counts as help given", required=False
    )

    def __init__(self, *args: Any, workers: Choices, goals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner_worker", with_blank(workers, "Nobody from the service"))
        _choose(self, "goal", with_blank(goals, "No one goal"))

    def clean(self) -> dict[str, Any]:
        """Ask for one who answers for it."""
        data = super().clean() or {}
        if not data.get("owner_worker") and not data.get("owner_name"):
            self.add_error("owner_worker", "Choose a worker, or enter who in the family will do it.")
        return data


class DoneForm(KithForm):
    """The day on which something was done."""

    done_date = DayField(label="Done on", past_only=True)


class HelpForm(KithForm):
    """Help that was given."""

    what = forms.CharField(
        label="What the help was",
        max_length=300,
        help_text="Such as 'first parenting session' or 'cooker delivered'",
    )
    day = DayField(label="Given on", past_only=True)


class MemberForm(KithForm):
    """Somebody in the team around the family."""

    worker = forms.ChoiceField(label="A worker or partner", choices=[], required=False)
    person = forms.ChoiceField(label="Or one of the family", choices=[], required=False)
    name = forms.CharField(label="Or somebody else, by name", max_length=120, required=False)
    part = forms.CharField(
        label="What they do", max_length=160, help_text="Such as 'takes Esther to nursery'"
    )
    start_date = DayField(label="Since", past_only=True)

    def __init__(self, *args: Any, workers: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "worker", with_blank(workers))
        _choose(self, "person", with_blank(people))

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three."""
        data = super().clean() or {}
        if sum(bool(data.get(name)) for name in ("worker", "person", "name")) != 1:
            self.add_error("worker", "Choose one: a worker, one of the family, or a name.")
        return data


class EndMemberForm(KithForm):
    """Somebody leaves the team around the family."""

    end_date = DayField(label="The first day on which they are no longer in the team", past_only=True)


class AgreementForm(KithForm):
    """What somebody said to the help that is offered."""

    person = forms.ChoiceField(
        label="Who said it?", choices=[], error_messages={"required": "Choose who said it."}
    )
    answer = forms.ChoiceField(
        label="What did they say?", choices=AgreementAnswer.choices, widget=forms.RadioSelect
    )
    words = WordsField(label="In their words", required=False, rows=3)
    day = DayField(label="Said on", past_only=True)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "person", with_blank(people))


class SharingForm(KithForm):
    """A decision to share, or not to."""

    was_shared = forms.ChoiceField(
        label="What was decided?",
        choices=[("yes", "To share it"), ("no", "Not to share it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was shared."},
    )
    recipient = forms.CharField(
        label="With whom", max_length=160, help_text="Such as the school or the health visitor"
    )
    what = WordsField(label="What information", rows=3)
    purpose = WordsField(label="What for", rows=2)
    lawful_basis = forms.ChoiceField(
        label="What in law allows it?",
        choices=LawfulBasis.choices,
        widget=forms.RadioSelect,
        help_text="UK GDPR article 6. Agreement to help is not consent to sharing",
    )
    consent_sought = forms.BooleanField(label="The family was asked first", required=False)
    reason_not_shared = WordsField(label="If it was not shared, why not", rows=2, required=False)
    day = DayField(label="Decided on", past_only=True)

    def clean(self) -> dict[str, Any]:
        """Ask why, where it was not shared."""
        data = super().clean() or {}
        if data.get("was_shared") == "no" and not data.get("reason_not_shared"):
            self.add_error("reason_not_shared", "Say why it was not shared.")
        return data
