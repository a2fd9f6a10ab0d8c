"""The catalogue of help: its list, an entry, and keeping it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith import codes
from kith.casework.access.loading import require
from kith.casework.access.rights import Right, general_rights
from kith.casework.family_help.actions import catalogue as actions
from kith.casework.family_help.catalogue import COLUMNS
from kith.casework.family_help.forms import catalogue as forms
from kith.casework.family_help.models import (
    Intervention,
    InterventionAvailability,
    InterventionEvidence,
    InterventionGroup,
)
from kith.casework.family_help.queries.catalogue import entries, filtered
from kith.casework.family_help.queries.report import counted_for, intervention_report, periods
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.workforce.models import Team, Worker


@for_workers
def what_helps(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Every kind of help that is offered here, by group, narrowed down by kind, age and whether it can be had."""
    require(worker, Right.SEE_TEAMS)
    keeps = Right.KEEP_CATALOGUE in general_rights(worker.role)
    asked = request.GET
    group = asked.get("group", "") if asked.get("group", "") in InterventionGroup.values else ""
    kind = asked.get("kind", "") if asked.get("kind", "") in codes.labels("kind_of_help") else ""
    age = int(asked["age"]) if asked.get("age", "").isdecimal() and len(asked["age"]) <= 2 else None
    here = asked.get("here") == "yes"
    every = [entry for entry in entries(timezone.localdate()) if entry.intervention.is_in_use or keeps]
    found = filtered(every, group=group, kind=kind, age=age, here=here)
    return render(
        request,
        "family_help/what_helps.html",
        {
            "groups": [
                (label, [entry for entry in found if entry.intervention.group == code])
                for code, label in InterventionGroup.choices
            ],
            "found": len(found),
            "asked": {"group": group, "kind": kind, "age": "" if age is None else age, "here": here},
            "group_choices": InterventionGroup.choices,
            "kind_choices": codes.choices("kind_of_help"),
            "keeps": keeps,
            "sees_figures": Right.SEE_FIGURES in general_rights(worker.role),
        },
    )


@for_workers
def intervention_page(request: HttpRequest, worker: Worker, intervention_id: int) -> HttpResponse:
    """One entry: whom it is for, what is known of it, where it can be had, and what has happened with it here."""
    require(worker, Right.SEE_TEAMS)
    today = timezone.localdate()
    row = _find(intervention_id)
    (entry,) = entries(today, Intervention.objects.filter(pk=row.pk))
    counted = counted_for(worker, None, today)
    here = [
        (period, found[0])
        for period in periods(today, together=False)[:2]
        if (found := intervention_report(counted, period, only=row))
    ]
    return render(
        request,
        "family_help/intervention.html",
        {
            "entry": entry,
            "row": row,
            "group": row.get_group_display(),
            "here": here,
            "exact": counted.exact,
            "keeps": Right.KEEP_CATALOGUE in general_rights(worker.role),
            "back": (reverse("family_help:what_helps"), "what helps"),
        },
    )


def _find(intervention_id: int) -> Intervention:
    row = Intervention.objects.filter(pk=intervention_id).first()
    if row is None:
        raise Http404("There is no such entry.")
    return row


class AddIntervention(FormPage):
    """An entry of the authority's own."""

    form_class = forms.InterventionForm
    title = "Add help to the catalogue"
    done = "The entry is in the catalogue. Add what is known of whether it works, and where it can be had."

    def load(self, **kwargs: Any) -> None:
        """Whoever keeps the catalogue."""
        require(self.worker, Right.KEEP_CATALOGUE)

    def back(self) -> tuple[str, str]:
        """Lead back to the catalogue."""
        return reverse("family_help:what_helps"), "what helps"

    def act(self, form: KithForm) -> str:
        """Add it."""
        row = actions.add_intervention(told=_told(form), by=self.worker)
        return reverse("family_help:intervention", args=[row.pk])


class EntryFormPage(FormPage):
    """A form about one entry."""

    entry: Intervention

    def load(self, intervention_id: int, **kwargs: Any) -> None:
        """Whoever keeps the catalogue; there must be such an entry."""
        require(self.worker, Right.KEEP_CATALOGUE)
        self.entry = _find(intervention_id)

    def page(self) -> str:
        """Return the entry's page."""
        return reverse("family_help:intervention", args=[self.entry.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the entry."""
        return self.page(), self.entry.name


class ChangeIntervention(EntryFormPage):
    """An entry in other words; two people may be at it at once."""

    form_class = forms.InterventionForm
    title = "Change this entry"
    done = "The entry is changed."

    def load(self, intervention_id: int, **kwargs: Any) -> None:
        """Open the entry, which is what is edited."""
        super().load(intervention_id, **kwargs)
        self.edited = self.entry

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {name: getattr(self.entry, name) for name in (*COLUMNS, "is_in_use")}

    def context(self) -> dict[str, Any]:
        """Say what a change means for an entry that came with Kith."""
        if not self.entry.is_shipped:
            return {}
        return {
            "introduction": "This entry came with Kith. Once you change its words it is yours, "
            "and later versions of Kith leave it alone. Its evidence goes on being kept up to date."
        }

    def act(self, form: KithForm) -> str:
        """Change it."""
        actions.change_intervention(intervention=self.entry, told=_told(form), by=self.worker)
        return self.page()


class AddEvidence(EntryFormPage):
    """What a named source found."""

    form_class = forms.EvidenceForm
    title = "Add evidence"
    done = "The evidence is entered, with today’s date."

    def act(self, form: KithForm) -> str:
        """Enter it."""
        data = form.said
        actions.add_evidence(intervention=self.entry, by=self.worker, **data)
        return self.page()


class RemoveEvidence(EntryFormPage):
    """Evidence that a worker here entered by mistake."""

    form_class = forms.RemoveEvidenceForm
    title = "Take this evidence out?"
    submit = "Take it out"
    done = "The evidence is taken out. The history keeps it."
    keeps_draft = False
    evidence: InterventionEvidence

    def load(self, intervention_id: int, evidence_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the entry; the evidence must be its own."""
        super().load(intervention_id, **kwargs)
        found = InterventionEvidence.objects.filter(intervention=self.entry, pk=evidence_id).first()
        if found is None:
            raise Http404("There is no such evidence.")
        self.evidence = found

    def context(self) -> dict[str, Any]:
        """Say what it is."""
        return {"introduction": f"{self.evidence.source}: {self.evidence.found}"}

    def act(self, form: KithForm) -> str:
        """Take it out."""
        actions.remove_evidence(evidence=self.evidence, by=self.worker)
        return self.page()


class AddAvailability(EntryFormPage):
    """Where it can be had here."""

    form_class = forms.AvailabilityForm
    title = "Say where it can be had"
    done = "It is on the list of what can be had here."

    def form_arguments(self) -> dict[str, Any]:
        """Offer our teams."""
        return {"teams": [(str(team.pk), team.name) for team in Team.objects.order_by("name")]}

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"start_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.cleaned_data
        actions.add_availability(
            intervention=self.entry,
            provider=data["provider"],
            where=data["where"],
            team=Team.objects.get(pk=data["team"]) if data["team"] else None,
            wait_weeks=data["wait_weeks"],
            start_date=data["start_date"],
            by=self.worker,
        )
        return self.page()


class EndAvailability(EntryFormPage):
    """It can no longer be had there."""

    form_class = forms.EndAvailabilityForm
    title = "It can no longer be had there"
    done = "It is off the list from that day."
    availability: InterventionAvailability

    def load(self, intervention_id: int, availability_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the entry; the availability must be its own."""
        super().load(intervention_id, **kwargs)
        found = (
            InterventionAvailability.objects.filter(intervention=self.entry, pk=availability_id)
            .select_related("intervention")
            .first()
        )
        if found is None:
            raise Http404("There is no such place.")
        self.availability = found

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"end_date": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Say where."""
        return {
            "introduction": ", ".join(
                part for part in (self.availability.provider, self.availability.where) if part
            )
        }

    def act(self, form: KithForm) -> str:
        """End it."""
        actions.end_availability(
            availability=self.availability, end_date=form.cleaned_data["end_date"], by=self.worker
        )
        return self.page()


def _told(form: KithForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in (*COLUMNS, "is_in_use")}
