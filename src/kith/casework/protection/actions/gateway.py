"""The legal gateway: asked for by whoever works with the family, held by a manager with the lawyers, decided child by child."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.deciding import Reasons, decide
from kith.casework.protection.actions.legal_rights import (
    check_children,
    check_decides,
    locked_family,
)
from kith.casework.protection.actions.pre_proceedings import start
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.models import (
    DecisionKind,
    GatewayOutcome,
    LegalGatewayChild,
    LegalGatewayMeeting,
    PreProceedings,
)
from kith.casework.protection.workflows.gateway import GATEWAY, GatewayState, state_of
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import team_of


@dataclass(frozen=True)
class GatewayChildOutcome:
    """What is decided for one child, and why."""

    outcome: str
    reasons: Reasons


@transaction.atomic
def ask_for_gateway(
    *, family: Family, children: Sequence[Person], why_asked: str, asked_date: datetime.date, by: Worker
) -> LegalGatewayMeeting:
    """Ask for a legal gateway meeting about some of a family's children; the team has it to hold.

    Raises CannotBeTrue while one is asked for already.
    """
    locked_family(family)
    check_children(family, children)
    check_day(asked_date, "asked_date")
    if not why_asked.strip():
        raise CannotBeTrue("Say what has been tried, and what has not changed.", "why_asked")
    if LegalGatewayMeeting.objects.filter(family=family, held_date__isnull=True).exists():
        raise CannotBeTrue("A legal gateway meeting is asked for already. Record that one.")
    gateway = LegalGatewayMeeting.objects.create(
        family=family,
        plan=Plan.objects.filter(family=family, end_date__isnull=True).first(),
        asked_date=asked_date,
        asked_by=by,
        why_asked=why_asked,
    )
    LegalGatewayChild.objects.bulk_create(
        LegalGatewayChild(gateway=gateway, child=child) for child in children
    )
    record(
        GATEWAY.beginning[GatewayState.ASKED_FOR], gateway, by=by, day=asked_date,
        summary="A meeting of the service with its lawyers was asked for.", details={"gateway": gateway.pk},
    )  # fmt: skip
    team = team_of(by, asked_date)
    give_task(
        title="Hold a legal gateway meeting",
        due_date=asked_date,
        worker=None if team else by,
        team=team,
        person_id=children[0].pk,
        link=f"/legal-gateways/{gateway.pk}/",
        by=by,
    )
    return gateway


@transaction.atomic
def hold_gateway(
    *,
    gateway: LegalGatewayMeeting,
    held_date: datetime.date,
    led_by: Worker,
    legal_adviser: str,
    advice: str,
    outcomes: Mapping[int, GatewayChildOutcome],
    lead: Worker | None,
    by: Worker,
) -> PreProceedings | None:
    """Record the meeting and a decision for each child; return the work before proceedings that it began, if any.

    Raises CannotBeTrue unless every child has an outcome with its reasons, and whoever decides may decide for all of them.
    """
    gateway = locked(gateway)
    event = GATEWAY.check_move(state_of(gateway), GatewayState.HELD)
    check_decides(gateway, by)
    check_day(held_date, "held_date", earliest=gateway.asked_date, why_earliest="The meeting was asked for")
    if not legal_adviser.strip():
        raise CannotBeTrue("Enter the lawyer who advised.", "legal_adviser")
    children = children_in(gateway)
    for number in children:
        said = outcomes.get(number)
        if said is None or said.outcome not in GatewayOutcome.values:
            raise CannotBeTrue("Say what is decided for each child.", f"outcome_{number}")
    if set(outcomes) != set(children):
        raise CannotBeTrue(
            "This meeting is not about one of these children. Decide for those whom it is about."
        )
    to_work_with = [n for n in children if outcomes[n].outcome == GatewayOutcome.PRE_PROCEEDINGS]
    if to_work_with and lead is None:
        raise CannotBeTrue("Choose who leads the work before proceedings.", "lead")
    LegalGatewayMeeting.objects.filter(pk=gateway.pk).update(
        held_date=held_date, led_by=led_by, legal_adviser=legal_adviser.strip(), advice=advice
    )
    for part in LegalGatewayChild.objects.filter(gateway=gateway).select_related("child"):
        said = outcomes[part.child_id]
        decision = decide(
            child=part.child,
            kind=DecisionKind.LEGAL_GATEWAY,
            decided=GatewayOutcome(said.outcome).label,
            reasons=said.reasons,
            day=held_date,
            by=by,
            address=f"/legal-gateways/{gateway.pk}/",
        )
        LegalGatewayChild.objects.filter(pk=part.pk).update(outcome=said.outcome, decision=decision)
    # What was advised and decided is the service's own: the chronology, which partners read, says that they met.
    record(
        event, gateway, by=by, day=held_date, summary="The service met with its lawyers.",
        details={"gateway": gateway.pk},
    )  # fmt: skip
    do_tasks_at(f"/legal-gateways/{gateway.pk}/", by=by)
    if not to_work_with or lead is None:
        return None
    gateway.refresh_from_db()
    return start(
        gateway=gateway,
        children=list(Person.objects.filter(pk__in=to_work_with).order_by("pk")),
        start_date=held_date,
        lead=lead,
        by=by,
    )
