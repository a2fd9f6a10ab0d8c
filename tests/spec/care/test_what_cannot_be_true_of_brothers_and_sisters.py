"""What cannot be true of brothers, sisters, family time and keeping in touch, each with the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from kith.casework.care.actions import in_touch, siblings
from kith.casework.care.actions.arranged import Somebody
from kith.casework.care.models import TogetherOrApart
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Event, Task
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.spec.care.siblings_scene import (
    Scene,
    a_nameless,
    at_home,
    ended_then,
    left_care,
    nan_is_gone,
    stranger_in_care,
    twice,
    worker_left,
)

pytestmark = pytest.mark.django_db

# What somebody does, and the sentence that they read.
TABLE: dict[str, tuple[Callable[[Scene], None], str]] = {
    # Together or apart.
    "a pair is one child": (lambda s: s.decide(other=s.kezia), "A pair is two different children"),
    "no pair is decided for": (
        lambda s: siblings.decide(
            pairs=[], decided_date=ago(1), review_due_date=ago(-9), by=s.cast.team_manager
        ),
        "Nothing is decided yet. Choose together or apart for one pair at least",
    ),
    "half of a pair is at home": (
        lambda s: s.decide(other=at_home(s)),
        "Ada Ferris is not in care, so where they live is not decided here. Plan how they see each other instead",
    ),
    "half of a pair has left care": (left_care, "Micah Ferris is not in care"),
    "a pair is not of one family": (
        lambda s: s.decide(other=stranger_in_care(s)),
        "are not brothers or sisters on the record. Record how they are related first",
    ),
    "it is decided tomorrow": (
        lambda s: s.decide(decided_date=ago(-1)),
        "This day has not come yet. Enter today or a day before",
    ),
    "it was decided before care began": (
        lambda s: s.decide(decided_date=ago(200)),
        "Care of Kezia Ferris began on .* Enter that day or a later one",
    ),
    "it is to be looked at again on the day it was decided": (
        lambda s: s.decide(review_due_date=ago(5)),
        "looked at again after it was decided on .* Enter a later day",
    ),
    "it is decided without saying why": (lambda s: s.decide(reasons="  "), "Say why"),
    "somebody decided meanwhile": (
        lambda s: twice(s.decide),
        "Somebody else has just decided for .* Open the page again, read what they decided",
    ),
    "it was decided before what stands": (
        lambda s: (
            s.decide(),
            s.decide(decided_date=ago(9), was=TogetherOrApart.objects.get().pk),
        ),
        "What stands was decided on .* Enter that day or a later one",
    ),
    # Planning family time.
    "nobody's time is planned": (
        lambda s: s.planned(children=[]),
        "Choose at least one child whose time this is",
    ),
    "a plan is with nobody": (
        lambda s: s.planned(people=[]),
        "Choose whom the children see, or enter a name",
    ),
    "a plan is with a name of blanks": (
        lambda s: s.planned(people=[Somebody(None, " ")]),
        "Choose whom the children see",
    ),
    "a child has family time with themself": (
        lambda s: s.planned(people=[Somebody(s.kezia)]),
        "A child does not have family time with themself",
    ),
    "a child at home has family time": (
        lambda s: s.planned(children=[at_home(s)]),
        "Ada Ferris is not in care, so they need no plan to see their family",
    ),
    "family time begins before care": (
        lambda s: s.planned(day=ago(200)),
        "Care of .* began on .* Enter that day or a later",
    ),
    "family time begins in the far future": (
        lambda s: s.planned(day=ago(-500)),
        "more than a year ahead. Check the year",
    ),
    "it comes every no days": (lambda s: s.planned(every_days=0), "Enter how often, from every day"),
    "it is less often than once a year": (
        lambda s: s.planned(every_days=400),
        "Enter how often, from every day",
    ),
    "it is supervised without why": (
        lambda s: s.planned(supervision="supervised"),
        "Say why somebody else has to be there",
    ),
    "it is supported without why": (
        lambda s: s.planned(supervision="supported"),
        "Say why somebody else has to be there",
    ),
    "nobody is there, for a reason": (
        lambda s: s.planned(why_supervised="Mum was drunk."),
        "You chose that nobody else needs to be there. Take the reason away, or choose who does",
    ),
    "it lasts no time at all": (
        lambda s: s.planned(hours=Decimal(0)),
        "Enter for how long, or leave it empty",
    ),
    "a visit is longer than a day": (
        lambda s: s.planned(hours=Decimal(30)),
        "longer than a day. Choose an overnight stay, or enter fewer hours",
    ),
    "it is planned twice": (
        lambda s: s.planned(kind="telephone"),
        "has this kind of time with them already. Change that plan",
    ),
    "two in one home have a plan to meet": (
        lambda s: s.between(other=s.kezia),
        "live in one home, so they see each other every day",
    ),
    "a child meets themself": (lambda s: s.between(other=s.micah), "A pair is two different children"),
    "strangers meet as brothers": (
        lambda s: s.between(other=stranger_in_care(s)),
        "are not brothers or sisters on the record",
    ),
    "a brother at home is met under the plan of two in care": (
        lambda s: s.between(other=at_home(s)),
        "Ada Ferris is not in care",
    ),
    "two brothers' plan is made twice": (
        lambda s: twice(s.between),
        "The two see each other so already. Change that plan",
    ),
    # What came of it.
    "a time in the future happened": (lambda s: s.record(ago(-1)), "This day has not come yet"),
    "a time before the plan happened": (
        lambda s: s.record(ago(31)),
        "The plan began on .* Enter that day or a later one",
    ),
    "a time after the plan happened": (
        lambda s: ended_then(s, lambda: s.record(timezone.localdate())),
        "The plan ended on .* Enter an earlier day, or plan it again",
    ),
    "it was missed without why": (lambda s: s.record(happened=False), "Say why it did not happen"),
    "it happened and was missed": (
        lambda s: s.record(missed_because="illness"),
        "It happened, so there is no reason why it was missed. Take the reason away",
    ),
    "it was missed for another reason without a word": (
        lambda s: s.record(happened=False, missed_because="other"),
        "Say what the other reason was",
    ),
    "one day is written down twice": (
        lambda s: twice(s.record),
        "A time on this day is written down already",
    ),
    "it changes without why": (lambda s: s.change(why=" "), "Say why it changes"),
    "it changes before it began": (
        lambda s: s.change(ago(40)),
        "The plan began on .* Enter that day or a later one",
    ),
    "it changes before the last time": (
        lambda s: (s.record(ago(2)), s.change(ago(4))),
        "A time on .* is written down under this plan. Enter a later day",
    ),
    "it changes after it ended": (
        lambda s: ended_then(s, s.change),
        "This plan ended on .* Plan it again",
    ),
    "it ends without why": (lambda s: s.end(why=""), "Say why it ends, and what the children have instead"),
    "it ends on the day it began": (lambda s: s.end(ago(30)), "The plan began on .* Enter a later day"),
    "it ends tomorrow": (lambda s: s.end(ago(-1)), "This day has not come yet"),
    "it ends before the last time": (
        lambda s: (s.record(ago(2)), s.end(ago(4))),
        "A time on .* is written down under this plan. Enter a later day",
    ),
    "it ends twice": (lambda s: ended_then(s, s.end), "This plan ended on"),
    # Keeping in touch.
    "they were in touch tomorrow": (lambda s: s.touch(ago(-1)), "This day has not come yet"),
    "they were in touch twice on one day": (
        lambda s: twice(s.touch),
        "This is on the record already for that day",
    ),
    "somebody no longer around was in touch": (
        nan_is_gone,
        "They have not been among the people around the child since",
    ),
    "nobody is chosen to be in touch": (
        lambda s: in_touch.record_in_touch(members=[], day=ago(1), how="video", by=s.cast.social_worker),
        "Choose at least one child whom this is about",
    ),
    "somebody who left sees to it": (worker_left, "no longer works here. Choose somebody who does"),
    "a lifelong link promises nothing": (
        lambda s: s.keep(is_for_life=True),
        "Say what they have said they will be for the child",
    ),
    "they are in touch every 500 days": (lambda s: s.keep(every_days=500), "Enter how often"),
    "nobody is looked for": (lambda s: s.look_for(who=" "), "Choose whom to look for"),
    "somebody is to be found by yesterday": (lambda s: s.look_for(due_date=ago(1)), "This day has passed"),
    "two are asked to find one": (lambda s: twice(s.look_for), "Somebody is looking for them already"),
    "a birthday is planned twice": (
        lambda s: twice(lambda: s.birthday(s.micah)),
        "This birthday is planned already",
    ),
    "a birthday that nobody knows is planned": (
        lambda s: s.birthday(a_nameless(s)),
        "There is no birthday to come on the record",
    ),
}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Who is who."""
    return Scene(cast)


@pytest.mark.parametrize("what", TABLE)
def test_what_cannot_be_true_is_said(scene: Scene, what: str) -> None:
    """Each is refused with a sentence that says what is wrong and what to do, and leaves nothing behind."""
    act, sentence = TABLE[what]
    before = (Event.objects.count(), Task.objects.count())
    with pytest.raises(CannotBeTrue, match=sentence):
        act(scene)
    steps = Event.objects.count() - before[0]
    assert steps <= 2, "what went before it, and nothing of what was refused"
