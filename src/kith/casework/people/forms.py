"""The people room's forms: they validate and write nothing."""

from __future__ import annotations

from typing import Any

from django import forms

from kith import codes
from kith.casework.furniture.fields import DayField, PostcodeField, WordsField
from kith.casework.furniture.forms import KithForm, with_blank
from kith.casework.people import check_digits
from kith.casework.people.models import (
    CharacteristicKind,
    IdentifierKind,
    NameKind,
    NetworkKind,
    Person,
    RelationshipKind,
    Restriction,
    Sex,
)
from kith.casework.people.models.contact_detail import ContactDetailKind


class SearchForm(KithForm):
    """One box for a name, date of birth, postcode or number, and two more to narrow it."""

    q = forms.CharField(label="Name, NHS number, UPN or postcode", max_length=120, required=False)
    born = DayField(label="Date of birth", required=False, past_only=True)
    place = forms.CharField(label="Address or postcode", max_length=80, required=False)


class AddPersonForm(KithForm):
    """Somebody new to the record."""

    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=80, required=False)
    birth_date = DayField(label="Date of birth", required=False, past_only=True)
    birth_date_is_estimated = forms.BooleanField(label="The date of birth is an estimate", required=False)
    expected_birth_date = DayField(
        label="Or, for a child not yet born, the expected date of birth", required=False
    )
    sex = forms.ChoiceField(choices=Sex.choices, widget=forms.RadioSelect, initial=Sex.UNKNOWN)
    none_of_these = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a name, and for one date of birth or the other."""
        data = super().clean() or {}
        if not (data.get("given_names") or data.get("family_name")):
            self.add_error("given_names", "Enter a given name or a family name.")
        if data.get("birth_date") and data.get("expected_birth_date"):
            self.add_error("expected_birth_date", "Enter a date of birth or an expected date, not both.")
        return data


class CorrectPersonForm(KithForm):
    """When a person was born or died, and their sex."""

    birth_date = DayField(label="Date of birth", required=False, past_only=True)
    birth_date_is_estimated = forms.BooleanField(label="The date of birth is an estimate", required=False)
    expected_birth_date = DayField(label="Expected date of birth, for a child not yet born", required=False)
    death_date = DayField(label="Date of death", required=False, past_only=True)
    sex = forms.ChoiceField(choices=Sex.choices, widget=forms.RadioSelect)


class OwnWordsForm(KithForm):
    """What somebody says of themselves."""

    words = WordsField(
        label="In their own words",
        help_text="What they like, what matters, how they want to be known",
        rows=6,
    )
    said_date = DayField(label="When they said it", past_only=True)


class NameForm(KithForm):
    """One name."""

    kind = forms.ChoiceField(
        label="What kind of name is it?", choices=NameKind.choices, widget=forms.RadioSelect
    )
    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=80, required=False)
    start_date = DayField(label="In use from", required=False, help_text="Leave it empty if nobody knows")
    is_in_use = forms.BooleanField(label="This is the name they use now", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one part."""
        data = super().clean() or {}
        if not (data.get("given_names") or data.get("family_name")):
            self.add_error("given_names", "Enter a given name or a family name.")
        return data


class MoveHomeForm(KithForm):
    """A new address, for one person or several who move together."""

    lines = forms.CharField(label="Address", max_length=200, help_text="House and street")
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    start_date = DayField(label="They have lived there since", past_only=True)
    kind = forms.ChoiceField(
        label="Is it their home?",
        choices=[("home", "Yes, it is their home"), ("temporary", "No, they are staying for a while")],
        widget=forms.RadioSelect,
        initial="home",
    )
    withheld = forms.BooleanField(
        label="Keep this address from others: somebody would be at risk from its being known",
        required=False,
    )
    also = forms.MultipleChoiceField(
        label="Who else moved with them?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            self.fields["also"].choices = [(str(one.pk), one.display_name) for one in others]  # type: ignore[attr-defined]
        else:
            del self.fields["also"]


class CharacteristicForm(KithForm):
    """One characteristic from its own list."""

    code = forms.ChoiceField(label="", choices=[])
    own_words = forms.CharField(
        label="In their own words, if they put it differently", max_length=200, required=False
    )
    start_date = DayField(label="Since when", past_only=True)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CharacteristicKind(kind).label
        self.fields["code"].choices = with_blank(codes.choices(kind))  # type: ignore[attr-defined]


class IdentifierForm(KithForm):
    """One number."""

    kind = forms.ChoiceField(
        label="Which number is it?", choices=IdentifierKind.choices, widget=forms.RadioSelect
    )
    value = forms.CharField(label="Number", max_length=40)
    source = forms.CharField(label="Who told us", max_length=120, required=False)
    verified = forms.BooleanField(label="It has been checked with whoever issued it", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a number whose check digit is wrong."""
        data = super().clean() or {}
        if data.get("kind") and data.get("value"):
            data["value"] = check_digits.tidy(data["value"])
            problem = check_digits.problem_with(data["kind"], data["value"])
            if problem:
                self.add_error("value", problem)
        return data


class ContactDetailForm(KithForm):
    """A telephone number or e-mail address."""

    kind = forms.ChoiceField(
        choices=ContactDetailKind.choices, widget=forms.RadioSelect, label="Telephone or e-mail?"
    )
    value = forms.CharField(label="Number or address", max_length=254)
    safe_to_use = forms.BooleanField(label="It is safe to call or write", required=False, initial=True)
    how_to_use = forms.CharField(
        label="When and how", max_length=200, required=False, help_text="Such as 'after 3pm' or 'text first'"
    )


class RelationshipForm(KithForm):
    """What one person is to another."""

    kind = forms.ChoiceField(label="", choices=[])
    start_date = DayField(
        label="Since when", past_only=True, help_text="For a birth relative, the younger one's birthday"
    )
    parental_responsibility = forms.BooleanField(
        label="They have parental responsibility (Children Act 1989, section 3)", required=False
    )
    important_words = WordsField(
        label="Why they matter, in the child's words",
        required=False,
        rows=3,
        help_text="Only what the child said",
    )

    def __init__(self, *args: Any, person: Person, other: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from kith.casework.people.models.relationship import INVERSE_LABEL, SYMMETRICAL

        ways = [
            (f"{kind.value}:from", f"{other.display_name} is the {kind.label}") for kind in RelationshipKind
        ]
        ways += [
            (f"{kind.value}:to", f"{other.display_name} is the {INVERSE_LABEL[kind]}")
            for kind in RelationshipKind
            if kind not in SYMMETRICAL
        ]
        self.fields["kind"].label = f"What is {other.display_name} to {person.display_name}?"
        self.fields["kind"].choices = with_blank(ways)  # type: ignore[attr-defined]
        self.fields["kind"].error_messages["required"] = "Choose what they are to each other."


class EndForm(KithForm):
    """The first day on which something no longer holds."""

    end_date = DayField(label="The first day on which it no longer holds", past_only=True)


class NetworkForm(KithForm):
    """Somebody around a child."""

    member_name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Who are they?", choices=NetworkKind.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label="In a few words", max_length=200, required=False, help_text="Such as 'football coach'"
    )
    offers = WordsField(
        label="What they offer", required=False, rows=3, help_text="Such as 'takes them to school on Fridays'"
    )
    important_words = WordsField(label="Why they matter, in the child's words", required=False, rows=3)


class FamilyForm(KithForm):
    """A family's name and its first members."""

    name = forms.CharField(
        label="What the family calls itself", max_length=120, help_text="Such as 'Okafor and Reid'"
    )
    start_date = DayField(label="A family since", past_only=True)


class JoinFamilyForm(KithForm):
    """A person's part in a family."""

    role = forms.ChoiceField(
        choices=[("child", "Child"), ("adult", "Parent or other adult")],
        widget=forms.RadioSelect,
        label="Their part",
    )
    start_date = DayField(label="Since when", past_only=True)


class RestrictForm(KithForm):
    """How far the record is open."""

    restriction = forms.ChoiceField(
        label="Who may open this record?", choices=Restriction.choices, widget=forms.RadioSelect
    )
    reason = WordsField(label="Why", rows=3)


class MergeForm(KithForm):
    """Why two records are one person."""

    reason = WordsField(label="How you know that they are the same person", rows=3)


class UnmergeForm(KithForm):
    """Why two joined records are two people after all."""

    reason = WordsField(label="How you know that they are two people", rows=3)
