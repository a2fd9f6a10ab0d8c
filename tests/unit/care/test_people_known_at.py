"""Brothers, sisters and everybody who has ever mattered, as they were known at an earlier instant."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kith.casework.care.actions import in_touch
from kith.casework.care.queries.lifelong import lifelong_links
from kith.casework.furniture.known_at import Record
from kith.casework.people.actions.relations import add_to_network
from kith.casework.people.models import Relationship
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.in_care import CareFamily, a_person, three_in_care


@pytest.fixture
def settled(committed_database: str) -> tuple[Cast, CareFamily]:
    """The cast and three children in care, committed: history's instants are those of transactions."""
    with transaction.atomic():
        cast = find_cast()
        return cast, three_in_care(cast)


def now() -> datetime.datetime:
    """Return the database's own instant, by which history is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def test_everybody_is_as_was_known_then(settled: tuple[Cast, CareFamily]) -> None:
    """A friend, a promise and a sister written down later are not there."""
    cast, family = settled
    child, worker = family.eldest, cast.social_worker
    before = now()
    with transaction.atomic():
        add_to_network(child=child, kind="friend", member_name="Sam Okoro", by=worker)
        in_touch.keep_in_touch(
            members=family.network[:1], owner=worker, is_for_life=True, promise="Always.", by=worker
        )
        sister = a_person("Ada Ferris", 3, "F")
        Relationship.objects.create(
            person=family.mother, relative=sister, kind="parent", start_date=sister.birth_date
        )
        family.family.memberships.create(person=sister, role="child", start_date=sister.birth_date)

    def told(instant: datetime.datetime | None) -> tuple[set[str], int]:
        found = lifelong_links(child.pk, closed=set(), record=Record(instant), today=timezone.localdate())
        return {one.name for one in found.everybody}, len(found.for_life)

    then = {"Dawn Ferris", "Iris Ferris", "Micah Ferris", "Noor Ferris", "Ann and Joseph Clarke"}
    assert told(before) == (then, 0)
    for instant in (now(), None):
        assert told(instant) == (then | {"Sam Okoro", "Ada Ferris"}, 1)
