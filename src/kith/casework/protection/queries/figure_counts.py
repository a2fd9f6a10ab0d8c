"""What protection_figures.sql counts, gathered for some teams: numbers over every record, about nobody by name."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from kith import codes
from kith.engines.calendar import add_months, add_working_days, rule_by_code

IN_TIME = 10  # working days from the end of an enquiry to the first help
LONG = 730  # days on a protection plan, two years
CONFERENCE, PLAN, UNDER_WAY, TO_COME, CONFERENCE_NO_PLAN = "1", "plan", "under_way", "conference_to_come", "conference_no_plan"  # fmt: skip
KEPT = datetime.timedelta(minutes=15)  # for how long a count of the whole service is shown
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


@dataclass
class Counts:
    """The counts of some teams, or of the whole service. Each list is of the parts of one total."""

    outcomes: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(outcome_labels(), 0)
    )  # in their order
    help_after: dict[str, int] = field(
        default_factory=lambda: {"in_time": 0, "not_in_time": 0, "too_soon": 0}
    )
    conferences: list[int] = field(default_factory=lambda: [0] * len(BANDS))
    # Children on a plan, by category; the last has none.
    categories: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys([*codes.labels("category_of_abuse"), ""], 0)
    )
    length_now: dict[str, int] = field(default_factory=lambda: {"long": 0, "shorter": 0})
    length_ended: dict[str, int] = field(default_factory=lambda: {"long": 0, "shorter": 0})
    starts: dict[str, int] = field(default_factory=lambda: {"repeat": 0, "first": 0})
    reviews: dict[str, int] = field(default_factory=lambda: {"in_time": 0, "not_in_time": 0, "too_new": 0})

    @property
    def started(self) -> int:
        """Enquiries that began, each child's own."""
        return sum(self.outcomes.values())

    @property
    def plans(self) -> int:
        """Enquiries from which a protection plan came."""
        return self.outcomes[PLAN]

    @property
    def on_plan(self) -> int:
        """Children on a plan."""
        return sum(self.categories.values())

    def add(self, other: Counts) -> None:
        """Add those of others, part by part."""
        for name in (
            "outcomes",
            "help_after",
            "categories",
            "length_now",
            "length_ended",
            "starts",
            "reviews",
        ):
            parts = getattr(self, name)
            for key, number in getattr(other, name).items():
                parts[key] += number
        self.conferences = [one + more for one, more in zip(self.conferences, other.conferences, strict=True)]


@dataclass(frozen=True)
class Counted:
    """What was counted of a period, by team; by None what is of no team.

    `day` is the day of which children on a plan are counted: the period's last, or today. `at` is when they were.
    """

    day: datetime.date
    at: datetime.datetime
    by_team: dict[int | None, Counts]


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


def count(
    since: datetime.date, until: datetime.date, today: datetime.date, teams: Collection[int] | None = None
) -> Counted:
    """Count a period, both days in it, for some teams or for every one at once. Three queries."""
    day = min(until, today)
    only = None if teams is None else list(teams)
    by_team: dict[int | None, Counts] = {}

    def of(team: int | None) -> Counts:
        return by_team.setdefault(team, Counts()) if only is None or team in only else Counts()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_enquiry_figures(%s, %s, %s::bigint[])", [since, until, only])
        for enquired in (Enquired(*row) for row in cursor.fetchall()):
            _add_enquiries(of(enquired.team), enquired, today)
        cursor.execute("SELECT * FROM kith_conference_figures(%s, %s, %s::bigint[])", [since, until, only])
        for conferred in (Conferred(*row) for row in cursor.fetchall()):
            of(conferred.team).conferences[_band(conferred.began, conferred.held)] += conferred.children
        cursor.execute(
            "SELECT * FROM kith_protection_plan_figures(%s, %s, %s, %s::bigint[])", [day, since, until, only]
        )
        for what, team, category, start, end, repeat, reviews, children in cursor.fetchall():
            plans = OnPlan(what, team, category, start, end, repeat, tuple(reviews or ()), children)
            _add_plans(of(team), plans, day)
    return Counted(day, timezone.now(), by_team)


def counted_lately(
    since: datetime.date, until: datetime.date, today: datetime.date, *, afresh: bool = False
) -> Counted:
    """Return the count of a period for every team, made within KEPT or else now.

    To count a whole large service takes a tenth of a second of the database's time, and says the same from one minute to
    the next. Whoever shows it says when it was counted, and lets it be counted afresh.
    """
    # Another version of Kith that counts otherwise does not read what this one kept.
    shape = hashlib.sha256(repr(Counts()).encode()).hexdigest()[:12]
    key = f"protection_figures_{shape}_{since}_{until}_{today}"
    kept: Counted | None = None if afresh else cache.get(key)
    if kept is None:
        kept = count(since, until, today)
        cache.set(key, kept, KEPT.total_seconds())
    return kept


def counts_of(counted: Counted, teams: Collection[int] | None) -> Counts:
    """Return the counts of some teams; of the whole service, those of no team among them, for None."""
    found = Counts()
    for team, counts in counted.by_team.items():
        if teams is None or team in teams:
            found.add(counts)
    if not found.categories[""]:
        del found.categories[""]
    return found


def _add_enquiries(counts: Counts, one: Enquired, today: datetime.date) -> None:
    key = one.came_of_it if one.came_of_it in counts.outcomes else one.outcome
    counts.outcomes[key] += one.children
    if one.ended is not None:
        counts.help_after[_help_after(one.ended, one.helped, today)] += one.children


def _add_plans(counts: Counts, one: OnPlan, day: datetime.date) -> None:
    if one.what == "now":
        counts.categories[one.category or ""] += one.children
        counts.reviews[_reviewed(one, day)] += one.children
        counts.length_now[_length(one, day)] += one.children
    elif one.what == "ended":
        counts.length_ended[_length(one, day)] += one.children
    else:
        counts.starts["repeat" if one.is_repeat else "first"] += one.children


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


def _length(one: OnPlan, day: datetime.date) -> str:
    assert one.start_date is not None  # the database has it for every plan that is not told as one that began
    return "long" if ((one.end_date or day) - one.start_date).days >= LONG else "shorter"


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
