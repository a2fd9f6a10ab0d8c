"""What was begun about a child can be ended: also where they left the family, or a conference was asked for before the end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions import merging, relations
from kith.casework.people.models import FamilyMembership
from kith.casework.plans.actions.plan import close_plan, start_plan
from kith.casework.protection.actions import transfers
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.models import (
    CONFERENCE,
    ChildProtectionConference,
    MissingEpisode,
    SectionFortySevenEnquiry,
)
from kith.casework.workforce.models import Allocation
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import call, end, hold, sent, taken_up, under_way
from tests.furnishing.form_days import ago
from tests.unit.protection.outside_home import an_adult, mark, report

pytestmark = pytest.mark.django_db


def leave(cast, *people) -> None:
    """Have these people leave the family today."""
    for row in FamilyMembership.objects.filter(family=cast.family, person__in=people, end_date__isnull=True):
        relations.leave_family(membership=row, end_date=timezone.localdate(), by=cast.social_worker)


def test_an_enquiry_about_a_child_who_has_left_the_family_is_read_written_and_ended(cast, client_for) -> None:
    """He went to live with his aunt on the second day: his part is there, and asked about at the end."""
    enquiry = sent(cast, offer=taken_up())
    leave(cast, cast.child)
    page = client_for(cast.team_manager).get(f"/enquiries/{enquiry.pk}/")
    assert page.status_code == 200
    assert f"/people/{cast.child.pk}/" in page.content.decode() or "Daniel" in page.content.decode()
    form = client_for(cast.team_manager).get(f"/enquiries/{enquiry.pk}/end/").content.decode()
    assert "Daniel Okafor" in form


def test_an_enquiry_of_a_family_that_nobody_is_in_any_more_is_still_there(cast, client_for) -> None:
    """Everybody moved on; what was begun is not lost with the family."""
    enquiry = under_way(cast)
    leave(cast, cast.child, cast.sibling, cast.mother)
    assert not FamilyMembership.objects.filter(family=cast.family, end_date__isnull=True).exists()
    assert Allocation.objects.filter(child=cast.child, end_date__isnull=True).exists()
    page = client_for(cast.social_worker).get(f"/enquiries/{enquiry.pk}/")
    assert page.status_code == 200
    assert "Daniel Okafor" in page.content.decode()
    assert client_for(cast.social_worker).get(f"/enquiries/{enquiry.pk}/write/").status_code == 200


def test_an_enquiry_ends_where_its_conference_was_asked_for_before(cast) -> None:
    """The conference that is to come is the one: no second is asked for, and the enquiry is not held open by it."""
    enquiry = sent(cast, outcome=CONFERENCE)
    request_conference(
        family=cast.family, children=[cast.child, cast.sibling], kind="initial", requested_date=ago(1),
        by=cast.social_worker, enquiry=enquiry,
    )  # fmt: skip
    end(cast, enquiry)
    enquiry.refresh_from_db()
    assert enquiry.status == "ended"
    assert ChildProtectionConference.objects.filter(enquiry=enquiry).count() == 1


def test_a_social_worker_leads_an_enquiry_whoever_led_the_discussion(cast) -> None:
    """A family help practitioner led it and nobody who may lead the enquiry holds the child: somebody is chosen."""
    Allocation.objects.filter(worker=cast.social_worker).delete()
    discussion = call(cast)
    with pytest.raises(CannotBeTrue, match="A social worker leads a section 47 enquiry") as said:
        hold(cast, discussion, led_by=cast.family_help_practitioner)
    assert said.value.field == "lead"
    assert not SectionFortySevenEnquiry.objects.exists()
    enquiry = hold(cast, discussion, led_by=cast.family_help_practitioner, lead=cast.outsider)
    assert enquiry is not None
    assert enquiry.lead == cast.outsider


def test_a_plan_does_not_close_over_a_move_that_nobody_has_decided_on(cast) -> None:
    """A child on another authority's protection plan has come to us, and neither yes nor no was said."""
    plan = start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="child_in_need", lead=cast.social_worker,
        start_date=ago(90), by=cast.social_worker,
    )  # fmt: skip
    move = transfers.tell_of_transfer(
        child=cast.child, family=cast.family, direction="in", other_authority="Northshire", moved_date=ago(9),
        told_date=ago(8), category="NEG", by=cast.social_worker,
    )  # fmt: skip
    closing = {
        "plan": plan,
        "end_date": timezone.localdate(),
        "closing_summary": "Well.",
        "by": cast.team_manager,
    }
    with pytest.raises(CannotBeTrue, match="another authority's child protection plan"):
        close_plan(**closing)
    transfers.do_not_take_on(transfer=move, reason="They moved back.", day=ago(1), by=cast.team_manager)
    close_plan(**closing)


def test_two_records_are_not_joined_while_both_have_what_a_person_has_once(cast) -> None:
    """Each with what to do first; once that is done they are joined, and parted again."""
    report(cast)
    report(cast, child=cast.unheld_child)
    with pytest.raises(CannotBeTrue, match="Both records say that the child is missing now"):
        merging.merge(kept=cast.child, merged=cast.unheld_child, reason="Typed twice.", by=cast.team_manager)
    MissingEpisode.objects.filter(child=cast.unheld_child).update(found_at=timezone.now())
    joined = merging.merge(
        kept=cast.child, merged=cast.unheld_child, reason="Typed twice.", by=cast.team_manager
    )
    assert MissingEpisode.objects.filter(child=cast.child).count() == 2
    merging.unmerge(merge=joined, reason="Two boys.", by=cast.team_manager)
    assert MissingEpisode.objects.filter(child=cast.unheld_child).count() == 1


def test_what_both_records_have_is_found_also_where_whoever_joins_them_may_not_see_it(cast) -> None:
    """Two markers, each on a record and linked to a child that the front door cannot open."""
    one, other = an_adult("Wayne Stroud"), an_adult("Wayne Strood")
    mark(cast, one)
    mark(cast, other)
    cast.child.restriction = "sealed"
    cast.child.save()
    with acting_as(cast.contact_officer), pytest.raises(CannotBeTrue, match="Both records are marked"):
        merging.merge(kept=one, merged=other, reason="Typed twice.", by=cast.contact_officer)
