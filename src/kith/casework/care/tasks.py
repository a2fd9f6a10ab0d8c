"""What is done in the background for this room: each night, who has come of an age at which they are owed help with leaving care."""

from __future__ import annotations

import datetime
import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.casework.care.actions.leaving_care_status import bring_up_to_date
from kith.casework.care.leaving_care_rules import LEAVING_CARE_UNTIL
from kith.casework.people.models import Person

log = logging.getLogger("kith.care")


@app.periodic(cron="45 2 * * *")
@app.task(queueing_lock="leaving_care", lock="leaving_care")
def bring_leaving_care_up_to_date(timestamp: int) -> None:
    """Bring everybody's status up to date who was in care and is of an age; one who fails does not stop the next."""
    today = timezone.localdate()
    changed = 0
    for person in young_people(today):
        changed += bring_up_to_date(person, by=None, day=today)
    log.info("leaving care brought up to date", extra={"changed": changed})


def young_people(today: datetime.date) -> list[Person]:
    """Return everybody from 16 to just over 25 who was ever in care."""
    oldest = today.replace(day=1, year=today.year - LEAVING_CARE_UNTIL - 1)
    youngest = today.replace(day=1, year=today.year - 15)
    return list(
        Person.objects.filter(
            birth_date__gte=oldest,
            birth_date__lte=youngest,
            periods_of_care__isnull=False,
            merged_into__isnull=True,
        )
        .distinct()
        .order_by("pk")
    )
