"""Who is told that an enquiry waits for them: its lead, or the manager who may decide on it."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.protection.models import SectionFortySevenEnquiry
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Team, Worker
from kith.casework.workforce.queries import manager_from, team_of


def page_of(enquiry: SectionFortySevenEnquiry) -> str:
    """Return the address of an enquiry's page, as tasks and decisions keep it."""
    return f"/enquiries/{enquiry.pk}/"


def done_with(enquiry: SectionFortySevenEnquiry, by: Worker) -> None:
    """Take what was to be done about an enquiry off its lists: it has been done."""
    do_tasks_at(page_of(enquiry), by=by)


def tell_lead(
    enquiry: SectionFortySevenEnquiry, title: str, child_id: int, day: datetime.date, by: Worker
) -> None:
    """Give the lead something to do on the enquiry's page."""
    give_task(
        title=title, due_date=day, worker=enquiry.lead, person_id=child_id, link=page_of(enquiry), by=by
    )


def tell_manager(enquiry: SectionFortySevenEnquiry, child_id: int, day: datetime.date, by: Worker) -> None:
    """Have a manager who neither leads the enquiry nor sent it read it and decide; else the lead's whole team."""
    give_task(
        title="Read an enquiry and decide how it ends",
        due_date=day,
        **_who_decides(enquiry, by, day),
        person_id=child_id,
        link=page_of(enquiry),
        by=by,
    )


def _who_decides(enquiry: SectionFortySevenEnquiry, by: Worker, day: datetime.date) -> dict[str, Any]:
    """Return the manager as a task is given: of the lead's team, else of the next above; else the team itself."""
    team = (
        team_of(enquiry.lead, day)
        or team_of(by, day)
        or Team.objects.filter(parent__isnull=True).order_by("pk").first()
    )
    manager = manager_from(team, besides=[by.pk, enquiry.lead_id])
    if manager is not None:
        return {"worker": manager}
    return {"team": team} if team is not None else {"worker": by}
