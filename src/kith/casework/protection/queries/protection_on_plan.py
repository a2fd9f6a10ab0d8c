"""What protects the children on a plan now, or as known at an earlier instant: one page's whole story."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith import codes
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferenceStatus,
    CoreGroupMeeting,
    CoreGroupMember,
    ProtectionPlanCategory,
    ProtectionVisit,
    ProtectionVisitChild,
    ProtectiveAction,
    StrategyDiscussion,
)
from kith.casework.protection.queries.core_group import MemberRead, children_on_protection, in_order
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import add_working_days

VISIT, CORE_GROUP = "protection_plan_visit", "core_group"
REVIEWS = ("first_review_conference", "later_review_conference")
MOST_VISITS = 12


@dataclass(frozen=True)
class Due:
    """One thing that comes next: what, by when, and how long that is from the day that the page shows."""

    what: str
    due_date: datetime.date
    days: int  # below nought when it is late
    why: str = ""
    address: str = ""
    button: str = ""

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.days < 0

    @property
    def words(self) -> str:
        """How long it is, in words."""
        if self.days == 0:
            return "Today"
        if self.days == 1:
            return "Tomorrow"
        number = abs(self.days)
        return f"{number} day{'' if number == 1 else 's'} late" if self.days < 0 else f"In {number} days"

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return (
            "red" if self.days < 0 else "orange" if self.days == 0 else "yellow" if self.days <= 5 else "blue"
        )


@dataclass(frozen=True)
class Said:
    """What a child said, on which day and where."""

    words: str
    day: datetime.date
    where: str


@dataclass(frozen=True)
class ProtectedChild:
    """One child's protection plan, and what is known of them since."""

    child: Person
    protection_plan: Any
    category: str
    days: int
    last_seen: datetime.date | None
    last_seen_alone: datetime.date | None
    said: Said | None
    visit_due: datetime.date | None  # by the clock
    visit_agreed: (
        datetime.date | None
    )  # by the interval that the conference agreed, where that is another day


@dataclass(frozen=True)
class VisitRead:
    """One visit as a list tells it."""

    visit: Any
    by: str
    seen_alone: list[str]
    seen: list[str]  # seen, and not alone
    not_seen: list[tuple[str, str]]  # who, and why
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class ActionRead:
    """Something agreed, where it was agreed, and how it stands."""

    action: Any
    where: str
    day: datetime.date
    who: str
    days_late: int

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.action.done_date is not None


@dataclass(frozen=True)
class ProtectionStory:
    """Everything on the page."""

    children: list[ProtectedChild]
    hidden_children: int
    ended: list[tuple[Person, Any]]  # children who were on a protection plan, with the last one
    conference: Any | None  # the latest held: what must change is its
    next_conference: Any | None
    core_group: list[MemberRead]
    meetings: list[Any]
    visits: list[VisitRead]
    more_visits: bool
    to_do: list[ActionRead]
    done: list[ActionRead]
    due: list[Due]
    visit_every_days: int | None

    @property
    def is_protected(self) -> bool:
        """Whether a child is on a protection plan, seen or unseen."""
        return bool(self.children) or self.hidden_children > 0

    @property
    def late(self) -> int:
        """How many things are late."""
        return sum(due.is_late for due in self.due) + sum(one.days_late > 0 for one in self.to_do)


@shaped
def _of_plan(record: Record, number: int, family_id: int) -> dict[str, QuerySet[Any]]:
    return {
        "plans": record.rows(ChildProtectionPlan).filter(plan_id=number).order_by("start_date", "id"),
        "conferences": record.rows(ChildProtectionConference)
        .filter(family_id=family_id)
        .order_by("-requested_date", "-id"),
        "discussions": record.rows(StrategyDiscussion).filter(family_id=family_id),
        "group": record.rows(CoreGroupMember).filter(plan_id=number).order_by("start_date", "id"),
        "meetings": record.rows(CoreGroupMeeting).filter(plan_id=number).order_by("-held_date", "-id"),
        "visits": record.rows(ProtectionVisit).filter(plan_id=number).order_by("-visited_date", "-id"),
    }


def protection_story(
    plan: Any, members: Sequence[Person], *, today: datetime.date, record: Record = NOW
) -> ProtectionStory:
    """Return what protects the children on a plan. A fixed number of queries, whatever the plan holds.

    `members` are those of the family whom the reader may see.
    """
    on = record.on(today)
    first = record.together(lambda: _of_plan(record, plan.id, plan.family_id))
    conferences, meetings, visits = first["conferences"], first["meetings"], first["visits"]
    on_plan = [one for one in first["plans"] if one.holds_on(on)]
    second = record.together(
        categories=record.rows(ProtectionPlanCategory)
        .filter(protection_plan_id__in=[one.id for one in first["plans"]])
        .order_by("start_date", "id"),
        seen=record.rows(ProtectionVisitChild).filter(visit_id__in=[one.id for one in visits]).order_by("id"),
        parts=record.rows(ConferenceChild)
        .filter(conference_id__in=[one.id for one in conferences])
        .order_by("id"),
        agreed=record.rows(ProtectiveAction).filter(
            Q(conference_id__in=[one.id for one in conferences])
            | Q(discussion_id__in=[one.id for one in first["discussions"]])
            | Q(core_group_meeting_id__in=[one.id for one in meetings])
        ),
        clocks=record.rows(Clock).filter(
            person_id__in=[one.child_id for one in on_plan],
            rule__in=[VISIT, CORE_GROUP, *REVIEWS],
            stopped_date__isnull=True,
        ),
    )
    agreed = second["agreed"]
    people = {one.pk: one for one in members}
    wanted = {
        *(one.child_id for one in [*first["plans"], *second["seen"]]),
        *(one.person_id for one in first["group"] if one.person_id),
    } - set(people)
    if wanted:
        people.update(Person.objects.in_bulk(wanted))
    workers = Worker.objects.in_bulk(
        {
            *(one.worker_id for one in [*first["group"], *agreed] if one.worker_id),
            *(one.visited_by_id for one in visits),
            *(one.chair_id for one in conferences if one.chair_id),
        }
    )
    held = [one for one in conferences if one.status == ConferenceStatus.HELD and one.held_date <= on]
    latest = max(held, key=lambda one: (one.held_date, one.id), default=None)
    every = latest.visit_every_days if latest is not None else None
    children = _children(on_plan, first, second, people, every, on)
    coming = [
        one for one in conferences if one.status in (ConferenceStatus.REQUESTED, ConferenceStatus.BOOKED)
    ]
    group = in_order([one for one in first["group"] if one.holds_on(on)], people, workers)
    actions = _actions(agreed, first, workers, on)
    hidden = 0
    if record.instant is None:
        hidden = len(set(children_on_protection(plan, on)) - {one.child.pk for one in children})
    return ProtectionStory(
        children=children,
        hidden_children=hidden,
        ended=_ended(first["plans"], on_plan, people),
        conference=_with_chair(latest, workers),
        next_conference=_with_chair(coming[0] if coming else None, workers),
        core_group=group,
        meetings=meetings,
        visits=_visits(visits[:MOST_VISITS], second["seen"], people, workers),
        more_visits=len(visits) > MOST_VISITS,
        to_do=[one for one in actions if not one.is_done],
        done=[one for one in actions if one.is_done],
        due=due_next(plan, children, second["clocks"], meetings, coming[0] if coming else None, latest, on)
        if children
        else [],
        visit_every_days=every,
    )


def _children(
    on_plan: Sequence[Any],
    first: Mapping[str, list[Any]],
    second: Mapping[str, list[Any]],
    people: Mapping[int, Person],
    every: int | None,
    on: datetime.date,
) -> list[ProtectedChild]:
    days = {one.id: one.visited_date for one in first["visits"]}
    held = {one.id: one for one in first["conferences"]}
    found = []
    for one in on_plan:
        child = people.get(one.child_id)
        if child is None:
            continue
        seen = [row for row in second["seen"] if row.child_id == child.pk and row.was_seen]
        last = max((days[row.visit_id] for row in seen), default=None)
        alone = max((days[row.visit_id] for row in seen if row.seen_alone), default=None)
        category = next(
            (row.category for row in reversed(second["categories"])
             if row.protection_plan_id == one.id and row.holds_on(on)),
            "",
        )  # fmt: skip
        clock = min(
            (row.due_date for row in second["clocks"] if row.rule == VISIT and row.person_id == child.pk),
            default=None,
        )
        agreed = add_working_days(max(last or one.start_date, one.start_date), every) if every else None
        found.append(
            ProtectedChild(
                child=child,
                protection_plan=one,
                category=codes.labels("category_of_abuse").get(category, ""),
                days=(on - one.start_date).days,
                last_seen=last,
                last_seen_alone=alone,
                said=_said(child.pk, second, days, held),
                visit_due=clock,
                visit_agreed=agreed if agreed != clock else None,
            )
        )
    return sorted(found, key=lambda one: (one.child.birth_date or on, one.child.pk))


def _said(
    child: int,
    second: Mapping[str, list[Any]],
    days: Mapping[int, datetime.date],
    conferences: Mapping[int, Any],
) -> Said | None:
    """Return what a child said last, at a visit or for a conference."""
    at_visits = [
        Said(row.child_words, days[row.visit_id], "at a visit")
        for row in second["seen"]
        if row.child_id == child and row.child_words
    ]
    at_conferences = [
        Said(row.child_words, row.child_words_date, "for the conference")
        for row in second["parts"]
        if row.child_id == child and row.child_words and row.conference_id in conferences
    ]
    return max([*at_visits, *at_conferences], key=lambda one: one.day, default=None)


def _ended(
    plans: Sequence[Any], on_plan: Sequence[Any], people: Mapping[int, Person]
) -> list[tuple[Person, Any]]:
    now = {one.child_id for one in on_plan}
    last = {one.child_id: one for one in plans if one.child_id not in now}
    return [(people[number], one) for number, one in last.items() if number in people]


def _with_chair(conference: Any | None, workers: Mapping[int, Worker]) -> Any | None:
    if conference is not None:
        conference.chair_shown = workers.get(conference.chair_id)
        conference.address_shown = f"/conferences/{conference.id}/"
    return conference


def _visits(
    visits: Iterable[Any],
    seen: Sequence[Any],
    people: Mapping[int, Person],
    workers: Mapping[int, Worker],
) -> list[VisitRead]:
    found = []
    for visit in visits:
        rows = [
            (people[row.child_id], row) for row in seen if row.visit_id == visit.id and row.child_id in people
        ]
        worker = workers.get(visit.visited_by_id)
        found.append(
            VisitRead(
                visit=visit,
                by=worker.name if worker else "",
                seen_alone=[child.display_name for child, row in rows if row.seen_alone],
                seen=[child.display_name for child, row in rows if row.was_seen and not row.seen_alone],
                not_seen=[(child.display_name, row.why_not_seen) for child, row in rows if not row.was_seen],
                words=[(child.display_name, row.child_words) for child, row in rows if row.child_words],
            )
        )
    return found


def _actions(
    agreed: Iterable[Any],
    first: Mapping[str, list[Any]],
    workers: Mapping[int, Worker],
    on: datetime.date,
) -> list[ActionRead]:
    """Return what was agreed anywhere: what is late first, then by its day; what is done last."""
    discussions = {one.id: one for one in first["discussions"]}
    conferences = {one.id: one for one in first["conferences"]}
    meetings = {one.id: one for one in first["meetings"]}
    found = []
    for one in agreed:
        if one.discussion_id:
            discussion = discussions[one.discussion_id]
            where, day = "strategy discussion", discussion.held_date or discussion.called_date
        elif one.conference_id:
            conference = conferences[one.conference_id]
            where, day = "conference", conference.held_date or conference.requested_date
        else:
            where, day = "core group", meetings[one.core_group_meeting_id].held_date
        worker = workers.get(one.worker_id)
        late = 0
        if one.done_date is None and one.due_date is not None:
            late = max((on - one.due_date).days, 0)
        found.append(ActionRead(one, where, day, worker.name if worker else one.who, late))
    far = datetime.date.max
    return sorted(
        found,
        key=lambda read: (
            read.is_done,
            -read.days_late,
            read.action.due_date or far,
            read.day,
            read.action.id,
        ),
    )


def due_next(
    plan: Any,
    children: Sequence[ProtectedChild],
    clocks: Sequence[Any],
    meetings: Sequence[Any],
    coming: Any | None,
    latest: Any | None,
    on: datetime.date,
) -> list[Due]:
    """Return what comes next for these children, soonest first: a visit, a core group, a conference."""
    found = []
    plan_id = plan.id

    def add(
        what: str, day: datetime.date | None, *, why: str = "", address: str = "", button: str = ""
    ) -> None:
        if day is not None:
            found.append(Due(what, day, (day - on).days, why, address, button))

    visits = [day for one in children for day in (one.visit_due, one.visit_agreed) if day is not None]
    clock = min((one.visit_due for one in children if one.visit_due), default=None)
    soonest = min(visits, default=None)
    why = ""
    if soonest is not None and soonest != clock:
        why = "as the conference agreed" + (f"; the usual limit is {clock:%-d %B %Y}" if clock else "")
    elif soonest is not None:
        agreed = min((one.visit_agreed for one in children if one.visit_agreed), default=None)
        why = f"the usual limit; the conference agreed {agreed:%-d %B %Y}" if agreed else ""
    add("Visit to the children", soonest, why=why, address=f"/plans/{plan_id}/protection/visits/add/", button="Record a visit")  # fmt: skip

    hold = f"/plans/{plan_id}/protection/core-group/hold/"
    limit = min((one.due_date for one in clocks if one.rule == CORE_GROUP), default=None)
    planned = next((one.next_planned_date for one in meetings if one.next_planned_date), None)
    if planned is not None and planned <= meetings[0].held_date:
        planned = None
    if limit is not None and (planned is None or limit <= planned):
        add("First core group", limit, address=hold, button="Record the core group")
    else:
        add("Core group", planned, why="as planned at the last one", address=hold, button="Record the core group")  # fmt: skip

    review = min((one.due_date for one in clocks if one.rule in REVIEWS), default=None)
    by = [day for day in (review, latest.next_review_date if latest else None) if day is not None]
    if coming is not None and coming.planned_at is not None:
        day = timezone.localtime(coming.planned_at).date()
        late = f"after {min(by):%-d %B %Y}, by when it was due" if by and day > min(by) else ""
        add(str(coming.get_kind_display()), day, why=late, address=f"/conferences/{coming.id}/", button="Open the conference")  # fmt: skip
    elif by:
        asked = "asked for, and not booked" if coming is not None else "nobody has asked for it yet"
        address = f"/conferences/{coming.id}/" if coming else f"/families/{plan.family_id}/conference/ask/"
        add("Review conference", min(by), why=asked, address=address, button="Open the conference" if coming else "Ask for the review conference")  # fmt: skip
    return sorted(found, key=lambda one: one.due_date)
