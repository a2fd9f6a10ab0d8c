"""A child on a protection plan moves between authorities: told of, papers, a conference that takes the plan on, or why not."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.protection.actions.protection_plans import (
    check_category,
    end_protection_plan,
    protection_plan_of,
    start_protection_plan,
)
from kith.casework.protection.actions.recording import check_day, locked
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferenceKind,
    ConferenceStatus,
    ProtectionPlanEnding,
    ProtectionPlanStart,
    ProtectionTransfer,
    TransferDirection,
)
from kith.casework.protection.workflows.transfer import TransferState, state_of, table_of
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

HERE = "This child is on a child protection plan here. Record the move out, or end the plan first."


@transaction.atomic
def tell_of_transfer(
    *,
    child: Person,
    family: Family,
    direction: str,
    other_authority: str,
    moved_date: datetime.date,
    told_date: datetime.date,
    by: Worker,
    told_by: str = "",
    category: str = "",
    plan_since_date: datetime.date | None = None,
) -> ProtectionTransfer:
    """Record that a child on a protection plan moves to us or from us; the limit of a conference runs from the day we were told.

    Raises CannotBeTrue for a move in of a child on a plan here, one out of a child on none, or a move that is open.
    """
    check_day(told_date, "told_date")
    if not other_authority.strip():
        raise CannotBeTrue("Enter the other authority.", "other_authority")
    Person.objects.select_for_update(of=("self",)).get(pk=child.pk)
    if ProtectionTransfer.objects.filter(
        child=child, taken_on_date__isnull=True, not_taken_on_reason=""
    ).exists():
        raise CannotBeTrue("This child's move is recorded already. Go on with that one.")
    now = protection_plan_of(child.pk)
    moves_in = direction == TransferDirection.IN
    if moves_in and now is not None:
        raise CannotBeTrue(HERE)
    if not moves_in and now is None:
        raise CannotBeTrue(
            "This child is on no child protection plan here, so there is none to hand over. Share what you know with the"
            " other authority as for any family."
        )
    if now is not None and told_date < now.start_date:
        raise CannotBeTrue(
            f"The child protection plan began on {now.start_date:%-d %B %Y}. Enter that day or a later one.",
            "told_date",
        )
    if plan_since_date is not None and plan_since_date > told_date:
        raise CannotBeTrue(
            "The plan there began before we were told of it. Enter an earlier day.", "plan_since_date"
        )
    if category:
        check_category(category, told_date)
    latest = now.categories.filter(end_date__isnull=True).first() if now is not None else None
    transfer = ProtectionTransfer.objects.create(
        child=child,
        family=family,
        direction=direction,
        other_authority=other_authority.strip(),
        moved_date=moved_date,
        told_date=told_date,
        told_by=told_by.strip(),
        category=latest.category if latest is not None else category,
        plan_since_date=now.start_date if now is not None else plan_since_date,
    )
    _record(
        table_of(transfer).beginning[TransferState.TOLD], transfer, told_date, by,
        "A child on another authority's protection plan has come to us."
        if moves_in
        else "Another authority was told that a child on a protection plan moves to it.",
    )  # fmt: skip
    return transfer


@transaction.atomic
def record_papers(*, transfer: ProtectionTransfer, papers_date: datetime.date, by: Worker) -> None:
    """Record when the papers of the plan came, or were sent."""
    transfer = locked(transfer)
    state = state_of(transfer)
    event = table_of(transfer).check_move(state, state)
    check_day(papers_date, "papers_date")
    ProtectionTransfer.objects.filter(pk=transfer.pk).update(papers_date=papers_date)
    came = transfer.direction == TransferDirection.IN
    _record(
        event,
        transfer,
        papers_date,
        by,
        f"The papers of the protection plan were {'received' if came else 'sent'}.",
    )


@transaction.atomic
def request_transfer_conference(
    *, transfers: Sequence[ProtectionTransfer], requested_date: datetime.date, by: Worker
) -> ChildProtectionConference:
    """Ask for the conference at which plans of children of one family, who came from another authority, are taken on."""
    if not transfers:
        raise CannotBeTrue("Choose at least one child whom the conference is about.", "children")
    held = [locked(transfer) for transfer in transfers]
    events = [table_of(one).check_move(state_of(one), TransferState.CONFERENCE) for one in held]
    if len({one.family_id for one in held}) > 1:
        raise CannotBeTrue("A conference is about the children of one family. Ask for one for each family.")
    told = min(one.told_date for one in held)
    if requested_date < told:
        raise CannotBeTrue(
            f"We were told on {told:%-d %B %Y}. Enter that day or a later one.", "requested_date"
        )
    conference = request_conference(
        family=held[0].family,
        children=[one.child for one in held],
        kind=ConferenceKind.TRANSFER_IN,
        requested_date=requested_date,
        by=by,
    )
    for one, event in zip(held, events, strict=True):
        ProtectionTransfer.objects.filter(pk=one.pk).update(conference=conference)
        _record(event, one, requested_date, by, "A conference was asked for, to take on the protection plan.")
    return conference


@transaction.atomic
def take_on(
    *,
    transfer: ProtectionTransfer,
    taken_on_date: datetime.date,
    by: Worker,
    category: str = "",
    words: str = "",
    was_on_one_elsewhere: bool = False,
) -> None:
    """Record that a plan was taken on at a conference that the other authority held.

    A child who moved away: the plan here ends that day. One who came: the plan begins here that day, with no conference
    of ours. Where ours has been asked for it decides instead.
    """
    transfer = locked(transfer)
    if transfer.direction == TransferDirection.IN and state_of(transfer) == TransferState.CONFERENCE:
        raise CannotBeTrue("A conference here is to decide. Hold it, or stand it down, first.")
    event = table_of(transfer).check_move(state_of(transfer), TransferState.TAKEN_ON)
    check_day(
        taken_on_date, "taken_on_date", earliest=transfer.told_date, why_earliest="The move was told of"
    )
    ProtectionTransfer.objects.filter(pk=transfer.pk).update(taken_on_date=taken_on_date)
    if transfer.direction == TransferDirection.IN:
        _record(event, transfer, taken_on_date, by, "The protection plan of another authority was taken on.")
        start_protection_plan(
            child=transfer.child,
            plan=None,
            family=transfer.family,
            conference=None,
            category=category or transfer.category,
            start_date=taken_on_date,
            started_as=ProtectionPlanStart.TRANSFER_IN,
            was_on_one_elsewhere=was_on_one_elsewhere,
            by=by,
        )
        return
    now = protection_plan_of(transfer.child_id)
    if now is None:
        raise CannotBeTrue(
            "This child is on no child protection plan here any more. Say why it was not taken on instead."
        )
    _record(event, transfer, taken_on_date, by, "Another authority took on the protection plan.")
    end_protection_plan(
        protection_plan=now,
        conference=None,
        end_date=taken_on_date,
        ended_because=ProtectionPlanEnding.MOVED_AWAY,
        words=words.strip() or f"{transfer.other_authority} took on the plan at its own conference.",
        by=by,
    )


@transaction.atomic
def do_not_take_on(*, transfer: ProtectionTransfer, reason: str, day: datetime.date, by: Worker) -> None:
    """Record why a plan is not taken on. Of a child who moved away, the plan here goes on."""
    transfer = locked(transfer)
    event = table_of(transfer).check_move(state_of(transfer), TransferState.NOT_TAKEN_ON)
    if not reason.strip():
        raise CannotBeTrue("Say why the plan is not taken on.", "reason")
    conference = transfer.conference
    if conference is not None and conference.status in (ConferenceStatus.REQUESTED, ConferenceStatus.BOOKED):
        raise CannotBeTrue("A conference here is to decide. Hold it, or stand it down, first.")
    check_day(day, "day", earliest=transfer.told_date, why_earliest="The move was told of")
    ProtectionTransfer.objects.filter(pk=transfer.pk).update(not_taken_on_reason=reason.strip())
    _record(event, transfer, day, by, "The protection plan was not taken on, with the reason.")


def _record(event: str, transfer: ProtectionTransfer, day: datetime.date, by: Worker, summary: str) -> None:
    record_event(
        event, by=by, day=day, about=[transfer.child_id], summary=summary, thread=f"transfer:{transfer.pk}",
        details={"transfer": transfer.pk},
    )  # fmt: skip
