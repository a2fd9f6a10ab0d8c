"""What the yearly return asks of children's health, against a reference that works it out one child at a time."""

from __future__ import annotations

import datetime
import random

from kith.casework.care.models import (
    Conviction,
    HealthAssessment,
    HealthCheck,
    LegalStatus,
    PeriodOfCare,
    StrengthsAndDifficulties,
    SubstanceMisuse,
)
from kith.casework.care.queries.health_of_the_year import HealthOfTheYear, health_of_the_year
from kith.casework.people.models import Person
from tests.furnishing.cast import Cast

DAY = datetime.timedelta(days=1)


def _slowly(child: Person, year: int) -> HealthOfTheYear | None:
    """Work out one child's year by hand, a row at a time."""
    first, last = datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31)
    whole = [p for p in PeriodOfCare.objects.filter(child=child)
             if p.start_date <= first and (p.end_date is None or p.end_date >= last)]  # fmt: skip
    short_breaks = False
    for status in LegalStatus.objects.filter(child=child, code__in=["V3", "V4"]):
        days = ((first + number * DAY) for number in range((last - first).days + 1))
        short_breaks = short_breaks or any(status.holds_on(day) for day in days)
    if not whole or short_breaks:
        return None
    born = child.birth_date
    assert born is not None

    def age(on: datetime.date) -> int:
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def in_year(on: datetime.date | None) -> bool:
        return on is not None and first <= on <= last

    def up_to_date(kind: str) -> bool:
        rows = [
            c
            for c in HealthCheck.objects.filter(child=child, kind=kind).order_by("day", "pk")
            if c.day <= last
        ]
        if not rows or rows[-1].result != "done":
            return False
        return rows[-1].next_due_date is None or rows[-1].next_due_date >= last

    misuse = [m for m in SubstanceMisuse.objects.filter(child=child)
              if m.identified_date <= last and (m.ended_date is None or m.ended_date >= first)]  # fmt: skip
    received = any(m.received is True for m in misuse) if misuse else None
    offered = any(m.offered_date is not None and m.offered_date <= last for m in misuse)
    answers = [
        q
        for q in StrengthsAndDifficulties.objects.filter(child=child).order_by("day", "pk")
        if in_year(q.day)
    ]
    of_age = age(last) >= 4 and (age(first) < 17 or (born.month, born.day, age(first)) == (4, 1, 17))
    answer = answers[-1] if answers and of_age else None
    return HealthOfTheYear(
        child_id=child.pk,
        convicted=any(in_year(c.day) for c in Conviction.objects.filter(child=child))
        if age(last) >= 10
        else None,
        development_checked=up_to_date("development") if age(last) < 5 else None,
        immunised=up_to_date("immunisations"),
        teeth_checked=any(
            in_year(c.day) and c.result == "done"
            for c in HealthCheck.objects.filter(child=child, kind="dental")
        ),
        health_assessed=any(in_year(a.held_date) for a in HealthAssessment.objects.filter(child=child)),
        misuses_substances=bool(misuse),
        help_received=received,
        help_offered=offered if received is False else None,
        score=answer.score if answer else None,
        no_score_because=answer.reason if answer else "",
    )


def test_the_year_equals_a_slow_reference(cast: Cast) -> None:
    """Sixty made-up children, worked out one by one by hand: in or out, and each answer of the return."""
    chance = random.Random(20260331)
    year, worker = 2026, cast.social_worker

    def some_day(earliest: str = "2024-09-01", latest: str = "2026-07-31") -> datetime.date:
        start, end = datetime.date.fromisoformat(earliest), datetime.date.fromisoformat(latest)
        edge = [
            datetime.date(2025, 3, 31),
            datetime.date(2025, 4, 1),
            datetime.date(2026, 3, 31),
            datetime.date(2026, 4, 1),
        ]
        return chance.choice([*edge, *(start + chance.randrange((end - start).days) * DAY for _ in range(4))])

    edges = [f"{year - age}-{day}" for age in (4, 5, 10, 16, 17) for day in ("03-31", "04-01")] + [
        "2008-04-01",
        "2008-03-31",
    ]
    children = []
    for number in range(60):
        born = chance.choice([*edges, str(datetime.date(chance.randrange(2007, 2025), 6, 15))])
        child = Person.objects.create(display_name=f"Child {number}", birth_date=born)
        child.refresh_from_db()
        children.append(child)
        start: datetime.date = chance.choice(
            [datetime.date(2025, 4, 1), datetime.date(2025, 4, 2), *[datetime.date(2024, 9, 1)] * 6]
        )
        end = chance.choice(
            [
                None,
                None,
                None,
                datetime.date(2026, 3, 30),
                datetime.date(2026, 3, 31),
                datetime.date(2026, 5, 1),
            ]
        )
        period = PeriodOfCare.objects.create(
            child=child, start_date=start, end_date=end, category_of_need="N1", why="-", decided_by=worker,
            ended_because="E8" if end else "", end_decided_by=worker if end else None,
        )  # fmt: skip
        LegalStatus.objects.create(
            period_of_care=period, child=child, code=chance.choice(["V2", "V2", "C2", "C2", "C2", "V4"]), start_date=start,
            end_date=chance.choice([None, start + 1 * DAY, datetime.date(2025, 4, 2)] if start < datetime.date(2025, 4, 1) else [None]),
        )  # fmt: skip
        for _ in range(chance.randrange(5)):
            day = some_day()
            HealthCheck.objects.create(
                child=child, kind=chance.choice(["dental", "immunisations", "development", "eyes"]), day=day,
                result=chance.choice(["done", "done", "not_up_to_date", "refused"]), recorded_by=worker,
                next_due_date=chance.choice([None, some_day()]),
            )  # fmt: skip
        for _ in range(chance.randrange(2)):
            held = chance.choice([None, some_day()])
            HealthAssessment.objects.create(
                child=child, period_of_care=period, kind="review", asked_date=start, held_date=held,
                assessor="nurse" if held else "",
            )  # fmt: skip
        for _ in range(chance.randrange(3)):
            found = some_day()
            SubstanceMisuse.objects.create(
                child=child, identified_date=found, offered_date=chance.choice([None, some_day()]),
                received=chance.choice([None, True, False]), recorded_by=worker,
                ended_date=chance.choice([None, found + 30 * DAY]),
            )  # fmt: skip
        for _ in range(chance.randrange(3)):
            score = chance.choice([None, 0, 12, 40])
            StrengthsAndDifficulties.objects.create(
                child=child,
                day=some_day(),
                score=score,
                reason="" if score is not None else "SDQ2",
                recorded_by=worker,
            )
        if chance.random() < 0.3:
            Conviction.objects.create(child=child, day=some_day(), words="Theft", recorded_by=worker)
    slow = [one for child in children if (one := _slowly(child, year)) is not None]
    assert 15 < len(slow) < 60
    assert health_of_the_year(year) == slow
    # The made-up children reach every answer, each way.
    for name in (
        "convicted",
        "immunised",
        "teeth_checked",
        "health_assessed",
        "misuses_substances",
        "help_received",
    ):
        assert {getattr(one, name) for one in slow} >= {True, False}, name
