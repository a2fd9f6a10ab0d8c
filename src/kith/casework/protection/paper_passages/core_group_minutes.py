"""The record of one meeting of a core group."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import Q

from kith.casework.people.models import Person
from kith.casework.protection.models import ChildProtectionPlan, CoreGroupMeeting
from kith.casework.protection.paper_passages.writing import (
    About,
    Passage,
    in_their_words,
    on,
    who_came,
    who_does_what,
    with_people,
    written,
)


def not_yet(meeting: CoreGroupMeeting) -> str:
    """A meeting is on the record once it was held: its minutes can always be made."""
    return ""


def children(meeting: CoreGroupMeeting) -> list[Person]:
    """Return the children on a protection plan on that day whom the maker may see."""
    own = ChildProtectionPlan.objects.filter(_on(meeting.held_date), plan_id=meeting.plan_id).select_related(
        "child"
    )
    return [one.child for one in own.order_by("child__birth_date", "pk")]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return its title and passages."""
    meeting: CoreGroupMeeting = about.process
    attendances = {one.member_id: one.came for one in meeting.attendances.all()}
    members = with_people(
        attendance.member
        for attendance in meeting.attendances.select_related("member__worker").order_by("pk")
    )
    return f"Record of the core group of {on(meeting.held_date)}", written(
        [
            Passage(
                "The meeting",
                f"The core group of the child protection plan of {about.names} met on {on(meeting.held_date)}"
                + (f", {meeting.where}." if meeting.where else "."),
            ),
            # Said of all the children together, so only where it is about all of them.
            Passage(
                "What the children say", in_their_words(meeting.child_words) if _about_all(about) else ""
            ),
            Passage("What the parents say", in_their_words(meeting.family_words)),
            Passage(
                "Who came",
                who_came(
                    [(member, attendances[member.pk]) for member in members],
                    for_the_family=about.is_for_the_family,
                ),
            ),
            Passage("What has got better", meeting.going_well),
            Passage("What has not, and what we are worried about", meeting.worries),
            Passage("Who does what by when", who_does_what(meeting.actions.order_by("due_date", "pk"))),
            Passage(
                "When we meet next",
                f"The core group meets next on {on(meeting.next_planned_date)}."
                if meeting.next_planned_date
                else "",
            ),
        ]
    )


def _on(day: datetime.date) -> Q:
    return Q(start_date__lte=day) & (Q(end_date__isnull=True) | Q(end_date__gt=day))


def _about_all(about: About) -> bool:
    """Return whether the paper is about every child on the plan that day, those whom the maker may not see among them."""
    meeting: CoreGroupMeeting = about.process
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kith_protected_on_plan(%s, %s) <@ %s::bigint[]",
            [meeting.plan_id, meeting.held_date, [child.pk for child in about.children]],
        )
        return bool(cursor.fetchone()[0])
