"""A legal status or placement that never was is taken away, and the one before it goes on; its history keeps that it was there."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, Q

from kith.casework.care.actions.correcting_parts import Days, beside, following, period_now, tell_corrected
from kith.casework.care.actions.order_with_parent import order_put_right
from kith.casework.care.actions.placement_parts import told_in_a_sentence
from kith.casework.care.actions.recording import locked
from kith.casework.care.models import LegalStatus, Placement, PlacementNotice
from kith.casework.care.placement_codes import TEMPORARY
from kith.casework.care.what_cannot_be import check_together
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.workforce.models import Worker


@transaction.atomic
def take_away(*, row: Days, why_wrong: str, by: Worker) -> None:
    """Take away a legal status or placement that never was: the one before it goes on until the next.

    Where the one before and the next are alike they become one. Raises CannotBeTrue for the first of a period of care, and
    for a placement of which anything else is recorded: it was.
    """
    period, _ = period_now(row.period_of_care)
    row = locked(row)
    rows = type(row)
    before = rows.objects.filter(period_of_care=period, end_date=row.start_date).first()
    if before is None:
        raise CannotBeTrue(
            "It is the first of this period of care, which always has one. Correct what it says instead."
        )
    after = following(rows, period, row.end_date)
    gone: list[Days] = [row]
    if isinstance(row, LegalStatus):
        for other in beside(Placement, period, row.start_date, row.end_date):
            check_together(before.code, other.placement_type, "why_wrong")
        if isinstance(after, LegalStatus) and after.code == before.code:
            gone.append(after)
    else:
        for other in beside(LegalStatus, period, row.start_date, row.end_date):
            check_together(other.code, before.placement_type, "why_wrong")
        if (
            before.placement_type in TEMPORARY
            and row.end_date is not None
            and row.end_date == period.end_date
        ):
            raise CannotBeTrue(
                "Care would then have ended from a temporary stay. Correct what this one says instead."
            )
        if isinstance(after, Placement) and _alike(before, after):
            gone.append(after)
    for one in gone:
        _check_nothing_hangs_on(one)
    tell_corrected(
        period, str(rows._meta.verbose_name), {"taken_away": ""}, {"taken_away": str(row)}, why_wrong, by
    )
    last = gone[-1]
    before.end_date = last.end_date
    fields = ["end_date"]
    if isinstance(last, Placement):
        temporary = before.placement_type in TEMPORARY
        before.ended_because, before.end_words = "" if temporary else last.ended_because, last.end_words
        fields += ["ended_because", "end_words"]
    for one in gone:
        one.delete()
    with told_in_a_sentence():
        before.save(update_fields=fields)
    order_put_right(period, by=by)


def _alike(one: Placement, other: Placement) -> bool:
    names = ("home_id", "home_address_id", "placement_type", "provider", "urn")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _check_nothing_hangs_on(row: Days) -> None:
    """Raise CannotBeTrue where visits, plans or anything else is recorded of a row, which would go with it."""
    for related in type(row)._meta.related_objects:
        rows = related.related_model
        if not isinstance(rows, type) or not issubclass(rows, Model) or rows.__name__.endswith("Event"):
            continue
        found = rows._default_manager.filter(**{related.field.name: row})
        if rows is PlacementNotice:
            # Who has to be told is listed by itself as a placement starts: nobody has been until it is sent or withheld.
            found = found.filter(Q(sent_date__isnull=False) | Q(withheld=True))
        if found.exists():
            raise CannotBeTrue(
                f"A {rows._meta.verbose_name} is recorded of it, so it was. Correct what it says instead."
            )
