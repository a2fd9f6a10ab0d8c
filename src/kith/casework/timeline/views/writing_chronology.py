"""Writing a chronology: starting it, the whole, the words on each entry, an entry by hand, a part set apart."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.people.access import open_family, open_person
from kith.casework.people.models import Family, Person
from kith.casework.timeline.access import OpenChronology, open_chronology
from kith.casework.timeline.actions import chronologies
from kith.casework.timeline.chronology_forms import (
    ApartForm,
    ChronologyEntryForm,
    ChronologyWordsForm,
    StartChronologyForm,
    WholeChronologyForm,
)
from kith.casework.timeline.models import ChronologyEntry
from kith.casework.timeline.queries.authored_chronology import (
    AuthoredEntry,
    entries_of,
    people_for_entries,
    those_who_may_read_the_whole,
)

ON_A_PAGE = 12  # entries


def _three_years_ago(today: datetime.date) -> datetime.date:
    """Return the day three years ago: as far back as a chronology begins to look unless its author says otherwise."""
    return today.replace(year=today.year - 3, day=min(today.day, 28))


class StartChronology(FormPage):
    """A chronology of one child."""

    form_class = StartChronologyForm
    title = "Start a chronology"
    submit = "Start, and choose entries"
    done = "The chronology is started. Choose what goes into it."
    child: Person | None = None
    family: Family | None = None
    members: list[Person]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child's record for writing."""
        self.child = open_person(self.worker, person_id, Right.WRITE_RECORD, page="timeline:start_chronology")
        self.members = [self.child]

    def page_title(self) -> str:
        """Name whose it is."""
        return f"Start a chronology of {self.child or f'the {self.family} family'}"

    def back(self) -> tuple[str, str] | None:
        """Lead back to what happened."""
        assert self.child is not None
        return reverse("timeline:chronology", args=[self.child.pk]), "everything that happened"

    def form_arguments(self) -> dict[str, Any]:
        """Offer those whose records the worker may write on."""
        return {"members": self.members}

    def initial(self) -> dict[str, Any]:
        """Start with everybody, and the last three years."""
        today = timezone.localdate()
        return {
            "people": [str(one.pk) for one in self.members],
            "from_date": _three_years_ago(today),
            "to_date": today,
        }

    def act(self, form: KithForm) -> str:
        """Start it, and go on to choosing."""
        data = form.cleaned_data
        chronology = chronologies.start_chronology(
            child=self.child,
            family=self.family,
            people=[int(one) for one in data.get("people") or [str(self.members[0].pk)]],
            purpose=data["purpose"],
            from_date=data["from_date"],
            to_date=data["to_date"],
            by=self.worker,
        )
        return reverse("timeline:choose_entries", args=[chronology.pk])


class StartFamilyChronology(StartChronology):
    """A chronology of those of a family on whose records the worker may write."""

    def load(self, family_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the family for writing."""
        self.family, members = open_family(
            self.worker, family_id, Right.WRITE_RECORD, page="timeline:start_family_chronology"
        )
        self.members = [one for one in members if Right.WRITE_RECORD in one.rights]  # type: ignore[attr-defined]

    def back(self) -> tuple[str, str] | None:
        """Lead back to what happened."""
        assert self.family is not None
        return reverse("timeline:family_chronology", args=[self.family.pk]), "everything that happened"


class OfChronology(FormPage):
    """A form about a chronology that is being written."""

    opened: OpenChronology

    def load(self, chronology_id: int, **kwargs: Any) -> None:
        """Open it for writing; two people's changes to it never overwrite each other."""
        self.opened = open_chronology(
            self.worker, chronology_id, Right.WRITE_RECORD, page=f"timeline:{type(self).__name__}"
        )
        self.edited = self.opened.chronology

    def back(self) -> tuple[str, str] | None:
        """Lead back to the chronology."""
        return self.address(), "the chronology"

    def address(self) -> str:
        """Return the chronology's own address."""
        return reverse("timeline:authored_chronology", args=[self.opened.chronology.pk])

    def form_arguments(self) -> dict[str, Any]:
        """Offer those whom an entry may be about."""
        return {"members": people_for_entries(self.opened.people)}


class WholeChronology(OfChronology):
    """Purpose, days, introduction, analysis, and in whose copies they may be."""

    form_class = WholeChronologyForm
    title = "The chronology as a whole"
    done = "Kept."

    def form_arguments(self) -> dict[str, Any]:
        """Offer those whose chronology it is."""
        return {"members": self.opened.people}

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        chronology = self.opened.chronology
        return {
            "purpose": chronology.purpose,
            "from_date": chronology.from_date,
            "to_date": chronology.to_date,
            "introduction": chronology.introduction,
            "analysis": chronology.analysis,
            "readers": [str(number) for number in sorted(those_who_may_read_the_whole(chronology))],
        }

    def act(self, form: KithForm) -> str:
        """Keep it."""
        data = form.cleaned_data
        chronologies.write_about(
            chronology=self.opened.chronology,
            purpose=data["purpose"],
            from_date=data["from_date"],
            to_date=data["to_date"],
            introduction=data["introduction"],
            analysis=data["analysis"],
            readers=[int(one) for one in data["readers"]],
            by=self.worker,
        )
        return self.address()


class ChronologyWords(OfChronology):
    """The author's words on each entry, a dozen entries on a page."""

    form_class = ChronologyWordsForm
    title = "The words on each entry"
    done = "The words are kept."
    template = "timeline/chronology_words.html"
    page: Page[AuthoredEntry]

    def load(self, chronology_id: int, **kwargs: Any) -> None:
        """Open it, and the page of its entries."""
        super().load(chronology_id, **kwargs)
        entries = entries_of(self.opened.chronology).entries
        self.page = Paginator(entries, ON_A_PAGE).get_page(self.request.GET.get("page"))

    def about(self) -> str:
        """Keep a draft for each page."""
        return f"{self.request.path[:70]}?{self.page.number}"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the entries, and those whom they may be about."""
        entries = list(self.page.object_list)
        marked = set().union(*(entry.about | entry.withheld_from for entry in entries)) if entries else set()
        return {"members": people_for_entries(self.opened.people, marked), "entries": entries}

    def initial(self) -> dict[str, Any]:
        """Start with what each says."""
        start: dict[str, Any] = {}
        for entry in self.page.object_list:
            number = entry.entry_id
            start[f"day_{number}"] = entry.day
            start[f"happened_{number}"] = entry.what_happened
            start[f"matters_{number}"] = entry.why_it_matters
            start[f"impact_{number}"] = entry.impact
            start[f"about_{number}"] = [str(one) for one in sorted(entry.about)]
            start[f"withheld_{number}"] = [str(one) for one in sorted(entry.withheld_from)]
        return start

    def context(self) -> dict[str, Any]:
        """Say where in the chronology this page is."""
        return {"page": self.page, "chronology": self.opened.chronology}

    def act(self, form: KithForm) -> str:
        """Keep them, and go on to the next page of entries."""
        assert isinstance(form, ChronologyWordsForm)
        chronologies.write_entries(chronology=self.opened.chronology, written=form.written(), by=self.worker)
        if self.page.has_next():
            return f"{self.request.path}?page={self.page.next_page_number()}"
        return self.address()


class AddChronologyEntry(OfChronology):
    """An entry written by hand, with its day and source."""

    form_class = ChronologyEntryForm
    title = "Add an entry"
    done = "The entry is in the chronology."

    def initial(self) -> dict[str, Any]:
        """Start with those whose chronology it is."""
        return {"about": [str(one.pk) for one in self.opened.people]}

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.cleaned_data
        chronologies.add_entry(
            chronology=self.opened.chronology,
            day=data["day"],
            source=data["source"],
            what_happened=data["what_happened"],
            why_it_matters=data["why_it_matters"],
            impact=data["impact"],
            about=[int(one) for one in data["about"]],
            withheld_from=[int(one) for one in data["withheld"]],
            by=self.worker,
        )
        return self.address()


class SetApart(OfChronology):
    """A part of an entry that is about only some of them, or is withheld from somebody."""

    form_class = ApartForm
    title = "Set a part of an entry apart"
    done = "The part is an entry of its own, of the same day. Take it out of the entry it comes from."
    entry: ChronologyEntry

    def load(self, chronology_id: int, entry_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the entry."""
        super().load(chronology_id, **kwargs)
        found = ChronologyEntry.objects.filter(
            pk=entry_id, chronology=self.opened.chronology, taken_out_at__isnull=True
        ).first()
        if found is None:
            raise Http404("There is no such entry.")
        self.entry = found

    def context(self) -> dict[str, Any]:
        """Show what the entry says."""
        return {"introduction": self.entry.what_happened}

    def act(self, form: KithForm) -> str:
        """Set it apart."""
        data = form.cleaned_data
        chronologies.set_apart(
            entry=self.entry,
            what_happened=data["what_happened"],
            about=[int(one) for one in data["about"]],
            withheld_from=[int(one) for one in data["withheld"]],
            by=self.worker,
        )
        return reverse("timeline:chronology_words", args=[self.opened.chronology.pk])
