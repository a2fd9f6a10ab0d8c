"""Facts that hold over a half-open period of days [start, end), whose end may be open."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows by the day on which they hold."""

    def on(self, day: datetime.date) -> PeriodQuerySet:
        """Return the rows whose period holds that day."""
        return self.filter(Q(end_date__isnull=True) | Q(end_date__gt=day), start_date__lte=day)

    def open(self) -> PeriodQuerySet:
        """Return the rows with no end yet."""
        return self.filter(end_date__isnull=True)


class Period(models.Model):
    """A fact that holds from `start_date` until the day before `end_date`; an open end is null."""

    start_date = models.DateField("From")
    end_date = models.DateField(
        "Until", null=True, blank=True, help_text="The first day on which it no longer holds"
    )

    objects: models.Manager[Any] = models.Manager.from_queryset(PeriodQuerySet)()

    class Meta:
        abstract = True

    def holds_on(self, day: datetime.date) -> bool:
        """Return whether the fact holds on that day."""
        return self.start_date <= day and (self.end_date is None or day < self.end_date)


def ends_after_it_starts(table: str) -> models.CheckConstraint:
    """Return the constraint that a period has at least one day."""
    return models.CheckConstraint(
        name=f"{table}_ends_after_it_starts",
        condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")),
        violation_error_message="The end must be after the start.",
    )


def no_overlap(table: str, *same: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that rows alike in `same` never hold on one day: PostgreSQL refuses the second."""
    return ExclusionConstraint(
        name=f"{table}_no_overlap",
        # What must be alike comes first: the index then reads one person's rows and not everybody's of those days.
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (
                Func(F("start_date"), F("end_date"), function="daterange", output_field=DateRangeField()),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
        violation_error_message="Another record already covers some of these days. Change its end date first.",
    )
