"""The record of care in the tables of every address and every page."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.actions.beside_care import restrict_liberty, seeks_asylum_alone
from kith.casework.care.models import HomeCarer, LegalStatus, PeriodOfCare, Placement
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation
from tests.furnishing.in_care import CareFamily, a_home, a_person, come_into_care
from tests.furnishing.looks import Look, in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

SERVICE_RIGHT = {
    "care:change_legal_status": Right.WRITE_RECORD,
    "care:change_kind": Right.WRITE_RECORD,
    "care:end_care": Right.DECIDE,
    "care:correct_period": Right.DECIDE,
    "care:correct_legal_status": Right.DECIDE,
    "care:correct_placement": Right.DECIDE,
    "care:seeks_asylum_alone": Right.WRITE_RECORD,
    "care:no_longer_alone": Right.WRITE_RECORD,
    "care:restrict_liberty": Right.WRITE_RECORD,
    "care:review_liberty": Right.WRITE_RECORD,
    "care:end_liberty": Right.WRITE_RECORD,
    "care:begin_care": Right.WRITE_RECORD,
}
GENERAL_RIGHT = {"care:homes": Right.FIND_PEOPLE, "care:add_home": Right.FIND_PEOPLE}
_WHO = "whoever works with families: tests/unit/care/test_homes.py"
SPECIAL = dict.fromkeys(
    ("care:home", "care:change_home", "care:home_moves", "care:add_carer", "care:end_carer"), _WHO
) | {"care:correct_end": "managers, once care has ended: tests/unit/care/test_correcting_care.py"}


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """One of each thing that the record's addresses name."""
    today = timezone.localdate()
    placement = period.placements.get()
    carer = HomeCarer.objects.create(
        home=placement.home, name="Ann Clarke", start_date=datetime.date(2020, 1, 1)
    )
    return {
        "legal_status_id": period.legal_statuses.get().pk,
        "unaccompanied_id": seeks_asylum_alone(child=child, day=today, by=cast.director).pk,
        "liberty_id": restrict_liberty(period=period, day=today, restrictions="Doors.", by=cast.director).pk,
        "home_id": placement.home_id,
        "carer_id": carer.pk,
    }


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Name the carers; and have a young man in care who came alone, whose liberty a court has restricted."""
    since = family.periods[0].start_date
    carers = [
        HomeCarer.objects.create(home=family.home, name=name, start_date=since)
        for name in ("Ann Clarke", "Joseph Clarke")
    ]
    alone = a_person("Tariq Aziz", 16, "M")
    Allocation.objects.create(child=alone, worker=cast.social_worker, start_date=since, reason="first")
    elm = a_home("Elm Lodge", kind="childrens_home", provider="PR4", urn="SC400100", postcode="E8 4RP")
    period = come_into_care(alone, by=cast.team_manager, day=since, home=elm, placement_type="K2")
    liberty = restrict_liberty(
        period=period,
        day=timezone.localdate(),
        by=cast.social_worker,
        restrictions="He may not leave without somebody beside him: he has been taken from the street twice.",
        child_words="They say it is for my own good. I want to see my friends.",
        review_due_date=timezone.localdate() + datetime.timedelta(days=28),
    )
    seeks = seeks_asylum_alone(child=alone, day=since, by=cast.social_worker)
    earlier = PeriodOfCare.objects.create(
        child=alone, start_date=since - datetime.timedelta(days=90), end_date=since - datetime.timedelta(days=30),
        category_of_need="N8", why="He was found at the port.", decided_by=cast.team_manager, ended_because="E8",
        end_words="He left in the night.", end_decided_by=cast.team_manager,
    )  # fmt: skip
    days = {
        "start_date": earlier.start_date,
        "end_date": earlier.end_date,
        "period_of_care": earlier,
        "child": alone,
    }
    LegalStatus.objects.create(code="V2", **days)
    Placement.objects.create(
        home=elm, home_address=elm.addresses.get(), placement_type="K2", provider="PR4", urn=elm.urn, **days
    )
    return {
        "ended_period": earlier.pk,
        "alone_child": alone.pk,
        "home_id": family.home.pk,
        "carer_id": carers[0].pk,
        "liberty_id": liberty.pk,
        "unaccompanied_id": seeks.pk,
        "legal_status_id": family.periods[0].legal_statuses.get().pk,
    }


_ALONE = {"person_id": "alone_child"}
LOOKS: list[Look] = [
    in_care("social_worker", "care:child", widths=(1280, 390)),
    in_care("social_worker", "care:child", _ALONE, widths=(1280, 390)),
    in_care("social_worker", "people:person", widths=(1280, 390)),
    in_care("social_worker", "plans:plan", widths=(1280, 390)),
    in_care("social_worker", "people:family"),
    in_care("social_worker", "care:change_legal_status"),
    in_care("social_worker", "care:change_kind"),
    in_care("team_manager", "care:end_care", widths=(1280, 390)),
    in_care("team_manager", "care:correct_period"),
    in_care("team_manager", "care:correct_end", {**_ALONE, "period_id": "ended_period"}),
    Look("social_worker", "care:begin_care", asks="q=elm", widths=(1280, 390)),
    Look("social_worker", "care:begin_care", asks="home={home_id}"),
    Look(
        "social_worker",
        "care:begin_care",
        asks="home={home_id}&day_0={day}&day_1={month}&day_2={year}&legal_status=V2&placement_type=U6",
        widths=(1280, 390),
    ),
    in_care("team_manager", "care:correct_placement"),
    in_care("team_manager", "care:correct_legal_status"),
    in_care("social_worker", "care:seeks_asylum_alone"),
    in_care("social_worker", "care:no_longer_alone", _ALONE),
    in_care("social_worker", "care:restrict_liberty", widths=(1280,)),
    in_care("social_worker", "care:review_liberty", _ALONE),
    in_care("social_worker", "care:end_liberty", _ALONE),
    in_care("social_worker", "care:homes", asks="q=clarke", widths=(1280, 390)),
    in_care("social_worker", "care:add_home"),
    in_care("social_worker", "care:home", widths=(1280, 390)),
    in_care("social_worker", "care:change_home"),
    in_care("social_worker", "care:home_moves"),
    in_care("social_worker", "care:add_carer"),
    in_care("social_worker", "care:end_carer"),
]
