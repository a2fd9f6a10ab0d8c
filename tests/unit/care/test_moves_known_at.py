"""Moves and what they rest on, read as they were known: history's instants are those of transactions, committed here."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.care.actions.moves import decide_move, stand_down_move
from kith.casework.care.models import Placement
from kith.casework.care.queries.continuity import continuity_from, rows_of
from kith.casework.care.queries.what_a_move_does import what_it_does
from kith.casework.furniture.known_at import NOW, Record
from tests.furnishing.care.moves import lives_at
from tests.furnishing.cast import find_cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import day_fields
from tests.furnishing.in_care import a_home, place_with, three_in_care

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=14)


@pytest.mark.usefixtures("committed_database", "static_urls")
def test_what_came_later_is_not_known_before() -> None:
    """A panel before an address was known, a child's homes before the last, a move before it was decided against."""
    cast = find_cast()
    family = three_in_care(cast)
    home = a_home("Elm House", postcode="CT10 1AA")
    before = Record(timezone.now())
    lives_at(family.grandmother, "4 Pear Close", "E8 4RP")
    key = f"person:{family.grandmother.pk}"
    now = what_it_does(family.eldest, "home", home=home, day=SOON)
    then = what_it_does(family.eldest, "home", home=home, day=SOON, record=before)
    assert key in {line.key for line in now.lines}
    assert key not in {line.key for line in then.lines}
    assert then.sums.siblings_with_now == now.sums.siblings_with_now == 2

    Placement.objects.filter(pk=family.placements[0].pk).update(end_date=TODAY, ended_because="CARPL")
    place_with(family.periods[0], a_home("Bea Stone"), day=TODAY)
    assert [
        one.name for one in continuity_from(NOW.together(**rows_of(NOW, family.eldest.pk)), TODAY).homes
    ] == [
        "Bea Stone",
        "Ann and Joseph Clarke",
    ]
    held = before.together(**rows_of(before, family.eldest.pk))
    assert [one.name for one in continuity_from(held, TODAY).homes] == ["Ann and Joseph Clarke"]

    with acting_as(cast.social_worker):
        panel = what_it_does(family.children[1], "home", home=home, day=SOON)
        move = decide_move(
            child=family.children[1], kind="home", home=home, day=SOON, by=cast.social_worker, reasons="Near.",
            alternatives="Staying.", child_words="No.", panel=panel,
        )  # fmt: skip
    decided = timezone.localtime()
    with acting_as(cast.social_worker):
        stand_down_move(move=move, reason="He stays.", by=cast.social_worker)
    client = WorkersClient()
    client.sign_in(cast.social_worker)
    assert "He stays." in client.get(f"/moves/{move.pk}/").content.decode()
    asked = {**day_fields("day", decided.date()), "time": f"{decided:%H:%M:%S.%f}"}
    known = client.get(f"/moves/{move.pk}/known-at/", asked).content.decode()
    assert "and not yet made" in known
    assert "He stays." not in known
    assert client.get(f"/people/{family.eldest.pk}/care/known-at/", asked).status_code == 200
