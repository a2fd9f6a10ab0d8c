"""Who is whose brother or sister: what the database reckons is what the people room reckons, for any ties of any family."""

from __future__ import annotations

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.casework.people.models import Person, Relationship
from kith.casework.people.queries.siblings import Tie, siblings_of
from tests.furnishing.form_days import ago

KINDS = ["parent", "adoptive_parent", "step_parent", "partner", "sibling", "grandparent", "former_partner"]
PEOPLE = 7
TIES = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.sampled_from(KINDS)).filter(
        lambda tie: tie[0] != tie[1]
    ),
    max_size=12,
    unique=True,
)


@given(TIES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_finds_the_same_brothers_and_sisters(db: None, ties: list[tuple[int, int, str]]) -> None:
    """Through parents, step-parents and their partners, or as recorded; from either end the same pair."""
    with transaction.atomic():
        people = Person.objects.bulk_create(
            Person(display_name=f"Child {number}") for number in range(PEOPLE)
        )
        Relationship.objects.bulk_create(
            Relationship(person=people[one], relative=people[other], kind=kind, start_date=ago(10))
            for one, other, kind in ties
        )
        held = [Tie(people[one].pk, people[other].pk, kind) for one, other, kind in ties]
        expected = {(child.pk, other) for child in people for other in siblings_of(child.pk, held)}
        numbers = [one.pk for one in people]
        for known_at in ("NULL", "now()"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT child, sibling FROM kith_siblings(%s, {known_at})", [numbers])
                assert set(cursor.fetchall()) == expected
        transaction.set_rollback(True)
