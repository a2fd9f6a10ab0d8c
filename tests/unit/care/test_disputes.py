"""A reviewing officer's dispute: raised, taken up level by level, answered in time or not, and ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from kith.casework.care.dispute_days import answer_due, days_on, whole_until
from kith.casework.care.models import DisputeLevel, DisputeStep, ReviewingOfficerDispute
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Cover, Worker
from kith.engines.calendar import add_working_days
from tests.furnishing.care.reviews import ago
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import day_fields
from tests.furnishing.in_care import CareFamily, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three brothers and sisters, in care for 120 days."""
    return three_in_care(cast)


def test_it_goes_up_level_by_level_until_it_is_put_right(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Over the forms: each who is asked finds it on their day, and answers; Cafcass at any time; then it ended."""
    child = family.eldest
    officer = client_for(cast.independent_reviewing_officer)
    answer = officer.post(
        reverse("care:raise_dispute", args=[child.pk]),
        {
            "about": "She is to change school.",
            "what_would_put_it_right": "She stays.",
            "level": "1",
            "taken_to": str(cast.social_worker.pk),
            **day_fields("day", ago(9)),
        },
    )
    dispute = ReviewingOfficerDispute.objects.get()
    page = reverse("care:dispute", args=[child.pk, dispute.pk])
    assert answer["Location"] == page
    worker = client_for(cast.social_worker)
    assert "You are asked to put it right" in worker.get("/").content.decode()
    first = dispute.steps.get()
    assert first.answer_due_date == add_working_days(ago(9), 5)
    answered = worker.post(
        reverse("care:answer_dispute", args=[child.pk, dispute.pk, first.pk]),
        {"words": "The manager decides that.", **day_fields("day", ago(4))},
    )
    assert answered.status_code == 303
    assert "You are asked to put it right" not in worker.get("/").content.decode()
    up = reverse("care:take_up_dispute", args=[child.pk, dispute.pk])
    assert officer.post(up, {"level": "2", **day_fields("day", ago(3))}).status_code == 422, "with whom?"
    taken = {"level": "2", "taken_to": str(cast.team_manager.pk), **day_fields("day", ago(3))}
    assert officer.post(up, taken).status_code == 303
    assert officer.post(up, {"level": "5", **day_fields("day", ago(2))}).status_code == 303
    taken = {"level": "4", "taken_to": str(cast.director.pk), **day_fields("day", ago(1))}
    assert officer.post(up, taken).status_code == 303
    for who in (cast.team_manager, cast.director):
        assert "She is to change school." in client_for(who).get("/").content.decode()
    ended = {"was_put_right": "yes", "outcome": "She stays at her school.", **day_fields("day", ago(0))}
    assert officer.post(reverse("care:end_dispute", args=[child.pk, dispute.pk]), ended).status_code == 303
    shown = client_for(cast.team_manager).get(page).content.decode()
    assert "Put right" in shown
    assert "She stays at her school." in shown
    assert [step.level for step in dispute.steps.order_by("taken_date")] == [1, 2, 5, 4]
    assert "She is to change school." not in client_for(cast.director).get("/").content.decode()
    kinds = list(
        Event.objects.filter(thread=f"dispute:{dispute.pk}").values_list("kind", flat=True).order_by("pk")
    )
    assert kinds == [
        "care.dispute_raised", "care.dispute_answered", "care.dispute_taken_up", "care.dispute_taken_up",
        "care.dispute_taken_up", "care.dispute_ended",
    ]  # fmt: skip


def test_whoever_covers_for_the_officer_raises_it(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """A child is not left without a voice while their officer is away."""
    path = reverse("care:raise_dispute", args=[family.eldest.pk])
    assert client_for(cast.conference_chair).get(path).status_code == 403
    Cover.objects.create(
        absent_worker=cast.independent_reviewing_officer, covered_by=cast.conference_chair, start_date=ago(2)
    )
    assert client_for(cast.conference_chair).get(path).status_code == 200


def test_an_answer_is_due_within_the_whole() -> None:
    """Each level has its own days, and none goes beyond the 20 in all; once they are over a level has its own again."""
    raised = ago(40)
    late = add_working_days(raised, 18)
    assert days_on("whole", raised) == 20
    assert answer_due(DisputeLevel.TEAM_MANAGER, raised, raised) == add_working_days(raised, 5)
    assert answer_due(DisputeLevel.DIRECTOR, raised, late) == whole_until(raised)
    after = add_working_days(raised, 22)
    assert answer_due(DisputeLevel.DIRECTOR, raised, after) == add_working_days(after, 5)
    assert answer_due(DisputeLevel.CAFCASS, raised, late) == add_working_days(late, 10)


def test_an_answer_that_is_late_stands_on_the_officers_day(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """They raised it, and see that nobody has answered."""
    from kith.casework.care.actions import disputes

    disputes.raise_dispute(
        period=family.periods[0], about="No school.", what_would_put_it_right="A school.",
        level=DisputeLevel.TEAM_MANAGER, taken_to=cast.team_manager, day=ago(60), by=cast.independent_reviewing_officer,
    )  # fmt: skip
    day = client_for(cast.independent_reviewing_officer).get("/").content.decode()
    assert "the team manager has not answered" in day
    assert DisputeStep.objects.get().answered_date is None
