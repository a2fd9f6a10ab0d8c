"""What the tests of harm outside the home have in common: an episode, an assessment, a marker and a map, and times."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.actions import exploitation, missing, outside_map, risk_marker
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.models import (
    ExploitationAssessment,
    MissingEpisode,
    OutsideMap,
    PersonWhoPosesRisk,
)
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

WHY = Reasons("Older friends with money.", "Seen by school on Monday.", "Safe friends, and a job.")


def hours_ago(hours: float) -> datetime.datetime:
    """Return the instant so many hours before now."""
    return timezone.now() - datetime.timedelta(hours=hours)


def in_days(days: int) -> datetime.date:
    """Return the day so many days after today."""
    return timezone.localdate() + datetime.timedelta(days=days)


def report(cast: Cast, since: float = 30, **changed: Any) -> MissingEpisode:
    """Report the child missing since so many hours ago."""
    told: dict[str, Any] = {
        "child": cast.child,
        "kind": "M",
        "missing_since": hours_ago(since),
        "missing_from": "Home",
        "risk": "high",
        "what_is_known": "Last seen at the station.",
        "by": cast.social_worker,
    }
    return missing.report_missing(**told | changed)


def found(cast: Cast, since: float = 30, found_at: float = 10, **changed: Any) -> MissingEpisode:
    """Report the child missing, and then found so many hours ago."""
    episode = report(cast, since, **changed)
    missing.record_found(
        episode=episode, found_at=hours_ago(found_at), found_where="At a friend’s", by=cast.social_worker
    )
    episode.refresh_from_db()
    return episode


def accepted(cast: Cast, **changed: Any) -> MissingEpisode:
    """The same, with the talk offered and accepted."""
    episode = found(cast, **changed)
    at = episode.found_at
    assert at is not None
    missing.offer_interview(episode=episode, offered_at=at, by=cast.social_worker)
    missing.answer_interview(
        episode=episode, answer="accepted", answered_at=at, answer_words="If it is Jo.", by=cast.social_worker
    )
    return episode


def assess(cast: Cast, days: int = 20, child: Person | None = None, **changed: Any) -> ExploitationAssessment:
    """Assess risk outside the home so many days ago, with one step."""
    told: dict[str, Any] = {
        "child": child or cast.child,
        "found": exploitation.Found(
            strengths="Football, and his aunt.",
            signs="A second telephone, seen by school.",
            analysis="Somebody older gives him errands.",
            level="significant",
            kinds=["criminal"],
            child_words="They look after me.",
            parents_view="We collect him from school now.",
        ),
        "reasons": WHY,
        "assessed_date": ago(days),
        "review_date": in_days(10),
        "steps": [exploitation.Step("places", "Police walk past the arcade at four", "PC Lane", in_days(5))],
        "by": cast.social_worker,
    }
    return exploitation.assess_exploitation(**told | changed)


def an_adult(name: str = "Wayne Stroud") -> Person:
    """Put an adult on the record whom nobody holds."""
    return Person.objects.create(display_name=name, birth_date=datetime.date(1990, 5, 1))


def mark(cast: Cast, person: Person | None = None, **changed: Any) -> PersonWhoPosesRisk:
    """Mark an adult as a risk to the child."""
    told: dict[str, Any] = {
        "person": person or an_adult(),
        "basis": "conviction",
        "what_is_known": "Convicted in 2019, says the police.",
        "what_to_do": "Do not let him collect a child. Ring the police.",
        "children": [risk_marker.AtRisk(cast.child, "Waits outside the school")],
        "start_date": ago(10),
        "review_date": in_days(80),
        "by": cast.social_worker,
    }
    return risk_marker.mark_person(**told | changed)


def a_map(cast: Cast, **changed: Any) -> OutsideMap:
    """Open a map, owned by the team's manager, with the child and a place on it, joined."""
    told: dict[str, Any] = {
        "title": "The arcade",
        "purpose": "To keep young people safe there; public task.",
        "review_date": in_days(80),
        "by": cast.team_manager,
    }
    opened = outside_map.open_outside_map(**told | changed)
    child = outside_map.add_node(
        outside_map=opened, kind="young_person", person=cast.child, by=cast.team_manager
    )
    place = outside_map.add_node(
        outside_map=opened, kind="place", label="Arcade on the pier", by=cast.team_manager
    )
    outside_map.link_nodes(
        outside_map=opened, from_node=child, to_node=place, what="is often at", source="School", how_sure="known",
        by=cast.team_manager,
    )  # fmt: skip
    return opened


def refused(call: Any, **arguments: Any) -> CannotBeTrue:
    """Return what is said of something that cannot be true."""
    with pytest.raises(CannotBeTrue) as impossible:
        call(**arguments)
    return impossible.value
