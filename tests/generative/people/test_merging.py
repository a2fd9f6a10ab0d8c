"""Joining two records and parting them again leaves every row as it was, whatever the two records hold."""

from __future__ import annotations

import datetime
import os
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.casework.people.actions import merging
from kith.casework.people.models import (
    Address,
    FamilyMembership,
    Identifier,
    NetworkMember,
    Person,
    PersonCharacteristic,
    PersonName,
    Relationship,
    Residence,
)
from kith.casework.workforce.models import Allocation
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as

FIRST = datetime.date(2020, 1, 1)
ROWS = st.lists(
    st.tuples(
        st.booleans(),  # of which of the two
        st.sampled_from(
            ["name", "home", "stay", "ethnicity", "language", "number", "friend", "network", "family", "held"]
        ),
        st.integers(0, 40),
        st.integers(1, 30),
    ),
    max_size=12,
)


def give(person: Person, kind: str, start: int, length: int, cast: Cast, address: Address) -> None:
    """Give a person one row, unless the database refuses it."""
    begins, ends = FIRST + datetime.timedelta(days=start), FIRST + datetime.timedelta(days=start + length)
    period = {"start_date": begins, "end_date": ends}
    from django.db import IntegrityError, transaction

    makers: dict[str, Any] = {
        "name": lambda: PersonName.objects.create(person=person, given_names="Ada", family_name=str(start)),
        "home": lambda: Residence.objects.create(person=person, address=address, kind="home", **period),
        "stay": lambda: Residence.objects.create(person=person, address=address, kind="temporary", **period),
        "ethnicity": lambda: PersonCharacteristic.objects.create(
            person=person, kind="ethnicity", code="WBRI", **period
        ),
        "language": lambda: PersonCharacteristic.objects.create(
            person=person, kind="language", code="eng", **period
        ),
        "number": lambda: Identifier.objects.create(
            person=person, kind="former_system", value=f"{person.pk}-{start}"
        ),
        "friend": lambda: Relationship.objects.create(
            person=cast.mother, relative=person, kind="friend", **period
        ),
        "network": lambda: NetworkMember.objects.create(
            child=person, member_name="Coach", kind="friend", **period
        ),
        "family": lambda: FamilyMembership.objects.create(
            family=cast.family, person=person, role="child", **period
        ),
        "held": lambda: Allocation.objects.create(
            child=person, worker=cast.outsider, reason="first", **period
        ),
    }
    try:
        with transaction.atomic():
            makers[kind]()
    except IntegrityError:
        pass


def everything_of(people: list[Person]) -> dict[str, list[tuple[int, int]]]:
    """Return which rows point to which of these people, table by table."""
    numbers = [person.pk for person in people]
    return {
        f"{model._meta.label}.{column}": sorted(
            model._default_manager.filter(**{f"{column}__in": numbers}).values_list("pk", f"{column}_id")
        )
        for model, column in merging.places_of_a_person()
        if model._meta.label not in ("timeline.EventSubject",)  # the joining is itself an event about both
    }


@settings(
    max_examples=50 if os.environ.get("KITH_THOROUGH") else 12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ROWS)
def test_parting_undoes_joining(cast: Cast, rows: list[tuple[bool, str, int, int]]) -> None:
    """Every row that there was is where it was, and while they are joined none is lost."""
    one = Person.objects.create(display_name="One")
    other = Person.objects.create(display_name="Other")
    address = Address.objects.create(lines="1 Elm Row")
    for is_one, kind, start, length in rows:
        give(one if is_one else other, kind, start, length, cast, address)
    before = everything_of([one, other])
    with acting_as(cast.contact_officer):
        joined = merging.merge(kept=one, merged=other, reason="R", by=cast.contact_officer)
    while_joined = everything_of([one, other])
    assert {place: len(held) for place, held in while_joined.items()} == {
        place: len(held) for place, held in before.items()
    }
    with acting_as(cast.contact_officer):
        merging.unmerge(merge=joined, reason="R", by=cast.contact_officer)
    assert everything_of([one, other]) == before
