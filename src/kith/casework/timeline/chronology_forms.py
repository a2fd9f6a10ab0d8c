"""The forms of a chronology: what to show of the automatic one, and the words of an authored one."""

from __future__ import annotations

from typing import Any

from django import forms

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.timeline import chronology_kinds
from kith.casework.timeline.actions.chronologies import WrittenEntry
from kith.casework.timeline.queries.authored_chronology import AuthoredEntry


class ChronologyFilterForm(KithForm):
    """What of a chronology to show: kinds of thing, days, only the significant, as known at the end of a day."""

    kinds = forms.MultipleChoiceField(
        label="What kind of thing",
        choices=chronology_kinds.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen shows all",
    )
    from_date = DayField(label="From", required=False)
    to_date = DayField(label="To", required=False)
    show = forms.ChoiceField(
        label="How much",
        choices=[("", "Everything"), ("significant", "Only what was chosen as significant")],
        required=False,
        widget=forms.RadioSelect,
    )
    known = DayField(label="As it was known at the end of this day", required=False, past_only=True)

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        data = super().clean() or {}
        if data.get("from_date") and data.get("to_date") and data["to_date"] < data["from_date"]:
            self.add_error("to_date", "This day is before the first. Change one of them.")
        return data


class StartChronologyForm(KithForm):
    """A chronology of one's own: what it is for, whom it is about, from when to when."""

    purpose = forms.CharField(
        label="What is it for?",
        max_length=200,
        help_text="For example, “For the family network meeting” or “For supervision”",
    )
    people = forms.MultipleChoiceField(label="Whom is it about?", widget=forms.CheckboxSelectMultiple)
    from_date = DayField(label="From")
    to_date = DayField(label="To", past_only=True)

    def __init__(self, *args: Any, members: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one.pk), one.display_name) for one in members]  # type: ignore[attr-defined]
        if len(members) == 1:
            del self.fields["people"]


class WholeChronologyForm(KithForm):
    """What is about a chronology as a whole, and in whose copy it may be."""

    purpose = forms.CharField(label="What is it for?", max_length=200)
    from_date = DayField(label="From")
    to_date = DayField(label="To", past_only=True)
    introduction = WordsField(
        label="Introduction",
        help_text="Who the family is, and what you read to write this",
        required=False,
        rows=5,
    )
    analysis = WordsField(
        label="What it shows as a whole",
        help_text="What repeats, what has helped, what has changed, and what it has meant for the children",
        required=False,
        rows=10,
    )
    readers = forms.MultipleChoiceField(
        label="In whose copy may the purpose, introduction and analysis be?",
        help_text="They are about everybody together. Choose somebody only if all of it may be told them.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, members: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = [(str(one.pk), one.display_name) for one in members]  # type: ignore[attr-defined]


def _whom(label: str, names: list[tuple[str, str]], *, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=names, required=required, widget=forms.CheckboxSelectMultiple
    )


ABOUT, WITHHELD = "Whom is it about?", "From whom is it to be withheld?"


class ChronologyEntryForm(KithForm):
    """An entry written by hand."""

    day = DayField(label="Day", past_only=True)
    source = forms.CharField(
        label="Where does this come from?",
        max_length=160,
        help_text="For example, “School attendance record” or “Told by her mother on the visit of 3 March”",
    )
    what_happened = WordsField(label="What happened", rows=5)
    why_it_matters = WordsField(label="Why it matters", required=False, rows=3)
    impact = WordsField(label="What it meant for the child", required=False, rows=3)

    def __init__(self, *args: Any, members: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.pk), one.display_name) for one in members]
        self.fields["about"] = _whom(ABOUT, names, required=True)
        self.fields["withheld"] = _whom(WITHHELD, names, required=False)


class ApartForm(KithForm):
    """A part of an entry that is about only some, or is withheld from somebody."""

    what_happened = WordsField(
        label="The part that is set apart", rows=5, help_text="Take it out of the entry it comes from as well"
    )

    def __init__(self, *args: Any, members: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.pk), one.display_name) for one in members]
        self.fields["about"] = _whom(ABOUT, names, required=True)
        self.fields["withheld"] = _whom(WITHHELD, names, required=False)


class ChronologyWordsForm(KithForm):
    """The author's words on several entries, on one page."""

    def __init__(
        self, *args: Any, members: list[Person], entries: list[AuthoredEntry], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        names = [(str(one.pk), one.display_name) for one in members]
        for entry in entries:
            number = entry.entry_id
            self.fields[f"day_{number}"] = DayField(label="Day", past_only=True)
            self.fields[f"happened_{number}"] = WordsField(label="What happened", rows=3)
            self.fields[f"matters_{number}"] = WordsField(label="Why it matters", required=False, rows=2)
            self.fields[f"impact_{number}"] = WordsField(
                label="What it meant for the child", required=False, rows=2
            )
            self.fields[f"about_{number}"] = _whom(ABOUT, names, required=True)
            self.fields[f"withheld_{number}"] = _whom(WITHHELD, names, required=False)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the fields of each entry, for the page to set out."""
        return [
            {
                "entry": entry,
                **{
                    name: self[f"{name}_{entry.entry_id}"]
                    for name in ("day", "happened", "matters", "impact", "about", "withheld")
                },
                "marks_are_wrong": bool(self.errors.get(f"about_{entry.entry_id}"))
                if self.is_bound
                else False,
            }
            for entry in self.entries
        ]

    def written(self) -> list[WrittenEntry]:
        """Return the words as they are to be kept."""
        data = self.cleaned_data
        return [
            WrittenEntry(
                entry_id=entry.entry_id,
                day=data[f"day_{entry.entry_id}"],
                what_happened=data[f"happened_{entry.entry_id}"],
                why_it_matters=data[f"matters_{entry.entry_id}"],
                impact=data[f"impact_{entry.entry_id}"],
                about=tuple(int(one) for one in data[f"about_{entry.entry_id}"]),
                withheld_from=tuple(int(one) for one in data[f"withheld_{entry.entry_id}"]),
            )
            for entry in self.entries
        ]
