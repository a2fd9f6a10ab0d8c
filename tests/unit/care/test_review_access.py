"""Who writes up a review, raises a dispute, takes it up and answers: the chair and the child's own officer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from kith.casework.workforce.models import Worker
from tests.furnishing.care.reviews import ago, enliven
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.in_care import CareFamily, three_in_care

EVERYBODY = (
    "independent_reviewing_officer",
    "social_worker",
    "team_manager",
    "director",
    "outsider",
    "conference_chair",
    "partner",
)
OFFICER = {"independent_reviewing_officer"}
# The address                         | who gets in
TABLE = {
    "care:hold_review": OFFICER,
    "care:finish_review": OFFICER,
    "care:raise_dispute": OFFICER,
    "care:take_up_dispute": OFFICER,
    "care:end_dispute": OFFICER,
    "care:answer_dispute": OFFICER | {"team_manager"},
}


@pytest.fixture
def numbers(cast: Cast) -> dict[str, int]:
    """A family in care with reviews and a dispute that was taken to the team manager."""
    family: CareFamily = three_in_care(cast)
    return {"person_id": family.eldest.pk, **enliven(cast, family)}


@pytest.mark.parametrize("address", TABLE)
def test_it_is_the_chairs_or_the_officers_own(
    cast: Cast, numbers: dict[str, int], client_for: Callable[[Worker | None], WorkersClient], address: str
) -> None:
    """Whoever else holds the child, manages who does or chairs conferences is refused."""
    arguments = {
        "care:hold_review": [numbers["care_review_id"]],
        "care:finish_review": [numbers["care_review_held"]],
        "care:raise_dispute": [numbers["person_id"]],
        "care:answer_dispute": [numbers["person_id"], numbers["dispute_id"], numbers["dispute_step_id"]],
    }.get(address, [numbers["person_id"], numbers["dispute_id"]])
    path = reverse(address, args=arguments)
    let_in = {who for who in EVERYBODY if client_for(getattr(cast, who)).get(path).status_code == 200}
    assert let_in == TABLE[address]


def test_a_partner_does_not_read_disputes_and_writes_nothing(
    cast: Cast, numbers: dict[str, int], client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """A partner on the child's case reads a review, and none of what is the service's own."""
    from kith.casework.workforce.models import Allocation

    Allocation.objects.create(
        child_id=numbers["person_id"], worker=cast.partner, role="partner", reason="first", start_date=ago(9)
    )
    client = client_for(cast.partner)
    person, review = numbers["person_id"], numbers["care_review_id"]
    assert client.get(reverse("care:review", args=[review])).status_code == 200
    child = client.get(reverse("care:child", args=[person])).content.decode()
    assert "dispute" not in child
    for name, arguments in (
        ("care:disputes", [person]),
        ("care:dispute", [person, numbers["dispute_id"]]),
        ("care:change_review", [review]),
        ("care:report_to_review", [review]),
        ("care:plan_review", [person]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 403, name
