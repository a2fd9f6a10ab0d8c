"""Children in care of any number, made up, for measuring: periods, legal statuses and placements as many as real ones have."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Sequence
from typing import Any

from kith.reference import postcodes

ESSEX = "E10000012"
TODAY = datetime.date(2026, 3, 31)
HOMES = 3000


def make_care(children: int, *, seed: int = 1) -> dict[str, int]:
    """Write children, homes and their care into an empty record, and return how many rows of each: the same for a seed."""
    from django.db import transaction

    from kith.casework.people.models import Person
    from kith.casework.workforce.models import Worker

    chance = random.Random(seed)
    places = postcodes.in_authority(ESSEX)

    def place() -> tuple[str, int, int]:
        at = chance.randrange(len(places.postcodes))
        return str(places.postcodes[at]), int(places.eastings[at]), int(places.northings[at])

    with transaction.atomic():
        worker = Worker.objects.create(
            name="Measured", role="team_manager", start_date=datetime.date(2010, 1, 1)
        )
        people = Person.objects.bulk_create(
            [
                Person(
                    display_name=f"Child {number}",
                    birth_date=TODAY - datetime.timedelta(days=chance.randrange(400, 6500)),
                )
                for number in range(children)
            ],
            batch_size=2000,
        )
        homes = [
            (number, f"Home {number}", "foster", "PR1", f"SC{number:06}") for number in range(1, HOMES + 1)
        ]
        addresses = [
            (number, number, "1 Road", "Town", *place(), ESSEX, datetime.date(2000, 1, 1))
            for number in range(1, HOMES + 1)
        ]
        periods: list[Sequence[Any]] = []
        statuses: list[Sequence[Any]] = []
        placements: list[Sequence[Any]] = []
        for person in people:
            day = TODAY - datetime.timedelta(days=chance.randrange(30, 2500))
            for _ in range(1 + (chance.random() < 0.15)):
                number = len(periods) + 1
                ended = chance.random() < 0.4
                length = chance.randrange(20, 900)
                until = day + datetime.timedelta(days=length) if ended else None
                periods.append(
                    (
                        number,
                        person.pk,
                        day,
                        until,
                        "N1",
                        "Made up.",
                        worker.pk,
                        *place(),
                        "E4A" if ended else "",
                        worker.pk if ended else None,
                    )
                )
                statuses += _spans(chance, day, until, length, ["L2", "C1", "C2"], 1.2, number, person.pk)
                placements += _spans(
                    chance, day, until, length, ["U6", "U4", "K2", "T1", "U6"], 1.6, number, person.pk
                )
                if not ended:
                    break
                day = day + datetime.timedelta(days=length + 60)
        _copy(
            "care_home",
            "id, name, kind, provider, urn, address_withheld, version",
            [(*row, False, 1) for row in homes],
        )
        _copy(
            "care_homeaddress",
            "id, home_id, lines, town, postcode, easting, northing, authority_code, start_date",
            addresses,
        )
        _copy(
            "care_periodofcare",
            "id, child_id, start_date, end_date, category_of_need, why, decided_by_id, home_postcode, home_easting,"
            " home_northing, ended_because, end_decided_by_id, child_words, started_late_reason, end_words, end_child_words, version",
            [(*row, "", "", "", "", 1) for row in periods],
        )
        _copy(
            "care_legalstatus",
            "period_of_care_id, child_id, code, start_date, end_date, words",
            [(*row, "") for row in statuses],
        )
        _copy(
            "care_placement",
            "period_of_care_id, child_id, placement_type, start_date, end_date, home_id, home_address_id, provider, urn,"
            " is_emergency, until_eighteen, visits_agreed_at_six_months, started_late_reason, ended_because, end_words, version",
            [_placed(chance, row) for row in placements],
        )
    return {
        "children": children,
        "periods": len(periods),
        "legal_statuses": len(statuses),
        "placements": len(placements),
    }


def _spans(
    chance: random.Random, day: datetime.date, until: datetime.date | None, length: int, of: list[str], mean: float,
    period: int, child: int,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Return how a period divides: each part's period, child, code and days."""
    many = min(int(chance.expovariate(1 / mean)), length - 1, 8)
    cuts = sorted(chance.sample(range(1, length), many)) if many else []
    starts = [day, *(day + datetime.timedelta(days=cut) for cut in cuts)]
    ends: list[datetime.date | None] = [*starts[1:], until]
    return [
        (period, child, of[number % len(of)], start, end)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _placed(chance: random.Random, row: Sequence[Any]) -> tuple[Any, ...]:
    home = chance.randrange(1, HOMES + 1)
    temporary = row[2].startswith("T")
    provider, urn = ("", "") if temporary else ("PR1", f"SC{home:06}")
    why = "" if row[4] is None or temporary else "CARPL"
    return (*row, home, home, provider, urn, False, False, False, "", why, "", 1)


def _copy(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
