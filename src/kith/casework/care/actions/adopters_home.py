"""The adopters' home of a child who is matched: added from the child's adoption, and found from nowhere else."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.care.actions.adoption import open_plan, record_of_plan
from kith.casework.care.actions.recording import check_day
from kith.casework.care.models import AdoptionPlan, Home, HomeAddress, HomeCarer, HomeKind
from kith.casework.care.places import place_of_home
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_adopters_home(
    *,
    plan: AdoptionPlan,
    by: Worker,
    name: str,
    lines: str,
    provider: str,
    urn: str = "",
    town: str = "",
    postcode: str = "",
    since: datetime.date | None = None,
    carers: list[str] | None = None,
) -> Home:
    """Put the home of a child's adopters on the record, its address kept from everybody else, and say so on the plan.

    `provider` is the agency that approved them. Raises CannotBeTrue before the match, for the child's own foster carers, or
    once the child lives with the adopters.
    """
    held = _before_moving_in(plan)
    if not name.strip():
        raise CannotBeTrue("Enter the name of the home.", "name")
    if not lines.strip():
        raise CannotBeTrue("Enter the address.", "lines")
    if not provider or provider == "PR0":
        raise CannotBeTrue("Choose whose agency approved the adopters.", "provider")
    day = since or timezone.localdate()
    check_day(day, "since")
    number = _add(name.strip(), provider, urn.strip())
    _set(held, number)
    home = Home.objects.get(pk=number)
    HomeAddress.objects.create(
        home=home, lines=lines.strip(), town=town.strip(), start_date=day, **place_of_home(postcode)
    )
    for carers_name in carers or []:
        HomeCarer.objects.create(home=home, name=carers_name, start_date=day)
    _recorded(held, by)
    return home


@transaction.atomic
def choose_adopters_home(*, plan: AdoptionPlan, home: Home, by: Worker) -> None:
    """Say on a child's plan that the adopters' home is one that a brother's or sister's has. Raises CannotBeTrue as above."""
    held = _before_moving_in(plan)
    if home.kind != HomeKind.ADOPTERS:
        raise CannotBeTrue("That is not an adopters' home.", "known_home")
    _set(held, home.pk)
    _recorded(held, by)


def _before_moving_in(plan: AdoptionPlan) -> AdoptionPlan:
    held = open_plan(plan)
    if held.matched_date is None:
        raise CannotBeTrue("Record the match first.")
    if held.by_foster_carers:
        raise CannotBeTrue(
            "The adopters are the child's own foster carers, whose home is on the record. Change the kind of placement there."
        )
    if held.placed_date is not None:
        raise CannotBeTrue(
            "The child lives with the adopters already. Put right what is known of their home there."
        )
    return held


def _add(name: str, provider: str, urn: str) -> int:
    """Insert the home without reading it back: until the plan names it, nobody sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('care_home', 'id'))")
        (number,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO care_home (id, name, kind, provider, urn, address_withheld, version)"
            " VALUES (%s, %s, %s, %s, %s, true, 1)",
            [number, name, HomeKind.ADOPTERS.value, provider, urn],
        )
    return int(number)


def _set(plan: AdoptionPlan, home: int) -> None:
    AdoptionPlan.objects.filter(pk=plan.pk).update(home_id=home)


def _recorded(plan: AdoptionPlan, by: Worker) -> None:
    record_of_plan(
        "care.adopters_home_added", plan, day=timezone.localdate(), by=by, summary="Where the adopters live was recorded.",
    )  # fmt: skip
