"""What the tests of protection's papers have in common."""

from __future__ import annotations

import pytest

from kith.casework.plans.actions.plan import start_plan
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.protected import Protected, protect


@pytest.fixture
def protected(cast: Cast) -> Protected:
    """The Okafors have been through protection, both children together."""
    plan = start_plan(
        family=cast.family,
        children=[cast.child, cast.sibling],
        tier="family_help",
        lead=cast.social_worker,
        start_date=ago(100),
        by=cast.social_worker,
    )
    return protect(
        family=cast.family,
        plan=plan,
        children=[cast.child, cast.sibling],
        mother=cast.mother,
        lead=cast.social_worker,
        manager=cast.team_manager,
        chair=cast.conference_chair,
    )
