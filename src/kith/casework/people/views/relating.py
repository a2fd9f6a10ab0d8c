"""Relationships, networks and families: choosing the other person, then saying what they are."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sections import sections_of
from kith.casework.people import access, forms
from kith.casework.people.actions import merging, relations
from kith.casework.people.models import Family, FamilyMembership, Person, PersonMerge, Relationship
from kith.casework.people.models.relationship import RelationshipKind
from kith.casework.people.queries.members import roles_in
from kith.casework.people.views.changing import PersonFormPage
from kith.casework.people.views.search import search_as_asked
from kith.casework.plans.queries import open_plan_of, plans_of_family
from kith.casework.timeline.queries import chronology_of, clocks_of
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import holders_of


class WithAnother(PersonFormPage):
    """A form about two people: the other is chosen by search first, and named in the address by number."""

    choose_title = ""
    other: Person

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the search until somebody is chosen."""
        worker = request.worker  # type: ignore[attr-defined]
        chosen = request.GET.get("with", "")
        if worker is None or chosen.isdecimal():
            return super().dispatch(request, *args, **kwargs)
        self.request, self.worker = request, worker
        super().load(**kwargs)
        return self._choose()

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open both records."""
        super().load(**kwargs)
        number = int(self.request.GET["with"])
        self.other = access.open_person(self.worker, number, self.right, page=f"people:{type(self).__name__}")

    def about(self) -> str:
        """A draft belongs to the pair."""
        return f"{self.request.path}?with={self.request.GET.get('with', '')}"[:80]

    def _choose(self) -> HttpResponse:
        form, found = search_as_asked(self.request, self.worker)
        near = Person.objects.filter(
            family_memberships__family__memberships__person=self.person,
            family_memberships__end_date__isnull=True,
        ).exclude(pk=self.person.pk)
        return render(
            self.request,
            "people/choose_person.html",
            {
                "title": self.choose_title.format(name=self.person.display_name),
                "form": form,
                "found": [one for one in found if one.person is None or one.person.pk != self.person.pk]
                if found is not None
                else None,
                "near": near.distinct().order_by("birth_date")[:12],
                "back": self.back(),
            },
        )


class Relate(WithAnother):
    """A relationship between two people on the record."""

    form_class = forms.RelationshipForm
    choose_title = "Who is related to {name}?"
    done = "The relationship is on both records."

    def page_title(self) -> str:
        """Name both."""
        return f"{self.person.display_name} and {self.other.display_name}"

    def form_arguments(self) -> dict[str, Any]:
        """The question names both."""
        return {"person": self.person, "other": self.other}

    def act(self, form: KithForm) -> str:
        """Record it from whichever end was chosen."""
        kind, end = form.cleaned_data["kind"].split(":")
        first, second = (self.other, self.person) if end == "from" else (self.person, self.other)
        relations.relate(
            person=first,
            relative=second,
            kind=kind,
            start_date=form.cleaned_data["start_date"],
            parental_responsibility=form.cleaned_data["parental_responsibility"],
            important_words=form.cleaned_data["important_words"],
            important_words_date=timezone.localdate(),
            by=self.worker,
        )
        return self.page()


class EndRelationship(PersonFormPage):
    """The day on which a relationship ended."""

    form_class = forms.EndForm
    title = "End a relationship"
    done = "It is recorded as ended."
    relationship: Relationship

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the person; the relationship must be theirs."""
        super().load(**kwargs)
        own = Q(person=self.person) | Q(relative=self.person)
        found = Relationship.objects.filter(own, pk=kwargs["relationship_id"], end_date__isnull=True).first()
        if found is None:
            raise Http404("There is no such relationship.")
        self.relationship = found

    def page_title(self) -> str:
        """Say which."""
        kind = RelationshipKind(self.relationship.kind).label
        return f"End a relationship: {kind}"

    def act(self, form: KithForm) -> str:
        """End it."""
        relations.end_relationship(
            relationship=self.relationship, end_date=form.cleaned_data["end_date"], by=self.worker
        )
        return self.page()


class AddToNetwork(PersonFormPage):
    """Somebody around a child."""

    form_class = forms.NetworkForm
    title = "Add somebody to the people around them"
    done = "They are among the people around the child."

    def act(self, form: KithForm) -> str:
        """Add them."""
        data = form.said
        relations.add_to_network(
            child=self.person, by=self.worker, important_words_date=timezone.localdate(), **data
        )
        return self.page()


class MakeFamily(PersonFormPage):
    """A family that begins with this person."""

    form_class = forms.FamilyForm
    title = "Make a family"
    done = "The family is on the record."

    def act(self, form: KithForm) -> str:
        """Make it, with the person as child or adult by their age."""
        today = timezone.localdate()
        age = self.person.age_on(today)
        role = "child" if self.person.is_unborn or (age is not None and age < 18) else "adult"
        family = relations.make_family(
            name=form.cleaned_data["name"],
            members=[(self.person, role)],
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return reverse("people:family", args=[family.pk])


class JoinFamily(WithAnother):
    """Another person joins this person's family."""

    form_class = forms.JoinFamilyForm
    choose_title = "Who else is in {name}'s family?"
    done = "They are in the family."
    family: Family

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open both; the family is the person's own."""
        family_id = kwargs.pop("family_id")
        super().load(**kwargs)
        membership = FamilyMembership.objects.filter(
            family_id=family_id, person=self.person, end_date__isnull=True
        ).first()
        if membership is None:
            raise Http404("There is no such family.")
        self.family = membership.family

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The family's number is of no use until somebody is chosen."""
        if not request.GET.get("with", "").isdecimal():
            kwargs.pop("family_id", None)
        return super().dispatch(request, *args, **kwargs)

    def page_title(self) -> str:
        """Name them and the family."""
        return f"{self.other.display_name} joins the {self.family.name} family"

    def act(self, form: KithForm) -> str:
        """Join them."""
        relations.join_family(
            family=self.family,
            person=self.other,
            role=form.cleaned_data["role"],
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return reverse("people:family", args=[self.family.pk])


class Merge(WithAnother):
    """Two records of one person, side by side, before they are joined."""

    form_class = forms.MergeForm
    right = Right.MERGE
    choose_title = "Which other record is also {name}?"
    submit = "Join these records"
    done = "The records are joined. They can be parted again from this page."
    template = "people/merge.html"

    def page_title(self) -> str:
        """Say what is about to be done."""
        return "Are these the same person?"

    def context(self) -> dict[str, Any]:
        """Show both stories."""
        from kith.casework.people.queries.story import story_of

        today = timezone.localdate()
        return {
            "stories": [story_of(one, today=today) for one in (self.person, self.other)],
            "person": self.person,
        }

    def act(self, form: KithForm) -> str:
        """Join the other record to this one."""
        merging.merge(kept=self.person, merged=self.other, reason=form.cleaned_data["reason"], by=self.worker)
        return self.page()


class Unmerge(PersonFormPage):
    """Part two records again."""

    form_class = forms.UnmergeForm
    right = Right.MERGE
    title = "Part these records again"
    submit = "Part them"
    done = "The records are parted, each with its own rows again."
    merge: PersonMerge

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the kept record; the merge must be its own."""
        super().load(**kwargs)
        found = PersonMerge.objects.filter(
            pk=kwargs["merge_id"], kept=self.person, undone_at__isnull=True
        ).first()
        if found is None:
            raise Http404("These records are not joined.")
        self.merge = found

    def act(self, form: KithForm) -> str:
        """Part them."""
        merging.unmerge(merge=self.merge, reason=form.cleaned_data["reason"], by=self.worker)
        return self.page()


def _due(clocks: list[Any], members: list[Person]) -> list[tuple[Any, list[str]]]:
    """Return each clock once with whom it is about: brothers and sisters often have the same."""
    names = {one.pk: one.display_name for one in members}
    found: dict[tuple[str, datetime.date], tuple[Any, list[str]]] = {}
    for clock in clocks:
        _, whose = found.setdefault((clock.rule, clock.due_date), (clock, []))
        name = names.get(clock.person_id)
        if name and name not in whose:
            whose.append(name)
    return list(found.values())


@for_workers
def family_page(request: HttpRequest, worker: Worker, family_id: int) -> HttpResponse:
    """One family: who is in it, the plan, the clocks, what happened lately."""
    family, members = access.open_family(worker, family_id, page="people:family")
    readable = [m.pk for m in members if Right.READ_RECORD in m.rights]  # type: ignore[attr-defined]
    roles = roles_in(family_id)
    return render(
        request,
        "people/family.html",
        {
            "family": family,
            "children": [m for m in members if roles.get(m.pk) == "child"],
            "adults": [m for m in members if roles.get(m.pk) != "child"],
            "may_write": any(Right.WRITE_RECORD in m.rights for m in members),  # type: ignore[attr-defined]
            "writable": next((m for m in members if Right.WRITE_RECORD in m.rights), None),  # type: ignore[attr-defined]
            "holders": holders_of([m.pk for m in members]),
            "plan": open_plan_of(family_id),
            "earlier_plans": plans_of_family(family_id, ended=True),
            "due": _due(clocks_of(readable), members),
            "events": chronology_of(readable)[:10],
            "sections": sections_of(
                "people:family", worker=worker, family=family, members=members, today=timezone.localdate()
            ),
            "may_manage": any(Right.ALLOCATE in m.rights for m in members),  # type: ignore[attr-defined]
        },
    )


__all__ = [
    "AddToNetwork",
    "EndRelationship",
    "FormPage",
    "JoinFamily",
    "MakeFamily",
    "Merge",
    "Relate",
    "Unmerge",
    "family_page",
]
