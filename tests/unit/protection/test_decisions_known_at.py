"""A decision read back as it was known when it was made, through real commits: history keeps the instant of each."""

from __future__ import annotations

import re

import pytest

from kith.casework.people.actions.person import say_in_their_words
from kith.casework.plans.actions.plan import change_words, start_plan
from kith.casework.protection.actions import deciding
from tests.furnishing.cast import find_cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.form_days import ago
from tests.unit.protection.legal_steps import use_power


@pytest.mark.usefixtures("committed_database", "static_urls")
def test_it_is_read_back_with_what_it_rested_on() -> None:
    """The child, the plan and the decision as they were: nothing that was recorded later is on any of these pages."""
    cast = find_cast()
    with acting_as(cast.social_worker):
        plan = start_plan(
            family=cast.family, children=[cast.child], tier="family_help", lead=cast.social_worker, start_date=ago(40),
            what_we_want="Quiet nights.", by=cast.social_worker,
        )  # fmt: skip
        say_in_their_words(person=cast.child, words="I am nine.", said_date=ago(3), by=cast.social_worker)
    with acting_as(cast.social_worker):
        decision = use_power(cast).decision
    assert decision is not None
    with acting_as(cast.social_worker):
        say_in_their_words(person=cast.child, words="I like trains.", said_date=ago(0), by=cast.social_worker)
        change_words(plan=plan, what_we_want="A new home.", what_is_strong="", by=cast.social_worker)
        deciding.ask_for_second_look(
            decision=decision, asked_of=cast.team_manager, why_asked="Look again.", by=cast.social_worker
        )
    client = WorkersClient()
    client.sign_in(cast.team_manager)
    now = client.get(f"/decisions/{decision.pk}/").content.decode()
    assert "Look again." in now
    addresses = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*as-known-at/\?[^"]*)"', now)]
    child, known_plan, made = (client.get(address).content.decode() for address in addresses)
    assert "I am nine." in child
    assert "Quiet nights." in known_plan
    assert "as it was known" in made
    assert "Nobody has been asked to look at it." in made
    for page in (child, known_plan, made):
        assert not any(later in page for later in ("Look again.", "I like trains.", "A new home."))
