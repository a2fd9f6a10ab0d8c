"""A child comes into care, moves, is under another power, and leaves: what each step records, and who is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions.placing import begin_care, change_legal_status, end_care, home_moves, place
from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.actions.visits import record_visit
from kith.casework.care.models import (
    Home,
    LegalStatus,
    PeriodOfCare,
    Placement,
    PlacementNotice,
    PlacementPlan,
)
from kith.casework.care.queries.visits import visits_of
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.details import move_home
from kith.casework.people.models import Person, Residence, School, SchoolPlace
from kith.casework.plans.models import Plan, PlanChild, PlanTier
from kith.casework.timeline.models import Clock, Event
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.in_care import a_home

TODAY = timezone.localdate()
SEEN = ChildVisited(seen=True, seen_alone=True, bedroom_seen=True)


def ago(days: int) -> datetime.date:
    """Return a day some days before today."""
    return TODAY - datetime.timedelta(days=days)


def into_care(cast: Cast, child: Person | None = None, **said: Any) -> PeriodOfCare:
    """Bring a child into care sixty days ago, accommodated with foster carers, unless told otherwise."""
    return begin_care(
        **{
            "child": child or cast.child,
            "day": ago(60),
            "category_of_need": "N1",
            "legal_status": "V2",
            "why": "Nobody at home could look after him.",
            "home": said.pop("home", None) or a_home(urn="SC123456", postcode="E8 3PH"),
            "placement_type": "U6",
            "by": cast.team_manager,
            **said,
        }
    )


def events_of(child: Person) -> list[str]:
    """Return the kinds of what care recorded about a child, in order."""
    return list(
        Event.objects.filter(subjects__person=child, kind__startswith="care.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def clocks_of(child: Person) -> set[str]:
    """Return the rules of the clocks that run for a child."""
    return set(Clock.objects.filter(person=child, stopped_date__isnull=True).values_list("rule", flat=True))


def test_a_child_comes_into_care(cast: Cast) -> None:
    """The period keeps where he lived, the record says where he lives now, and the clocks of care run."""
    move_home(
        people=[cast.child],
        lines="4 Mill Lane",
        town="London",
        postcode="E8 1EA",
        start_date=ago(300),
        by=cast.social_worker,
    )
    home = a_home(urn="SC123456", postcode="E8 3PH", address_withheld=True)
    with acting_as(cast.team_manager):
        period = into_care(cast, home=home)
    assert (period.home_postcode, period.home_easting is not None) == ("E8 1EA", True)
    lives = Residence.objects.get(person=cast.child, end_date__isnull=True)
    assert (lives.address.lines, lives.withheld, lives.start_date) == ("12 Cedar Walk", True, ago(60))
    assert events_of(cast.child) == [
        "care.care_started",
        "care.first_placement_started",
        "care.placement_started",
        "care.notices_listed",
    ]
    assert clocks_of(cast.child) >= {
        "care_plan",
        "placement_plan",
        "placement_notifications",
        "first_care_review",
        "initial_health_assessment",
        "personal_education_plan",
        "first_visit",
    }
    assert "visit_weekly" not in clocks_of(cast.child)


def test_the_familys_plan_steps_up_by_itself(cast: Cast) -> None:
    """The child comes onto the family's plan, which becomes looked after; nothing is typed again."""
    plan = Plan.objects.create(family=cast.family, start_date=ago(200))
    PlanChild.objects.create(plan=plan, child=cast.sibling, start_date=ago(200))
    PlanTier.objects.create(plan=plan, tier="child_protection", reason="So it was.", start_date=ago(200))
    period = into_care(cast)
    assert period.plan == plan
    assert plan.tiers.get(end_date__isnull=True).tier == "looked_after"
    assert plan.tiers.get(end_date__isnull=True).start_date == ago(60)
    assert plan.children.filter(child=cast.child, end_date__isnull=True).exists()


def test_an_interim_order_with_a_parent_is_visited_weekly(cast: Cast) -> None:
    """Regulation 28: weekly to the first review where a child under an interim care order lives with a parent."""
    parent = a_home("Ngozi Okafor", kind="parent", provider="")
    into_care(cast, legal_status="C1", home=parent, placement_type="P1")
    assert "visit_weekly" in clocks_of(cast.child)
    assert Placement.objects.get(child=cast.child).provider == "PR0"


def test_a_child_moves_and_comes_back_from_a_temporary_stay(cast: Cast) -> None:
    """The home before stays theirs; the stay beside it ends as they come back; no reason is kept, as the return has none."""
    home, hospital = (
        a_home(urn="SC123456", postcode="E8 3PH"),
        a_home("Hospital", kind="health", postcode="E8 4RP"),
    )
    period = into_care(cast, home=home)
    stay = place(
        period=period,
        home=hospital,
        placement_type="T1",
        day=ago(30),
        by=cast.team_manager,
        ended_because="OTHER",
    )
    assert (stay.provider, stay.urn) == ("", "")
    assert set(
        Residence.objects.filter(person=cast.child, end_date__isnull=True).values_list("kind", flat=True)
    ) == {"home", "temporary"}
    place(period=period, home=home, placement_type="U6", day=ago(20), by=cast.team_manager, ended_because="")
    assert [
        row.ended_because for row in Placement.objects.filter(child=cast.child).order_by("start_date")
    ] == ["", "", ""]
    assert Residence.objects.get(person=cast.child, end_date__isnull=True).kind == "home"
    last = Event.objects.filter(kind="care.placement_started").latest("pk")
    assert "unusual" not in last.details


def test_what_is_unusual_is_recorded_with_its_reason(cast: Cast) -> None:
    """A stay of thirty days at other carers' is not refused: it is kept with what was unusual and why it is so."""
    home, other = (
        a_home(urn="SC123456", postcode="E8 3PH"),
        a_home("Elm House", urn="SC999999", postcode="E8 4RP"),
    )
    period = into_care(cast, home=home)
    place(period=period, home=other, placement_type="T3", day=ago(50), by=cast.team_manager, ended_because="")
    place(
        period=period, home=home, placement_type="U6", day=ago(20), by=cast.team_manager, ended_because="",
        despite="The carer was ill on holiday.",
    )  # fmt: skip
    kept = Event.objects.filter(kind="care.placement_started").latest("pk").details
    assert "30 days" in kept["unusual"][0]
    assert kept["why_unusual"] == "The carer was ill on holiday."


def test_a_child_leaves_care(cast: Cast) -> None:
    """The period, the legal status and the placement end on one day; the child's record says where they went."""
    period = into_care(cast, legal_status="C2")
    end_care(
        period=period, day=ago(3), ended_because="E4A", end_words="Home to his mother.", by=cast.team_manager,
        child_words="I get my own room.", goes_to_lines="4 Mill Lane", goes_to_postcode="E8 1EA",
    )  # fmt: skip
    for row in (PeriodOfCare, LegalStatus, Placement):
        assert row.objects.get(child=cast.child).end_date == ago(3)
    assert Residence.objects.get(person=cast.child, end_date__isnull=True).address.lines == "4 Mill Lane"
    assert not clocks_of(cast.child) & {
        "first_care_review",
        "first_visit",
        "care_plan",
        "initial_health_assessment",
    }
    with pytest.raises(CannotBeTrue, match="If care went on, correct its end"):
        into_care(cast, day=ago(3))


def test_carers_move_house_with_every_child(cast: Cast) -> None:
    """Each child there goes on at the new address, those on records closed to whoever records it among them."""
    home = a_home(urn="SC123456", postcode="E8 3PH")
    into_care(cast, home=home)
    into_care(cast, cast.restricted_child, home=home, by=cast.outside_manager)
    with acting_as(cast.team_manager):
        home_moves(
            home=home,
            lines="1 Long Road",
            town="London",
            postcode="E8 4RP",
            day=ago(10),
            by=cast.team_manager,
        )
    for child in (cast.child, cast.restricted_child):
        before, after = Placement.objects.filter(child=child).order_by("start_date")
        assert (before.end_date, before.ended_because, after.start_date, after.end_date) == (
            ago(10),
            "OTHER",
            ago(10),
            None,
        )
        assert after.home_address is not None
        assert after.home_address.postcode == "E8 4RP"
        assert Residence.objects.get(person=child, end_date__isnull=True).address.lines == "1 Long Road"
        told = [kind for kind in events_of(child) if kind != "care.notices_listed"]
        assert told[-2:] == ["care.moved_with_carers", "care.home_moved"]


def test_nothing_falls_due_again_when_the_carers_move_house_but_telling_of_the_new_address(
    cast: Cast,
) -> None:
    """The plan, the visits and their clocks go on as they were; whom to tell of where the child lives begins anew."""
    home = a_home(urn="SC123456", postcode="E8 3PH")
    period = into_care(cast, home=home)
    before = period.placements.get()
    SchoolPlace.objects.create(
        person=cast.child, school=School.objects.create(name="A school", phase="primary"), start_date=ago(300)
    )
    plan = PlacementPlan.objects.create(
        placement=before, made_date=ago(58), day_to_day="D", made_by=cast.social_worker
    )
    record_visit(day=ago(30), children={cast.child.pk: SEEN}, by=cast.social_worker)
    running = set(
        Clock.objects.filter(person=cast.child, stopped_date=None)
        .exclude(rule="placement_notifications")
        .values_list("rule", "start_date", "due_date")
    )
    assert ("visit_six_weeks", ago(30), ago(-12)) in running
    home_moves(
        home=home, lines="1 Long Road", town="London", postcode="E8 4RP", day=ago(10), by=cast.team_manager
    )
    after = Placement.objects.get(child=cast.child, end_date=None)
    now = Clock.objects.filter(person=cast.child, stopped_date=None).exclude(rule="placement_notifications")
    assert set(now.values_list("rule", "start_date", "due_date")) == running
    assert not now.filter(thread=f"placement:{before.pk}").exists()
    told = Clock.objects.get(person=cast.child, rule="placement_notifications", stopped_date=None)
    assert (told.thread, told.start_date) == (f"placement:{after.pk}", ago(10))
    recipients = set(PlacementNotice.objects.filter(placement=after).values_list("recipient", flat=True))
    assert recipients >= {"health_board", "doctor", "school"}
    assert "former_carer" not in recipients
    plan.refresh_from_db()
    assert plan.placement == after
    assert visits_of([cast.child.pk], ago(0))[cast.child.pk].due_date == ago(-12)
    # Written up after the move, a visit before it still counts.
    record_visit(day=ago(11), children={cast.child.pk: SEEN}, by=cast.social_worker)
    assert visits_of([cast.child.pk], ago(0))[cast.child.pk].due_date == ago(-31)
    assert now.get(rule="visit_six_weeks").due_date == ago(-31)


def test_carers_who_moved_house_before_the_child_left_start_no_clock(cast: Cast) -> None:
    """Recorded afterwards, it changes where the child lived then, and nothing is owed."""
    home = a_home(urn="SC123456", postcode="E8 3PH")
    period = into_care(cast, home=home)
    place(
        period=period, home=a_home("Rosa Diaz"), placement_type="U6", day=ago(5), by=cast.team_manager,
        ended_because="CARPL",
    )  # fmt: skip
    running = clocks_of(cast.child)
    started = Clock.objects.filter(person=cast.child).count()
    home_moves(home=home, lines="1 Long Road", town="", postcode="E8 4RP", day=ago(20), by=cast.team_manager)
    assert (clocks_of(cast.child), Clock.objects.filter(person=cast.child).count()) == (running, started)


def test_a_move_and_a_legal_status_on_one_day(cast: Cast) -> None:
    """From home under an order into foster care by agreement: the move first, then the status, on the same day."""
    parent = a_home("Ngozi Okafor", kind="parent", provider="")
    period = into_care(cast, legal_status="C2", home=parent, placement_type="P1")
    with pytest.raises(CannotBeTrue, match="cannot be placed with a parent"):
        change_legal_status(period=period, code="V2", day=ago(20), by=cast.team_manager)
    place(
        period=period,
        home=a_home(),
        placement_type="U6",
        day=ago(20),
        by=cast.team_manager,
        ended_because="CARPL",
    )
    change_legal_status(period=period, code="V2", day=ago(20), by=cast.team_manager)
    assert list(LegalStatus.objects.order_by("start_date").values_list("code", flat=True)) == ["C2", "V2"]


def test_a_home_of_that_name_at_that_postcode_is_not_added_twice(cast: Cast) -> None:
    """Whoever adds it again is told to choose it."""
    from kith.casework.care.actions.homes import add_home

    said: dict[str, Any] = {
        "name": "Elm House", "kind": "childrens_home", "provider": "PR4", "urn": "SC1", "lines": "1 Elm Road",
        "postcode": "E8 1EA", "by": cast.team_manager, "carers": [(None, "Rosa Diaz")],
    }  # fmt: skip
    home = add_home(**said)
    assert isinstance(home, Home)
    assert home.carers.get().name == "Rosa Diaz"
    with pytest.raises(CannotBeTrue, match="already"):
        add_home(**said)
