"""The catalogue of help that comes with Kith, and how it is brought into an authority's own.

What an authority has changed is its own from then on: an action that changes an entry takes its mark "came with Kith"
away, and a marked entry alone is kept as the files have it. Evidence that Kith ships (entered by nobody here) follows
the files for every entry, so that a result against one reaches those who use it. See docs/adr/0013.
"""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import connection

FOLDER = Path(__file__).parent / "catalogue_entries"


@dataclass(frozen=True)
class ShippedEvidence:
    """What one named source found of one intervention, as it comes with Kith."""

    rating: str
    found: str
    study: str
    source: str
    source_address: str
    entered_date: datetime.date


@dataclass(frozen=True)
class ShippedIntervention:
    """One entry of the catalogue as it comes with Kith; without evidence it is not rated here."""

    code: str
    name: str
    group: str
    kinds_of_help: tuple[str, ...]
    for_whom: str
    aims: str
    youngest: int | None
    oldest: int | None
    dose: str
    usual_sessions: int | None
    cost_pounds: int | None
    cost_source: str
    evidence: tuple[ShippedEvidence, ...]

    def fields(self) -> dict[str, Any]:
        """Return the entry's own columns and what they hold."""
        return {name: getattr(self, name) for name in COLUMNS} | {"kinds_of_help": list(self.kinds_of_help)}


COLUMNS = (
    "name", "group", "kinds_of_help", "for_whom", "aims", "youngest", "oldest", "dose", "usual_sessions",
    "cost_pounds", "cost_source",
)  # fmt: skip


@cache
def shipped() -> tuple[ShippedIntervention, ...]:
    """Return every entry that comes with Kith, by group and in the order of the files."""
    entries = []
    for group in ("parenting", "relationship", "home_visiting", "abuse_and_neglect", "practical"):
        told = tomllib.loads((FOLDER / f"{group}.toml").read_text(encoding="utf-8"))
        if told["group"] != group:
            raise ValueError(f"{group}.toml says that its group is {told['group']}.")
        for entry in told["intervention"]:
            evidence = tuple(ShippedEvidence(**row) for row in entry.pop("evidence", []))
            kinds = tuple(entry.pop("kinds_of_help"))
            for empty in ("dose", "cost_source"):
                entry.setdefault(empty, "")
            for unknown in ("youngest", "oldest", "usual_sessions", "cost_pounds"):
                entry.setdefault(unknown, None)
            entries.append(ShippedIntervention(group=group, kinds_of_help=kinds, evidence=evidence, **entry))
    return tuple(entries)


def bring_in(*, apps: Apps, **_: Any) -> None:
    """Bring what ships into the database: run after each migration, any number of times, with that moment's models.

    Three queries where nothing has changed. An entry is never removed: help that was given goes on pointing to it.
    """
    try:
        intervention = apps.get_model("family_help", "Intervention")
        evidence = apps.get_model("family_help", "InterventionEvidence")
    except LookupError:
        return  # migrated back to before there was a catalogue
    if intervention._meta.db_table not in connection.introspection.table_names():
        return
    held = {row.code: row for row in intervention.objects.all()}
    for entry in shipped():
        row = held.get(entry.code)
        if row is None:
            held[entry.code] = intervention.objects.create(code=entry.code, is_shipped=True, **entry.fields())
        elif row.is_shipped and any(getattr(row, name) != value for name, value in entry.fields().items()):
            intervention.objects.filter(pk=row.pk).update(**entry.fields())
    _bring_in_evidence(evidence, {entry.code: held[entry.code].pk for entry in shipped()})


def _bring_in_evidence(model: Any, numbers: dict[str, int]) -> None:
    """Make the evidence that nobody here entered that of the files, for the entries of the files."""
    wanted = {
        (numbers[entry.code], row.source, row.found): row for entry in shipped() for row in entry.evidence
    }
    held = {
        (row.intervention_id, row.source, row.found): row
        for row in model.objects.filter(intervention_id__in=numbers.values(), entered_by__isnull=True)
    }
    for key, row in held.items():
        if key not in wanted:
            row.delete()
    for key, told in wanted.items():
        values = {
            "rating": told.rating, "study": told.study, "source_address": told.source_address,
            "entered_date": told.entered_date,
        }  # fmt: skip
        known = held.get(key)
        if known is None:
            model.objects.create(intervention_id=key[0], source=key[1], found=key[2], **values)
        elif any(getattr(known, name) != value for name, value in values.items()):
            model.objects.filter(pk=known.pk).update(**values)
