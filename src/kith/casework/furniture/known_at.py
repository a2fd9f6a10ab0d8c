"""The record as it stood at an instant: now, or as it was known at an earlier one.

A page that reads its rows through a Record can be shown as of any instant: the same code, the same names of fields.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.query import ModelIterable

from kith.casework.furniture.planned_once import ask

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

    def together(
        self, named: Named | None = None, /, **wanted: QuerySet[Any] | Compiled
    ) -> dict[str, list[Any]]:
        """Return the rows of several querysets by their names, in one query, now or as known at.

        Each queryset gives whole rows of one model, without joins. `named` gives them where making them is much work: a
        section that is read twice (`read_together`) then makes them once.
        """
        wanted |= named() if named is not None else {}
        if len(wanted) < 2 and not any(isinstance(rows, Compiled) for rows in wanted.values()):
            return {name: list(rows) for name, rows in wanted.items()}  # type: ignore[arg-type]
        return _read({name: compiled(rows) for name, rows in wanted.items()})


@dataclass(frozen=True)
class Compiled:
    """A queryset as SQL, and the model whose rows it gives: of history's rows, the model that they are of.

    The SQL is empty where Django knows that there are no rows.
    """

    model: type[models.Model]
    sql: str
    parameters: tuple[Any, ...]


Named = Callable[[], Mapping[str, "QuerySet[Any] | Compiled"]]


def compiled(rows: QuerySet[Any] | Compiled) -> Compiled:
    """Return a queryset as SQL."""
    if isinstance(rows, Compiled):
        return rows
    model = getattr(rows.model, "pgh_tracked_model", rows.model)
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return Compiled(model, "", ())
    return Compiled(model, sql, tuple(parameters))


def _read(asked: Mapping[str, Compiled]) -> dict[str, list[Any]]:
    """Return the rows of each by its name, in one query."""
    found: dict[str, list[Any]] = {name: [] for name in asked}
    some = [(name, one) for name, one in asked.items() if one.sql]
    if some:
        # Each list is one text that is read at once, not as many values as there are rows.
        parts = [f"(SELECT json_agg(whole)::text FROM ({one.sql}) whole)" for _, one in some]  # noqa: S608 - Django's SQL
        answer = ask(f"SELECT {', '.join(parts)}", [value for _, one in some for value in one.parameters])
        for (name, one), held in zip(some, answer, strict=True):
            found[name] = _rows_of(one.model, json.loads(held)) if held else []
    return found


def whole(rows: QuerySet[Row], found: Sequence[Any]) -> list[Row]:
    """Return the rows that were found again, as a queryset gives them with what goes with them; of none nothing is asked."""
    return list(rows.filter(pk__in=[one.pk for one in found])) if found else []


class Waits(Exception):
    """A reader asked for rows of a record that gathers what several readers want."""

    def __init__(self, wanted: dict[str, QuerySet[Any] | Compiled]) -> None:
        super().__init__("It waits until all that is wanted is known.")
        self.wanted = wanted


class _Gathering(Record):
    """The record now, on a reader's first turn: it is asked what the reader wants, and answers nothing."""

    def together(
        self, named: Named | None = None, /, **wanted: QuerySet[Any] | Compiled
    ) -> dict[str, list[Any]]:
        raise Waits({**wanted, **(named() if named is not None else {})})


class _Gathered(Record):
    """The record now, on a reader's second turn: what it asked for first is here already."""

    def __init__(self, held: dict[str, list[Any]]) -> None:
        super().__init__()
        object.__setattr__(self, "_held", [held])

    def together(
        self, named: Named | None = None, /, **wanted: QuerySet[Any] | Compiled
    ) -> dict[str, list[Any]]:
        held: list[dict[str, list[Any]]] = self._held  # type: ignore[attr-defined]
        # What is asked for first is what was asked for on the first turn.
        if held and (named is not None or set(held[0]) == set(wanted)):
            return held.pop()
        return super().together(named, **wanted)


def read_together(readers: Sequence[Callable[[Record], Any]], record: Record) -> list[Any]:
    """Return what each reader makes of the record, asking the database once for what each first wants.

    A reader that calls `together` is called twice, and must have done nothing before that; one that does not is called
    once. As known at an earlier instant each asks for itself.
    """
    if record.instant is not None:
        return [reader(record) for reader in readers]
    made: dict[int, Any] = {}
    waiting: dict[int, dict[str, QuerySet[Any] | Compiled]] = {}
    for number, reader in enumerate(readers):
        try:
            made[number] = reader(_Gathering())
        except Waits as waits:
            waiting[number] = waits.wanted
    # Several readers may want the very same rows: they are read once. Of the same queryset the SQL is made once.
    made_of: dict[int, Compiled] = {}
    named: dict[tuple[Any, ...], str] = {}
    asked: dict[str, Compiled] = {}
    names: dict[int, dict[str, str]] = {}
    for number, wanted in waiting.items():
        for name, rows in wanted.items():
            if id(rows) not in made_of:
                made_of[id(rows)] = compiled(rows)
            one = made_of[id(rows)]
            key = (one.model, one.sql, repr(one.parameters))
            read = named.setdefault(key, f"rows_{len(named)}")
            asked[read] = one
            names.setdefault(number, {})[name] = read
    held = _read(asked)
    for number in waiting:
        own = {name: list(held[read]) for name, read in names.get(number, {}).items()}
        made[number] = readers[number](_Gathered(own))
    return [made[number] for number in range(len(readers))]


def _rows_of(model: type[models.Model], held: list[dict[str, Any]]) -> list[models.Model]:
    """Return rows of a model from their columns as JSON, which all have the same."""
    if not held:
        return []
    fields = [(column, name, read) for column, name, read in _readers_of(model) if column in held[0]]
    names = {name for _, name, _ in fields}
    return [
        model.from_db(
            DEFAULT_DB_ALIAS,
            names,
            [
                row[column] if read is None or row[column] is None else read(row[column])
                for column, _, read in fields
            ],
        )
        for row in held
    ]


@cache
def _readers_of(model: type[models.Model]) -> list[tuple[str, str, Callable[[Any], Any] | None]]:
    """Return each column of a model, its name in Python, and what reads it from JSON: None where JSON has it as it is."""
    return [
        (
            str(field.column),
            field.attname,
            None if field.is_relation or type(field).to_python in _AS_IN_JSON else field.to_python,
        )
        for field in model._meta.concrete_fields
        if not field.generated
    ]


_AS_IN_JSON = {
    kind.to_python for kind in (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
}


NOW = Record()
