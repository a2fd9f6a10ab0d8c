"""Telling whoever the law names of a placement (regulation 13): working out whom, telling each, or withholding it from one."""

from __future__ import annotations

import datetime
from collections import Counter

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.care import late
from kith.casework.care.actions.recording import check_day, lock_child, placement_thread
from kith.casework.care.areas import Where, name_of_area, where
from kith.casework.care.models import NoticeRecipient, Placement, PlacementNotice
from kith.casework.care.notice_rules import (
    BY_NUMBER,
    MAY_BE_WITHHELD_FROM,
    WHERE_THE_CHILD_WAS,
    WHERE_THE_HOME_IS,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person, SchoolPlace
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Allocation, Worker

Owed = tuple[str, int | None, str]


def owed(placement: Placement) -> list[Owed]:
    """Return whom the law names for a placement: recipient, person's number or None, name; hidden people among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, person_id, name FROM kith_people_to_tell(%s)", [placement.pk])
        found: list[Owed] = [(recipient, person, name) for recipient, person, name in cursor.fetchall()]
    code = placement.home_address.authority_code if placement.home_address else ""
    outside = bool(code) and where(code) != Where.OURS
    for recipient in (NoticeRecipient.HEALTH_BOARD, NoticeRecipient.DOCTOR):
        found.append((recipient, None, WHERE_THE_HOME_IS))
        if outside:
            found.append((recipient, None, WHERE_THE_CHILD_WAS))
    school = (
        SchoolPlace.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=placement.start_date), person_id=placement.child_id)
        .select_related("school").order_by("-start_date").first()
    )  # fmt: skip
    if school is not None:
        found.append((NoticeRecipient.SCHOOL, None, school.school.name))
    officer = (
        Allocation.objects.filter(child_id=placement.child_id, role="reviewing_officer", end_date__isnull=True)
        .select_related("worker").first()
    )  # fmt: skip
    found.append((NoticeRecipient.REVIEWING_OFFICER, None, officer.worker.name if officer else ""))
    if outside:
        found.append((NoticeRecipient.AREA_AUTHORITY, None, name_of_area(code)))
    return found


@transaction.atomic
def work_out_notices(*, placement: Placement, by: Worker) -> int:
    """Put down everybody whom the law names and who is not on the list yet, and return how many were added.

    Called as a placement starts, and again where somebody has come to be owed a notice since.
    """
    lock_child(placement.child)
    held = _of(placement)
    people = {(one.recipient, one.person_id or one.name) for one in held}
    # Of boards, doctors and the like there are as many as are owed, whatever each was called when it was told.
    left = Counter(one.recipient for one in held)
    added = []
    for recipient, person, name in owed(placement):
        if recipient in BY_NUMBER and left[recipient]:
            left[recipient] -= 1
        elif recipient in BY_NUMBER or (recipient, person or name) not in people:
            added.append((recipient, person, name))
    for recipient, person, name in added:
        PlacementNotice.objects.create(placement=placement, recipient=recipient, person_id=person, name=name)
    if added:
        record_event(
            "care.notices_listed", by=by, day=timezone.localdate(), about=[placement.child_id],
            thread=placement_thread(placement), summary="Who has to be told of the placement was listed.",
            details={"added": len(added)},
        )  # fmt: skip
    return len(added)


@transaction.atomic
def tell(
    *,
    notice: PlacementNotice,
    sent_date: datetime.date,
    address_given: bool,
    by: Worker,
    name: str = "",
    late_reason: str = "",
) -> None:
    """Record that a recipient was told of the placement on a day, which may be before it began.

    Raises CannotBeTrue for one that was told or withheld already, a day to come, an address that is kept from others,
    somebody on a record that is closed to the worker, and where the last notice is late and nobody says why.
    """
    placement = notice.placement
    lock_child(placement.child)
    notice = PlacementNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    _check_untold(notice)
    check_day(sent_date, "sent_date")
    if address_given and placement.home.address_withheld:
        raise CannotBeTrue(
            "The address of this home is kept from others. Send the notice without it: its letter leaves it out.",
            "address_given",
        )
    if notice.person_id is not None and not Person.objects.filter(pk=notice.person_id).exists():
        raise CannotBeTrue("This person’s record is not open to you. Ask the team manager to tell them.")
    if notice.person_id is None and not (name.strip() or notice.name):
        raise CannotBeTrue("Say who was told.", "name")
    clock = late.running(
        "placement_notifications", person_id=placement.child_id, thread=placement_thread(placement)
    )
    late.check_reason(clock, sent_date, late_reason, "The notice")
    PlacementNotice.objects.filter(pk=notice.pk).update(
        sent_date=sent_date, address_given=address_given, name=name.strip() or notice.name
    )
    late.keep_reason(clock, sent_date, late_reason)
    record_event(
        "care.notice_sent", by=by, day=sent_date, about=[placement.child_id],
        thread=placement_thread(placement), summary="Somebody was told of the placement.",
        details={"notice": notice.pk, "recipient": notice.recipient, "address_given": address_given},
    )  # fmt: skip
    _if_all_are_told(placement, by, sent_date)


@transaction.atomic
def withhold(*, notice: PlacementNotice, reason: str, by: Worker) -> None:
    """Record that a recipient is not told, and why: telling them would risk significant harm to the child.

    Raises CannotBeTrue for one whom the law does not let be left untold, one that was told or withheld already, and
    where nobody says why.
    """
    lock_child(notice.placement.child)
    notice = (
        PlacementNotice.objects.select_related("placement").select_for_update(of=("self",)).get(pk=notice.pk)
    )
    _check_untold(notice)
    if notice.recipient not in MAY_BE_WITHHELD_FROM:
        raise CannotBeTrue(
            "Only parents, people in contact and former carers may be left untold, where telling them would risk "
            "significant harm to the child. Tell this recipient."
        )
    if not reason.strip():
        raise CannotBeTrue("Say what harm telling them would risk.", "reason")
    PlacementNotice.objects.filter(pk=notice.pk).update(
        withheld=True, withheld_reason=reason.strip(), withheld_by=by
    )
    record_event(
        "care.notice_withheld", by=by, day=timezone.localdate(), about=[notice.placement.child_id],
        thread=placement_thread(notice.placement), summary="It was decided not to tell somebody of the placement.",
        details={"notice": notice.pk, "recipient": notice.recipient},
    )  # fmt: skip
    _if_all_are_told(notice.placement, by, timezone.localdate())


def _of(placement: Placement) -> list[PlacementNotice]:
    return list(PlacementNotice.objects.filter(placement=placement))


def _check_untold(notice: PlacementNotice) -> None:
    if notice.sent_date is not None:
        raise CannotBeTrue(f"They were told on {notice.sent_date:%-d %B %Y}.")
    if notice.withheld:
        raise CannotBeTrue("It was decided not to tell them, and why is on the list.")


def _if_all_are_told(placement: Placement, by: Worker, day: datetime.date) -> None:
    """Record that the placement was notified once nobody on the list waits, on the day of the last notice."""
    rows = _of(placement)
    if any(one.sent_date is None and not one.withheld for one in rows):
        return
    told = [one.sent_date for one in rows if one.sent_date is not None]
    record_event(
        "care.placement_notified", by=by, day=max([day, placement.start_date, *told]), about=[placement.child_id],
        thread=placement_thread(placement), summary="Everybody whom the law names was told of the placement.",
        details={"told": len(told), "withheld": len(rows) - len(told)},
    )  # fmt: skip
