"""The state of protection at a glance: each figure with its definition, exact for the team, safe for anybody else.

Whoever belongs to the team that is counted, or manages one above it, reads exact numbers. Anybody else reads counts from one
to five, and such others as would give those away, as hidden; also what the reader could work out by taking away the teams
that they do read exactly.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kith import codes
from kith.casework.family_help.queries.report import Counted as Whose
from kith.casework.family_help.queries.report import Figure, Period, counted_for, periods, teams_to_count
from kith.casework.protection.queries.figure_counts import (
    BANDS,
    PLAN,
    TO_COME,
    UNDER_WAY,
    Counted,
    Counts,
    count,
    counted_lately,
    counts_of,
    outcome_labels,
)
from kith.casework.protection.queries.safe_parts import SafeParts, rows_by_team
from kith.casework.workforce.models import Team, Worker
from kith.engines.calendar import add_months
from kith.engines.indicators.disclosure import suppress_count
from kith.engines.indicators.intervals import share

__all__ = ["DEFINITIONS", "Figures", "Period", "Whose", "asked_for", "counted_for", "counted_lately", "figures_for", "teams_to_count"]  # fmt: skip

TWELVE_MONTHS = "last-twelve-months"


@dataclass(frozen=True)
class Part:
    """One part of a total; `count` is None where it may not be shown to this reader. `bar` is of the fullest, 0 to 100."""

    label: str
    count: int | None
    bar: int = 0


@dataclass(frozen=True)
class Share:
    """A share with its two counts and its interval; `figure` is None of nobody, or where it may not be shown."""

    part: int | None
    whole: int | None
    figure: Figure | None

    @property
    def is_hidden(self) -> bool:
        """Whether it may not be shown to this reader."""
        return self.part is None or self.whole is None


@dataclass(frozen=True)
class TeamRow:
    """One team's enquiries and plans; teams too small to be shown apart are one row together, whose team is None."""

    team: Team | None
    label: str
    started: int
    plans: int
    on_plan: int

    @property
    def without_plan(self) -> Figure | None:
        """The share of enquiries with no plan from them."""
        return _figure(self.started - self.plans, self.started)


@dataclass(frozen=True)
class Figures:
    """Everything on the page."""

    day: datetime.date
    is_over: bool  # whether the period has ended
    started: int | None
    outcomes: list[Part]
    still_open: int | None  # under way, or whose conference is to come
    without_plan: Share
    plans_to_enquiries: float | None  # the crude one: plans that began ÷ enquiries that began
    help_in_time: Share
    help_too_soon: int | None
    conferences: list[Part]
    conferences_in_time: Share
    on_plan: int | None
    categories: list[Part]
    long_now: Share
    long_ended: Share
    repeat: Share
    reviews: Share
    too_new: int | None
    teams: list[TeamRow]
    is_suppressed: bool

    @property
    def on_plan_caption(self) -> str:
        """What the table of categories shows."""
        return f"Children on a plan on {self.day:%-d %B %Y}, by category"

    @property
    def still_open_words(self) -> str:
        """How many have no plan only because they are not over."""
        return f"{self.still_open} of these are still open" if self.still_open else ""

    @property
    def too_soon_words(self) -> str:
        """How many ended so lately that their time is not over."""
        return (
            f"{self.help_too_soon} more ended so lately that it is too soon to say"
            if self.help_too_soon
            else ""
        )

    @property
    def too_new_words(self) -> str:
        """How many have been on a plan for less than three months."""
        return f"{self.too_new} more have been on a plan for less than three months" if self.too_new else ""


def periods_for(today: datetime.date, *, exact: bool) -> list[Period]:
    """Return the years that may be chosen, and the last twelve months where that gives nothing away.

    Of two periods that overlap the difference is a third, which may be of very few: so only to who reads exactly.
    """
    found = periods(today, together=False)
    if exact:
        since = add_months(today, -12) + datetime.timedelta(days=1)
        found.append(Period(TWELVE_MONTHS, "the last twelve months", since, today))
    return found


def asked_for(code: str, today: datetime.date, *, exact: bool) -> tuple[Period, list[Period]]:
    """Return the period of a code, else this year, and all that may be chosen."""
    known = periods_for(today, exact=exact)
    return next((one for one in known if one.code == code), known[0]), known


def figures_for(
    worker: Worker,
    whose: Whose,
    period: Period,
    today: datetime.date,
    *,
    by_team: bool = True,
    counted: Counted | None = None,
) -> Figures:
    """Return the figures of a period for a reader, from a count of it or counted now.

    Three queries to count, one for the names of teams.
    """
    if counted is None:
        counted = count(period.since, period.until, today, whose.teams)
    counts = counts_of(counted, whose.teams)
    own = [] if whose.exact else [team.pk for team in teams_to_count(worker, today)]
    known = counts_of(counted, own) if own else None
    figures = _figures(counts, known, period, today, exact=whose.exact)
    if by_team and whose.teams is None and (whose.exact or not _hides_totals(figures)):
        rows = _by_team(counted, own, exact=whose.exact)
        figures = Figures(**{**vars(figures), "teams": rows})
    return figures


def _hides_totals(figures: Figures) -> bool:
    return figures.started is None or figures.without_plan.is_hidden or figures.on_plan is None


def _figures(
    counts: Counts, known: Counts | None, period: Period, today: datetime.date, *, exact: bool
) -> Figures:
    safe = SafeParts(exact)
    keys = list(outcome_labels())
    outcomes, started = safe.parts(list(counts.outcomes.values()), _values(known, "outcomes", keys))
    # A second partition of the same total: what has a plan and what has none.
    pair, pair_total = safe.parts(
        [counts.plans, counts.started - counts.plans],
        [known.plans, known.started - known.plans] if known else None,
    )
    plan_at = keys.index(PLAN)
    without = None if None in pair or outcomes[plan_at] is None else pair[1]
    if pair[0] is None:
        outcomes[plan_at] = None
    if pair_total is None:
        started = None
    by_key = dict(zip(keys, outcomes, strict=True))
    open_ones = [by_key[UNDER_WAY], by_key[TO_COME]]

    # Whoever was helped adds up to several outcomes: shown only where every outcome is.
    after, after_total = safe.parts(
        list(counts.help_after.values()), _values(known, "help_after", list(counts.help_after))
    )
    if None in outcomes or None in after or started is None:
        after, after_total = [None] * 3, None
    bands, conferred = safe.parts(counts.conferences, known.conferences if known else None)

    categories = list(counts.categories)
    by_category, on_plan = safe.parts(
        list(counts.categories.values()), _values(known, "categories", categories)
    )
    length, length_total = safe.parts(
        list(counts.length_now.values()), _values(known, "length_now", list(counts.length_now))
    )
    reviews, reviews_total = safe.parts(
        list(counts.reviews.values()), _values(known, "reviews", list(counts.reviews))
    )
    # Three partitions of the children now on a plan: a total hidden in one is hidden in all, with what it is made of.
    if None in (on_plan, length_total, reviews_total):
        on_plan, by_category = None, [None] * len(by_category)
        length, reviews = [None] * 2, [None] * 3
    ended, ended_total = safe.parts(
        list(counts.length_ended.values()), _values(known, "length_ended", list(counts.length_ended))
    )
    starts, starts_total = safe.parts(
        list(counts.starts.values()), _values(known, "starts", list(counts.starts))
    )
    labels = outcome_labels()
    in_time = None if bands[0] is None or bands[1] is None else bands[0] + bands[1]
    reviewed = None if reviews[0] is None or reviews[1] is None else reviews[0] + reviews[1]
    whole_after = None if after[0] is None or after[1] is None else after[0] + after[1]
    return Figures(
        day=min(period.until, today),
        is_over=period.until < today,
        started=started,
        outcomes=_bars([labels[key] for key in keys], outcomes),
        still_open=None if None in open_ones else sum(number or 0 for number in open_ones),
        without_plan=_share(without, started),
        plans_to_enquiries=starts_total / started if starts_total is not None and started else None,
        help_in_time=_share(after[0], whole_after),
        help_too_soon=after[2] if after_total is not None else None,
        conferences=_bars([_band(*band) for band in BANDS], bands),
        conferences_in_time=_share(
            in_time if conferred is not None and None not in bands else None, conferred
        ),
        on_plan=on_plan,
        categories=_bars(
            [codes.labels("category_of_abuse").get(key, "Not recorded") for key in categories], by_category
        ),
        long_now=_share(length[0], on_plan),
        long_ended=_share(ended[0], ended_total),
        repeat=_share(starts[0], starts_total),
        reviews=_share(reviews[0], reviewed),
        too_new=reviews[2],
        teams=[],
        is_suppressed=safe.hid_something,
    )


def _values(known: Counts | None, name: str, keys: Sequence[str]) -> list[int] | None:
    return None if known is None else [getattr(known, name).get(key, 0) for key in keys]


def _by_team(counted: Counted, own: Collection[int], *, exact: bool) -> list[TeamRow]:
    """Return a row for each team that led an enquiry or a plan, by name, and one for all the rest together.

    For a reader who is not above them all, a team with a number from one to five in its row, or in what its row leaves
    over, stands in the last row with others; no number is hidden, so none can be worked out.
    """
    by_team = {team: (one.started, one.plans, one.on_plan) for team, one in counted.by_team.items()}
    teams = {team.pk: team for team in Team.objects.filter(pk__in=[one for one in by_team if one])}
    return [
        TeamRow(teams[number] if number else None, teams[number].name if number else label, *row)
        for number, label, row in rows_by_team(
            by_team, {number: team.name for number, team in teams.items()}, own, exact=exact, is_safe=_is_safe
        )
    ]


def _is_safe(row: Sequence[int]) -> bool:
    """Return whether no number of a row, nor the enquiries without a plan, is so small that a child could be recognised."""
    started, plans, on_plan = row
    return all(suppress_count(number) is not None for number in (started, plans, started - plans, on_plan))


def _bars(labels: Sequence[str], counts: Sequence[int | None]) -> list[Part]:
    fullest = max((number or 0 for number in counts), default=0) or 1
    return [
        Part(label, number, round(100 * (number or 0) / fullest))
        for label, number in zip(labels, counts, strict=True)
    ]


def _band(first: int, last: int | None) -> str:
    return f"{first} to {last}" if last is not None else f"{first} or more"


def _share(part: int | None, whole: int | None) -> Share:
    figure = None if part is None or whole is None else _figure(part, whole)
    return Share(part, whole, figure)


def _figure(part: int, whole: int) -> Figure | None:
    if whole == 0:
        return None
    found = share(part, whole)
    return Figure(float(found.value), float(found.lower), float(found.upper))


# What each figure is, as the page says it beside it.
DEFINITIONS: dict[str, str] = {
    "started": "Section 47 enquiries that began in the period, each child's own counted: a child with two counts twice.",
    "without_plan": (
        "Of the enquiries that began in the period, those from which no child protection plan came: the plan's conference "
        "followed that enquiry. One that is still open, or whose conference is still to come, has no plan from it yet."
    ),
    "plans_to_enquiries": (
        "The crude one: child protection plans that began in the period for each enquiry that began in it, whether or not "
        "the one came from the other."
    ),
    "help_in_time": (
        "Of the enquiries that ended with no plan, those where help was given to the child, or on a plan that the child was "
        "on, within 10 working days of the end: of the enquiry, or of the conference that made no plan. Help that was under "
        "way on the day counts. Left out are those where help has not begun and the 10 working days are not over."
    ),
    "conferences": (
        "Initial conferences held in the period, each child's own counted, by working days from the strategy discussion "
        "that began the enquiry. The day of the discussion is day 0."
    ),
    "on_plan": "Children on a child protection plan at the end of the day, by the category of that day.",
    "long_now": "Of the children on a plan, those who have been on it for 730 days or more.",
    "long_ended": "Of the plans that ended in the period, those that had lasted 730 days or more.",
    "repeat": (
        "Of the plans that began in the period, those of a child who was ever on a plan before, here or elsewhere. A child "
        "may count twice."
    ),
    "reviews": (
        "Of the children who have been on a plan for three months or more, those all of whose review conferences were in "
        "time: the first within three months, each later one within six months of the one before, and none overdue."
    ),
}  # fmt: skip
