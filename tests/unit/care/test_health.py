"""The health of children in care: clocks, what is due first, written once, and the facts of the yearly return."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import health as actions
from kith.casework.care.actions import health_assessments
from kith.casework.care.health_rules import band, first_due, review_due
from kith.casework.care.models import (
    Conviction,
    HealthAssessment,
    HealthCheck,
    LegalStatus,
    PeriodOfCare,
    StrengthsAndDifficulties,
    SubstanceMisuse,
)
from kith.casework.care.queries.health import health_of
from kith.casework.care.queries.health_of_the_year import HealthOfTheYear, health_of_the_year
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.in_care import CareFamily, three_in_care

DAY = datetime.timedelta(days=1)


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children who came into care together four months ago."""
    return three_in_care(cast)


#  the score | what it means
SCORES = [(0, "As most children"), (13, "As most children"), (14, "Borderline"), (16, "Borderline"),
          (17, "A cause for concern"), (40, "A cause for concern")]  # fmt: skip


@pytest.mark.parametrize(("score", "words"), SCORES)
def test_a_score_in_words(score: int, words: str) -> None:
    """0 to 13, 14 to 16, 17 to 40."""
    assert band(score) == words


#  began, or the report came | assessed before | under five | due
DUE = [
    ("2 Mar 2026", None, None, "30 Mar 2026"),
    ("2 Mar 2026", "2 Dec 2025", None, "2 Dec 2026"),
    ("2 Mar 2026", "1 Dec 2025", None, "30 Mar 2026"),
    ("31 Aug 2025", None, True, "28 Feb 2026"),
    ("31 Aug 2025", None, False, "31 Aug 2026"),
]


@pytest.mark.parametrize(("start", "before", "under_five", "due"), DUE)
def test_when_an_assessment_is_due(start: str, before: str | None, under_five: bool | None, due: str) -> None:
    """20 working days, unless assessed within the last three months; then 6 months under 5, and 12 from 5 on."""

    def day(text: str) -> datetime.date:
        return datetime.datetime.strptime(text, "%d %b %Y").date()  # noqa: DTZ007

    if under_five is None:
        assert first_due(day(start), assessed_before=day(before) if before else None) == day(due)
    else:
        assert review_due(day(start), under_five=under_five) == day(due)


def test_a_report_stops_the_clock_and_starts_the_next(cast: Cast, family: CareFamily) -> None:
    """The page and the clock agree by when the next is due; late is recorded with its reason."""
    child, period = family.eldest, family.periods[0]
    record_event(
        "care.care_started", by=cast.social_worker, day=period.start_date, about=[child.pk], summary="Care began.",
        thread=f"care:{period.pk}", details={"health_assessed_in_last_three_months": False},
    )  # fmt: skip
    today = timezone.localdate()
    before = health_of(child, period, today)
    first = Clock.objects.get(person=child, rule="initial_health_assessment")
    assert [one.due_date for one in before.due if one.what == "Initial health assessment"] == [first.due_date]
    (made,) = health_assessments.ask_for_assessment(
        children={child: period}, kind="initial", asked_date=period.start_date, by=cast.social_worker
    )
    came = period.start_date + 60 * DAY
    health_assessments.record_assessment(
        assessment=made, held_date=came, assessor="doctor", received_date=came, late_reason="No doctor was free.",
        by=cast.social_worker,
    )  # fmt: skip
    first.refresh_from_db()
    assert (first.stopped_date, first.was_late, first.late_reason) == (came, True, "No doctor was free.")
    running = Clock.objects.get(person=child, stopped_date=None, rule="health_assessment_five_and_over")
    after = health_of(child, period, today)
    assert [one.due_date for one in after.due if one.what == "Review health assessment"] == [running.due_date]
    assert after.latest is not None


def test_what_is_due_comes_soonest_first(cast: Cast, family: CareFamily) -> None:
    """What is not up to date is due already; a check with a day of its own is due then; after care ended nothing is."""
    child, period = family.eldest, family.periods[0]
    today = timezone.localdate()
    actions.record_check(
        children=[child], period=period, kind="immunisations", day=period.start_date, result="not_up_to_date",
        words="A booster", by=cast.social_worker,
    )  # fmt: skip
    actions.record_check(
        children=[child], period=period, kind="eyes", day=today, result="done", next_due_date=today + DAY,
        by=cast.social_worker,
    )  # fmt: skip
    due = health_of(child, period, today).due
    assert [one.due_date for one in due] == sorted(one.due_date for one in due)
    assert (due[0].what, due[0].why) == ("Immunisations", "A booster")
    assert ("Eyes", today + DAY) in [(one.what, one.due_date) for one in due]
    assert "Development check" not in [one.what for one in due]
    period.end_date = today
    assert health_of(child, period, today).due == []


def test_one_day_at_the_dentist_is_written_once(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The form about one child offers the brothers and sisters in the home; the pages show what is known."""
    client = client_for(cast.social_worker)
    first, second, _ = family.children
    address = f"/people/{first.pk}/care/health/"
    assert "Micah Ferris" in client.get(f"{address}check/").content.decode()
    today = timezone.localdate()
    sent = client.post(
        f"{address}check/",
        {"children": [first.pk, second.pk], "kind": "dental", "result": "done",
         "day_0": today.day, "day_1": today.month, "day_2": today.year},
    )  # fmt: skip
    assert sent.status_code == 303
    assert set(HealthCheck.objects.values_list("child_id", flat=True)) == {first.pk, second.pk}
    asked = client.post(
        f"{address}assessments/ask/",
        {"children": [first.pk, second.pk], "kind": "initial",
         "asked_date_0": today.day, "asked_date_1": today.month, "asked_date_2": today.year},
    )  # fmt: skip
    assert asked.status_code == 303
    assert HealthAssessment.objects.count() == 2
    page = client.get(address).content.decode()
    assert "Dentist" in page
    assert "Say what came of it" in page
    assert "Initial health assessment" in client.get(f"/people/{first.pk}/care/").content.decode()


def _slowly(child: Person, year: int) -> HealthOfTheYear | None:
    """Work out one child's year by hand, a row at a time."""
    first, last = datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31)
    whole = [p for p in PeriodOfCare.objects.filter(child=child)
             if p.start_date <= first and (p.end_date is None or p.end_date >= last)]  # fmt: skip
    day = first
    short_breaks = False
    for status in LegalStatus.objects.filter(child=child, code__in=["V3", "V4"]):
        day = first
        while day <= last:
            short_breaks = short_breaks or status.holds_on(day)
            day += DAY
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
        start = chance.choice(
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
    slow = [found for child in children if (found := _slowly(child, year)) is not None]
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
