"""What comes before a child protection conference: booking it, who is asked, their reports; and standing it down."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.access.rights import Relation, Right, Standing, rights_over
from kith.casework.access.roles import Role
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.actions import helping
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.models import (
    CONFERENCE as ASKS_FOR_CONFERENCE,
)
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferenceChild,
    ConferenceKind,
    ConferencePart,
    ConferencePlace,
    ConferenceStatus,
    EnquiryChild,
    ProtectionTransfer,
)
from kith.casework.protection.workflows.conference import CONFERENCE
from kith.casework.timeline.actions.tasks import do_tasks_at
from kith.casework.workforce.models import TeamMembership, Worker

CHAIRS = (Role.CONFERENCE_CHAIR, Role.INDEPENDENT_REVIEWING_OFFICER)
BOOK_IT = "Book a child protection conference"


@dataclass(frozen=True)
class Asked:
    """One person who is asked: somebody on the record, a worker or a name, in what part and for which service."""

    part: str
    agency: str = ""
    person: Person | None = None
    worker: Worker | None = None
    name: str = ""
    post: str = ""
    field: str = ""  # of the form, for a sentence about this one


@transaction.atomic
def book_conference(
    *,
    conference: ChildProtectionConference,
    chair: Worker,
    planned_at: datetime.datetime,
    where: str,
    by: Worker,
) -> None:
    """Book a conference with its chair, day and place. Booking again is adjourning it: the new day takes the old one's place.

    Raises CannotBeTrue for a chair who is not independent of the case, or may not read every child's record.
    """
    conference = locked(conference)
    event = CONFERENCE.check_move(conference.status, ConferenceStatus.BOOKED)
    check_chair(conference, chair)
    day = timezone.localdate(planned_at)
    if day < conference.requested_date:
        raise CannotBeTrue(
            f"The conference was asked for on {conference.requested_date:%-d %B %Y}. Enter that day or a later one.",
            "planned_date",
        )
    again = conference.status == ConferenceStatus.BOOKED
    ChildProtectionConference.objects.filter(pk=conference.pk).update(
        status=ConferenceStatus.BOOKED, chair=chair, planned_at=planned_at, where=where.strip()
    )
    do_the_booking(conference, by)
    record(
        event, conference, by=by, day=timezone.localdate(),
        summary="The conference was booked again." if again else "The conference was booked.",
        details={"chair": chair.pk, "planned_date": day.isoformat(), "again": again},
    )  # fmt: skip


def check_chair(conference: ChildProtectionConference, chair: Worker) -> None:
    """Raise CannotBeTrue where somebody cannot chair a conference; who its hidden children are is not said."""
    if chair.role not in CHAIRS:
        raise CannotBeTrue(
            f"{chair.name} is neither a conference chair nor an independent reviewing officer. Choose one who is.",
            "chair",
        )
    if chair.end_date is not None:
        raise CannotBeTrue(f"{chair.name} has left. Choose another chair.", "chair")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT restriction, relation, named, glass_open FROM kith_protection_standing(%s, 'conference', %s)",
            [chair.pk, conference.pk],
        )
        rows = cursor.fetchall()
    relations = {relation for _, relation, _, _ in rows}
    if Relation.OWN_FAMILY in relations:
        raise CannotBeTrue(f"{chair.name} cannot chair this conference. Choose another chair.", "chair")
    manages = TeamMembership.objects.filter(worker=chair, is_manager=True, end_date__isnull=True).exists()
    if Relation.HOLDS in relations or (manages and Relation.TEAM in relations):
        raise CannotBeTrue(
            f"{chair.name} works with this family, or manages who does, so cannot chair independently."
            " Choose another chair.",
            "chair",
        )
    closed = sum(
        Right.READ_RECORD
        not in rights_over(chair.role, Standing(Relation(relation), named, False), restriction)
        for restriction, relation, named, _ in rows
    )
    if closed:
        who = "one of the children is" if closed == 1 else f"{closed} of the children are"
        raise CannotBeTrue(
            f"The record of {who} not open to {chair.name}, who could not decide for them. Have the manager who holds"
            f" that record name {chair.name} on it first, or choose another chair.",
            "chair",
        )


@transaction.atomic
def ask_to_conference(
    *, conference: ChildProtectionConference, people: Sequence[Asked], by: Worker
) -> list[ConferencePlace]:
    """Put people on the list of those asked, the family first. Raises CannotBeTrue for somebody who is on it already."""
    conference = locked(conference)
    _check_to_come(conference)
    if not people:
        raise CannotBeTrue("Choose at least one person to ask, or enter a name.")
    order = list(ConferencePart.values)
    places = [
        add_place(conference, one)
        for one in sorted(people, key=lambda one: order.index(one.part) if one.part in order else len(order))
    ]
    record(
        "protection.conference_people_asked", conference, by=by, day=timezone.localdate(),
        summary="People were asked to the conference.", details={"asked": [place.pk for place in places]},
    )  # fmt: skip
    return places


def add_place(conference: ChildProtectionConference, asked: Asked) -> ConferencePlace:
    """Give somebody a place at a conference, once. The conference must be locked."""
    field = asked.field or None
    name = " ".join(asked.name.split())
    if asked.part not in ConferencePart.values:
        raise CannotBeTrue(
            "Say in what part they are asked: parent, family, child, advocate or professional.", field
        )
    if asked.person is None and asked.worker is None and not name:
        raise CannotBeTrue("Choose the person or worker, or enter a name.", field)
    if asked.part == ConferencePart.PROFESSIONAL and not asked.agency:
        raise CannotBeTrue("Choose for which service they speak.", field)
    if asked.person is not None:
        same = Q(person=asked.person)
    elif asked.worker is not None:
        same = Q(worker=asked.worker)
    else:
        same = Q(person__isnull=True, worker__isnull=True, name__iexact=name, agency=asked.agency)
    if ConferencePlace.objects.filter(same, conference=conference).exists():
        said = asked.person.display_name if asked.person else asked.worker.name if asked.worker else name
        raise CannotBeTrue(f"{said} is on the list already.", field)
    return ConferencePlace.objects.create(
        conference=conference,
        part=asked.part,
        agency=asked.agency,
        person=asked.person,
        worker=asked.worker,
        name="" if asked.person or asked.worker else name,
        post=asked.post.strip(),
    )


@transaction.atomic
def take_off_the_list(*, place: ConferencePlace, by: Worker) -> None:
    """Take somebody off the list before the conference is held; that they were on it stays in its history."""
    conference = locked(place.conference)
    _check_to_come(conference)
    number = place.pk
    ConferencePlace.objects.filter(pk=number).delete()
    record(
        "protection.conference_people_asked", conference, by=by, day=timezone.localdate(),
        summary="Who is asked to the conference was changed.", details={"no_longer_asked": [number]},
    )  # fmt: skip


@transaction.atomic
def record_report(
    *,
    place: ConferencePlace,
    received_date: datetime.date | None,
    shared_date: datetime.date | None,
    by: Worker,
) -> None:
    """Record when somebody's report came, and when the parents had it. A late one is recorded like any other."""
    conference = locked(place.conference)
    if conference.status == ConferenceStatus.STOOD_DOWN:
        raise CannotBeTrue(CONFERENCE.why_not[(ConferenceStatus.STOOD_DOWN, "")])
    if received_date is None and shared_date is None:
        raise CannotBeTrue(
            "Enter the day on which the report came, or on which the parents had it.", "received_date"
        )
    for day, field in ((received_date, "received_date"), (shared_date, "shared_date")):
        if day is not None:
            check_day(day, field)
    ConferencePlace.objects.filter(pk=place.pk).update(
        report_received_date=received_date, report_shared_date=shared_date
    )
    record(
        "protection.conference_report_received", conference, by=by, day=timezone.localdate(),
        summary="A report for the conference was received." if shared_date is None else "A report for the conference was shared with the parents.",
        details={"place": place.pk},
    )  # fmt: skip


@transaction.atomic
def offer_before_deciding(
    *,
    conference: ChildProtectionConference,
    children: Sequence[Person],
    offer: helping.Offer,
    day: datetime.date,
    by: Worker,
) -> None:
    """Keep an offer of help for children for whom no plan may come of a conference, before it decides.

    So a manager gives the reason where none is made: the chair, who holds nobody, could not.
    """
    conference = locked(conference)
    _check_to_come(conference)
    if not children:
        raise CannotBeTrue("Choose at least one child.", "children")
    check_day(
        day, "offered_date", earliest=conference.requested_date, why_earliest="The conference was asked for"
    )
    row = helping.offer_help(
        process=conference, family=conference.family, children=children, offer=offer, day=day, by=by
    )
    ConferenceChild.objects.filter(conference=conference, child__in=children).update(help_offer=row)


@transaction.atomic
def stand_down(*, conference: ChildProtectionConference, reason: str, by: Worker) -> None:
    """Record that a conference is not needed after all, and why.

    The enquiry that asked for an initial one ends in nothing unless help was offered: whoever decides for each of its
    children stands it down, with the offer recorded for those who have none.
    """
    conference = locked(conference)
    event = CONFERENCE.check_move(conference.status, ConferenceStatus.STOOD_DOWN)
    if not reason.strip():
        raise CannotBeTrue("Say why the conference is not needed.", "reason")
    numbers = children_in(conference)
    initial = conference.kind == ConferenceKind.INITIAL
    if initial:
        _check_nothing_is_lost(conference, numbers, by)
    ChildProtectionConference.objects.filter(pk=conference.pk).update(
        status=ConferenceStatus.STOOD_DOWN, stood_down_reason=reason.strip()
    )
    ProtectionTransfer.objects.filter(conference=conference, taken_on_date__isnull=True).update(
        conference=None
    )
    do_the_booking(conference, by)
    today = timezone.localdate()
    record(event, conference, by=by, day=today, summary="The conference was stood down: it was not needed.")
    if initial:
        # The limit ran for the enquiry, and there is nothing left for it to wait for.
        record(
            "protection.section_47_ended_without_conference", conference, by=by, day=today, about=numbers,
            summary="The enquiry leads to no conference.", thread=f"enquiry:{conference.enquiry_id}",
        )  # fmt: skip


@transaction.atomic
def leave_reviews(*, child: Person, why: str, by: Worker) -> None:
    """Take a child whose protection plan ended without a conference out of the reviews that are to come.

    A review of that child alone is stood down; one about brothers and sisters too goes on for them.
    """
    parts = ConferenceChild.objects.filter(
        child=child,
        conference__kind=ConferenceKind.REVIEW,
        conference__status__in=[ConferenceStatus.REQUESTED, ConferenceStatus.BOOKED],
    )
    for part in parts.select_related("conference"):
        conference = locked(part.conference)
        if conference.status not in (ConferenceStatus.REQUESTED, ConferenceStatus.BOOKED):
            continue
        if children_in(conference) == [child.pk]:
            stand_down(conference=conference, reason=why, by=by)
            continue
        record(
            "protection.conference_child_left", conference, by=by, day=timezone.localdate(), about=[child.pk],
            summary="The review conference is no longer about this child, whose protection plan has ended.",
        )  # fmt: skip
        ConferenceChild.objects.filter(pk=part.pk).delete()


def _check_nothing_is_lost(conference: ChildProtectionConference, numbers: list[int], by: Worker) -> None:
    rows = ConferenceChild.objects.filter(conference=conference)
    if {row.child_id for row in rows} != set(numbers) or not _decides_for_all(conference, by):
        raise CannotBeTrue(
            "The manager who decides for each child stands down an initial conference. Ask them to."
        )
    asked = EnquiryChild.objects.filter(
        enquiry=conference.enquiry_id, child__in=numbers, outcome=ASKS_FOR_CONFERENCE
    ).values_list("child_id", flat=True)
    if any(row.help_offer_id is None and row.child_id in set(asked) for row in rows):
        raise CannotBeTrue(
            "The enquiry ended because this conference was to follow. Record the offer of help first: no enquiry ends in"
            " nothing."
        )


def _decides_for_all(conference: ChildProtectionConference, by: Worker) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT restriction, relation, named, glass_open FROM kith_protection_standing(%s, 'conference', %s)",
            [by.pk, conference.pk],
        )
        return all(
            Right.DECIDE in rights_over(by.role, Standing(Relation(relation), named, glass), restriction)
            for restriction, relation, named, glass in cursor.fetchall()
        )


def do_the_booking(conference: ChildProtectionConference, by: Worker) -> None:
    """Note that whoever had this conference to book has it no longer."""
    do_tasks_at(f"/conferences/{conference.pk}/", title=BOOK_IT, by=by)


def _check_to_come(conference: ChildProtectionConference) -> None:
    if conference.status not in (ConferenceStatus.REQUESTED, ConferenceStatus.BOOKED):
        raise CannotBeTrue(CONFERENCE.why_not[(conference.status, "")])
