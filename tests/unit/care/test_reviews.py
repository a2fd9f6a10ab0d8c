"""Reviews of care as they are planned, held and told: numbers, due dates, clocks, who may do what, and pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import holding_review, reviews
from kith.casework.care.models import (
    CareReviewChild,
    CareReviewPerson,
    CareVisit,
    CareVisitChild,
    FamilyTime,
    FamilyTimeChild,
    FamilyTimePerson,
    FamilyTimePlan,
    KeepingInTouch,
    Move,
    PermanencePlan,
    ReviewDecision,
)
from kith.casework.care.queries.reviews import review_story
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Allocation, Worker
from kith.engines.calendar import add_months, add_working_days
from tests.furnishing.care.reviews import ago, decided, enliven, found, hold, planned
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.in_care import CareFamily, a_home, place_with, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three brothers and sisters, in care for 120 days."""
    return three_in_care(cast)


def parts_of(child: Person) -> list[CareReviewChild]:
    """Return a child's parts in reviews that were held, by number."""
    return list(CareReviewChild.objects.filter(child=child, number__isnull=False).order_by("number"))


def test_a_review_is_chaired_by_the_childs_reviewing_officer(cast: Cast, family: CareFamily) -> None:
    """Whoever plans it does not choose the chair; it is written once for brothers and sisters."""
    with acting_as(cast.social_worker):
        review = planned(cast, family.children, day=ago(0), place="The library")
    assert review.chair == cast.independent_reviewing_officer
    assert set(review.children.values_list("child_id", flat=True)) == {child.pk for child in family.children}


def test_each_review_gives_the_day_by_which_the_next_is_due(cast: Cast, family: CareFamily) -> None:
    """Three months after the first, six after each later one, and the clocks say the same."""
    child = family.eldest
    for days in (100, 40, 2):
        review = planned(cast, [child], day=ago(days))
        with acting_as(cast.independent_reviewing_officer):
            hold(review, cast, [child], day=ago(days))
    one, two, three = parts_of(child)
    assert [part.number for part in (one, two, three)] == [1, 2, 3]
    assert one.next_due_date == add_months(ago(100), 3)
    assert two.next_due_date == add_months(ago(40), 6)
    assert three.next_due_date == add_months(ago(2), 6)
    clocks = Clock.objects.filter(person=child, rule__endswith="_care_review").order_by("pk")
    assert [(clock.rule, clock.due_date, clock.stopped_date) for clock in clocks] == [
        ("second_care_review", one.next_due_date, ago(40)),
        ("later_care_review", two.next_due_date, ago(2)),
        ("later_care_review", three.next_due_date, None),
    ]
    assert {clock.thread for clock in clocks} == {f"care:{family.periods[0].pk}"}


def test_a_review_written_up_late_takes_its_place_before_the_later_one(
    cast: Cast, family: CareFamily
) -> None:
    """What was taken for the first becomes the second, and the next is due six months from it."""
    child = family.eldest
    hold(planned(cast, [child], day=ago(30)), cast, [child], day=ago(30))
    hold(planned(cast, [child], day=ago(100)), cast, [child], day=ago(100))
    earlier, later = parts_of(child)
    assert (earlier.review.held_date, later.review.held_date) == (ago(100), ago(30))
    assert (earlier.next_due_date, later.next_due_date) == (add_months(ago(100), 3), add_months(ago(30), 6))
    running = Clock.objects.get(person=child, rule__endswith="_care_review", stopped_date__isnull=True)
    assert (running.rule, running.due_date) == ("later_care_review", later.next_due_date)


def test_a_late_review_keeps_why_and_is_not_refused(cast: Cast, family: CareFamily) -> None:
    """The reason stands on the review and on each clock that was late."""
    child, period = family.eldest, family.periods[0]
    first = hold(planned(cast, [child], day=ago(119)), cast, [child], day=ago(119))
    assert first.late_reason == ""
    late = hold(
        planned(cast, [child], day=ago(1)), cast, [child], day=ago(1), late_reason="She was in hospital."
    )
    assert late.late_reason == "She was in hospital."
    clock = Clock.objects.get(person=child, rule="second_care_review")
    assert (clock.was_late, clock.late_reason) == (True, "She was in hospital.")
    told = review_story(late, [child], today=ago(0)).parts[0]
    assert told.is_late
    assert told.due_date == add_months(ago(119), 3)
    assert add_working_days(period.start_date, 20) < ago(60), "the first would have been late by now"


def test_after_care_ended_no_further_review_comes_due(cast: Cast, family: CareFamily) -> None:
    """A review of the last days, written up after care ended, starts no clock and has no next day."""
    child, period = family.eldest, family.periods[0]
    review = planned(cast, [child], day=ago(6))
    type(period).objects.filter(pk=period.pk).update(
        end_date=ago(3), ended_because="E4A", end_decided_by=cast.team_manager
    )
    hold(review, cast, [child], day=ago(6))
    assert parts_of(child)[0].next_due_date is None
    assert not Clock.objects.filter(rule__endswith="_care_review", stopped_date__isnull=True).exists()


def test_permanence_is_decided_at_a_review_or_said_not_to_be(cast: Cast, family: CareFamily) -> None:
    """By the second review there is a plan; where there is none the page says so, with the reason, and nothing is blocked."""
    child = family.eldest
    hold(planned(cast, [child], day=ago(90)), cast, [child], day=ago(90))
    none = hold(planned(cast, [child], day=ago(30)), cast, [child], day=ago(30))
    assert review_story(none, [child], today=ago(0)).parts[0].lacks_permanence
    undecided = holding_review.Permanence(route="not_yet", reasons="The assessment of Nan is not finished.")
    third = planned(cast, [child], day=ago(20))
    hold(third, cast, [child], day=ago(20), children={child.pk: found(permanence=undecided)})
    told = review_story(third, [child], today=ago(0)).parts[0]
    assert told.lacks_permanence
    assert told.permanence.reasons == "The assessment of Nan is not finished."
    settled = holding_review.Permanence(route="relatives", reasons="Nan.", target_date=ago(-90))
    fourth = planned(cast, [child], day=ago(2))
    hold(fourth, cast, [child], day=ago(2), children={child.pk: found(permanence=settled)})
    assert not review_story(fourth, [child], today=ago(0)).parts[0].lacks_permanence
    plans = PermanencePlan.objects.filter(child=child).order_by("start_date")
    assert [(one.route, one.start_date, one.end_date) for one in plans] == [
        ("not_yet", ago(20), ago(2)),
        ("relatives", ago(2), None),
    ]
    assert plans[1].review == fourth


def test_before_a_review_everybody_has_what_they_need(cast: Cast, family: CareFamily) -> None:
    """The child's words, what was decided and whether it was done, moves with what they did, visits, and who is out of touch."""
    child, period = family.eldest, family.periods[0]
    first = planned(cast, family.children, day=ago(90))
    hold(first, cast, family.children, day=ago(90), decisions=[decided(*family.children, due_date=ago(10))])
    family.placements[0].end_date, family.placements[0].ended_because = ago(40), "OTHER"
    family.placements[0].save()
    move = Move.objects.create(
        child=child, kind="home", planned_date=ago(40), reasons="r", alternatives="a", child_words="I do not want to.",
        siblings_with_now=2, siblings_with_after=0, school_changes=True, decided_date=ago(41), decided_at=timezone.now(),
        decided_by=cast.team_manager, outcome="made", made_date=ago(40),
    )  # fmt: skip
    elsewhere = place_with(period, a_home("Elm House", kind="childrens_home"), day=ago(40), move=move)
    visit = CareVisit.objects.create(day=ago(20), visited_by=cast.social_worker)
    CareVisitChild.objects.create(
        visit=visit, child=child, placement=elsewhere, rule="six_weeks", seen=True, seen_alone=True,
        child_words="I miss Micah.",
    )  # fmt: skip
    KeepingInTouch.objects.create(
        member=family.network[0], child=child, owner=cast.social_worker, every_days=14, is_for_life=True,
        promise="I will always be her nan.", start_date=ago(100),
    )  # fmt: skip
    plan = FamilyTimePlan.objects.create(
        kind="in_person", every_days=14, arranged_by=cast.social_worker, start_date=ago(90)
    )
    FamilyTimeChild.objects.create(plan=plan, child=child)
    FamilyTimePerson.objects.create(plan=plan, person=family.mother, relation="mother")
    FamilyTime.objects.create(plan=plan, day=ago(9), happened=True, recorded_by=cast.social_worker)
    review = planned(cast, family.children, day=ago(0))
    with acting_as(cast.social_worker):
        story = review_story(review, family.children, today=ago(0))
    told = next(part for part in story.parts if part.child == child)
    before = told.before
    assert before is not None
    assert [one.words for one in before.said][:1] == ["I miss Micah."]
    assert [(one.what, one.is_overdue) for one in before.decisions] == [("Nan comes to tea", True)]
    whats = [one.what for one in before.changed]
    assert whats[0] == "1 visit, the last on this day: seen 1 times, alone 1"
    assert whats[1] == "Moved to Elm House"
    assert before.changed[1].lines == ["Parted from 2 brothers or sisters", "A change of school"]
    links = {link.name: link for link in before.links}
    assert links["Iris Ferris"].is_for_life
    assert links["Iris Ferris"].is_quiet, "nobody wrote down that they were in touch"
    assert links["Iris Ferris"].owner == cast.social_worker.name
    assert (links["Dawn Ferris"].days, links["Dawn Ferris"].is_quiet) == (9, False)
    assert told.lacks_permanence, "the second review is the next"


def test_what_waits_from_earlier_reviews_is_not_forgotten(cast: Cast, family: CareFamily) -> None:
    """What nothing came of stands before the next review, however many reviews ago it was decided."""
    child = family.eldest
    first = planned(cast, [child], day=ago(90))
    hold(
        first, cast, [child], day=ago(90),
        decisions=[decided(child, what="A bicycle"), decided(child, what="A library card")],
    )  # fmt: skip
    ReviewDecision.objects.filter(what="A library card").update(done_date=ago(80))
    hold(planned(cast, [child], day=ago(30)), cast, [child], day=ago(30))
    before = review_story(planned(cast, [child], day=ago(0)), [child], today=ago(0)).parts[0].before
    assert before is not None
    assert [(one.what, one.review_id) for one in before.decisions] == [("A bicycle", first.pk)]


def test_somebody_on_a_closed_record_is_a_number_among_those_who_matter(
    cast: Cast, family: CareFamily
) -> None:
    """Their name is on no page of whoever may not open their record."""
    Person.objects.filter(pk=family.grandmother.pk).update(restriction="sealed")
    review = planned(cast, [family.eldest], day=ago(0))
    with acting_as(cast.social_worker):
        before = review_story(review, [family.eldest], today=ago(0)).parts[0].before
    assert before is not None
    assert (before.links, before.hidden_links) == ([], 1)


def test_who_is_not_asked_is_written_down_with_why(cast: Cast, family: CareFamily) -> None:
    """As the child wants it."""
    review = planned(cast, [family.eldest], day=ago(0))
    reviews.ask_to_review(
        review=review,
        people=[reviews.Asked(part="Uncle", name="Ray", not_asked_reason="I do not want him there.")],
        by=cast.social_worker,
    )
    (row,) = CareReviewPerson.objects.filter(review=review)
    hold(review, cast, [family.eldest], day=ago(0), came={row.pk: holding_review.Came(True)})
    row.refresh_from_db()
    assert row.came is None
    assert review_story(review, [family.eldest], today=ago(0)).not_asked[0].name == "Ray"


def test_a_review_that_was_not_held_leaves_the_limit_running(cast: Cast, family: CareFamily) -> None:
    """It has no number, and another may be planned."""
    child = family.eldest
    hold(planned(cast, [child], day=ago(90)), cast, [child], day=ago(90))
    review = planned(cast, [child], day=ago(1))
    reviews.not_held(review=review, reason="The officer was ill.", by=cast.social_worker)
    assert Clock.objects.filter(person=child, rule="second_care_review", stopped_date__isnull=True).exists()
    again = planned(cast, [child], day=ago(0))
    hold(again, cast, [child], day=ago(0))
    assert [part.number for part in parts_of(child)] == [1, 2]


def test_whoever_is_the_officer_now_chairs_what_is_planned_again(cast: Cast, family: CareFamily) -> None:
    """A change of officer is a change of chair; a child whose care has ended is taken out."""
    child = family.eldest
    review = planned(cast, family.children, day=ago(0))
    Allocation.objects.filter(child__in=family.children, role="reviewing_officer").update(end_date=ago(0))
    for one in family.children:
        Allocation.objects.create(
            child=one,
            worker=cast.conference_chair,
            role="reviewing_officer",
            start_date=ago(0),
            reason="handover",
        )
    changed = reviews.change_review(
        review=review, planned_date=ago(-3), place="", why_early="The child asked.", keep=[child.pk], wishes={},
        by=cast.social_worker,
    )  # fmt: skip
    assert changed.chair == cast.conference_chair
    assert list(changed.children.values_list("child_id", flat=True)) == [child.pk]


def test_an_events_summary_names_nobody(cast: Cast, family: CareFamily) -> None:
    """Each is read on the chronology of every child it is about."""
    enliven(cast, family)
    said = Event.objects.filter(kind__startswith="care.").values_list("summary", flat=True)
    assert len(said) > 8
    for name in ("Kezia", "Ferris", "Nan", "Ray"):
        assert not [one for one in said if name in one]
