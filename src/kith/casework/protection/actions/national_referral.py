"""The national referral mechanism: a child referred, and what the competent authority decided."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.access_outside import thread_of
from kith.casework.protection.actions.recording import check_day, locked
from kith.casework.protection.models import GroundsDecision, NationalReferral
from kith.casework.protection.workflows.national_referral import (
    NATIONAL_REFERRAL,
    NationalReferralState,
    state_of,
)
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def make_national_referral(
    *,
    child: Person,
    referred_date: datetime.date,
    why: str,
    by: Worker,
    reference: str = "",
    child_told: str = "",
    support: str = "",
) -> NationalReferral:
    """Record that a child was referred. A child's consent is not needed; what they were told is written down.

    The service must notify the Home Office where it has reasonable grounds to believe that somebody may be a victim
    (Modern Slavery Act 2015, section 52): the referral does that.
    """
    child = Person.objects.select_for_update(of=("self",)).get(pk=child.pk)
    check_day(referred_date, "referred_date", earliest=child.birth_date, why_earliest="The child was born")
    if not why.strip():
        raise CannotBeTrue("Say what points to trafficking or slavery.", "why")
    if NationalReferral.objects.filter(child=child, reasonable_grounds="").exists():
        raise CannotBeTrue(
            "This child has been referred, and the decision on reasonable grounds is awaited. Add to that referral."
        )
    referral = NationalReferral.objects.create(
        child=child,
        referred_date=referred_date,
        referred_by=by,
        reference=reference.strip(),
        why=why.strip(),
        child_told=child_told.strip(),
        support=support.strip(),
    )
    _record(
        NATIONAL_REFERRAL.beginning[NationalReferralState.REFERRED], referral, by=by, day=referred_date,
        summary="Referred to the national referral mechanism.",
    )  # fmt: skip
    return referral


@transaction.atomic
def add_to_national_referral(
    *, referral: NationalReferral, reference: str, child_told: str, support: str, by: Worker
) -> None:
    """Write down the reference, what the young person was told, and what support there is now."""
    referral = locked(referral)
    NationalReferral.objects.filter(pk=referral.pk).update(
        reference=reference.strip(), child_told=child_told.strip(), support=support.strip()
    )
    _record(
        "protection.national_referral_added_to", referral, by=by, day=timezone.localdate(),
        summary="More was written down about the national referral.",
    )  # fmt: skip


@transaction.atomic
def decide_reasonable_grounds(
    *, referral: NationalReferral, decision: str, decided_date: datetime.date, by: Worker
) -> None:
    """Record what was decided on reasonable grounds: in five working days where possible."""
    referral = locked(referral)
    to = (
        NationalReferralState.REASONABLE_POSITIVE
        if decision == GroundsDecision.POSITIVE
        else NationalReferralState.REASONABLE_NEGATIVE
    )
    event = NATIONAL_REFERRAL.check_move(state_of(referral), to)
    check_day(
        decided_date, "decided_date", earliest=referral.referred_date, why_earliest="The child was referred"
    )
    if referral.reasonable_grounds_date is not None:
        check_day(
            decided_date, "decided_date", earliest=referral.reasonable_grounds_date,
            why_earliest="The last decision was",
        )  # fmt: skip
    NationalReferral.objects.filter(pk=referral.pk).update(
        reasonable_grounds=decision, reasonable_grounds_date=decided_date
    )
    _record(
        event, referral, by=by, day=decided_date,
        summary=f"National referral, reasonable grounds: {GroundsDecision(decision).label.lower()}.",
        details={"decision": decision},
    )  # fmt: skip


@transaction.atomic
def decide_conclusive_grounds(
    *, referral: NationalReferral, decision: str, decided_date: datetime.date, by: Worker
) -> None:
    """Record what was decided on conclusive grounds. Sooner than the time for recovery is shown, and not refused."""
    referral = locked(referral)
    to = (
        NationalReferralState.CONCLUSIVE_POSITIVE
        if decision == GroundsDecision.POSITIVE
        else NationalReferralState.CONCLUSIVE_NEGATIVE
    )
    event = NATIONAL_REFERRAL.check_move(state_of(referral), to)
    assert referral.reasonable_grounds_date is not None
    day_after = referral.reasonable_grounds_date + datetime.timedelta(days=1)
    if decided_date < day_after:
        raise CannotBeTrue(
            f"Reasonable grounds were decided on {referral.reasonable_grounds_date:%-d %B %Y}."
            " Conclusive grounds are decided later: check both days.",
            "decided_date",
        )
    check_day(
        decided_date, "decided_date", earliest=referral.conclusive_grounds_date,
        why_earliest="The last decision was",
    )  # fmt: skip
    NationalReferral.objects.filter(pk=referral.pk).update(
        conclusive_grounds=decision, conclusive_grounds_date=decided_date
    )
    _record(
        event, referral, by=by, day=decided_date,
        summary=f"National referral, conclusive grounds: {GroundsDecision(decision).label.lower()}.",
        details={"decision": decision},
    )  # fmt: skip


def _record(
    kind: str,
    referral: NationalReferral,
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    details: dict[str, object] | None = None,
) -> None:
    record_event(
        kind,
        by=by,
        day=day,
        about=[referral.child_id],
        summary=summary,
        thread=thread_of(referral),
        details=details,
    )
