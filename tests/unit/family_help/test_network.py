"""What the people around a child offer and have done."""

from __future__ import annotations

import pytest

from kith.casework.family_help.actions import network
from kith.casework.family_help.models import NetworkHelp, NetworkOffer
from kith.casework.family_help.queries.network import around_siblings_too
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.relations import add_to_network
from kith.casework.people.models import NetworkMember
from kith.casework.timeline.models import Event
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast) -> list[NetworkMember]:
    """The same neighbour around both children."""
    return [
        add_to_network(child=child, kind="neighbour", member_name=name, by=cast.social_worker)
        for child, name in ((cast.child, "Mrs Petrou"), (cast.sibling, "mrs petrou"))
    ]


def test_an_offer_is_written_once_for_brothers_and_sisters(both, cast):
    """One event about both, and what they offer already is not written again."""
    network.add_offer(members=both[:1], what="Fridays", start_date=ago(9), by=cast.social_worker)
    offers = network.add_offer(members=both, what="fridays ", start_date=ago(3), by=cast.social_worker)
    assert [offer.member for offer in offers] == both[1:], "the first child has it already"
    with pytest.raises(CannotBeTrue, match="already"):
        network.add_offer(members=both, what="Fridays", start_date=ago(1), by=cast.social_worker)
    network.add_offer(members=both, what="Sundays", start_date=ago(1), by=cast.social_worker)
    one, _, several = Event.objects.filter(kind="family_help.network_offered").order_by("pk")
    assert one.thread == f"person:{cast.child.pk}"
    assert {row.person_id for row in several.subjects.all()} == {cast.child.pk, cast.sibling.pk}
    assert several.thread == ""


def test_what_somebody_did_says_when_they_were_last_in_touch(both, cast):
    """The latest day counts, whatever was written down last."""
    for days in (5, 20):
        network.record_help(members=both, what="Took them swimming", day=ago(days), by=cast.social_worker)
    for member in both:
        member.refresh_from_db()
        assert member.last_in_touch_date == ago(5)
    assert NetworkHelp.objects.count() == 4
    assert Event.objects.filter(kind="family_help.network_helped").count() == 2


def test_what_somebody_did_is_written_once(both, cast):
    """Sent twice, it is on the record once; a brother or sister may be added to what is there."""
    network.record_help(members=both[:1], what="Took them swimming", day=ago(5), by=cast.social_worker)
    (row,) = network.record_help(members=both, what="took them  swimming", day=ago(5), by=cast.social_worker)
    assert row.member == both[1]
    with pytest.raises(CannotBeTrue, match="already for that day"):
        network.record_help(members=both, what="Took them swimming", day=ago(5), by=cast.social_worker)
    assert NetworkHelp.objects.count() == 2
    assert Event.objects.filter(kind="family_help.network_helped").count() == 2


def test_what_was_kept_of_an_offer(both, cast):
    """Help goes with the offer of the same child, and does not come before it."""
    offers = network.add_offer(members=both, what="Fridays", start_date=ago(9), by=cast.social_worker)
    rows = network.record_help(
        members=both, what="Had them on Friday", day=ago(8), offers=offers, by=cast.social_worker
    )
    assert [row.offer.member for row in rows] == both
    with pytest.raises(CannotBeTrue) as wrong:
        network.record_help(members=both, what="Before", day=ago(10), offers=offers, by=cast.social_worker)
    assert wrong.value.field == "day"


def test_an_offer_ends_on_a_day_after_it_began(both, cast):
    """For all for whom it was offered, once."""
    offers = network.add_offer(members=both, what="Fridays", start_date=ago(9), by=cast.social_worker)
    for day in (ago(9), ago(-1)):
        with pytest.raises(CannotBeTrue) as wrong:
            network.end_offer(offers=offers, end_date=day, by=cast.social_worker)
        assert wrong.value.field == "end_date"
    network.end_offer(offers=offers, end_date=ago(2), by=cast.social_worker)
    assert set(NetworkOffer.objects.values_list("end_date", flat=True)) == {ago(2)}
    with pytest.raises(CannotBeTrue, match="already"):
        network.end_offer(offers=offers, end_date=ago(1), by=cast.social_worker)
    event = Event.objects.get(kind="family_help.network_offer_ended")
    assert {row.person_id for row in event.subjects.all()} == {cast.child.pk, cast.sibling.pk}


@pytest.mark.parametrize("what", ["", "  "])
def test_nothing_is_no_offer_and_no_help(both, cast, what):
    """Neither is a day that has not come, nor somebody who is no longer around the child."""
    by = cast.social_worker
    with pytest.raises(CannotBeTrue):
        network.add_offer(members=both, what=what, start_date=ago(1), by=by)
    with pytest.raises(CannotBeTrue):
        network.record_help(members=both, what=what, day=ago(1), by=by)
    with pytest.raises(CannotBeTrue, match="not come yet"):
        network.add_offer(members=both, what="Fridays", start_date=ago(-1), by=by)
    with pytest.raises(CannotBeTrue, match="not come yet"):
        network.record_help(members=both, what="Friday", day=ago(-1), by=by)
    NetworkMember.objects.filter(pk=both[0].pk).update(start_date=ago(30), end_date=ago(3))
    both[0].refresh_from_db()
    with pytest.raises(CannotBeTrue, match="among the people around the child"):
        network.add_offer(members=both, what="Fridays", start_date=ago(1), by=by)


def test_the_same_person_is_found_around_brothers_and_sisters_alone(both, cast):
    """A name that is alike around a child of another family is somebody else's neighbour."""
    add_to_network(
        child=cast.unheld_child, kind="neighbour", member_name="Mrs Petrou", by=cast.contact_officer
    )
    assert around_siblings_too(both[0], cast.social_worker) == [both[1]]
    assert around_siblings_too(both[0], cast.outsider) == [], "who may not write on the sister's record"
