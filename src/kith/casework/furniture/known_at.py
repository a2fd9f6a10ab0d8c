"""The record as it stood at an instant: now, or as it was known at an earlier one.

A page that reads its rows through a Record can be shown as of any instant: the same code, the same names of fields.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
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


NOW = Record()
