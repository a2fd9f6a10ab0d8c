"""What the pages of leaving care read: one young person's, and all of a personal adviser's."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith import codes
from kith.casework.care.leaving_care_rules import contact_due_date
from kith.casework.care.models import (
    ContactWay,
    LeaverAccommodation,
    LeaverActivity,
    LeaverContact,
    LeavingCareNeedsAssessment,
    LeavingCareStatus,
    PathwayPlan,
    PathwayPlanReview,
    StayingPut,
)
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

RULES = ("leaving_care_needs_assessment", "pathway_plan_review")


@dataclass(frozen=True)
class LeavingCareRead:
    """Everything about one young person's leaving care."""

    statuses: list[LeavingCareStatus]
    status: LeavingCareStatus | None
    adviser: Worker | None
    assessment: LeavingCareNeedsAssessment | None
    plan: PathwayPlan | None
    reviews: list[PathwayPlanReview]
    contacts: list[LeaverContact]
    accommodation: list[LeaverAccommodation]
    activities: list[LeaverActivity]
    staying_put: StayingPut | None
    clocks: list[Clock]
    contact_due_date: datetime.date | None

    @property
    def lives(self) -> LeaverAccommodation | None:
        """Where they live now, as far as is recorded."""
        return next((row for row in self.accommodation if row.end_date is None), None)

    @property
    def does(self) -> LeaverActivity | None:
        """What they do by day now, as far as is recorded."""
        return next((row for row in self.activities if row.end_date is None), None)


def asked_about(person: Person, record: Record = NOW) -> dict[str, Any]:
    """Return the rows of one young person's leaving care, to be asked of the database together."""

    def of(model: type[Any], *order: str) -> Any:
        return record.rows(model).filter(young_person_id=person.pk).order_by(*order)

    plans = of(PathwayPlan, "-start_date", "-id")
    return {
        "statuses": of(LeavingCareStatus, "start_date", "id"),
        "assessments": of(LeavingCareNeedsAssessment, "-started_date", "-id"),
        "plans": plans,
        "reviews": record.rows(PathwayPlanReview)
        .filter(plan_id__in=plans.order_by().values("id"))
        .order_by("-day", "-id"),
        "contacts": of(LeaverContact, "-day", "-id"),
        "accommodation": of(LeaverAccommodation, "-start_date", "-id"),
        "activities": of(LeaverActivity, "-start_date", "-id"),
        "staying_put": of(StayingPut, "-start_date", "-id"),
        "advisers": record.rows(Allocation)
        .filter(child_id=person.pk, role=AllocationRole.PERSONAL_ADVISER, end_date__isnull=True)
        .order_by("-start_date"),
        "clocks": record.rows(Clock)
        .filter(person_id=person.pk, rule__in=RULES, stopped_date__isnull=True)
        .order_by("due_date"),
    }


def read_leaving_care(held: dict[str, list[Any]], today: datetime.date) -> LeavingCareRead:
    """Return what was asked of the database as the page shows it. One query for the adviser's name."""
    statuses, plans, contacts = held["statuses"], held["plans"], held["contacts"]
    reached = [row.day for row in contacts if row.way != ContactWay.TRIED]
    lives = next((row for row in held["accommodation"] if row.end_date is None), None)
    status = next((row for row in reversed(statuses) if row.holds_on(today)), None)
    advisers = held["advisers"]
    return LeavingCareRead(
        statuses=statuses,
        status=status,
        adviser=Worker.objects.filter(pk=advisers[0].worker_id).first() if advisers else None,
        assessment=next(iter(held["assessments"]), None),
        plan=next((row for row in plans if row.end_date is None), None),
        reviews=held["reviews"],
        contacts=contacts,
        accommodation=held["accommodation"],
        activities=held["activities"],
        staying_put=next((row for row in held["staying_put"] if row.end_date is None), None),
        clocks=held["clocks"],
        contact_due_date=contact_due_date(lives.start_date if lives else None, reached) if status else None,
    )


@dataclass(frozen=True)
class YoungPersonRead:
    """One young person as their personal adviser's page lists them."""

    person: Person
    name: str
    age: int | None
    status: str
    last_in_touch: datetime.date | None
    contact_due: datetime.date | None
    plan_due: datetime.date | None
    lives: str
    suitable: bool | None
    does: str
    person_id: int


def young_people_of(worker: Worker, today: datetime.date, record: Record = NOW) -> list[YoungPersonRead]:
    """Return those whose personal adviser a worker is, whoever is most out of touch first. One query."""
    theirs = (
        Allocation.objects.filter(worker=worker, role=AllocationRole.PERSONAL_ADVISER, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .values("child_id")
    )
    held = record.together(
        people=Person.objects.filter(pk__in=theirs, merged_into__isnull=True),
        statuses=LeavingCareStatus.objects.filter(young_person__in=theirs, start_date__lte=today).order_by(
            "-start_date"
        ),
        contacts=LeaverContact.objects.filter(young_person__in=theirs).exclude(way=ContactWay.TRIED),
        lives=LeaverAccommodation.objects.filter(young_person__in=theirs, end_date__isnull=True),
        does=LeaverActivity.objects.filter(young_person__in=theirs, end_date__isnull=True),
        clocks=Clock.objects.filter(person__in=theirs, rule__in=RULES, stopped_date__isnull=True).order_by(
            "-due_date"
        ),
    )
    people = {one.pk: one for one in held["people"]}
    statuses, lives, does = (_first_of(held[name]) for name in ("statuses", "lives", "does"))
    contacts: dict[int, list[datetime.date]] = defaultdict(list)
    for contact in held["contacts"]:
        contacts[contact.young_person_id].append(contact.day)
    due = {clock.person_id: clock.due_date for clock in held["clocks"]}
    places, activities = codes.labels("care_leaver_accommodation"), codes.labels("care_leaver_activity")
    found = []
    for number, person in people.items():
        status, place, activity = statuses.get(number), lives.get(number), does.get(number)
        code = place.code if place else ""
        found.append(
            YoungPersonRead(
                person=person,
                name=person.display_name,
                age=person.age_on(today),
                status=status.get_status_display() if status and status.holds_on(today) else "",
                last_in_touch=max(contacts[number], default=None),
                # Somebody with whom nobody was ever in touch has waited since it was owed.
                contact_due=contact_due_date(place.start_date if place else None, contacts[number])
                or (status.start_date if status else None),
                plan_due=due.get(number),
                lives=without_suitability(places.get(code, "")),
                suitable=None if code in ("", "0") else code.endswith("1"),
                does=activities.get(activity.code, "") if activity else "",
                person_id=number,
            )
        )
    return sorted(found, key=lambda one: (one.contact_due or datetime.date.min, one.name))


def without_suitability(label: str) -> str:
    """Return what kind of place a label says, without whether it suits."""
    return label.removesuffix(" - suitable").removesuffix(" - unsuitable")


def _first_of(rows: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for row in rows:
        found.setdefault(row.young_person_id, row)
    return found
