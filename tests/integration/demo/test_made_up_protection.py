"""Protection in a made-up authority: shaped by what is published, whole as a story, and true to its clocks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kith.demo import protection_shape, shape
from kith.demo.days import number_of, working_days_between
from kith.demo.which_authority import code_of
from kith.engines.calendar import Happening, run_clocks

pytestmark = pytest.mark.database
Ask = Callable[..., list[tuple[Any, ...]]]
SCALE = 0.35
YEAR = "date '2026-11-24' - 366"


@pytest.fixture(scope="module")
def published() -> protection_shape.ProtectionShape:
    """What is published about Leeds."""
    code = code_of("Leeds")
    return protection_shape.of_authority(code, shape.of_authority(code).population_0_17)


def test_a_year_has_as_many_enquiries_conferences_and_plans_as_were_published(
    leeds: Ask, published: protection_shape.ProtectionShape
) -> None:
    """Children, each counted as the children in need census counts them."""
    ((enquiries,),) = leeds(
        f"SELECT count(*) FROM protection_enquirychild c JOIN protection_sectionfortysevenenquiry e ON e.id = c.enquiry_id WHERE e.start_date > {YEAR}"
    )
    ((conferences,),) = leeds(
        "SELECT count(*) FROM protection_conferencechild c JOIN protection_childprotectionconference f ON f.id = c.conference_id"
        f" WHERE f.kind = 'initial' AND f.held_date > {YEAR}"
    )
    ((plans,),) = leeds(f"SELECT count(*) FROM protection_childprotectionplan WHERE start_date > {YEAR}")
    ((now,),) = leeds(
        "SELECT count(*) FROM protection_childprotectionplan WHERE start_date <= '2026-03-31' AND (end_date IS NULL OR end_date > '2026-03-31')"
    )
    assert enquiries == pytest.approx(published.enquiries * SCALE, rel=0.10)
    assert conferences == pytest.approx(published.conferences * SCALE, rel=0.15)
    assert plans == pytest.approx(published.plans_started * SCALE, rel=0.15)
    assert now == pytest.approx(published.on_plan * SCALE, rel=0.2)


def test_conferences_are_as_soon_after_the_strategy_discussion_as_was_published(
    leeds: Ask, published: protection_shape.ProtectionShape
) -> None:
    """Within ten working days, fifteen, twenty, and later."""
    days = leeds(
        "SELECT e.start_date, f.held_date FROM protection_conferencechild c JOIN protection_childprotectionconference f ON f.id = c.conference_id"
        " JOIN protection_sectionfortysevenenquiry e ON e.id = f.enquiry_id WHERE f.kind = 'initial' AND f.held_date IS NOT NULL"
    )  # fmt: skip
    took = working_days_between(
        *(np.array([number_of(day) for day in column]) for column in zip(*days, strict=True))
    )
    for (first, last), share in zip(((0, 10), (11, 15), (16, 20), (21, 99)), published.bands, strict=True):
        assert float(((took >= first) & (took <= last)).mean()) == pytest.approx(share, abs=0.06)


def test_plans_have_the_categories_and_second_plans_that_were_published(
    leeds: Ask, published: protection_shape.ProtectionShape
) -> None:
    """Categories are England's; the share for a child who was on one before is the authority's own."""
    shares = dict(
        leeds(
            "SELECT category, 100.0 * count(*) / sum(count(*)) OVER () FROM protection_protectionplancategory GROUP BY 1"
        )
    )
    for category, share in protection_shape.CATEGORIES.items():
        assert float(shares.get(category, 0)) == pytest.approx(share, abs=6)
    ((again,),) = leeds(
        f"SELECT 100.0 * avg(is_repeat::int) FROM protection_childprotectionplan WHERE start_date > {YEAR}"
    )
    assert float(again) == pytest.approx(published.percent_again, abs=7)


def test_reviews_are_in_time_as_often_as_was_published(
    leeds: Ask, published: protection_shape.ProtectionShape
) -> None:
    """Of children on a plan for three months or more, those all of whose reviews were in time."""
    ((in_time,),) = leeds(
        "SELECT 100.0 * avg((NOT EXISTS (SELECT 1 FROM timeline_clock t WHERE t.person_id = k.child_id AND t.start_date >= k.start_date"
        " AND t.rule IN ('first_review_conference', 'later_review_conference') AND coalesce(t.stopped_date, '2026-11-24') > t.due_date))::int)"
        " FROM protection_childprotectionplan k WHERE coalesce(k.end_date, '2026-11-24') - k.start_date > 100"
    )
    assert float(in_time) == pytest.approx(published.percent_reviewed_in_time, abs=7)


def test_applications_to_the_court_are_as_many_as_was_published(
    leeds: Ask, published: protection_shape.ProtectionShape
) -> None:
    """Over three years, as nearly as families on protection plans allow."""
    ((issued,),) = leeds("SELECT count(*) FROM protection_careproceedings")
    assert issued == pytest.approx(published.care_applications * SCALE * 3, rel=0.35)


def test_return_interviews_that_are_held_are_in_time_about_as_often_as_elsewhere(leeds: Ask) -> None:
    """About 63 in a hundred within 72 hours of coming back; offers, answers and talks are apart."""
    ((held, in_time, offered),) = leeds(
        "SELECT count(i.held_at), 100.0 * count(*) FILTER (WHERE i.held_at <= e.found_at + interval '72 hours') / count(i.held_at), count(*)"
        " FROM protection_returninterview i JOIN protection_missingepisode e ON e.id = i.episode_id"
    )
    assert held < offered
    assert float(in_time) == pytest.approx(63, abs=14)
    assert leeds(
        "SELECT 1 FROM protection_missingepisode e WHERE e.found_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM protection_returninterview i WHERE i.episode_id = e.id)"
    )


def test_clocks_in_hours_are_due_at_an_instant(leeds: Ask) -> None:
    """Police protection and return interviews run out after 72 hours, to the minute."""
    assert leeds("SELECT 1 FROM timeline_clock WHERE rule = 'return_interview' AND due_at IS NOT NULL")
    assert not leeds(
        "SELECT c.id FROM timeline_clock c JOIN timeline_event e ON e.id = c.started_by_id LEFT JOIN timeline_event s ON s.id = c.stopped_by_id"
        " WHERE c.rule IN ('return_interview', 'police_protection') AND (c.due_at <> e.at + interval '72 hours' OR c.was_late <> (s.at > c.due_at))"
    )


NEVER_SO = {
    "an enquiry before its strategy discussion was held": "SELECT e.id FROM protection_sectionfortysevenenquiry e JOIN protection_strategydiscussion d ON d.id = e.discussion_id"
        " WHERE d.status <> 'held' OR e.start_date < d.held_date OR d.family_id <> e.family_id",
    "an enquiry about a child whom no discussion was about": "SELECT c.id FROM protection_enquirychild c JOIN protection_sectionfortysevenenquiry e ON e.id = c.enquiry_id"
        " WHERE NOT EXISTS (SELECT 1 FROM protection_strategychild s WHERE s.discussion_id = e.discussion_id AND s.child_id = c.child_id AND s.outcome LIKE 'enquiry%')",
    "an enquiry that ended in nothing": "SELECT c.id FROM protection_enquirychild c WHERE c.end_date IS NOT NULL AND c.help_offer_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM protection_childprotectionconference f JOIN protection_conferencechild x ON x.conference_id = f.id WHERE f.enquiry_id = c.enquiry_id AND x.child_id = c.child_id)",
    "an enquiry ended with children whose parts go on": "SELECT e.id FROM protection_sectionfortysevenenquiry e JOIN protection_enquirychild c ON c.enquiry_id = e.id WHERE (e.status = 'ended') <> (c.end_date IS NOT NULL)",
    "an enquiry decided by whoever leads it": "SELECT id FROM protection_sectionfortysevenenquiry WHERE decided_by_id = lead_id",
    "a plan before its conference": "SELECT p.id FROM protection_childprotectionplan p JOIN protection_childprotectionconference c ON c.id = p.start_conference_id WHERE c.status <> 'held' OR p.start_date < c.held_date",
    "two protection plans of a child at once": "SELECT a.id FROM protection_childprotectionplan a JOIN protection_childprotectionplan b ON a.child_id = b.child_id AND a.id < b.id"
        " AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)",
    "a protection plan outside the family's plan": "SELECT p.id FROM protection_childprotectionplan p JOIN plans_plan f ON f.id = p.plan_id WHERE p.start_date < f.start_date OR (f.end_date IS NOT NULL AND (p.end_date IS NULL OR p.end_date > f.end_date))",
    "a child on a protection plan who is not on the family's": "SELECT p.id FROM protection_childprotectionplan p WHERE NOT EXISTS (SELECT 1 FROM plans_planchild c WHERE c.plan_id = p.plan_id AND c.child_id = p.child_id)",
    "a child on a protection plan while the tier is lighter": "SELECT p.id FROM protection_childprotectionplan p WHERE NOT EXISTS (SELECT 1 FROM plans_plantier t WHERE t.plan_id = p.plan_id AND t.tier = 'child_protection'"
        " AND t.start_date <= p.start_date AND (t.end_date IS NULL OR t.end_date >= p.end_date))",
    "the tier of child protection with nobody protected": "SELECT t.id FROM plans_plantier t WHERE t.tier = 'child_protection' AND t.end_date IS NULL AND NOT EXISTS (SELECT 1 FROM protection_childprotectionplan p WHERE p.plan_id = t.plan_id AND p.end_date IS NULL)",
    "a review of nobody's plan": "SELECT c.id FROM protection_childprotectionconference f JOIN protection_conferencechild c ON c.conference_id = f.id WHERE f.kind = 'review' AND NOT EXISTS ("
        "SELECT 1 FROM protection_childprotectionplan p WHERE p.child_id = c.child_id AND p.start_date < coalesce(f.held_date, '2026-11-24') AND (p.end_date IS NULL OR p.end_date >= coalesce(f.held_date, p.end_date)))",
    "a visit to a child on no protection plan": "SELECT c.id FROM protection_protectionvisitchild c JOIN protection_protectionvisit v ON v.id = c.visit_id WHERE NOT EXISTS (SELECT 1 FROM protection_childprotectionplan p"
        " WHERE p.child_id = c.child_id AND p.start_date <= v.visited_date AND (p.end_date IS NULL OR p.end_date > v.visited_date))",
    "help taken up and put on no plan": "SELECT id FROM protection_offerofhelp WHERE answer = 'taken_up' AND plan_id IS NULL",
    "a conference chaired by whoever holds the family": "SELECT f.id FROM protection_childprotectionconference f JOIN workforce_worker w ON w.id = f.chair_id WHERE w.role <> 'conference_chair'",
    "a referral closed while a child of it is protected": "SELECT p.id FROM protection_childprotectionplan p JOIN plans_plan f ON f.id = p.plan_id WHERE p.end_date IS NULL AND f.end_date IS NOT NULL",
    "a plan closed while the court has its children": "SELECT c.id FROM protection_careproceedings c JOIN plans_plan p ON p.id = c.plan_id WHERE p.end_date IS NOT NULL AND (c.ended_date IS NULL OR c.ended_date > p.end_date)",
    "an application that no gateway decided": "SELECT c.id FROM protection_careproceedings c LEFT JOIN protection_legalgatewaymeeting g ON g.id = c.gateway_id WHERE g.held_date IS NULL OR g.held_date > c.issued_date",
    "proceedings ended without an order for each child": "SELECT x.id FROM protection_proceedingschild x JOIN protection_careproceedings c ON c.id = x.proceedings_id WHERE c.ended_date IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM protection_courtorder o WHERE o.proceedings_id = c.id AND o.child_id = x.child_id AND o.is_final)",
    "a power that lasted longer than the law lets it": "SELECT id FROM protection_immediateprotection WHERE ended_at > coalesce(extended_until, must_end_at)",
    "a child missing twice at once": "SELECT a.id FROM protection_missingepisode a JOIN protection_missingepisode b ON a.child_id = b.child_id AND a.id < b.id AND tstzrange(a.missing_since, a.found_at) && tstzrange(b.missing_since, b.found_at)",
    "a map with somebody on a restricted record": "SELECT n.id FROM protection_mapnode n JOIN people_person p ON p.id = n.person_id WHERE p.restriction <> 'normal'",
    "a second look by whoever decided": "SELECT s.id FROM protection_secondlook s JOIN protection_thresholddecision d ON d.id = s.decision_id WHERE s.asked_of_id = d.decided_by_id",
    "a decision without its reasons": "SELECT id FROM protection_thresholddecision WHERE reasons = '' OR evidence = '' OR what_would_change = ''",
}  # fmt: skip


@pytest.mark.parametrize("what", list(NEVER_SO))
def test_nothing_is_made_that_could_not_be(leeds: Ask, what: str) -> None:
    """The story of each family is one, in order, and ends in no nothing."""
    assert not leeds(NEVER_SO[what]), what


def test_protections_clocks_are_those_that_the_engine_works_out_from_the_events(leeds: Ask) -> None:
    """For a sample of children, run_clocks on all of their events gives protection's clocks as they were loaded."""
    rules = "('strategy_discussion', 'initial_conference', 'help_after_enquiry', 'core_group', 'first_review_conference', 'later_review_conference', 'protection_plan_visit', 'police_protection', 'emergency_protection_order', 'emergency_protection_order_extended', 'care_proceedings', 'return_interview', 'trafficking_reasonable_grounds', 'transfer_conference')"
    sample = [
        row[0]
        for row in leeds(
            f"SELECT DISTINCT person_id FROM timeline_clock WHERE rule IN {rules} AND person_id % 9 = 0"
        )
    ]
    happenings = [
        Happening(kind, day, person, thread, details if isinstance(details, dict) else json.loads(details))
        for kind, day, person, thread, details in leeds(
            "SELECT e.kind, e.day, s.person_id, e.thread, e.details FROM timeline_event e JOIN timeline_eventsubject s ON s.event_id = e.id"
            " WHERE s.person_id = ANY (%s) AND (e.kind LIKE 'protection.%%' OR e.kind = 'plans.help_given') ORDER BY e.id, s.person_id", sample,
        )
    ]  # fmt: skip
    expected = sorted(
        (c.rule.code, c.person or 0, c.thread, c.start_date, c.due_date, str(c.stopped_date))
        for c in run_clocks(happenings)
    )
    loaded = sorted(
        (rule, person, thread, start, due, str(stopped))
        for rule, person, thread, start, due, stopped in leeds(
            f"SELECT rule, person_id, thread, start_date, due_date, stopped_date FROM timeline_clock WHERE rule IN {rules} AND person_id = ANY (%s)",
            sample,
        )
    )
    assert len(loaded) > 300
    assert loaded == expected


def test_history_of_protection_ends_with_each_row_as_it_stands(leeds: Ask) -> None:
    """As known at an earlier instant, an enquiry that has ended since was under way; nothing is recorded after yesterday."""
    tables = [
        row[0]
        for row in leeds(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'protection\\_%%' AND table_schema = 'public'"
        )
    ]
    for table in sorted(name for name in tables if not name.endswith("event")):
        latest = (
            f"(SELECT DISTINCT ON (id) * FROM {table}event ORDER BY id, pgh_created_at DESC, pgh_id DESC)"
        )
        columns = [
            row[0]
            for row in leeds(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s", table
            )
        ]
        differs = " OR ".join(f"h.{column} IS DISTINCT FROM t.{column}" for column in columns)
        assert not leeds(
            f"SELECT t.id FROM {table} t LEFT JOIN {latest} h ON h.id = t.id WHERE {differs} LIMIT 1"
        ), table
        assert not leeds(
            f"SELECT 1 FROM {table}event u JOIN {table}event i ON i.id = u.id AND i.pgh_label = 'insert' WHERE u.pgh_created_at < i.pgh_created_at LIMIT 1"
        ), table
        ((latest_day,),) = leeds(
            f"SELECT max(pgh_created_at AT TIME ZONE 'Europe/London')::date FROM {table}event"
        )
        assert latest_day is None or latest_day < datetime.date(2026, 11, 24), table
    assert leeds("SELECT 1 FROM protection_sectionfortysevenenquiryevent WHERE status = 'submitted' LIMIT 1")


def test_what_is_said_is_not_said_twice_over(leeds: Ask) -> None:
    """Reasons and evidence are put together anew: few decisions read the same."""
    ((same, all_of),) = leeds(
        "SELECT count(*) - count(DISTINCT reasons || evidence || what_would_change), count(*) FROM protection_thresholddecision"
    )
    assert same < all_of * 0.02


def test_the_chair_of_the_cast_has_conferences_today_this_week_and_to_write_up(leeds: Ask) -> None:
    """Alan Prescott finds work of every urgency, and only his own."""
    planned = leeds(
        "SELECT (f.planned_at AT TIME ZONE 'Europe/London')::date FROM protection_childprotectionconference f"
        " JOIN workforce_worker w ON w.id = f.chair_id WHERE w.name = 'Alan Prescott' AND f.status = 'booked'"
    )
    days = {(day - datetime.date(2026, 11, 24)).days for (day,) in planned}
    assert 0 in days
    assert any(0 < day < 7 for day in days)
    assert any(day < 0 for day in days)


def test_the_social_worker_of_the_cast_has_enquiries_and_a_core_group_due(leeds: Ask) -> None:
    """Hannah Whitfield has an enquiry with days left, one late with its reason, and a first core group to hold."""
    running = leeds(
        "SELECT t.rule, t.due_date, t.late_reason FROM timeline_clock t JOIN workforce_allocation a ON a.child_id = t.person_id AND a.end_date IS NULL"
        " JOIN workforce_worker w ON w.id = a.worker_id WHERE w.name = 'Hannah Whitfield' AND t.stopped_date IS NULL"
    )
    today = datetime.date(2026, 11, 24)
    enquiries = [(due, why) for rule, due, why in running if rule == "initial_conference"]
    assert any(due > today for due, _ in enquiries)
    assert any(due < today and why for due, why in enquiries)
    assert any(rule == "core_group" and due >= today for rule, due, _ in running)


def test_the_manager_of_the_cast_has_an_enquiry_to_decide_and_second_looks_to_take(leeds: Ask) -> None:
    """Marcia Bennett's team has sent her an enquiry, and colleagues ask what she would have decided."""
    assert leeds(
        "SELECT 1 FROM protection_sectionfortysevenenquiry e JOIN workforce_worker w ON w.id = e.lead_id WHERE e.status = 'submitted' AND w.name = 'James Thornton'"
    )
    assert leeds(
        "SELECT 1 FROM protection_secondlook s JOIN workforce_worker w ON w.id = s.asked_of_id JOIN timeline_task t ON t.worker_id = w.id"
        " AND t.link = '/decisions/' || s.decision_id || '/' WHERE w.name = 'Marcia Bennett' AND s.looked_at IS NULL AND t.done_at IS NULL"
    )


def test_the_family_whose_enquiry_ended_with_no_plan_has_the_help_that_it_took_up(leeds: Ask) -> None:
    """The told family can be read from its discussion to the first help, which came in time."""
    from kith.demo.told_families import place_of

    ((family,),) = leeds(
        "SELECT id FROM people_family ORDER BY id OFFSET %s LIMIT 1",
        _told_before(place_of("ended_with_help")),
    )
    ((answer, offered, helped),) = leeds(
        "SELECT o.answer, o.offered_date, (SELECT min(e.day) FROM timeline_event e JOIN timeline_eventsubject s ON s.event_id = e.id"
        " WHERE e.kind = 'plans.help_given' AND s.person_id = c.child_id AND e.day >= o.offered_date)"
        " FROM protection_offerofhelp o JOIN protection_enquirychild c ON c.help_offer_id = o.id WHERE o.family_id = %s LIMIT 1", family,
    )  # fmt: skip
    assert answer == "taken_up"
    assert offered < helped <= offered + datetime.timedelta(days=14)


def _told_before(place: int) -> int:
    """Return how many families are on the record before the told family of a place: those that wait are not yet."""
    from kith.demo.journeys import UNDECIDED
    from kith.demo.told_families import TOLD

    return sum(family.contacts[0].outcome != UNDECIDED for family in TOLD[:place])
