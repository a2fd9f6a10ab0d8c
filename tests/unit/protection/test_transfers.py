"""A child on a protection plan moves between authorities: in, by a conference here or one there; and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kith.casework.protection.actions import conferences, transfers
from kith.casework.protection.models import (
    ChildProtectionPlan,
    ProtectionTransfer,
)
from kith.casework.protection.workflows.transfer import state_of
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import ago, day_fields

ClientFor = Callable[[Worker | None], WorkersClient]


def told_in(cast: Cast, child: Any) -> ProtectionTransfer:
    """Record that a child came from Northshire's plan, told of five days ago."""
    return transfers.tell_of_transfer(
        child=child,
        family=cast.family,
        direction="in",
        other_authority="Northshire",
        moved_date=ago(6),
        told_date=ago(5),
        told_by="Northshire's duty team",
        category="EMO",
        plan_since_date=ago(100),
        by=cast.social_worker,
    )


def test_children_who_came_are_taken_on_at_one_conference(cast: Cast) -> None:
    """Each move has its own limit from the day we were told; the conference stops both, and a plan begins for each taken on."""
    moves = [told_in(cast, cast.child), told_in(cast, cast.sibling)]
    assert Clock.objects.filter(rule="transfer_conference", stopped_date__isnull=True).count() == 2
    transfers.record_papers(transfer=moves[0], papers_date=ago(4), by=cast.social_worker)
    conference = transfers.request_transfer_conference(
        transfers=moves, requested_date=ago(4), by=cast.social_worker
    )
    made.book(cast, conference)
    with acting_as(cast.conference_chair):
        made.hold(
            cast,
            conference,
            {
                cast.child.pk: made.on_a_plan("EMO"),
                cast.sibling.pk: made.decided("no_plan", offer=made.DECLINED),
            },
        )
    taken, left = (ProtectionTransfer.objects.get(pk=move.pk) for move in moves)
    assert (state_of(taken), taken.taken_on_date) == ("taken_on", ago(1))
    assert state_of(left) == "not_taken_on"
    row = ChildProtectionPlan.objects.get()
    assert (row.child_id, row.started_as, row.start_conference_id) == (
        cast.child.pk,
        "transfer_in",
        conference.pk,
    )
    assert not Clock.objects.filter(rule="transfer_conference", stopped_date__isnull=True).exists()
    threads = Event.objects.filter(kind="protection.transfer_conference_held").values_list(
        "thread", flat=True
    )
    assert set(threads) == {f"transfer:{move.pk}" for move in moves}
    assert Clock.objects.filter(rule="first_review_conference", person=cast.child).exists()


def test_a_plan_may_start_at_a_conference_that_another_authority_held(cast: Cast) -> None:
    """Nobody is asked to tell it all again: the plan begins here with no conference of ours, and the clock stops."""
    move = told_in(cast, cast.child)
    with acting_as(cast.team_manager):
        transfers.take_on(transfer=move, taken_on_date=ago(2), by=cast.team_manager)
    row = ChildProtectionPlan.objects.get()
    assert (row.started_as, row.start_conference_id, row.start_date) == ("transfer_in", None, ago(2))
    assert row.categories.get().category == "EMO", "the category there, not typed again"
    assert row.plan.tiers.get().tier == "child_protection"
    assert not Clock.objects.filter(rule="transfer_conference", stopped_date__isnull=True).exists()


def test_a_plan_not_taken_on_says_why_and_its_clock_stops(cast: Cast) -> None:
    """The reason is kept, and nobody waits for a conference that is not to be."""
    move = told_in(cast, cast.child)
    transfers.do_not_take_on(
        transfer=move, reason="They went back to Northshire.", day=ago(1), by=cast.team_manager
    )
    assert not Clock.objects.filter(rule="transfer_conference", stopped_date__isnull=True).exists()
    assert not ChildProtectionPlan.objects.exists()


def test_a_conference_stood_down_leaves_the_move_to_another(cast: Cast) -> None:
    """The plan of the other authority still waits to be taken on: its limit runs, and another conference may be asked for."""
    move = told_in(cast, cast.child)
    conference = transfers.request_transfer_conference(
        transfers=[move], requested_date=ago(4), by=cast.social_worker
    )
    conferences.stand_down(conference=conference, reason="Asked for twice.", by=cast.social_worker)
    move.refresh_from_db()
    assert state_of(move) == "told"
    assert Clock.objects.filter(rule="transfer_conference", stopped_date__isnull=True).exists()
    transfers.request_transfer_conference(transfers=[move], requested_date=ago(3), by=cast.social_worker)


def test_the_plan_here_goes_on_until_the_other_authority_has_taken_it_on(cast: Cast) -> None:
    """Told and sent the papers, the plan here protects the child; the day their conference takes it on, it ends here."""
    made.both_on_a_plan(cast, held_date=ago(9))
    move = transfers.tell_of_transfer(
        child=cast.child,
        family=cast.family,
        direction="out",
        other_authority="Northshire",
        moved_date=ago(-2),
        told_date=ago(5),
        by=cast.social_worker,
    )
    assert move.category == "NEG", "from the plan here, not typed again"
    assert not Clock.objects.filter(rule="transfer_conference").exists(), "their limit is theirs"
    transfers.record_papers(transfer=move, papers_date=ago(4), by=cast.social_worker)
    row = ChildProtectionPlan.objects.get(child=cast.child)
    assert row.end_date is None
    with acting_as(cast.team_manager):
        transfers.take_on(transfer=move, taken_on_date=ago(1), by=cast.team_manager)
    row.refresh_from_db()
    assert (row.end_date, row.ended_because, row.end_conference_id) == (ago(1), "moved_away", None)
    assert ChildProtectionPlan.objects.get(child=cast.sibling).end_date is None


def test_a_move_from_the_childs_page_to_the_plan(cast: Cast, client_for: ClientFor) -> None:
    """Recorded once for brother and sister, the conference asked for in one click, each page behind the wall."""
    client = client_for(cast.social_worker)
    page = client.get(f"/people/{cast.child.pk}/protection-transfer/").content.decode()
    assert "has come to us" in page
    sent = client.post(
        f"/people/{cast.child.pk}/protection-transfer/",
        {
            "children": [cast.child.pk, cast.sibling.pk],
            "other_authority": "Northshire",
            **day_fields("moved_date", ago(6)),
            **day_fields("told_date", ago(5)),
            "told_by": "Northshire's duty team",
            "category": "EMO",
            **day_fields("plan_since_date", ago(100)),
        },
    )
    assert sent.status_code == 303, sent.content.decode()[-3000:]
    assert ProtectionTransfer.objects.count() == 2
    move = sent["Location"]
    told = client.get(move).content.decode()
    assert "We were told by Northshire" in told
    assert "Ask for the conference" in told
    papers = client.post(f"{move}papers/", {**day_fields("papers_date", ago(4)), "version": "1"})
    assert papers.status_code == 303
    asked = client.get(f"/families/{cast.family.pk}/conference/ask/").content.decode()
    assert "Conference on transfer from another authority" in asked
    sent = client.post(
        f"/families/{cast.family.pk}/conference/ask/",
        {
            "kind": "transfer_in",
            "children": [cast.child.pk, cast.sibling.pk],
            **day_fields("requested_date", ago(3)),
        },
    )
    assert sent.status_code == 303, sent.content.decode()[-3000:]
    assert "to be booked" in client.get(move).content.decode()
    assert client.get(f"{move}taken-on/").status_code == 403, "a manager decides it"
    assert client_for(cast.team_manager).get(f"{move}taken-on/").status_code == 200


def test_a_manager_ends_a_plan_without_a_conference_from_the_childs_page(
    cast: Cast, client_for: ClientFor
) -> None:
    """The child came into care: the manager ends the plan, and is led to the family's plan to step it on."""
    made.both_on_a_plan(cast, held_date=ago(9))
    address = f"/people/{cast.child.pk}/protection-plan/end/"
    assert client_for(cast.social_worker).get(address).status_code == 403
    manager = client_for(cast.team_manager)
    assert (
        "End the protection plan without a conference"
        in manager.get(f"/people/{cast.child.pk}/").content.decode()
    )
    sent = manager.post(
        address,
        {
            "ended_because": "came_into_care",
            **day_fields("end_date", ago(0)),
            "words": "He lives with a foster carer.",
            "version": "1",
        },
    )
    assert sent.status_code == 303, sent.content.decode()[-3000:]
    row = ChildProtectionPlan.objects.get(child=cast.child)
    assert sent["Location"] == f"/plans/{row.plan_id}/"
    assert row.ended_because == "came_into_care"
    page = manager.get(f"/people/{cast.child.pk}/").content.decode()
    assert "The child is looked after, and safe there" in page
