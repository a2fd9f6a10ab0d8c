"""Two who hold one review, or plan two reviews of one child, at once: each with a connection of their own."""

from __future__ import annotations

import pytest

from kith.casework.care.models import CareReview, CareReviewChild
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Event
from tests.furnishing.care.reviews import ago, hold, planned
from tests.furnishing.cast import find_cast
from tests.furnishing.in_care import CareFamily, three_in_care
from tests.unit.protection.test_papers_at_once import at_once


@pytest.fixture
def family(committed_database: str) -> CareFamily:
    """Three brothers and sisters in care, committed."""
    return three_in_care(find_cast())


def test_of_two_who_write_up_one_review_one_does(family: CareFamily) -> None:
    """The other is told that it stands; each child has one number, and one event."""
    cast = find_cast()
    review = planned(cast, family.children, day=ago(0))
    again = CareReview.objects.get(pk=review.pk)
    answers = at_once(
        lambda: hold(review, cast, family.children, day=ago(0)),
        lambda: hold(again, cast, family.children, day=ago(0)),
    )
    assert sum(isinstance(answer, CareReview) for answer in answers) == 1, answers
    (told,) = [str(answer) for answer in answers if isinstance(answer, CannotBeTrue)]
    assert "stands as it was" in told
    assert list(CareReviewChild.objects.values_list("number", flat=True)) == [1, 1, 1]
    assert Event.objects.filter(kind="care.review_held").count() == 3


def test_of_two_who_plan_a_review_of_one_child_one_does(family: CareFamily) -> None:
    """The other is told for which day it is planned."""
    cast = find_cast()
    answers = at_once(
        lambda: planned(cast, family.children, day=ago(-3)),
        lambda: planned(cast, [family.children[1]], day=ago(-4)),
    )
    assert sum(isinstance(answer, CareReview) for answer in answers) == 1, answers
    (told,) = [str(answer) for answer in answers if isinstance(answer, CannotBeTrue)]
    assert "is planned already" in told
