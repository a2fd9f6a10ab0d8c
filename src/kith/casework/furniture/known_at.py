"""The record as it stood at an instant: now, or as it was known at an earlier one.

A page that reads its rows through a Record can be shown as of any instant: the same code, the same names of fields.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.query import ModelIterable

Row = TypeVar("Row", bound=models.Model)


class _AsTheModel(ModelIterable):  # type: ignore[type-arg]
    """Gives history's rows as the model that they are of, so that a page reads them like any other."""

    def __iter__(self) -> Iterator[models.Model]:
        history: Any = self.queryset.model
        tracked = history.pgh_tracked_model
        kept = {field.attname for field in history._meta.concrete_fields}
        names = [
            field.attname
            for field in tracked._meta.concrete_fields
            if field.attname in kept and not field.generated
        ]
        for row in super().__iter__():
            as_it_was = tracked(**{name: getattr(row, name) for name in names})
            as_it_was._state.adding = False
            yield as_it_was


@dataclass(frozen=True)
class Record:
    """The record now, or as known at `instant`."""

    instant: datetime.datetime | None = None

    def rows(self, model: type[Row]) -> QuerySet[Any]:
        """Return a model's rows: the live table, or each row's last version recorded by the instant.

        Either way they are the model's instances; a row deleted by then is left out.
        """
        if self.instant is None:
            return model._default_manager.all()
        history: Any = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
        last = (
            history.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_created_at__lte=self.instant)
            .order_by("-pgh_created_at", "-pgh_id")
            .values("pgh_id")[:1]
        )
        rows: QuerySet[Any] = history.objects.filter(pgh_created_at__lte=self.instant, pgh_id=Subquery(last))
        rows = rows.exclude(pgh_label="delete")
        rows._iterable_class = _AsTheModel
        return rows

    def on(self, today: datetime.date) -> datetime.date:
        """Return the day that 'current' means: today, or the day of the instant."""
        return today if self.instant is None else self.instant.date()

    def holding(self, model: type[Row], day: datetime.date) -> QuerySet[Any]:
        """Return the rows of a dated fact that hold on a day."""
        return (
            self.rows(model)
            .filter(Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")))
            .filter(Q(end_date__isnull=True) | Q(end_date__gt=day), start_date__lte=day)
        )

    def together(self, **wanted: QuerySet[Any]) -> dict[str, list[Any]]:
        """Return the rows of several querysets by their names, in one query, now or as known at.

        Each queryset gives whole rows of one model, without joins.
        """
        if len(wanted) < 2:
            return {name: list(rows) for name, rows in wanted.items()}
        parts: list[str] = []
        parameters: list[Any] = []
        asked: list[str] = []
        found: dict[str, list[Any]] = {name: [] for name in wanted}
        for name, rows in wanted.items():
            try:
                sql, given = rows.query.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(f"ARRAY(SELECT to_jsonb(whole) FROM ({sql}) whole)")  # noqa: S608 - Django's own SQL
            parameters += list(given)
            asked.append(name)
        if parts:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {', '.join(parts)}", parameters)
                for name, held in zip(asked, cursor.fetchone(), strict=True):
                    # History's rows are given as the model that they are of.
                    model = getattr(wanted[name].model, "pgh_tracked_model", wanted[name].model)
                    found[name] = [_as_row(model, columns) for columns in held]
        return found


class Waits(Exception):
    """A reader asked for rows of a record that gathers what several readers want."""

    def __init__(self, wanted: dict[str, QuerySet[Any]]) -> None:
        super().__init__("It waits until all that is wanted is known.")
        self.wanted = wanted


class _Gathering(Record):
    """The record now, on a reader's first turn: it is asked what the reader wants, and answers nothing."""

    def together(self, **wanted: QuerySet[Any]) -> dict[str, list[Any]]:
        raise Waits(wanted)


class _Gathered(Record):
    """The record now, on a reader's second turn: what it asked for first is here already."""

    def __init__(self, held: dict[str, list[Any]]) -> None:
        super().__init__()
        object.__setattr__(self, "_held", [held])

    def together(self, **wanted: QuerySet[Any]) -> dict[str, list[Any]]:
        held: list[dict[str, list[Any]]] = self._held  # type: ignore[attr-defined]
        return held.pop() if held and set(held[0]) == set(wanted) else super().together(**wanted)


def read_together(readers: Sequence[Callable[[Record], Any]], record: Record) -> list[Any]:
    """Return what each reader makes of the record, asking the database once for what each first wants.

    A reader that calls `together` is called twice, and must have done nothing before that; one that does not is called
    once. As known at an earlier instant each asks for itself.
    """
    if record.instant is not None:
        return [reader(record) for reader in readers]
    made: dict[int, Any] = {}
    waiting: dict[int, dict[str, QuerySet[Any]]] = {}
    for number, reader in enumerate(readers):
        try:
            made[number] = reader(_Gathering())
        except Waits as waits:
            waiting[number] = waits.wanted
    # Several readers may want the very same rows: they are read once.
    named: dict[tuple[str, str], str] = {}
    asked: dict[str, QuerySet[Any]] = {}
    names: dict[int, dict[str, str]] = {}
    for number, wanted in waiting.items():
        for name, rows in wanted.items():
            try:
                key = (rows.model._meta.db_table, str(rows.query.sql_with_params()))
            except EmptyResultSet:
                key = ("", "")
            if key not in named:
                named[key] = f"rows_{len(named)}"
                if key != ("", ""):
                    asked[named[key]] = rows
            names.setdefault(number, {})[name] = named[key]
    held = record.together(**asked) if len(asked) > 1 else {name: list(rows) for name, rows in asked.items()}
    for number in waiting:
        own = {name: list(held.get(read, [])) for name, read in names.get(number, {}).items()}
        made[number] = readers[number](_Gathered(own))
    return [made[number] for number in range(len(readers))]


def _as_row(model: type[models.Model], columns: dict[str, Any] | str) -> models.Model:
    """Return a row of a model from its columns as JSON."""
    held: dict[str, Any] = json.loads(columns) if isinstance(columns, str) else columns
    fields = [field for field in model._meta.concrete_fields if not field.generated and field.column in held]
    row = model(**{field.attname: _value(field, held[str(field.column)]) for field in fields})
    row._state.adding = False
    return row


def _value(field: models.Field[Any, Any], held: Any) -> Any:
    if field.is_relation or held is None:
        return held
    return field.to_python(held)


NOW = Record()
