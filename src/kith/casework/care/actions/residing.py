"""Where a child in care lives, on their own record: it follows the placement."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.care.models import HomeAddress
from kith.casework.people.actions.details import move_home
from kith.casework.people.models import Person, Residence
from kith.casework.people.models.address import ResidenceKind
from kith.casework.workforce.models import Worker


def goes_to_live(
    *, child: Person, address: HomeAddress | None, withheld: bool, day: datetime.date, by: Worker
) -> None:
    """Move the child's home to where they are placed; a temporary stay ends. Without an address nothing is known."""
    end_temporary_stay(child=child, day=day)
    if address is None:
        return
    from_day = _free_from(child, day)
    if from_day is None:
        return
    here = Residence.objects.filter(
        person=child,
        kind=ResidenceKind.HOME,
        end_date__isnull=True,
        address__lines__iexact=address.lines,
        address__postcode=address.postcode,
        withheld=withheld,
    )
    if not here.exists():
        move_home(
            people=[child],
            lines=address.lines,
            town=address.town,
            postcode=address.postcode,
            start_date=from_day,
            by=by,
            withheld=withheld,
        )


def goes_to_stay(
    *, child: Person, address: HomeAddress | None, withheld: bool, day: datetime.date, by: Worker
) -> None:
    """Record where a child stays for a while, beside the home that they come back to."""
    end_temporary_stay(child=child, day=day)
    if address is not None:
        move_home(
            people=[child],
            lines=address.lines,
            town=address.town,
            postcode=address.postcode,
            start_date=day,
            by=by,
            kind=ResidenceKind.TEMPORARY,
            withheld=withheld,
        )


def end_temporary_stay(*, child: Person, day: datetime.date) -> None:
    """End where a child stayed for a while."""
    stays = Residence.objects.filter(person=child, kind=ResidenceKind.TEMPORARY, end_date__isnull=True)
    stays.filter(start_date__lt=day).update(end_date=day)
    stays.filter(start_date__gte=day).delete()


def leaves(*, child: Person, lines: str, postcode: str, stays: bool, day: datetime.date, by: Worker) -> None:
    """Record where a child goes as care ends. Where nobody says, the home in care ends, unless they stay in it."""
    end_temporary_stay(child=child, day=day)
    from_day = _free_from(child, day)
    if from_day is None:
        return
    if lines.strip():
        move_home(people=[child], lines=lines.strip(), town="", postcode=postcode, start_date=from_day, by=by)
    elif not stays:
        Residence.objects.filter(
            person=child, kind=ResidenceKind.HOME, end_date__isnull=True, start_date__lt=from_day
        ).update(end_date=from_day)


def _free_from(child: Person, day: datetime.date) -> datetime.date | None:
    """Return the first day from which a home may be recorded; None where one is recorded from a day after today.

    A home recorded from that very day held for no whole day, and gives way; one recorded from a later day stays, since
    what was recorded late does not undo what was recorded before.
    """
    homes = Residence.objects.filter(person=child, kind=ResidenceKind.HOME)
    later = homes.filter(start_date__gt=day).order_by("-start_date").first()
    first = day if later is None else later.start_date + datetime.timedelta(days=1)
    if first > timezone.localdate():
        first = timezone.localdate()
    homes.filter(start_date=first).delete()
    return first if not homes.filter(start_date__gt=first).exists() else None
