"""What was agreed at a discussion, a conference or a core group: who does what by when, and what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions.recording import check_day
from kith.casework.protection.models import (
    ChildProtectionConference,
    CoreGroupMeeting,
    ProtectiveAction,
    StrategyDiscussion,
)
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

# By which field an action points to where it was agreed.
PLACE: dict[type[models.Model], str] = {
    StrategyDiscussion: "discussion",
    ChildProtectionConference: "conference",
    CoreGroupMeeting: "core_group_meeting",
}


@dataclass(frozen=True)
class Agreed:
    """One thing that somebody will do."""

    what: str
    who: str
    due_date: datetime.date | None = None
    worker: Worker | None = None


def agree_actions(*, place: models.Model, agreed: Sequence[Agreed], day: datetime.date) -> None:
    """Keep what was agreed, in the transaction and beside the event of what it was agreed at.

    Raises CannotBeTrue for something that nobody does, or that was due before it was agreed.
    """
    for number, one in enumerate(agreed, start=1):
        if not one.who.strip():
            raise CannotBeTrue(f"Say who will do this: {one.what}", f"who_{number}")
        if one.due_date is not None and one.due_date < day:
            raise CannotBeTrue(
                f"This was agreed on {day:%-d %B %Y}. Enter that day or a later one.", f"due_{number}"
            )
    ProtectiveAction.objects.bulk_create(
        ProtectiveAction(
            **{PLACE[type(place)]: place},
            what=one.what.strip(),
            who=one.who.strip(),
            worker=one.worker,
            due_date=one.due_date,
        )
        for one in agreed
    )


@transaction.atomic
def do_protective_action(
    *,
    action: ProtectiveAction,
    done_date: datetime.date,
    done_words: str,
    about: Sequence[int],
    thread: str,
    by: Worker,
) -> None:
    """Record that something agreed was done, and what came of it."""
    action = ProtectiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.done_date is not None:
        raise CannotBeTrue("This was done already.")
    check_day(done_date, "done_date")
    ProtectiveAction.objects.filter(pk=action.pk).update(done_date=done_date, done_words=done_words)
    record_event(
        "protection.action_done", by=by, day=done_date, about=about, thread=thread,
        summary="Something agreed to keep the children safe was done.",
    )  # fmt: skip
