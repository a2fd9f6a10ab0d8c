"""What the tests of Family Help have in common."""

from __future__ import annotations

import pytest

from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Plan
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The Okafors' plan, begun forty days ago for both children and led by their social worker."""
    return start_plan(
        family=cast.family,
        children=[cast.child, cast.sibling],
        tier="family_help",
        lead=cast.social_worker,
        start_date=ago(40),
        by=cast.social_worker,
    )
