"""Help on its way to one family: what is recorded, what cannot be true, and that the first help is counted once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from kith.casework.family_help.actions import delivering
from kith.casework.family_help.actions.delivering import Session
from kith.casework.family_help.models import (
    DeliverySession,
    Intervention,
    InterventionDelivery,
    OutcomeScore,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions import goals
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock, Event
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The Okafors' plan, begun sixty days ago for both children."""
    return plans.start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=cast.social_worker,
        start_date=ago(60), what_we_want="For mornings to be calm.", by=cast.social_worker,
    )  # fmt: skip


@pytest.fixture
def intervention(db: None) -> Intervention:
    """Incredible Years Preschool, as it ships."""
    return Intervention.objects.get(code="incredible-years-preschool")


@pytest.fixture
def offer(cast: Cast, plan: Plan, intervention: Intervention):
    """A function that offers the help to the mother and Esther, fifty days ago and in twenty sessions."""

    def made(**other) -> InterventionDelivery:
        told = {
            "plan": plan, "intervention": intervention, "people": [cast.mother, cast.sibling],
            "why_this": "Ngozi asked for it.", "offered_date": ago(50), "planned_sessions": 20,
            "by": cast.social_worker,
        }  # fmt: skip
        return delivering.offer_help(**{**told, **other})

    return made


@pytest.fixture
def started(cast: Cast, offer) -> InterventionDelivery:
    """That help, started forty days ago."""
    delivery = offer()
    delivering.start_help(delivery=delivery, start_date=ago(40), by=cast.social_worker)
    delivery.refresh_from_db()
    return delivery


def approach(cast: Cast) -> None:
    """The family asks for help fifty-five days ago: a clock to the first help begins."""
    record_event(
        "front_door.contact_received", by=cast.contact_officer, day=ago(55), about=[cast.child.pk],
        summary="Asked for help.", thread="contact:7", details={"asks_for_help": True}, team_id=cast.front_door.pk,
    )  # fmt: skip


def events(plan: Plan) -> list[str]:
    """Return the kinds of what happened to the plan's help, in order."""
    return list(
        Event.objects.filter(thread=f"plan:{plan.pk}", kind__startswith="family_help.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_help_is_delivered_from_offer_to_end(cast, plan, offer):
    """Each step is one event in the plan's thread, about the children and everyone whom the help is given to."""
    delivery = offer()
    by = cast.social_worker
    delivering.measure_outcome(
        delivery=delivery, measure="sdq_total", stage="before", score=Decimal(19), day=ago(45),
        person=cast.sibling, by=by,
    )  # fmt: skip
    delivering.start_help(delivery=delivery, start_date=ago(40), provider="Riverside Hub", by=by)
    delivering.hold_sessions(
        delivery=delivery, sessions=[Session(ago(33), "missed"), Session(ago(40), "attended")], by=by
    )
    delivering.measure_outcome(
        delivery=delivery, measure="sdq_total", stage="after", score=Decimal(13), day=ago(2),
        person=cast.sibling, by=by,
    )  # fmt: skip
    delivering.end_help(
        delivery=delivery, ending="completed", end_date=ago(1), ending_words="We shout less.", by=by
    )
    assert events(plan) == [
        "family_help.intervention_offered",
        "family_help.intervention_measured",
        "family_help.intervention_started",
        "family_help.session_held",
        "family_help.session_held",
        "family_help.intervention_measured",
        "family_help.intervention_ended",
    ]
    last = Event.objects.filter(kind="family_help.intervention_ended").get()
    assert last.details == {"plan": plan.pk, "delivery": delivery.pk, "ending": "completed"}
    about = set(last.subjects.values_list("person_id", flat=True))
    assert about == {cast.mother.pk, cast.child.pk, cast.sibling.pk}
    delivery.refresh_from_db()
    assert (delivery.provider, delivery.ending, delivery.ending_reason) == ("Riverside Hub", "completed", "")


def test_first_attended_session_stops_the_clock_to_first_help_once(cast, plan, started):
    """A missed session is no help; the first that they came to is; the second changes nothing."""
    approach(cast)
    by = cast.social_worker
    clock = Clock.objects.filter(rule="first_help")
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(38), "missed")], by=by)
    assert clock.get().stopped_date is None
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(31), "attended")], by=by)
    assert clock.get().stopped_date == ago(31)
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(24), "attended")], by=by)
    helped = Event.objects.filter(kind="plans.help_given")
    assert [event.details["what"] for event in helped] == ["Incredible Years Preschool"]


def test_start_is_the_help_where_no_sessions_are_planned(cast, offer):
    """A debt written off in one go is help on the day it began, and a session afterwards does not count again."""
    approach(cast)
    debt = Intervention.objects.get(code="debt-advice")
    delivery = offer(intervention=debt, planned_sessions=None)
    delivering.start_help(delivery=delivery, start_date=ago(40), by=cast.social_worker)
    assert Clock.objects.get(rule="first_help").stopped_date == ago(40)
    delivering.hold_sessions(
        delivery=delivery, sessions=[Session(ago(30), "attended")], by=cast.social_worker
    )
    assert Event.objects.filter(kind="plans.help_given").count() == 1


def test_start_of_help_in_sessions_is_not_yet_help(cast, started):
    """Being enrolled stops no clock."""
    approach(cast)
    assert Clock.objects.get(rule="first_help").stopped_date is None
    assert not Event.objects.filter(kind="plans.help_given").exists()


def test_a_session_put_right_to_attended_is_the_first_help(cast, started):
    """Recorded as missed by mistake: correcting it counts the help."""
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(31), "missed")], by=cast.social_worker)
    row = DeliverySession.objects.get()
    delivering.correct_session(session=row, attendance="attended", note="Came late", by=cast.social_worker)
    row.refresh_from_db()
    assert (row.attendance, row.note) == ("attended", "Came late")
    assert Event.objects.filter(kind="plans.help_given", day=ago(31)).count() == 1


def test_a_session_entered_by_mistake_is_taken_off(cast, started):
    """The wrong family: the row goes, the history and the event of its removal stay."""
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(31), "missed")], by=cast.social_worker)
    delivering.correct_session(
        session=DeliverySession.objects.get(), attendance="", note="", by=cast.social_worker
    )
    assert not DeliverySession.objects.exists()
    assert "mistake" in Event.objects.filter(kind="family_help.session_held").latest("pk").summary


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"people": []}, "Choose whom in the family"),
        ({"why_this": "  "}, "Say why this help"),
        ({"offered_date": ago(-1)}, "has not come yet"),
        ({"offered_date": ago(61)}, "The plan began on"),
    ],
)
def test_an_offer_that_cannot_be_true(offer, other, sentence):
    """Nobody to help, no reason, a day to come, a day before the plan."""
    with pytest.raises(CannotBeTrue, match=sentence):
        offer(**other)


def test_help_is_offered_once_at_a_time(offer, intervention):
    """What was offered to them and has not ended goes on; an entry that is out of use is not offered."""
    offer()
    with pytest.raises(CannotBeTrue, match=r"has not ended\. Go on with that"):
        offer()
    Intervention.objects.filter(pk=intervention.pk).update(is_in_use=False)
    intervention.refresh_from_db()
    with pytest.raises(CannotBeTrue, match="not offered here at present"):
        offer()


def test_a_goal_of_another_plan_or_one_closed_is_refused(cast, plan, offer):
    """Help serves a goal that the plan is working on."""
    goal = goals.add_goal(plan=plan, words="To sleep", set_date=ago(58), by=cast.social_worker)
    goals.close_goal(goal=goal, status="met", closed_date=ago(55), by=cast.social_worker)
    goal.refresh_from_db()
    with pytest.raises(CannotBeTrue, match="not one that the plan is working on"):
        offer(goal=goal)


def test_a_session_before_the_help_began_says_the_day(cast, offer, started):
    """The sentence names both days and says what to do; help that has not started has no session at all."""
    with pytest.raises(CannotBeTrue) as refused:
        delivering.hold_sessions(
            delivery=started, sessions=[Session(ago(41), "attended")], by=cast.social_worker
        )
    assert refused.value.sentence == (
        f"The help started on {ago(40):%-d %B %Y}, so there cannot have been a session on {ago(41):%-d %B %Y}. "
        "Enter that day or a later one."
    )
    waiting = offer(intervention=Intervention.objects.get(code="housing-help"))
    with pytest.raises(CannotBeTrue, match=r"has not started\. Record the day"):
        delivering.hold_sessions(
            delivery=waiting, sessions=[Session(ago(1), "attended")], by=cast.social_worker
        )


def test_sessions_to_come_twice_a_day_or_after_the_end(cast, started):
    """Each with its sentence, and none of several is kept where one cannot be true."""
    by = cast.social_worker
    with pytest.raises(CannotBeTrue, match="has not come yet"):
        delivering.hold_sessions(
            delivery=started, sessions=[Session(ago(3), "missed"), Session(ago(-1), "attended")], by=by
        )
    assert not DeliverySession.objects.exists()
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(9), "missed")], by=by)
    with pytest.raises(CannotBeTrue, match=r"already\. Correct that one"):
        delivering.hold_sessions(delivery=started, sessions=[Session(ago(9), "attended")], by=by)
    delivering.end_help(
        delivery=started, ending="stopped_early", ending_reason="family_chose", end_date=ago(5), by=by
    )
    with pytest.raises(CannotBeTrue, match="ended on"):
        delivering.hold_sessions(delivery=started, sessions=[Session(ago(4), "attended")], by=by)
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(6), "attended")], by=by)
    with pytest.raises(CannotBeTrue, match="Enter the day of one session"):
        delivering.hold_sessions(delivery=started, sessions=[], by=by)


@pytest.mark.parametrize(
    ("measure", "score", "sentence"),
    [
        ("sdq_total", "41", "SDQ total difficulties runs from 0 to 40, so 41 cannot be a score"),
        ("sdq_total", "-1", "runs from 0 to 40"),
        ("sdq_total", "12.5", "scored in whole numbers"),
        ("swemwbs", "6", "runs from 7 to 35"),
        ("school_attendance", "100.5", "runs from 0 to 100"),
        ("tea_leaves", "3", "Choose one of the measures"),
    ],
)
def test_a_score_off_the_scale(cast, started, measure, score, sentence):
    """The sentence says the scale and what to check."""
    with pytest.raises(CannotBeTrue, match=sentence):
        delivering.measure_outcome(
            delivery=started, measure=measure, stage="after", score=Decimal(score), day=ago(2), by=cast.social_worker
        )  # fmt: skip


def test_scores_in_an_order_that_cannot_be(cast, started):
    """After before the start, a stage twice, before later than after, somebody who is not helped, a day to come."""

    def measure(stage: str, days: int, person=cast.sibling, score: str = "10"):
        return delivering.measure_outcome(
            delivery=started, measure="sdq_total", stage=stage, score=Decimal(score), day=ago(days), person=person,
            by=cast.social_worker,
        )  # fmt: skip

    with pytest.raises(CannotBeTrue, match="is one before the help"):
        measure("after", 45)
    with pytest.raises(CannotBeTrue, match="whom this help is given to"):
        measure("before", 45, cast.child)
    with pytest.raises(CannotBeTrue, match="has not come yet"):
        measure("after", -1)
    row = measure("after", 10)
    with pytest.raises(CannotBeTrue, match="cannot be the other way round"):
        measure("before", 5)
    with pytest.raises(CannotBeTrue, match="at this stage already"):
        measure("after", 9)
    delivering.correct_outcome(outcome=row, score=Decimal(11), day=ago(8), by=cast.social_worker)
    assert OutcomeScore.objects.get().score == 11
    with pytest.raises(CannotBeTrue, match="runs from 0 to 40"):
        delivering.correct_outcome(outcome=row, score=Decimal(99), day=ago(8), by=cast.social_worker)


def test_no_score_after_help_that_has_not_started(cast, offer):
    """Before is possible, after is not yet."""
    with pytest.raises(CannotBeTrue, match="has not started, so there is no score after"):
        delivering.measure_outcome(
            delivery=offer(), measure="phq9", stage="after", score=Decimal(3), day=ago(2), by=cast.social_worker
        )  # fmt: skip


def test_endings_that_cannot_be_true(cast, offer, started):
    """Completed without a start, never started after one, before its last session, without a reason, twice."""
    by = cast.social_worker
    waiting = offer(intervention=Intervention.objects.get(code="housing-help"))
    with pytest.raises(CannotBeTrue, match=r"has not started\. Record its start first"):
        delivering.end_help(delivery=waiting, ending="completed", end_date=ago(1), by=by)
    with pytest.raises(CannotBeTrue, match="Choose why"):
        delivering.end_help(delivery=waiting, ending="never_started", end_date=ago(1), by=by)
    with pytest.raises(CannotBeTrue, match="was offered on"):
        delivering.end_help(
            delivery=waiting, ending="never_started", ending_reason="not_reached", end_date=ago(51), by=by
        )
    delivering.end_help(
        delivery=waiting, ending="never_started", ending_reason="waited_too_long", end_date=ago(1), by=by
    )
    with pytest.raises(CannotBeTrue, match="This help ended on"):
        delivering.start_help(delivery=waiting, start_date=ago(1), by=by)
    with pytest.raises(CannotBeTrue, match="started on"):
        delivering.end_help(
            delivery=started, ending="never_started", ending_reason="not_reached", end_date=ago(1), by=by
        )
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(10), "attended")], by=by)
    with pytest.raises(CannotBeTrue, match="had a session on"):
        delivering.end_help(delivery=started, ending="completed", end_date=ago(11), by=by)
    with pytest.raises(CannotBeTrue, match="has not come yet"):
        delivering.end_help(delivery=started, ending="completed", end_date=ago(-1), by=by)


def test_help_starts_once_and_not_before_it_was_offered(cast, offer):
    """Each with the day that stands in the way."""
    delivery = offer()
    with pytest.raises(CannotBeTrue, match="cannot start before that day"):
        delivering.start_help(delivery=delivery, start_date=ago(51), by=cast.social_worker)
    delivering.start_help(delivery=delivery, start_date=ago(50), by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="already"):
        delivering.start_help(delivery=delivery, start_date=ago(49), by=cast.social_worker)


def test_a_closed_plan_refuses_everything(cast, plan, started, offer):
    """Its help stays as it was when the plan was closed."""
    by = cast.social_worker
    delivering.hold_sessions(delivery=started, sessions=[Session(ago(9), "missed")], by=by)
    session = DeliverySession.objects.get()
    outcome = delivering.measure_outcome(
        delivery=started, measure="phq9", stage="before", score=Decimal(3), day=ago(45), by=by
    )
    Plan.objects.filter(pk=plan.pk).update(end_date=timezone.localdate(), closing_reason="goals_met")
    attempts = [
        lambda: offer(intervention=Intervention.objects.get(code="housing-help")),
        lambda: delivering.start_help(delivery=started, start_date=ago(1), by=by),
        lambda: delivering.hold_sessions(delivery=started, sessions=[Session(ago(1), "attended")], by=by),
        lambda: delivering.correct_session(session=session, attendance="attended", note="", by=by),
        lambda: delivering.measure_outcome(
            delivery=started, measure="phq9", stage="after", score=Decimal(3), day=ago(1), by=by
        ),
        lambda: delivering.correct_outcome(outcome=outcome, score=Decimal(4), day=ago(45), by=by),
        lambda: delivering.end_help(delivery=started, ending="completed", end_date=ago(1), by=by),
    ]
    for attempt in attempts:
        with pytest.raises(CannotBeTrue, match="This plan is closed"):
            attempt()
