"""Homes: added, put right, who cares in them, and moving house with every child who lives there."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.care.actions.notices import work_out_notices
from kith.casework.care.actions.placement_parts import told_in_a_sentence
from kith.casework.care.actions.recording import check_day, locked
from kith.casework.care.models import Home, HomeAddress, HomeCarer, HomeKind, Placement
from kith.casework.care.placement_codes import TEMPORARY
from kith.casework.care.places import place_of_home
from kith.casework.care.what_cannot_be import on
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

# Somebody is paid for these, so somebody provides them.
PROVIDED = {
    HomeKind.FOSTER,
    HomeKind.CHILDRENS_HOME,
    HomeKind.SECURE,
    HomeKind.SUPPORTED,
    HomeKind.RESIDENTIAL_SCHOOL,
}
MOVED_HOUSE = "The carers moved house, and the child with them."


@transaction.atomic
def add_home(
    *,
    name: str,
    kind: str,
    by: Worker,
    provider: str = "",
    urn: str = "",
    lines: str = "",
    town: str = "",
    postcode: str = "",
    since: datetime.date | None = None,
    address_withheld: bool = False,
    carers: list[tuple[Person | None, str]] | None = None,
) -> Home:
    """Add a home to those that children may be placed in, with its address and carers. Carers are people or names."""
    check_home(kind, provider, urn)
    day = since or timezone.localdate()
    check_day(day, "since")
    if not name.strip():
        raise CannotBeTrue("Enter the name of the home.", "name")
    if (
        postcode
        and Home.objects.filter(
            name__iexact=name.strip(), addresses__postcode=postcode, addresses__end_date__isnull=True
        ).exists()
    ):
        raise CannotBeTrue("There is a home of that name at that postcode already. Choose it there.", "name")
    home = Home.objects.create(
        name=name.strip(), kind=kind, provider=provider, urn=urn.strip(), address_withheld=address_withheld
    )
    if lines.strip():
        HomeAddress.objects.create(
            home=home, lines=lines.strip(), town=town.strip(), start_date=day, **place_of_home(postcode)
        )
    for person, carers_name in carers or []:
        HomeCarer.objects.create(home=home, person=person, name=carers_name.strip(), start_date=day)
    record_event(
        "care.home_added",
        by=by,
        day=timezone.localdate(),
        summary="A home was added.",
        thread=f"home:{home.pk}",
    )
    return home


def check_home(kind: str, provider: str, urn: str) -> None:
    """Raise CannotBeTrue for a provider that a home of that kind cannot have, or has to have."""
    if kind == HomeKind.ADOPTERS:
        raise CannotBeTrue(
            "Adopters' homes are not on this list, where anybody could look them up. They are recorded on the "
            "page of a child’s adoption.",
            "kind",
        )
    if kind == HomeKind.PARENT and provider not in ("", "PR0"):
        raise CannotBeTrue("A parent's home is provided by the parent (PR0).", "provider")
    if kind != HomeKind.PARENT and provider == "PR0":
        raise CannotBeTrue(
            "Only a parent's home is provided by the parent (PR0). Choose who provides it.", "provider"
        )
    if kind in PROVIDED and not provider:
        raise CannotBeTrue("Say who provides the home.", "provider")
    if kind == HomeKind.PARENT and urn.strip():
        raise CannotBeTrue("Ofsted gives a parent's home no number. Leave it empty.", "urn")


@transaction.atomic
def change_home(
    *, home: Home, name: str, kind: str, provider: str, urn: str, address_withheld: bool, by: Worker
) -> None:
    """Put right what is known of a home. Placements keep the provider and number as they stood when they began."""
    if home.kind == HomeKind.ADOPTERS:
        # It never becomes a home that anybody finds, and its address stays kept from others.
        kind, address_withheld = HomeKind.ADOPTERS, True
    else:
        check_home(kind, provider, urn)
    locked(home)
    Home.objects.filter(pk=home.pk).update(
        name=name.strip(), kind=kind, provider=provider, urn=urn.strip(), address_withheld=address_withheld
    )
    if address_withheld and not home.address_withheld:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kith_withhold_home(%s)", [home.pk])
    record_event(
        "care.home_changed", by=by, day=timezone.localdate(), summary="What is known of a home was changed.",
        thread=f"home:{home.pk}",
    )  # fmt: skip


@transaction.atomic
def add_carer(
    *, home: Home, day: datetime.date, by: Worker, person: Person | None = None, name: str = ""
) -> HomeCarer:
    """Add somebody who cares for children in a home from a day: somebody on the record, or only a name."""
    check_day(day, "day")
    if (person is None) == (not name.strip()):
        raise CannotBeTrue("Choose the person, or enter their name: one of the two.", "name")
    locked(home)
    there = HomeCarer.objects.filter(home=home, end_date__isnull=True)
    if (person is not None and there.filter(person=person).exists()) or (
        person is None and there.filter(name__iexact=name.strip()).exists()
    ):
        raise CannotBeTrue("They care for children there already.", "person" if person else "name")
    carer: HomeCarer = HomeCarer.objects.create(home=home, person=person, name=name.strip(), start_date=day)
    record_event(
        "care.carer_added", by=by, day=day, summary="Somebody began to care for children in a home.",
        thread=f"home:{home.pk}",
    )  # fmt: skip
    return carer


@transaction.atomic
def end_carer(*, carer: HomeCarer, day: datetime.date, by: Worker) -> None:
    """Record the first day on which somebody no longer cares for children in a home."""
    check_day(day, "day")
    carer = locked(carer)
    if carer.end_date is not None:
        raise CannotBeTrue(f"They stopped on {on(carer.end_date)}.", "day")
    if day <= carer.start_date:
        raise CannotBeTrue(f"They began on {on(carer.start_date)}. Enter a later day.", "day")
    HomeCarer.objects.filter(pk=carer.pk).update(end_date=day)
    record_event(
        "care.carer_ended", by=by, day=day, summary="Somebody stopped caring for children in a home.",
        thread=f"home:{carer.home_id}",
    )  # fmt: skip


@transaction.atomic
def home_moves(
    *, home: Home, lines: str, town: str, postcode: str, day: datetime.date, by: Worker
) -> HomeAddress:
    """Record that a household moved house: every child who lives there goes on with it from that day, with the same carers.

    It is another placement with another address, as the return has it, and no other home: its plan, visits and clocks go on.
    Whoever has to know where the child lives is told of the new address (regulation 13).
    Children on records that the worker may not open move too: a home has one address.
    """
    check_day(day, "day")
    if not lines.strip():
        raise CannotBeTrue("Enter the new address.", "lines")
    with connection.cursor() as cursor:
        # The children first, then the home: whoever places a child locks them in that order too.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('kith care'), (c %% 2147483647)::integer)"
            " FROM kith_children_in_home(%s, %s) c",
            [home.pk, day],
        )
    home = locked(home)
    last = HomeAddress.objects.filter(home=home).order_by("-start_date").first()
    if last is not None and last.start_date >= day:
        raise CannotBeTrue(
            f"The home has been at its present address since {on(last.start_date)}. Enter a later day.", "day"
        )
    if last is not None and (last.lines.lower(), last.postcode) == (lines.strip().lower(), postcode):
        raise CannotBeTrue("That is the address of the home already.", "lines")
    with told_in_a_sentence("day"):
        HomeAddress.objects.filter(home=home, end_date__isnull=True).update(end_date=day)
        address: HomeAddress = HomeAddress.objects.create(
            home=home, lines=lines.strip(), town=town.strip(), start_date=day, **place_of_home(postcode)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT child, period, ended, started, placement_type, goes_on FROM kith_move_home(%s, %s, %s, %s)",
                [home.pk, address.pk, day, MOVED_HOUSE],
            )
            moved = cursor.fetchall()
    for child, period, ended, started, placement_type, goes_on in moved:
        if goes_on:
            record_event(
                "care.moved_with_carers", by=by, day=day, about=[child], summary="Moved house with their carers.",
                thread=f"placement:{started}",
                details={"period": period, "placement": started, "before": ended, "placement_type": placement_type},
            )  # fmt: skip
    # Of the others, on records closed to whoever records this, their own worker lists whom to tell.
    seen = Placement.objects.filter(pk__in=[started for _, _, _, started, _, goes_on in moved if goes_on])
    for placement in (
        seen.exclude(placement_type__in=TEMPORARY).select_related("child", "home_address").order_by("pk")
    ):
        work_out_notices(placement=placement, by=by)
    record_event(
        "care.home_moved", by=by, day=day, about=[child for child, *_ in moved],
        summary="The home where they live moved house.", thread=f"home:{home.pk}",
    )  # fmt: skip
    return address
