"""Closing a child's statutory referral, with the census's reason."""

from __future__ import annotations

import datetime

from django.db import transaction

from kith.casework.front_door.models import Referral
from kith.casework.furniture.guards import check_guards
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def close_referral(*, referral: Referral, closure_reason: str, day: datetime.date, by: Worker) -> None:
    """Close one child's referral on a day, with a reason of the children in need census (RC1 to RC9).

    Raises CannotBeTrue for one that is closed already, or a day before it was made.
    """
    locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if locked.closed_date is not None:
        raise CannotBeTrue("This referral is closed.")
    check_guards("front_door:close_referral", children=[locked.child_id])
    if day < locked.referral_date:
        raise CannotBeTrue(
            f"The referral was made on {locked.referral_date:%-d %B %Y}. Enter that day or a later one."
        )
    Referral.objects.filter(pk=locked.pk).update(closed_date=day, closure_reason=closure_reason)
    record_event(
        "front_door.referral_closed",
        by=by,
        day=day,
        about=[locked.child_id],
        summary="The referral was closed.",
        thread=f"referral:{locked.pk}",
        details={"closure_reason": closure_reason},
    )
