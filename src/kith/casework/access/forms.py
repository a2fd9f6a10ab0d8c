"""The access room's forms."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.access.models.break_glass import BreakGlassOutcome
from kith.casework.access.roles import Role
from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Restriction
from kith.casework.workforce.models import Worker
from kith.casework.workforce.models.team import TeamKind

Choices = list[tuple[str, str]]


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class BreakGlassForm(KithForm):
    """Why a record must be opened now."""

    reason = WordsField(
        label="Why do you need this record now?", rows=4, max_length=2000,
        help_text="At least 20 characters. Somebody will read this and ask you about it",
    )  # fmt: skip


class ReviewForm(KithForm):
    """What a reviewer found."""

    outcome = forms.ChoiceField(
        label="Was it right to open this record?", choices=BreakGlassOutcome.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was right to open the record."},
    )  # fmt: skip
    note = WordsField(label="What you found", rows=3, required=False)


class RestrictionForm(KithForm):
    """How far a record is open."""

    restriction = forms.ChoiceField(
        label="Who may open this record?", choices=Restriction.choices, widget=forms.RadioSelect
    )
    reason = WordsField(label="Why", rows=3)


class NameWorkerForm(KithForm):
    """One more worker who may open a restricted record."""

    worker = forms.ChoiceField(
        label="Who may open it?", choices=[], error_messages={"required": "Choose a worker."}
    )
    reason = WordsField(label="Why", rows=2)

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "worker", with_blank(workers))


class FindMineForm(forms.Form):
    """Whom one knows, by name."""

    q = forms.CharField(label="Their name", max_length=120)
    born = DayField(label="Date of birth, if you know it", required=False, past_only=True)


class DeclareMineForm(KithForm):
    """Which of those found is one's own family."""

    person = forms.ChoiceField(
        label="Who is it?",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is."},
    )
    relation = forms.CharField(
        label="What are they to you?",
        max_length=120,
        help_text="Such as 'my sister's child' or 'lives next door'",
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "person", people)


class DeclareOfForm(KithForm):
    """Whose family a person is."""

    worker = forms.ChoiceField(
        label="Whose family, friend or neighbour is it?",
        choices=[],
        error_messages={"required": "Choose a worker."},
    )
    relation = forms.CharField(
        label="What are they to the worker?",
        max_length=120,
        help_text="Such as 'her sister's child' or 'lives next door'",
    )

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "worker", with_blank(workers))


class AuditForm(forms.Form):
    """Which entries of the log are wanted."""

    worker = forms.ChoiceField(label="Worker", required=False)
    q = forms.CharField(label="Person, by name", max_length=120, required=False)
    verb = forms.ChoiceField(label="What was done", required=False)
    since = DayField(label="From", required=False, past_only=True)
    until = DayField(label="To", required=False)

    def __init__(self, *args: Any, workers: Choices, verbs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "worker", with_blank(workers, "Everybody"))
        _choose(self, "verb", with_blank(verbs, "Anything"))

    def clean(self) -> dict[str, Any]:
        """Put the days in their order."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", "This is before the first day. Enter that day or a later one.")
        return data


class WorkerForm(KithForm):
    """Who a worker is and what they do."""

    name = forms.CharField(label="Name", max_length=120)
    role = forms.ChoiceField(label="Role", choices=with_blank(list(Role.choices)))
    full_time_equivalent = forms.DecimalField(
        label="Share of a full-time post", min_value=0, max_value=1, max_digits=3, decimal_places=2,
        help_text="1 for full time, 0.6 for three days a week",
        error_messages={
            "invalid": "Enter a number such as 1 or 0.6.",
            "max_value": "A full-time post is 1. Enter 1 or less.",
            "min_value": "Enter a number more than 0.",
        },
    )  # fmt: skip
    social_work_england_number = forms.CharField(
        label="Social Work England number",
        max_length=8,
        required=False,
        help_text="SW and up to six digits, for social workers",
    )
    is_agency = forms.BooleanField(label="Agency worker", required=False)
    organisation = forms.CharField(label="School or service, for a partner", max_length=120, required=False)
    telephone = forms.CharField(label="Telephone", max_length=30, required=False)

    def clean_full_time_equivalent(self) -> Any:
        """Refuse nothing at all."""
        value = self.cleaned_data["full_time_equivalent"]
        if not value:
            raise forms.ValidationError("Enter a number more than 0.")
        return value

    def clean_social_work_england_number(self) -> str:
        """Refuse a number that is not one, and a number that is another worker's."""
        number = str(self.cleaned_data["social_work_england_number"]).strip().upper()
        if number:
            for validator in Worker._meta.get_field("social_work_england_number").validators:
                validator(number)
        return number


class AddWorkerForm(WorkerForm):
    """A new worker with an account."""

    email = forms.EmailField(
        label="E-mail address", help_text="They sign in with it",
        error_messages={"invalid": "Enter an e-mail address, such as name@council.gov.uk."},
    )  # fmt: skip
    start_date = DayField(label="Starts on")
    team = forms.ChoiceField(label="Team", choices=[], required=False)
    is_manager = forms.BooleanField(label="They manage the team", required=False)

    field_order = ["version", "name", "email", "role", "team", "is_manager", "start_date"]

    def __init__(self, *args: Any, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "team", with_blank(teams, "No team"))


class AccountForm(KithForm):
    """The address that a worker signs in with."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={"invalid": "Enter an e-mail address, such as name@council.gov.uk."},
    )


class TeamMembershipForm(KithForm):
    """A worker's team from a day."""

    team = forms.ChoiceField(label="Team", choices=[], error_messages={"required": "Choose a team."})
    is_manager = forms.BooleanField(label="They manage the team", required=False)
    start_date = DayField(label="From", past_only=True)

    def __init__(self, *args: Any, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "team", with_blank(teams))


class EndWorkerForm(KithForm):
    """The end of somebody's work here."""

    end_date = DayField(label="The first day on which they no longer work here", past_only=True)


class TeamForm(KithForm):
    """A team."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="What the team does", choices=with_blank(list(TeamKind.choices)))
    parent = forms.ChoiceField(label="The team above it", choices=[], required=False)
    telephone = forms.CharField(label="Telephone", max_length=30, required=False)

    def __init__(self, *args: Any, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "parent", with_blank(teams, "None: it is the whole service"))
