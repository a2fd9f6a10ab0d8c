"""What protection_figures.sql counts, gathered for some teams: numbers over every record, about nobody by name."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection

from kith import codes
from kith.engines.calendar import add_months, add_working_days, rule_by_code

IN_TIME = 10  # working days from the end of an enquiry to the first help
LONG = 730  # days on a protection plan, two years
CONFERENCE, PLAN, UNDER_WAY, TO_COME, CONFERENCE_NO_PLAN = "1", "plan", "under_way", "conference_to_come", "conference_no_plan"  # fmt: skip
BANDS = ((0, 10), (11, 15), (16, 20), (21, None))


@dataclass(frozen=True)
class Enquired:
    """Children's enquiries that went alike: so many of one team, one outcome, one end and one first help."""

    team: int | None
    outcome: str
    came_of_it: str
    ended: datetime.date | None
    helped: datetime.date | None
    children: int


@dataclass(frozen=True)
class Conferred:
    """Children's initial conferences alike: the day on which the enquiry began, and that of the conference."""

    team: int | None
    began: datetime.date
    held: datetime.date
    children: int


@dataclass(frozen=True)
class OnPlan:
    """Children's protection plans alike; `what` is now, ended or started."""

    what: str
    team: int | None
    category: str | None
    start_date: datetime.date | None
    end_date: datetime.date | None
    is_repeat: bool | None
    reviews: tuple[datetime.date, ...]
    children: int


@dataclass(frozen=True)
class Counted:
    """Everything that was counted of a period, for every team.

    `day` is the day of which children on a plan are counted: the period's last, or today.
    """

    day: datetime.date
    today: datetime.date
    enquiries: list[Enquired]
    conferences: list[Conferred]
    plans: list[OnPlan]


@dataclass
class Counts:
    """The counts of some teams, or of the whole service. Each list is of the parts of one total."""

    outcomes: dict[str, int] = field(default_factory=dict)  # by outcome_labels, in their order
    help_after: dict[str, int] = field(default_factory=dict)  # in_time, not_in_time, too_soon
    conferences: list[int] = field(default_factory=list)  # by BANDS
    categories: dict[str, int] = field(default_factory=dict)  # children on a plan, by category
    length_now: dict[str, int] = field(default_factory=dict)  # long, shorter
    length_ended: dict[str, int] = field(default_factory=dict)  # long, shorter
    starts: dict[str, int] = field(default_factory=dict)  # repeat, first
    reviews: dict[str, int] = field(default_factory=dict)  # in_time, not_in_time, too_new

    @property
    def started(self) -> int:
        """Enquiries that began, each child's own."""
        return sum(self.outcomes.values())

    @property
    def plans(self) -> int:
        """Enquiries from which a protection plan came."""
        return self.outcomes[PLAN]


def outcome_labels() -> dict[str, str]:
    """Return what may have come of a child's enquiry, by its key, in the order of the page."""
    labels = codes.labels("section_47_outcome")
    return {
        PLAN: "A conference made a child protection plan",
        CONFERENCE_NO_PLAN: "A conference made no plan",
        TO_COME: "The conference is still to come",
        **{code: label for code, label in labels.items() if code != CONFERENCE},
        UNDER_WAY: "The enquiry is still under way",
    }


def count(since: datetime.date, until: datetime.date, today: datetime.date) -> Counted:
    """Count a period, both days in it, for every team at once. Three queries."""
    day = min(until, today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_enquiry_figures(%s, %s)", [since, until])
        enquiries = [Enquired(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM kith_conference_figures(%s, %s)", [since, until])
        conferences = [Conferred(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM kith_protection_plan_figures(%s, %s, %s)", [day, since, until])
        plans = [
            OnPlan(what, team, category, start, end, repeat, tuple(reviews or ()), children)
            for what, team, category, start, end, repeat, reviews, children in cursor.fetchall()
        ]
    return Counted(day, today, enquiries, conferences, plans)


def counts_of(counted: Counted, teams: Collection[int] | None) -> Counts:
    """Return the counts of some teams; of the whole service, those of no team among them, for None."""

    def of(team: int | None) -> bool:
        return teams is None or team in teams

    found = Counts(outcomes=dict.fromkeys(outcome_labels(), 0))
    after: Counter[str] = Counter()
    for one in counted.enquiries:
        if not of(one.team):
            continue
        key = one.came_of_it if one.came_of_it in found.outcomes else one.outcome
        found.outcomes[key] += one.children
        if one.ended is not None:
            after[_help_after(one.ended, one.helped, counted.today)] += one.children
    found.help_after = {key: after[key] for key in ("in_time", "not_in_time", "too_soon")}
    found.conferences = [0] * len(BANDS)
    for conferred in counted.conferences:
        if of(conferred.team):
            found.conferences[_band(conferred.began, conferred.held)] += conferred.children
    plans = [each for each in counted.plans if of(each.team)]
    labels = codes.labels("category_of_abuse")
    found.categories = dict.fromkeys([*labels, ""], 0)
    reviewed: Counter[str] = Counter()
    for on_plan in plans:
        if on_plan.what == "now":
            found.categories[on_plan.category or ""] += on_plan.children
            reviewed[_reviewed(on_plan, counted.day)] += on_plan.children
    if not found.categories[""]:
        del found.categories[""]
    found.length_now = _lengths(plans, "now", counted.day)
    found.length_ended = _lengths(plans, "ended", counted.day)
    starts = [(bool(each.is_repeat), each.children) for each in plans if each.what == "started"]
    found.starts = {
        "repeat": sum(children for repeat, children in starts if repeat),
        "first": sum(children for repeat, children in starts if not repeat),
    }
    found.reviews = {key: reviewed[key] for key in ("in_time", "not_in_time", "too_new")}
    return found


def _help_after(ended: datetime.date, helped: datetime.date | None, today: datetime.date) -> str:
    """Return whether help began within ten working days of an end, did not, or has time yet: as its clock would have it."""
    last = _working_days_later(ended, IN_TIME)
    if helped is not None and helped <= last:
        return "in_time"
    return "too_soon" if today <= last else "not_in_time"


def _band(began: datetime.date, held: datetime.date) -> int:
    """Return in which band a conference was held, as its clock would have it: a Saturday is after the Friday."""
    return sum(last is not None and held > _working_days_later(began, last) for _, last in BANDS)


@lru_cache(maxsize=20_000)
def _working_days_later(start: datetime.date, days: int) -> datetime.date:
    return add_working_days(start, days)


def _lengths(plans: list[OnPlan], what: str, day: datetime.date) -> dict[str, int]:
    lengths = {"long": 0, "shorter": 0}
    for one in plans:
        if one.what == what and one.start_date is not None:
            is_long = ((one.end_date or day) - one.start_date).days >= LONG
            lengths["long" if is_long else "shorter"] += one.children
    return lengths


def _reviewed(one: OnPlan, day: datetime.date) -> str:
    """Return whether every review of a plan was in time up to a day, by the lengths of the clock rules."""
    assert one.start_date is not None  # the database has it for every plan
    first = rule_by_code("first_review_conference").length
    later = rule_by_code("later_review_conference").length
    if add_months(one.start_date, first) > day:
        return "too_new"
    due = add_months(one.start_date, first)
    for review in one.reviews:
        if review > due:
            return "not_in_time"
        due = add_months(review, later)
    return "in_time" if due >= day else "not_in_time"
