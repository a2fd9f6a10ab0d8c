"""The record as it stood at an instant: now, or as it was known at an earlier one.

A page that reads its rows through a Record can be shown as of any instant: the same code, the same names of fields.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Record:
    """The record now, or as known at `instant`."""

    instant: datetime.datetime | None = None

    def rows(self, model: type[Row]) -> QuerySet[Any]:
        """Return a model's rows: the live table, or each row's last version recorded by the instant.

        History's rows have the model's own fields; `id` is the row's own number. A row deleted by then is left out.
        """
        if self.instant is None:
            return model._default_manager.all()
        history: Any = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
        last = (
            history.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_created_at__lte=self.instant)
            .order_by("-pgh_created_at", "-pgh_id")
            .values("pgh_id")[:1]
        )
        return history.objects.filter(pgh_created_at__lte=self.instant, pgh_id=Subquery(last)).exclude(
            pgh_label="delete"
        )

    def on(self, today: datetime.date) -> datetime.date:
        """Return the day that 'current' means: today, or the day of the instant."""
        return today if self.instant is None else self.instant.date()

    def holding(self, model: type[Row], day: datetime.date) -> QuerySet[Any]:
        """Return the rows of a dated fact that hold on a day."""
        return self.rows(model).filter(Q(end_date__isnull=True) | Q(end_date__gt=F("start_date"))).filter(
            Q(end_date__isnull=True) | Q(end_date__gt=day), start_date__lte=day
        )


NOW = Record()
