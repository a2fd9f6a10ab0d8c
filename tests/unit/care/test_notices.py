"""Notices of a placement: whom the law names, who may be left untold, and that no letter has a withheld address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import notices
from kith.casework.care.models import (
    FamilyTimeChild,
    FamilyTimePerson,
    FamilyTimePlan,
    NoticeRecipient,
    Placement,
    PlacementNotice,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Restriction
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import CareFamily, a_home, place_with, three_in_care

ClientFor = Callable[[Worker | None], WorkersClient]


@pytest.fixture
def family(cast: Cast, settings: object) -> CareFamily:
    """Three children in care in Hackney, of an authority that is Islington: outside its area, in one that adjoins it."""
    settings.AUTHORITY_NAME = "Islington"  # type: ignore[attr-defined]
    found = three_in_care(cast)
    plan = FamilyTimePlan.objects.create(
        kind="in_person",
        every_days=14,
        ordered_by_court=True,
        arranged_by=cast.social_worker,
        start_date=ago(30),
    )
    FamilyTimeChild.objects.create(plan=plan, child=found.eldest)
    FamilyTimePerson.objects.create(plan=plan, person=found.grandmother, relation="grandmother")
    FamilyTimePerson.objects.create(plan=plan, name="Uncle Clyde", relation="uncle")
    return found


def listed(placement: Placement, by: Worker) -> list[PlacementNotice]:
    """List who has to be told, as a worker."""
    with acting_as(by):
        notices.work_out_notices(placement=placement, by=by)
    return list(PlacementNotice.objects.filter(placement=placement))


def test_whom_the_law_names_is_worked_out(cast: Cast, family: CareFamily) -> None:
    """The child, the mother, those in contact by order, boards and doctors at both ends, school, reviewing officer, area."""
    rows = listed(family.placements[0], cast.social_worker)
    found = sorted((one.recipient, one.person.display_name if one.person else one.name) for one in rows)
    assert found == [
        ("area_authority", "Hackney"),
        ("child", "Kezia Ferris"),
        ("doctor", "where the child lived before"),
        ("doctor", "where the home is"),
        ("health_board", "where the child lived before"),
        ("health_board", "where the home is"),
        ("parent", "Dawn Ferris"),
        ("person_in_contact", "Iris Ferris"),
        ("person_in_contact", "Uncle Clyde"),
        ("reviewing_officer", "David Osei"),
        ("school", "Canal Side School"),
    ]
    assert listed(family.placements[0], cast.social_worker) == rows, "asked again, nobody is there twice"


def test_inside_our_own_area_there_is_no_other_authority_and_no_second_doctor(
    cast: Cast, family: CareFamily, settings: object
) -> None:
    """A home in our own area has one board and one doctor to tell."""
    settings.AUTHORITY_NAME = "London Borough of Hackney"  # type: ignore[attr-defined]
    found = [one.recipient for one in listed(family.placements[0], cast.social_worker)]
    assert "area_authority" not in found
    assert found.count("doctor") == found.count("health_board") == 1


def test_after_a_move_the_former_carer_is_told(cast: Cast, family: CareFamily) -> None:
    """Whoever cared for the child before is named; where that was a parent, they are told as a parent."""
    period, first = family.periods[0], family.placements[0]
    Placement.objects.filter(pk=first.pk).update(end_date=ago(10))
    second = place_with(period, a_home("Elm House"), day=ago(10))
    rows = listed(second, cast.social_worker)
    assert [one.name for one in rows if one.recipient == "former_carer"] == ["Ann and Joseph Clarke"]


def test_somebody_on_a_closed_record_is_owed_a_notice_all_the_same(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """The worker sees that there is one and not who; the placement is not notified until somebody who may has told them."""
    mother, placement = family.mother, family.placements[0]
    type(mother).objects.filter(pk=mother.pk).update(restriction=Restriction.SEALED)
    rows = listed(placement, cast.social_worker)
    parent = next(one for one in rows if one.recipient == "parent")
    assert parent.person_id == mother.pk
    client = client_for(cast.social_worker)
    page = client.get(f"/placements/{placement.pk}/notices/").content.decode()
    assert "Somebody whose record is not open to you" in page
    assert mother.display_name not in page
    assert client.get(f"/placements/{placement.pk}/notices/{parent.pk}/letter/").status_code == 404
    with pytest.raises(CannotBeTrue, match="not open to you"), acting_as(cast.social_worker):
        notices.tell(notice=parent, sent_date=ago(1), address_given=False, by=cast.social_worker)


def test_when_nobody_waits_the_placement_is_notified_and_its_clock_stops(
    cast: Cast, family: CareFamily
) -> None:
    """The last notice, told or withheld, records it; until then the clock runs, and late it wants a reason."""
    placement = family.placements[0]
    record_event(
        "care.placement_started", by=cast.social_worker, day=placement.start_date, about=[family.eldest.pk],
        summary="Placed.", thread=f"placement:{placement.pk}",
    )  # fmt: skip
    rows = listed(placement, cast.social_worker)
    parent = next(one for one in rows if one.recipient == "parent")
    first, *others = [one for one in rows if one != parent]
    with pytest.raises(CannotBeTrue, match="Say why it is late"):
        notices.tell(notice=first, sent_date=ago(1), address_given=False, name="Her", by=cast.social_worker)
    notices.tell(
        notice=first, sent_date=ago(1), address_given=False, name="Her", by=cast.social_worker,
        late_reason="Nobody had the addresses.",
    )  # fmt: skip
    for one in others:
        notices.tell(notice=one, sent_date=ago(1), address_given=False, name="Them", by=cast.social_worker)
    clock = Clock.objects.get(rule="placement_notifications")
    assert clock.stopped_date is None
    assert clock.late_reason == "Nobody had the addresses."
    notices.withhold(notice=parent, reason="She has threatened to take them.", by=cast.team_manager)
    clock.refresh_from_db()
    assert clock.stopped_date == timezone.localdate()
    told = Event.objects.get(kind="care.placement_notified")
    assert told.thread == f"placement:{placement.pk}"
    assert told.details == {"told": 10, "withheld": 1}


@pytest.mark.parametrize("recipient", NoticeRecipient.values)
def test_who_may_be_left_untold(cast: Cast, family: CareFamily, recipient: str) -> None:
    """Parents, people in contact and former carers, for a reason; everybody else is told whatever is thought of it."""
    notice = PlacementNotice.objects.create(
        placement=family.placements[0], recipient=recipient, name="Somebody"
    )
    if recipient in ("parent", "person_in_contact", "former_carer"):
        with pytest.raises(CannotBeTrue, match="what harm"):
            notices.withhold(notice=notice, reason=" ", by=cast.team_manager)
        notices.withhold(notice=notice, reason="Harm.", by=cast.team_manager)
        with pytest.raises(CannotBeTrue, match="decided not to tell"):
            notices.tell(notice=notice, sent_date=ago(1), address_given=False, by=cast.social_worker)
    else:
        with pytest.raises(CannotBeTrue, match="Only parents, people in contact and former carers"):
            notices.withhold(notice=notice, reason="Harm.", by=cast.team_manager)


@pytest.mark.parametrize("recipient", NoticeRecipient.values)
def test_no_letter_has_a_withheld_address(
    cast: Cast, family: CareFamily, client_for: ClientFor, recipient: str
) -> None:
    """Whoever it is to: neither street nor postcode, and the family's do not say who the carers are either."""
    placement = family.placements[0]
    notice = PlacementNotice.objects.create(
        placement=placement, recipient=recipient, name="" if recipient == "child" else "Cedar Walk Surgery",
        person=family.eldest if recipient == "child" else None,
    )  # fmt: skip
    page = client_for(cast.social_worker).get(f"/placements/{placement.pk}/notices/{notice.pk}/letter/")
    text = page.content.decode().partition('class="kith-card"')[2]
    assert "Dear" in text
    assert "12 Cedar" not in text
    assert "E8 1EA" not in text
    assert "Cedar Walk" not in text
    if recipient in ("parent", "person_in_contact", "former_carer"):
        assert "Clarke" not in text
        assert "foster carers" in text


def test_an_open_address_is_in_the_letter_and_is_recorded_as_given(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Where the home's address is not withheld a parent reads it; a withheld one cannot be recorded as given."""
    placement = family.placements[0]
    (parent,) = [one for one in listed(placement, cast.social_worker) if one.recipient == "parent"]
    with pytest.raises(CannotBeTrue, match="kept from others"):
        notices.tell(notice=parent, sent_date=ago(1), address_given=True, by=cast.social_worker)
    type(family.home).objects.filter(pk=family.home.pk).update(address_withheld=False)
    client = client_for(cast.social_worker)
    base = f"/placements/{placement.pk}/notices/{parent.pk}/"
    assert "12 Cedar Walk" in client.get(f"{base}letter/").content.decode()
    assert (
        client.post(f"{base}tell/", {**day_fields("sent_date", ago(1)), "address_given": "on"}).status_code
        == 303
    )
    parent.refresh_from_db()
    assert parent.address_given
    assert parent.sent_date == ago(1)
    assert client.get(f"{base}withhold/").status_code == 403, "a manager decides that"


def test_the_list_is_made_by_a_press_alone(cast: Cast, family: CareFamily, client_for: ClientFor) -> None:
    """Opening the page lists nobody; the button does, for whoever may write on the record, and no partner."""
    address = f"/placements/{family.placements[0].pk}/notices/"
    client = client_for(cast.social_worker)
    assert "Nobody is on the list yet" in client.get(address).content.decode()
    assert client.get(f"{address}list/").status_code == 405
    assert not PlacementNotice.objects.exists()
    assert client_for(cast.outsider).post(f"{address}list/").status_code == 403
    assert client.post(f"{address}list/").status_code == 303
    assert PlacementNotice.objects.count() == 11


def test_one_letter_about_three_children_is_recorded_once(
    cast: Cast, family: CareFamily, client_for: ClientFor
) -> None:
    """Their mother was told of all three: ticked, it stands on each child's list; a child is told of their own alone."""
    rows = {place.child_id: listed(place, cast.social_worker) for place in family.placements}
    mine = {one.recipient: one for one in rows[family.eldest.pk]}
    base = f"/placements/{family.placements[0].pk}/notices/"
    client = client_for(cast.social_worker)
    middle, youngest = family.children[1:]
    said = {**day_fields("sent_date", ago(1)), f"also_{middle.pk}": "on"}
    assert client.post(f"{base}{mine['parent'].pk}/tell/", said).status_code == 303
    told = {one.placement.child_id for one in PlacementNotice.objects.filter(sent_date__isnull=False)}
    assert told == {family.eldest.pk, middle.pk}
    assert "And for" in client.get(f"{base}{mine['health_board'].pk}/tell/").content.decode()
    assert "And for" not in client.get(f"{base}{mine['child'].pk}/tell/").content.decode()
    assert youngest.pk not in told
