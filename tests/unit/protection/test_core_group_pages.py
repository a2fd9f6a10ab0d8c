"""What protects the children on a plan, as its pages show and record it, through clients behind the wall."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.people.models import Person
from kith.casework.plans.models import PlanChild
from kith.casework.protection.actions import core_group, visits
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.core_group import CoreGroupWords, Member
from kith.casework.protection.actions.visits import ChildSeen
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    CoreGroupMeeting,
    CoreGroupMember,
    ProtectionVisit,
    ProtectiveAction,
    StrategyDiscussion,
)
from kith.engines.calendar import add_working_days
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.on_protection import Protected, plan_of, protect

pytestmark = pytest.mark.django_db
WORDS = CoreGroupWords("Mornings are better.", "I had toast.", "Breakfast most days.", "Bedtimes.")


@pytest.fixture
def protected(cast: Cast) -> Protected:
    """Daniel and Esther Okafor, on a protection plan for thirty days."""
    return protect(cast)


def _busy(cast: Cast, protected: Protected, times: int = 1) -> None:
    """Give the plan a core group with meetings, visits, and what was agreed everywhere."""
    core_group.set_core_group(
        plan=protected.plan,
        members=[
            Member(part="parent", person=cast.mother),
            Member(part="professional", worker=cast.social_worker, agency="social_care"),
            *(Member(part="professional", name=f"Nurse {n}", agency="health") for n in range(times)),
        ],
        start_date=ago(29),
        by=cast.social_worker,
    )
    for number in range(times):
        core_group.hold_core_group(
            plan=protected.plan, held_date=ago(27 - number), words=WORDS, came={}, by=cast.social_worker,
            agreed=[Agreed("Ring the school", "Priya Nair", ago(27 - number))], next_planned_date=ago(-3),
        )  # fmt: skip
        visits.record_visit(
            plan=protected.plan, visited_date=ago(27 - number), was_announced=True, what_was_seen="Tea.",
            what_next="", by=cast.social_worker,
            children={
                cast.child.pk: ChildSeen(was_seen=True, seen_alone=True, child_words="I like Gran's."),
                cast.sibling.pk: ChildSeen(was_seen=False, why_not_seen="At football."),
            },
        )  # fmt: skip
        for place in ({"discussion": protected.discussion}, {"conference": protected.conference}):
            ProtectiveAction.objects.create(what="See the doctor", who="Nurse Adu", due_date=ago(4), **place)


def test_the_page_says_what_protects_the_children_and_what_comes_next(cast, protected, client_for):
    """Each child's words and category, what must change, what is late, who was seen alone, the one next thing."""
    _busy(cast, protected)
    page = client_for(cast.social_worker).get(f"/plans/{protected.plan.pk}/protection/").content.decode()
    for words in (
        "Daniel Okafor", "I like Gran&#x27;s.", "Neglect", "The children are fed before school.", "We ask a lawyer.",
        "I want help with the mornings.", "4 days late", "At football.", "Ngozi Okafor", "Agreed at the strategy discussion",
        "Agreed at the core group", "as the conference agreed",
    ):  # fmt: skip
        assert words in page, words
    # Esther was last seen on no day: her visit is the first that is due, so that is the button.
    button = page.index('class="govuk-button"')
    assert "Record a visit" in page[button : button + 300]
    agreed = add_working_days(ago(30), 5)
    assert f"{agreed.day} {agreed:%B %Y}" in page


def test_the_group_is_asked_for_before_anything_else(cast, protected, client_for):
    """With nobody in the core group the one button says so, and recording one leads there first."""
    client = client_for(cast.social_worker)
    page = client.get(f"/plans/{protected.plan.pk}/protection/").content.decode()
    assert "Say who is in the core group" in page
    assert client.get(f"/plans/{protected.plan.pk}/protection/core-group/hold/").status_code == 302


def test_a_core_group_is_set_and_held_through_the_forms(cast, protected, client_for):
    """The family is offered first; the meeting keeps everybody's words, who came, and what was agreed."""
    client = client_for(cast.social_worker)
    base = f"/plans/{protected.plan.pk}/protection/core-group/"
    shown = client.get(f"{base}set/").content.decode()
    assert shown.index("Ngozi Okafor") < shown.index("Priya Nair")
    assert client.post(f"{base}set/", day_fields("start_date", ago(2))).status_code == 422
    sent = {
        f"in_person_{cast.mother.pk}": "on", f"part_person_{cast.mother.pk}": "parent",
        f"in_worker_{cast.social_worker.pk}": "on", f"agency_worker_{cast.social_worker.pk}": "social_care",
        "name_1": "Nurse Adu", "post_1": "Health visitor", "part_1": "professional", "agency_1": "health",
        **day_fields("start_date", ago(2)),
    }  # fmt: skip
    answer = client.post(f"{base}set/", sent)
    assert answer.status_code == 303, answer.content.decode()
    members = {str(row): row for row in CoreGroupMember.objects.filter(plan=protected.plan)}
    assert len(members) == 3
    came = {f"came_{row.pk}": "came" for row in members.values()}
    meeting = {
        "going_well": "Breakfast.", "family_words": "Better.", "child_words": "I had toast.", "worries": "",
        "what_1": "Ring the school", "who_1": "Priya Nair", **day_fields("due_1", ago(-7)), **came,
        **day_fields("held_date", ago(1)), **day_fields("next_planned_date", ago(-20)),
    }  # fmt: skip
    without = client.post(f"{base}hold/", {**meeting, "who_1": ""})
    assert without.status_code == 422
    assert "Say who will do this." in without.content.decode()
    answer = client.post(f"{base}hold/", meeting)
    assert answer.status_code == 303, answer.content.decode()
    held = CoreGroupMeeting.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "I had toast." in page
    assert "Ring the school" in page
    assert held.attendances.count() == 3
    again = client.post(f"{base}hold/", meeting)
    assert again.status_code == 422
    assert "Open it to add to it" in again.content.decode()
    changed = client.post(
        f"{base}meetings/{held.pk}/change/",
        {"going_well": "Breakfast every day.", "version": held.version, **came},
    )
    assert changed.status_code == 303, changed.content.decode()
    late = client.post(f"{base}meetings/{held.pk}/change/", {"going_well": "Other.", "version": 1, **came})
    assert late.status_code == 409, "somebody saved meanwhile"


def test_somebody_joins_and_leaves(cast, protected, client_for):
    """Each by a form of one thing; the page keeps who was there before."""
    _busy(cast, protected)
    client = client_for(cast.social_worker)
    base = f"/plans/{protected.plan.pk}/protection/core-group/"
    two = {"person": str(cast.child.pk), "name": "Ada", "part": "child", **day_fields("start_date", ago(1))}
    assert client.post(f"{base}add/", two).status_code == 422
    answer = client.post(f"{base}add/", {"person": str(cast.child.pk), "part": "child", **day_fields("start_date", ago(1))})  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()
    member = CoreGroupMember.objects.get(name="Nurse 0")
    assert client.post(f"{base}{member.pk}/end/", day_fields("end_date", ago(0))).status_code == 303
    page = client.get(base).content.decode()
    assert "1 who left it" in page
    assert "Daniel Okafor" in page


def test_a_visit_is_written_once_for_both_children(cast, protected, client_for):
    """Their own words first; of one who was not seen it asks why."""
    client = client_for(cast.social_worker)
    address = f"/plans/{protected.plan.pk}/protection/visits/add/"
    shown = client.get(address).content.decode()
    assert shown.index("What Daniel Okafor says, in their words") < shown.index(
        "What was seen and talked about"
    )
    sent = {
        f"how_{cast.child.pk}": "alone", f"child_words_{cast.child.pk}": "I like Gran's.",
        f"bedroom_seen_{cast.child.pk}": "on", f"how_{cast.sibling.pk}": "not_seen",
        "what_was_seen": "Tea was on.", "was_announced": "no", **day_fields("visited_date", ago(1)),
    }  # fmt: skip
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Say why Esther Okafor was not seen." in refused.content.decode()
    answer = client.post(address, {**sent, f"why_not_seen_{cast.sibling.pk}": "At football."})
    assert answer.status_code == 303, answer.content.decode()
    visit = ProtectionVisit.objects.get()
    assert visit.was_announced is False
    page = client.get(answer["Location"]).content.decode()
    assert "I like Gran&#x27;s." in page
    assert "At football." in page
    again = client.get(f"{answer['Location']}change/").content.decode()
    assert "The visit was not to this child" not in again
    changed = client.post(
        f"{answer['Location']}change/",
        {
            **sent, "version": visit.version, f"why_not_seen_{cast.sibling.pk}": "At swimming.",
            f"how_{cast.child.pk}": "with_others",
        },
    )  # fmt: skip
    assert changed.status_code == 303, changed.content.decode()
    none = {**sent, f"how_{cast.child.pk}": "not_visited", f"how_{cast.sibling.pk}": "not_visited"}
    assert "Choose at least one child" in client.post(address, none).content.decode()


def test_what_was_agreed_anywhere_is_done_on_one_list(cast, protected, client_for):
    """From the discussion, the conference and the core group; what another family agreed is not on this plan."""
    _busy(cast, protected)
    client = client_for(cast.social_worker)
    for action in ProtectiveAction.objects.all():
        answer = client.post(
            f"/plans/{protected.plan.pk}/protection/actions/{action.pk}/done/",
            {"done_words": "She was seen.", **day_fields("done_date", ago(0))},
        )
        assert answer.status_code == 303, answer.content.decode()
    assert ProtectiveAction.objects.filter(done_date=ago(0)).count() == 3
    elsewhere = StrategyDiscussion.objects.create(
        family=protect_other(cast), called_date=ago(3), called_by=cast.outsider, why_called="W"
    )
    other = ProtectiveAction.objects.create(discussion=elsewhere, what="X", who="Y")
    assert client.get(f"/plans/{protected.plan.pk}/protection/actions/{other.pk}/done/").status_code == 404


def protect_other(cast: Cast):
    """Return another family."""
    from tests.furnishing.on_protection import another_family

    return another_family("Reid", 1)[0]


def test_a_child_whose_record_is_not_open_is_counted_and_not_named(cast, protected, client_for):
    """Neither on the page nor in a visit; the section on the family's plan counts too."""
    PlanChild.objects.create(plan=protected.plan, child=cast.sealed_child, start_date=ago(30))
    ChildProtectionPlan.objects.create(
        child=cast.sealed_child, plan=protected.plan, start_date=ago(30), started_as="transfer_in"
    )
    _busy(cast, protected)
    client = client_for(cast.social_worker)
    page = client.get(f"/plans/{protected.plan.pk}/protection/").content.decode()
    assert "1 child on a protection plan is not shown" in page
    assert "Noah" not in page
    plan = client.get(f"/plans/{protected.plan.pk}/").content.decode()
    assert "1 child whose record is not open to you" in plan
    assert "What protects the children now" in plan


def test_a_plan_without_protection_has_no_section_and_no_button(cast, client_for):
    """The family's plan says nothing of protection; the page itself says that no child is on a protection plan."""
    plan = plan_of(cast.family, [cast.child], ago(50), cast.social_worker)
    client = client_for(cast.social_worker)
    assert "Child protection plan" not in client.get(f"/plans/{plan.pk}/").content.decode()
    page = client.get(f"/plans/{plan.pk}/protection/").content.decode()
    assert "No child on this plan is on a child protection plan" in page
    assert "govuk-button" not in page.split("<h1")[1]


def test_my_day_says_what_no_clock_says(cast, protected, client_for):
    """A core group planned at the last one, and a visit that the conference agreed sooner than the clock is due."""
    client = client_for(cast.social_worker)
    _busy(cast, protected)
    visits.record_visit(
        plan=protected.plan, visited_date=ago(1), was_announced=True, what_was_seen="Tea.", what_next="",
        by=cast.social_worker,
        children={pk: ChildSeen(was_seen=True) for pk in (cast.child.pk, cast.sibling.pk)},
    )  # fmt: skip
    page = client.get("/").content.decode()
    assert "Core groups and visits agreed" in page
    assert "Visit, as the conference agreed" in page
    ChildProtectionConference.objects.update(visit_every_days=None)
    CoreGroupMeeting.objects.update(next_planned_date=None)
    assert "Core groups and visits agreed" not in client.get("/").content.decode()


def test_the_page_takes_as_many_queries_whatever_the_plan_holds(cast, protected, client_for):
    """No more for much than for little, and at most 25; my day and the plan's own page too."""
    client = client_for(cast.social_worker)
    addresses = [f"/plans/{protected.plan.pk}/protection/", f"/plans/{protected.plan.pk}/", "/"]

    def queries() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    _busy(cast, protected)
    client.get(addresses[0])
    little = queries()
    extra = [Person.objects.create(display_name=f"Child {n}", birth_date=ago(3000)) for n in range(3)]
    for child in extra:
        PlanChild.objects.create(plan=protected.plan, child=child, start_date=ago(30))
        ChildProtectionPlan.objects.create(
            child=child, plan=protected.plan, start_date=ago(30), started_as="transfer_in"
        )
    CoreGroupMeeting.objects.all().delete()
    CoreGroupMember.objects.all().delete()
    _busy(cast, protected, times=8)
    much = queries()
    assert max(much) <= 25, much
    assert much[0] <= little[0] + 1, "one more at most: who is not of the family is looked up together"


def test_the_page_as_it_was_known_earlier(cast, protected, client_for):
    """An instant before anything was recorded of protection shows none of it, in at most 25 queries."""
    _busy(cast, protected)
    client = client_for(cast.social_worker)
    address = f"/plans/{protected.plan.pk}/protection/known-at/"
    assert client.get(address).status_code == 200
    soon = timezone.localtime() + datetime.timedelta(minutes=1)
    asked = {**day_fields("day", soon.date()), "time": "23:59"}
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address, asked)
    assert page.status_code == 200
    text = page.content.decode()
    assert "This is what was known on" in text
    assert "I like Gran&#x27;s." in text
    assert "Record a visit" not in text
    assert len(queries) <= 25, len(queries)
    before = client.get(address, day_fields("day", ago(3)))
    assert before.status_code == 422, "the plan itself was recorded today"
