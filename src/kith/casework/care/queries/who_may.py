"""Over which of several people a worker has a right."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from kith.casework.access.loading import StandingRow
from kith.casework.access.rights import Relation, Right, Standing, rights_over
from kith.casework.workforce.models import Worker


def those_with(worker: Worker, people: Iterable[int], right: Right) -> frozenset[int]:
    """Return those of some people over whose record a worker has a right, by one query; none for nobody."""
    wanted = sorted(people)
    if not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one, s.restriction, s.relation, s.named, s.glass_open"
            " FROM unnest(%s::bigint[]) one CROSS JOIN LATERAL kith_standing(%s, one) s",
            [wanted, worker.pk],
        )
        rows: list[StandingRow] = cursor.fetchall()
    return frozenset(
        person
        for person, restriction, relation, named, glass in rows
        if right in rights_over(worker.role, Standing(Relation(relation), named, glass), restriction)
    )
