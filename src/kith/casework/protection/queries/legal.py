"""What the legal pages read: gateways, work before proceedings, proceedings with their weeks, and a family's all together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.protection.lengths import rule_on
from kith.casework.protection.models import (
    ApplicationKind,
    CareProceedings,
    CourtHearing,
    CourtOrder,
    GatewayOutcome,
    HearingKind,
    ImmediateProtection,
    LegalGatewayChild,
    LegalGatewayMeeting,
    OrderKind,
    PreProceedings,
    PreProceedingsChild,
    PreProceedingsEnding,
    PreProceedingsStep,
    PreProceedingsStepKind,
    ProceedingsChild,
)
from kith.casework.protection.queries.immediate import PowerRead, powers_read
from kith.casework.protection.workflows import pre_proceedings as before_court
from kith.casework.protection.workflows import proceedings as in_court
from kith.casework.workforce.models import Worker

# Good practice, of no law: how many weeks work before proceedings takes (DOMAIN 1.2; an authority confirms it).
PRE_PROCEEDINGS_WEEKS = (12, 16)


@dataclass(frozen=True)
class ChildPart:
    """One child's part in a process: what was decided for them, and where it can be read."""

    child: Any | None  # None where the reader may not see them
    decided: str
    decision_id: int | None


@dataclass(frozen=True)
class GatewayStory:
    """What the page of a legal gateway tells."""

    gateway: LegalGatewayMeeting
    parts: list[ChildPart]
    pre_proceedings: list[PreProceedings]
    proceedings: list[CareProceedings]
    decided_to_issue: bool


def gateway_story(gateway: LegalGatewayMeeting, members: Iterable[Any]) -> GatewayStory:
    """Return what a legal gateway's page tells. A fixed number of queries."""
    people = {one.pk: one for one in members}
    held = NOW.together(
        parts=LegalGatewayChild.objects.filter(gateway=gateway).order_by("child_id"),
        before=PreProceedings.objects.filter(gateway=gateway).order_by("start_date"),
        court=CareProceedings.objects.filter(gateway=gateway).order_by("issued_date"),
    )
    parts = [
        ChildPart(
            people.get(part.child_id),
            GatewayOutcome(part.outcome).label if part.outcome else "",
            part.decision_id,
        )
        for part in held["parts"]
    ]
    to_issue = any(part.outcome == GatewayOutcome.ISSUE for part in held["parts"])
    return GatewayStory(gateway, parts, held["before"], held["court"], to_issue and not held["court"])


def children_to_apply_for(family_id: int) -> set[int]:
    """Return the children for whom the latest gateway, or the end of work before proceedings, decided on an application."""
    latest = LegalGatewayMeeting.objects.filter(family_id=family_id, held_date__isnull=False).order_by(
        "-held_date", "-pk"
    )[:1]
    by_gateway = LegalGatewayChild.objects.filter(
        gateway__in=list(latest), outcome=GatewayOutcome.ISSUE
    ).values_list("child_id", flat=True)
    by_work = PreProceedingsChild.objects.filter(
        pre_proceedings__family_id=family_id, pre_proceedings__ending=PreProceedingsEnding.PROCEEDINGS
    ).values_list("child_id", flat=True)
    return {*by_gateway, *by_work}


@dataclass(frozen=True)
class StepRead:
    """A meeting, assessment or review as its page shows it."""

    step: Any
    kind: str
    is_late: bool
    lawyer: str


@dataclass(frozen=True)
class PreProceedingsStory:
    """What the page of work before proceedings tells."""

    row: PreProceedings
    state: before_court.PreProceedingsState
    parts: list[ChildPart]
    to_come: list[StepRead]
    done: list[StepRead]
    proceedings: list[CareProceedings]
    lead: Worker | None
    weeks: int  # whole weeks since it began, until it ended
    ending: str

    @property
    def usual_weeks(self) -> str:
        """How long it usually takes, by good practice and no law."""
        return f"{PRE_PROCEEDINGS_WEEKS[0]} to {PRE_PROCEEDINGS_WEEKS[1]} weeks"

    @property
    def is_beyond_usual(self) -> bool:
        """Whether it has gone on for longer than that."""
        return self.weeks >= PRE_PROCEEDINGS_WEEKS[1]


def pre_proceedings_story(
    row: PreProceedings, members: Iterable[Any], *, today: datetime.date
) -> PreProceedingsStory:
    """Return what the page of work before proceedings tells. A fixed number of queries."""
    people = {one.pk: one for one in members}
    held = NOW.together(
        parts=PreProceedingsChild.objects.filter(pre_proceedings=row).order_by("child_id"),
        steps=PreProceedingsStep.objects.filter(pre_proceedings=row).order_by("id"),
        court=CareProceedings.objects.filter(pre_proceedings=row).order_by("issued_date"),
        lead=Worker.objects.filter(pk=row.lead_id),
    )
    ending = PreProceedingsEnding(row.ending).label if row.ending else ""
    parts = [ChildPart(people.get(one.child_id), ending, one.decision_id) for one in held["parts"]]
    steps = [_read_step(step, today) for step in held["steps"]]
    return PreProceedingsStory(
        row,
        before_court.state_of(row),
        parts,
        sorted((one for one in steps if one.step.done_date is None), key=lambda one: one.step.planned_date),
        sorted((one for one in steps if one.step.done_date), key=lambda one: one.step.done_date),
        held["court"],
        next(iter(held["lead"]), None),
        ((row.end_date or today) - row.start_date).days // 7,
        ending,
    )


def _read_step(step: Any, today: datetime.date) -> StepRead:
    lawyer = {True: "The parents had a lawyer with them", False: "The parents had no lawyer with them"}
    return StepRead(
        step,
        PreProceedingsStepKind(step.kind).label,
        step.done_date is None and step.planned_date < today,
        lawyer.get(step.parents_had_a_lawyer, ""),
    )


@dataclass(frozen=True)
class Weeks:
    """How many weeks of those that the court has are used, by the rule in force on the day of issue."""

    used: int
    length: int  # by the law
    until: datetime.date  # as it stands, extension included
    due: datetime.date
    is_over: bool
    days_left: int

    @property
    def words(self) -> str:
        """Return it as a sentence's part."""
        if self.is_over:
            return f"Ended after {self.used} week{'' if self.used == 1 else 's'}"
        if self.days_left < 0:
            late = -self.days_left
            return f"{self.used} weeks used, {late} day{'' if late == 1 else 's'} beyond the court's time"
        if self.until > self.due:
            return f"{self.used} weeks used, and the court has until {_day(self.until)}"
        return f"{self.used} of {self.length} weeks used"

    @property
    def colour(self) -> str:
        """The colour of the tag that says so."""
        if self.is_over:
            return "grey"
        return "red" if self.days_left < 0 else "yellow" if self.days_left <= 28 else "blue"


def weeks_of(row: Any, today: datetime.date) -> Weeks:
    """Return how proceedings stand against their twenty-six weeks."""
    until = row.extended_until or row.due_date
    upto = row.ended_date or today
    return Weeks(
        used=(upto - row.issued_date).days // 7,
        length=rule_on("care_proceedings", row.issued_date).length,
        until=until,
        due=row.due_date,
        is_over=row.ended_date is not None,
        days_left=(until - upto).days,
    )


@dataclass(frozen=True)
class Mark:
    """One mark on the drawn line of weeks: how far along, in tenths of a week, and what it is."""

    x: int
    kind: str  # "held", "planned", "order", "due", "until"


@dataclass(frozen=True)
class WeeksLine:
    """The line of weeks as it is drawn: lengths in tenths of a week."""

    width: int
    used: int
    ticks: list[int]
    marks: list[Mark]
    words: str  # what it shows, for whoever does not see it


@dataclass(frozen=True)
class HearingRead:
    """A hearing as its page shows it."""

    hearing: Any
    kind: str
    is_late: bool


@dataclass(frozen=True)
class ChildInCourt:
    """One child in proceedings: what was ordered, the order in force, and whether the case has ended for them."""

    child: Any | None
    orders: list[Any]
    in_force: Any | None
    final: Any | None


@dataclass(frozen=True)
class ProceedingsStory:
    """What the page of proceedings tells."""

    row: CareProceedings
    kind: str
    state: in_court.ProceedingsState
    weeks: Weeks
    line: WeeksLine
    children: list[ChildInCourt]
    to_come: list[HearingRead]
    held: list[HearingRead]
    waiting: list[Any]  # the children without a final order, those whom the reader may see

    @property
    def next_words(self) -> str:
        """What comes next, in a sentence."""
        if self.state == in_court.ProceedingsState.ENDED:
            return "Each child has a final order."
        if self.to_come and self.to_come[0].is_late:
            return f"{self.to_come[0].kind} was planned for {_day(self.to_come[0].hearing.hearing_date)}. Record what was decided."
        if self.to_come:
            return f"{self.to_come[0].kind} on {_day(self.to_come[0].hearing.hearing_date)}."
        return "No hearing is planned. Enter the next one."


def proceedings_story(
    row: CareProceedings, members: Iterable[Any], *, today: datetime.date
) -> ProceedingsStory:
    """Return what the page of proceedings tells. A fixed number of queries."""
    people = {one.pk: one for one in members}
    found = NOW.together(
        children=ProceedingsChild.objects.filter(proceedings=row).order_by("child_id"),
        hearings=CourtHearing.objects.filter(proceedings=row).order_by("hearing_date", "id"),
        orders=CourtOrder.objects.filter(proceedings=row).order_by("start_date", "id"),
    )
    hearings = [
        HearingRead(one, HearingKind(one.kind).label, not one.was_held and one.hearing_date < today)
        for one in found["hearings"]
    ]
    for order in found["orders"]:
        order.kind_shown = OrderKind(order.kind).label
    children = []
    for part in found["children"]:
        theirs = [order for order in found["orders"] if order.child_id == part.child_id]
        in_force = [order for order in theirs if order.holds_on(today) and order.kind != OrderKind.NO_ORDER]
        children.append(
            ChildInCourt(
                people.get(part.child_id),
                theirs,
                in_force[-1] if in_force else None,
                next((order for order in theirs if order.is_final), None),
            )
        )
    weeks = weeks_of(row, today)
    return ProceedingsStory(
        row,
        ApplicationKind(row.kind).label,
        in_court.state_of(row),
        weeks,
        _line(row, weeks, hearings, found["orders"], today),
        children,
        [one for one in hearings if not one.hearing.was_held],
        [one for one in hearings if one.hearing.was_held],
        [one.child for one in children if one.final is None and one.child is not None],
    )


def _line(
    row: CareProceedings,
    weeks: Weeks,
    hearings: Sequence[HearingRead],
    orders: Sequence[Any],
    today: datetime.date,
) -> WeeksLine:
    """Lay the weeks out along a line, ten units to a week."""

    def at(day: datetime.date) -> int:
        return round((day - row.issued_date).days * 10 / 7)

    upto = row.ended_date or today
    days = [upto, weeks.until, weeks.due, *(one.hearing.hearing_date for one in hearings)]
    width = max(at(max(days)), 10)
    marks = [
        *(
            Mark(at(one.hearing.hearing_date), "held" if one.hearing.was_held else "planned")
            for one in hearings
        ),
        *(Mark(at(day), "order") for day in sorted({order.start_date for order in orders})),
        Mark(at(weeks.due), "due"),
    ]
    if row.extended_until:
        marks.append(Mark(at(row.extended_until), "until"))
    held = sum(one.hearing.was_held for one in hearings)
    words = (
        f"Issued on {_day(row.issued_date)}. {weeks.words}. {weeks.length} weeks are up on {_day(weeks.due)}."
        + (f" Extended until {_day(row.extended_until)}." if row.extended_until else "")
        + f" {held} hearing{'' if held == 1 else 's'} held, {len(hearings) - held} planned."
    )
    return WeeksLine(width, min(max(at(upto), 0), width), list(range(0, width + 1, 20)), marks, words)


@dataclass(frozen=True)
class LegalSummary:
    """What is open or was last for a family in law, for the plan's and the family's pages."""

    powers: list[PowerRead]
    gateways: list[Any]
    before: list[Any]
    court: list[Any]  # each with `weeks` and `kind_shown`

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.powers or self.gateways or self.before or self.court)


@shaped
def _open_rows(record: Record, family_id: int, powers_alone: bool) -> dict[str, QuerySet[Any]]:
    wanted: dict[str, QuerySet[Any]] = {
        "powers": record.rows(ImmediateProtection).filter(family_id=family_id, ended_at__isnull=True),
    }
    if not powers_alone:
        wanted["gateways"] = record.rows(LegalGatewayMeeting).filter(
            family_id=family_id, held_date__isnull=True
        )
        wanted["before"] = record.rows(PreProceedings).filter(family_id=family_id, end_date__isnull=True)
        wanted["court"] = record.rows(CareProceedings).filter(family_id=family_id, ended_date__isnull=True)
    return wanted


def summary_of(
    family_id: int,
    members: Iterable[Any],
    *,
    now: datetime.datetime,
    today: datetime.date,
    record: Record = NOW,
    powers_alone: bool = False,
) -> LegalSummary:
    """Return what is open for a family: powers in force, gateways asked for, work before proceedings, proceedings.

    One query now; `powers_alone` is for partners, who read nothing of what lawyers advise.
    """
    found = record.together(lambda: _open_rows(record, family_id, powers_alone))
    for row in found.get("court", []):
        row.weeks = weeks_of(row, today)
        row.kind_shown = ApplicationKind(row.kind).label
    for row in found.get("before", []):
        row.state_shown = before_court.state_of(row).label
        row.weeks = (today - row.start_date).days // 7
    return LegalSummary(
        powers_read(found["powers"], members, now),
        found.get("gateways", []),
        found.get("before", []),
        found.get("court", []),
    )


def _day(day: datetime.date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
