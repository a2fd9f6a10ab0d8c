"""Over which of several people a worker has a right."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from kith.casework.access.loading import rights_of_each
from kith.casework.access.rights import Right
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
        rights = rights_of_each(worker, cursor.fetchall())
    return frozenset(person for person, held in rights.items() if right in held)
