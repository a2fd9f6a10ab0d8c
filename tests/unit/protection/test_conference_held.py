"""Holding a conference: what it decides is done, its clocks stop and start, and nothing ends in nothing."""

from __future__ import annotations

import datetime

import pytest

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Plan, PlanChild
from kith.casework.protection.actions import conferences
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.conferences import Asked
from kith.casework.protection.actions.holding_conference import Came
from kith.casework.protection.models import (
    ChildProtectionPlan,
    ConferencePlace,
    OfferOfHelp,
    ProtectiveAction,
    ThresholdDecision,
)
from kith.casework.timeline.models import Clock, Event
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago

AGENCIES = ("social_care", "health", "education")


def running(child: Person) -> dict[str, datetime.date]:
    """Return the clocks that run for a child, each with its day."""
    clocks = Clock.objects.filter(person=child, stopped_date__isnull=True)
    return {clock.rule: clock.due_date for clock in clocks}


def kinds_since(conference_id: int) -> list[str]:
    """Return the kinds of protection's events that name a conference, in order."""
    events = Event.objects.filter(kind__startswith="protection.", details__conference=conference_id)
    return list(events.order_by("pk").values_list("kind", flat=True))


def test_a_conference_puts_each_child_on_a_plan_and_steps_the_familys_plan_up(cast: Cast) -> None:
    """Written once: the plan there is steps up with its goals, the children come onto it, nobody types anything again."""
    plan = start_plan(
        family=cast.family,
        children=[cast.child],
        tier="family_help",
        lead=cast.social_worker,
        start_date=ago(40),
        by=cast.social_worker,
    )
    conference = made.booked(cast)
    made.hold(cast, conference, {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan("EMO")})

    rows = {row.child_id: row for row in ChildProtectionPlan.objects.all()}
    assert {row.plan_id for row in rows.values()} == {plan.pk}
    assert {row.start_date for row in rows.values()} == {ago(1)}
    assert {row.start_conference_id for row in rows.values()} == {conference.pk}
    assert rows[cast.sibling.pk].categories.get().category == "EMO"
    assert plan.tiers.get(end_date__isnull=True).tier == "child_protection"
    assert set(
        PlanChild.objects.filter(plan=plan, end_date__isnull=True).values_list("child_id", flat=True)
    ) == {
        cast.child.pk,
        cast.sibling.pk,
    }


def test_a_family_without_a_plan_has_one_begun(cast: Cast) -> None:
    """One plan for the family, with both children on it, and child protection from its first day."""
    conference = made.both_on_a_plan(cast)
    plan = Plan.objects.get(family=cast.family)
    assert plan.tiers.get().tier == "child_protection"
    assert plan.children.count() == 2
    assert conference.plan_id == plan.pk


def test_a_plan_that_is_looked_after_stays_so(cast: Cast) -> None:
    """A child in care who comes onto a protection plan does not step the family's plan down."""
    plan = start_plan(
        family=cast.family,
        children=[cast.child],
        tier="looked_after",
        lead=None,
        start_date=ago(40),
        by=cast.social_worker,
    )
    made.both_on_a_plan(cast)
    assert plan.tiers.get().tier == "looked_after"


def test_the_clocks_of_the_law_follow(cast: Cast) -> None:
    """The enquiry's limit stops; core group, first review and visits begin for each child, from the day it was held."""
    conference = made.booked(cast)
    assert "initial_conference" in running(cast.child)
    made.hold(cast, conference, {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()})
    for child in (cast.child, cast.sibling):
        assert {"core_group", "first_review_conference", "protection_plan_visit"} <= set(running(child))
        assert "initial_conference" not in running(child)
    event = Event.objects.get(kind="protection.initial_conference_held")
    assert event.thread == f"enquiry:{conference.enquiry_id}"
    assert event.day == ago(1)


def test_no_plan_comes_with_the_help_that_was_offered(cast: Cast) -> None:
    """Offered once to both; what the family takes up goes on its one plan, and its clock runs."""
    conference = made.booked(cast)
    one = made.decided("no_plan", offer=made.TAKEN_UP)
    with acting_as(cast.conference_chair):
        made.hold(cast, conference, {cast.child.pk: one, cast.sibling.pk: one})
    offer = OfferOfHelp.objects.get()
    assert set(offer.conference_parts.values_list("child_id", flat=True)) == {cast.child.pk, cast.sibling.pk}
    assert offer.plan is not None
    assert not ChildProtectionPlan.objects.exists()
    assert "help_after_enquiry" in running(cast.child)


def test_no_plan_without_an_offer_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    """No conference ends in nothing."""
    conference = made.booked(cast)
    with pytest.raises(CannotBeTrue, match="say what help was offered"):
        made.hold(
            cast, conference, {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.decided("no_plan")}
        )
    conference.refresh_from_db()
    assert conference.status == "booked"
    assert not ChildProtectionPlan.objects.exists()


def test_a_manager_gives_the_reason_for_no_offer_before_the_chair_decides(cast: Cast) -> None:
    """The chair, who holds nobody, cannot say that no help is offered; the manager can, beforehand."""
    conference = made.booked(cast)
    not_offered = made.Offer(answer="not_offered", not_offered_reason="They moved abroad on Sunday.")
    decisions = {
        number: made.decided("no_plan", offer=not_offered) for number in (cast.child.pk, cast.sibling.pk)
    }
    with pytest.raises(CannotBeTrue, match="Only a manager"):
        made.hold(cast, conference, decisions)
    with acting_as(cast.team_manager):
        conferences.offer_before_deciding(
            conference=conference,
            children=[cast.child, cast.sibling],
            offer=not_offered,
            day=ago(2),
            by=cast.team_manager,
        )
    made.hold(cast, conference, {number: made.decided("no_plan") for number in decisions})
    offer = OfferOfHelp.objects.get()
    assert offer.not_offered_by == cast.team_manager
    assert offer.conference_parts.count() == 2


def test_each_child_has_a_decision_of_their_own_and_who_sees_it_otherwise_is_in_it(cast: Cast) -> None:
    """Dissent is kept in their words, by their part; the decision names nobody else."""
    conference = made.booked(cast)
    places = conferences.ask_to_conference(
        conference=conference,
        people=[
            Asked(part="professional", agency="education", name="Beth Collins", post="Head teacher"),
            Asked(part="professional", agency="health", name="Una Doyle", post="Health visitor"),
            Asked(part="professional", agency="social_care", worker=cast.social_worker),
            Asked(part="parent", person=cast.mother, post="Mother"),
        ],
        by=cast.social_worker,
    )
    assert places[0].part == "parent", "the family comes first"
    came = {place.pk: Came("came") for place in places}
    head = ConferencePlace.objects.get(agency="education")
    came[head.pk] = Came("by_video", sees_it_otherwise="I think this is about housing.")
    made.hold(
        cast, conference, {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan("EMO")}, came=came
    )
    decisions = ThresholdDecision.objects.filter(kind="conference")
    assert decisions.count() == 2
    for one in decisions:
        assert "School, college or nursery: I think this is about housing." in one.other_views
        assert "Beth" not in one.other_views
        assert one.address == f"/conferences/{conference.pk}/"
    assert decisions.get(child=cast.sibling).decided == "A child protection plan: emotional abuse"


@pytest.mark.parametrize(
    ("there", "quorate"),
    [
        (("social_care", "health", "education"), True),
        (("social_care", "health"), False),
        (("police", "health", "education"), False),
        (("social_care", "social_care", "health"), False),
    ],
)
def test_social_care_and_two_other_agencies_are_enough(
    cast: Cast, there: tuple[str, ...], quorate: bool
) -> None:
    """Worked out from who was there; without enough it goes on with the reason, and is not blocked."""
    conference = made.booked(cast)
    places = conferences.ask_to_conference(
        conference=conference,
        people=[
            Asked(part="professional", agency=agency, name=f"Worker {number}")
            for number, agency in enumerate(there)
        ],
        by=cast.social_worker,
    )
    children = {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()}
    came = {place.pk: Came("came") for place in places}
    if not quorate:
        for said in (True, None):
            with pytest.raises(CannotBeTrue, match="who was missing"):
                made.hold(cast, conference, children, came=came, is_quorate=said)
    held = made.hold(
        cast,
        conference,
        children,
        came=came,
        is_quorate=None,
        why_not_quorate="" if quorate else "The police sent words; waiting would leave Daniel unsafe.",
    )
    assert held.is_quorate is quorate


def test_whoever_was_asked_and_is_not_marked_did_not_come(cast: Cast) -> None:
    """Nobody is counted as there who was not."""
    conference = made.booked(cast)
    (place,) = conferences.ask_to_conference(
        conference=conference, people=[Asked(part="parent", person=cast.mother)], by=cast.social_worker
    )
    made.hold(
        cast,
        conference,
        {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()},
        is_quorate=False,
        why_not_quorate="Nobody came.",
    )
    place.refresh_from_db()
    assert place.came == "did_not_come"


def test_a_parent_is_left_out_only_for_a_reason(cast: Cast) -> None:
    """A parent who may not come learns why, and so does whoever reads it later."""
    conference = made.booked(cast)
    (place,) = conferences.ask_to_conference(
        conference=conference, people=[Asked(part="parent", person=cast.mother)], by=cast.social_worker
    )
    children = {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()}
    with pytest.raises(CannotBeTrue, match="why you left them out"):
        made.hold(
            cast,
            conference,
            children,
            came={place.pk: Came("left_out")},
            is_quorate=False,
            why_not_quorate="x",
        )
    made.hold(
        cast,
        conference,
        children,
        came={place.pk: Came("left_out", left_out_reason="She threatened the head teacher.")},
        is_quorate=False,
        why_not_quorate="The police could not come.",
    )
    place.refresh_from_db()
    assert place.left_out_reason == "She threatened the head teacher."


def test_agreed_actions_and_the_next_conference_are_kept(cast: Cast) -> None:
    """Who does what by when; the next conference by the latest day that the law allows, where no other is chosen."""
    conference = made.booked(cast)
    held = made.hold(
        cast,
        conference,
        {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()},
        agreed=[Agreed("Fit a lock", "Ngozi Okafor", ago(-5))],
    )
    assert ProtectiveAction.objects.get(conference=conference).what == "Fit a lock"
    assert held.next_review_date == running(cast.child)["first_review_conference"]


def test_a_late_conference_is_held_and_says_why(cast: Cast) -> None:
    """Late is recorded with its reason on the clock; nothing is blocked."""
    enquiry = made.enquiry_about(cast.family, [cast.child], start_date=ago(60), by=cast.social_worker)
    conference = made.requesting.request_conference(
        family=cast.family, children=[cast.child], kind="initial", requested_date=ago(50), by=cast.social_worker, enquiry=enquiry
    )  # fmt: skip
    made.book(cast, conference)
    made.hold(cast, conference, {cast.child.pk: made.on_a_plan()}, why_late="Daniel was in hospital.")
    clock = Clock.objects.get(rule="initial_conference", person=cast.child)
    assert clock.was_late
    assert clock.late_reason == "Daniel was in hospital."


def test_a_review_keeps_one_plan_and_ends_another(cast: Cast) -> None:
    """Each group has its own event, so that the six months run for those alone whose plan goes on."""
    made.both_on_a_plan(cast, held_date=ago(9))
    plan = Plan.objects.get(family=cast.family)
    review = made.review_booked(cast, [cast.child, cast.sibling])
    today = ago(0)
    made.hold(
        cast,
        review,
        {
            cast.child.pk: made.decided("plan_continues", category="EMO"),
            cast.sibling.pk: made.decided("plan_ends", ended_because="no_longer_at_risk"),
        },
        held_date=today,
    )
    still = ChildProtectionPlan.objects.get(child=cast.child)
    assert still.end_date is None
    assert [(row.category, row.end_date) for row in still.categories.order_by("start_date")] == [
        ("NEG", today),
        ("EMO", None),
    ]
    ended = ChildProtectionPlan.objects.get(child=cast.sibling)
    assert (ended.end_date, ended.end_conference_id, ended.ended_because) == (
        today,
        review.pk,
        "no_longer_at_risk",
    )
    assert ended.categories.get().end_date == today
    assert "later_review_conference" in running(cast.child)
    assert "first_review_conference" not in running(cast.child)
    assert not {
        "later_review_conference",
        "first_review_conference",
        "core_group",
        "protection_plan_visit",
    } & set(running(cast.sibling))
    assert plan.tiers.get(end_date__isnull=True).tier == "child_protection"
    assert kinds_since(review.pk) == [
        "protection.review_conference_held",
        "protection.review_conference_held",
        "protection.protection_plan_category_changed",
        "protection.protection_plan_continued",
        "protection.protection_plan_ended",
    ]


def test_brothers_and_sisters_on_a_plan_are_reviewed_at_a_babys_initial_conference(cast: Cast) -> None:
    """One meeting for the family: the baby's plan begins, the others' goes on, and each has its own clocks."""
    made.hold(
        cast, made.booked(cast, children=[cast.child]), {cast.child.pk: made.on_a_plan()}, held_date=ago(9)
    )
    enquiry = made.SectionFortySevenEnquiry.objects.get()
    made.SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        status="ended", end_date=ago(9), decided_by=cast.team_manager
    )
    made.hold(
        cast,
        made.booked(cast, requested_date=ago(5)),
        {cast.child.pk: made.decided("plan_continues", category="NEG"), cast.sibling.pk: made.on_a_plan()},
    )
    assert ChildProtectionPlan.objects.filter(end_date__isnull=True).count() == 2
    assert "later_review_conference" in running(cast.child)
    assert "first_review_conference" in running(cast.sibling)


def test_an_unborn_child_has_a_conference_and_a_plan_and_is_born_onto_it(cast: Cast) -> None:
    """When the baby is born the record of the same child is corrected, and nothing else is typed again."""
    baby = Person.objects.create(display_name="Baby Okafor", expected_birth_date=ago(-60))
    cast.family.memberships.create(person=baby, role="child", start_date=ago(30))
    conference = made.booked(cast, children=[baby])
    made.hold(cast, conference, {baby.pk: made.on_a_plan()})
    row = ChildProtectionPlan.objects.get(child=baby)
    Person.objects.filter(pk=baby.pk).update(birth_date=ago(0), expected_birth_date=None, sex="F")
    row.refresh_from_db()
    assert row.end_date is None
    assert row.plan.children.get(child=baby).end_date is None


def test_a_chair_who_reads_and_holds_nobody_does_all_of_it_behind_the_wall(cast: Cast) -> None:
    """The wall lets through every row that holding a conference changes, for a chair who only reads."""
    conference = made.booked(cast)
    children = {
        cast.child.pk: made.on_a_plan(),
        cast.sibling.pk: made.decided("no_plan", offer=made.DECLINED),
    }
    (place,) = conferences.ask_to_conference(
        conference=conference, people=[Asked(part="parent", person=cast.mother)], by=cast.social_worker
    )
    with acting_as(cast.conference_chair):
        made.hold(
            cast,
            conference,
            children,
            came={place.pk: Came("came", sees_it_otherwise="I was at work.")},
            is_quorate=False,
            why_not_quorate="The police could not come.",
            agreed=[Agreed("Ring the school", "Priya Nair", ago(0), cast.social_worker)],
            why_late="",
        )
    review = made.review_booked(cast, [cast.child])
    with acting_as(cast.conference_chair):
        made.hold(cast, review, {cast.child.pk: made.decided("plan_ends")}, held_date=ago(0))
    assert ChildProtectionPlan.objects.get().end_date == ago(0)
    place.refresh_from_db()
    assert place.sees_it_otherwise == "I was at work."


def test_a_restricted_child_is_decided_for_by_the_chair_who_is_named(cast: Cast) -> None:
    """The sealed boy's chair is named on his record: booked, held, and on a plan, behind the wall."""
    family = made.Family.objects.create(name="Ashdown")
    family.memberships.create(person=cast.sealed_child, role="child", start_date=ago(300))
    enquiry = made.enquiry_about(family, [cast.sealed_child], start_date=ago(10), by=cast.director)
    conference = made.requesting.request_conference(
        family=family, children=[cast.sealed_child], kind="initial", requested_date=ago(5), by=cast.director, enquiry=enquiry
    )  # fmt: skip
    made.book(cast, conference)
    with acting_as(cast.conference_chair):
        made.hold(cast, conference, {cast.sealed_child.pk: made.on_a_plan("PHY")})
    assert ChildProtectionPlan.objects.get(child=cast.sealed_child).plan.family_id == family.pk
