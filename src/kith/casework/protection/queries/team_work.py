"""What protection has on its way in a team: discussions, enquiries, help not begun, conferences, plans; late first."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kith import codes
from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import Family, Person
from kith.casework.protection.models import (
    ChildProtectionPlan,
    CoreGroupMeeting,
    EnquiryChild,
    EnquiryStatus,
    ProtectionPlanCategory,
    SectionFortySevenEnquiry,
    StrategyChild,
    StrategyDiscussion,
)
from kith.casework.protection.queries.chair import MOST, Shown, conference_rows
from kith.casework.protection.queries.protection_on_plan import CORE_GROUP, REVIEWS, VISIT
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import working_days_between

WHAT = ("discussion", "enquiry", "help", "conference", "protection_plan")


@dataclass(frozen=True)
class ProcessRow:
    """A discussion that was called, or an enquiry under way: whose, with whom, since when, and by when."""

    number: int
    address: str
    family_name: str
    children: list[str]
    who: str
    since: datetime.date
    due_date: datetime.date | None
    days_left: int | None
    waits_for_manager: bool = False


@dataclass(frozen=True)
class HelpRow:
    """Help that a family took up at the end of an enquiry and that has not begun."""

    name: str
    person_id: int
    since: datetime.date
    due_date: datetime.date
    days_left: int
    working_days: int


@dataclass(frozen=True)
class PlanRow:
    """One child's protection plan with what comes next for it."""

    name: str
    person_id: int
    plan_id: int
    category: str
    start_date: datetime.date
    core_group: datetime.date | None
    review: datetime.date | None
    visit: datetime.date | None
    soonest: datetime.date
    late: int


@dataclass(frozen=True)
class TeamWork:
    """Everything on the page."""

    discussions: Shown
    enquiries: Shown
    help: Shown
    conferences: Shown
    plans: Shown
    subjects: set[int]


@dataclass(frozen=True)
class TeamNumbers:
    """The few numbers that a team's own page shows."""

    discussions: int
    enquiries: int
    help: int
    conferences: int
    plans: int

    @property
    def is_nothing(self) -> bool:
        """Whether the team has nothing of protection."""
        return not any((self.discussions, self.enquiries, self.help, self.conferences, self.plans))


def _listed(teams: Iterable[int]) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Return what the database lists, in its order, and how many more of each there are."""
    found: dict[str, list[int]] = {what: [] for what in WHAT}
    more = dict.fromkeys(found, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, number, every FROM kith_team_protection(%s::bigint[], %s)", [list(teams), MOST]
        )
        for what, number, every in cursor.fetchall():
            found[what].append(number)
            more[what] = every - len(found[what])
    return found, more


def team_numbers(teams: Iterable[int]) -> TeamNumbers:
    """Return how much of protection some teams have, seen and unseen. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, every FROM kith_team_protection(%s::bigint[], 1)", [list(teams)])
        found = Counter(dict(cursor.fetchall()))
    return TeamNumbers(
        found["discussion"], found["enquiry"], found["help"], found["conference"], found["protection_plan"]
    )


def team_work(teams: Iterable[int], today: datetime.date) -> TeamWork:
    """Return what protection has on its way in some teams. A fixed number of queries."""
    listed, more = _listed(teams)
    first = NOW.together(
        discussions=StrategyDiscussion.objects.filter(pk__in=listed["discussion"]),
        enquiries=SectionFortySevenEnquiry.objects.filter(pk__in=listed["enquiry"]),
        in_discussions=StrategyChild.objects.filter(discussion_id__in=listed["discussion"]),
        in_enquiries=EnquiryChild.objects.filter(enquiry_id__in=listed["enquiry"]),
        help=Clock.objects.filter(pk__in=listed["help"]),
        plans=ChildProtectionPlan.objects.filter(pk__in=listed["protection_plan"]),
    )
    on_plan = {one.child_id for one in first["plans"]}
    threads = [f"strategy:{one.pk}" for one in first["discussions"]]
    threads += [f"enquiry:{one.pk}" for one in first["enquiries"]]
    processes = [*first["discussions"], *first["enquiries"]]
    second = NOW.together(
        people=Person.objects.filter(
            pk__in={
                *on_plan,
                *(one.child_id for one in [*first["in_discussions"], *first["in_enquiries"]]),
                *(one.person_id for one in first["help"] if one.person_id),
            }
        ),
        families=Family.objects.filter(pk__in={one.family_id for one in processes}),
        workers=Worker.objects.filter(
            pk__in={
                *(one.called_by_id for one in first["discussions"]),
                *(one.lead_id for one in first["enquiries"]),
            }
        ),
        of_processes=Clock.objects.filter(
            thread__in=threads,
            rule__in=["strategy_discussion", "initial_conference"],
            stopped_date__isnull=True,
        ),
        of_plans=Clock.objects.filter(
            person_id__in=on_plan, rule__in=[VISIT, CORE_GROUP, *REVIEWS], stopped_date__isnull=True
        ),
        meetings=CoreGroupMeeting.objects.filter(
            plan_id__in={one.plan_id for one in first["plans"]}
        ).order_by("held_date"),
        categories=ProtectionPlanCategory.objects.filter(
            protection_plan_id__in=[one.pk for one in first["plans"]], start_date__lte=today
        ).order_by("start_date"),
    )
    people = {one.pk: one for one in second["people"]}
    conferences = conference_rows(listed["conference"], today) if listed["conference"] else {}
    discussions = _processes(first["discussions"], first["in_discussions"], second, people, today)
    enquiries = _processes(first["enquiries"], first["in_enquiries"], second, people, today)
    waiting = [_help(one, people[one.person_id], today) for one in first["help"] if one.person_id in people]
    plans = _plans(first["plans"], second, people, today)
    subjects = set(people)
    for row in conferences.values():
        subjects |= row.conference.shown_children

    def shown(what: str, rows: list[Any]) -> Shown:
        return Shown(rows, len(listed[what]) - len(rows), more[what])

    return TeamWork(
        discussions=shown("discussion", discussions),
        enquiries=shown("enquiry", enquiries),
        help=shown("help", waiting),
        conferences=shown("conference", list(conferences.values())),
        plans=shown("protection_plan", plans),
        subjects=subjects,
    )


def _processes(
    processes: Sequence[Any],
    parts: Sequence[Any],
    second: Mapping[str, list[Any]],
    people: Mapping[int, Person],
    today: datetime.date,
) -> list[ProcessRow]:
    families = {one.pk: one.name for one in second["families"]}
    workers = {one.pk: one.name for one in second["workers"]}
    children_of: dict[int, list[str]] = defaultdict(list)
    for part in parts:
        if part.child_id in people:
            number = part.enquiry_id if isinstance(part, EnquiryChild) else part.discussion_id
            children_of[number].append(people[part.child_id].display_name)
    due_of: dict[str, datetime.date] = {}
    for clock in second["of_processes"]:
        due_of[clock.thread] = min(due_of.get(clock.thread, clock.due_date), clock.due_date)
    found = []
    for one in processes:
        is_enquiry = isinstance(one, SectionFortySevenEnquiry)
        due = due_of.get(f"{'enquiry' if is_enquiry else 'strategy'}:{one.pk}")
        found.append(
            ProcessRow(
                number=one.pk,
                address=f"/{'enquiries' if is_enquiry else 'strategy-discussions'}/{one.pk}/",
                family_name=families.get(one.family_id, ""),
                children=children_of[one.pk],
                who=workers.get(one.lead_id if is_enquiry else one.called_by_id, ""),
                since=one.start_date if is_enquiry else one.called_date,
                due_date=due,
                days_left=(due - today).days if due is not None else None,
                waits_for_manager=is_enquiry and one.status == EnquiryStatus.SUBMITTED,
            )
        )
    return found


def _help(clock: Any, person: Person, today: datetime.date) -> HelpRow:
    return HelpRow(
        name=person.display_name,
        person_id=person.pk,
        since=clock.start_date,
        due_date=clock.due_date,
        days_left=(clock.due_date - today).days,
        working_days=working_days_between(clock.start_date, today),
    )


def _plans(
    plans: Sequence[Any],
    second: Mapping[str, list[Any]],
    people: Mapping[int, Person],
    today: datetime.date,
) -> list[PlanRow]:
    labels = codes.labels("category_of_abuse")
    categories = {one.protection_plan_id: one.category for one in second["categories"]}
    planned = {one.plan_id: (one.held_date, one.next_planned_date) for one in second["meetings"]}
    clocks: dict[tuple[int, str], datetime.date] = {}
    for clock in second["of_plans"]:
        rule = "review" if clock.rule in REVIEWS else clock.rule
        key = (clock.person_id, rule)
        clocks[key] = min(clocks.get(key, clock.due_date), clock.due_date)
    found = []
    for one in plans:
        child = people.get(one.child_id)
        if child is None:
            continue
        limit = clocks.get((child.pk, CORE_GROUP))
        _, next_day = planned.get(one.plan_id, (None, None))
        core_group = min((day for day in (limit, next_day) if day is not None), default=None)
        review, visit = clocks.get((child.pk, "review")), clocks.get((child.pk, VISIT))
        days = [day for day in (core_group, review, visit) if day is not None]
        found.append(
            PlanRow(
                name=child.display_name,
                person_id=child.pk,
                plan_id=one.plan_id,
                category=labels.get(categories.get(one.pk, ""), ""),
                start_date=one.start_date,
                core_group=core_group,
                review=review,
                visit=visit,
                soonest=min(days, default=datetime.date.max),
                late=sum(day < today for day in days),
            )
        )
    return found
