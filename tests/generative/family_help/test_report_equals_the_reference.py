"""The report of help equals one that is counted slowly and obviously, over made-up help, whoever reads it."""

from __future__ import annotations

import datetime
import random
import statistics
from dataclasses import dataclass, field

import pytest
from scipy import stats

from kith.casework.family_help.measures import measures
from kith.casework.family_help.models import (
    EndingReason,
    Intervention,
    InterventionDelivery,
    OutcomeScore,
)
from kith.casework.family_help.queries.report import Counted, Period, Row, change_of, intervention_report
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan, PlanLead
from kith.casework.workforce.models import TeamMembership
from kith.engines.indicators.disclosure import SMALLEST_PUBLISHED
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as

FIRST = datetime.date(2025, 4, 1)
YEAR = Period("2025", "2025-26", FIRST, datetime.date(2026, 3, 31))


@dataclass
class Told:
    """One delivery as it was made up, with nothing worked out."""

    intervention: int
    team: str
    offered: datetime.date
    started: datetime.date | None
    ending: str
    reason: str
    scores: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)


def make_up(chance: random.Random, cast: Cast) -> list[Told]:
    """Write some help into the database and return it as told."""
    kinds = list(Intervention.objects.order_by("pk")[:3])
    people = [Person.objects.create(display_name=f"P{number}") for number in range(3)]
    leads = {"riverside": cast.social_worker, "hillside": cast.outsider}
    # Help counts for the team whose worker led the plan on the day of the offer.
    TeamMembership.objects.update(start_date=FIRST - datetime.timedelta(days=400))
    told = []
    for number in range(chance.choice([0, 7, 60])):
        team = chance.choice(list(leads))
        offered = FIRST + datetime.timedelta(days=chance.randrange(-30, 395))
        started = offered + datetime.timedelta(days=chance.randrange(70)) if chance.random() < 0.75 else None
        ending = chance.choice(["", "completed", "stopped_early"] if started else ["", "never_started"])
        reason = chance.choice(EndingReason.values) if ending in ("stopped_early", "never_started") else ""
        one = Told(chance.choice(kinds).pk, team, offered, started, ending, reason)
        plan = Plan.objects.create(
            family=Family.objects.create(name=f"F{number}"), start_date=FIRST - datetime.timedelta(days=60)
        )
        PlanLead.objects.create(plan=plan, worker=leads[team], start_date=plan.start_date)
        delivery = InterventionDelivery.objects.create(
            plan=plan, intervention_id=one.intervention, why_this="x", offered_date=offered, start_date=started,
            ending=ending, ending_reason=reason, end_date=(started or offered) + datetime.timedelta(days=90) if ending else None,
        )  # fmt: skip
        if started:
            for person in chance.sample(people, chance.randrange(3)):
                for measure in chance.sample(["sdq_total", "swemwbs"], chance.randrange(1, 3)):
                    stages = chance.choice(
                        [["before"], ["after"], ["before", "after"], ["before", "after", "later"]]
                    )
                    scores = {stage: chance.randrange(7, 36) for stage in stages}
                    one.scores[measure, person.pk] = scores
                    for stage, score in scores.items():
                        OutcomeScore.objects.create(
                            delivery=delivery,
                            person=person,
                            measure=measure,
                            stage=stage,
                            score=score,
                            day=started,
                        )
        told.append(one)
    return told


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("team", ["", "riverside"])
def test_report_equals_the_reference(cast: Cast, seed: int, team: str) -> None:
    """Counts, shares, medians, reasons and changes, read behind the wall by somebody who sees none of the families."""
    told = make_up(random.Random(seed), cast)
    counted = Counted([cast.riverside.pk] if team else None, "", exact=True)
    with acting_as(cast.performance_analyst):
        rows = {row.intervention.pk: row for row in intervention_report(counted, YEAR)}
    wanted = [one for one in told if YEAR.since <= one.offered <= YEAR.until and team in ("", one.team)]
    assert set(rows) == {one.intervention for one in wanted}
    for number, row in rows.items():
        compare(row, [one for one in wanted if one.intervention == number])


def compare(row: Row, told: list[Told]) -> None:
    """Compare one row with the same counted one by one."""
    started = [one for one in told if one.started]
    completed = [one for one in told if one.ending == "completed"]
    stopped = [one for one in told if one.ending == "stopped_early"]
    never = [one for one in told if one.ending == "never_started"]
    waiting = [one for one in told if not one.started and not one.ending]
    assert (row.offered, row.started, row.completed) == (len(told), len(started), len(completed))
    assert (row.stopped_early, row.never_started, row.waiting) == (len(stopped), len(never), len(waiting))
    assert row.going_on == len(started) - len(completed) - len(stopped)
    same_share(row.reach, len(started), len(started) + len(never))
    same_share(row.completion, len(completed), len(completed) + len(stopped))
    waits = [(one.started - one.offered).days for one in started if one.started]
    assert (row.wait is None) == (not waits)
    if row.wait:
        assert row.wait.value == statistics.median(waits)
        assert min(waits) <= row.wait.lower <= row.wait.value <= row.wait.upper <= max(waits)
    reasons = [one.reason for one in told if one.reason]
    assert dict(row.reasons) == {
        str(EndingReason(reason).label): reasons.count(reason) for reason in set(reasons)
    }
    changes: dict[str, list[int]] = {}
    for one in told:
        for (measure, _), scores in one.scores.items():
            if "before" in scores and "after" in scores:
                changes.setdefault(measure, []).append(scores["after"] - scores["before"])
    assert {change.measure.code for change in row.changes} == set(changes)
    for change in row.changes:
        differences = changes[change.measure.code]
        assert change.pairs == len(differences)
        sign = -1 if change.measure.lower_is_better else 1
        same_share(change.improved, sum(sign * one > 0 for one in differences), len(differences))
        if len(differences) < 2:
            assert change.mean is None
            continue
        mean = statistics.mean(differences)
        assert change.mean is not None
        assert change.mean.value == pytest.approx(mean)
        spread = statistics.stdev(differences)
        if spread:
            low, high = stats.t.interval(0.95, len(differences) - 1, mean, spread / len(differences) ** 0.5)
            assert (change.mean.lower, change.mean.upper) == (pytest.approx(low), pytest.approx(high))
            told_apart = low > 0 or high < 0
            assert (change.is_better is None) == (not told_apart)
            if told_apart:
                assert change.is_better == (sign * mean > 0)


def same_share(figure, part: int, whole: int) -> None:
    """Compare a share and its interval with Wilson's, by another library."""
    if whole == 0:
        assert figure is None
        return
    other = stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert figure.value == pytest.approx(part / whole)
    assert (figure.lower, figure.upper) == (
        pytest.approx(other.low, abs=1e-9),
        pytest.approx(other.high, abs=1e-9),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_what_is_shown_to_others_tells_no_small_number(cast: Cast, seed: int) -> None:
    """No count from one to five, no share of one, and none that is the difference of what is shown."""
    told = make_up(random.Random(seed), cast)
    rows = intervention_report(Counted(None, "", exact=False), YEAR)
    for row in rows:
        of_row = [
            one
            for one in told
            if one.intervention == row.intervention.pk and YEAR.since <= one.offered <= YEAR.until
        ]
        parts = [row.completed, row.stopped_early, row.never_started, row.waiting, row.going_on]
        shown = [
            count
            for count in (*parts, row.offered, row.started, *(n for _, n in row.reasons))
            if count is not None
        ]
        assert not any(0 < count < SMALLEST_PUBLISHED for count in shown)
        if row.offered is not None:
            hidden = [count for count in parts if count is None]
            assert len(hidden) != 1, "one hidden part is the total less the others"
        if None in parts:
            assert row.started is row.reach is row.completion is row.wait is None
            assert row.reasons == []
        else:
            assert row.offered in (None, len(of_row))


@pytest.mark.parametrize(("pairs", "rose", "fell"), [(3, 1, 2), (8, 2, 6), (12, 6, 6), (20, 7, 13)])
def test_changes_shown_to_others(pairs: int, rose: int, fell: int) -> None:
    """A mean over few people, and a share that tells few, are left out."""
    change = change_of(
        measures()["sdq_total"], pairs, float(-pairs), float(4 * pairs), rose, fell, exact=False
    )
    assert (change.pairs is None) == (pairs < SMALLEST_PUBLISHED)
    assert (change.mean is None) == (pairs < SMALLEST_PUBLISHED)
    assert (change.improved is None) == any(0 < count < SMALLEST_PUBLISHED for count in (pairs, rose, fell))
