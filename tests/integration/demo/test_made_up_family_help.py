"""Three years of made-up Family Help: assessments, help with a name, the family's own people; true to the room's rules."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kith.casework.family_help.measures import measures
from kith.demo.shape import of_authority

pytestmark = pytest.mark.database
Made = Any
TODAY = datetime.date(2026, 11, 24)
TABLES = (
    "familyassessment", "assessmentchild", "assessmentfactor", "interventionavailability", "interventiondelivery",
    "deliveryparticipant", "deliverysession", "outcomescore", "familynetworkmeeting", "meetingplace", "networkoffer",
    "networkhelp", "staysintouch",
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_the_room_is_filled_and_its_history_ends_with_the_row_as_it_stands(
    hackney: Made, table: str
) -> None:
    """What was last recorded of each row is what the row says now, in every column."""
    _, ask = hackney
    name = f"family_help_{table}"
    columns = ", ".join(
        f'"{column}"'
        for (column,) in ask(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            name,
        )
    )
    assert ask(f"SELECT count(*) FROM {name}")[0][0] > 0
    latest = (
        f"(SELECT DISTINCT ON (id) {columns} FROM {name}event ORDER BY id, pgh_created_at DESC, pgh_id DESC)"
    )
    assert not ask(f"SELECT {columns} FROM {name} EXCEPT SELECT {columns} FROM {latest} h LIMIT 3")
    assert (
        ask(f"SELECT max(pgh_created_at AT TIME ZONE 'Europe/London')::date FROM {name}event")[0][0] < TODAY
    )
    assert not ask(
        f"SELECT 1 FROM {name}event u JOIN {name}event i ON i.id = u.id AND i.pgh_label = 'insert'"
        " WHERE u.pgh_label = 'update' AND u.pgh_created_at < i.pgh_created_at"
    )


def test_every_assessment_is_signed_off_by_a_manager_who_neither_wrote_nor_sent_it(hackney: Made) -> None:
    """No one signs off their own; the manager worked here then."""
    _, ask = hackney
    assert ask("SELECT count(*) FROM family_help_familyassessment WHERE status = 'authorised'")[0][0] > 30
    assert not ask(
        "SELECT a.id FROM family_help_familyassessment a JOIN workforce_worker w ON w.id = a.authorised_by_id"
        " WHERE a.authorised_by_id IN (a.written_by_id, a.submitted_by_id) OR w.role NOT IN ('team_manager', 'director')"
        " OR w.start_date > a.authorised_date OR w.end_date <= a.authorised_date"
    )


def test_what_is_sent_for_sign_off_lacks_nothing_that_it_must_have(hackney: Made) -> None:
    """Seen or why not, a factor, what comes next and why: for each child; in order of time."""
    _, ask = hackney
    assert not ask(
        "SELECT p.id FROM family_help_familyassessment a JOIN family_help_assessmentchild p ON p.assessment_id = a.id"
        " WHERE a.status <> 'draft' AND ((p.seen_date IS NULL AND p.why_not_seen = '') OR p.outcome = '' OR p.outcome_reason = ''"
        " OR NOT EXISTS (SELECT 1 FROM family_help_assessmentfactor f WHERE f.part_id = p.id))"
    )
    assert not ask(
        "SELECT a.id FROM family_help_familyassessment a WHERE NOT EXISTS"
        " (SELECT 1 FROM family_help_assessmentchild p WHERE p.assessment_id = a.id)"
    )
    assert not ask(
        "SELECT a.id FROM family_help_familyassessment a JOIN family_help_assessmentchild p ON p.assessment_id = a.id"
        " WHERE p.seen_date <= a.start_date - 1 OR p.seen_date > (a.submitted_at AT TIME ZONE 'Europe/London')::date"
        " OR a.submitted_at > a.authorised_at OR a.start_date > (a.submitted_at AT TIME ZONE 'Europe/London')::date"
    )
    # 'No factors identified' stands alone, with nothing further being needed.
    assert not ask(
        "SELECT 1 FROM family_help_assessmentfactor f JOIN family_help_assessmentchild p ON p.id = f.part_id"
        " WHERE f.code = '21' AND (p.outcome <> 'nothing_further' OR EXISTS"
        " (SELECT 1 FROM family_help_assessmentfactor o WHERE o.part_id = p.id AND o.code <> '21'))"
    )
    ((seen, alone),) = ask(
        "SELECT avg((p.seen_date IS NOT NULL)::int), avg(p.seen_alone::int) FROM family_help_assessmentchild p"
        " JOIN people_person c ON c.id = p.child_id JOIN family_help_familyassessment a ON a.id = p.assessment_id"
        " WHERE a.status = 'authorised' AND c.birth_date < a.start_date"
    )
    assert 0.9 < seen < 1
    assert 0.3 < alone < 0.8


def test_what_an_assessment_said_is_what_then_happened(hackney: Made) -> None:
    """Nothing further closes the referral (RC8), help by agreement too (RC9); a child in need's stays open with the plan."""
    _, ask = hackney
    rows = ask(
        "SELECT p.outcome, r.closure_reason, r.closed_date - a.authorised_date, t.tier, l.end_date,"
        " (SELECT h.tier FROM plans_plantier h WHERE h.plan_id = a.plan_id AND h.start_date <= a.authorised_date"
        "  AND (h.end_date IS NULL OR h.end_date > a.authorised_date))"
        " FROM family_help_familyassessment a JOIN family_help_assessmentchild p ON p.assessment_id = a.id"
        " JOIN front_door_referral r ON r.id = p.referral_id LEFT JOIN plans_plan l ON l.id = a.plan_id"
        " LEFT JOIN plans_plantier t ON t.plan_id = a.plan_id AND t.start_date = a.authorised_date"
        " WHERE a.status = 'authorised'"
    )
    assert {outcome for outcome, *_ in rows} == {"nothing_further", "family_help", "child_in_need"}
    for outcome, reason, days, tier, plan_ended, holding in rows:
        if outcome == "child_in_need":
            # A conference, or a child who came into care, may have stepped the plan up before the assessment was signed off.
            assert holding in ("child_in_need", "child_protection", "looked_after")
            assert reason == ("" if plan_ended is None else "RC7")
        else:
            assert (reason, days) == ({"nothing_further": "RC8", "family_help": "RC9"}[outcome], 0)
            assert (outcome == "nothing_further") or tier != "child_in_need"


def test_assessments_are_signed_off_in_forty_five_working_days_as_often_as_is_published(
    hackney: Made,
) -> None:
    """The clock is stopped by the sign-off, so that its share is the authority's published one."""
    _, ask = hackney
    ((many, within),) = ask(
        "SELECT count(*), 100.0 * avg((NOT was_late)::int) FROM timeline_clock c JOIN timeline_event e ON e.id = c.stopped_by_id"
        " WHERE c.rule = 'assessment' AND e.kind = 'family_help.assessment_authorised'"
    )
    published = of_authority("E09000012").percent_within_45_days
    assert many > 80
    assert abs(float(within) - published) < 3 * (published * (100 - published) / (many / 2)) ** 0.5 + 1


def test_this_morning_one_assessment_waits_for_the_manager_and_one_was_sent_back(hackney: Made) -> None:
    """The cast's team manager has one to sign off, their social worker one to change; each is on a list of theirs."""
    _, ask = hackney
    found = ask(
        "SELECT a.status, a.returned_words <> '', t.title FROM family_help_familyassessment a"
        " JOIN workforce_worker w ON w.id = a.written_by_id"
        " JOIN timeline_task t ON t.link = '/assessments/' || a.id || '/' AND t.done_at IS NULL WHERE w.name = 'Hannah Whitfield'"
    )
    assert ("submitted", False, "Read an assessment and sign it off") in found
    assert ("draft", True, "Change an assessment that was sent back") in found


def test_sessions_lie_within_the_help_and_the_help_within_its_plan(hackney: Made) -> None:
    """Nobody comes to help before it begins or after it has ended, and a closed plan has no help that goes on."""
    _, ask = hackney
    assert ask("SELECT count(*) FROM family_help_deliverysession")[0][0] > 300
    assert not ask(
        "SELECT s.id FROM family_help_deliverysession s JOIN family_help_interventiondelivery d ON d.id = s.delivery_id"
        " WHERE d.start_date IS NULL OR s.day < d.start_date OR s.day > d.end_date"
    )
    assert not ask(
        "SELECT d.id FROM family_help_interventiondelivery d JOIN plans_plan p ON p.id = d.plan_id"
        " WHERE d.offered_date < p.start_date OR d.end_date > p.end_date OR (p.end_date IS NOT NULL AND d.ending = '')"
    )
    assert not ask(
        "SELECT 1 FROM family_help_interventiondelivery d WHERE NOT EXISTS"
        " (SELECT 1 FROM family_help_deliveryparticipant p WHERE p.delivery_id = d.id)"
    )


def test_no_session_is_attended_before_the_first_help_and_where_it_was_the_first_help_they_agree(
    hackney: Made,
) -> None:
    """The first help is as early as anything that came of an offer; some of it was a session, named as such."""
    _, ask = hackney
    firsts = dict(
        ask(
            "SELECT (details ->> 'plan')::bigint, min(day) FROM timeline_event WHERE kind = 'plans.help_given' GROUP BY 1"
        )
    )
    sessions = ask(
        "SELECT d.plan_id, min(s.day) FROM family_help_deliverysession s JOIN family_help_interventiondelivery d ON d.id = s.delivery_id"
        " WHERE s.attendance = 'attended' GROUP BY 1"
    )
    assert sessions
    assert all(firsts[plan] <= day for plan, day in sessions)
    named = ask(
        "SELECT count(*) FROM timeline_event e JOIN family_help_interventiondelivery d ON d.id = (e.details ->> 'delivery')::bigint"
        " JOIN family_help_deliverysession s ON s.delivery_id = d.id AND s.day = e.day AND s.attendance = 'attended'"
        " JOIN family_help_intervention i ON i.id = d.intervention_id AND i.name = e.details ->> 'what'"
        " WHERE e.kind = 'plans.help_given' AND e.thread LIKE 'contact:%'"
    )[0][0]
    assert 0.1 < named / len(firsts) < 0.35


def test_help_fits_a_child_of_the_family_and_the_need_that_brought_them(hackney: Made) -> None:
    """Nobody is offered a group for toddlers for a fifteen-year-old."""
    _, ask = hackney
    assert not ask(
        "SELECT d.id FROM family_help_interventiondelivery d JOIN family_help_intervention i ON i.id = d.intervention_id"
        " WHERE NOT EXISTS (SELECT 1 FROM plans_planchild c JOIN plans_plan p ON p.id = c.plan_id JOIN people_person k ON k.id = c.child_id"
        "  WHERE c.plan_id = d.plan_id AND (k.birth_date IS NULL OR"
        "   extract(year FROM age(p.start_date, k.birth_date)) BETWEEN coalesce(i.youngest, 0) - 1 AND coalesce(i.oldest, 17) + 1))"
    )


def test_most_who_start_finish_and_some_never_start_with_the_reason(hackney: Made) -> None:
    """Reach and completion are such as a practitioner would believe."""
    _, ask = hackney
    endings = dict(ask("SELECT ending, count(*) FROM family_help_interventiondelivery GROUP BY 1"))
    started = endings["completed"] + endings["stopped_early"]
    assert 0.55 < endings["completed"] / started < 0.8
    assert 0.05 < endings["never_started"] / sum(endings.values()) < 0.35
    ((attended,),) = ask("SELECT avg((attendance = 'attended')::int) FROM family_help_deliverysession")
    assert 0.68 < attended < 0.9
    ((offered, plans),) = ask(
        "SELECT (SELECT count(DISTINCT plan_id) FROM family_help_interventiondelivery), (SELECT count(*) FROM plans_plan)"
    )
    assert 0.6 < offered / plans < 0.95


def test_scores_are_on_their_scales_and_most_completed_help_has_one_before_and_one_after(
    hackney: Made,
) -> None:
    """Some come out better, some the same and some worse; the day after is not before the day before."""
    _, ask = hackney
    known = measures()
    rows = ask("SELECT measure, score FROM family_help_outcomescore")
    assert not [(code, score) for code, score in rows if known[code].off_the_scale(score)]
    pairs = ask(
        "SELECT b.measure, b.score, a.score, a.day - b.day FROM family_help_outcomescore b JOIN family_help_outcomescore a"
        " ON a.delivery_id = b.delivery_id AND a.measure = b.measure AND a.person_id IS NOT DISTINCT FROM b.person_id"
        " AND a.stage = 'after' WHERE b.stage = 'before'"
    )
    assert all(days >= 0 for *_, days in pairs)
    changes = [
        (before - after if known[code].lower_is_better else after - before)
        for code, before, after, _ in pairs
    ]
    better, worse = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    assert better > worse > 0.2 * len(changes)
    ((scored,),) = ask(
        "SELECT avg((EXISTS (SELECT 1 FROM family_help_outcomescore b JOIN family_help_outcomescore a ON a.delivery_id = b.delivery_id"
        "  AND a.measure = b.measure AND a.stage = 'after' WHERE b.delivery_id = d.id AND b.stage = 'before'))::int)"
        " FROM family_help_interventiondelivery d WHERE d.ending = 'completed'"
    )
    assert 0.5 < scored < 0.95


@pytest.mark.parametrize("family", ["first_help_due", "first_help_late", "first_help_soon"])
def test_my_day_can_show_help_that_was_promised_and_has_not_begun(hackney: Made, family: str) -> None:
    """Each of the cast's families who wait for their first help have been offered some, and it has not started."""
    _, ask = hackney
    waiting = ask(
        "SELECT DISTINCT d.plan_id FROM family_help_interventiondelivery d JOIN plans_planlead l ON l.plan_id = d.plan_id"
        " AND l.end_date IS NULL JOIN workforce_worker w ON w.id = l.worker_id"
        " WHERE w.name = 'Yusuf Rahman' AND d.start_date IS NULL AND d.ending = ''"
    )
    assert len(waiting) >= ("first_help_due", "first_help_late", "first_help_soon").index(family) + 1


def test_meetings_of_the_familys_own_people_follow_the_order_of_things(hackney: Made) -> None:
    """Offered, answered, held, agreed, looked at again; somebody came to each that was held."""
    _, ask = hackney
    rows = ask(
        "SELECT offered_date, answered_date, planned_date, held_date, agreed_date, reviewed_date, p.start_date, p.end_date"
        " FROM family_help_familynetworkmeeting m JOIN plans_plan p ON p.id = m.plan_id"
    )
    for offered, answered, planned, held, agreed, reviewed, begun, over in rows:
        days = [day for day in (begun, offered, answered, planned if held else None, agreed, reviewed) if day]
        assert days == sorted(days)
        assert over is None or max([*days, held or begun]) <= over
    states = dict(
        ask(
            "SELECT CASE WHEN why_not_offered <> '' THEN 'not offered' WHEN answer = 'declined' THEN 'declined'"
            " WHEN held_date IS NOT NULL THEN 'held' ELSE 'other' END, count(*) FROM family_help_familynetworkmeeting GROUP BY 1"
        )
    )
    offered = sum(states.values()) - states["not offered"]
    assert 0.15 < states["declined"] / offered < 0.5
    assert 0.3 < states["held"] / offered < 0.8
    assert not ask(
        "SELECT m.id FROM family_help_familynetworkmeeting m WHERE held_date IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM family_help_meetingplace c WHERE c.meeting_id = m.id AND c.came IN ('came', 'by_telephone'))"
    )
    # Whoever brings the family together does not work on the plan.
    assert not ask(
        "SELECT 1 FROM family_help_familynetworkmeeting m JOIN workforce_worker w ON lower(w.name) = lower(m.coordinator)"
    )


def test_help_from_the_network_was_offered_first_and_somebody_stays_in_touch_as_the_service_leaves(
    hackney: Made,
) -> None:
    """Nobody keeps an offer before it was made; most closed plans name who holds the family in mind."""
    _, ask = hackney
    assert ask("SELECT 1 FROM family_help_networkhelp LIMIT 1")
    assert not ask(
        "SELECT h.id FROM family_help_networkhelp h JOIN family_help_networkoffer o ON o.id = h.offer_id"
        " JOIN people_networkmember n ON n.id = o.member_id WHERE h.day < o.start_date OR o.start_date < n.start_date OR h.member_id <> o.member_id"
    )
    assert not ask(
        "SELECT h.id FROM family_help_networkhelp h JOIN people_networkmember n ON n.id = h.member_id WHERE n.last_in_touch_date < h.day"
    )
    ((named,),) = ask(
        "SELECT avg((EXISTS (SELECT 1 FROM family_help_staysintouch s WHERE s.plan_id = p.id AND s.start_date = p.end_date))::int)"
        " FROM plans_plan p WHERE p.end_date IS NOT NULL"
    )
    assert 0.7 < named < 1


def test_plans_end_for_a_reason_and_some_step_down_before_they_do(hackney: Made) -> None:
    """A closed plan says why it ended, an open one nothing; tiers follow each other without a gap."""
    _, ask = hackney
    assert not ask("SELECT id FROM plans_plan WHERE (end_date IS NULL) <> (closing_reason = '')")
    assert len(ask("SELECT DISTINCT closing_reason FROM plans_plan")) > 4
    assert ask(
        "SELECT 1 FROM plans_plantier a JOIN plans_plantier b ON b.plan_id = a.plan_id AND b.start_date = a.end_date"
        " WHERE a.tier = 'child_in_need' AND b.tier = 'family_help' AND b.what_changed <> '' AND b.family_view <> '' LIMIT 1"
    )
    assert not ask(
        "SELECT p.id FROM plans_plan p JOIN plans_plantier t ON t.plan_id = p.id GROUP BY p.id"
        " HAVING min(t.start_date) <> p.start_date OR max(coalesce(t.end_date, 'infinity')) <> coalesce(p.end_date, 'infinity')"
        " OR sum(coalesce(t.end_date, current_date + 9999) - t.start_date) <> coalesce(p.end_date, current_date + 9999) - p.start_date"
    )


def test_one_family_has_about_forty_relatives_over_three_generations(hackney: Made) -> None:
    """A genogram has half and step brothers and sisters, separations, deaths and a child who is expected to show."""
    _, ask = hackney
    family = ask(
        "WITH RECURSIVE kin AS ("
        " SELECT p.id FROM people_person p WHERE p.id = (SELECT r.person_id FROM people_relationship r WHERE r.kind IN ('parent', 'partner')"
        "   GROUP BY r.person_id ORDER BY count(*) DESC, r.person_id LIMIT 1)"
        " UNION SELECT CASE WHEN r.person_id = k.id THEN r.relative_id ELSE r.person_id END"
        " FROM kin k JOIN people_relationship r ON k.id IN (r.person_id, r.relative_id)"
        ") SELECT p.id, p.birth_date, p.death_date, p.expected_birth_date FROM kin k JOIN people_person p ON p.id = k.id"
    )
    numbers = [number for number, *_ in family]
    assert 38 <= len(family) <= 44
    assert sum(death is not None for _, _, death, _ in family) >= 3
    assert [born for _, born, _, expected in family if expected is not None and expected > TODAY] == [None]
    kinds = dict(
        ask("SELECT kind, count(*) FROM people_relationship WHERE person_id = ANY (%s) GROUP BY 1", numbers)
    )
    assert kinds["former_partner"] >= 4
    assert kinds["step_parent"] >= 5
    assert not ask(
        "SELECT 1 FROM people_relationship r JOIN people_person e ON e.id = r.person_id JOIN people_person y ON y.id = r.relative_id"
        " WHERE r.kind = 'parent' AND r.person_id = ANY (%s) AND (y.birth_date - e.birth_date < 365 * 14"
        "   OR y.birth_date > e.death_date + 280)", numbers,
    )  # fmt: skip
