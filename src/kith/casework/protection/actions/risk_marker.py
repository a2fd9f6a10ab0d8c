"""A person who poses a risk: marked, agreed by somebody else, linked to children, looked at again, taken away with the reason."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.access.loading import rights_of
from kith.casework.access.rights import Right
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.actions.recording import check_day, locked
from kith.casework.protection.models import ChildAtRiskFrom, PersonWhoPosesRisk, RiskReview
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import team_of

ADULT = 18
AGREE = "Agree to a marker on a person who poses a risk"
LOOK_AGAIN = "Look again at a marker on a person who poses a risk"
MARKED_ALREADY = (
    "This person is marked already. Link the child to that marker instead, and say there what is new."
)


@dataclass(frozen=True)
class AtRisk:
    """One child whom the marked person could reach, and how."""

    child: Person
    how: str


@transaction.atomic
def mark_person(
    *,
    person: Person,
    basis: str,
    what_is_known: str,
    what_to_do: str,
    children: Sequence[AtRisk],
    start_date: datetime.date,
    review_date: datetime.date,
    by: Worker,
    person_told: str = "",
) -> PersonWhoPosesRisk:
    """Mark a person as one who poses a risk to these children; until a manager agrees it shows as not yet agreed.

    What happened is on the children's chronologies alone: a copy of the marked person's own would tell them, and
    whether and when they are told is a decision of its own. Raises CannotBeTrue for somebody marked already.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not children:
        raise CannotBeTrue("Link at least one child whom they could reach.", "how")
    if marker_of(person.pk) is not None:
        raise CannotBeTrue(MARKED_ALREADY)
    check_day(start_date, "start_date")
    _check_review(review_date, start_date)
    if not what_to_do.strip():
        raise CannotBeTrue("Say what to do, and what not to do.", "what_to_do")
    number = _next_number()
    # The children first: it is through them that whoever marks an adult whose record they do not hold sees the marker.
    for one in children:
        _link(number, person.pk, one, start_date)
    marker = PersonWhoPosesRisk.objects.create(
        pk=number,
        person=person,
        basis=basis,
        what_is_known=what_is_known.strip(),
        what_to_do=what_to_do.strip(),
        person_told=person_told.strip(),
        marked_by=by,
        start_date=start_date,
        review_date=review_date,
    )
    _record(
        "protection.risk_marked", marker, by=by, day=start_date, about=[one.child.pk for one in children],
        summary="Somebody who poses a risk to this child was marked.", details={"basis": basis},
    )  # fmt: skip
    _ask_to_agree(marker, children[0].child.pk, by)
    _give(
        LOOK_AGAIN, marker, children[0].child.pk,
        due=review_date, worker=by, by=by,
    )  # fmt: skip
    return marker


@transaction.atomic
def agree_to_marker(*, marker: PersonWhoPosesRisk, by: Worker) -> None:
    """Agree to a marker, as a manager and not as whoever made it."""
    marker = locked(marker)
    _check_is_there(marker)
    if marker.agreed_by_id is not None:
        raise CannotBeTrue("Somebody has agreed to this marker already.")
    if marker.marked_by_id == by.pk:
        raise CannotBeTrue("Somebody else agrees to the marker. Ask another manager.")
    if not _decides_for(marker, by):
        raise CannotBeTrue("A manager of one of these children agrees to the marker.")
    PersonWhoPosesRisk.objects.filter(pk=marker.pk).update(agreed_by=by)
    _record(
        "protection.risk_marker_agreed", marker, by=by, day=timezone.localdate(),
        summary="The marker on somebody who poses a risk to this child was agreed.",
    )  # fmt: skip
    _done(AGREE, marker, by)


@transaction.atomic
def change_marker(
    *,
    marker: PersonWhoPosesRisk,
    basis: str,
    what_is_known: str,
    what_to_do: str,
    person_told: str,
    by: Worker,
) -> None:
    """Write down what has become known. A change of what it rests on is agreed to anew."""
    marker = locked(marker)
    _check_is_there(marker)
    if not what_to_do.strip():
        raise CannotBeTrue("Say what to do, and what not to do.", "what_to_do")
    rests_otherwise = basis != marker.basis
    PersonWhoPosesRisk.objects.filter(pk=marker.pk).update(
        basis=basis,
        what_is_known=what_is_known.strip(),
        what_to_do=what_to_do.strip(),
        person_told=person_told.strip(),
        agreed_by=None if rests_otherwise else marker.agreed_by_id,
    )
    _record(
        "protection.risk_marker_changed", marker, by=by, day=timezone.localdate(),
        summary="What is known of somebody who poses a risk to this child was changed.",
    )  # fmt: skip
    waiting = Task.objects.filter(link=_address(marker), title=AGREE, done_at__isnull=True)
    if rests_otherwise and not waiting.exists():
        child = ChildAtRiskFrom.objects.filter(marker=marker, end_date__isnull=True).order_by("pk").first()
        _ask_to_agree(marker, child.child_id if child else None, by)


@transaction.atomic
def link_child(*, marker: PersonWhoPosesRisk, child: Person, how: str, by: Worker) -> None:
    """Link a child whom the marked person could reach: the marker is seen on their page from now on."""
    with connection.cursor() as cursor:
        # Whoever links the first child of theirs cannot read the marker until they have.
        cursor.execute("SELECT kith_marked_person(%s)", [marker.pk])
        (person_id,) = cursor.fetchone()
    if person_id is None:
        raise CannotBeTrue("This marker was taken away. Mark the person anew if there is a risk.")
    today = timezone.localdate()
    if ChildAtRiskFrom.objects.filter(marker_id=marker.pk, child=child, end_date__isnull=True).exists():
        raise CannotBeTrue("This child is linked already.", "how")
    _link(marker.pk, person_id, AtRisk(child, how), today)
    record_event(
        "protection.risk_marker_linked", by=by, day=today, about=[child.pk], thread=f"risk_marker:{marker.pk}",
        summary="Somebody who poses a risk was linked to this child.",
    )  # fmt: skip


@transaction.atomic
def end_link(*, link: ChildAtRiskFrom, by: Worker) -> None:
    """Record that the marked person can no longer reach a child. The last link stays: the marker is taken away instead."""
    marker = locked(link.marker)
    _check_is_there(marker)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM kith_marker_standing(%s, %s) WHERE NOT is_marked", [by.pk, marker.pk]
        )
        (linked,) = cursor.fetchone()
    if linked <= 1:
        raise CannotBeTrue(
            "This is the last child linked to the marker. Take the marker away instead, and say why."
        )
    today = timezone.localdate()
    if link.start_date == today:
        link.delete()  # made by mistake and undone the same day; history keeps it
    else:
        ChildAtRiskFrom.objects.filter(pk=link.pk).update(end_date=today)
    record_event(
        "protection.risk_marker_unlinked", by=by, day=today, about=[link.child_id],
        thread=f"risk_marker:{marker.pk}",
        summary="Somebody who poses a risk can no longer reach this child.",
    )  # fmt: skip


@transaction.atomic
def review_marker(
    *,
    marker: PersonWhoPosesRisk,
    reviewed_date: datetime.date,
    words: str,
    next_review_date: datetime.date,
    by: Worker,
) -> None:
    """Record a look again: what has changed, whether it is still right, and when the next look is."""
    marker = locked(marker)
    _check_is_there(marker)
    latest = RiskReview.objects.filter(marker=marker).order_by("-reviewed_date").first()
    since = latest.reviewed_date if latest else marker.start_date
    check_day(
        reviewed_date, "reviewed_date", earliest=since,
        why_earliest="It was last looked at" if latest else "The person was marked",
    )  # fmt: skip
    if not words.strip():
        raise CannotBeTrue("Say what has changed, and whether the marker is still right.", "words")
    if next_review_date <= reviewed_date:
        raise CannotBeTrue("The next look comes after this one. Enter a later day.", "next_review_date")
    RiskReview.objects.create(
        marker=marker,
        reviewed_date=reviewed_date,
        reviewed_by=by,
        words=words.strip(),
        next_review_date=next_review_date,
    )
    PersonWhoPosesRisk.objects.filter(pk=marker.pk).update(review_date=next_review_date)
    _record(
        "protection.risk_marker_reviewed", marker, by=by, day=reviewed_date,
        summary="The marker on somebody who poses a risk to this child was looked at again.",
    )  # fmt: skip
    _done(LOOK_AGAIN, marker, by)
    child = ChildAtRiskFrom.objects.filter(marker=marker, end_date__isnull=True).order_by("pk").first()
    _give(
        LOOK_AGAIN, marker, child.child_id if child else None,
        due=next_review_date, worker=by, by=by,
    )  # fmt: skip


@transaction.atomic
def take_marker_away(*, marker: PersonWhoPosesRisk, end_words: str, by: Worker) -> None:
    """Take a marker away at once, with the reason; history keeps it, and every linked child's page no longer shows it."""
    marker = locked(marker)
    _check_is_there(marker)
    if not end_words.strip():
        raise CannotBeTrue("Say why the marker is taken away.", "end_words")
    if not all(Right.DECIDE in rights_of(by, number) for number in _linked(marker)):
        raise CannotBeTrue(
            "A manager takes a marker away who decides for every child linked to it. Say that it no longer reaches the"
            " children whom you decide for, and ask the others' manager to take it away."
        )
    today = timezone.localdate()
    _record(
        "protection.risk_marker_taken_away", marker, by=by, day=today,
        summary="The marker on somebody thought to pose a risk to this child was taken away, with the reason.",
    )  # fmt: skip
    PersonWhoPosesRisk.objects.filter(pk=marker.pk).update(
        # A period has a day at least; the words take it away from today.
        end_date=max(today, marker.start_date + datetime.timedelta(days=1)),
        end_words=end_words.strip(),
    )
    do_tasks_at(_address(marker), by=by)


def marker_of(person_id: int) -> int | None:
    """Return the number of the marker that a person has now, whether or not the worker acting may see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_marker_of(%s)", [person_id])
        number: int | None = cursor.fetchone()[0]
    return number


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('protection_personwhoposesrisk', 'id'))")
        number: int = cursor.fetchone()[0]
    return number


def _link(marker_id: int, person_id: int, one: AtRisk, day: datetime.date) -> None:
    age = one.child.age_on(day)
    if one.child.pk == person_id:
        raise CannotBeTrue("Nobody is a risk to themself here. Choose a child whom they could reach.", "how")
    if age is not None and age >= ADULT:
        raise CannotBeTrue(f"{one.child.display_name} is {age}. A marker is linked to children.", "how")
    if not one.how.strip():
        raise CannotBeTrue("Say how they could meet.", "how")
    ChildAtRiskFrom.objects.create(marker_id=marker_id, child=one.child, how=one.how.strip(), start_date=day)


def _check_is_there(marker: PersonWhoPosesRisk) -> None:
    if marker.end_words:
        raise CannotBeTrue("This marker was taken away. Mark the person anew if there is a risk.")


def _check_review(review_date: datetime.date, after: datetime.date) -> None:
    if review_date <= after:
        raise CannotBeTrue("It is looked at again later. Enter a later day.", "review_date")


def _decides_for(marker: PersonWhoPosesRisk, by: Worker) -> bool:
    """Whether a worker may decide for the marked person or for a child linked to the marker whom they see."""
    children = ChildAtRiskFrom.objects.filter(marker=marker, end_date__isnull=True)
    people = [marker.person_id, *children.values_list("child_id", flat=True)]
    return any(Right.DECIDE in rights_of(by, number) for number in people)


def _linked(marker: PersonWhoPosesRisk) -> list[int]:
    """Return every child linked to a marker, those whom the worker acting may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_linked_children(%s)", [marker.pk])
        return [number for (number,) in cursor.fetchall()]


def _record(
    kind: str,
    marker: PersonWhoPosesRisk,
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    about: Sequence[int] | None = None,
    details: dict[str, object] | None = None,
) -> None:
    record_event(
        kind,
        by=by,
        day=day,
        about=_linked(marker) if about is None else about,
        summary=summary,
        thread=f"risk_marker:{marker.pk}",
        details=details,
    )


def _address(marker: PersonWhoPosesRisk) -> str:
    return f"/risk-markers/{marker.pk}/"


def _give(
    title: str,
    marker: PersonWhoPosesRisk,
    child_id: int | None,
    *,
    due: datetime.date,
    worker: Worker | None,
    by: Worker,
) -> None:
    give_task(
        title=title,
        due_date=due,
        worker=worker,
        team=None if worker else team_of(by, timezone.localdate()),
        person_id=child_id,
        link=_address(marker),
        by=by,
    )


def _ask_to_agree(marker: PersonWhoPosesRisk, child_id: int | None, by: Worker) -> None:
    """Give whoever manages the team the marker to agree to, today."""
    today = timezone.localdate()
    _give(AGREE, marker, child_id, due=today, worker=None if team_of(by, today) else by, by=by)


def _done(title: str, marker: PersonWhoPosesRisk, by: Worker) -> None:
    do_tasks_at(_address(marker), title=title, by=by)
