"""Deciding on a move, making it and deciding against it: what is kept, what has to be handed over, what comes of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.casework.care.actions.handover import BEFORE_A_HOME_CHANGES, BEFORE_A_WORKER_CHANGES
from kith.casework.care.actions.moves import decide_move, make_move, stand_down_move
from kith.casework.care.models import Move, Placement
from kith.casework.care.queries.what_a_move_does import what_it_does
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.schools import go_to_school
from kith.casework.people.models import SchoolPlace
from kith.casework.timeline.models import Event, Task
from kith.casework.workforce.models import Allocation
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import CareFamily, a_home, three_in_care

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=14)


def decide(
    family: CareFamily, by: Any, kind: str = "home", *, day: datetime.date = SOON, **where: Any
) -> Move:
    """Decide on a move of the eldest in two weeks."""
    return decide_move(
        child=family.eldest,
        kind=kind,
        day=day,
        by=by,
        reasons="It is nearer to school.",
        alternatives="Staying: the carers are ill.",
        child_words="I do not want to go.",
        panel=what_it_does(family.eldest, kind, day=day, **where),
        **where,
    )


def test_what_was_shown_is_kept_whole_and_what_adds_up_as_columns(cast: Cast) -> None:
    """The decision has the panel, its sums, the team that held the child, and is told on the chronology without a name."""
    family = three_in_care(cast)
    home = a_home("Elm House", postcode="CT10 1AA")
    shown = what_it_does(family.eldest, "home", home=home, day=SOON)
    move = decide(family, cast.social_worker, home=home)
    move.refresh_from_db()
    assert move.shown == shown.as_shown()
    assert (move.siblings_with_now, move.siblings_with_after, move.siblings_in_care) == (2, 0, 2)
    assert move.metres_from_home_now == 0
    assert move.metres_from_home_after is not None
    assert round(move.metres_from_home_after / 1609.344, 1) == 65.8
    assert move.team == cast.riverside
    event = Event.objects.get(kind="care.move_decided")
    assert event.summary == "A change of home was decided."


@pytest.mark.parametrize("column", ["shown", "reasons", "decided_by_id"])
def test_what_was_shown_is_never_changed(cast: Cast, column: str) -> None:
    """The database refuses it, whoever asks: what was shown, why it was decided, and by whom."""
    family = three_in_care(cast)
    move = decide(family, cast.social_worker, home=a_home("Elm House"))
    other = {"shown": {"lines": []}, "reasons": "Another.", "decided_by_id": cast.team_manager.pk}[column]
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Move.objects.filter(pk=move.pk).update(**{column: other})


def test_a_panel_of_another_move_is_not_kept(cast: Cast) -> None:
    """A decision keeps what was shown of this child, this kind and this day, or there is a fault in the program."""
    family = three_in_care(cast)
    home = a_home("Elm House")
    panel = what_it_does(family.children[1], "home", home=home, day=SOON)
    with pytest.raises(ValueError, match="another move"):
        decide_move(
            child=family.eldest, kind="home", home=home, day=SOON, by=cast.social_worker, reasons="a",
            alternatives="b", child_words="c", panel=panel,
        )  # fmt: skip


def test_a_change_of_home_gives_tasks_that_fall_due_before_it(cast: Cast) -> None:
    """Told, shown, packed with and said goodbye to: each for the worker who holds the child, before the day."""
    family = three_in_care(cast)
    move = decide(family, cast.team_manager, home=a_home("Elm House"))
    tasks = Task.objects.filter(link=f"/moves/{move.pk}/")
    assert [task.title for task in tasks.order_by("pk")] == [one.title for one in BEFORE_A_HOME_CHANGES]
    assert {task.worker for task in tasks} == {cast.social_worker}
    assert all(TODAY <= task.due_date < SOON for task in tasks)


def test_a_change_of_worker_gives_tasks_to_who_leaves_and_who_comes(cast: Cast) -> None:
    """Whoever leaves introduces and says goodbye; whoever comes reads the story first."""
    family = three_in_care(cast)
    move = decide(family, cast.team_manager, "worker", worker=cast.family_help_practitioner)
    tasks = Task.objects.filter(link=f"/moves/{move.pk}/")
    assert tasks.count() == len(BEFORE_A_WORKER_CHANGES)
    by_worker = {
        worker: {task.title for task in tasks if task.worker == worker}
        for worker in {t.worker for t in tasks}
    }
    assert "Say goodbye to the child" in by_worker[cast.social_worker]
    assert (
        "Read the child’s story and their own words before you meet"
        in by_worker[cast.family_help_practitioner]
    )


def test_where_time_is_short_everything_is_due_today(cast: Cast) -> None:
    """A move tomorrow leaves no task due before today."""
    family = three_in_care(cast)
    decide(family, cast.social_worker, day=TODAY + datetime.timedelta(days=1), home=a_home("Elm House"))
    assert set(Task.objects.values_list("due_date", flat=True)) == {TODAY}


def test_a_move_that_is_decided_against_withdraws_what_is_not_done(cast: Cast) -> None:
    """What was done stays done; the rest is withdrawn, and what was shown stays as it was."""
    family = three_in_care(cast)
    move = decide(family, cast.social_worker, home=a_home("Elm House"))
    first = Task.objects.filter(link=f"/moves/{move.pk}/").order_by("pk")[0]
    Task.objects.filter(pk=first.pk).update(done_at=timezone.now(), done_by=cast.social_worker)
    stand_down_move(move=move, reason="The carers can go on, with help.", by=cast.team_manager)
    move.refresh_from_db()
    assert (move.outcome, move.stood_down_reason) == ("stood_down", "The carers can go on, with help.")
    assert [task.pk for task in Task.objects.filter(link=f"/moves/{move.pk}/")] == [first.pk]
    decide(family, cast.social_worker, home=a_home("Oak House"))


def test_a_change_of_home_that_is_made_is_a_placement(cast: Cast) -> None:
    """The one before ends for its reason, the next begins, and it has the move that led to it."""
    family = three_in_care(cast)
    home = a_home("Elm House", kind="childrens_home", provider="PR4", urn="SC123456")
    move = decide(family, cast.social_worker, home=home, day=TODAY)
    make_move(
        move=move,
        day=TODAY,
        by=cast.social_worker,
        placement_type="K2",
        ended_because="CREQO",
        ended_as_planned=False,
    )
    before, after = Placement.objects.filter(child=family.eldest).order_by("start_date")
    assert (before.end_date, before.ended_because, before.ended_as_planned) == (TODAY, "CREQO", False)
    assert (after.home, after.placement_type, after.move) == (home, "K2", move)
    move.refresh_from_db()
    assert (move.outcome, move.made_date) == ("made", TODAY)


def test_a_change_of_worker_that_is_made_is_an_allocation(cast: Cast) -> None:
    """Whoever held the child no longer does."""
    family = three_in_care(cast)
    move = decide(family, cast.team_manager, "worker", worker=cast.family_help_practitioner)
    make_move(move=move, day=TODAY, by=cast.team_manager, reason="worker_left")
    lead = Allocation.objects.get(child=family.eldest, role="lead", end_date__isnull=True)
    assert lead.worker == cast.family_help_practitioner


def test_a_child_in_care_changes_school_only_where_it_was_decided(cast: Cast) -> None:
    """On the page of schools they are sent to where what it does is shown; once decided, going there makes the move."""
    family = three_in_care(cast)
    school = family.schools[1]
    with pytest.raises(CannotBeTrue, match="is in care, and what a change of school does is shown before"):
        go_to_school(
            child=family.eldest,
            school=school,
            start_date=TODAY,
            by=cast.social_worker,
            ended_because="home_moved",
        )
    move = decide(family, cast.social_worker, "school", school=school)
    make_move(move=move, day=TODAY, by=cast.social_worker, ended_because="home_moved", end_words="Too far.")
    move.refresh_from_db()
    assert move.outcome == "made"
    now = SchoolPlace.objects.get(person=family.eldest, end_date__isnull=True)
    assert now.school == school
    assert move.school_changes
    assert move.in_middle_of_school_year == (SOON.month not in (8, 9))
