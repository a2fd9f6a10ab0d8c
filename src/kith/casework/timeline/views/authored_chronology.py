"""An authored chronology: to read, as one person's copy, as a PDF; choosing entries, and what one press does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.furniture import pdf
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.people.access import open_person
from kith.casework.people.models import Person
from kith.casework.timeline.access import OpenChronology, open_chronology
from kith.casework.timeline.actions import chronologies
from kith.casework.timeline.chronology_kinds import choices
from kith.casework.timeline.chronology_shown import (
    ShownChronology,
    as_document,
    entry_of_author,
    entry_of_record,
    made_now,
)
from kith.casework.timeline.models import AuthoredChronology, ChronologyEntry
from kith.casework.timeline.queries.authored_chronology import (
    Authored,
    copy_of_authored,
    entries_of,
    names_of,
    people_for_entries,
    those_who_may_read_the_whole,
)
from kith.casework.timeline.queries.chronology import (
    Asked,
    key_of,
    places_in_chronology,
    read_entries,
)
from kith.casework.timeline.queries.never_in_a_copy import made_clean
from kith.casework.timeline.views.chronology import _paged
from kith.casework.workforce.models import Worker


@for_workers
def authored_chronology(request: HttpRequest, worker: Worker, chronology_id: int) -> HttpResponse:
    """The chronology as its author wrote it, or one person's copy of it."""
    opened = open_chronology(worker, chronology_id, Right.READ_RECORD, page="timeline:authored_chronology")
    read = entries_of(opened.chronology)
    people = _people(opened, read)
    reader = _reader(request, worker, people, "timeline:authored_chronology")
    may_write = all(Right.WRITE_RECORD in one.rights for one in opened.people)  # type: ignore[attr-defined]
    return render(
        request,
        "timeline/authored_chronology.html",
        {
            "opened": opened,
            "chronology": opened.chronology,
            "shown": _shown(opened, read, people, reader),
            "reader": reader,
            "readers": people,
            "may_write": may_write and not reader,
            "carried_on": opened.chronology.carried_on_in.order_by("-pk").first(),
            "back": _back(opened),
        },
    )


@for_workers
def authored_chronology_pdf(request: HttpRequest, worker: Worker, chronology_id: int) -> HttpResponse:
    """The same as a PDF."""
    page = "timeline:authored_chronology_pdf"
    opened = open_chronology(worker, chronology_id, Right.READ_RECORD, page=page)
    read = entries_of(opened.chronology)
    people = _people(opened, read)
    reader = _reader(request, worker, people, page)
    shown = _shown(opened, read, people, reader)
    about = {person.pk for person in opened.people} | ({reader.pk} if reader else set())
    audit.record(worker_id=worker.pk, verb=AuditVerb.EXPORT, what=page, subjects=about)
    made_at = made_now()
    made = pdf.make(as_document(shown, made_by=worker.name, made_at=made_at), made_at=made_at)
    return pdf.as_attachment(made, "chronology-copy" if reader else "chronology", timezone.localdate(made_at))


def _people(opened: OpenChronology, read: Authored) -> list[Person]:
    """Return everybody whom the chronology or an entry of it is about, as far as the worker may know of them."""
    about = set().union(*(entry.about for entry in read.entries)) - {one.pk for one in opened.people}
    others = Person.objects.filter(pk__in=about).order_by("-birth_date", "pk")
    return [*opened.people, *others]


def _reader(request: HttpRequest, worker: Worker, people: list[Person], page: str) -> Person | None:
    """Return for whom the copy is: somebody whom it is about, whose record the worker may read. Else Http404."""
    wanted = request.GET.get("for", "")
    if not wanted:
        return None
    for person in people:
        if str(person.pk) == wanted:
            return open_person(worker, person.pk, Right.READ_RECORD, page=page)
    raise Http404("A copy is for somebody whom the chronology is about.")


def _shown(
    opened: OpenChronology, read: Authored, people: list[Person], reader: Person | None
) -> ShownChronology:
    chronology = opened.chronology
    marked = set().union(*(entry.withheld_from for entry in read.entries)) if not reader else set()
    known = {person.pk for person in people}
    names = {person.pk: person.display_name for person in people}
    names |= names_of(marked - known)
    whole = True
    if reader is not None:
        whole = reader.pk in those_who_may_read_the_whole(chronology)
        read = copy_of_authored(reader.pk, read, may_read_the_whole=whole)
    written = chronology.written_by.name
    if chronology.finished_at is None:
        state = f"{written}; not finished"
    else:
        state = f"{written}; finished {day_in_words(chronology.finished_at)}"
    days = f"{day_in_words(chronology.from_date)} to {day_in_words(chronology.to_date)}"

    def shown(clean: Callable[[str], str]) -> ShownChronology:
        return ShownChronology(
            title=f"Chronology of {opened.name[0].lower() + opened.name[1:] if chronology.family_id else opened.name}",
            entries=[
                entry_of_author(entry, names, is_copy=reader is not None, clean=clean)
                for entry in read.entries
            ],
            left_out=read.left_out,
            facts=(
                *((("What it is for", clean(chronology.purpose)),) if whole else ()),
                ("Covers", days),
                ("Written by", state),
            ),
            copy_for=reader.display_name if reader else "",
            introduction=clean(chronology.introduction) if whole else "",
            analysis=clean(chronology.analysis) if whole else "",
        )

    return made_clean(known, shown) if reader else shown(str)


def _back(opened: OpenChronology) -> tuple[str, str]:
    chronology = opened.chronology
    if chronology.child is not None:
        return reverse("timeline:chronology", args=[chronology.child.pk]), "everything that happened"
    return reverse("timeline:family_chronology", args=[chronology.family_id]), "everything that happened"


@for_workers
def choose_entries(request: HttpRequest, worker: Worker, chronology_id: int) -> HttpResponse:
    """The automatic chronology with a box at each entry: many are chosen at once, in their own words."""
    opened = open_chronology(worker, chronology_id, Right.WRITE_RECORD, page="timeline:choose_entries")
    chronology = opened.chronology
    whose = [person.pk for person in opened.people]
    kinds = [kind for kind, _ in choices() if kind in request.GET.getlist("kinds")]
    asked = Asked(
        kinds=frozenset(kinds),
        from_date=chronology.from_date,
        to_date=chronology.to_date,
        latest_first=False,
    )
    places = places_in_chronology(whose, asked)
    listing = _paged(request, places)
    found = read_entries(list(listing.page), whose)
    problem, status = "", 200
    if request.method == "POST":
        wanted = set(request.POST.getlist("chosen"))
        # By what was chosen, not by the page: something recorded meanwhile moves the rest along.
        marked = [place for place in places if key_of(place) in wanted]
        chosen = [one for entry in read_entries(marked, whose) for one in chronologies.as_chosen(entry)]
        try:
            many = chronologies.choose_entries(chronology=chronology, chosen=chosen, by=worker)
        except CannotBeTrue as impossible:
            problem, status = impossible.sentence, 422
        else:
            messages.success(request, f"{many} {'entry' if many == 1 else 'entries'} added.")
            if "and_write" in request.POST or not listing.page.has_next():
                return HttpResponseRedirect(
                    reverse("timeline:authored_chronology", args=[chronology.pk]), status=303
                )
            further = request.GET.copy()
            further["page"] = str(listing.page.next_page_number())
            return HttpResponseRedirect(f"{request.path}?{further.urlencode()}", status=303)
    names = {person.pk: person.display_name for person in people_for_entries(opened.people)}
    in_it = ChronologyEntry.objects.filter(chronology=chronology, taken_out_at__isnull=True).values_list(
        "event_id", "note_id"
    )
    held = {f"event-{event}" if event else f"note-{note}" for event, note in in_it}
    return render(
        request,
        "timeline/choose_entries.html",
        {
            "opened": opened,
            "chronology": chronology,
            "listing": listing,
            "entries": [
                {
                    "shown": entry_of_record(entry, names, says_whom=len(whose) > 1, is_copy=False),
                    "is_in": entry.key in held,
                }
                for entry in found
            ],
            "problem": problem,
            "kinds": [(kind, label, kind in kinds) for kind, label in choices()],
            "back": (reverse("timeline:authored_chronology", args=[chronology.pk]), "the chronology"),
        },
        status=status,
    )


@require_POST
@for_workers
def take_out(request: HttpRequest, worker: Worker, chronology_id: int, entry_id: int) -> HttpResponse:
    """Take an entry out; pressing twice is no fault."""
    opened = open_chronology(worker, chronology_id, Right.WRITE_RECORD, page="timeline:take_out")
    entry = ChronologyEntry.objects.filter(
        pk=entry_id, chronology=opened.chronology, taken_out_at__isnull=True
    ).first()
    return _press(
        request, opened.chronology.pk, lambda: entry and chronologies.take_out(entry=entry, by=worker)
    )


@require_POST
@for_workers
def finish_chronology(request: HttpRequest, worker: Worker, chronology_id: int) -> HttpResponse:
    """Finish it, so that it stays as it is."""
    opened = open_chronology(worker, chronology_id, Right.WRITE_RECORD, page="timeline:finish_chronology")
    return _press(
        request,
        opened.chronology.pk,
        lambda: chronologies.finish(chronology=opened.chronology, by=worker),
        "The chronology is finished and stays as it is.",
    )


@require_POST
@for_workers
def carry_on_chronology(request: HttpRequest, worker: Worker, chronology_id: int) -> HttpResponse:
    """Start a new one with all that this finished one holds."""
    opened = open_chronology(worker, chronology_id, Right.WRITE_RECORD, page="timeline:carry_on_chronology")
    return _press(
        request,
        opened.chronology.pk,
        lambda: chronologies.carry_on(chronology=opened.chronology, to_date=timezone.localdate(), by=worker),
        "This is a new chronology with all that the finished one holds. The finished one stays.",
    )


def _press(request: HttpRequest, chronology_id: int, act: Any, done: str = "") -> HttpResponse:
    """Do what a button says, and show the chronology with what was done or why not."""
    try:
        new = act()
    except CannotBeTrue as impossible:
        messages.warning(request, impossible.sentence)
    else:
        if isinstance(new, AuthoredChronology):
            chronology_id = new.pk
        if done:
            messages.success(request, done)
    return HttpResponseRedirect(reverse("timeline:authored_chronology", args=[chronology_id]), status=303)
