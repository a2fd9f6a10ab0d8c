"""What a move does, line by line: three children of one mother live together with the Clarkes, near home and school."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.care.models import Home, TogetherOrApart
from kith.casework.care.queries.what_a_move_does import what_they_do
from tests.furnishing.care.moves import lives_at
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import CareFamily, a_home, three_in_care

NEAR, FAR = "Rosa and Ben, round the corner", "Elm House, in Kent"
NAN = "Iris Ferris, grandmother"
FROM_HOME = "Distance from home, where they lived before care"
ALONE, TOGETHER = "alone", "all three"

# Kezia goes to … | with … | and what is told of … | now | after | marked
TABLE = [
    (FAR, ALONE, "Brothers and sisters they live with", "2 of 2", "0 of 2", "Lost"),
    (FAR, ALONE, "Micah Ferris, brother through one parent, 9", "Live together", "Apart, 65.8 miles", "Lost"),
    (FAR, ALONE, "Noor Ferris, sister through one parent, 5", "Live together", "Apart, 65.8 miles", "Lost"),
    (FAR, ALONE, "What is decided for Kezia and Micah", "Together, on 2 March 2026", "This goes against it: they would be apart", "Against a decision"),
    (FAR, ALONE, "Who they live with", "Ann and Joseph Clarke, for 4 months", "They would leave", "Lost"),
    (FAR, ALONE, "Homes in care so far", "1 home", "This would be the second", "Take care"),
    (FAR, ALONE, FROM_HOME, "0.0 miles", "65.8 miles: over 20 miles", "Lost"),
    (FAR, ALONE, "Inside or outside our area", "Inside", "Outside, and over 20 miles", "Lost"),
    (FAR, ALONE, "School", "Canal Side School", "Whether they would stay is not decided", "Not known"),
    (FAR, ALONE, "Distance from home to school", "0.7 miles", "65.7 miles", "Lost"),
    (FAR, ALONE, NAN, "0.7 miles", "65.7 miles, 65.0 miles further", "Lost"),
    (FAR, ALONE, "People whose address is not on the record", "Dawn Ferris (parent)", "Ask whether they could still see each other", "Not known"),
    (FAR, ALONE, "Workers so far", "1 lead practitioner", "1 lead practitioner", "No change"),
    (FAR, TOGETHER, "Brothers and sisters they live with", "2 of 2", "2 of 2", "Kept"),
    (FAR, TOGETHER, "Noor Ferris, sister through one parent, 5", "Live together", "Together; moves with them", "Kept"),
    (FAR, TOGETHER, FROM_HOME, "0.0 miles", "65.8 miles: over 20 miles", "Lost"),
    (NEAR, ALONE, "Micah Ferris, brother through one parent, 9", "Live together", "Apart, 0.3 miles", "Lost"),
    (NEAR, ALONE, FROM_HOME, "0.0 miles", "0.3 miles", "No change"),
    (NEAR, ALONE, "Inside or outside our area", "Inside", "Inside", "No change"),
    (NEAR, TOGETHER, "Brothers and sisters they live with", "2 of 2", "2 of 2", "Kept"),
    (NEAR, TOGETHER, "Micah Ferris, brother through one parent, 9", "Live together", "Together; moves with them", "Kept"),
]  # fmt: skip


def homes_around(cast: Cast) -> tuple[CareFamily, dict[str, Home]]:
    """Return the family, whose grandmother lives near, and the two homes that are thought of."""
    family = three_in_care(cast)
    lives_at(family.grandmother, "4 Pear Close", "E8 4RP")
    TogetherOrApart.objects.create(
        first=family.children[0],
        second=family.children[1],
        decision="together",
        reasons="They have only ever lived together.",
        start_date=datetime.date(2026, 3, 2),
        review_due_date=datetime.date(2030, 3, 2),
        decided_by=cast.team_manager,
    )
    return family, {
        NEAR: a_home("Rosa and Ben Achterberg", postcode="E8 3PH"),
        FAR: a_home("Elm House", kind="childrens_home", postcode="CT10 1AA"),
    }


@pytest.mark.parametrize("where", [NEAR, FAR])
@pytest.mark.parametrize("who", [ALONE, TOGETHER])
def test_each_line_says_how_it_is_and_how_it_would_be(cast: Cast, where: str, who: str) -> None:
    """Every row of the table for this home stands in the panel, and losses stand before all else."""
    family, homes = homes_around(cast)
    children = [family.eldest] if who == ALONE else family.children
    day = timezone.localdate() + datetime.timedelta(days=14)
    panel = what_they_do(children, "home", home=homes[where], day=day)[family.eldest.pk]
    told = [(line.what, line.before, line.after, line.words) for line in panel.lines]
    for home, together, *row in TABLE:
        if (home, together) == (where, who):
            assert tuple(row) in told
    marks = [line.is_loss for line in panel.lines]
    assert marks == sorted(marks, reverse=True)
