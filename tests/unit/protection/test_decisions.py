"""A threshold decision: read with why, looked at by another, answered, and read back as it was known."""

from __future__ import annotations

import pytest

from kith.casework.protection.actions import deciding
from kith.casework.protection.models import SecondLook, ThresholdDecision
from kith.casework.timeline.models import Task
from tests.furnishing.clients import acting_as
from tests.unit.protection.legal_steps import WHY, begin_pre_proceedings, refused, use_power

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast) -> ThresholdDecision:
    """The decision beside police protection used for Daniel."""
    made = use_power(cast).decision
    assert made is not None
    return made


def test_the_page_tells_all_of_it(decision, cast, client_for):
    """What, for whom, by whom, why, on what evidence, what would change it, who saw it otherwise."""
    page = client_for(cast.team_manager).get(f"/decisions/{decision.pk}/").content.decode()
    for words in (
        "Daniel Okafor", cast.social_worker.name, WHY.reasons, WHY.evidence, WHY.what_would_change, WHY.other_views,
        decision.address,
    ):  # fmt: skip
        assert words in page


def test_a_second_look_is_asked_for_taken_and_answered(decision, cast, client_for):
    """Each is told to whoever comes next, on their day."""
    worker, chair = client_for(cast.social_worker), client_for(cast.conference_chair)
    asked = worker.post(
        f"/decisions/{decision.pk}/ask/",
        {"asked_of": cast.conference_chair.pk, "why_asked": "Was there another way?"},
    )
    assert asked.status_code == 303, asked.content.decode()
    look = SecondLook.objects.get()
    assert Task.objects.get(title="Take a second look at a decision").worker == cast.conference_chair
    address = f"/decisions/{decision.pk}/looks/{look.pk}/"
    assert worker.get(address).status_code == 403, "somebody else was asked"
    assert address in chair.get(f"/decisions/{decision.pk}/").content.decode()
    silent = chair.post(address, {"view": "otherwise", "words": ""})
    assert silent.status_code == 422
    assert "Say what you see, and why." in silent.content.decode()
    taken = chair.post(address, {"view": "otherwise", "words": "His aunt was at the door."})
    assert taken.status_code == 303, taken.content.decode()
    assert Task.objects.get(title="Answer a second look at your decision").worker == cast.social_worker
    assert chair.get(f"{address}answer/").status_code == 403, "whoever decided answers, or a manager"
    answered = worker.post(f"{address}answer/", {"answer": "We rang her, and he is with her."})
    assert answered.status_code == 303, answered.content.decode()
    page = worker.get(f"/decisions/{decision.pk}/").content.decode()
    assert "His aunt was at the door." in page
    assert "We rang her" in page
    assert not Task.objects.filter(link=f"/decisions/{decision.pk}/", done_at__isnull=True).exists()


def test_nobody_is_asked_who_may_not_read_the_childs_record(decision, cast):
    """The sentence says whom to choose instead; being asked opens no record."""
    with acting_as(cast.social_worker):
        said = refused(
            deciding.ask_for_second_look,
            decision=decision,
            asked_of=cast.outsider,
            why_asked="",
            by=cast.social_worker,
        )
    assert said.field == "asked_of"
    assert "not open to Luke Grant" in said.sentence


def test_a_partner_is_not_asked_about_what_lawyers_advise(cast):
    """Though the child's record is open to them."""
    begin_pre_proceedings(cast)
    legal = ThresholdDecision.objects.filter(child=cast.child, kind="legal_gateway").get()
    with acting_as(cast.social_worker):
        said = refused(
            deciding.ask_for_second_look,
            decision=legal,
            asked_of=cast.partner,
            why_asked="",
            by=cast.social_worker,
        )
    assert "not open to" in said.sentence


def test_before_it_was_made_there_was_no_such_decision(decision, cast, client_for):
    """The page says so, and asks for a later day."""
    page = client_for(cast.team_manager).get(
        f"/decisions/{decision.pk}/as-known-at/", {"day_0": 1, "day_1": 2, "day_2": 2020}
    )
    assert page.status_code == 422
    assert "had not been decided yet" in page.content.decode()


def test_every_decision_about_a_child_is_on_one_page_and_counted_on_theirs(decision, cast, client_for):
    """The latest first; a partner sees neither what lawyers advised nor that it was counted."""
    begin_pre_proceedings(cast)
    manager, partner = client_for(cast.team_manager), client_for(cast.partner)
    page = manager.get(f"/people/{cast.child.pk}/decisions/").content.decode()
    assert page.index("Police protection") < page.index("Work before proceedings")
    assert "2 decisions" in manager.get(f"/people/{cast.child.pk}/").content.decode()
    theirs = partner.get(f"/people/{cast.child.pk}/decisions/").content.decode()
    assert "Police protection" in theirs
    assert "proceedings" not in theirs
    assert "1 decision<" in partner.get(f"/people/{cast.child.pk}/").content.decode()
    legal = ThresholdDecision.objects.get(child=cast.child, kind="legal_gateway")
    assert partner.get(f"/decisions/{decision.pk}/").status_code == 200
    assert partner.get(f"/decisions/{legal.pk}/").status_code == 403
    assert partner.get(f"/decisions/{legal.pk}/as-known-at/").status_code == 403
