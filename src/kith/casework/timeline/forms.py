"""The timeline's forms."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people.models import Person
from kith.casework.timeline.actions.notes import WrittenPassage
from kith.casework.timeline.models import NoteKind
from kith.casework.timeline.uploads import WHAT_IS_ALLOWED


class NoteForm(KithForm):
    """One note about several people: what is about all of them, and passages about some alone."""

    people = forms.MultipleChoiceField(label="Whom is it about?", widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label="What kind of note is it?", choices=NoteKind.choices)
    title = forms.CharField(label="In a few words", max_length=160)
    day = DayField(label="Day it is about", past_only=True)
    text = WordsField(
        label="The note",
        help_text="What is about all of them. A passage about only some goes below.",
        required=False,
        rows=10,
    )

    def __init__(self, *args: Any, members: list[Person], passages: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.passage_numbers = range(1, passages + 1)
        names = [(str(one.pk), one.display_name) for one in members]
        self.fields["people"].choices = names  # type: ignore[attr-defined]
        for number in self.passage_numbers:
            self.fields[f"passage_{number}"] = WordsField(label=f"Passage {number}", required=False, rows=4)
            self.fields[f"about_{number}"] = forms.MultipleChoiceField(
                label="It is only about", choices=names, required=False, widget=forms.CheckboxSelectMultiple
            )
            self.fields[f"withheld_{number}"] = forms.MultipleChoiceField(
                label="It is not to be disclosed to",
                choices=names,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def passage_groups(self) -> list[dict[str, Any]]:
        """Return the fields of each passage, for the page to set out."""
        return [
            {
                "number": number,
                "text": self[f"passage_{number}"],
                "about": self[f"about_{number}"],
                "withheld": self[f"withheld_{number}"],
                "is_used": bool(self[f"passage_{number}"].value()),
            }
            for number in self.passage_numbers
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for some text."""
        data = super().clean() or {}
        if not data.get("text") and not any(data.get(f"passage_{number}") for number in self.passage_numbers):
            self.add_error("text", "Write the note.")
        return data

    def written(self) -> list[WrittenPassage]:
        """Return the passages as they are to be kept."""
        data = self.cleaned_data
        written = [WrittenPassage(data["text"])] if data["text"] else []
        for number in self.passage_numbers:
            if data[f"passage_{number}"]:
                about = tuple(int(one) for one in data[f"about_{number}"])
                withheld = tuple(int(one) for one in data[f"withheld_{number}"])
                written.append(WrittenPassage(data[f"passage_{number}"], about, withheld))
        return written


class DocumentForm(KithForm):
    """A file about several people."""

    people = forms.MultipleChoiceField(label="Whom is it about?", widget=forms.CheckboxSelectMultiple)
    title = forms.CharField(label="What it is", max_length=160)
    day = DayField(label="Day it is about", past_only=True)
    file = forms.FileField(
        label="File", help_text=f"{WHAT_IS_ALLOWED[0].upper()}{WHAT_IS_ALLOWED[1:]}, up to 20 MB"
    )

    def __init__(self, *args: Any, members: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one.pk), one.display_name) for one in members]  # type: ignore[attr-defined]


class TaskForm(KithForm):
    """Something to do."""

    title = forms.CharField(label="What is to be done", max_length=200)
    due_date = DayField(label="By")
    worker = forms.ChoiceField(label="Who is to do it", choices=[])

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = with_blank(workers)  # type: ignore[attr-defined]


class LateReasonForm(KithForm):
    """Why a clock is late."""

    reason = WordsField(label="Why it is late, and what is being done about it", rows=4)
