"""The strategy discussion: called about some of a family's children, held by several agencies, decided for each child."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kith.casework.access.models import RestrictedAccess
from kith.casework.family_help.actions import assessing, signing_off
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import FamilyMembership
from kith.casework.protection.actions import strategy
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.strategy import Attendance, ChildOutcome
from kith.casework.protection.models import (
    EnquiryChild,
    ProtectiveAction,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
    ThresholdDecision,
)
from kith.casework.protection.queries.strategy import discussions_of, strategy_story
from kith.casework.timeline.models import Clock, Event, Task
from kith.casework.workforce.models import Allocation
from kith.engines.calendar import add_working_days
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import EVERYBODY, REASONS, call, hold, under_way
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


def test_calling_one_starts_the_clock_of_three_working_days_for_each_child(cast):
    """The clock follows from the event, and stops when the discussion is held."""
    discussion = call(cast)
    clocks = Clock.objects.filter(rule="strategy_discussion", thread=f"strategy:{discussion.pk}")
    assert {clock.person_id for clock in clocks} == {cast.child.pk, cast.sibling.pk}
    assert {clock.due_date for clock in clocks} == {add_working_days(ago(12), 3)}
    hold(cast, discussion, "help")
    assert {clock.stopped_date for clock in clocks.all()} == {ago(11)}


def test_holding_it_keeps_a_decision_for_each_child_and_starts_the_enquiry(cast):
    """Both children are decided on; the enquiry is about the one for whom it was asked, from the day of the discussion."""
    discussion = call(cast)
    enquiry = hold(cast, discussion, "enquiry_joint", "help")
    assert enquiry is not None
    assert (enquiry.start_date, enquiry.kind, enquiry.lead) == (ago(11), "joint", cast.social_worker)
    assert list(enquiry.children.values_list("child_id", flat=True)) == [cast.child.pk]
    decisions = ThresholdDecision.objects.filter(kind="strategy").order_by("child_id")
    assert {one.child_id for one in decisions} == {cast.child.pk, cast.sibling.pk}
    assert {one.decided_by for one in decisions} == {cast.team_manager}, "whoever led it decided"
    assert {one.address for one in decisions} == {f"/strategy-discussions/{discussion.pk}/"}
    started = Event.objects.get(kind="protection.section_47_started")
    assert (started.thread, started.day) == (f"enquiry:{enquiry.pk}", ago(11))
    assert list(started.subjects.values_list("person_id", flat=True)) == [cast.child.pk]
    clock = Clock.objects.get(rule="initial_conference")
    assert (clock.person, clock.due_date) == (cast.child, add_working_days(ago(11), 15))


def test_a_discussion_that_asks_for_no_enquiry_starts_none(cast):
    """Help goes on, and nothing else begins."""
    assert hold(cast, call(cast), "help") is None
    assert not SectionFortySevenEnquiry.objects.exists()


def test_where_no_social_worker_holds_the_children_whoever_led_the_discussion_leads(cast):
    """A Family Help practitioner does not lead a section 47 enquiry; somebody else may be named."""
    Allocation.objects.filter(child__in=[cast.child, cast.sibling]).update(
        worker=cast.family_help_practitioner
    )
    assert hold(cast, call(cast)).lead == cast.team_manager
    with pytest.raises(CannotBeTrue, match="A social worker leads"):
        SectionFortySevenEnquiry.objects.all().delete()
        hold(cast, call(cast), lead=cast.family_help_practitioner)


def test_a_named_social_worker_leads(cast):
    """Whoever is named at the discussion leads the enquiry."""
    assert hold(cast, call(cast), lead=cast.outsider).lead == cast.outsider


@pytest.mark.parametrize(
    ("absent", "sentence"),
    [("police", "police"), ("health", "health"), ("social_care", "social care")],
)
def test_it_is_held_without_an_agency_and_says_why(cast, absent, sentence):
    """Without police, health or social care it says why, and is held."""
    without = [one for one in EVERYBODY if one.agency != absent]
    discussion = call(cast)
    with pytest.raises(CannotBeTrue, match=f"Nobody spoke for {sentence}"):
        hold(cast, discussion, attendances=without)
    enquiry = hold(cast, discussion, attendances=without, why_without="Nobody could be reached by six.")
    assert enquiry is not None
    discussion.refresh_from_db()
    story = strategy_story(discussion, [cast.child, cast.sibling])
    assert [agency.value for agency in story.absent] == [absent]


def test_an_agency_that_sent_what_it_knows_has_taken_part(cast):
    """Words that were sent count; being asked and not coming does not."""
    sent = [*EVERYBODY[:2], Attendance("health", "sent_words", name="Dr Shah")]
    assert hold(cast, call(cast), attendances=sent) is not None
    asked = [*EVERYBODY[:2], Attendance("health", "did_not_come")]
    discussion = call(cast, called_date=ago(3))
    with pytest.raises(CannotBeTrue, match="Nobody spoke for health"):
        hold(cast, discussion, "enquiry_goes_on", held_date=ago(2), attendances=asked)


def test_what_was_agreed_is_kept_with_who_and_by_when(cast):
    """Each thing has somebody who does it."""
    discussion = call(cast)
    hold(cast, discussion, agreed=[Agreed("Take Daniel to the doctor", "Priya Nair", ago(10))])
    row = ProtectiveAction.objects.get()
    assert (row.discussion, row.what, row.who, row.due_date) == (
        discussion, "Take Daniel to the doctor", "Priya Nair", ago(10),
    )  # fmt: skip


def test_what_is_decided_for_a_child_needs_its_reasons(cast):
    """A decision with no evidence is refused, by the child's own field, and nothing of the discussion is kept."""
    discussion = call(cast)
    empty = {
        cast.child.pk: ChildOutcome("help", REASONS),
        cast.sibling.pk: ChildOutcome("help", Reasons("Why.", "", "What.")),
    }
    with pytest.raises(CannotBeTrue, match="what was seen and heard") as refused:
        hold(cast, discussion, by_child=empty)
    assert refused.value.field == f"child_{cast.sibling.pk}_evidence"
    discussion.refresh_from_db()
    assert discussion.status == "called"
    assert not ThresholdDecision.objects.exists()


def test_every_child_is_decided_on(cast):
    """A child who was forgotten is named."""
    with pytest.raises(CannotBeTrue, match="Say what was decided for Esther Okafor"):
        hold(cast, call(cast), by_child={cast.child.pk: ChildOutcome("help", REASONS)})


def test_a_discussion_that_was_stood_down_says_why_and_stops_its_clock(cast):
    """It is not held any more; another may be called."""
    discussion = call(cast)
    with pytest.raises(CannotBeTrue, match="Say why"):
        strategy.stand_down(discussion=discussion, reason=" ", by=cast.social_worker)
    strategy.stand_down(discussion=discussion, reason="It was another child's arm.", by=cast.social_worker)
    assert not Clock.objects.filter(rule="strategy_discussion", stopped_date__isnull=True).exists()
    with pytest.raises(CannotBeTrue, match="was stood down"):
        hold(cast, discussion)
    assert call(cast, called_date=ago(2)).status == "called"


def test_discussions_about_the_same_worry_are_numbered(cast):
    """A third that looks at the second, which looks at the first, is the third."""
    first = call(cast)
    hold(cast, first, "help")
    first.refresh_from_db()
    second = call(cast, called_date=ago(8), follows=first)
    hold(cast, second, "help", held_date=ago(8))
    second.refresh_from_db()
    third = call(cast, called_date=ago(4), follows=second)
    strategy.stand_down(discussion=third, reason="Settled.", by=cast.social_worker)
    new = call(cast, called_date=ago(2))
    assert [(one.pk, one.number) for one in discussions_of(cast.family.pk)] == [
        (new.pk, 1),
        (third.pk, 3),
        (second.pk, 2),
        (first.pk, 1),
    ]


def test_an_enquiry_that_is_under_way_goes_on_by_a_later_discussion(cast):
    """A repeat discussion does not begin a second enquiry: the first goes on, and another child comes into it."""
    enquiry = under_way(cast, [cast.child])
    again = call(cast, called_date=ago(5))
    with pytest.raises(CannotBeTrue, match="has an enquiry that has not ended"):
        hold(cast, again, "enquiry_single", held_date=ago(4))
    assert hold(cast, again, "enquiry_goes_on", "enquiry_joint", held_date=ago(4)) == enquiry
    enquiry.refresh_from_db()
    assert enquiry.kind == "joint"
    assert set(enquiry.children.values_list("child_id", flat=True)) == {cast.child.pk, cast.sibling.pk}
    assert Clock.objects.get(rule="initial_conference", person=cast.sibling).due_date == add_working_days(
        ago(4), 15
    )
    assert SectionFortySevenEnquiry.objects.count() == 1


def test_calling_one_does_the_task_that_an_assessment_gave(cast):
    """Sign-off asks for a strategy discussion: its task leads to the page that calls one, and is done by calling it."""
    assessment = assessing.start_assessment(
        family=cast.family,
        children=[cast.child],
        kind="section_17",
        start_date=ago(20),
        by=cast.social_worker,
    )
    assessing.write_child_part(
        part=assessment.children.get(), strengths="", seen_date=ago(15), seen_alone=True, why_not_seen="",
        child_words="", child_words_date=None, development="", needs="", factors=["4B"], outcome="strategy",
        outcome_reason="A mark.", by=cast.social_worker,
    )  # fmt: skip
    signing_off.submit(assessment=assessment, by=cast.social_worker)
    signing_off.authorise(assessment=assessment, words="Yes.", by=cast.team_manager)
    task = Task.objects.get(title="Hold a strategy discussion")
    assert task.link == f"/families/{cast.family.pk}/strategy-discussion/call/"
    call(cast, [cast.sibling])
    task.refresh_from_db()
    assert task.done_at is None, "it was asked for about Daniel"
    call(cast, [cast.child])
    task.refresh_from_db()
    assert task.done_by == cast.social_worker


def test_nobody_decides_about_a_child_whom_they_cannot_read(cast):
    """With a brother on a sealed record in it, the social worker is told to ask, and is not told who."""
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(90)
    )
    discussion = call(cast, [cast.child, cast.sealed_child])
    outcomes = {cast.child.pk: ChildOutcome("help", REASONS)}
    with acting_as(cast.social_worker):
        seen = StrategyDiscussion.objects.get(pk=discussion.pk)
        with pytest.raises(CannotBeTrue, match="record that is not open to you"):
            hold(cast, seen, by_child=outcomes)
        with pytest.raises(CannotBeTrue, match="record that is not open to you"):
            strategy.stand_down(discussion=seen, reason="No.", by=cast.social_worker)


def test_a_sealed_brothers_enquiry_is_not_begun_over(cast):
    """The family's one enquiry may be about a child who is hidden: the second is refused with what to do."""
    RestrictedAccess.objects.filter(person=cast.sealed_child).update(worker=cast.outside_manager)
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(90)
    )
    hold(cast, call(cast, [cast.sealed_child]))
    with acting_as(cast.social_worker):
        discussion = call(cast, [cast.child], called_date=ago(3))
        with pytest.raises(CannotBeTrue, match="not open to you: ask the team manager"):
            hold(cast, discussion, held_date=ago(3))
    assert EnquiryChild.objects.count() == 1


def test_a_held_discussion_stands_as_it_was(cast):
    """A second recording is refused."""
    discussion = call(cast)
    hold(cast, discussion, "help")
    with pytest.raises(CannotBeTrue, match="has been held, and its decision stands"):
        hold(cast, discussion, "help")
    assert timezone.localdate() >= ago(11)
