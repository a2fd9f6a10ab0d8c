"""The automatic chronology of a person or a family: to read, as one person's copy, and as a PDF."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.furniture import pdf
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.pages import Listing, for_workers
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.furniture.templatetags.kith import day_and_time
from kith.casework.people.access import open_family, open_person
from kith.casework.people.models import Person
from kith.casework.timeline.chronology_forms import ChronologyFilterForm
from kith.casework.timeline.chronology_kinds import choices
from kith.casework.timeline.chronology_shown import (
    ShownChronology,
    as_document,
    entry_of_record,
    made_now,
)
from kith.casework.timeline.queries.authored_chronology import authored_about, names_of
from kith.casework.timeline.queries.chronology import Asked, copy_for, places_in_chronology, read_entries
from kith.casework.timeline.queries.never_in_a_copy import made_clean
from kith.casework.workforce.models import Worker

PAGE = 50  # entries


@dataclass(frozen=True)
class Whose:
    """Whose chronology is read: one person, or those of a family whose records the worker may read."""

    people: list[Person]
    title: str
    caption: str
    page: str  # the address's name
    number: int  # of the person, or of the family
    back: tuple[str, str]
    hidden: int = 0  # members whose records are closed to the worker

    @property
    def numbers(self) -> list[int]:
        """Whose they are."""
        return [person.pk for person in self.people]


def _person(worker: Worker, person_id: int, page: str) -> Whose:
    person = open_person(worker, person_id, Right.READ_RECORD, page=page)
    return Whose(
        [person], f"Chronology of {person.display_name}", person.display_name, "timeline:chronology", person.pk,
        (reverse("people:person", args=[person.pk]), person.display_name),
    )  # fmt: skip


def _family(worker: Worker, family_id: int, page: str) -> Whose:
    family, members = open_family(worker, family_id, Right.READ_RECORD, page=page)
    readable = [one for one in members if Right.READ_RECORD in one.rights]  # type: ignore[attr-defined]
    closed = len(members) - len(readable) + family.hidden_members  # type: ignore[attr-defined]
    return Whose(
        readable, f"Chronology of the {family.name} family", family.name, "timeline:family_chronology", family.pk,
        (reverse("people:family", args=[family.pk]), f"the {family.name} family"), closed,
    )  # fmt: skip


@for_workers
def chronology(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Everything that happened to a person, in order."""
    return _show(request, worker, _person(worker, person_id, "timeline:chronology"))


@for_workers
def family_chronology(request: HttpRequest, worker: Worker, family_id: int) -> HttpResponse:
    """Everything that happened to those of a family whose records the worker may read, each thing once."""
    return _show(request, worker, _family(worker, family_id, "timeline:family_chronology"))


@for_workers
def chronology_pdf(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The same as a PDF, or one person's copy of it."""
    return _print(request, worker, _person(worker, person_id, "timeline:chronology_pdf"), "chronology_pdf")


@for_workers
def family_chronology_pdf(request: HttpRequest, worker: Worker, family_id: int) -> HttpResponse:
    """The same for a family."""
    whose = _family(worker, family_id, "timeline:family_chronology_pdf")
    return _print(request, worker, whose, "family_chronology_pdf")


def _show(request: HttpRequest, worker: Worker, whose: Whose) -> HttpResponse:
    form, asked = _asked(request)
    places = places_in_chronology(whose.numbers, asked)
    reader = _reader(request, whose)
    listing: Listing | None = None
    if reader is None:
        listing = _paged(request, places)
        shown = _shown(list(listing.page), whose, asked, None)
    else:
        shown = _shown(list(places), whose, asked, reader)
    turned = request.GET.copy()
    turned.pop("page", None)
    turned["sort"] = "day" if asked.latest_first else "-day"
    kept = request.GET.copy()
    for name in ("page", "for"):
        kept.pop(name, None)
    return render(
        request,
        "timeline/chronology.html",
        {
            "whose": whose,
            "shown": shown,
            "listing": listing,
            "count": listing.page.paginator.count if listing else len(shown.entries),
            "form": form,
            "is_filtered": any(
                name in request.GET
                for name in ("kinds", "show", "from_date_0", "to_date_0", "known_0")
                if request.GET.get(name)
            ),
            "asked": asked,
            "turn": f"?{turned.urlencode()}",
            "kept": kept.urlencode(),
            "reader": reader,
            "pdf": reverse(f"{whose.page}_pdf", args=[whose.number]),
            "authored": authored_about(whose.numbers)[:20],
            "start": _start(whose),
            "back": whose.back,
        },
    )


def _start(whose: Whose) -> str:
    """Return where a chronology of one's own is begun, where the worker may write on everybody's record."""
    if not all(Right.WRITE_RECORD in one.rights for one in whose.people):  # type: ignore[attr-defined]
        return ""
    if whose.page == "timeline:chronology":
        return reverse("timeline:start_chronology", args=[whose.number])
    return reverse("timeline:start_family_chronology", args=[whose.number])


def _print(request: HttpRequest, worker: Worker, whose: Whose, page: str) -> HttpResponse:
    _, asked = _asked(request)
    reader = _reader(request, whose)
    shown = _shown(list(places_in_chronology(whose.numbers, asked)), whose, asked, reader)
    audit.record(worker_id=worker.pk, verb=AuditVerb.EXPORT, what=f"timeline:{page}", subjects=whose.numbers)
    made_at = made_now()
    made = pdf.make(as_document(shown, made_by=worker.name, made_at=made_at), made_at=made_at)
    return pdf.as_attachment(made, "chronology-copy" if reader else "chronology", timezone.localdate(made_at))


def _reader(request: HttpRequest, whose: Whose) -> Person | None:
    """Return for whom the copy is: one of those whose chronology it is. Raises Http404 for anybody else."""
    wanted = request.GET.get("for", "")
    if not wanted:
        return None
    for person in whose.people:
        if str(person.pk) == wanted:
            return person
    raise Http404("A copy is for one of those whose chronology it is.")


def _asked(request: HttpRequest) -> tuple[ChronologyFilterForm, Asked]:
    data_asked = request.GET.copy()
    data_asked.setdefault("show", "")
    form = ChronologyFilterForm(data_asked)
    form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    record = NOW
    if data.get("known"):
        end = datetime.datetime.combine(data["known"], datetime.time(23, 59, 59, 999999))
        record = Record(min(timezone.make_aware(end), timezone.now()))
    return form, Asked(
        kinds=frozenset(data.get("kinds") or ()),
        from_date=data.get("from_date"),
        to_date=data.get("to_date"),
        significant=data.get("show") == "significant",
        latest_first=request.GET.get("sort", "-day") != "day",
        record=record,
    )


def _paged(request: HttpRequest, places: QuerySet[Any, Any]) -> Listing:
    """Return a page of places, with the addresses of the other pages."""
    page = Paginator(places, PAGE).get_page(request.GET.get("page"))
    others = request.GET.copy()
    others.pop("page", None)
    numbers = [
        number if isinstance(number, int) else "…"
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return Listing(page, [], others.urlencode(), numbers)


def _shown(places: list[Any], whose: Whose, asked: Asked, reader: Person | None) -> ShownChronology:
    entries = read_entries(places, whose.numbers, record=asked.record)
    names = {person.pk: person.display_name for person in whose.people}
    if reader is None:
        names |= names_of(
            {who for entry in entries for one in entry.passages for who in one.about | one.withheld_from}
            - names.keys()
        )
    left_out = 0
    if reader is not None:
        copy = copy_for(reader.pk, entries)
        entries, left_out = copy.entries, copy.left_out

    def shown(clean: Callable[[str], str]) -> ShownChronology:
        return ShownChronology(
            title=whose.title,
            entries=[
                entry_of_record(
                    entry, names, says_whom=len(whose.people) > 1, is_copy=reader is not None, clean=clean
                )
                for entry in entries
            ],
            left_out=left_out,
            facts=_facts(whose, asked, reader),
            copy_for=reader.display_name if reader else "",
        )

    return made_clean(whose.numbers, shown) if reader else shown(str)


def _facts(whose: Whose, asked: Asked, reader: Person | None) -> tuple[tuple[str, str], ...]:
    """Return what a reader of the printed page must know of it: of whom it is, and what it does not show."""
    found = []
    if len(whose.people) > 1 and reader is None:
        found.append(("About", ", ".join(person.display_name for person in whose.people)))
    if whose.hidden and reader is None:
        members = "1 member" if whose.hidden == 1 else f"{whose.hidden} members"
        found.append(
            ("Not in it", f"{members} of the family, on a record that is not open to whoever made this")
        )
    labels = dict(choices())
    limits = [labels[kind] for kind in labels if kind in asked.kinds]
    if asked.significant:
        limits.append("what was chosen as significant")
    if asked.from_date:
        limits.append(f"from {day_in_words(asked.from_date)}")
    if asked.to_date:
        limits.append(f"until {day_in_words(asked.to_date)}")
    if asked.record.instant:
        limits.append(f"as it was known on {day_and_time(asked.record.instant)}")
    whole = "everything recorded" if reader is None else "all that may be in this copy"
    found.append(("Shows", f"only this: {', '.join(limits)}" if limits else whole))
    return tuple(found)
