"""The forms on a person's page: each loads the person with the right to write, and calls one action."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.people import access, forms
from kith.casework.people.actions import details
from kith.casework.people.actions import person as person_actions
from kith.casework.people.models import CharacteristicKind, FamilyMembership, Person


class PersonFormPage(FormPage):
    """A form about one person, whose record the worker may write on."""

    right = Right.WRITE_RECORD
    person: Person

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the person's record."""
        name = f"people:{type(self).__name__}"
        self.person = access.open_person(self.worker, kwargs["person_id"], self.right, page=name)

    def back(self) -> tuple[str, str]:
        """Lead back to the person."""
        return reverse("people:person", args=[self.person.pk]), self.person.display_name

    def page(self) -> str:
        """Return the person's page."""
        return reverse("people:person", args=[self.person.pk])


class CorrectPerson(PersonFormPage):
    """Dates of birth and death, and sex."""

    form_class = forms.CorrectPersonForm
    title = "Date of birth, death and sex"
    done = "Corrected. The record as it was before can still be read."

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the person, whom two people may be correcting at once."""
        super().load(**kwargs)
        self.edited = self.person

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        names = ("birth_date", "birth_date_is_estimated", "expected_birth_date", "death_date", "sex")
        return {name: getattr(self.person, name) for name in names}

    def act(self, form: KithForm) -> str:
        """Correct the person."""
        data = form.said
        person_actions.correct_person(person=self.person, by=self.worker, **data)
        return self.page()


class SayInTheirWords(PersonFormPage):
    """Who they are, in their own words."""

    form_class = forms.OwnWordsForm
    title = "Who they are, in their own words"
    done = "Their words are on the page."

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the person, whose words two people may be writing down at once."""
        super().load(**kwargs)
        self.edited = self.person

    def initial(self) -> dict[str, Any]:
        """Start with what they said last."""
        return {"words": self.person.in_their_words, "said_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record the words."""
        person_actions.say_in_their_words(
            person=self.person,
            words=form.cleaned_data["words"],
            said_date=form.cleaned_data["said_date"],
            by=self.worker,
        )
        return self.page()


class AddName(PersonFormPage):
    """Another name."""

    form_class = forms.NameForm
    title = "Add a name"
    done = "The name is on the record."

    def act(self, form: KithForm) -> str:
        """Add the name."""
        data = form.said
        details.add_name(person=self.person, by=self.worker, **data)
        return self.page()


class MoveHome(PersonFormPage):
    """A new address, written once for all who moved."""

    form_class = forms.MoveHomeForm
    title = "Record a move"
    done = "The move is on the record."

    def form_arguments(self) -> dict[str, Any]:
        """Offer the rest of the family, so that a move is written once."""
        families = FamilyMembership.objects.filter(person=self.person, end_date__isnull=True).values(
            "family_id"
        )
        others = (
            Person.objects.filter(
                family_memberships__family_id__in=families, family_memberships__end_date__isnull=True
            )
            .exclude(pk=self.person.pk)
            .distinct()
            .order_by("birth_date")
        )
        return {"others": list(others)}

    def act(self, form: KithForm) -> str:
        """Move them all, each with the right to write on their record."""
        data = form.cleaned_data
        others = [
            access.open_person(self.worker, int(number), Right.WRITE_RECORD, page="people:MoveHome")
            for number in data.get("also", [])
        ]
        details.move_home(
            people=[self.person, *others],
            lines=data["lines"],
            town=data["town"],
            postcode=data["postcode"],
            start_date=data["start_date"],
            kind=data["kind"],
            withheld=data["withheld"],
            by=self.worker,
        )
        return self.page()


class Describe(PersonFormPage):
    """One characteristic."""

    form_class = forms.CharacteristicForm
    done = "Recorded."
    kind: str

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the person; the address says which kind."""
        self.kind = kwargs["kind"]
        if self.kind not in CharacteristicKind.values:
            raise Http404("There is no such characteristic.")
        super().load(**kwargs)

    def page_title(self) -> str:
        """Name the kind."""
        return f"Record {CharacteristicKind(self.kind).label.lower()}"

    def form_arguments(self) -> dict[str, Any]:
        """Give the form its list."""
        return {"kind": self.kind}

    def act(self, form: KithForm) -> str:
        """Record it."""
        details.describe(
            person=self.person,
            kind=self.kind,
            code=form.cleaned_data["code"],
            own_words=form.cleaned_data["own_words"],
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return self.page()


class AddIdentifier(PersonFormPage):
    """A number by which another service knows them."""

    form_class = forms.IdentifierForm
    title = "Add a number"
    done = "The number is on the record."

    def act(self, form: KithForm) -> str:
        """Add the number."""
        data = form.said
        details.add_identifier(person=self.person, by=self.worker, **data)
        return self.page()


class AddContactDetail(PersonFormPage):
    """A way to reach them."""

    form_class = forms.ContactDetailForm
    title = "Add a telephone number or e-mail address"
    done = "It is on the record."

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.said
        details.add_contact_detail(person=self.person, by=self.worker, **data)
        return self.page()
