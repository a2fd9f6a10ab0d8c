"""What cannot be true of a visit or of a child's health, and the sentence that says so: drawn as a table."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions import health, health_assessments, visit_requests, visits
from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.models import HealthAssessment, Placement
from kith.casework.furniture.sentences import CannotBeTrue
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import CareFamily, a_home, place_with, three_in_care

SEEN = {"seen": True, "seen_alone": True, "bedroom_seen": True}

#  days from the start of care | what is said of the eldest at the visit | the sentence begins
VISITS: list[tuple[int, dict[str, Any], str]] = [
    (-1, SEEN, "Kezia Ferris’s placement began on"),
    (121, SEEN, "This day has not come yet"),
    (9, {"seen": False, "bedroom_seen": True}, "Say why the child was not seen"),
    (9, {**SEEN, "seen": False, "why_not_seen": "Out."}, "A child who was not seen was not seen alone"),
    (9, {**SEEN, "why_not_seen": "Out."}, "The child was seen. Take away why they were not"),
    (9, {**SEEN, "seen_alone": False}, "Say why the child was not seen alone"),
    (9, {**SEEN, "bedroom_seen": False}, "Say why the bedroom was not seen"),
    (9, {"seen": False, "why_not_seen": "  ", "bedroom_seen": True}, "Say why the child was not seen"),
]


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children who came into care together 120 days ago."""
    return three_in_care(cast)


@pytest.mark.parametrize(("days", "said", "sentence"), VISITS)
def test_a_visit_that_cannot_be(
    cast: Cast, family: CareFamily, days: int, said: dict[str, Any], sentence: str
) -> None:
    """Each is refused with what is wrong; nothing is kept of it."""
    day = family.periods[0].start_date + datetime.timedelta(days=days)
    with pytest.raises(CannotBeTrue) as refused:
        visits.record_visit(day=day, children={family.eldest.pk: ChildVisited(**said)}, by=cast.social_worker)
    assert refused.value.sentence.startswith(sentence)
    assert not family.eldest.care_visit_parts.exists()


def test_visits_to_two_homes_are_two_visits(cast: Cast, family: CareFamily) -> None:
    """A visit is to one home; a child between placements was visited in none; a visit to nobody is none."""
    today = timezone.localdate()
    moved = today - datetime.timedelta(days=10)
    Placement.objects.filter(pk=family.placements[1].pk).update(end_date=moved)
    seen = ChildVisited(**SEEN)
    first, second, third = (child.pk for child in family.children)
    with pytest.raises(CannotBeTrue, match="was not in a placement on"):
        visits.record_visit(day=today, children={second: seen}, by=cast.social_worker)
    place_with(family.periods[1], a_home("Elm House"), day=moved)
    with pytest.raises(CannotBeTrue, match="did not live in one home"):
        visits.record_visit(day=today, children={first: seen, second: seen}, by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="Choose whom the visit was to"):
        visits.record_visit(day=today, children={}, by=cast.social_worker)
    for day, sentence in ((moved, "did not live there"), (today + datetime.timedelta(days=1), "has not come yet"),
                          (family.periods[1].start_date - datetime.timedelta(days=1), "The placement began on")):  # fmt: skip
        with pytest.raises(CannotBeTrue, match=sentence):
            visit_requests.ask_for_visit(
                placement=Placement.objects.get(pk=family.placements[1].pk), asked_by="child", asked_date=day, words="",
                by=cast.social_worker,
            )  # fmt: skip
    assert visits.record_visit(day=today, children={first: seen, third: seen}, by=cast.social_worker)


#  what is recorded | of whom (0 is 14, 1 is 9, 2 is 5 years old) | what is said, days counted back from today | the sentence begins
HEALTH: list[tuple[str, int, dict[str, Any], str]] = [
    ("check", 0, {"kind": "dental", "day": -1, "result": "done"}, "This day has not come yet"),
    ("check", 2, {"kind": "dental", "day": 2500, "result": "done"}, "Noor Ferris was born on"),
    ("check", 2, {"kind": "development", "day": 1, "result": "done"}, "Noor Ferris was 5 or over on"),
    (
        "check",
        0,
        {"kind": "eyes", "day": 5, "result": "done", "next_due_date": 6},
        "The next one is due after this one",
    ),
    ("questionnaire", 0, {"day": 1, "score": None}, "Enter a score from 0 to 40, or say why"),
    ("questionnaire", 0, {"day": 1, "score": 12, "reason": "SDQ2"}, "Enter a score from 0 to 40, or say why"),
    ("questionnaire", 0, {"day": 1, "score": 41}, "A score is from 0 to 40"),
    ("questionnaire", 0, {"day": 1, "score": -1}, "A score is from 0 to 40"),
    ("questionnaire", 2, {"day": 900, "score": 12}, "The questionnaire is for those aged 4 to 16"),
    ("questionnaire", 0, {"day": 1, "score": None, "reason": "SDQ1"}, "Kezia Ferris was between 4 and 16"),
    ("misuse", 0, {"identified_date": -1}, "This day has not come yet"),
    ("misuse", 0, {"identified_date": 5, "offered_date": 6}, "It was found on"),
    ("misuse", 0, {"identified_date": 5, "ended_date": 6}, "It was found on"),
    ("misuse", 0, {"identified_date": 5, "received": True}, "Enter when help was offered"),
    ("conviction", 1, {"day": 5, "words": "Theft: a caution"}, "Micah Ferris was under 10 on"),
    ("conviction", 0, {"day": -1, "words": "Theft: a caution"}, "This day has not come yet"),
]


@pytest.mark.parametrize(("what", "who", "said", "sentence"), HEALTH)
def test_what_cannot_be_of_health(
    cast: Cast, family: CareFamily, what: str, who: int, said: dict[str, Any], sentence: str
) -> None:
    """Each is refused with what is wrong and what to do."""
    today = timezone.localdate()
    told = {
        name: today - datetime.timedelta(days=value) if name == "day" or name.endswith("_date") else value
        for name, value in said.items()
    }
    act: Callable[..., Any] = getattr(health, f"record_{what}")
    child = family.children[who]
    whom: dict[str, Any] = {"children": [child]} if what == "check" else {"child": child}
    with pytest.raises(CannotBeTrue) as refused:
        act(**whom, period=family.periods[who], by=cast.social_worker, **told)
    assert refused.value.sentence.startswith(sentence)


#  days from when it was asked for, on day 10 of care | what is said of an initial assessment | the sentence begins
ASSESSMENTS: list[tuple[dict[str, Any], str]] = [
    ({"appointment_date": -1}, "The appointment is on the day it was asked for or later"),
    ({"held_date": -1, "assessor": "doctor"}, "It was asked for on"),
    ({"held_date": 200, "assessor": "doctor"}, "This day has not come yet"),
    ({"held_date": 5}, "Say who assessed the child"),
    ({"assessor": "doctor"}, "Enter the day on which it was held"),
    ({"held_date": 5, "assessor": "nurse"}, "The first health assessment is by a doctor"),
    ({"received_date": 5}, "Enter when the assessment was held"),
    ({"held_date": 5, "assessor": "doctor", "received_date": 4}, "It was held on"),
    ({"held_date": 5, "assessor": "doctor", "refused_date": 5}, "It was either held or refused"),
]


@pytest.mark.parametrize(("said", "sentence"), ASSESSMENTS)
def test_what_cannot_be_of_an_assessment(
    cast: Cast, family: CareFamily, said: dict[str, Any], sentence: str
) -> None:
    """Days in their order, a doctor first, and a report of something that was held."""
    asked = family.periods[0].start_date + datetime.timedelta(days=10)
    (made,) = health_assessments.ask_for_assessment(
        children={family.eldest: family.periods[0]}, kind="initial", asked_date=asked, by=cast.social_worker
    )
    told = {
        name: asked + datetime.timedelta(days=value) if name.endswith("_date") else value
        for name, value in said.items()
    }
    with pytest.raises(CannotBeTrue) as refused:
        health_assessments.record_assessment(assessment=made, by=cast.social_worker, **told)
    assert refused.value.sentence.startswith(sentence)
    assert HealthAssessment.objects.get().held_date is None


def test_what_cannot_be_of_asking_for_an_assessment(cast: Cast, family: CareFamily) -> None:
    """Not before care, not for nobody, not twice at once, and no second first one."""
    child, period = family.eldest, family.periods[0]
    day = period.start_date

    def ask(**said: Any) -> list[HealthAssessment]:
        told = {"children": {child: period}, "kind": "initial", "asked_date": day, "by": cast.social_worker}
        return health_assessments.ask_for_assessment(**{**told, **said})

    a_day = datetime.timedelta(days=1)
    for said, sentence in (
        ({"asked_date": day - a_day}, "Care began on"),
        ({"children": {}}, "Choose whose health"),
        ({"appointment_date": day - a_day}, "The appointment is on"),
    ):
        with pytest.raises(CannotBeTrue, match=sentence):
            ask(**said)
    (made,) = ask()
    with pytest.raises(CannotBeTrue, match="asked for already"):
        ask(kind="review")
    health_assessments.record_assessment(
        assessment=made, held_date=day, assessor="doctor", received_date=day, by=cast.social_worker
    )
    with pytest.raises(CannotBeTrue, match="Choose the review"):
        ask()
    with pytest.raises(CannotBeTrue, match="next is due from that day"):
        health_assessments.record_assessment(
            assessment=made,
            held_date=day,
            assessor="doctor",
            received_date=day + a_day,
            by=cast.social_worker,
        )
    assert ask(kind="review")
