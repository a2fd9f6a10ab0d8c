"""What cannot be true of a move, and what is said then: what is wrong and what to do."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions.moves import decide_move, make_move, stand_down_move
from kith.casework.care.models import Move
from kith.casework.care.queries.what_a_move_does import what_it_does
from kith.casework.furniture.sentences import CannotBeTrue
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import CareFamily, a_home, three_in_care

TODAY = timezone.localdate()
CAME = f"{TODAY - datetime.timedelta(days=120):%-d %B %Y}"
BEGAN = f"{TODAY - datetime.timedelta(days=120 - 30):%-d %B %Y}"


def ago(days: int) -> datetime.date:
    """Return a day some days before today."""
    return TODAY - datetime.timedelta(days=days)


def decide(family: CareFamily, by: Any, kind: str = "home", **said: Any) -> Move:
    """Decide on a move of the eldest in two weeks, unless told otherwise."""
    day = said.pop("day", TODAY + datetime.timedelta(days=14))
    where = {name: said[name] for name in ("home", "school", "worker") if name in said}
    return decide_move(
        **{
            "child": family.eldest,
            "kind": kind,
            "day": day,
            "by": by,
            "reasons": "It is nearer to school.",
            "alternatives": "Staying: the carers are ill.",
            "child_words": "I do not want to go.",
            "panel": what_it_does(family.eldest, kind, day=day, **where),
            **said,
        }
    )


# What is tried | what is said
HOMES = {
    "to the home where the child lives": "Kezia Ferris lives with Ann and Joseph Clarke already. Choose another home.",
    "before care began": f"Care began on {CAME}. Enter that day or a later one.",
    "on the day on which the placement began": f"Kezia Ferris has lived with Ann and Joseph Clarke since {CAME}. Enter a later day.",
    "to a home that has no address any more": f"Old Mill has had no address since {ago(30):%-d %B %Y}: nobody lives there now. Choose another home, or record its new address first.",
    "with no reason": "Say why.",
    "with nothing else thought of": "Say what else was thought of, and why not.",
    "with the child neither heard nor why not": "Enter what the child said, or why the child was not asked.",
}  # fmt: skip


@pytest.mark.parametrize("tried", HOMES)
def test_a_change_of_home_that_cannot_be(cast: Cast, tried: str) -> None:
    """It is refused in a sentence, and nothing is decided."""
    family, elm = three_in_care(cast), a_home("Elm House")
    gone = a_home("Old Mill")
    gone.addresses.update(end_date=ago(30))
    said: dict[str, Any] = {
        "to the home where the child lives": {"home": family.home},
        "before care began": {"home": elm, "day": ago(121)},
        "on the day on which the placement began": {"home": elm, "day": ago(120)},
        "to a home that has no address any more": {"home": gone},
        "with no reason": {"home": elm, "reasons": " "},
        "with nothing else thought of": {"home": elm, "alternatives": ""},
        "with the child neither heard nor why not": {"home": elm, "child_words": ""},
    }[tried]
    with pytest.raises(CannotBeTrue) as refused:
        decide(family, cast.social_worker, **said)
    assert refused.value.sentence == HOMES[tried]
    assert not Move.objects.exists()


def test_a_second_move_while_one_is_decided(cast: Cast) -> None:
    """Whoever decides second is told who decided first, and where to."""
    family = three_in_care(cast)
    decide(family, cast.social_worker, home=a_home("Elm House"))
    with pytest.raises(CannotBeTrue) as refused:
        decide(family, cast.team_manager, home=a_home("Oak House"))
    planned = TODAY + datetime.timedelta(days=14)
    assert refused.value.sentence == (
        f"Priya Nair decided on a change of home on {TODAY:%-d %B %Y}, to Elm House, for {planned:%-d %B %Y}. "
        "Make that one, or decide against it, first."
    )


def test_a_school_that_the_child_goes_to_already(cast: Cast) -> None:
    """It is no change; nor can one come before the place that it ends."""
    family = three_in_care(cast)
    with pytest.raises(
        CannotBeTrue, match=r"Kezia Ferris goes to Canal Side School already\. Choose another"
    ):
        decide(family, cast.social_worker, "school", school=family.schools[0])
    with pytest.raises(CannotBeTrue, match="has gone to Canal Side School since 1 September"):
        decide(family, cast.social_worker, "school", school=family.schools[1], day=ago(3000))


def test_a_school_for_another_age_is_told_and_not_refused(cast: Cast) -> None:
    """A girl of fourteen and a primary school: take care, it says, and the decision may stand."""
    family = three_in_care(cast)
    move = decide(family, cast.social_worker, "school", school=family.schools[1])
    (line,) = [line for line in move.shown["lines"] if line["key"] == "phase"]
    assert (
        line["after"]
        == "Orchard Primary School is for other ages: primary. Check that it is the right school"
    )
    assert line["effect"] == "care"


def test_a_worker_who_works_with_the_child_already(cast: Cast) -> None:
    """It is no change; nor can one come before the worker who leaves began."""
    family = three_in_care(cast)
    with pytest.raises(
        CannotBeTrue, match=r"Priya Nair works with Kezia Ferris already\. Choose another worker"
    ):
        decide(family, cast.team_manager, "worker", worker=cast.social_worker)
    with pytest.raises(CannotBeTrue, match=f"Priya Nair has worked with Kezia Ferris since {CAME}"):
        decide(family, cast.team_manager, "worker", worker=cast.outsider, day=ago(120))


def test_a_move_is_made_or_decided_against_once(cast: Cast) -> None:
    """Once it is decided against it can be neither made nor decided against again; nor is it made on a day to come."""
    family = three_in_care(cast)
    move = decide(family, cast.social_worker, home=a_home("Elm House"))
    how = {"placement_type": "U6", "ended_because": "CARPL"}
    with pytest.raises(CannotBeTrue, match="This day has not come yet"):
        make_move(move=move, day=TODAY + datetime.timedelta(days=1), by=cast.social_worker, **how)
    with pytest.raises(CannotBeTrue, match="Say why it was decided against"):
        stand_down_move(move=move, reason=" ", by=cast.social_worker)
    stand_down_move(move=move, reason="She can stay.", by=cast.social_worker)
    for again in (
        lambda: make_move(move=move, day=TODAY, by=cast.social_worker, **how),
        lambda: stand_down_move(move=move, reason="Again.", by=cast.social_worker),
    ):
        with pytest.raises(CannotBeTrue, match="no longer waits: it is recorded as decided against"):
            again()
