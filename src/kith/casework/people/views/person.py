"""A person's own pages: the story on one page, and the same as known at an earlier instant."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import choose, record_asked_for
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sections import sections_of
from kith.casework.people import access
from kith.casework.people.models import Person, PersonMerge
from kith.casework.people.queries.story import story_of
from kith.casework.plans.queries import plans_of_person
from kith.casework.timeline.queries import clocks_of, latest_of, notes_of, tasks_of
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import holders_of, number_of_workers


@for_workers
def person_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The story on one page; a worker who may see only the basics sees those, and how to ask for more."""
    person = access.open_person(worker, person_id, Right.SEE_BASICS, page="people:person")
    if person.merged_into_id:
        return HttpResponseRedirect(reverse("people:person", args=[person.merged_into_id]))
    if Right.READ_RECORD not in person.rights:  # type: ignore[attr-defined]
        return render(request, "people/basics.html", {"person": person, "holders": holders_of([person.pk])})
    return _show(request, person, NOW, timezone.localdate())


@for_workers
def person_known_at(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    person = access.open_person(worker, person_id, Right.READ_RECORD, page="people:person_known_at")
    form, record = record_asked_for(request)
    if record is None:
        back = (reverse("people:person", args=[person.pk]), person.display_name)
        return choose(request, form, what=person.display_name, back=back)
    instant = record.instant
    assert instant is not None
    known = record.rows(Person).filter(id=person_id).first()
    if known is None:
        return render(request, "people/not_known_at.html", {"person": person, "instant": instant})
    known.rights = frozenset({Right.SEE_BASICS, Right.READ_RECORD})
    return _show(request, known, record, timezone.localtime(instant).date())


def _show(request: HttpRequest, person: Person, record: Record, today: datetime.date) -> HttpResponse:
    number = person.id
    story = story_of(person, today=today, record=record)
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "rights": person.rights,  # type: ignore[attr-defined]
            "story": story,
            "goes_to_school": (person.age_on(today) or 0) in range(3, 19),
            "known_at": record.instant,
            "clocks": clocks_of([number], record=record),
            "tasks": tasks_of([number]) if record.instant is None else [],
            "events": latest_of(number, 8, record=record),
            "notes": notes_of(number, record=record)[:5],
            "plans": plans_of_person(number, today=today, record=record),
            "holders": holders_of([number], on=today, record=record),
            "sections": sections_of(
                "people:person",
                worker=request.worker,  # type: ignore[attr-defined]
                person=person,
                today=today,
                record=record,
            ),
            "workers_so_far": number_of_workers(number, record=record),
            "merges": PersonMerge.objects.filter(kept_id=number, undone_at__isnull=True).select_related(
                "merged"
            )
            if record.instant is None
            else [],
        },
    )
