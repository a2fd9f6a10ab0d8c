"""The people who matter to a child in care: who is in touch, who is not, who means to stay for life, and who sees to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.care.models import (
    FamilyTime,
    FamilyTimeChild,
    FamilyTimePerson,
    FamilyTimePlan,
    InTouch,
    KeepingInTouch,
)
from kith.casework.care.queries.out_of_touch import is_out_of_touch
from kith.casework.furniture.known_at import Record
from kith.casework.people.models import NetworkMember
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Link:
    """One person who matters to a child."""

    name: str
    who: str
    words: str  # why they matter, in the child's words
    last: datetime.date | None  # last in touch, by any way
    days: int | None  # since then
    every_days: int | None
    owner: str  # who sees to it that they stay in touch
    is_for_life: bool
    promise: str

    @property
    def is_quiet(self) -> bool:
        """Whether they are out of touch."""
        return is_out_of_touch(self.days, self.every_days)

    @property
    def since(self) -> str:
        """How long ago they were in touch, in words."""
        if self.days is None:
            return "No time in touch is written down"
        if self.days == 0:
            return "Today"
        if self.days < 14:
            return f"{self.days} day{'' if self.days == 1 else 's'} ago"
        if self.days < 92:
            return f"{self.days // 7} weeks ago"
        months = self.days // 30
        return f"{months} months ago" if months < 24 else f"{months // 12} years ago"


def wanted_for_links(children: Sequence[int], record: Record) -> dict[str, QuerySet[Any]]:
    """Return the rows that the links of some children are made of, to be read together with others."""
    parts = record.rows(FamilyTimeChild).filter(child_id__in=children)
    plans = parts.order_by().values("plan_id")
    return {
        "network": record.rows(NetworkMember).filter(child_id__in=children).order_by("start_date", "id"),
        "keeping": record.rows(KeepingInTouch).filter(child_id__in=children).order_by("start_date", "id"),
        "times": record.rows(InTouch).filter(child_id__in=children).order_by("day", "id"),
        "family_parts": parts.order_by("id"),
        "family_plans": record.rows(FamilyTimePlan).filter(id__in=plans).order_by("start_date", "id"),
        "family_people": record.rows(FamilyTimePerson).filter(plan_id__in=plans).order_by("id"),
        "family_times": record.rows(FamilyTime)
        .filter(plan_id__in=plans, happened=True)
        .order_by("day", "id"),
    }


def names_wanted(held: Mapping[str, list[Any]]) -> tuple[set[int], set[int]]:
    """Return the numbers of the people and of the workers whose names the links tell."""
    people = {one.member_id for one in held["network"]} | {one.person_id for one in held["family_people"]}
    return people - {None}, {one.owner_id for one in held["keeping"]}


def links_from(
    child_id: int,
    held: Mapping[str, list[Any]],
    people: Mapping[int, Any],
    workers: Mapping[int, Worker],
    on: datetime.date,
) -> tuple[list[Link], int]:
    """Return a child's links, those for life first and then the quiet ones; and how many are on records closed to the reader."""
    plans = {one.id: one for one in held["family_plans"]}
    mine = {one.plan_id for one in held["family_parts"] if one.child_id == child_id}
    seen: dict[int, datetime.date] = {}
    for time in held["family_times"]:
        if time.plan_id in mine and time.day <= on:
            seen[time.plan_id] = max(time.day, seen.get(time.plan_id, time.day))
    by_person: dict[int, list[Any]] = {}
    named: list[Any] = []
    for one in held["family_people"]:
        if one.plan_id in mine:
            (by_person.setdefault(one.person_id, []) if one.person_id else named).append(one)
    times: dict[int, datetime.date] = {one.member_id: one.day for one in held["times"] if one.day <= on}
    keeping = {one.member_id: one for one in held["keeping"] if one.holds_on(on)}
    found: list[Link] = []
    hidden = 0
    for member in held["network"]:
        if member.child_id != child_id or not member.holds_on(on) or member.kind == "professional":
            continue
        person = people.get(member.member_id) if member.member_id else None
        their = by_person.pop(member.member_id, []) if member.member_id else []
        if member.member_id and person is None:
            hidden += 1
            continue
        kept = keeping.get(member.id)
        days = [member.last_in_touch_date, times.get(member.id), *(seen.get(one.plan_id) for one in their)]
        last = max((day for day in days if day is not None and day <= on), default=None)
        every = [plans[one.plan_id].every_days for one in their if plans[one.plan_id].holds_on(on)]
        if kept is not None and kept.every_days:
            every.append(kept.every_days)
        owner = workers.get(kept.owner_id) if kept is not None else None
        found.append(
            Link(
                name=person.display_name if person is not None else member.member_name,
                who=member.description or str(member.get_kind_display()).lower(),
                words=member.important_words,
                last=last,
                days=(on - last).days if last else None,
                every_days=min(every) if every else None,
                owner=owner.name if owner else "",
                is_for_life=kept is not None and kept.is_for_life,
                promise=kept.promise if kept is not None else "",
            )
        )
    of_time, unseen = _of_family_time(by_person, named, people, plans, seen, on)
    found += of_time
    found.sort(key=lambda one: (not one.is_for_life, not one.is_quiet, one.name))
    return found, hidden + unseen


def _of_family_time(
    by_person: Mapping[int, list[Any]],
    named: Iterable[Any],
    people: Mapping[int, Any],
    plans: Mapping[int, Any],
    seen: Mapping[int, datetime.date],
    on: datetime.date,
) -> tuple[list[Link], int]:
    """Return whoever the child sees by a plan for family time and is in no network of theirs."""
    found, hidden = [], 0
    groups = [*by_person.values(), *([one] for one in named)]
    for rows in groups:
        running = [one for one in rows if plans[one.plan_id].holds_on(on)]
        if not running:
            continue
        first = running[0]
        person = people.get(first.person_id) if first.person_id else None
        if first.person_id and person is None:
            hidden += 1
            continue
        last = max((seen[one.plan_id] for one in rows if one.plan_id in seen), default=None)
        found.append(
            Link(
                name=person.display_name if person is not None else first.name,
                who=first.relation or "family time",
                words="",
                last=last,
                days=(on - last).days if last else None,
                every_days=min(plans[one.plan_id].every_days for one in running),
                owner="",
                is_for_life=False,
                promise="",
            )
        )
    return found, hidden
