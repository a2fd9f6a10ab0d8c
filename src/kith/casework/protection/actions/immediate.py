"""Protecting a child at once: a power is used, an order is extended, it ends. Each is recorded with its exact instant."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.protection.actions.deciding import Reasons, decide
from kith.casework.protection.actions.legal_rights import check_children, locked_family
from kith.casework.protection.actions.recording import locked, record
from kith.casework.protection.closing import still_open
from kith.casework.protection.lengths import longest_until
from kith.casework.protection.models import (
    DecisionKind,
    ImmediateProtection,
    PowerEnding,
    PowerKind,
    ThresholdDecision,
)
from kith.casework.protection.workflows.immediate import POWER, PowerState, state_of
from kith.casework.timeline.actions.tasks import give_task
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import team_of

# What the chronology says, and so every partner who reads it.
_BEGAN = {
    PowerKind.POLICE_PROTECTION: "Police protection began.",
    PowerKind.EMERGENCY_PROTECTION_ORDER: "A court made an emergency protection order.",
}
_ENDED = {
    PowerKind.POLICE_PROTECTION: "Police protection ended.",
    PowerKind.EMERGENCY_PROTECTION_ORDER: "The emergency protection order ended.",
}


def ends_by(power: ImmediateProtection) -> datetime.datetime:
    """Return the instant beyond which a power cannot last, as it stands."""
    return power.extended_until or power.must_end_at


@transaction.atomic
def use_power(
    *,
    child: Person,
    family: Family,
    kind: str,
    started_at: datetime.datetime,
    who_used_it: str,
    reference: str,
    child_told: str,
    parents_told: str,
    reasons: Reasons,
    by: Worker,
    court_said_until: datetime.datetime | None = None,
) -> ImmediateProtection:
    """Record that a child is protected at once, until when at the latest, and ask for a strategy discussion today.

    `court_said_until` is for an order made for less than the law allows. Raises CannotBeTrue while the child is under the
    same power already, or for an end that the law does not allow.
    """
    locked_family(family)
    check_children(family, [child], "child")
    event = POWER.beginning.get(kind)
    if event is None:
        raise CannotBeTrue("Choose the power that was used.", "kind")
    _check_past(started_at, "started_date")
    if not who_used_it.strip():
        raise CannotBeTrue("Enter the officer who used it, or the court that made it.", "who_used_it")
    if ImmediateProtection.objects.filter(child=child, kind=kind, ended_at__isnull=True).exists():
        raise CannotBeTrue("This child is under this power already. Record how that ended first.", "kind")
    limit = longest_until(kind, started_at)
    if court_said_until is not None:
        if kind == PowerKind.POLICE_PROTECTION:
            raise CannotBeTrue("Police protection is made by no court. Leave this empty.", "until_date")
        if not started_at < court_said_until <= limit:
            raise CannotBeTrue(
                f"An order lasts until {_told(limit)} at the latest. Enter when the court said that it ends, after it was"
                " made.",
                "until_date",
            )
        limit = court_said_until
    local = timezone.localtime(started_at)
    power = ImmediateProtection.objects.create(
        child=child,
        family=family,
        kind=kind,
        started_at=started_at,
        must_end_at=limit,
        who_used_it=who_used_it.strip(),
        reference=reference.strip(),
        child_told=child_told,
        parents_told=parents_told,
    )
    decision = decide(
        child=child,
        kind=DecisionKind.IMMEDIATE,
        decided=PowerKind(kind).label,
        reasons=reasons,
        day=local.date(),
        by=by,
        address=f"/immediate-protection/{power.pk}/",
    )
    _keep_decision(power, decision)
    record(
        event, power, by=by, day=local.date(), at=started_at, summary=_BEGAN[PowerKind(kind)],
        details={"power": power.pk, "until_date": timezone.localtime(limit).date().isoformat()},
    )  # fmt: skip
    _ask_for_strategy_discussion(child, family, by)
    return power


@transaction.atomic
def extend_order(
    *,
    power: ImmediateProtection,
    extended_at: datetime.datetime,
    extended_until: datetime.datetime,
    by: Worker,
) -> None:
    """Record that the court extended an emergency protection order: once, by as much as the law allows at most.

    Raises CannotBeTrue for police protection, a second time, a longer time, or an order whose time had run out.
    """
    power = locked(power)
    event = POWER.check_move(state_of(power), PowerState.EXTENDED)
    _check_past(extended_at, "extended_date")
    if extended_at < power.started_at:
        raise CannotBeTrue(
            f"The order was made on {_told(power.started_at)}. Enter a later time.", "extended_date"
        )
    if extended_at > power.must_end_at:
        raise CannotBeTrue(
            f"The order's time ran out on {_told(power.must_end_at)}, so it could no longer be extended. Record how it ended; "
            "a new order is recorded as one.",
            "extended_date",
        )
    limit = longest_until("emergency_protection_order_extended", power.must_end_at)
    if not power.must_end_at < extended_until <= limit:
        raise CannotBeTrue(
            f"The order lasts until {_told(power.must_end_at)}, and the court may extend it until {_told(limit)} at the latest. "
            "Enter a time between the two.",
            "until_date",
        )
    ImmediateProtection.objects.filter(pk=power.pk).update(
        extended_at=extended_at, extended_until=extended_until
    )
    record(
        event, power, by=by, day=timezone.localtime(extended_at).date(), at=extended_at,
        summary="The court extended the emergency protection order.",
        details={"power": power.pk, "until_date": timezone.localtime(extended_until).date().isoformat()},
    )  # fmt: skip


@transaction.atomic
def end_power(
    *, power: ImmediateProtection, ended_at: datetime.datetime, ending: str, words: str, by: Worker
) -> None:
    """Record when and how a power ended, and where the child is. Beyond its time it is late, and taken all the same.

    Raises CannotBeTrue where it would end before it began or was extended, or its time had not run out as it is said to have.
    """
    power = locked(power)
    event = POWER.check_move(state_of(power), PowerState.ENDED)
    _check_past(ended_at, "ended_date")
    since = power.extended_at or power.started_at
    if ended_at < since:
        what = "The court extended it" if power.extended_at else "It began"
        raise CannotBeTrue(f"{what} on {_told(since)}. Enter that time or a later one.", "ended_date")
    if ending not in PowerEnding.values:
        raise CannotBeTrue("Choose what came after it.", "ending")
    limit = ends_by(power)
    if ending == PowerEnding.TIME_RAN_OUT and ended_at < limit:
        raise CannotBeTrue(
            f"Its time ran out on {_told(limit)}, not before. Choose what ended it, or enter that time.",
            "ending",
        )
    if not words.strip():
        raise CannotBeTrue("Say how it ended, and where the child is.", "end_words")
    ImmediateProtection.objects.filter(pk=power.pk).update(ended_at=ended_at, ending=ending, end_words=words)
    record(
        event, power, by=by, day=timezone.localtime(ended_at).date(), at=ended_at,
        summary=_ENDED[PowerKind(power.kind)], details={"power": power.pk, "in_time": ended_at <= limit},
    )  # fmt: skip


def _keep_decision(power: ImmediateProtection, decision: ThresholdDecision) -> None:
    ImmediateProtection.objects.filter(pk=power.pk).update(decision=decision)
    power.decision = decision


def _ask_for_strategy_discussion(child: Person, family: Family, by: Worker) -> None:
    """Have a strategy discussion called today, unless one is called, asked for, or an enquiry is under way beside it."""
    link = f"/families/{family.pk}/strategy-discussion/call/"
    if still_open([child.pk]) & {"strategy", "enquiry"}:
        return
    if Task.objects.filter(link=link, person=child, done_at__isnull=True).exists():
        return
    today = timezone.localdate()
    team = team_of(by, today)
    give_task(
        title="Call a strategy discussion: a child was protected at once",
        due_date=today,
        worker=None if team else by,
        team=team,
        person_id=child.pk,
        link=link,
        by=by,
    )


def _check_past(instant: datetime.datetime, field: str) -> None:
    if instant > timezone.now():
        raise CannotBeTrue("This has not happened yet. Enter when it happened, or now.", field)


def _told(instant: datetime.datetime) -> str:
    """Return an instant as a sentence has it: 3 June 2026 at 14:05."""
    return f"{timezone.localtime(instant):%-d %B %Y at %H:%M}"
