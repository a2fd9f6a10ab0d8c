"""What a genogram says in words: ages and years under a symbol, and a sentence for each line."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from kith.engines.genogram.family import Couple, Family, Member, Tie, TieKind
from kith.engines.genogram.unions import Line, Link, Union

_KIND = {
    TieKind.PARENT: "the parent",
    TieKind.ADOPTIVE_PARENT: "the adoptive parent",
    TieKind.GRANDPARENT: "the grandparent",
    TieKind.STEP_PARENT: "a step-parent",
    TieKind.AUNT_OR_UNCLE: "an aunt or uncle",
    TieKind.SIBLING: "a brother or sister",
    TieKind.COUSIN: "a cousin",
}


def years_between(birth: datetime.date, day: datetime.date) -> int:
    """Return the whole years lived on a day."""
    return day.year - birth.year - (0 if (day.month, day.day) >= (birth.month, birth.day) else 1)


def inside(member: Member, today: datetime.date) -> str:
    """Return what stands in the symbol: the age in years of somebody living, from two years on."""
    if member.birth_date is None or member.death_date is not None or member.birth_date > today:
        return ""
    years = years_between(member.birth_date, today)
    return str(years) if years >= 2 else ""


def under(member: Member, today: datetime.date) -> tuple[str, ...]:
    """Return the lines under the name: years of birth and death, or months, or when a child is due."""
    if member.is_restricted:
        return ()
    if member.is_unborn and member.expected_birth_date and member.death_date is None:
        return (f"due {member.expected_birth_date:%B %Y}",)
    about = "about " if member.birth_is_estimated else ""
    if member.death_date is not None:
        if member.birth_date is None:
            return (f"died {member.death_date.year}",)
        return (
            f"{about}{member.birth_date.year}–{member.death_date.year}",
            _aged(member.birth_date, member.death_date, "died at "),
        )
    if member.birth_date is None or member.birth_date > today:
        return ("age not known",)
    if years_between(member.birth_date, today) >= 2:
        return (f"born {about}{member.birth_date.year}",)
    return (_aged(member.birth_date, today, ""),)


def _aged(birth: datetime.date, day: datetime.date, before: str) -> str:
    years = years_between(birth, day)
    if years >= 2:
        return f"{before}{years}"
    months = (day.year - birth.year) * 12 + day.month - birth.month - (1 if day.day < birth.day else 0)
    if months >= 1:
        return f"{before}{months} month{'' if months == 1 else 's'}"
    weeks = (day - birth).days // 7
    return f"{before}{weeks} week{'' if weeks == 1 else 's'}"


def years_of(couple: Couple, people: dict[int, Member]) -> str:
    """Return the years of a couple as they stand over their line."""
    deaths = [
        death.year for one in (couple.first, couple.second) if (death := people[one].death_date) is not None
    ]
    end = couple.end_year or (min(deaths) if deaths and not couple.has_parted else None)
    if end:
        return f"{couple.start_year or ''}–{end}"
    return f"since {couple.start_year}" if couple.start_year and not couple.has_parted else ""


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    held = list(names)
    if len(held) < 2:
        return "".join(held)
    return f"{', '.join(held[:-1])} and {held[-1]}"


def of_couple(link: Link, people: dict[int, Member]) -> str:
    """Return what a line between two people says."""
    pair = f"{people[link.first].name} and {people[link.second].name}"
    couple = link.couple
    if couple is None:
        return f"{pair} have a child together. They are not recorded as a couple."
    if couple.has_parted:
        when = ""
        if couple.start_year and couple.end_year:
            when = f", from {couple.start_year} to {couple.end_year}"
        elif couple.end_year:
            when = f", until {couple.end_year}"
        return f"{pair} were partners{when}."
    if people[couple.first].death_date or people[couple.second].death_date:
        return f"{pair} were partners until a death."
    since = f", since {couple.start_year}" if couple.start_year else ""
    return f"{pair} are partners{since}."


def of_union(union: Union, people: dict[int, Member]) -> str:
    """Return what a line from parents to children says."""
    elders = listed(people[one].name for one in union.parents)
    children = listed(people[one].name for one in union.children)
    several = len(union.parents) > 1
    if union.line is Line.BIRTH:
        return f"{elders} {'are the parents' if several else 'is the parent'} of {children}."
    if union.line is Line.ADOPTED:
        return (
            f"{elders} {'are the adoptive parents' if several else 'is the adoptive parent'} of {children}."
        )
    if union.line is Line.STEP:
        return f"{elders} {'are step-parents' if several else 'is a step-parent'} of {children}."
    if union.line is Line.GRANDPARENT:
        return f"{elders} {'are grandparents' if several else 'is a grandparent'} of {children}. Through whom is not recorded."
    if union.line is Line.AUNT_OR_UNCLE:
        return f"{elders} {'are aunts or uncles' if several else 'is an aunt or uncle'} of {children}. Through whom is not recorded."
    if union.line is Line.SIBLING:
        return f"{children} are recorded as brothers and sisters."
    return f"{children} are recorded as cousins."


def of_circle(tie: Tie, people: dict[int, Member]) -> str:
    """Return what cannot be true where a tie makes somebody their own ancestor, and what to do."""
    elder, younger = people[tie.elder].name, people[tie.younger].name
    return (
        f"The record makes somebody their own ancestor: it says that {elder} is {_KIND[tie.kind]} of {younger}, and also "
        f"that {elder} is descended from {younger}. Both cannot be true. That line is not drawn. "
        "Look at both records and end the relationship that is wrong."
    )


def of_left_out(tie: Tie, people: dict[int, Member]) -> str:
    """Return the sentence for a tie that has no line because of where both stand."""
    elder, younger = people[tie.elder].name, people[tie.younger].name
    return f"{elder} is {_KIND[tie.kind]} of {younger}. No line is drawn, because they stand in other generations by other ties."


def of_couple_apart(couple: Couple, family: Family) -> str:
    """Return the sentence for partners who stand in two generations."""
    people = family.by_number
    said = of_couple(Link(couple.first, couple.second, couple), people)
    return f"{said} No line is drawn, because they stand in two generations."
