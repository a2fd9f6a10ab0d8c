"""Which interval of regulation 28 sets when a child in care is visited next, worked out from facts alone.

Care Planning, Placement and Case Review (England) Regulations 2010, regulations 28 and 48. The table below is the regulation, line
by line: the first line that holds is the rule. Visits that a child or carer asks for come on top of it (regulation 28(7)).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kith.casework.care.models import VisitRule
from kith.casework.care.short_breaks import FIRST_MONTHS
from kith.engines.calendar import add_months

WEEK = datetime.timedelta(weeks=1)
# Codes of the yearly return, each beside its words.
WITH_PARENT = "P1"  # placed with a parent, or somebody with parental responsibility
INTERIM_CARE_ORDER = "C1"
CARE_ORDER = "C2"
LONG_TERM_FOSTERING = ("U1", "U4")  # with relatives or friends, and with other carers


@dataclass(frozen=True)
class PlacementOnADay:
    """What the rule is chosen by: one placement as it stands on one day."""

    day: datetime.date
    here_since: datetime.date  # the first day of the stay in this home: the first year is counted from it
    placement_type: str  # a code of the yearly return, such as U6 or P1
    legal_status: str  # a code of the yearly return, such as C1; "" where none is recorded
    first_review_held: bool
    before_assessment: bool = (
        False  # with a parent before the assessment of their home is finished (regulation 19)
    )
    temporarily_approved: bool = False  # with a connected person who is approved for now (regulation 24)
    until_eighteen: bool = False
    agreed_at_six_months: bool = False
    on_short_breaks: bool = False  # as regulation 48 eases them

    @property
    def with_parent(self) -> bool:
        """Whether the child lives with a parent, or somebody with parental responsibility."""
        return self.placement_type == WITH_PARENT

    @property
    def in_first_year(self) -> bool:
        """Whether the stay has not lasted a year on this day."""
        return self.day < add_months(self.here_since, 12)


@dataclass(frozen=True)
class Line:
    """One line of regulation 28: when it holds, the rule, and where the regulation says so."""

    holds: Callable[[PlacementOnADay], bool]
    rule: VisitRule
    basis: str


def _interim(on: PlacementOnADay) -> bool:
    return on.with_parent and on.legal_status == INTERIM_CARE_ORDER


def _before_assessment(on: PlacementOnADay) -> bool:
    return on.with_parent and on.before_assessment


TABLE: tuple[Line, ...] = (
    Line(
        lambda on: on.on_short_breaks,
        VisitRule.SHORT_BREAKS,
        "48(3): a series of short breaks",
    ),
    Line(
        lambda on: on.temporarily_approved and not on.first_review_held,
        VisitRule.WEEKLY,
        "28(4): a connected person is approved for now, until the first review",
    ),
    Line(
        lambda on: _interim(on) and not on.first_review_held,
        VisitRule.WEEKLY,
        "28(4): an interim care order, living with a parent, until the first review",
    ),
    Line(
        lambda on: _before_assessment(on) and not on.first_review_held,
        VisitRule.WEEKLY,
        "28(3): with a parent before the assessment is finished, until the first review",
    ),
    Line(
        lambda on: on.temporarily_approved,
        VisitRule.FOUR_WEEKS,
        "28(4): a connected person is approved for now",
    ),
    Line(_interim, VisitRule.FOUR_WEEKS, "28(4): an interim care order, living with a parent"),
    Line(_before_assessment, VisitRule.SIX_WEEKS, "28(3): with a parent before the assessment is finished"),
    Line(
        lambda on: on.with_parent and on.legal_status == CARE_ORDER,
        VisitRule.SIX_WEEKS,
        "28(5): a care order, living with a parent",
    ),
    Line(lambda on: on.in_first_year, VisitRule.SIX_WEEKS, "28(2)(b): the first year here"),
    Line(
        lambda on: on.agreed_at_six_months and on.placement_type in LONG_TERM_FOSTERING,
        VisitRule.SIX_MONTHS,
        "28: long-term fostering, after the first year, as the child has agreed",
    ),
    Line(
        lambda on: on.until_eighteen,
        VisitRule.THREE_MONTHS,
        "28(2)(c): to stay here until 18, after the first year",
    ),
    Line(lambda on: True, VisitRule.SIX_WEEKS, "28(2)(c): after the first year"),
)


def line_for(on: PlacementOnADay) -> Line:
    """Return the line of regulation 28 that holds for a placement on a day."""
    return next(line for line in TABLE if line.holds(on))


def rule_for(on: PlacementOnADay) -> VisitRule:
    """Return the rule by which the visit after one on this day is due."""
    return line_for(on).rule


def due_after(rule: VisitRule, day: datetime.date) -> datetime.date:
    """Return the last day in time for the next visit, after one on a day."""
    if rule == VisitRule.THREE_MONTHS:
        return add_months(day, 3)
    if rule in (VisitRule.SIX_MONTHS, VisitRule.SHORT_BREAKS):
        return add_months(day, 6)
    return day + {VisitRule.WEEKLY: 1, VisitRule.FOUR_WEEKS: 4, VisitRule.SIX_WEEKS: 6}[rule] * WEEK


def next_due(
    *,
    started: datetime.date,
    last: datetime.date | None,
    due_after_last: datetime.date | None,
    care_order_with_parent: datetime.date | None = None,
    on_short_breaks: bool = False,
) -> datetime.date:
    """Return the last day in time for the next visit of a placement.

    The first is due within a week of its start, or on short breaks within three months of the first of them. After a visit the rule of that visit's day counts, and was written down
    with it (`due_after_last`). A care order made while the child lives with a parent asks for a visit within a week of the
    order (regulation 28(5)), where nobody has been since.
    """
    first = add_months(started, FIRST_MONTHS) if on_short_breaks else started + WEEK
    due = first if last is None or due_after_last is None else due_after_last
    order = care_order_with_parent
    if order is not None and order >= started and (last is None or last < order):
        return min(due, order + WEEK)
    return due


def asked_for_due(asked: Iterable[datetime.date]) -> datetime.date | None:
    """Return by when a visit that was asked for is hoped for: within a week of the first wish that waits.

    The regulation says "whenever reasonably requested"; a week is Kith's own measure of it, as for the other reasons to
    come at once.
    """
    first = min(asked, default=None)
    return first + WEEK if first is not None else None
