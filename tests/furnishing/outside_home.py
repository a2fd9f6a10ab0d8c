"""One of everything of harm outside the home, about one person: what addresses of it name."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.people.models import Person
from kith.casework.protection.models import (
    ChildAtRiskFrom,
    ExploitationAssessment,
    ExploitationPlanStep,
    MissingEpisode,
    NationalReferral,
    PersonWhoPosesRisk,
    ReturnInterview,
)
from kith.casework.workforce.models import Worker


def furnish_outside_home(child: Person, writer: Worker) -> dict[str, int]:
    """Give a child one of each, and return the numbers. Whoever is marked is on a record that is open to nobody."""
    today, now = timezone.localdate(), timezone.now()
    before = now - datetime.timedelta(hours=5)
    episode = MissingEpisode.objects.create(child=child, kind="M", missing_since=before, found_at=now)
    ReturnInterview.objects.create(episode=episode, offered_at=now, offered_by=writer)
    assessment = ExploitationAssessment.objects.create(
        child=child, assessed_date=today, assessed_by=writer, strengths="S", signs="S", analysis="A", level="emerging",
        review_date=today + datetime.timedelta(days=40),
    )  # fmt: skip
    step = ExploitationPlanStep.objects.create(assessment=assessment, aim="peers", what="W", who="W")
    referral = NationalReferral.objects.create(
        child=child, referred_date=today, referred_by=writer, why="W", reasonable_grounds="positive",
        reasonable_grounds_date=today,
    )  # fmt: skip
    marked = Person.objects.create(display_name="Somebody Marked", restriction="sealed")
    marker = PersonWhoPosesRisk.objects.create(
        person=marked, basis="information", what_is_known="K", what_to_do="D", marked_by=writer, start_date=today,
        review_date=today + datetime.timedelta(days=40),
    )  # fmt: skip
    link = ChildAtRiskFrom.objects.create(marker=marker, child=child, how="H", start_date=today)
    return {
        "missing_id": episode.pk, "exploitation_id": assessment.pk, "step_id": step.pk,
        "national_referral_id": referral.pk, "marker_id": marker.pk, "link_id": link.pk,
    }  # fmt: skip
