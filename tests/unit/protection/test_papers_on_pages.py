"""The one line with which pages of protection show their papers."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.people.models import Person
from kith.casework.plans.access import open_plan
from kith.casework.protection.access import open_process
from kith.casework.protection.actions import papers
from kith.casework.protection.models import (
    ChildProtectionConference,
    PreProceedings,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from tests.furnishing.clients import acting_as

pytestmark = pytest.mark.django_db

LINE = Template("{% load protection_papers %}{% papers_of opened meeting %}")


def shown(worker, opened, meeting=None) -> str:
    """Return what the line shows."""
    return " ".join(LINE.render(Context({"worker": worker, "opened": opened, "meeting": meeting})).split())


def test_each_process_shows_its_papers_and_leads_to_making_one(protected, cast) -> None:
    """Of its own thread only, with whether it has gone."""
    draft = papers.make_paper(
        process=protected.conference,
        kind="conference_minutes",
        for_whom="Ngozi Okafor",
        by=cast.social_worker,
    )
    letter = papers.make_paper(
        process=protected.enquiry, kind="enquiry_letter", for_whom="Ngozi Okafor", by=cast.social_worker
    )
    papers.send_paper(
        paper=letter, sent_date=timezone.localdate(), for_whom="Ngozi Okafor", by=cast.social_worker
    )
    worker = cast.social_worker
    with acting_as(worker):
        opened = {
            model: open_process(worker, model, process.pk, Right.READ_RECORD, page="test")
            for model, process in (
                (StrategyDiscussion, protected.discussion),
                (SectionFortySevenEnquiry, protected.enquiry),
                (ChildProtectionConference, protected.conference),
                (PreProceedings, protected.pre_proceedings),
            )
        }
        conference = shown(worker, opened[ChildProtectionConference])
        assert reverse("protection:paper", args=[draft.pk]) in conference
        assert "For Ngozi Okafor. Draft" in conference
        assert "Make another" in conference
        enquiry = shown(worker, opened[SectionFortySevenEnquiry])
        assert "Went on" in enquiry
        assert reverse("protection:paper", args=[draft.pk]) not in enquiry
        for model, name in ((StrategyDiscussion, "strategy"), (PreProceedings, "pre_proceedings")):
            address = reverse(f"protection:make_{name}_paper", args=[opened[model].process.pk])
            assert address in shown(worker, opened[model])
        plan = open_plan(worker, protected.plan.pk, page="test")
        assert reverse("protection:make_plan_paper", args=[protected.plan.pk]) in shown(worker, plan)
        address = reverse("protection:make_core_group_paper", args=[protected.plan.pk, protected.meeting.pk])
        assert address in shown(worker, plan, protected.meeting)


def test_who_may_only_read_has_no_link_and_a_partner_sees_nothing(protected, cast) -> None:
    """Nor does anybody see a paper of which one child is hidden from them."""
    papers.make_paper(
        process=protected.conference, kind="conference_minutes", for_whom="Everybody", by=cast.social_worker
    )
    number = protected.conference.pk
    with acting_as(cast.outside_manager):
        opened = open_process(cast.outside_manager, ChildProtectionConference, number, page="test")
        text = shown(cast.outside_manager, opened)
    assert "For Everybody" in text
    assert "Make" not in text
    with acting_as(cast.conference_chair):
        opened = open_process(cast.conference_chair, ChildProtectionConference, number, page="test")
        assert "Make another" in shown(cast.conference_chair, opened), "she chairs it"
    with acting_as(cast.partner):
        opened = open_process(cast.partner, ChildProtectionConference, number, page="test")
        assert shown(cast.partner, opened) == ""
    Person.objects.filter(pk=cast.sibling.pk).update(restriction="sealed")
    with acting_as(cast.social_worker):
        opened = open_process(cast.social_worker, ChildProtectionConference, number, page="test")
        text = shown(cast.social_worker, opened)
    assert "For Everybody" not in text
    assert "Make one from the record" in text
