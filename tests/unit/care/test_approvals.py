"""What has to be approved for where a child lives, who decides it, and that what is missing is said and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import approvals
from kith.casework.care.actions.homes import home_moves
from kith.casework.care.areas import Where, our_area, where
from kith.casework.care.models import (
    ApprovalKind,
    LegalStatus,
    Move,
    MoveOutcome,
    Placement,
    PlacementApproval,
    PlacementWithParents,
)
from kith.casework.care.needed_approvals import TO_SATISFY, Living, kinds_needed
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Worker
from kith.engines.calendar import add_working_days
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import a_home, come_into_care, place_with, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]
EVERYTHING = TO_SATISFY[ApprovalKind.OUT_OF_AREA]
FAR, NEXT_DOOR, OURS, UNKNOWN = Where.AT_A_DISTANCE, Where.ADJOINING, Where.OURS, Where.NOT_KNOWN


@pytest.fixture
def _islington(settings: object) -> None:
    """This authority is Islington, and homes at E8 1EA are in Hackney, which adjoins it."""
    settings.AUTHORITY_NAME = "Islington"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("placement_type", "provider", "where_it_is", "legal_status", "needed"),
    [
        ("U6", "PR4", OURS, "V2", []),
        ("U6", "PR4", NEXT_DOOR, "V2", ["out_of_area"]),
        ("U6", "PR4", FAR, "V2", ["at_a_distance"]),
        ("U6", "PR1", FAR, "V2", []),  # our own foster carers
        ("U3", "", FAR, "C2", []),  # a connected person
        ("K2", "PR1", FAR, "C2", ["at_a_distance"]),  # our own children's home is no foster carer
        ("U6", "PR4", UNKNOWN, "V2", []),
        ("P1", "PR0", OURS, "C2", ["with_parents"]),
        ("P1", "PR0", OURS, "C1", ["with_parents"]),
        ("P1", "PR0", OURS, "V2", []),
        ("Z13", "", OURS, "C2", ["unregistered"]),
        ("Z1", "", FAR, "C2", ["at_a_distance", "unregistered"]),
    ],
)
def test_what_has_to_be_approved(
    placement_type: str, provider: str, where_it_is: Where, legal_status: str, needed: list[str]
) -> None:
    """By the kind of placement, whose it is, how far away, and under which power the child is in care."""
    assert kinds_needed(Living(placement_type, provider, where_it_is, legal_status)) == needed


@pytest.mark.parametrize(
    ("said", "code", "found"),
    [
        ("Hackney", "E09000012", Where.OURS),
        ("London Borough of Hackney", "E09000019", Where.ADJOINING),
        ("Kent County Council", "E09000012", Where.AT_A_DISTANCE),
        ("Kent County Council", "", Where.NOT_KNOWN),
        ("Nowhere Council", "E09000012", Where.NOT_KNOWN),
    ],
)
def test_where_a_home_is(settings: object, said: str, code: str, found: Where) -> None:
    """By the authority's own name, and the authority that the home's postcode is in."""
    settings.AUTHORITY_NAME = said  # type: ignore[attr-defined]
    assert where(code) == found
    assert bool(our_area()) == (said != "Nowhere Council")


@pytest.mark.usefixtures("_islington")
def test_a_manager_approves_what_somebody_else_asked_for(cast: Cast, client_for: ClientFor) -> None:
    """Needed, asked for with what is missing, waiting on the manager's day, and approved: each page says how it stands."""
    placement = come_into_care(
        cast.child, by=cast.director, day=ago(9), home=a_home(provider="PR4")
    ).placements.get()
    worker, manager = client_for(cast.social_worker), client_for(cast.team_manager)
    base = f"/people/{cast.child.pk}/care/"
    assert "Nobody has asked" in worker.get(base).content.decode()
    page = worker.get(f"{base}approvals/ask/").content.decode()
    assert "adjoins it" in page
    assert "Hackney" in page
    said = {"about": f"placement-{placement.pk}-out_of_area", "why": "Near school.", "wishes_known": "on"}
    refused = worker.post(f"{base}approvals/ask/", said)
    assert refused.status_code == 422
    assert "Something here has not been done" in refused.content.decode()
    said |= {"what_is_missing": "His uncle has not been reached."}
    assert worker.post(f"{base}approvals/ask/", said).status_code == 303
    approval = PlacementApproval.objects.get()
    decide = f"{base}approvals/{approval.pk}/decide/"
    assert decide in manager.get("/").content.decode()
    assert decide not in client_for(cast.outside_manager).get("/").content.decode()
    assert worker.get(decide).status_code == 403
    assert "His uncle has not been reached." in manager.get(decide).content.decode()
    answer = {
        "version": 1, "is_approved": "yes", "decision_words": "He stays at his school.", "wishes_known": "on",
        "what_is_missing": "His uncle has not been reached.",
    }  # fmt: skip
    assert manager.post(decide, answer).status_code == 303
    approval.refresh_from_db()
    assert approval.is_approved
    assert approval.wishes_known
    assert not approval.relatives_consulted
    assert Event.objects.filter(kind="care.approval_given").count() == 1
    page = worker.get(f"{base}approvals/").content.decode()
    assert "Approved by Grace Mensah" in page
    assert "<strong>Not yet:</strong> the child’s relatives" in page.replace("&#x27;", "’")
    assert decide not in manager.get("/").content.decode()


def test_the_director_decides_what_is_at_a_distance(
    cast: Cast, client_for: ClientFor, settings: object
) -> None:
    """It waits on the director's day and not on the manager's, who cannot decide it."""
    settings.AUTHORITY_NAME = "Kent"  # type: ignore[attr-defined]
    placement = come_into_care(
        cast.child, by=cast.team_manager, day=ago(9), home=a_home(provider="PR4")
    ).placements.get()
    approval = approvals.ask_for_approval(
        child=cast.child, kind=ApprovalKind.AT_A_DISTANCE, placement=placement, why="Her aunt lives there.",
        satisfied=EVERYTHING, what_is_missing="", by=cast.social_worker,
    )  # fmt: skip
    decide = f"/people/{cast.child.pk}/care/approvals/{approval.pk}/decide/"
    manager, director = client_for(cast.team_manager), client_for(cast.director)
    assert decide not in manager.get("/").content.decode()
    assert manager.get(decide).status_code == 403
    assert decide in director.get("/").content.decode()
    said = {
        "version": 1,
        "is_approved": "no",
        "decision_words": "There are homes in Kent.",
        **dict.fromkeys(EVERYTHING, "on"),
    }
    assert director.post(decide, said).status_code == 303
    page = manager.get(f"/people/{cast.child.pk}/care/").content.decode()
    assert "Not approved" in page


@pytest.mark.usefixtures("_islington")
def test_a_move_is_asked_about_before_it_is_made_and_its_approval_goes_with_it(
    cast: Cast, client_for: ClientFor
) -> None:
    """What was approved for the move is approved for the placement that came of it."""
    period = come_into_care(cast.child, by=cast.director, day=ago(30), home=a_home(provider="PR1"))
    home = a_home("Elm House", kind="childrens_home", provider="PR4")
    move = Move.objects.create(
        child=cast.child, kind="home", planned_date=ago(-3), home=home, reasons="R", alternatives="None near.",
        child_words="All right.", decided_date=ago(1), decided_at=timezone.now(), decided_by=cast.social_worker,
    )  # fmt: skip
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/approvals/").content.decode()
    assert "The move to Elm House" in page
    assert "Nobody has asked" in page
    approval = approvals.ask_for_approval(
        child=cast.child, kind=ApprovalKind.OUT_OF_AREA, move=move, why="W", satisfied=EVERYTHING, what_is_missing="",
        by=cast.social_worker,
    )  # fmt: skip
    approvals.decide_approval(
        approval=approval, is_approved=True, decision_words="Yes.", by=cast.team_manager
    )
    Placement.objects.filter(child=cast.child).update(end_date=ago(0))
    place_with(period, home, day=ago(0), placement_type="K2", move=move)
    Move.objects.filter(pk=move.pk).update(outcome=MoveOutcome.MADE, made_date=ago(0))
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/approvals/").content.decode()
    assert "Living at Elm House" in page
    assert "Nobody has asked" not in page
    assert "Approved by" in page


def test_a_parents_home_is_assessed_and_in_an_emergency_within_ten_working_days(
    cast: Cast, client_for: ClientFor
) -> None:
    """Placed with a parent under a care order before anybody assessed it: the page says by when, until it is finished."""
    home = a_home("Ngozi Okafor", kind="parent")
    come_into_care(
        cast.child, by=cast.director, day=ago(4), legal_status="C2", home=home, placement_type="P1"
    )
    client = client_for(cast.social_worker)
    base = f"/people/{cast.child.pk}/care/"
    due = add_working_days(ago(4), 10)
    page = client.get(base).content.decode()
    assert "With a parent, under a care order" in page
    assert "is not assessed" in page
    assert f"due by {due.day} {due:%B %Y}" in page
    home_moves(home=home, lines="2 New Street", town="", postcode="E8 3PH", day=ago(1), by=cast.social_worker)
    page = client.get(base).content.decode()
    assert f"due by {due.day} {due:%B %Y}" in page, "moving house with the child begins nothing anew"
    begin = {"home": home.pk, "household": "She lives alone.", **day_fields("started_date", ago(2))}
    assert client.post(f"{base}approvals/with-parents/begin/", begin).status_code == 303
    assessment = PlacementWithParents.objects.get()
    finish = f"{base}approvals/with-parents/{assessment.pk}/finish/"
    said = {
        "words": "She is well, and her sister helps.",
        "is_suitable": "yes",
        **day_fields("finished_date", ago(0)),
    }
    assert client.post(finish, said).status_code == 303
    assert client.post(finish, said).status_code == 422
    page = client.get(base).content.decode()
    assert "is not assessed" not in page
    assert f"due by {due.day} {due:%B %Y}" not in page


def test_under_no_care_order_nothing_is_asked_about_a_parents_home(cast: Cast, client_for: ClientFor) -> None:
    """A child who is accommodated goes home when the parents say so."""
    home = a_home("Ngozi Okafor", kind="parent")
    period = come_into_care(cast.child, by=cast.director, day=ago(4), home=home, placement_type="P1")
    assert (
        "With a parent"
        not in client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/").content.decode()
    )
    LegalStatus.objects.filter(period_of_care=period).update(code="C2")
    assert (
        "With a parent"
        in client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/").content.decode()
    )


@pytest.mark.usefixtures("_islington")
def test_whoever_asked_does_not_decide_and_it_is_decided_once(cast: Cast) -> None:
    """Four eyes; and a second decision is told of the first."""
    placement = come_into_care(cast.child, by=cast.director, day=ago(9)).placements.get()
    approval = approvals.ask_for_approval(
        child=cast.child, kind=ApprovalKind.OUT_OF_AREA, placement=placement, why="W", satisfied=EVERYTHING,
        what_is_missing="", by=cast.team_manager,
    )  # fmt: skip
    with pytest.raises(CannotBeTrue, match="Somebody else decides it"):
        approvals.decide_approval(
            approval=approval, is_approved=True, decision_words="Yes.", by=cast.team_manager
        )
    approvals.decide_approval(approval=approval, is_approved=True, decision_words="Yes.", by=cast.director)
    with pytest.raises(CannotBeTrue, match="This was approved on"):
        approvals.decide_approval(
            approval=approval, is_approved=False, decision_words="No.", by=cast.director
        )


@pytest.mark.usefixtures("_islington")
def test_it_is_asked_for_once_for_brothers_and_sisters_in_one_home(cast: Cast, client_for: ClientFor) -> None:
    """Three who live together are put forward together; each has an approval of their own to be decided."""
    family = three_in_care(cast)
    middle, youngest = family.children[1:]
    said = {
        "about": f"placement-{family.placements[0].pk}-out_of_area", "why": "They are together here.",
        **dict.fromkeys(EVERYTHING, "on"), f"also_{middle.pk}": "on", f"also_{youngest.pk}": "on",
    }  # fmt: skip
    address = f"/people/{family.eldest.pk}/care/approvals/ask/"
    assert client_for(cast.social_worker).post(address, said).status_code == 303
    asked = {one.child_id: one.placement_id for one in PlacementApproval.objects.all()}
    assert asked == {place.child_id: place.pk for place in family.placements}
