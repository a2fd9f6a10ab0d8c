"""What a move does, said before it is decided."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.care.queries.what_a_move_does import Effect, panel_as_shown, what_it_does
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import a_home, three_in_care

FAR = "CT10 1AA"


def test_a_move_alone_far_away_shows_its_losses_first(cast: Cast) -> None:
    """Brothers and sisters split, over 20 miles, outside the authority and a school left come before all else."""
    family = three_in_care(cast)
    panel = what_it_does(
        family.eldest,
        "home",
        home=a_home("Elm House", kind="childrens_home", postcode=FAR),
        day=timezone.localdate() + datetime.timedelta(days=14),
        stays_at_school=False,
    )
    lost = [line.key for line in panel.lines if line.effect is Effect.LOSS]
    assert lost[:4] == [
        "siblings",
        f"sibling:{family.children[1].pk}",
        f"sibling:{family.children[2].pk}",
        "leaves",
    ]
    assert {"from_home", "authority", "school"} <= set(lost)
    assert [line.key for line in panel.lines][: len(lost)] == lost
    assert panel_as_shown(panel.as_shown()) == panel
