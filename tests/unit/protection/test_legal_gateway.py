"""The legal gateway and work before proceedings: asked for, held, decided child by child, and worked through."""

from __future__ import annotations

import pytest

from kith.casework.family_help.actions import meetings
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import pre_proceedings as actions
from kith.casework.protection.actions.gateway import GatewayChildOutcome
from kith.casework.protection.models import (
    LegalGatewayChild,
    LegalGatewayMeeting,
    PreProceedings,
    PreProceedingsChild,
    PreProceedingsStep,
    ThresholdDecision,
)
from kith.casework.timeline.models import Event, Task
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago, day_fields
from tests.unit.protection.legal_steps import (
    WHY,
    ask_for_gateway,
    begin_pre_proceedings,
    end_pre_proceedings,
    hold_gateway,
    offer_group_meeting,
    refused,
    send_letter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast) -> Plan:
    """The Okafors' plan, begun two hundred days ago."""
    return start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="child_in_need", lead=cast.social_worker,
        start_date=ago(200), by=cast.social_worker,
    )  # fmt: skip


def kinds(thread: str) -> list[str]:
    """Return what happened in a thread, in order."""
    return list(Event.objects.filter(thread=thread).order_by("pk").values_list("kind", flat=True))


def test_each_child_has_a_decision_of_their_own(cast, plan):
    """One goes to court, one does not; both say why, and what would change it."""
    with acting_as(cast.social_worker):
        gateway = ask_for_gateway(cast)
    assert Task.objects.get(link=f"/legal-gateways/{gateway.pk}/").team == cast.riverside
    with acting_as(cast.team_manager):
        began = hold_gateway(
            cast,
            gateway,
            outcomes={
                cast.child.pk: GatewayChildOutcome("issue", WHY),
                cast.sibling.pk: GatewayChildOutcome("back", WHY),
            },
            lead=None,
        )
    assert began is None
    parts = {part.child: part for part in LegalGatewayChild.objects.filter(gateway=gateway)}
    assert parts[cast.child].outcome == "issue"
    assert parts[cast.child].decision.decided == "Apply to the court"
    assert parts[cast.sibling].decision.child == cast.sibling
    assert ThresholdDecision.objects.filter(kind="legal_gateway").count() == 2
    assert kinds(f"gateway:{gateway.pk}") == [
        "protection.legal_gateway_asked_for",
        "protection.legal_gateway_held",
    ]


def test_a_gateway_that_decides_so_begins_work_before_proceedings(cast, plan):
    """For the children for whom it was decided; an offer already made to the family is found and joined."""
    with acting_as(cast.social_worker):
        meeting = offer_group_meeting(cast, plan, days=70)
        gateway = ask_for_gateway(cast)
    with acting_as(cast.team_manager):
        began = hold_gateway(
            cast,
            gateway,
            outcomes={
                cast.child.pk: GatewayChildOutcome("pre_proceedings", WHY),
                cast.sibling.pk: GatewayChildOutcome("back", WHY),
            },
        )
    assert began is not None
    assert (began.start_date, began.plan, began.lead, began.network_meeting) == (
        ago(50), plan, cast.social_worker, meeting,
    )  # fmt: skip
    assert [part.child for part in began.children.all()] == [cast.child]
    assert Task.objects.get(title="Send the letter before proceedings").worker == cast.social_worker


def test_a_second_gateway_brings_another_child_into_the_same_work(cast, plan):
    """A family is in it once."""
    with acting_as(cast.team_manager):
        first = hold_gateway(
            cast,
            ask_for_gateway(cast, children=[cast.child]),
            outcomes={cast.child.pk: GatewayChildOutcome("pre_proceedings", WHY)},
        )
        second = hold_gateway(
            cast,
            ask_for_gateway(cast, children=[cast.sibling], asked_date=ago(40)),
            held_date=ago(39),
            outcomes={cast.sibling.pk: GatewayChildOutcome("pre_proceedings", WHY)},
        )
    assert second == first
    assert {part.child for part in PreProceedingsChild.objects.all()} == {cast.child, cast.sibling}


def test_work_before_proceedings_goes_its_whole_way(cast, plan):
    """The letter, a meeting with the parents and their lawyer, an assessment, a review, the family's meeting, the end."""
    with acting_as(cast.team_manager):
        before = begin_pre_proceedings(cast)
        send_letter(cast, before)
        step = actions.add_step(
            pre_proceedings=before, kind="meeting", what="First meeting", planned_date=ago(40), done_date=None,
            parents_had_a_lawyer=None, words="", by=cast.social_worker,
        )  # fmt: skip
        actions.do_step(
            step=step, done_date=ago(40), parents_had_a_lawyer=True, words="They agree to the evenings.",
            by=cast.social_worker,
        )  # fmt: skip
        actions.add_step(
            pre_proceedings=before, kind="review", what="Review", planned_date=None, done_date=ago(10),
            parents_had_a_lawyer=True, words="The nights are quiet.", next_review_date=ago(-10), by=cast.social_worker,
        )  # fmt: skip
        meeting = offer_group_meeting(cast, plan)
        actions.join_family_meeting(pre_proceedings=before, meeting=meeting, by=cast.social_worker)
        before.refresh_from_db()
        assert (before.next_review_date, before.network_meeting) == (ago(-10), meeting)
        end_pre_proceedings(cast, before)
    before.refresh_from_db()
    assert (before.ending, before.end_date) == ("safe", ago(5))
    assert step.pre_proceedings == before
    step.refresh_from_db()
    assert step.parents_had_a_lawyer is True
    assert PreProceedingsStep.objects.get(kind="review").parents_had_a_lawyer is None, "asked of a meeting"
    assert kinds(f"pre_proceedings:{before.pk}") == [
        "protection.pre_proceedings_started",
        "protection.letter_before_proceedings_sent",
        "protection.pre_proceedings_step_planned",
        "protection.pre_proceedings_step_done",
        "protection.pre_proceedings_step_done",
        "protection.pre_proceedings_family_meeting_joined",
        "protection.pre_proceedings_ended",
    ]
    ended = ThresholdDecision.objects.filter(kind="pre_proceedings")
    assert {decision.child for decision in ended} == {cast.child, cast.sibling}


def test_a_reason_why_no_meeting_is_offered_can_be_joined_too(cast, plan):
    """It says why not, once."""
    with acting_as(cast.team_manager):
        before = begin_pre_proceedings(cast)
        reason = meetings.decide_not_to_offer(
            plan=plan, kind="group_decision_making", offered_date=ago(30), why_not_offered="He may not come near them.",
            by=cast.social_worker,
        )  # fmt: skip
        actions.join_family_meeting(pre_proceedings=before, meeting=reason, by=cast.social_worker)
    before.refresh_from_db()
    assert before.network_meeting == reason


def test_only_a_manager_who_may_decide_for_every_child_holds_it(cast):
    """A social worker may not; nor may a manager who cannot read one of the children."""
    gateway = ask_for_gateway(cast)
    LegalGatewayChild.objects.create(gateway=gateway, child=cast.restricted_child)
    for worker in (cast.social_worker, cast.team_manager):
        with acting_as(worker):
            assert "A manager decides this" in refused(hold_gateway, cast, gateway, by=worker).sentence
    assert LegalGatewayMeeting.objects.get(pk=gateway.pk).held_date is None


def test_the_pages_lead_from_asking_to_the_end(cast, plan, client_for):
    """A social worker asks; the manager decides, writing what is the same for both once; the lead sends the letter."""
    worker, manager = client_for(cast.social_worker), client_for(cast.team_manager)
    asked = worker.post(
        f"/families/{cast.family.pk}/legal-gateway/ask/",
        {
            "children": [cast.child.pk, cast.sibling.pk],
            "why_asked": "Two years.",
            **day_fields("asked_date", ago(3)),
        },
    )
    assert asked.status_code == 303, asked.content.decode()
    gateway = LegalGatewayMeeting.objects.get()
    assert "A manager who may read" in worker.get(asked["Location"]).content.decode()
    assert worker.get(f"/legal-gateways/{gateway.pk}/held/").status_code == 403
    held = {
        **day_fields("held_date", ago(2)), "led_by": cast.team_manager.pk, "legal_adviser": "Farah Aziz",
        "advice": "Work first.", "reasons": "The nights.", "evidence": "Told by Daniel.",
        "what_would_change": "His aunt.", f"outcome_{cast.child.pk}": "pre_proceedings",
        f"outcome_{cast.sibling.pk}": "back", f"different_{cast.sibling.pk}": "Esther sleeps at her nan’s.",
        "lead": "", "version": "1",
    }  # fmt: skip
    without_lead = manager.post(f"/legal-gateways/{gateway.pk}/held/", held)
    assert without_lead.status_code == 422
    assert "Choose who leads" in without_lead.content.decode()
    went = manager.post(f"/legal-gateways/{gateway.pk}/held/", {**held, "lead": cast.social_worker.pk})
    assert went.status_code == 303, went.content.decode()
    before = PreProceedings.objects.get()
    assert went["Location"] == f"/pre-proceedings/{before.pk}/"
    reasons = ThresholdDecision.objects.get(child=cast.sibling).reasons
    assert reasons == "The nights.\n\nEsther sleeps at her nan’s."
    page = worker.get(f"/pre-proceedings/{before.pk}/").content.decode()
    assert f"/plans/{plan.pk}/meetings/offer/" in page
    assert "12 to 16 weeks" in page
    sent = worker.post(
        f"/pre-proceedings/{before.pk}/letter/",
        {
            "what_we_worry_about": "W", "what_must_change": "C", "help_offered": "H",
            **day_fields("letter_sent_date", ago(1)), "version": "1",
        },
    )  # fmt: skip
    assert sent.status_code == 303, sent.content.decode()
    added = worker.post(
        f"/pre-proceedings/{before.pk}/steps/add/",
        {"kind": "assessment", "what": "Dr Osei", **day_fields("planned_date", ago(-20)), "version": "2"},
    )
    assert added.status_code == 303, added.content.decode()
    step = PreProceedingsStep.objects.get()
    done = worker.post(
        f"/pre-proceedings/{before.pk}/steps/{step.pk}/",
        {**day_fields("done_date", ago(0)), "words": "She can, with help.", "version": "3"},
    )
    assert done.status_code == 303, done.content.decode()
    offer_group_meeting(cast, plan, days=1)
    meeting = plan.network_meetings.get()
    joined = worker.post(
        f"/pre-proceedings/{before.pk}/family-meeting/", {"network_meeting": meeting.pk, "version": "4"}
    )
    assert joined.status_code == 303, joined.content.decode()
    assert "She can, with help." in worker.get(f"/pre-proceedings/{before.pk}/").content.decode()
    assert "Work before proceedings" in worker.get(f"/plans/{plan.pk}/").content.decode()
    ended = manager.post(
        f"/pre-proceedings/{before.pk}/end/",
        {
            "ending": "proceedings", **day_fields("end_date", ago(0)), "reasons": "R", "evidence": "E",
            "what_would_change": "C", "version": "5",
        },
    )  # fmt: skip
    assert ended.status_code == 303, ended.content.decode()
    assert f"/families/{cast.family.pk}/proceedings/issue/" in worker.get(ended["Location"]).content.decode()
