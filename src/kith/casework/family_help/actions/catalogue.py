"""Keeping the catalogue of help: what is offered here, on what evidence, and where it can be had."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from kith.casework.family_help.models import (
    Intervention,
    InterventionAvailability,
    InterventionEvidence,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Team, Worker


@transaction.atomic
def add_intervention(*, told: dict[str, Any], by: Worker) -> Intervention:
    """Add an entry of the authority's own. `told` holds its columns by name, as the form has them."""
    _check(told)
    code = slugify(told["name"])[:56] or "help"
    if Intervention.objects.filter(Q(code=code) | Q(name__iexact=told["name"].strip())).exists():
        raise CannotBeTrue(
            "There is an entry of this name already. Change that one, or give this one another name.", "name"
        )
    row = Intervention.objects.create(code=code, **told)
    _record("intervention_added", row, by=by, summary="Help was added to the catalogue.")
    return row


@transaction.atomic
def change_intervention(*, intervention: Intervention, told: dict[str, Any], by: Worker) -> None:
    """Change an entry. One that came with Kith is the authority's own from then on; only whether it is offered is not part of it."""
    _check(told)
    if Intervention.objects.filter(name__iexact=told["name"].strip()).exclude(pk=intervention.pk).exists():
        raise CannotBeTrue("There is another entry of this name. Give this one another name.", "name")
    changed = {name for name, value in told.items() if getattr(intervention, name) != value}
    if not changed:
        return
    keeps_mark = intervention.is_shipped and changed <= {"is_in_use"}
    Intervention.objects.filter(pk=intervention.pk).update(**told, is_shipped=keeps_mark)
    _record("intervention_changed", intervention, by=by, summary="The catalogue of help was changed.")


@transaction.atomic
def add_evidence(
    *,
    intervention: Intervention,
    rating: str,
    found: str,
    study: str,
    source: str,
    source_address: str,
    by: Worker,
) -> InterventionEvidence:
    """Enter what a named source found, as on today."""
    if not source.strip():
        raise CannotBeTrue("Name the source: a rating without one cannot be weighed.", "source")
    row = InterventionEvidence.objects.create(
        intervention=intervention,
        rating=rating,
        found=found.strip(),
        study=study.strip(),
        source=source.strip(),
        source_address=source_address,
        entered_date=timezone.localdate(),
        entered_by=by,
    )
    _record("evidence_added", intervention, by=by, summary="Evidence was entered in the catalogue of help.")
    return row


@transaction.atomic
def remove_evidence(*, evidence: InterventionEvidence, by: Worker) -> None:
    """Take out what a worker here entered by mistake. What came with Kith stays: a source that disagrees can be added."""
    if evidence.entered_by_id is None:
        raise CannotBeTrue("This evidence came with Kith and stays. Add the source that says otherwise.")
    intervention = evidence.intervention
    evidence.delete()
    _record(
        "evidence_removed", intervention, by=by, summary="Evidence was taken out of the catalogue of help."
    )


@transaction.atomic
def add_availability(
    *,
    intervention: Intervention,
    provider: str,
    where: str,
    start_date: datetime.date,
    by: Worker,
    team: Team | None = None,
    wait_weeks: int | None = None,
) -> InterventionAvailability:
    """Say that help can be had here, from whom, where, from which day, and how long families usually wait."""
    same = InterventionAvailability.objects.filter(
        intervention=intervention, provider__iexact=provider.strip(), where__iexact=where.strip()
    )
    if same.filter(Q(end_date__isnull=True) | Q(end_date__gt=start_date)).exists():
        raise CannotBeTrue(
            "This provider is on the list already. End that entry first, or change the day.", "provider"
        )
    row = InterventionAvailability.objects.create(
        intervention=intervention,
        provider=provider.strip(),
        where=where.strip(),
        team=team,
        wait_weeks=wait_weeks,
        start_date=start_date,
    )
    _record("availability_changed", intervention, by=by, summary="Where help can be had was changed.")
    return row


@transaction.atomic
def end_availability(*, availability: InterventionAvailability, end_date: datetime.date, by: Worker) -> None:
    """Say that help can no longer be had there, from a day on."""
    if availability.end_date is not None:
        raise CannotBeTrue(f"This ended on {availability.end_date:%-d %B %Y} already.", "end_date")
    if end_date < availability.start_date:
        raise CannotBeTrue(
            f"It could be had from {availability.start_date:%-d %B %Y}. Enter that day or a later one.",
            "end_date",
        )
    InterventionAvailability.objects.filter(pk=availability.pk).update(end_date=end_date)
    _record(
        "availability_changed", availability.intervention, by=by, summary="Where help can be had was changed."
    )


def _check(told: dict[str, Any]) -> None:
    youngest, oldest = told.get("youngest"), told.get("oldest")
    if youngest is not None and oldest is not None and oldest < youngest:
        raise CannotBeTrue("The oldest age is below the youngest. Check both.", "oldest")
    if told.get("cost_pounds") is not None and not told.get("cost_source", "").strip():
        raise CannotBeTrue("Say where the cost comes from.", "cost_source")


def _record(what: str, intervention: Intervention, *, by: Worker, summary: str) -> None:
    record_event(
        f"family_help.{what}",
        by=by,
        day=timezone.localdate(),
        summary=summary,
        thread=f"intervention:{intervention.pk}",
        details={"intervention": intervention.pk},
    )
