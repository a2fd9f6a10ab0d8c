"""What the pages of plans, notices and approvals ask of the database: at most 25 queries, and no more for more that is there."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.casework.care.models import PlacementApproval, PlacementNotice
from kith.casework.workforce.models import Worker
from tests.furnishing.care.plans_and_approvals import enliven
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import three_in_care


def test_each_page_asks_a_fixed_number_of_queries(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """Ten more notices and approvals cost no query more."""
    family = three_in_care(cast)
    numbers = enliven(cast, family)
    person, placement = family.eldest.pk, family.placements[0]
    worker, manager = client_for(cast.social_worker), client_for(cast.team_manager)
    pages = {
        f"/people/{person}/care/": worker,
        f"/people/{person}/care/plan/": worker,
        f"/people/{person}/care/plan/write/": worker,
        f"/people/{person}/care/approvals/": worker,
        f"/placements/{placement.pk}/plan/": worker,
        f"/placements/{placement.pk}/notices/": worker,
        f"/placements/{placement.pk}/notices/{numbers['notice_id']}/letter/": worker,
        f"/temporary-approvals/{numbers['temporary_approval_id']}/": worker,
        "/": manager,
    }

    def cost() -> dict[str, int]:
        found = {}
        for page, client in pages.items():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found[page] = len(asked)
        return found

    cost()  # a session's first page costs what signing in does
    before = cost()
    for _ in range(10):
        PlacementNotice.objects.create(placement=placement, recipient="doctor", name="Well Street")
        PlacementApproval.objects.create(
            child=family.eldest, placement=placement, kind="unregistered", asked_by=cast.social_worker,
            asked_date=ago(1), why="W",
        )  # fmt: skip
    assert cost() == before
    assert max(before.values()) <= 25, before
