"""What an adoption's pages read: the plan's steps, and where a name that must not stay on the record is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Q

from kith import codes
from kith.casework.care.models import AdoptionPlan, Home, HomeKind
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.timeline.models import NotePassage

# Rooms whose rows about a child hold words that people wrote.
ROOMS = ("care", "family_help", "front_door", "plans", "protection")


@dataclass(frozen=True)
class AdoptionStep:
    """One step of the way to adoption: what, its day where it is done, and the address of what does it next."""

    what: str
    day: object
    does: str = ""


@dataclass(frozen=True)
class AdoptionRead:
    """One adoption plan as its page shows it."""

    plan: AdoptionPlan
    steps: list[AdoptionStep]
    given_up: str

    @property
    def next(self) -> AdoptionStep | None:
        """The step that comes next, while adoption is the plan."""
        return None if self.given_up else next((step for step in self.steps if step.day is None), None)


def adoption_of(child: Person, record: Record = NOW) -> list[AdoptionRead]:
    """Return a child's adoption plans, the latest first. One query."""
    return [read_adoption(plan) for plan in rows_of(child, record)]


def rows_of(child: Person, record: Record) -> models.QuerySet[AdoptionPlan]:
    """Return the rows of a child's adoption plans, the latest first."""
    return record.rows(AdoptionPlan).filter(child_id=child.pk).order_by("-decided_date", "-id")


def read_adoption(plan: AdoptionPlan) -> AdoptionRead:
    """Return a plan with its steps."""
    steps = [
        AdoptionStep("Decided that the child should be placed for adoption", plan.decided_date),
        AdoptionStep("Matched with adopters", plan.matched_date, "match"),
        AdoptionStep("Moved in", plan.placed_date, "moved_in"),
        AdoptionStep("Adopters applied to the court", plan.applied_date, "adopters_applied"),
        AdoptionStep("Adoption order", plan.order_date, "adoption_order"),
    ]
    labels = codes.labels("adoption_reversal")
    return AdoptionRead(plan, steps, labels.get(plan.reversed_because, ""))


def adopters_homes_of(children: list[int]) -> list[Home]:
    """Return the adopters' homes in which these children live, or are to. One query; none for nobody."""
    if not children:
        return []
    with_them = Q(adoption_plans__child_id__in=children, adoption_plans__reversed_date__isnull=True) | Q(
        placements__child_id__in=children, placements__end_date__isnull=True
    )
    return list(Home.objects.filter(with_them, kind=HomeKind.ADOPTERS).distinct().order_by("name", "pk"))


def where_it_is_written(child: Person, words: str) -> list[tuple[str, int]]:
    """Return in which kinds of things about a child some words are written, and in how many: to be taken out before an order.

    Notes' passages and every row of the rooms that names the child; not papers and documents, which are files.
    """
    found: dict[str, int] = {}
    passages = NotePassage.objects.filter(note__subjects__person=child, text__icontains=words).count()
    if passages:
        found["notes"] = passages
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model.__name__.endswith("Event"):
            continue
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.TextField)
            or (isinstance(field, models.CharField) and not field.choices)
        ]
        about = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model is Person
        ]
        if not texts or not about:
            continue
        named = reduce(or_, (Q(**{name: child}) for name in about))
        written = reduce(or_, (Q(**{f"{name}__icontains": words}) for name in texts))
        number = model._default_manager.filter(named & written).count()
        if number:
            plural = str(model._meta.verbose_name_plural)
            found[plural] = found.get(plural, 0) + number
    return sorted(found.items())
