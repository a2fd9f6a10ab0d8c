"""Care in a made-up authority: as published on 31 March and over a year, whole as a record, and true to its clocks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from kith.casework.care.queries.move_panel import Sums, panel_as_shown
from kith.demo import care_shape
from kith.demo.which_authority import code_of
from kith.engines.calendar import Happening, run_clocks
from tests.integration.demo import returned

pytestmark = pytest.mark.database
Ask = Callable[..., list[tuple[Any, ...]]]
SCALE = 0.35
MARCH = datetime.date(2026, 3, 31)
# Everybody in care on 31 March, but for those who have short breaks only.
THERE = (
    "care_periodofcare p JOIN people_person c ON c.id = p.child_id WHERE p.start_date <= '2026-03-31' AND (p.end_date IS NULL OR p.end_date > '2026-03-31')"
    " AND NOT EXISTS (SELECT 1 FROM care_legalstatus l WHERE l.period_of_care_id = p.id AND l.code IN ('V3', 'V4'))"
)
IN_PLACEMENT = (
    f"SELECT s.*, h.authority_code, CASE WHEN p.home_easting IS NOT NULL THEN sqrt((h.easting - p.home_easting)::float ^ 2 + (h.northing - p.home_northing)::float ^ 2) / 1609.344 END AS miles"
    f" FROM (SELECT p.* FROM {THERE}) p JOIN care_placement s ON s.period_of_care_id = p.id AND s.start_date <= '2026-03-31' AND (s.end_date IS NULL OR s.end_date > '2026-03-31')"
    " JOIN care_homeaddress h ON h.id = s.home_address_id"
)
A_YEAR = "date '2025-11-24'"


@pytest.fixture(scope="module")
def published() -> care_shape.CareShape:
    """What is published about Leeds."""
    return care_shape.of_authority(code_of("Leeds"))


def _compare(
    what: str, made: dict[str, float], wanted: dict[str, float], within: float = 0.3, several: float = 3.0
) -> None:
    """Print what was made against what was published, and fail where they are further apart than chance and rounding allow.

    Each number may be off by `several` times what chance alone does to one so large, or by a share of itself.
    """
    lines = [f"{what}:"]
    wrong = []
    for key in sorted({*made, *wanted}):
        has, should = float(made.get(key, 0)), float(wanted.get(key, 0)) * SCALE
        allowed = max(several * sqrt(max(should, 1.0)), within * should, 4.0)
        lines.append(f"  {key:32} made {has:7.1f}   published {should:7.1f}   within {allowed:5.1f}")
        if abs(has - should) > allowed:
            wrong.append(lines[-1])
    print("\n".join(lines))
    assert not wrong, "\n".join([what, *wrong])


def _counted(rows: Sequence[tuple[Any, ...]]) -> dict[str, float]:
    return {str(key): float(count) for key, count in rows}


def test_as_many_are_in_care_and_come_and_leave_in_a_year_as_was_published(
    leeds: Ask, published: care_shape.CareShape
) -> None:
    """On 31 March; and over the three years, a year's worth each."""
    ((now,),) = leeds(f"SELECT count(*) FROM {THERE}")
    starts = _counted(leeds(
        "SELECT (date '2026-11-24' - p.start_date - 1) / 365, count(*) FROM care_periodofcare p WHERE p.start_date > date '2026-11-24' - 1096"
        " AND NOT EXISTS (SELECT 1 FROM care_legalstatus l WHERE l.period_of_care_id = p.id AND l.code IN ('V3', 'V4')) GROUP BY 1"
    ))  # fmt: skip
    ends = _counted(
        leeds(
            "SELECT (date '2026-11-24' - end_date - 1) / 365, count(*) FROM care_periodofcare WHERE end_date > date '2026-11-24' - 1096 GROUP BY 1"
        )
    )
    _compare("In care on 31 March", {"children": now}, {"children": published.children}, 0.1)
    for year in ("0", "1", "2"):
        # The history begins with nobody on a plan: the first of the three years has fewer who could come.
        _compare(
            f"Year {year} back",
            {"started": starts[year], "ceased": ends[year]},
            {"started": published.started, "ceased": published.ceased},
            0.3,
        )


def test_their_age_sex_ethnicity_and_legal_status_are_as_published(
    leeds: Ask, published: care_shape.CareShape
) -> None:
    """On 31 March."""
    ages = leeds(
        f"SELECT CASE WHEN a < 1 THEN 'Under 1 year' WHEN a < 5 THEN '1 to 4 years' WHEN a < 10 THEN '5 to 9 years' WHEN a < 16 THEN '10 to 15 years' ELSE '16 years and over' END, count(*)"
        f" FROM (SELECT extract(year FROM age('2026-03-31', c.birth_date)) AS a FROM {THERE}) t GROUP BY 1"
    )
    _compare("Age", _counted(ages), published.ages)
    boys = _counted(leeds(f"SELECT c.sex, count(*) FROM {THERE} GROUP BY 1"))
    _compare(
        "Sex",
        boys,
        {"M": published.boys * published.children, "F": (1 - published.boys) * published.children},
        0.2,
    )
    groups = leeds(
        "SELECT CASE left(k.code, 1) WHEN 'C' THEN 'A' ELSE left(k.code, 1) END, count(*) FROM people_personcharacteristic k"
        f" JOIN (SELECT c.id FROM {THERE}) t ON t.id = k.person_id WHERE k.kind = 'ethnicity' GROUP BY 1"
    )
    made = {key: count for key, count in _counted(groups).items() if key in published.groups}
    known = sum(made.values()) / max(sum(published.groups.values()) * SCALE, 1)
    _compare("Ethnic group", made, {key: value * known for key, value in published.groups.items()}, 0.3, 3.5)
    status = leeds(
        f"SELECT l.code, count(*) FROM (SELECT p.id FROM {THERE}) t JOIN care_legalstatus l ON l.period_of_care_id = t.id AND l.start_date <= '2026-03-31'"
        " AND (l.end_date IS NULL OR l.end_date > '2026-03-31') GROUP BY 1"
    )
    _compare(
        "Legal status",
        {key: count for key, count in _counted(status).items() if key in ("C1", "C2", "E1", "V2")},
        {key: published.statuses[key] for key in ("C1", "C2", "E1", "V2")},
    )
    alone = leeds(
        f"SELECT 'alone', count(*) FROM {THERE} AND EXISTS (SELECT 1 FROM care_unaccompaniedchild u WHERE u.child_id = c.id)"
    )
    _compare("Unaccompanied", _counted(alone), {"alone": published.alone})


def test_where_they_live_is_as_published(leeds: Ask, published: care_shape.CareShape) -> None:
    """The kind of placement, who provides it, in the area or out of it, and how far from home."""
    kinds = leeds(
        "SELECT CASE WHEN placement_type LIKE 'U%%' THEN 'foster' WHEN placement_type LIKE 'A%%' THEN 'adoption' WHEN placement_type = 'P1' THEN 'parents'"
        " WHEN placement_type IN ('K1', 'K2', 'S1') THEN 'home' WHEN placement_type IN ('K3', 'H5') THEN 'supported' ELSE 'residential' END, count(*)"
        f" FROM ({IN_PLACEMENT}) t GROUP BY 1"
    )
    places = published.places
    wanted = {
        "foster": places.get("foster", 0) + places.get("other", 0),
        "home": places.get("home", 0) + places.get("school", 0),
    }
    wanted |= {key: places.get(key, 0.0) for key in ("adoption", "parents", "supported", "residential")}
    _compare("Placement", _counted(kinds), wanted, 0.35)
    providers = leeds(
        f"SELECT provider, count(*) FROM ({IN_PLACEMENT}) t WHERE provider NOT IN ('', 'PR0') GROUP BY 1"
    )
    _compare("Provider", _counted(providers), published.providers, 0.35)
    where = leeds(
        f"SELECT CASE WHEN authority_code = '{code_of('Leeds')}' THEN 'inside' WHEN miles > 20 THEN 'outside, over 20 miles' ELSE 'outside, near' END, count(*) FROM ({IN_PLACEMENT}) t"
        " WHERE miles IS NOT NULL GROUP BY 1"
    )
    made = _counted(where)
    total = sum(made.values()) / SCALE
    _compare(
        "Locality",
        made,
        {
            "inside": published.inside * total,
            "outside, near": (published.outside - published.far) * total,
            "outside, over 20 miles": published.far * total,
        },
        0.35,
    )


def test_why_care_ends_and_how_often_homes_change_are_as_published(
    leeds: Ask, published: care_shape.CareShape
) -> None:
    """A year's endings, of three; three or more placements in the year to 31 March; schools changed in it."""
    rows = _counted(
        leeds(
            "SELECT ended_because, count(*) / 3.0 FROM care_periodofcare WHERE end_date > date '2026-11-24' - 1096 GROUP BY 1"
        )
    )
    ends = {key: value for key, value in rows.items() if key not in ("E4B", "E46", "E47", "E48", "E11")}
    ends["E4A"] = rows.get("E4A", 0) + rows.get("E4B", 0)
    ends["E45"] = sum(rows.get(key, 0) for key in ("E45", "E46", "E47", "E48"))
    ends["E12"] = rows.get("E12", 0) + rows.get("E11", 0)
    _compare("Why care ended", ends, published.reasons, 0.35, 3.5)
    moved = leeds(
        f"SELECT count(*) FILTER (WHERE homes >= 3), count(*) FROM (SELECT p.id, (SELECT count(DISTINCT s.home_id) FROM care_placement s WHERE s.period_of_care_id = p.id"
        f" AND s.start_date <= '2026-03-31' AND (s.end_date IS NULL OR s.end_date > '2025-03-31')) AS homes FROM {THERE}) t"
    )
    ((three, everybody),) = moved
    print(
        f"Three or more homes in the year: made {100 * three / everybody:.1f}%, published {100 * published.three_or_more:.1f}%"
    )
    assert three / everybody == pytest.approx(published.three_or_more, abs=0.05)
    ((settled, long),) = leeds(
        f"SELECT count(*) FILTER (WHERE (SELECT count(DISTINCT s.home_id) FROM care_placement s WHERE s.period_of_care_id = t.id AND (s.end_date IS NULL OR s.end_date > '2024-03-31')"
        f" AND s.start_date <= '2026-03-31') = 1), count(*) FROM (SELECT p.id FROM {THERE} AND p.start_date <= '2023-09-30' AND c.birth_date > '2010-03-31') t"
    )
    print(
        f"Long in care and two years in one home: made {100 * settled / long:.1f}%, published {100 * published.settled:.1f}%"
    )
    assert settled / long == pytest.approx(published.settled, abs=0.15)
    ((changed,),) = leeds(
        f"SELECT avg((EXISTS (SELECT 1 FROM people_schoolplace q WHERE q.person_id = t.id AND q.ended_because = 'came_into_care' AND q.end_date > '2025-03-31' AND q.end_date <= '2026-03-31'))::int)"
        f" FROM (SELECT c.id FROM {THERE} AND c.birth_date BETWEEN '2010-03-31' AND '2021-08-31') t"
    )
    print(
        f"Changed school in the year: made {100 * float(changed):.1f}%, published {100 * published.school_moves:.1f}%"
    )
    assert float(changed) == pytest.approx(published.school_moves, abs=0.08)


def test_health_and_leaving_care_are_as_published(leeds: Ask, published: care_shape.CareShape) -> None:
    """Teeth, immunisations, questionnaires; and what those who have left do by day."""
    for kind, share in (
        ("dental", published.teeth_checked),
        ("immunisations", published.immunised),
        ("development", published.developed),
    ):
        ((made,),) = leeds("SELECT avg((result = 'done')::int) FROM care_healthcheck WHERE kind = %s", kind)
        assert float(made) == pytest.approx(share, abs=0.06), kind
    ((score, scored),) = leeds(
        "SELECT avg(score), avg((score IS NOT NULL)::int) FROM care_strengthsanddifficulties"
    )
    assert float(score) == pytest.approx(published.sdq_mean, abs=1.5)
    assert float(scored) == pytest.approx(published.sdq_received, abs=0.06)
    doing = _counted(
        leeds("SELECT code, count(*) FROM care_leaveractivity WHERE end_date IS NULL GROUP BY 1")
    )
    whole = sum(doing.values()) / SCALE
    total = sum(published.activities.values())
    _compare(
        "By day", doing, {key: value / total * whole for key, value in published.activities.items()}, 0.3, 3.5
    )


def test_brothers_and_sisters_live_together_more_often_than_not(leeds: Ask) -> None:
    """Of pairs in care on 31 March, most are in one home; what is recorded of each pair is so."""
    ((together, pairs),) = leeds(
        f"SELECT count(*) FILTER (WHERE a.home_id = b.home_id), count(*) FROM ({IN_PLACEMENT}) a JOIN ({IN_PLACEMENT}) b ON a.child_id < b.child_id"
        " JOIN people_familymembership m ON m.person_id = a.child_id JOIN people_familymembership n ON n.person_id = b.child_id AND n.family_id = m.family_id"
    )
    print(f"Brothers and sisters together: {together} of {pairs} pairs")
    assert 0.4 < together / pairs < 0.85
    ((wrong, made),) = leeds(
        "SELECT count(*) FILTER (WHERE (t.decision = 'together') <> (a.home_id = b.home_id)), count(*) FROM care_togetherorapart t"
        " JOIN care_placement a ON a.child_id = t.first_id AND a.start_date <= t.start_date AND (a.end_date IS NULL OR a.end_date > t.start_date)"
        " JOIN care_placement b ON b.child_id = t.second_id AND b.start_date <= t.start_date AND (b.end_date IS NULL OR b.end_date > t.start_date)"
    )
    assert made > 20
    assert wrong == 0


NEVER_SO = {
    "two periods of care at once": "SELECT a.id FROM care_periodofcare a JOIN care_periodofcare b ON a.child_id = b.child_id AND a.id < b.id AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)",
    "a day in care without a placement": "SELECT p.id FROM care_periodofcare p LEFT JOIN care_placement s ON s.period_of_care_id = p.id GROUP BY p.id HAVING min(s.start_date) IS DISTINCT FROM p.start_date"
        " OR sum(coalesce(s.end_date, '2026-11-24') - s.start_date) <> coalesce(p.end_date, '2026-11-24') - p.start_date",
    "a day in care under no power": "SELECT p.id FROM care_periodofcare p LEFT JOIN care_legalstatus s ON s.period_of_care_id = p.id GROUP BY p.id HAVING min(s.start_date) IS DISTINCT FROM p.start_date"
        " OR sum(coalesce(s.end_date, '2026-11-24') - s.start_date) <> coalesce(p.end_date, '2026-11-24') - p.start_date",
    "an adult in care": "SELECT p.id FROM care_periodofcare p JOIN people_person c ON c.id = p.child_id WHERE coalesce(p.end_date, '2026-11-23') > c.birth_date + interval '18 years'",
    "care before birth": "SELECT p.id FROM care_periodofcare p JOIN people_person c ON c.id = p.child_id WHERE c.birth_date IS NULL OR p.start_date < c.birth_date",
    "a code that was not valid on its day": "SELECT id FROM care_placement WHERE (placement_type = 'K3' AND start_date < '2024-04-01') OR (placement_type = 'H5' AND coalesce(end_date, '2026-11-24') > '2024-04-01')",
    "supported accommodation for somebody under sixteen": "SELECT s.id FROM care_placement s JOIN people_person c ON c.id = s.child_id WHERE s.placement_type IN ('K3', 'H5') AND s.start_date < c.birth_date + interval '16 years'",
    "a child with parents without a care order": "SELECT s.id FROM care_placement s WHERE s.placement_type = 'P1' AND NOT EXISTS (SELECT 1 FROM care_legalstatus l WHERE l.child_id = s.child_id AND l.code IN ('C1', 'C2', 'E1') AND l.start_date <= s.start_date AND (l.end_date IS NULL OR l.end_date > s.start_date))",
    "police protection for longer than 72 hours": "SELECT id FROM care_legalstatus WHERE code = 'L1' AND coalesce(end_date, '2026-11-24') - start_date > 3",
    "an interim order without a court, out of a protection plan": "SELECT l.id FROM care_legalstatus l JOIN protection_proceedingschild c ON c.child_id = l.child_id WHERE l.code IN ('C1', 'C2') AND l.court_order_id IS NULL",
    "an order of the court about another child": "SELECT l.id FROM care_legalstatus l JOIN protection_courtorder o ON o.id = l.court_order_id WHERE o.child_id <> l.child_id",
    "an interim care order in force about a child at home": "SELECT o.id FROM protection_courtorder o WHERE o.kind = 'interim_care' AND o.end_date IS NULL AND NOT EXISTS (SELECT 1 FROM care_periodofcare p WHERE p.child_id = o.child_id AND p.end_date IS NULL)",
    "a protection plan that ended with care where nobody came into care": "SELECT k.id FROM protection_childprotectionplan k WHERE k.ended_because = 'came_into_care' AND NOT EXISTS (SELECT 1 FROM care_periodofcare p JOIN protection_childprotectionplan o ON o.child_id = p.child_id WHERE o.start_conference_id = k.start_conference_id)",
    "a child in care on a lighter plan": "SELECT p.id FROM care_periodofcare p JOIN care_legalstatus l ON l.period_of_care_id = p.id AND l.code <> 'V4' WHERE p.end_date IS NULL AND NOT EXISTS (SELECT 1 FROM plans_plantier t WHERE t.plan_id = p.plan_id AND t.end_date IS NULL AND t.tier = 'looked_after')",
    "a plan at looked after with nobody in care": "SELECT t.id FROM plans_plantier t WHERE t.tier = 'looked_after' AND t.end_date IS NULL AND NOT EXISTS (SELECT 1 FROM care_periodofcare p WHERE p.plan_id = t.plan_id AND p.end_date IS NULL)",
    "a child in care whom nobody holds": "SELECT p.id FROM care_periodofcare p WHERE p.end_date IS NULL AND (NOT EXISTS (SELECT 1 FROM workforce_allocation a WHERE a.child_id = p.child_id AND a.role = 'lead' AND a.end_date IS NULL)"
        " OR NOT EXISTS (SELECT 1 FROM workforce_allocation a WHERE a.child_id = p.child_id AND a.role = 'reviewing_officer' AND a.end_date IS NULL))",
    "a child in care who lives elsewhere on their own record": "SELECT s.id FROM care_placement s JOIN care_homeaddress h ON h.id = s.home_address_id JOIN care_periodofcare p ON p.id = s.period_of_care_id"
        " WHERE s.end_date IS NULL AND p.end_date IS NULL AND NOT EXISTS (SELECT 1 FROM care_legalstatus l WHERE l.period_of_care_id = p.id AND l.code = 'V4')"
        " AND NOT EXISTS (SELECT 1 FROM people_residence r JOIN people_address a ON a.id = r.address_id WHERE r.person_id = s.child_id AND r.end_date IS NULL AND a.postcode = h.postcode)",
    "two homes on one day on a child's own record": "SELECT a.id FROM people_residence a JOIN people_residence b ON a.person_id = b.person_id AND a.id < b.id AND a.kind = 'home' AND b.kind = 'home' AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)",
    "more children than a foster home has room for who are not of one family": "SELECT s.home_id FROM care_placement s JOIN care_home h ON h.id = s.home_id AND h.kind = 'foster' WHERE s.end_date IS NULL GROUP BY 1 HAVING count(DISTINCT s.child_id) > 4",
    "a child of school age in care without a school": "SELECT p.id FROM care_periodofcare p JOIN people_person c ON c.id = p.child_id WHERE p.end_date IS NULL AND p.start_date < '2026-09-01' AND c.birth_date BETWEEN '2010-09-01' AND '2021-08-31'"
        " AND NOT EXISTS (SELECT 1 FROM care_legalstatus l WHERE l.period_of_care_id = p.id AND l.code = 'V4') AND NOT EXISTS (SELECT 1 FROM people_schoolplace q WHERE q.person_id = c.id AND q.end_date IS NULL)",
    "a review of nobody's care": "SELECT r.id FROM care_carereviewchild r JOIN care_carereview v ON v.id = r.review_id JOIN care_periodofcare p ON p.id = r.period_of_care_id WHERE v.held_date IS NOT NULL AND (v.held_date < p.start_date OR v.held_date > p.end_date)",
    "reviews that are not numbered in order": "SELECT a.id FROM care_carereviewchild a JOIN care_carereview v ON v.id = a.review_id JOIN care_carereviewchild b ON b.period_of_care_id = a.period_of_care_id AND b.number = a.number + 1 JOIN care_carereview w ON w.id = b.review_id WHERE w.held_date <= v.held_date",
    "a visit to a child who lived elsewhere": "SELECT c.id FROM care_carevisitchild c JOIN care_carevisit v ON v.id = c.visit_id JOIN care_placement s ON s.id = c.placement_id WHERE v.day < s.start_date OR v.day > s.end_date",
    "a move that was never made, with its day": "SELECT m.id FROM care_move m WHERE m.outcome = 'made' AND m.kind = 'home' AND NOT EXISTS (SELECT 1 FROM care_placement s WHERE s.move_id = m.id AND s.start_date = m.made_date)",
    "a change of school that was decided and made, to which nobody went": "SELECT m.id FROM care_move m WHERE m.outcome = 'made' AND m.kind = 'school' AND NOT EXISTS (SELECT 1 FROM people_schoolplace q WHERE q.person_id = m.child_id AND q.school_id = m.school_id AND q.start_date = m.made_date)",
    "a change of school in care that nobody decided": "SELECT q.id FROM people_schoolplace q JOIN care_periodofcare p ON p.child_id = q.person_id AND p.start_date < q.start_date AND (p.end_date IS NULL OR p.end_date > q.start_date)"
        " WHERE q.start_date > (SELECT min(made_date) FROM care_move) AND EXISTS (SELECT 1 FROM people_schoolplace e WHERE e.person_id = q.person_id AND e.start_date < q.start_date)"
        " AND NOT EXISTS (SELECT 1 FROM care_move m WHERE m.child_id = q.person_id AND m.kind = 'school' AND m.school_id = q.school_id AND m.made_date = q.start_date)",
    "a change of worker that was decided and made, to whom nobody was allocated": "SELECT m.id FROM care_move m WHERE m.outcome = 'made' AND m.kind = 'worker' AND NOT EXISTS (SELECT 1 FROM workforce_allocation a WHERE a.child_id = m.child_id AND a.role = 'lead' AND a.worker_id = m.worker_id AND a.start_date = m.made_date)",
    "a change of worker to come with nothing to hand over, or to somebody who leads already": "SELECT m.id FROM care_move m WHERE m.outcome = 'decided' AND (m.kind <> 'worker' OR m.planned_date <= '2026-11-24'"
        " OR NOT EXISTS (SELECT 1 FROM timeline_task t WHERE t.link = '/moves/' || m.id || '/' AND t.person_id = m.child_id AND t.done_at IS NULL AND t.due_date < m.planned_date)"
        " OR EXISTS (SELECT 1 FROM workforce_allocation a WHERE a.child_id = m.child_id AND a.role = 'lead' AND a.worker_id = m.worker_id AND a.end_date IS NULL))",
    "a home move in the middle of a school year without a change of school": "SELECT id FROM care_move WHERE in_middle_of_school_year AND NOT coalesce(school_changes, false)",
    "a leaving care status of somebody who was never in care": "SELECT l.id FROM care_leavingcarestatus l WHERE NOT EXISTS (SELECT 1 FROM care_periodofcare p WHERE p.child_id = l.young_person_id)",
    "family time that nobody could have had": "SELECT t.id FROM care_familytime t JOIN care_familytimeplan f ON f.id = t.plan_id WHERE t.day < f.start_date OR t.day > f.end_date",
    "a foster carer's address that is not withheld on the child's record": "SELECT r.id FROM care_placement s JOIN care_home h ON h.id = s.home_id AND h.address_withheld JOIN care_homeaddress a ON a.id = s.home_address_id"
        " JOIN people_residence r ON r.person_id = s.child_id AND r.start_date = s.start_date JOIN people_address d ON d.id = r.address_id AND d.postcode = a.postcode WHERE NOT r.withheld",
}  # fmt: skip


@pytest.mark.parametrize("what", list(NEVER_SO))
def test_nothing_is_made_of_care_that_could_not_be(leeds: Ask, what: str) -> None:
    """No overlap, no gap, nobody grown up or unborn, and each thing agrees with the others."""
    assert not leeds(NEVER_SO[what]), what


def test_cares_clocks_are_those_that_the_engine_works_out_from_the_events(leeds: Ask) -> None:
    """For a sample of children, run_clocks on all of their events of care gives the clocks as they were loaded."""
    rules = (
        "('care_plan', 'placement_plan', 'placement_notifications', 'first_care_review', 'second_care_review', 'later_care_review', 'initial_health_assessment', 'health_assessment_under_five',"
        " 'health_assessment_five_and_over', 'leaving_care_needs_assessment', 'pathway_plan_review', 'temporary_approval', 'temporary_approval_extension', 'first_visit', 'visit_six_weeks',"
        " 'visit_three_months', 'visit_six_months', 'visit_weekly', 'visit_four_weeks', 'visit_after_care_order', 'visit_short_breaks_first', 'visit_short_breaks', 'first_short_break_review')"
    )
    sample = {
        row[0]
        for row in leeds(
            f"SELECT DISTINCT person_id FROM timeline_clock WHERE rule IN {rules} AND person_id % 7 = 0"
        )
    }
    happenings = [
        Happening(kind, day, person, thread, details if isinstance(details, dict) else json.loads(details))
        for kind, day, person, thread, details in leeds(
            "SELECT e.kind, e.day, s.person_id, e.thread, e.details FROM timeline_event e JOIN timeline_eventsubject s ON s.event_id = e.id WHERE e.kind LIKE 'care.%%' ORDER BY e.id, s.person_id"
        )
        if person in sample
    ]
    asked = {rule.strip("'") for rule in rules.strip("()").replace("\n", " ").split(", ")}
    expected = sorted(
        (c.rule.code, c.person or 0, c.thread, c.start_date, c.due_date, str(c.stopped_date))
        for c in run_clocks(happenings)
        if c.rule.code in {one.strip().strip("'") for one in asked}
    )
    loaded = sorted(
        (rule, person, thread, start, due, str(stopped))
        for rule, person, thread, start, due, stopped in leeds(
            f"SELECT rule, person_id, thread, start_date, due_date, stopped_date FROM timeline_clock WHERE rule IN {rules}"
        )
        if person in sample
    )
    assert len(loaded) > 300
    assert loaded == expected


@pytest.mark.parametrize(
    ("rule", "least", "most"),
    [
        ("first_care_review", 80, 99),
        ("later_care_review", 80, 99),
        ("initial_health_assessment", 70, 97),
        ("visit_six_weeks", 78, 98),
        ("care_plan", 80, 99),
        ("placement_notifications", 80, 99),
    ],
)
def test_what_is_due_is_done_in_time_as_often_as_is_believable(
    leeds: Ask, rule: str, least: int, most: int
) -> None:
    """Most, and not all."""
    ((in_time,),) = leeds(
        "SELECT 100.0 * avg((NOT was_late)::int) FROM timeline_clock WHERE rule = %s AND stopped_date > date '2026-11-24' - 730",
        rule,
    )
    assert least <= float(in_time) <= most


def test_reviewing_officers_and_advisers_hold_about_as_many_as_they_should(leeds: Ask) -> None:
    """About 65 children to a reviewing officer, about 25 young people to an adviser."""
    ((officer,),) = leeds(
        "SELECT count(*)::float / count(DISTINCT worker_id) FROM workforce_allocation WHERE role = 'reviewing_officer' AND end_date IS NULL"
    )
    assert 40 <= officer <= 110
    ((adviser,),) = leeds(
        "SELECT count(*)::float / count(DISTINCT worker_id) FROM workforce_allocation WHERE role = 'personal_adviser' AND end_date IS NULL"
    )
    assert 15 <= adviser <= 60


def test_the_returns_own_rules_find_nothing_wrong_with_what_was_made(leeds: Ask, tmp_path: Path) -> None:
    """Episodes laid out plainly from statuses and placements, with reviews, pass every error of the return that is about them."""
    found = returned.check(leeds, tmp_path, "Leeds")
    ran = [result for result in found.results if result.status == "ran"]
    assert len(ran) > 100
    wrong = [
        f"{result.rule.code}: {result.count} × {result.rule.says}"
        for result in ran
        if result.count and result.rule.kind == "error"
    ]
    assert not wrong, "\n".join(wrong)


def test_three_are_told_who_live_together_near_their_school_and_see_their_grandmother(leeds: Ask) -> None:
    """The told family of three: one home within two miles of home, weekly time with their grandmother, and no change of school."""
    ((children, homes, far),) = leeds(
        "SELECT count(*), count(DISTINCT s.home_id), max(sqrt((a.easting - p.home_easting)::float ^ 2 + (a.northing - p.home_northing)::float ^ 2)) / 1609.344 FROM care_placement s JOIN care_home h ON h.id = s.home_id"
        " JOIN care_homeaddress a ON a.home_id = h.id JOIN care_periodofcare p ON p.id = s.period_of_care_id WHERE h.name = 'Ann and Joseph Clarke' AND s.end_date IS NULL"
    )
    assert (children, homes) == (3, 1)
    assert far < 2
    assert leeds(
        "SELECT 1 FROM care_familytimeplan f JOIN care_familytimeperson w ON w.plan_id = f.id AND w.relation = 'Grandmother' WHERE f.every_days = 7 AND"
        " (SELECT count(*) FROM care_familytimechild c JOIN care_placement s ON s.child_id = c.child_id JOIN care_home h ON h.id = s.home_id WHERE c.plan_id = f.id AND h.name = 'Ann and Joseph Clarke') = 3"
    )
    assert not leeds(
        "SELECT 1 FROM people_schoolplace q JOIN care_placement s ON s.child_id = q.person_id JOIN care_home h ON h.id = s.home_id WHERE h.name = 'Ann and Joseph Clarke' AND q.ended_because = 'came_into_care'"
    )


def test_one_is_told_who_lives_far_from_a_brother_and_one_who_has_left_care(leeds: Ask) -> None:
    """The brothers live apart, over fifty miles from each other; the care leaver has a home, a course and an adviser of the cast."""
    ((miles,),) = leeds(
        "SELECT sqrt((a.easting - b.easting)::float ^ 2 + (a.northing - b.northing)::float ^ 2) / 1609.344 FROM care_togetherorapart t JOIN care_placement s ON s.child_id = t.first_id AND s.end_date IS NULL"
        " JOIN care_placement r ON r.child_id = t.second_id AND r.end_date IS NULL JOIN care_homeaddress a ON a.id = s.home_address_id JOIN care_homeaddress b ON b.id = r.home_address_id"
        " JOIN care_home h ON h.id IN (s.home_id, r.home_id) AND h.name = 'Larch House' WHERE t.decision <> 'together' LIMIT 1"
    )
    assert miles > 50
    assert leeds(
        "SELECT 1 FROM workforce_allocation a JOIN workforce_worker w ON w.id = a.worker_id AND w.name = 'Lorna Baptiste' JOIN care_leaveraccommodation l ON l.young_person_id = a.child_id AND l.code = 'U1' AND l.end_date IS NULL"
        " JOIN care_leaveractivity d ON d.young_person_id = a.child_id AND d.code = 'F2' AND d.end_date IS NULL JOIN care_leavingcarestatus q ON q.young_person_id = a.child_id AND q.status = 'former_relevant'"
        " WHERE a.role = 'personal_adviser' AND a.end_date IS NULL"
    )


def test_what_was_shown_before_each_move_is_a_whole_panel_that_its_page_can_show(leeds: Ask) -> None:
    """Read back as the page reads it; what adds up over a year is what the panel said."""
    columns = [column.name for column in fields(Sums)]
    rows = leeds(f"SELECT shown, child_id, decided_date, {', '.join(columns)} FROM care_move")
    assert len(rows) > 100
    kinds = dict(leeds("SELECT kind || ' ' || outcome, count(*) FROM care_move GROUP BY 1"))
    assert set(kinds) == {"home made", "school made", "worker made", "worker decided"}
    for shown, child, day, *sums in rows:
        panel = panel_as_shown(shown)
        assert (panel.child, panel.day, panel.as_shown()) == (child, day, shown)
        assert asdict(panel.sums) == dict(zip(columns, sums, strict=True))
