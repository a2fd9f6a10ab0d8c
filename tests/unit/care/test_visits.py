"""Recording visits to children in care: written once, late with a reason, and nothing that cannot be true."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions import visit_requests, visits
from kith.casework.care.actions.correcting import correct_legal_status
from kith.casework.care.actions.placing import begin_care, change_legal_status
from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.models import CareVisit, CareVisitChild, PeriodOfCare, Placement
from kith.casework.care.queries.visits import visits_of
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock, Event, NotePassage
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, a_home, come_into_care, place_with, three_in_care

ALONE = ChildVisited(seen=True, seen_alone=True, bedroom_seen=True, child_words="I like it here.")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children who came into care together four months ago."""
    return three_in_care(cast)


def placed(placement: Placement, by: Worker) -> None:
    """Record that a placement began, as the action that starts one does."""
    record_event(
        "care.placement_started", by=by, day=placement.start_date, about=[placement.child_id],
        summary="A placement began.", thread=f"placement:{placement.pk}",
    )  # fmt: skip


def test_one_visit_stands_on_the_record_of_each_child(cast: Cast, family: CareFamily) -> None:
    """What each said is on their own record alone; what the carers said is on all; the next visit is due by the rule."""
    first, second, third = family.children
    day = family.periods[0].start_date + 5 * DAY
    visit = visits.record_visit(
        day=day,
        children={
            first.pk: ALONE,
            second.pk: ChildVisited(
                seen=True,
                why_not_alone="He did not want to.",
                bedroom_seen=True,
                child_words="Where is the cat?",
            ),
            third.pk: ChildVisited(
                seen=False, why_not_seen="Asleep.", why_bedroom_not_seen="She was asleep in it."
            ),
        },
        carers_words="All three have settled.",
        by=cast.social_worker,
    )
    parts = {part.child_id: part for part in visit.children.all()}
    assert parts[first.pk].rule == "six_weeks"
    assert parts[first.pk].next_due_date == day + 42 * DAY
    assert parts[third.pk].next_due_date is None
    assert visit.note is not None
    assert set(visit.note.subjects.values_list("person_id", flat=True)) == {one.pk for one in family.children}
    about = {
        passage.text.splitlines()[0]: set(passage.subjects.values_list("person_id", flat=True))
        for passage in NotePassage.objects.filter(note=visit.note)
    }
    assert about == {
        "I like it here.": {first.pk},
        "Where is the cat?": {second.pk},
        "Not seen: Asleep.": {third.pk},
        "What the carers said": set(),
    }
    kinds = dict(
        Event.objects.filter(thread__startswith="placement:").values_list("subjects__person_id", "kind")
    )
    assert kinds == {
        first.pk: "care.child_visited", second.pk: "care.child_visited", third.pk: "care.child_not_seen",
    }  # fmt: skip


def test_a_visit_stops_the_clock_and_starts_the_next_by_its_rule(cast: Cast, family: CareFamily) -> None:
    """A child who was not seen has not been visited: the clock goes on. Late is recorded with its reason."""
    first, second, _ = family.children
    for placement in family.placements:
        placed(placement, cast.social_worker)
    day = family.periods[0].start_date + 10 * DAY
    visits.record_visit(
        day=day,
        children={
            first.pk: ALONE,
            second.pk: ChildVisited(seen=False, why_not_seen="At football.", bedroom_seen=True),
        },
        late_reason="The car broke down.",
        by=cast.social_worker,
    )
    stopped = Clock.objects.get(person=first, rule="first_visit")
    assert (stopped.stopped_date, stopped.was_late, stopped.late_reason) == (day, True, "The car broke down.")
    assert (
        Clock.objects.get(person=first, stopped_date=None, rule="visit_six_weeks").due_date == day + 42 * DAY
    )
    assert Clock.objects.get(person=second, rule="first_visit").stopped_date is None
    assert visits_of([first.pk], day)[first.pk].due_date == day + 42 * DAY


def with_a_parent(cast: Cast) -> PeriodOfCare:
    """The child, with a parent since 60 days ago under an interim care order, and visited there: every four weeks by now."""
    parent = a_home("Ngozi Okafor", kind="parent", provider="")
    period = begin_care(
        child=cast.child, day=ago(60), category_of_need="N1", legal_status="C1", why="W", home=parent,
        placement_type="P1", by=cast.team_manager,
    )  # fmt: skip
    visits.record_visit(day=ago(30), children={cast.child.pk: ALONE}, by=cast.social_worker)
    CareVisitChild.objects.update(rule="four_weeks", next_due_date=ago(2))
    return period


def order_clock(child: Person) -> list[tuple[datetime.date, datetime.date | None]]:
    """When the visit after a care order is due, and when that clock stopped: every such clock of a child."""
    clocks = Clock.objects.filter(person=child, rule="visit_after_care_order").order_by("pk")
    return list(clocks.values_list("due_date", "stopped_date"))


def test_a_care_order_made_while_with_a_parent_is_followed_by_a_visit_within_a_week(cast: Cast) -> None:
    """Regulation 28(5): its clock and the page say the same day, and the visit stops it and starts the next."""
    period = with_a_parent(cast)
    change_legal_status(period=period, code="C2", day=ago(10), by=cast.social_worker)
    assert order_clock(cast.child) == [(ago(3), None)]
    assert visits_of([cast.child.pk], ago(5))[cast.child.pk].due_date == ago(3)
    visits.record_visit(day=ago(4), children={cast.child.pk: ALONE}, by=cast.social_worker)
    assert order_clock(cast.child) == [(ago(3), ago(4))]
    assert Clock.objects.filter(person=cast.child, rule="visit_weekly", stopped_date=None).exists()


def test_no_clock_starts_where_the_child_was_seen_since_the_order_or_lives_elsewhere(
    cast: Cast, family: CareFamily
) -> None:
    """An order recorded late, after a visit, asks for no other; nor does one about a child with foster carers."""
    period = with_a_parent(cast)
    change_legal_status(period=period, code="C2", day=ago(40), by=cast.social_worker)
    assert order_clock(cast.child) == []
    change_legal_status(period=family.periods[0], code="C2", day=ago(10), by=cast.social_worker)
    assert order_clock(family.eldest) == []


def test_the_clock_after_a_care_order_follows_what_is_put_right(cast: Cast) -> None:
    """Another day of the order moves it, another status stops it, and a care order put in its place starts it."""
    period = with_a_parent(cast)
    status = change_legal_status(period=period, code="C2", day=ago(10), by=cast.social_worker)
    wrong = {"words": "", "why_wrong": "A slip.", "by": cast.social_worker}
    correct_legal_status(status=status, day=ago(12), code="C2", **wrong)
    assert order_clock(cast.child) == [(ago(5), None)]
    correct_legal_status(status=status, day=ago(12), code="E1", **wrong)
    assert order_clock(cast.child) == [(ago(5), ago(0))]
    correct_legal_status(status=status, day=ago(12), code="C2", **wrong)
    assert order_clock(cast.child) == [(ago(5), ago(0)), (ago(5), None)]


def test_a_visit_written_up_late_moves_no_clock_back(cast: Cast, family: CareFamily) -> None:
    """A visit before the last one tells the chronology, and the next stays due by the later one."""
    child = family.eldest
    began = family.periods[0].start_date
    for days in (50, 20):
        visits.record_visit(day=began + days * DAY, children={child.pk: ALONE}, by=cast.social_worker)
    running = Clock.objects.filter(person=child, stopped_date=None, rule__startswith="visit_")
    assert [clock.due_date for clock in running] == [began + 92 * DAY]
    assert visits_of([child.pk], timezone.localdate())[child.pk].due_date == began + 92 * DAY


def test_a_visit_sent_twice_is_one_visit(cast: Cast, family: CareFamily) -> None:
    """What a telephone sends again for want of an answer is answered with the visit that is there."""
    mark = uuid.uuid4()
    sent: dict[str, Any] = {
        "day": timezone.localdate(), "children": {family.eldest.pk: ALONE}, "written_as": mark, "by": cast.social_worker,
    }  # fmt: skip
    assert visits.record_visit(**sent) == visits.record_visit(**sent)
    assert CareVisit.objects.count() == 1
    with pytest.raises(CannotBeTrue, match="somebody else"):
        visits.record_visit(**{**sent, "by": cast.team_manager})


def test_a_wish_for_a_visit_waits_until_the_child_is_seen(cast: Cast, family: CareFamily) -> None:
    """A visit at which the child is not seen does not answer it; one at which they are does; a reason ends it too."""
    child, placement = family.eldest, family.placements[0]
    today = timezone.localdate()
    asked = visit_requests.ask_for_visit(
        placement=placement,
        asked_by="child",
        asked_date=today - DAY,
        words="Please come.",
        by=cast.social_worker,
    )
    assert visits_of([child.pk], today)[child.pk].asked_due == today + 6 * DAY
    unseen = ChildVisited(seen=False, why_not_seen="Out.", bedroom_seen=True)
    visits.record_visit(day=today, children={child.pk: unseen}, by=cast.social_worker)
    assert visits_of([child.pk], today)[child.pk].asked == [asked]
    answer = visits.record_visit(day=today, children={child.pk: ALONE}, by=cast.social_worker)
    asked.refresh_from_db()
    assert asked.visit == answer
    with pytest.raises(CannotBeTrue, match="answered already"):
        visit_requests.not_visited(asked=asked, reason="He rang again.", by=cast.social_worker)


def test_a_visit_is_put_right_and_keeps_its_day(cast: Cast, family: CareFamily) -> None:
    """Words change on the visit and in its note; whether a child was seen stays; a hidden child's part is not touched."""
    child = family.eldest
    visit = visits.record_visit(day=timezone.localdate(), children={child.pk: ALONE}, by=cast.social_worker)
    better = ChildVisited(seen=True, seen_alone=True, bedroom_seen=True, child_words="I like it mostly.")
    visits.change_visit(
        visit=visit, children={child.pk: better}, what_next="Ask about mornings.", by=cast.social_worker
    )
    assert CareVisitChild.objects.get(visit=visit).child_words == "I like it mostly."
    texts = NotePassage.objects.filter(note=visit.note).values_list("text", flat=True)
    assert any("mostly" in text for text in texts)
    assert not any("I like it here" in text for text in texts)
    unseen = ChildVisited(seen=False, why_not_seen="Out.", bedroom_seen=True)
    with pytest.raises(CannotBeTrue, match="stays as it was recorded"):
        visits.change_visit(visit=visit, children={child.pk: unseen}, by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="cannot write on"):
        visits.change_visit(visit=visit, children={}, by=cast.social_worker)


def test_the_first_year_is_counted_from_the_first_day_in_the_home(cast: Cast) -> None:
    """A new kind of placement with the same carers does not begin the year anew; the first visit in it does fall due."""
    home, today = a_home(), timezone.localdate()
    period = come_into_care(cast.child, by=cast.team_manager, day=today - 400 * DAY, home=home)
    Placement.objects.filter(period_of_care=period).update(end_date=today - 30 * DAY)
    place_with(period, home, day=today - 30 * DAY, placement_type="U4", until_eighteen=True)
    standing = visits_of([cast.child.pk], today)[cast.child.pk]
    assert standing.line.rule == "three_months"
    assert standing.due_date == today - 23 * DAY
