"""Which school a child goes to, and schools that are new to the list."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.furniture.guards import check_guards, follow_up
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.details import place_of
from kith.casework.people.models import Person, School, SchoolPlace
from kith.casework.people.models.school import SchoolPlaceEnding
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_school(*, name: str, phase: str, by: Worker, postcode: str = "", urn: str = "") -> School:
    """Add a school to the list. Raises CannotBeTrue for one that is on it by that name and postcode, or that number."""
    urn = urn.strip()
    if urn and not (urn.isdecimal() and len(urn) == 6):
        raise CannotBeTrue(
            "A school's unique reference number has six digits. Check it, or leave it empty.", "urn"
        )
    same = School.objects.filter(name__iexact=name.strip(), postcode=postcode)
    if same.exists() or (urn and School.objects.filter(urn=urn).exists()):
        raise CannotBeTrue("This school is on the list already. Choose it there.", "name")
    place = {key: value for key, value in place_of(postcode).items() if key != "deprivation_decile"}
    school = School.objects.create(name=name.strip(), phase=phase, urn=urn, **place)
    record_event(
        "people.school_added",
        by=by,
        day=timezone.localdate(),
        summary="A school was added to the list.",
        thread=f"school:{school.pk}",
    )
    return school


@transaction.atomic
def go_to_school(
    *,
    child: Person,
    school: School,
    start_date: datetime.date,
    by: Worker,
    ended_because: str = "",
    end_words: str = "",
) -> SchoolPlace:
    """Record that a child goes to a school from a day; the place at the school before ends on it, for a reason.

    Raises CannotBeTrue for the school that the child goes to already, a day to come, or one before the last place began.
    """
    if start_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Record it once the child goes there.", "start_date")
    if child.birth_date is not None and start_date < child.birth_date:
        raise CannotBeTrue(
            f"{child.display_name} was born on {child.birth_date:%-d %B %Y}. Enter a later day.", "start_date"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kith school'), %s)", [child.pk % 2147483647])
    _leave(child, school, start_date, ended_because, end_words)
    check_guards("people:go_to_school", child=child, school=school)
    place = SchoolPlace.objects.create(person=child, school=school, start_date=start_date)
    record_event(
        "people.school_changed",
        by=by,
        day=start_date,
        about=[child.pk],
        summary="Goes to another school.",
        details={"school": school.pk},
    )
    follow_up("people:go_to_school", child=child, school=school, day=start_date, by=by)
    return place


def _leave(child: Person, school: School, day: datetime.date, ended_because: str, end_words: str) -> None:
    last = SchoolPlace.objects.filter(person=child).select_related("school").order_by("-start_date").first()
    if last is None:
        return
    if last.end_date is None and last.school_id == school.pk:
        raise CannotBeTrue(
            f"{child.display_name} goes to {school.name} already. Choose another school.", "school"
        )
    if day <= last.start_date or (last.end_date is not None and day < last.end_date):
        raise CannotBeTrue(
            f"{child.display_name} went to {last.school.name} from {last.start_date:%-d %B %Y}"
            f"{f' until {last.end_date:%-d %B %Y}' if last.end_date else ''}. Enter a later day.",
            "start_date",
        )
    if last.end_date is None:
        if ended_because not in SchoolPlaceEnding.values:
            raise CannotBeTrue(
                f"{child.display_name} goes to {last.school.name} now. Say why the child leaves it.",
                "ended_because",
            )
        SchoolPlace.objects.filter(pk=last.pk).update(
            end_date=day, ended_because=ended_because, end_words=end_words
        )


@transaction.atomic
def leave_school(
    *, child: Person, end_date: datetime.date, ended_because: str, by: Worker, end_words: str = ""
) -> None:
    """Record that a child no longer goes to the school they went to, and that no other is known yet."""
    if end_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Record it once the child has left.", "end_date")
    now = (
        SchoolPlace.objects.select_for_update(of=("self",))
        .filter(person=child, end_date__isnull=True)
        .first()
    )
    if now is None:
        raise CannotBeTrue("No school that the child goes to is on the record.")
    if end_date <= now.start_date:
        raise CannotBeTrue("The end must be after the start.", "end_date")
    SchoolPlace.objects.filter(pk=now.pk).update(
        end_date=end_date, ended_because=ended_because, end_words=end_words
    )
    record_event(
        "people.school_left",
        by=by,
        day=end_date,
        about=[child.pk],
        summary="No longer goes to a school.",
    )
