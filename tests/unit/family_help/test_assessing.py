"""The single family assessment: written once, a part for each child, signed off by another, and nothing typed again."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.family_help.actions import assessing, signing_off
from kith.casework.family_help.models import AssessmentChild, FamilyAssessment
from kith.casework.front_door.models import Contact, Referral
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Goal, Plan
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock, Event, Task
from tests.furnishing.form_days import day_fields

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def refer(cast, child, days_ago: int = 30) -> Referral:
    """Make a child's statutory referral, whose 45 working days run."""
    day = TODAY() - datetime.timedelta(days=days_ago)
    contact = Contact.objects.create(
        reference=f"T-{child.pk}", received_at=timezone.now(), channel="telephone", asked_by="professional",
        source="2A", in_their_words="Please help.", team=cast.front_door, family=cast.family, status="decided",
    )  # fmt: skip
    referral = Referral.objects.create(
        contact=contact, child=child, referral_date=day, source="2A", primary_need="N4"
    )
    with transaction.atomic():
        record_event(
            "front_door.referral_received",
            by=cast.contact_officer,
            day=day,
            about=[child.pk],
            summary="A referral was made.",
            thread=f"referral:{referral.pk}",
            details={"to_be_assessed": True},
        )
    return referral


@pytest.fixture
def assessment(cast) -> FamilyAssessment:
    """An assessment of the Okafors begun ten days ago, about both children."""
    return assessing.start_assessment(
        family=cast.family,
        children=[cast.child, cast.sibling],
        kind="section_17",
        start_date=TODAY() - datetime.timedelta(days=10),
        by=cast.social_worker,
    )


def write_part(cast, part: AssessmentChild, **other: object) -> None:
    """Write a child's part with all that sign-off needs."""
    said = {
        "strengths": "Draws trains.",
        "seen_date": TODAY() - datetime.timedelta(days=3),
        "seen_alone": True,
        "why_not_seen": "",
        "child_words": "I like it when it is quiet.",
        "child_words_date": TODAY() - datetime.timedelta(days=3),
        "development": "Well.",
        "needs": "Sleep.",
        "factors": ["4B"],
        "outcome": "family_help",
        "outcome_reason": "Help with sleep and mornings is enough.",
        "by": cast.social_worker,
    }
    assessing.write_child_part(part=part, **(said | other))


def finish(cast, assessment: FamilyAssessment, **other: object) -> None:
    """Write every part and send the assessment for sign-off."""
    for part in assessment.children.order_by("pk"):
        write_part(cast, part, **other)
    signing_off.submit(assessment=assessment, by=cast.social_worker)


def test_an_assessment_starts_with_what_the_plan_says(cast):
    """The family's words and strengths are on the plan already, and are not asked for again."""
    start_plan(
        family=cast.family, children=[cast.child], tier="family_help", lead=cast.social_worker, start_date=TODAY(),
        what_we_want="For mornings to be calm.", what_is_strong="They look after each other.", by=cast.social_worker,
    )  # fmt: skip
    referral = refer(cast, cast.child)
    assessment = assessing.start_assessment(
        family=cast.family,
        children=[cast.child],
        kind="section_17",
        start_date=TODAY(),
        by=cast.social_worker,
    )
    assert assessment.in_their_words == "For mornings to be calm."
    assert assessment.strengths == "They look after each other."
    assert assessment.children.get().referral == referral
    with pytest.raises(CannotBeTrue, match="not signed off yet"):
        assessing.start_assessment(
            family=cast.family,
            children=[cast.sibling],
            kind="family_help",
            start_date=TODAY(),
            by=cast.social_worker,
        )


def test_two_assessments_at_once_are_refused_by_the_database(cast, assessment):
    """Even past the action, a family has one assessment that is not signed off."""
    with pytest.raises(IntegrityError), transaction.atomic():
        FamilyAssessment.objects.create(
            family=cast.family, kind="family_help", start_date=TODAY(), written_by=cast.social_worker
        )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"seen_date": TODAY() + datetime.timedelta(days=1)}, "has not come yet"),
        ({"seen_date": None}, "on which day the child was seen alone"),
        ({"child_words_date": None}, "on which day the child said this"),
        ({"factors": ["21", "4B"]}, "stands alone"),
        ({"factors": ["21"]}, "only with nothing further"),
        ({"factors": ["18A"]}, "no longer used"),
        ({"factors": ["99Z"]}, "no longer used"),
    ],
)
def test_what_cannot_be_true_of_a_child_is_said(cast, assessment, said, sentence):
    """Each impossible thing has its sentence, and nothing of the part is written."""
    part = assessment.children.order_by("pk")[0]
    with pytest.raises(CannotBeTrue, match=sentence):
        write_part(cast, part, **said)
    part.refresh_from_db()
    assert part.child_words == ""


def test_it_goes_for_sign_off_only_with_what_it_must_say(cast, assessment):
    """Each child seen or why not, a factor, and what comes next; the rest is a reminder and holds nobody up."""
    with pytest.raises(CannotBeTrue) as refused:
        signing_off.submit(assessment=assessment, by=cast.social_worker)
    assert "Say when Daniel Okafor was seen, or why not." in refused.value.sentence
    assert "Choose the factors for Esther Okafor" in refused.value.sentence
    for part in assessment.children.all():
        write_part(
            cast,
            part,
            child_words="",
            child_words_date=None,
            seen_date=None,
            seen_alone=False,
            why_not_seen="Abroad",
        )
    missing = signing_off.what_is_missing(assessment)
    assert [one.sentence for one in missing if one.must] == []
    assert "What Daniel Okafor says is not written down." in [one.sentence for one in missing]
    signing_off.submit(assessment=assessment, by=cast.social_worker)
    task = Task.objects.get(link=f"/assessments/{assessment.pk}/")
    assert task.worker == cast.team_manager


def test_nobody_signs_off_their_own(cast, assessment):
    """Not the writer, not whoever sent it: neither through the action nor past it."""
    finish(cast, assessment)
    assessment.refresh_from_db()
    with pytest.raises(CannotBeTrue, match="Nobody signs off their own assessment"):
        signing_off.authorise(assessment=assessment, words="Good.", by=cast.social_worker)
    for column in ("written_by", "submitted_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyAssessment.objects.filter(pk=assessment.pk).update(
                **{column: cast.team_manager},
                authorised_by=cast.team_manager,
                authorised_at=timezone.now(),
                authorised_date=TODAY(),
            )


def test_signing_off_stops_the_clock_and_starts_the_plan_in_the_assessments_words(cast, assessment):
    """Help on the plan as Family Help: the referral closes as RC9, a plan begins, and nothing is typed again."""
    referral = refer(cast, cast.child)
    AssessmentChild.objects.filter(assessment=assessment, child=cast.child).update(referral=referral)
    assessing.write_family_part(
        assessment=assessment, in_their_words="We want to sleep.", strengths="Grandma Ada.", parenting="",
        around_the_family="", analysis="Tired, and kind.", family_view="Fair.", by=cast.social_worker,
    )  # fmt: skip
    finish(cast, assessment)
    signing_off.authorise(assessment=assessment, words="The children were heard.", by=cast.team_manager)
    clock = Clock.objects.get(rule="assessment", person=cast.child)
    assert clock.stopped_date == TODAY()
    referral.refresh_from_db()
    assert (referral.closed_date, referral.closure_reason) == (TODAY(), "RC9")
    plan = Plan.objects.get(family=cast.family)
    assert (plan.what_we_want, plan.what_is_strong) == ("We want to sleep.", "Grandma Ada.")
    assert plan.tiers.get().tier == "family_help"
    assert plan.leads.get().worker == cast.social_worker
    assert {place.child for place in plan.children.all()} == {cast.child, cast.sibling}
    assessment.refresh_from_db()
    assert assessment.plan == plan
    assert not Task.objects.filter(link=f"/assessments/{assessment.pk}/", done_at__isnull=True).exists()


def test_a_child_in_need_steps_the_open_plan_up_and_keeps_the_referral_open(cast, assessment):
    """The plan that there is goes on, a tier higher, with the family's view; even on the day on which it began."""
    plan = start_plan(
        family=cast.family, children=[cast.child], tier="family_help", lead=cast.social_worker, start_date=TODAY(),
        by=cast.social_worker,
    )  # fmt: skip
    referral = refer(cast, cast.sibling)
    AssessmentChild.objects.filter(assessment=assessment, child=cast.sibling).update(referral=referral)
    finish(cast, assessment, outcome="child_in_need", outcome_reason="A social worker is needed.")
    signing_off.authorise(assessment=assessment, words="Yes.", by=cast.team_manager)
    assert plan.tiers.get(end_date__isnull=True).tier == "child_in_need"
    assert plan.children.filter(child=cast.sibling, end_date__isnull=True).exists()
    referral.refresh_from_db()
    assert referral.closed_date is None


def test_nothing_further_closes_the_referral_and_starts_no_plan(cast, assessment):
    """RC8, and the family is left alone."""
    referral = refer(cast, cast.child)
    AssessmentChild.objects.filter(assessment=assessment, child=cast.child).update(referral=referral)
    finish(
        cast,
        assessment,
        outcome="nothing_further",
        factors=["21"],
        outcome_reason="They have what they need.",
    )
    signing_off.authorise(assessment=assessment, words="Yes.", by=cast.team_manager)
    referral.refresh_from_db()
    assert referral.closure_reason == "RC8"
    assert not Plan.objects.exists()


def test_a_referral_that_came_while_it_was_written_is_answered_by_it(cast):
    """Its clock stops with the assessment, so it may not be left open with nobody to answer it."""
    assessment = assessing.start_assessment(
        family=cast.family,
        children=[cast.child],
        kind="family_help",
        start_date=TODAY() - datetime.timedelta(days=10),
        by=cast.social_worker,
    )
    came_meanwhile = refer(cast, cast.child, days_ago=5)
    finish(cast, assessment, outcome="nothing_further", factors=["21"])
    signing_off.authorise(assessment=assessment, words="He was heard.", by=cast.team_manager)
    came_meanwhile.refresh_from_db()
    assert (came_meanwhile.closed_date, came_meanwhile.closure_reason) == (TODAY(), "RC8")


def test_a_strategy_discussion_is_asked_for_today(cast, assessment):
    """Where a child may be suffering significant harm, the team has it to do today, beside the help."""
    finish(cast, assessment, outcome="strategy", outcome_reason="Bruises that nothing explains.")
    signing_off.authorise(assessment=assessment, words="Agreed, today.", by=cast.team_manager)
    tasks = Task.objects.filter(title="Hold a strategy discussion")
    assert {task.person for task in tasks} == {cast.child, cast.sibling}
    assert {task.due_date for task in tasks} == {TODAY()}


def test_it_is_sent_back_with_what_to_change_and_sent_again(cast, assessment):
    """The writer is told; what was asked stays on the page until it is signed off."""
    finish(cast, assessment)
    signing_off.send_back(assessment=assessment, words="Where is the father?", by=cast.team_manager)
    assessment.refresh_from_db()
    assert (assessment.status, assessment.submitted_by) == ("draft", None)
    assert Task.objects.get(title="Change an assessment that was sent back").worker == cast.social_worker
    signing_off.submit(assessment=assessment, by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="waits for sign-off already"):
        signing_off.submit(assessment=assessment, by=cast.social_worker)


def test_once_signed_off_it_stays_as_it_was(cast, assessment):
    """No part is written on again, and no second sign-off comes after the first."""
    finish(cast, assessment)
    part = assessment.children.all()[0]
    with pytest.raises(CannotBeTrue, match="waits for sign-off"):
        write_part(cast, part)
    signing_off.authorise(assessment=assessment, words="Yes.", by=cast.team_manager)
    for attempt in (
        lambda: write_part(cast, part),
        lambda: signing_off.authorise(assessment=assessment, words="Again.", by=cast.team_manager),
        lambda: signing_off.send_back(assessment=assessment, words="No.", by=cast.team_manager),
        lambda: assessing.add_child(assessment=assessment, child=cast.unheld_child, by=cast.social_worker),
    ):
        with pytest.raises(CannotBeTrue, match="signed off, and stays as it was"):
            attempt()


def test_a_child_seen_is_on_the_chronology_once(cast, assessment):
    """Saving the part again does not see the child again; another day does."""
    part = assessment.children.get(child=cast.child)
    write_part(cast, part)
    write_part(cast, part)
    assert Event.objects.filter(kind="family_help.child_seen").count() == 1
    write_part(cast, part, seen_date=TODAY(), seen_alone=False, why_not_seen="He wanted his mother there.")
    assert Event.objects.filter(kind="family_help.child_seen").count() == 2


def test_pages_from_start_to_the_goals(cast, client_for):
    """A social worker writes it, a manager signs it off, and what was found becomes goals in the family's words."""
    writer, manager = client_for(cast.social_worker), client_for(cast.team_manager)
    start = f"/families/{cast.family.pk}/assessments/start/"
    assert writer.get(start).status_code == 200
    sent = writer.post(
        start,
        {"kind": "family_help", "children": [cast.child.pk], **day_fields("start_date", TODAY())},
    )
    assert sent.status_code == 303, sent.content.decode()
    page = sent["Location"]
    assert writer.get(start)["Location"] == page
    assert "Not seen yet" in writer.get(page).content.decode()
    part = AssessmentChild.objects.get()
    assert writer.post(f"{page}family/", {"version": "1", "strengths": "Warm."}).status_code == 303
    late = writer.post(f"{page}family/", {"version": "1", "strengths": "Cold."})
    assert late.status_code == 409
    assert "Warm." in late.content.decode()
    assert "cannot go yet" in writer.get(f"{page}submit/").content.decode()
    assert writer.post(f"{page}submit/", {}).status_code == 422
    said = {
        "child_words": "I like trains.", **day_fields("child_words_date", TODAY()), **day_fields("seen_date", TODAY()),
        "seen_alone": "on", "factors": ["4B"], "outcome": "family_help", "outcome_reason": "Enough.",
    }  # fmt: skip
    answer = writer.post(f"{page}children/{part.pk}/", said)
    assert answer.status_code == 303, answer.content.decode()
    assert writer.post(f"{page}submit/", {}).status_code == 303
    assert writer.get(f"{page}sign-off/").status_code == 403
    assert writer.get(f"{page}family/").status_code == 302
    assert "Sign it off" in manager.get(page).content.decode()
    assert manager.get(f"{page}sign-off/").status_code == 200
    assert manager.post(f"{page}sign-off/", {"words": "He was heard."}).status_code == 303
    goals = writer.get(f"{page}goals/").content.decode()
    assert "because of: Mental health: parent or carer" in goals
    assert writer.post(f"{page}goals/", {}).status_code == 422
    taken = writer.post(
        f"{page}goals/", {"choose_0": "on", "words_0": "Mum sleeps", "own_words": "We eat together"}
    )
    assert taken.status_code == 303, taken.content.decode()
    twice = writer.post(
        f"{page}goals/", {"choose_0": "on", "words_0": "Mum sleeps", "own_words": "We eat together"}
    )
    assert "working on these goals already" in twice.content.decode()
    assert sorted(Goal.objects.values_list("words", "need")) == [
        ("Mum sleeps", "4B"),
        ("We eat together", ""),
    ]
    assert "I like trains." in writer.get(page).content.decode()


def test_goals_go_on_the_plan_of_a_child_whom_the_worker_may_write_about(cast, assessment, client_for):
    """An assessment opens with any child in it; its plan opens with a child whom the plan is for."""
    writer = client_for(cast.social_worker)
    here = f"/assessments/{assessment.pk}/goals/"
    plan = start_plan(
        family=cast.family, children=[cast.sealed_child], tier="family_help", lead=cast.social_worker,
        start_date=TODAY(), by=cast.social_worker,
    )  # fmt: skip
    FamilyAssessment.objects.filter(pk=assessment.pk).update(plan=plan)
    assert writer.get(here).status_code == 403
    assert writer.post(here, {"own_words": "We eat together"}).status_code == 403
    plan.children.create(child=cast.child, start_date=TODAY())
    assert writer.post(here, {"own_words": "We eat together"}).status_code == 302, "not signed off yet"
    assert not Goal.objects.exists()


def test_as_known_at_an_earlier_day(cast, assessment, client_for):
    """What was written since is not on the page as it was."""
    client = client_for(cast.social_worker)
    write_part(cast, assessment.children.get(child=cast.child), strengths="Written today")
    address = f"/assessments/{assessment.pk}/as-known-at/"
    asked = {**day_fields("day", TODAY())}
    assert "Written today" in client.get(address, asked).content.decode()
    before = client.get(address, day_fields("day", TODAY() - datetime.timedelta(days=400)))
    assert before.status_code == 422
    assert "no such assessment yet" in before.content.decode()


def test_a_childs_part_on_a_restricted_record_is_not_shown_and_stops_sign_off(cast, client_for):
    """A colleague reads the rest; nobody signs off what they cannot read."""
    from kith.casework.people.models import FamilyMembership

    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=TODAY()
    )
    assessment = assessing.start_assessment(
        family=cast.family, children=[cast.child, cast.sealed_child], kind="family_help", start_date=TODAY(),
        by=cast.social_worker,
    )  # fmt: skip
    write_part(cast, assessment.children.get(child=cast.child))
    write_part(cast, assessment.children.get(child=cast.sealed_child), child_words="A secret")
    signing_off.submit(assessment=assessment, by=cast.social_worker)
    manager = client_for(cast.team_manager)
    page = manager.get(f"/assessments/{assessment.pk}/").content.decode()
    assert "A secret" not in page
    assert "Noah Ashdown" not in page
    assert "1 child in this assessment is on a record that is not open to you" in page
    for step in ("sign-off", "send-back"):
        assert manager.post(f"/assessments/{assessment.pk}/{step}/", {"words": "Yes."}).status_code == 403
    assessment.refresh_from_db()
    assert assessment.status == "submitted"


@pytest.fixture
def of_another_team_too(cast) -> FamilyAssessment:
    """An assessment of Daniel, whom Riverside holds, and of Callum, whose record its manager may read and no more."""
    return assessing.start_assessment(
        family=cast.family, children=[cast.child, cast.unheld_child], kind="family_help", start_date=TODAY(),
        by=cast.social_worker,
    )  # fmt: skip


def test_a_part_is_written_by_the_right_over_that_child(cast, client_for, of_another_team_too):
    """The right over a brother or sister opens the assessment, and not another child's part for writing."""
    manager = client_for(cast.team_manager)
    own, other = (
        f"/assessments/{of_another_team_too.pk}/children/{part.pk}/"
        for part in of_another_team_too.children.order_by("pk")
    )
    page = manager.get(f"/assessments/{of_another_team_too.pk}/").content.decode()
    assert "Callum Reid" in page, "what is written of him may be read"
    assert own in page
    assert other not in page
    assert manager.get(own).status_code == 200
    assert manager.get(other).status_code == 403
    assert manager.post(other, {"child_words": "Not his"}).status_code == 403


def test_sign_off_needs_the_right_to_decide_for_every_child(cast, client_for, of_another_team_too):
    """A manager who may only read one of them neither signs the assessment off nor sends it back."""
    finish(cast, of_another_team_too)
    manager = client_for(cast.team_manager)
    for step in ("sign-off", "send-back"):
        answer = manager.post(f"/assessments/{of_another_team_too.pk}/{step}/", {"words": "I agree."})
        assert answer.status_code == 403
    of_another_team_too.refresh_from_db()
    assert of_another_team_too.status == "submitted"


def test_the_page_takes_as_many_queries_for_three_children_as_for_one(cast, assessment, client_for):
    """The number of queries is fixed, and at most twenty-five."""
    client = client_for(cast.social_worker)
    with CaptureQueriesContext(connection) as two:
        client.get(f"/assessments/{assessment.pk}/")
    assessing.add_child(assessment=assessment, child=cast.unheld_child, by=cast.social_worker)
    client.get(f"/assessments/{assessment.pk}/")
    with CaptureQueriesContext(connection) as three:
        client.get(f"/assessments/{assessment.pk}/")
    assert len(three) <= len(two) <= 25
