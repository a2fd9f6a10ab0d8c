"""Help on its way to one family: offered, started, each session, measured, ended. A closed plan refuses all of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from kith.casework.family_help.measures import measures
from kith.casework.family_help.models import (
    DeliveryEnding,
    DeliveryParticipant,
    DeliverySession,
    Intervention,
    InterventionDelivery,
    MeasureStage,
    OutcomeScore,
    SessionAttendance,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.help import give_help
from kith.casework.plans.actions.recording import check_day, check_open, children_on, record
from kith.casework.plans.models import Goal, Plan
from kith.casework.workforce.models import Worker

STAGES = [MeasureStage.BEFORE, MeasureStage.AFTER, MeasureStage.LATER]


@dataclass(frozen=True)
class Session:
    """One session as it is told: the day, what became of it, and a line about it."""

    day: datetime.date
    attendance: str
    note: str = ""


@transaction.atomic
def offer_help(
    *,
    plan: Plan,
    intervention: Intervention,
    people: Sequence[Person],
    why_this: str,
    offered_date: datetime.date,
    by: Worker,
    goal: Goal | None = None,
    provider: str = "",
    practitioner: Worker | None = None,
    planned_sessions: int | None = None,
) -> InterventionDelivery:
    """Offer one intervention to some of a family on its plan, for a reason that a person gives."""
    plan = check_open(plan)
    check_day(offered_date, plan, "offered_date")
    if not people:
        raise CannotBeTrue("Choose whom in the family the help is for.", "people")
    if not why_this.strip():
        raise CannotBeTrue("Say why this help for this family: somebody will ask.", "why_this")
    if not intervention.is_in_use:
        raise CannotBeTrue("This help is not offered here at present. Choose another.")
    if goal is not None and (goal.plan_id != plan.pk or goal.closed_date is not None):
        raise CannotBeTrue("This goal is not one that the plan is working on. Choose another.", "goal")
    already = (
        InterventionDelivery.objects.filter(
            plan=plan, intervention=intervention, end_date__isnull=True, participants__person__in=people
        )
        .order_by("offered_date")
        .first()
    )
    if already is not None:
        raise CannotBeTrue(
            f"This help was offered to them on {already.offered_date:%-d %B %Y} and has not ended. Go on with that."
        )
    delivery = InterventionDelivery.objects.create(
        plan=plan,
        intervention=intervention,
        goal=goal,
        why_this=why_this.strip(),
        provider=provider.strip(),
        practitioner=practitioner,
        offered_date=offered_date,
        planned_sessions=planned_sessions or None,
    )
    DeliveryParticipant.objects.bulk_create(
        DeliveryParticipant(delivery=delivery, person=person) for person in people
    )
    _record("offered", delivery, by=by, day=offered_date, summary="Help was offered.")
    return delivery


@transaction.atomic
def start_help(
    *,
    delivery: InterventionDelivery,
    start_date: datetime.date,
    by: Worker,
    provider: str = "",
    practitioner: Worker | None = None,
    planned_sessions: int | None = None,
) -> None:
    """Record that offered help began. Where no sessions are planned, its start is the help that was given."""
    delivery = _open(delivery)
    _check_not_ended(delivery)
    if delivery.start_date is not None:
        raise CannotBeTrue(f"This help started on {delivery.start_date:%-d %B %Y} already.", "start_date")
    check_day(start_date, delivery.plan, "start_date")
    if start_date < delivery.offered_date:
        raise CannotBeTrue(
            f"The help was offered on {delivery.offered_date:%-d %B %Y} and cannot start before that day. "
            "Enter that day or a later one.",
            "start_date",
        )
    delivery.start_date = start_date
    delivery.provider = provider.strip() or delivery.provider
    delivery.practitioner = practitioner or delivery.practitioner
    delivery.planned_sessions = planned_sessions or delivery.planned_sessions
    delivery.save(update_fields=["start_date", "provider", "practitioner", "planned_sessions"])
    _record("started", delivery, by=by, day=start_date, summary="Help that was offered began.")
    if not delivery.planned_sessions:
        give_help(plan=delivery.plan, what=delivery.intervention.name, day=start_date, by=by)


@transaction.atomic
def hold_sessions(*, delivery: InterventionDelivery, sessions: Sequence[Session], by: Worker) -> None:
    """Record sessions that were offered, in the order of their days; the first attended is the help that was given."""
    delivery = _open(delivery)
    if not sessions:
        raise CannotBeTrue("Enter the day of one session at least.")
    held = dict(DeliverySession.objects.filter(delivery=delivery).values_list("day", "attendance"))
    for told in sorted(sessions, key=lambda one: one.day):
        _check_session_day(delivery, told.day)
        if told.day in held:
            raise CannotBeTrue(
                f"There is a session on {told.day:%-d %B %Y} already. Correct that one, or enter another day."
            )
        first = (
            told.attendance == SessionAttendance.ATTENDED
            and SessionAttendance.ATTENDED not in held.values()
            and bool(delivery.planned_sessions)
        )
        held[told.day] = told.attendance
        row = DeliverySession.objects.create(
            delivery=delivery, day=told.day, attendance=told.attendance, note=told.note.strip()
        )
        _record_session(delivery, row, by=by)
        if first:
            give_help(plan=delivery.plan, what=delivery.intervention.name, day=told.day, by=by)


@transaction.atomic
def correct_session(*, session: DeliverySession, attendance: str, note: str, by: Worker) -> None:
    """Put right what became of a session; without an attendance it was entered by mistake and is taken off."""
    delivery = _open(session.delivery)
    locked = DeliverySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    others = DeliverySession.objects.filter(delivery=delivery, attendance=SessionAttendance.ATTENDED)
    first = (
        attendance == SessionAttendance.ATTENDED and bool(delivery.planned_sessions) and not others.exists()
    )
    if not attendance:
        locked.delete()
        _record(
            "session_held", delivery, by=by, day=session.day, summary="A session that was entered by mistake was removed.",
            details={"attendance": ""},
        )  # fmt: skip
        return
    locked.attendance, locked.note = attendance, note.strip()
    locked.save(update_fields=["attendance", "note"])
    _record_session(delivery, locked, by=by)
    if first:
        give_help(plan=delivery.plan, what=delivery.intervention.name, day=locked.day, by=by)


@transaction.atomic
def measure_outcome(
    *,
    delivery: InterventionDelivery,
    measure: str,
    stage: str,
    score: Decimal,
    day: datetime.date,
    by: Worker,
    person: Person | None = None,
) -> OutcomeScore:
    """Record one score on one measure, before, after or later, for one person of those helped or for all of them."""
    delivery = _open(delivery)
    if person is not None and not delivery.participants.filter(person=person).exists():
        raise CannotBeTrue("Choose somebody whom this help is given to.", "person")
    same = OutcomeScore.objects.filter(delivery=delivery, person=person, measure=measure)
    if same.filter(stage=stage).exists():
        raise CannotBeTrue(
            "There is a score on this measure at this stage already. Correct that one instead.", "stage"
        )
    _check_score(delivery, measure, stage, score, day, list(same))
    row = OutcomeScore.objects.create(
        delivery=delivery, person=person, measure=measure, stage=stage, score=score, day=day
    )
    _record_measure(delivery, row, by=by)
    return row


@transaction.atomic
def correct_outcome(*, outcome: OutcomeScore, score: Decimal, day: datetime.date, by: Worker) -> None:
    """Put a score or its day right."""
    delivery = _open(outcome.delivery)
    locked = OutcomeScore.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    others = OutcomeScore.objects.filter(
        delivery=delivery,
        person_id=locked.person_id,  # type: ignore[misc]
        measure=locked.measure,
    ).exclude(pk=locked.pk)
    _check_score(delivery, locked.measure, locked.stage, score, day, list(others))
    locked.score, locked.day = score, day
    locked.save(update_fields=["score", "day"])
    _record_measure(delivery, locked, by=by)


@transaction.atomic
def end_help(
    *,
    delivery: InterventionDelivery,
    ending: str,
    end_date: datetime.date,
    by: Worker,
    ending_reason: str = "",
    ending_words: str = "",
) -> None:
    """Record how help ended: completed, or stopped early or never started and why, with what the family says of it."""
    delivery = _open(delivery)
    _check_not_ended(delivery)
    if end_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "end_date")
    if ending == DeliveryEnding.NEVER_STARTED:
        if delivery.start_date is not None:
            raise CannotBeTrue(
                f"This help started on {delivery.start_date:%-d %B %Y}. Choose that it was completed or stopped early.",
                "ending",
            )
        earliest, what = delivery.offered_date, "was offered"
    else:
        if delivery.start_date is None:
            raise CannotBeTrue(
                "This help has not started. Record its start first, or choose that it never started.",
                "ending",
            )
        last = delivery.sessions.aggregate(last=Max("day"))["last"]
        earliest, what = delivery.start_date, "started"
        if last is not None and last > earliest:
            earliest, what = last, "had a session"
    if end_date < earliest:
        raise CannotBeTrue(
            f"This help {what} on {earliest:%-d %B %Y}, so it cannot have ended before. Enter that day or a later one.",
            "end_date",
        )
    if ending != DeliveryEnding.COMPLETED and not ending_reason:
        raise CannotBeTrue("Choose why it was not completed.", "ending_reason")
    delivery.ending, delivery.end_date, delivery.ending_words = ending, end_date, ending_words.strip()
    delivery.ending_reason = "" if ending == DeliveryEnding.COMPLETED else ending_reason
    delivery.save(update_fields=["ending", "end_date", "ending_words", "ending_reason"])
    said = {
        DeliveryEnding.COMPLETED: "Help was completed.",
        DeliveryEnding.STOPPED_EARLY: "Help stopped before its end.",
        DeliveryEnding.NEVER_STARTED: "Help that was offered never started.",
    }[DeliveryEnding(ending)]
    _record("ended", delivery, by=by, day=end_date, summary=said, details={"ending": ending})


def _open(delivery: InterventionDelivery) -> InterventionDelivery:
    """Return a delivery as it is now, its plan locked before it. Raises CannotBeTrue where the plan is closed."""
    plan = check_open(delivery.plan)
    locked: InterventionDelivery = (
        InterventionDelivery.objects.select_for_update(of=("self",))
        .select_related("intervention")
        .get(pk=delivery.pk)
    )
    locked.plan = plan
    return locked


def _check_not_ended(delivery: InterventionDelivery) -> None:
    if delivery.end_date is not None:
        raise CannotBeTrue(
            f"This help ended on {delivery.end_date:%-d %B %Y}. To give it again, offer it again."
        )


def _check_session_day(delivery: InterventionDelivery, day: datetime.date) -> None:
    if delivery.start_date is None:
        raise CannotBeTrue("This help has not started. Record the day on which it started first.")
    if day > timezone.localdate():
        raise CannotBeTrue(f"{day:%-d %B %Y} has not come yet. Record a session once it has been held.")
    if day < delivery.start_date:
        raise CannotBeTrue(
            f"The help started on {delivery.start_date:%-d %B %Y}, so there cannot have been a session on "
            f"{day:%-d %B %Y}. Enter that day or a later one."
        )
    if delivery.end_date is not None and day > delivery.end_date:
        raise CannotBeTrue(
            f"The help ended on {delivery.end_date:%-d %B %Y}, so there cannot have been a session on {day:%-d %B %Y}."
            " Check the day."
        )


def _check_score(
    delivery: InterventionDelivery,
    measure: str,
    stage: str,
    score: Decimal,
    day: datetime.date,
    others: Sequence[OutcomeScore],
) -> None:
    known = measures().get(measure)
    if known is None:
        raise CannotBeTrue("Choose one of the measures.", "measure")
    off = known.off_the_scale(score)
    if off:
        raise CannotBeTrue(off, "score")
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter the day on which the answers were given.", "day")
    if stage != MeasureStage.BEFORE:
        began = delivery.start_date
        if began is None:
            raise CannotBeTrue("This help has not started, so there is no score after it yet.", "stage")
        if day < began:
            raise CannotBeTrue(
                f"The help started on {began:%-d %B %Y}: a score from before that day is one before the help.",
                "day",
            )
    place = STAGES.index(MeasureStage(stage))
    for other in others:
        theirs = STAGES.index(MeasureStage(other.stage))
        if (theirs < place and other.day > day) or (theirs > place and other.day < day):
            raise CannotBeTrue(
                f"The score {other.get_stage_display().lower()} was taken on {other.day:%-d %B %Y}. "
                "The stages cannot be the other way round: check both days.",
                "day",
            )


def _record_session(delivery: InterventionDelivery, row: DeliverySession, *, by: Worker) -> None:
    said = {
        SessionAttendance.ATTENDED: "A session of help was held, and the family came.",
        SessionAttendance.MISSED: "The family did not come to a session of help.",
        SessionAttendance.CANCELLED_BY_FAMILY: "The family called off a session of help.",
        SessionAttendance.CANCELLED_BY_US: "The service called off a session of help.",
    }[SessionAttendance(row.attendance)]
    _record(
        "session_held", delivery, by=by, day=row.day, summary=said, details={"attendance": row.attendance}
    )


def _record_measure(delivery: InterventionDelivery, row: OutcomeScore, *, by: Worker) -> None:
    _record(
        "measured", delivery, by=by, day=row.day, summary="How the help is doing was measured.",
        details={"measure": row.measure, "stage": row.stage},
    )  # fmt: skip


def _record(
    what: str,
    delivery: InterventionDelivery,
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    details: dict[str, object] | None = None,
) -> None:
    """Record what happened to help, about the plan's children and everybody whom it is given to, seen or unseen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_people_in_delivery(%s)", [delivery.pk])
        helped = {number for (number,) in cursor.fetchall()}
    kind = f"family_help.{what}" if what == "session_held" else f"family_help.intervention_{what}"
    record(
        kind, delivery.plan, by=by, day=day, summary=summary, about=helped | set(children_on(delivery.plan)),
        details={"delivery": delivery.pk, **(details or {})},
    )  # fmt: skip
