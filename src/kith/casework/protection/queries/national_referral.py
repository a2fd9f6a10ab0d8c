"""A young person's national referrals: where each stands, and when its decisions are to be expected."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.protection.local_numbers import number_on
from kith.casework.protection.models import NationalReferral
from kith.casework.protection.workflows.national_referral import NationalReferralState, state_of
from kith.engines.calendar import rule_by_code


@dataclass(frozen=True)
class ShownReferral:
    """One national referral as a page tells it."""

    row: NationalReferral
    today: datetime.date

    @property
    def state(self) -> NationalReferralState:
        """Where it stands."""
        return state_of(self.row)

    @property
    def reasonable_due(self) -> datetime.date:
        """The day by which reasonable grounds are decided where possible."""
        return rule_by_code("trafficking_reasonable_grounds").due_date(self.row.referred_date)

    @property
    def conclusive_from(self) -> datetime.date | None:
        """The first day after the time for recovery, or None before a positive decision on reasonable grounds."""
        if self.row.reasonable_grounds != "positive" or self.row.reasonable_grounds_date is None:
            return None
        decided = self.row.reasonable_grounds_date
        days = number_on("days_of_recovery_before_conclusive_grounds", decided)
        return decided + datetime.timedelta(days=days)

    @property
    def was_concluded_early(self) -> bool:
        """Whether conclusive grounds were decided before the time for recovery was over."""
        decided, earliest = self.row.conclusive_grounds_date, self.conclusive_from
        return decided is not None and earliest is not None and decided < earliest

    @property
    def next(self) -> tuple[str, str] | None:
        """The name of the page where it goes on and the words for it, or None where nothing is awaited yet."""
        if self.state == NationalReferralState.REFERRED:
            return "reasonable_grounds", "Record the decision on reasonable grounds"
        waiting = self.state == NationalReferralState.REASONABLE_POSITIVE
        if waiting and self.conclusive_from is not None and self.conclusive_from <= self.today:
            return "conclusive_grounds", "Record the decision on conclusive grounds"
        return None


def referral_rows(child_id: int, record: Record = NOW) -> dict[str, Any]:
    """Return the queryset of a young person's national referrals, for `Record.together`."""
    return {"referrals": record.rows(NationalReferral).filter(child_id=child_id)}


def shown_referrals(rows: list[NationalReferral], today: datetime.date) -> list[ShownReferral]:
    """Return referrals as a page tells them, the latest first."""
    ordered = sorted(rows, key=lambda row: (row.referred_date, row.pk), reverse=True)
    return [ShownReferral(row, today) for row in ordered]
