"""Who is visited at once: the brothers and sisters who live in a child's home; and who may have visited."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection

from kith.casework.access.loading import rights_by_person
from kith.casework.access.rights import Right
from kith.casework.people.models import Person
from kith.casework.people.queries.relatives import brothers_and_sisters
from kith.casework.workforce.models import TeamMembership, Worker


@dataclass(frozen=True)
class Together:
    """The children of one home whom one form is about, the one whose page it is first; and how many more are closed."""

    children: list[Person]
    hidden: int


def living_together(
    worker: Worker, child: Person, on: datetime.date, *, right: Right = Right.WRITE_RECORD
) -> Together:
    """Return a child, and those of their brothers and sisters in the same home over whose record a worker has a right."""
    siblings = sorted(brothers_and_sisters(child.pk, on=on))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, s.restriction, s.relation, s.named, s.glass_open FROM (SELECT %s::bigint AS n UNION"
            " SELECT * FROM kith_living_together(%s, %s::bigint[], %s)) living CROSS JOIN LATERAL kith_standing(%s, n) s",
            [child.pk, child.pk, siblings, on, worker.pk],
        )
        rights = rights_by_person(worker, cursor.fetchall(), right)
    may = [number for number, held in rights.items() if right in held and number != child.pk]
    closed = sum(Right.READ_RECORD not in held for held in rights.values())
    others = Person.objects.filter(pk__in=may).order_by("birth_date", "pk")
    return Together([child, *others], closed)


def colleagues_of(worker: Worker) -> list[tuple[str, str]]:
    """Return the others of a worker's own teams, who may have visited instead, as choices of a form."""
    current = TeamMembership.objects.filter(end_date__isnull=True)
    teams = current.filter(worker=worker).values("team_id")
    others = Worker.objects.filter(
        pk__in=current.filter(team_id__in=teams).values("worker_id"), end_date__isnull=True
    ).exclude(pk=worker.pk)
    return [(str(number), name) for number, name in others.order_by("name", "pk").values_list("pk", "name")]
