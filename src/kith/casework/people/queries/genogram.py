"""A genogram as its page shows it: the picture, and a table that says the same of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kith.casework.furniture.templatetags.kith import age
from kith.casework.people.queries.family_graph import FamilyGraph
from kith.casework.people.queries.kinship import Kin, kin_of
from kith.engines.genogram.draw import draw
from kith.engines.genogram.family import Family, Member, TieKind
from kith.engines.genogram.picture import svg_of
from kith.engines.genogram.words import listed

_PARENTS = {
    TieKind.PARENT: "",
    TieKind.ADOPTIVE_PARENT: " (by adoption)",
    TieKind.STEP_PARENT: " (step-parent)",
}


@dataclass(frozen=True)
class GenogramRow:
    """One person in the table; `person` is None where the reader may not see who it is."""

    name: str
    person: Any | None
    kin: str
    age: str
    born: str
    parents: str
    partners: str
    lives_with: str
    is_subject: bool


@dataclass(frozen=True)
class Genogram:
    """The picture as SVG, the table nearest first, and what must be said beside them."""

    picture: SafeString
    rows: list[GenogramRow]
    about: str
    generations: int
    warnings: tuple[str, ...]
    sentences: tuple[str, ...]
    there_are_more: bool
    somebody_is_restricted: bool
    a_household_is_withheld: bool


def genogram_of(graph: FamilyGraph, *, title: str) -> Genogram:
    """Return the genogram of a family, told from its first subject."""
    family = graph.family
    drawing = draw(family)
    subject = family.subjects[0] if family.subjects else family.members[0].number
    kin = kin_of(subject, family)
    members = family.by_number
    ages = {number: age(row, family.today) for number, row in graph.people.items()}
    says = {number: _said(member, subject, kin, ages) for number, member in members.items()}
    count = len(family.members)
    generations = len({figure.row for figure in drawing.figures})
    picture = svg_of(
        drawing,
        title=title,
        description=(
            f"{count} {'person' if count == 1 else 'people'} in {generations}"
            f" {'generation' if generations == 1 else 'generations'}. The table after the picture says the same in words."
        ),
        links={number: reverse("people:person", args=[number]) for number in graph.people},
        says=says,
    )
    order = sorted(
        members, key=lambda one: (one != subject, kin[one].ties if one in kin else 99, members[one].age_order)
    )
    return Genogram(
        picture=mark_safe(picture),  # noqa: S308 - svg_of escapes every word; its test tries markup as a name
        rows=[_row(number, subject, graph, kin, ages) for number in order],
        about=members[subject].name,
        generations=generations,
        warnings=drawing.warnings,
        sentences=drawing.sentences,
        there_are_more=graph.there_are_more,
        somebody_is_restricted=any(member.is_restricted for member in family.members),
        a_household_is_withheld=graph.a_household_is_withheld,
    )


def _said(member: Member, subject: int, kin: dict[int, Kin], ages: dict[int, str]) -> str:
    words = "" if member.number == subject else _kin(member.number, kin)
    return ", ".join(part for part in (member.name, words, ages.get(member.number, "")) if part)


def _kin(number: int, kin: dict[int, Kin]) -> str:
    return kin[number].words if number in kin else ""


def _row(
    number: int, subject: int, graph: FamilyGraph, kin: dict[int, Kin], ages: dict[int, str]
) -> GenogramRow:
    family = graph.family
    members = family.by_number
    member = members[number]
    parents = [
        members[tie.elder].name + _PARENTS[tie.kind]
        for tie in sorted(family.ties, key=lambda one: (one.kind, members[one.elder].age_order))
        if tie.younger == number and tie.kind in _PARENTS
    ]
    partners = []
    for couple in family.couples:
        if number in (couple.first, couple.second):
            other = members[couple.second if couple.first == number else couple.first].name
            partners.append(f"{other} (no longer together)" if couple.has_parted else other)
    return GenogramRow(
        name=member.name,
        person=graph.people.get(number),
        kin=_kin(number, kin) if number != subject else "",
        age=ages.get(number, ""),
        born=_born(member),
        parents=listed(parents),
        partners=listed(sorted(partners)),
        lives_with=listed(_household(number, family)),
        is_subject=number == subject,
    )


def _born(member: Member) -> str:
    if member.birth_date is None:
        return ""
    return f"{'about ' if member.birth_is_estimated else ''}{member.birth_date.year}"


def _household(number: int, family: Family) -> list[str]:
    members = family.by_number
    return [
        members[one].name
        for home in family.households
        if number in home
        for one in sorted(home - {number}, key=lambda one: members[one].age_order)
    ]
