"""The plan's pages, each through a signed-in client behind the wall."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.people.models import Person
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Goal, GoalScore, Plan, PlanAction, Sharing
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock, Event
from tests.furnishing.form_days import day_fields

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
BEGAN = datetime.timedelta(days=40)


@pytest.fixture
def plan(cast) -> Plan:
    """The Okafors' plan, begun forty days ago for both children."""
    return start_plan(
        family=cast.family,
        children=[cast.child, cast.sibling],
        tier="family_help",
        lead=cast.social_worker,
        start_date=TODAY() - BEGAN,
        what_we_want="For mornings to be calm.",
        by=cast.social_worker,
    )


@pytest.fixture
def client(cast, client_for):
    """The social worker, who holds the children, signed in."""
    return client_for(cast.social_worker)


def approach(cast, *people, days_ago: int = 30, number: int = 7) -> str:
    """Record that a family asked for help, and return the thread of that approach."""
    with transaction.atomic():
        record_event(
            "front_door.contact_received",
            by=cast.contact_officer,
            day=TODAY() - datetime.timedelta(days=days_ago),
            about=[one.pk for one in people],
            summary="Asked for help.",
            thread=f"contact:{number}",
            details={"asks_for_help": True},
            team_id=cast.front_door.pk,
        )
    return f"contact:{number}"


def first_help_clocks():
    """Return the clocks to first help."""
    return Clock.objects.filter(rule="first_help")


def test_plan_is_started_for_the_family(cast, client):
    """Starting a plan takes one form; a second start leads to the plan that there is."""
    address = f"/families/{cast.family.pk}/plan/start/"
    assert client.get(address).status_code == 200
    sent = {
        "children": [cast.child.pk, cast.sibling.pk],
        "tier": "family_help",
        "lead": cast.social_worker.pk,
        "what_we_want": "For mornings to be calm.",
        "what_is_strong": "",
        **day_fields("start_date", TODAY()),
    }
    answer = client.post(address, sent)
    assert answer.status_code == 303, answer.content.decode()
    plan = Plan.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/"
    assert {place.child for place in plan.children.all()} == {cast.child, cast.sibling}
    assert client.get(address).status_code == 302
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "has an open plan" in again.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("social_worker", 200), ("team_manager", 200), ("family_help_practitioner", 200), ("partner", 200),
        ("contact_officer", 200), ("outsider", 403), ("administrator", 403), ("auditor", 403),
        ("performance_analyst", 403), ("director", 200), ("outside_manager", 200),
    ],
)  # fmt: skip
def test_who_may_read_a_plan(cast, client_for, plan, who, status):
    """A plan is read by whoever may read the record of a child whom it is for."""
    assert client_for(getattr(cast, who)).get(f"/plans/{plan.pk}/").status_code == status


def test_plan_page_begins_with_what_the_family_wants(client, plan):
    """Their words stand before the goals; the page has one heading of the first rank."""
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert page.count("<h1") == 1
    assert page.index("For mornings to be calm.") < page.index("Goals</h2>")
    assert client.get("/plans/99999/").status_code == 404


def test_words_are_changed_and_the_second_editor_sees_both(client, plan):
    """A form opened before the last save is not written over it."""
    address = f"/plans/{plan.pk}/words/"
    assert client.post(address, {"version": "1", "what_we_want": "To sleep."}).status_code == 303
    late = client.post(address, {"version": "1", "what_we_want": "To eat together."})
    assert late.status_code == 409
    page = late.content.decode()
    assert "To sleep." in page
    assert "To eat together." in page
    plan.refresh_from_db()
    assert plan.what_we_want == "To sleep."


def test_goal_is_set_scored_and_met(cast, client, plan):
    """How far a goal has come is shown in numbers and in words."""
    answer = client.post(
        f"/plans/{plan.pk}/goals/add/",
        {
            "words": "We eat breakfast together",
            "child": "",
            "need": "",
            **day_fields("set_date", TODAY() - BEGAN),
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    goal = Goal.objects.get()
    for stage, score, day in [("start", "3", TODAY() - BEGAN), ("middle", "6", TODAY())]:
        answer = client.post(
            f"/plans/{plan.pk}/goals/{goal.pk}/score/",
            {"stage": stage, "score": score, "scored_by": "parent", **day_fields("day", day)},
        )
        assert answer.status_code == 303, answer.content.decode()
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "3 steps nearer" in page
    reword = client.post(
        f"/plans/{plan.pk}/goals/{goal.pk}/reword/", {"version": "1", "words": "Breakfast, all of us"}
    )
    assert reword.status_code == 303
    client.post(
        f"/plans/{plan.pk}/goals/{goal.pk}/close/", {"status": "met", **day_fields("closed_date", TODAY())}
    )
    goal.refresh_from_db()
    assert (goal.words, goal.status, goal.closed_date) == ("Breakfast, all of us", "met", TODAY())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score": "11"}, "Select a valid choice"),
        ({"score": ""}, "Choose a score from 0 (not at all) to 10 (fully met)."),
        ({"stage": "start"}, "There is a score at the start by a parent or carer already."),
        ({"days_ago": 50}, "The plan began on"),
        ({"stage": "end", "days_ago": 30}, "The score at the end comes after the others"),
    ],
)
def test_score_that_cannot_be_is_refused_with_what_to_do(cast, client, plan, change, sentence):
    """Each mistake has its own sentence, and nothing is written."""
    goal = Goal.objects.create(plan=plan, words="Sleep", set_date=TODAY() - BEGAN)
    GoalScore.objects.create(goal=goal, stage="start", score=3, scored_by="parent", day=TODAY() - BEGAN)
    GoalScore.objects.create(goal=goal, stage="middle", score=4, scored_by="parent", day=TODAY() - BEGAN / 2)
    sent = {"stage": "middle", "score": "5", "scored_by": "parent", "days_ago": 0} | change
    sent |= day_fields("day", TODAY() - datetime.timedelta(days=sent.pop("days_ago")))
    answer = client.post(f"/plans/{plan.pk}/goals/{goal.pk}/score/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert GoalScore.objects.count() == 2


def test_goal_of_another_plan_is_not_found(cast, client, plan):
    """A number guessed from another plan opens nothing."""
    other = Plan.objects.create(
        family=cast.family, start_date=TODAY() - BEGAN * 3, end_date=TODAY() - BEGAN * 2
    )
    goal = Goal.objects.create(plan=other, words="Sleep", set_date=TODAY() - BEGAN * 3)
    assert client.get(f"/plans/{plan.pk}/goals/{goal.pk}/score/").status_code == 404


def test_first_help_stops_the_clock_of_the_approach(cast, client, plan):
    """Help recorded on the plan stops the first-help clock of everyone in the family's approach."""
    thread = approach(cast, cast.child, cast.sibling, cast.mother)
    assert first_help_clocks().filter(stopped_date__isnull=True).count() == 3
    day = TODAY() - datetime.timedelta(days=2)
    assert client.get(f"/plans/{plan.pk}/help/").status_code == 200
    answer = client.post(f"/plans/{plan.pk}/help/", {"what": "Cooker delivered", **day_fields("day", day)})
    assert answer.status_code == 303, answer.content.decode()
    event = Event.objects.get(kind="plans.help_given")
    assert event.thread == thread
    assert {clock.stopped_date for clock in first_help_clocks()} == {day}
    assert {clock.stopped_by for clock in first_help_clocks()} == {event}
    assert "Cooker delivered" in client.get(f"/plans/{plan.pk}/").content.decode()


def test_two_approaches_are_both_answered_and_shown_once(cast, client, plan):
    """One event for each approach; the plan tells the help once."""
    approach(cast, cast.child, number=7)
    approach(cast, cast.sibling, number=8)
    client.post(f"/plans/{plan.pk}/help/", {"what": "Cooker delivered", **day_fields("day", TODAY())})
    assert {event.thread for event in Event.objects.filter(kind="plans.help_given")} == {
        "contact:7",
        "contact:8",
    }
    assert not first_help_clocks().filter(stopped_date__isnull=True).exists()
    assert client.get(f"/plans/{plan.pk}/").content.decode().count("Cooker delivered") == 1


def test_help_stops_the_clock_of_a_brother_whom_the_worker_may_not_see(cast, client, plan):
    """A restricted member of the approach is helped as well, whoever records it."""
    hidden = cast.restricted_child
    approach(cast, cast.child, hidden)
    client.post(f"/plans/{plan.pk}/help/", {"what": "Cooker delivered", **day_fields("day", TODAY())})
    assert not first_help_clocks().filter(stopped_date__isnull=True).exists()


def test_help_before_the_approach_does_not_answer_it(cast, client, plan):
    """Only help given after the family asked stops its clock."""
    approach(cast, cast.child, days_ago=10)
    day = TODAY() - datetime.timedelta(days=20)
    client.post(f"/plans/{plan.pk}/help/", {"what": "A visit", **day_fields("day", day)})
    assert first_help_clocks().get().stopped_date is None
    assert Event.objects.get(kind="plans.help_given").thread == f"plan:{plan.pk}"


def test_help_among_the_things_to_do_counts_when_it_is_done(cast, client, plan):
    """An action marked as help stops the clock on the day it is done."""
    approach(cast, cast.child)
    sent = {
        "what": "Parenting course", "owner_worker": cast.social_worker.pk, "owner_name": "", "goal": "",
        "is_help": "on", **day_fields("due_date", TODAY()),
    }  # fmt: skip
    assert client.post(f"/plans/{plan.pk}/actions/add/", sent).status_code == 303
    action = PlanAction.objects.get()
    client.get(f"/plans/{plan.pk}/actions/{action.pk}/done/")
    answer = client.post(f"/plans/{plan.pk}/actions/{action.pk}/done/", day_fields("done_date", TODAY()))
    assert answer.status_code == 303
    assert first_help_clocks().get().stopped_date == TODAY()
    again = client.post(f"/plans/{plan.pk}/actions/{action.pk}/done/", day_fields("done_date", TODAY()))
    assert again.status_code == 422


def test_stepping_up_keeps_everything_else(cast, client, plan):
    """The goals, actions, team and lead stay; the tier before ends on the day."""
    Goal.objects.create(plan=plan, words="Sleep", set_date=TODAY() - BEGAN)
    assert client.get(f"/plans/{plan.pk}/tier/").status_code == 200
    answer = client.post(
        f"/plans/{plan.pk}/tier/",
        {
            "tier": "child_in_need",
            "what_changed": "The baby was admitted twice.",
            "reason": "A social worker is needed.",
            "family_view": "OK",
            **day_fields("start_date", TODAY()),
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    assert [(one.tier, one.end_date) for one in plan.tiers.order_by("start_date")] == [
        ("family_help", TODAY()),
        ("child_in_need", None),
    ]
    assert plan.goals.count() == 1
    assert plan.leads.get().end_date is None
    event = Event.objects.get(kind="plans.tier_changed")
    assert event.details["from"] == "family_help"
    assert event.summary == "The plan stepped up to Child in need."


def test_lead_team_agreement_and_sharing(cast, client, plan):
    """Who leads, who is around, who agreed, and what was shared are each one form."""
    place = f"/plans/{plan.pk}"
    sent = {
        "lead/": {"worker": cast.family_help_practitioner.pk, "reason": "Knows them", **day_fields("start_date", TODAY())},
        "team/add/": {"worker": "", "person": "", "name": "Nan", "part": "School run", **day_fields("start_date", TODAY() - BEGAN)},
        "agreement/": {"person": cast.mother.pk, "answer": "agreed", "words": "Yes please", **day_fields("day", TODAY())},
        "sharing/": {
            "was_shared": "no", "recipient": "The school", "what": "Her diagnosis", "purpose": "None", "lawful_basis": "consent",
            "reason_not_shared": "She said no", **day_fields("day", TODAY()),
        },
    }  # fmt: skip
    for path, data in sent.items():
        assert client.get(f"{place}/{path}").status_code == 200, path
        answer = client.post(f"{place}/{path}", data)
        assert answer.status_code == 303, answer.content.decode()
    page = client.get(f"{place}/").content.decode()
    for words in ("led by Tom Whitfield", "Nan", "Yes please", "not shared with The school"):
        assert words in page
    member = plan.team_members.get()
    assert client.post(f"{place}/team/{member.pk}/end/", day_fields("end_date", TODAY())).status_code == 303
    assert Sharing.objects.get().reason_not_shared == "She said no"
    withdrawn = client.post(
        f"{place}/agreement/",
        {"person": cast.child.pk, "answer": "withdrawn", "words": "", **day_fields("day", TODAY())},
    )
    assert "nothing to withdraw" in withdrawn.content.decode()


def test_closed_plan_refuses_every_change_with_a_sentence(cast, client, plan):
    """A closed plan is read as it was; each form leads back with the reason, and a post changes nothing."""
    goal = Goal.objects.create(plan=plan, words="Sleep", set_date=TODAY() - BEGAN)
    page = client.get(f"/plans/{plan.pk}/close/").content.decode()
    assert "Still open: Sleep" in page
    answer = client.post(
        f"/plans/{plan.pk}/close/",
        {
            "closing_summary": "All is well.",
            "closing_reason": "goals_met",
            "family_view": "We are fine now.",
            "name_1": "Nan",
            "how_1": "Rings on Sundays",
            **day_fields("end_date", TODAY()),
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    plan.refresh_from_db()
    assert plan.end_date == TODAY()
    assert plan.tiers.get().end_date == TODAY()
    for path in ("words", "tier", "lead", "help", "goals/add", "actions/add", "team/add", "agreement", "sharing", "close",
                 f"goals/{goal.pk}/score", "children/add"):  # fmt: skip
        assert client.get(f"/plans/{plan.pk}/{path}/").status_code == 302, path
    refused = client.post(f"/plans/{plan.pk}/help/", {"what": "A visit", **day_fields("day", TODAY())})
    assert refused.status_code == 422
    assert "This plan is closed" in refused.content.decode()
    assert "All is well." in client.get(f"/plans/{plan.pk}/").content.decode()


def test_another_child_comes_onto_the_plan(cast, client, plan):
    """A child of the family who is not on the plan yet is added from a day."""
    plan.children.filter(child=cast.sibling).delete()
    assert client.get(f"/plans/{plan.pk}/children/add/").status_code == 200
    answer = client.post(
        f"/plans/{plan.pk}/children/add/", {"child": cast.sibling.pk, **day_fields("start_date", TODAY())}
    )
    assert answer.status_code == 303
    assert plan.children.count() == 2


def test_plan_as_known_at_an_earlier_instant(cast, client, plan):
    """Before it was recorded there was no plan; just now it stands as it is, and nothing can be changed from there."""
    address = f"/plans/{plan.pk}/as-known-at/"
    assert client.get(address).status_code == 200
    assert client.get(address, day_fields("day", TODAY() - BEGAN)).status_code == 422
    page = client.get(address, day_fields("day", TODAY()))
    assert "as it was known on" in page.content.decode()
    assert "Record help given" not in page.content.decode()


def test_plan_page_asks_few_questions_whatever_it_holds(cast, client, plan):
    """With many goals, scores and actions the page stays within 25 queries."""
    for number in range(8):
        goal = Goal.objects.create(plan=plan, words=f"Goal {number}", set_date=TODAY() - BEGAN)
        for stage in ("start", "middle"):
            GoalScore.objects.create(goal=goal, stage=stage, score=number, scored_by="child", day=TODAY())
        PlanAction.objects.create(
            plan=plan, goal=goal, what="Visit", owner_worker=cast.team_manager, due_date=TODAY()
        )
        plan.team_members.create(name=f"Friend {number}", part="Listens", start_date=TODAY() - BEGAN)
        plan.agreements.create(person=Person.objects.get(pk=cast.mother.pk), answer="agreed", day=TODAY())
    client.get(f"/plans/{plan.pk}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/plans/{plan.pk}/")
    assert len(asked) <= 25, len(asked)
