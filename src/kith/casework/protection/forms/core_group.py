"""The forms of the core group: who belongs to it, and its meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kith.casework.furniture.fields import DayField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.core_group import CoreGroupWords, Member
from kith.casework.protection.models import Agency, ConferenceCame, ConferencePart
from kith.casework.protection.queries.core_group import Candidate, MemberRead

BY_NAME = 4  # rows for people who belong to the group by name alone
AGREED = 4  # rows for what was agreed
# Whoever belongs to the group is not left out of it by a chair.
CAME = [(value, label) for value, label in ConferenceCame.choices if value != ConferenceCame.LEFT_OUT]


def _line(label: str, longest: int, **extra: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **extra)


class SetCoreGroupForm(KithForm):
    """Who belongs to the core group from a day on: the family's own people, the services, and others by name."""

    start_date = DayField(label="From which day", past_only=True)

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        for one in self.candidates:
            self.fields[f"in_{one.key}"] = forms.BooleanField(
                label=one.name, help_text=one.who, required=False, initial=one.belongs
            )
            if one.person is None:
                self.fields[f"agency_{one.key}"] = forms.ChoiceField(
                    label=f"For which service {one.name} speaks",
                    choices=Agency.choices if one.worker else with_blank(Agency.choices, "None"),
                    initial=one.agency,
                    required=False,
                )
            if one.worker is None:
                self.fields[f"part_{one.key}"] = forms.ChoiceField(
                    label=f"As whom {one.name} belongs",
                    choices=ConferencePart.choices,
                    initial=one.part,
                    required=False,
                )
        for number in range(1, BY_NAME + 1):
            _add_by_name(self, f"_{number}", f" of person {number}")

    def rows(self, *, family: bool) -> list[list[BoundField]]:
        """Return the candidates' fields: the family's own people, or those of services."""
        found = []
        for one in self.candidates:
            if (one.worker is None) is family:
                names = [f"{what}_{one.key}" for what in ("in", "part", "agency")]
                found.append([self[name] for name in names if name in self.fields])
        return found

    def of_family(self) -> list[list[BoundField]]:
        """Return the fields of the family's own people."""
        return self.rows(family=True)

    def of_services(self) -> list[list[BoundField]]:
        """Return the fields of workers."""
        return self.rows(family=False)

    def by_name(self) -> list[list[BoundField]]:
        """Return the rows for people who belong by name."""
        return [
            [self[f"{what}_{number}"] for what in ("name", "post", "part", "agency")]
            for number in range(1, BY_NAME + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, and for which service a professional speaks."""
        data = super().clean() or {}
        for number in range(1, BY_NAME + 1):
            _check_by_name(self, data, f"_{number}")
        if not self.errors and not self.members():
            first = f"in_{self.candidates[0].key}" if self.candidates else "name_1"
            self.add_error(first, "Choose who belongs to the core group, or enter a name.")
        return data

    def members(self) -> list[Member]:
        """Return who was chosen."""
        data = self.cleaned_data
        chosen = []
        for one in self.candidates:
            if not data.get(f"in_{one.key}"):
                continue
            if one.worker is not None:
                chosen.append(
                    Member(
                        part=ConferencePart.PROFESSIONAL,
                        worker=one.worker,
                        agency=data.get(f"agency_{one.key}") or Agency.SOCIAL_CARE,
                        post=one.who[:120],
                        field=f"in_{one.key}",
                    )
                )
            else:
                chosen.append(
                    Member(
                        part=data.get(f"part_{one.key}") or one.part,
                        person=one.person,
                        name="" if one.person else one.name,
                        agency=data.get(f"agency_{one.key}") or "",
                        post=one.who[:120],
                        field=f"in_{one.key}",
                    )
                )
        named = [
            _by_name(data, f"_{number}") for number in range(1, BY_NAME + 1) if data.get(f"name_{number}")
        ]
        return [*chosen, *named]


class AddMemberForm(KithForm):
    """One more member: one of the family's people, a worker, or somebody by name."""

    person = forms.ChoiceField(label="Somebody in the family", required=False)
    worker = forms.ChoiceField(label="A worker", required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[str, str]],
        workers: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = with_blank(list(people), "Nobody of these")  # type: ignore[attr-defined]
        self.fields["worker"].choices = with_blank(list(workers), "Nobody of these")  # type: ignore[attr-defined]
        _add_by_name(self, "", "")
        self.fields["start_date"] = DayField(label="From which day", past_only=True)
        self.fields["agency"].help_text = "Needed for a worker or another professional"

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three, and for which service a professional speaks."""
        data = super().clean() or {}
        given = [name for name in ("person", "worker", "name") if data.get(name)]
        if len(given) != 1 and not self.errors:
            self.add_error("person", "Choose one: somebody in the family, a worker, or a name.")
        if data.get("name") or data.get("worker"):
            _check_by_name(self, data, "", needs_name=False)
        return data


class EndMemberForm(KithForm):
    """The day on which somebody left the core group."""

    end_date = DayField(label="The first day on which they no longer belong", past_only=True)


class CoreGroupWordsForm(KithForm):
    """What is written of a core group, and what was agreed; words of children and parents first."""

    child_words = WordsField(
        label="What the children say, in their words",
        required=False,
        rows=4,
        help_text="Each child's own words, and who asked them. If nobody asked, say so",
    )
    family_words = WordsField(label="What the parents say, in their words", required=False, rows=4)
    going_well = WordsField(
        label="What has got better?",
        rows=5,
        help_text="Beside what must change. If nothing has, say so",
        error_messages={"required": "Say what has got better. If nothing has, say so."},
    )
    worries = WordsField(label="What has not, and what are we worried about?", required=False, rows=5)
    where = forms.CharField(label="Where", max_length=200, required=False)

    def __init__(self, *args: Any, members: Iterable[MemberRead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for member in self.members:
            self.fields[f"came_{member.number}"] = forms.ChoiceField(
                label=f"Did {member.name} come?",
                choices=with_blank(CAME),
                initial=member.came,
                error_messages={"required": f"Choose whether {member.name} came."},
            )
        for number in range(1, AGREED + 1):
            self.fields[f"what_{number}"] = _line("What will be done", 400)
            self.fields[f"who_{number}"] = _line("Who will do it", 120)
            self.fields[f"due_{number}"] = DayField(label="By", required=False)
        self.fields["next_planned_date"] = DayField(label="The next core group is on", required=False)

    def attendance(self) -> list[BoundField]:
        """Return the fields of who came."""
        return [self[f"came_{member.number}"] for member in self.members]

    def agreed_rows(self) -> list[tuple[list[BoundField], bool]]:
        """Return the rows for what was agreed; after the first, those with nothing in them fold away."""
        rows = []
        for number in range(1, AGREED + 1):
            fields = [self[f"{name}_{number}"] for name in ("what", "who", "due")]
            rows.append((fields, number == 1 or any(field.errors or field.value() for field in fields[:2])))
        return rows

    def clean(self) -> dict[str, Any]:
        """Ask who does what was agreed."""
        data = super().clean() or {}
        for number in range(1, AGREED + 1):
            if data.get(f"what_{number}") and not data.get(f"who_{number}"):
                self.add_error(f"who_{number}", "Say who will do this.")
            others = data.get(f"who_{number}") or data.get(f"due_{number}")
            if others and not data.get(f"what_{number}"):
                self.add_error(f"what_{number}", "Say what will be done.")
        return data

    def words(self) -> CoreGroupWords:
        """Return what is written."""
        data = self.cleaned_data
        return CoreGroupWords(
            **{name: data[name] for name in ("family_words", "child_words", "going_well", "worries", "where")}
        )

    def came(self) -> dict[int, str]:
        """Return for each member's number whether they came."""
        return {member.number: self.cleaned_data[f"came_{member.number}"] for member in self.members}

    def agreed(self) -> list[Agreed]:
        """Return what was agreed."""
        data = self.cleaned_data
        return [
            Agreed(data[f"what_{number}"], data[f"who_{number}"], data[f"due_{number}"])
            for number in range(1, AGREED + 1)
            if data.get(f"what_{number}")
        ]


class HoldCoreGroupForm(CoreGroupWordsForm):
    """A core group that was held."""

    held_date = DayField(label="Held on", past_only=True)


class ActionDoneForm(KithForm):
    """Something agreed that was done, and what came of it."""

    done_words = forms.CharField(
        label="What came of it?", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    done_date = DayField(label="Done on", past_only=True)


def _add_by_name(form: KithForm, end: str, of: str) -> None:
    form.fields[f"name{end}"] = _line(f"Name{of}", 120)
    form.fields[f"post{end}"] = _line("Their post, or who they are to the children", 120)
    form.fields[f"part{end}"] = forms.ChoiceField(
        label="As whom they belong", choices=ConferencePart.choices, initial="professional", required=False
    )
    form.fields[f"agency{end}"] = forms.ChoiceField(
        label="For which service they speak", choices=with_blank(Agency.choices, "None"), required=False
    )


def _check_by_name(form: forms.Form, data: dict[str, Any], end: str, *, needs_name: bool = True) -> None:
    if needs_name and not data.get(f"name{end}"):
        if data.get(f"post{end}"):
            form.add_error(f"name{end}", "Enter their name.")
        return
    professional = data.get(f"part{end}") in ("", None, ConferencePart.PROFESSIONAL)
    if professional and not data.get(f"agency{end}"):
        form.add_error(f"agency{end}", "Choose for which service they speak.")


def _by_name(data: dict[str, Any], end: str) -> Member:
    return Member(
        part=data.get(f"part{end}") or ConferencePart.PROFESSIONAL,
        name=data[f"name{end}"],
        post=data[f"post{end}"],
        agency=data[f"agency{end}"],
        field=f"name{end}",
    )
