"""Help being delivered: on one plan, one delivery whole, and what waits to begin for a worker or a team."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kith.casework.access.rights import Right
from kith.casework.family_help.measures import Measure, measures
from kith.casework.family_help.models import (
    DeliveryEnding,
    DeliveryParticipant,
    DeliverySession,
    EndingReason,
    Intervention,
    InterventionDelivery,
    MeasureStage,
    OutcomeScore,
    SessionAttendance,
)
from kith.casework.family_help.queries.catalogue import Entry, entries
from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import NOW, Record, whole
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.plans.models import PlanAction, PlanChild
from kith.casework.timeline.queries.day import SOON
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class DeliveryRead:
    """One delivery as the plan's page tells it."""

    delivery: Any
    intervention: Intervention
    people: list[str]  # whom it is given to, of those whom the reader may see
    offered: int  # sessions offered so far
    attended: int
    last_day: datetime.date | None
    came_today: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it was offered and has neither begun nor ended."""
        return self.delivery.start_date is None and self.delivery.end_date is None

    @property
    def goes_on(self) -> bool:
        """Whether it has begun and not ended."""
        return self.delivery.start_date is not None and self.delivery.end_date is None

    @property
    def ending(self) -> str:
        """How it ended, and why, in words; nothing while it has not."""
        if not self.delivery.ending:
            return ""
        how = str(DeliveryEnding(self.delivery.ending).label)
        if not self.delivery.ending_reason:
            return how
        why = str(EndingReason(self.delivery.ending_reason).label)
        return f"{how}: {why[0].lower()}{why[1:]}"


def deliveries_of_plan(
    plan_id: int, members: Sequence[Person], today: datetime.date, record: Record = NOW
) -> list[DeliveryRead]:
    """Return a plan's help: what waits first, then what goes on, then what ended. Four queries, or one where none is."""
    rows = list(record.rows(InterventionDelivery).filter(plan_id=plan_id).order_by("-offered_date", "-id"))
    if not rows:
        return []
    numbers = [row.id for row in rows]
    names = {one.pk: one.display_name for one in members}
    kinds = Intervention.objects.in_bulk({row.intervention_id for row in rows})
    sessions: dict[int, list[Any]] = {}
    for session in record.rows(DeliverySession).filter(delivery_id__in=numbers):
        sessions.setdefault(session.delivery_id, []).append(session)
    people: dict[int, list[str]] = {}
    for place in record.rows(DeliveryParticipant).filter(delivery_id__in=numbers).order_by("id"):
        if place.person_id in names:
            people.setdefault(place.delivery_id, []).append(names[place.person_id])
    read = [
        DeliveryRead(
            delivery=row,
            intervention=kinds[row.intervention_id],
            people=people.get(row.id, []),
            offered=len(sessions.get(row.id, [])),
            attended=sum(one.attendance == SessionAttendance.ATTENDED for one in sessions.get(row.id, [])),
            last_day=max((one.day for one in sessions.get(row.id, [])), default=None),
            came_today=any(one.day == today for one in sessions.get(row.id, [])),
        )
        for row in rows
    ]
    return sorted(read, key=lambda one: (not one.is_waiting, not one.goes_on))


@dataclass(frozen=True)
class Scores:
    """One person's scores on one measure: before, after and later."""

    measure: Measure
    person: Person | None  # None for all who are helped together
    by_stage: dict[str, OutcomeScore]

    @property
    def stages(self) -> list[tuple[str, OutcomeScore | None]]:
        """Each stage in words with its score, or None."""
        return [(str(stage.label), self.by_stage.get(stage.value)) for stage in MeasureStage]

    @property
    def in_words(self) -> str:
        """How it changed, in words; nothing with one score alone."""
        first = self.by_stage.get(MeasureStage.BEFORE)
        last = self.by_stage.get(MeasureStage.LATER) or self.by_stage.get(MeasureStage.AFTER)
        if first is None or last is None:
            return ""
        change = last.score - first.score
        if change == 0:
            return "No change"
        better = (change < 0) == self.measure.lower_is_better
        return f"{abs(change).normalize():f} {'better' if better else 'worse'}"


@dataclass(frozen=True)
class WholeDelivery:
    """One delivery with everything on its own page."""

    read: DeliveryRead
    entry: Entry
    sessions: list[DeliverySession]
    scores: list[Scores]


def whole_delivery(
    delivery: InterventionDelivery, members: Sequence[Person], today: datetime.date
) -> WholeDelivery:
    """Return one delivery whole, with the scores of those whose records the reader may read. A fixed number of queries."""
    (read,) = [
        one for one in deliveries_of_plan(delivery.plan_id, members, today) if one.delivery.id == delivery.pk
    ]
    sessions = list(DeliverySession.objects.filter(delivery=delivery).order_by("-day"))
    seen = {one.pk: one for one in members if Right.READ_RECORD in one.rights}  # type: ignore[attr-defined]
    grouped: dict[tuple[str, int | None], dict[str, OutcomeScore]] = {}
    for score in OutcomeScore.objects.filter(delivery=delivery).order_by("measure", "person_id"):
        if score.person_id is None or score.person_id in seen:
            grouped.setdefault((score.measure, score.person_id), {})[score.stage] = score
    scores = [
        Scores(measures()[code], seen.get(person) if person else None, by_stage)
        for (code, person), by_stage in grouped.items()
        if code in measures()
    ]
    (entry,) = entries(today, Intervention.objects.filter(pk=delivery.intervention_id))
    return WholeDelivery(read, entry, sessions, scores)


@dataclass(frozen=True)
class WaitingHelp:
    """Help for one family that has not begun: offered from the catalogue, or promised on the plan."""

    what: str
    plan_id: int
    family_name: str
    delivery_id: int | None  # None for what was promised as something to do
    since: datetime.date | None
    due_date: datetime.date | None
    days: int | None
    why: str


def waiting_for_worker(
    worker: Worker, children: Iterable[int], today: datetime.date, record: Record
) -> list[WaitingHelp]:
    """Return help that was offered, or promised for a day not far off, and has not begun: for these children or to be
    given by the worker.

    The longest wait first. One query where nothing waits, or four.
    """
    held = record.together(**_waiting_rows(record, worker.pk, list(children), today + SOON))
    deliveries = InterventionDelivery.objects.select_related("intervention", "plan__family")
    actions = PlanAction.objects.select_related("plan__family")
    offered = whole(deliveries.order_by("offered_date", "pk"), held["offered"])
    promised = whole(actions.order_by("due_date", "pk"), held["promised"])
    known = {entry.intervention.pk: entry for entry in _entries_of(offered, today)}
    waits = [
        WaitingHelp(
            what=row.intervention.name,
            plan_id=row.plan_id,
            family_name=row.plan.family.name,
            delivery_id=row.pk,
            since=row.offered_date,
            due_date=None,
            days=(today - row.offered_date).days,
            why=why_waiting(
                known[row.intervention_id],
                nobody_named=row.practitioner_id is None and not row.provider,
                days=(today - row.offered_date).days,
            ),
        )
        for row in offered
    ]
    promises = [
        WaitingHelp(row.what, row.plan_id, row.plan.family.name, None, None, row.due_date, None, "")
        for row in promised
    ]
    return waits + promises


@shaped
def _waiting_rows(
    record: Record, worker_id: int, children: list[int], by: datetime.date
) -> dict[str, QuerySet[Any]]:
    plans = (
        record.rows(PlanChild)
        .filter(child_id__in=children, end_date__isnull=True, plan__end_date__isnull=True)
        .order_by()
        .values("plan_id")
    )
    deliveries = record.rows(InterventionDelivery)
    return {
        "offered": deliveries.filter(
            id__in=any_of(
                deliveries.filter(plan_id__in=plans).values("id"),
                deliveries.filter(practitioner_id=worker_id).values("id"),
            ),
            start_date__isnull=True,
            end_date__isnull=True,
            plan__end_date__isnull=True,
        ).order_by("offered_date", "id")[:50],
        "promised": record.rows(PlanAction)
        .filter(plan_id__in=plans, is_help=True, done_date__isnull=True, due_date__lte=by)
        .order_by("due_date", "id")[:50],
    }


def why_waiting(entry: Entry, *, nobody_named: bool, days: int) -> str:
    """Return in a sentence why help has not begun, as far as the record tells."""
    if not entry.available:
        return "It is not on the list of what can be had here."
    if nobody_named:
        return "Nobody is named who will give it."
    usual = entry.usual_wait
    if usual is None:
        return "How long families usually wait for it has not been entered."
    if days > usual * 7:
        return f"The usual wait is {usual} week{'' if usual == 1 else 's'}, and it is past that."
    return f"The usual wait is {usual} week{'' if usual == 1 else 's'}."


@dataclass(frozen=True)
class WaitingKind:
    """Families who wait for one kind of help to begin, and why as far as the record tells."""

    intervention: Intervention
    families: int
    since: datetime.date
    days: int
    reasons: list[str]


def waiting_for_teams(teams: Iterable[int], today: datetime.date) -> list[WaitingKind]:
    """Return what families wait for whose plans are led by workers of these teams, the most waited for first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_help_waiting(%s::bigint[])", [list(teams)])
        rows = cursor.fetchall()
    if not rows:
        return []
    known = {
        entry.intervention.pk: entry
        for entry in entries(today, Intervention.objects.filter(pk__in=[row[0] for row in rows]))
    }
    waiting = []
    for number, families, since, nobody in rows:
        days = (today - since).days
        reasons = []
        if nobody:
            whom = "the family" if families == 1 else f"{nobody} of {families}"
            reasons.append(f"Nobody is named who will give it to {whom}.")
        if not known[number].available or nobody < families:
            reasons.append(why_waiting(known[number], nobody_named=False, days=days))
        waiting.append(WaitingKind(known[number].intervention, families, since, days, reasons))
    return sorted(waiting, key=lambda one: (-one.families, one.since, one.intervention.name))


def _entries_of(rows: Sequence[InterventionDelivery], today: datetime.date) -> list[Entry]:
    numbers = {row.intervention_id for row in rows}
    return entries(today, Intervention.objects.filter(pk__in=numbers)) if numbers else []
