"""Moves in the tables of every address and every page."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.actions.moves import decide_move
from kith.casework.care.models import PeriodOfCare
from kith.casework.care.queries.what_a_move_does import what_it_does
from kith.casework.people.actions.details import place_of
from kith.casework.people.models import Address, Person, Residence
from tests.furnishing.in_care import CareFamily, a_home
from tests.furnishing.looks import Look, in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

RECORD_RIGHT = {"care:move": Right.READ_RECORD, "care:move_known_at": Right.READ_RECORD}
GENERAL_RIGHT = {"care:figures": Right.SEE_FIGURES}
SERVICE_RIGHT = {
    "care:decide_home": Right.WRITE_RECORD,
    "care:decide_school": Right.WRITE_RECORD,
    "care:decide_worker": Right.ALLOCATE,
    "care:make_move": Right.WRITE_RECORD,
    "care:stand_down_move": Right.WRITE_RECORD,
}


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Decide on a move for the child."""
    day = timezone.localdate() + datetime.timedelta(days=14)
    home = a_home("Elm House", kind="childrens_home")
    move = decide_move(
        child=child,
        kind="home",
        home=home,
        day=day,
        by=cast.director,
        reasons="It is nearer to school.",
        alternatives="Staying: the carers are ill.",
        child_words="I do not want to go.",
        panel=what_it_does(child, "home", home=home, day=day),
    )
    return {"move_id": move.pk}


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Decide that the eldest moves far away alone, and that all three might move together."""
    today = timezone.localdate()
    lives_at(family.grandmother, "4 Pear Close", "E8 4RP")
    lives_at(family.mother, "9 Quay Road", "E8 3PH")
    near = a_home("Rosa and Ben Achterberg", postcode="E8 3PH")
    far = a_home("Elm House", kind="childrens_home", provider="PR4", postcode="CT10 1AA")
    day = today + datetime.timedelta(days=21)
    panel = what_it_does(
        family.eldest, "home", home=far, day=day, stays_at_school=False, worker_reading=cast.social_worker
    )
    move = decide_move(
        child=family.eldest,
        kind="home",
        home=far,
        day=day,
        by=cast.social_worker,
        reasons="The carers have given notice for Kezia, and no home nearby has come forward.",
        alternatives="Staying with support: the carers said no. Three foster homes in the area: none had room.",
        child_words="I want to stay with Micah and Noor. I will run back.",
        what_is_done="Every weekend together at Nan’s; the search for a home nearby goes on.",
        panel=panel,
    )
    return {"move_id": move.pk, "near_home_id": near.pk, "far_home_id": far.pk}


def lives_at(person: Person, lines: str, postcode: str, *, withheld: bool = False) -> Residence:
    """Return a stay of somebody at an address since long ago."""
    address = Address.objects.create(lines=lines, town="London", **place_of(postcode))
    return Residence.objects.create(
        person=person, address=address, start_date=datetime.date(2015, 1, 1), withheld=withheld
    )


LOOKS: list[Look] = [
    in_care("social_worker", "care:move", widths=(1280, 390)),
    in_care("social_worker", "care:decide_home", asks="q=elm", widths=(1280, 390)),
    in_care("social_worker", "care:decide_home", asks="home={near_home_id}", widths=(1280, 390)),
    in_care(
        "social_worker", "care:decide_home", asks="home={near_home_id}&home={far_home_id}", widths=(1280, 390)
    ),
    in_care("social_worker", "care:decide_school"),
    in_care("performance_analyst", "care:figures", widths=(1280, 390)),
    in_care("social_worker", "people:school"),
    in_care("social_worker", "people:add_school"),
    in_care("social_worker", "people:leave_school"),
    in_care("team_manager", "care:decide_worker"),
    in_care("social_worker", "care:make_move"),
    in_care("social_worker", "care:stand_down_move"),
    in_care("social_worker", "care:move_known_at"),
]
