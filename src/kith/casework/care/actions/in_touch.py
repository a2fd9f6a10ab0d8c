"""Who sees to it that a child and the people who matter stay in touch, each time that they were, and looking for the lost."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.care.actions.recording import check_day
from kith.casework.care.models import InTouch, KeepingInTouch
from kith.casework.care.queries.birthdays import birthday_link, next_birthday
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import NetworkMember, Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import give_task
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Worker


@transaction.atomic
def record_in_touch(
    *, members: Sequence[NetworkMember], day: datetime.date, how: str, by: Worker, words: str = ""
) -> list[InTouch]:
    """Record that somebody and each child in whose network they are were in touch on a day.

    `members` are the same person's places, one for each child. Raises CannotBeTrue for a day to come, and for what is
    written down already.
    """
    check_day(day, "day")
    members = _around(members)
    already = set(
        InTouch.objects.filter(member__in=members, day=day, how=how).values_list("member", flat=True)
    )
    members = [member for member in members if member.pk not in already]
    if not members:
        raise CannotBeTrue("This is on the record already for that day.", "day")
    rows = [
        InTouch.objects.create(
            member=member, child_id=member.child_id, day=day, how=how, words=words.strip(), recorded_by=by
        )
        for member in members
    ]
    NetworkMember.objects.filter(
        Q(last_in_touch_date__isnull=True) | Q(last_in_touch_date__lt=day), pk__in=[one.pk for one in members]
    ).update(last_in_touch_date=day)
    _record(
        "care.was_in_touch", members, by=by, day=day, summary="They were in touch with somebody who matters."
    )
    return rows


@transaction.atomic
def keep_in_touch(
    *,
    members: Sequence[NetworkMember],
    owner: Worker,
    by: Worker,
    every_days: int | None = None,
    is_for_life: bool = False,
    promise: str = "",
) -> list[KeepingInTouch]:
    """Let a worker see to it, from today, that each child and somebody stay in touch; whoever did so before no longer does.

    Raises CannotBeTrue for a worker who has left, a lifelong link without what was promised, and somebody no longer around.
    """
    today = timezone.localdate()
    members = _around(members)
    if owner.end_date is not None and owner.end_date <= today:
        raise CannotBeTrue(f"{owner.name} no longer works here. Choose somebody who does.", "owner")
    if every_days is not None and not 1 <= every_days <= 366:
        raise CannotBeTrue("Enter how often, from every day (1) to once a year (365).", "every_days")
    if is_for_life and not promise.strip():
        raise CannotBeTrue("Say what they have said they will be for the child, in their words.", "promise")
    said = {
        "owner": owner,
        "every_days": every_days,
        "is_for_life": is_for_life,
        "promise": promise.strip(),
    }
    rows = []
    for member in members:
        standing = KeepingInTouch.objects.filter(member=member, end_date__isnull=True).first()
        if standing is not None and standing.start_date == today:
            KeepingInTouch.objects.filter(pk=standing.pk).update(**said)
            standing.refresh_from_db()
            rows.append(standing)
            continue
        if standing is not None:
            KeepingInTouch.objects.filter(pk=standing.pk).update(end_date=today)
        rows.append(
            KeepingInTouch.objects.create(member=member, child_id=member.child_id, start_date=today, **said)
        )
    _record(
        "care.keeping_in_touch", members, by=by, day=today,
        summary="Who sees to it that they stay in touch with somebody was decided.",
    )  # fmt: skip
    return rows


@transaction.atomic
def look_for(
    *, child: Person, who: str, words: str, worker: Worker, due_date: datetime.date, by: Worker
) -> Task:
    """Ask a worker to find somebody whom a child has lost, by a day. Raises CannotBeTrue."""
    if not who.strip():
        raise CannotBeTrue("Choose whom to look for.", "who")
    if due_date < timezone.localdate():
        raise CannotBeTrue("This day has passed. Enter today or a later day.", "due_date")
    title = f"Find {who.strip()} again for {child.display_name}"
    if words.strip():
        title = f"{title}: {' '.join(words.split())}"
    link = f"/people/{child.pk}/care/lifelong-links/"
    if Task.objects.filter(person=child, title=title[:200], done_at__isnull=True).exists():
        raise CannotBeTrue("Somebody is looking for them already: it is on their list of what to do.", "who")
    return give_task(
        title=title[:200], due_date=due_date, worker=worker, person_id=child.pk, link=link, by=by
    )


@transaction.atomic
def spend_birthday(*, child: Person, whose: Person, by: Worker) -> Task:
    """Plan that a child's next birthday, or that of somebody who matters to them, is spent together. Raises CannotBeTrue."""
    if whose.birth_date is None or whose.death_date is not None:
        raise CannotBeTrue("There is no birthday to come on the record.")
    day = next_birthday(whose.birth_date, timezone.localdate())
    mark = birthday_link(child.pk, whose.pk, day)
    if Task.objects.filter(due_date=day, link__endswith=mark.partition("#")[2]).exists():
        raise CannotBeTrue("This birthday is planned already.")
    return give_task(
        title=f"Spend {whose.display_name}’s birthday together", due_date=day, worker=by, person_id=child.pk,
        link=mark, by=by,
    )  # fmt: skip


def _around(members: Sequence[NetworkMember]) -> list[NetworkMember]:
    if not members:
        raise CannotBeTrue("Choose at least one child whom this is about.")
    numbers = [member.pk for member in members]
    # Locked, so that of two people writing the same down at once the second is told.
    held = list(NetworkMember.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
    for member in held:
        if member.end_date is not None:
            raise CannotBeTrue(
                f"They have not been among the people around the child since {member.end_date:%-d %B %Y}. Add them again first."
            )
    return held


def _record(
    kind: str, members: Sequence[NetworkMember], *, by: Worker, day: datetime.date, summary: str
) -> None:
    record_event(
        kind,
        by=by,
        day=day,
        about=sorted({member.child_id for member in members}),
        summary=summary,
        details={"members": [member.pk for member in members]},
    )
