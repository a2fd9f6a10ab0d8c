"""What the database itself refuses of a child's care, and who sees a pair of brothers or sisters."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from kith.casework.care.models import LegalStatus, TogetherOrApart
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.in_care import A_DAY, a_home, come_into_care, place_with

LATER = A_DAY + datetime.timedelta(days=30)


def test_a_child_is_in_one_home_on_any_day(cast: Cast) -> None:
    """The database refuses a second placement that begins before the first has ended."""
    period = come_into_care(cast.child, by=cast.social_worker)
    with pytest.raises(IntegrityError, match="placement_no_overlap"), transaction.atomic():
        place_with(period, a_home("Elm House"), day=LATER)


def test_a_child_has_one_legal_status_on_any_day(cast: Cast) -> None:
    """The database refuses a second legal status over the first."""
    period = come_into_care(cast.child, by=cast.social_worker)
    with pytest.raises(IntegrityError, match="legal_status_no_overlap"), transaction.atomic():
        LegalStatus.objects.create(period_of_care=period, child=cast.child, code="C1", start_date=LATER)


def test_a_pair_is_seen_by_whoever_may_see_both(cast: Cast) -> None:
    """What is decided for two children stays hidden from somebody to whom one of them is closed."""
    first, second = sorted((cast.child, cast.restricted_child), key=lambda one: one.pk)
    TogetherOrApart.objects.create(
        first=first,
        second=second,
        decision="apart",
        reasons="They are safer so.",
        start_date=A_DAY,
        review_due_date=LATER,
        decided_by=cast.team_manager,
    )
    with acting_as(cast.social_worker):
        assert not TogetherOrApart.objects.exists()
    assert TogetherOrApart.objects.exists()


def test_the_page_of_a_child_in_care_is_for_those_who_may_read_the_record(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The child's worker reads it; somebody of another team does not; nobody who was never in care has one."""
    come_into_care(cast.child, by=cast.social_worker)
    assert client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/").status_code == 200
    assert client_for(cast.outsider).get(f"/people/{cast.child.pk}/care/").status_code == 403
    assert client_for(cast.social_worker).get(f"/people/{cast.sibling.pk}/care/").status_code == 404
