"""What cannot be true of a strategy discussion or an enquiry, each with the sentence that says what to do."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, FamilyMembership
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.actions import strategy
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.models import SectionFortySevenEnquiry
from kith.casework.timeline.models import Event
from tests.furnishing.cast import Cast
from tests.furnishing.enquiries import (
    call,
    declined,
    end,
    hold,
    make_offer,
    sent,
    taken_up,
    under_way,
    write_child,
    written,
)
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


def tomorrow() -> datetime.date:
    """Return tomorrow."""
    return timezone.localdate() + datetime.timedelta(days=1)


def held_without_enquiry(cast: Cast) -> Any:
    """Hold a discussion that asks for no enquiry, and return it."""
    discussion = call(cast)
    hold(cast, discussion, "help")
    discussion.refresh_from_db()
    return discussion


def of_the_reids(cast: Cast) -> dict[str, Any]:
    """Return another family with its child, as whoever calls a discussion names them."""
    family = Family.objects.create(name="Reid")
    FamilyMembership.objects.create(family=family, person=cast.unheld_child, role="child", start_date=ago(90))
    return {"family": family, "children": [cast.unheld_child]}


# What somebody does, and the sentence that they read.
TABLE: dict[str, tuple[Any, str]] = {
    # The strategy discussion.
    "it is called for no child": (
        lambda cast: call(cast, []),
        "Choose at least one child whom the discussion is about",
    ),
    "it is called without saying why": (
        lambda cast: call(cast, why_called="  "),
        "Say why: what happened, who saw or heard it, and when",
    ),
    "it is called on a day to come": (lambda cast: call(cast, called_date=tomorrow()), "has not come yet"),
    "it is planned for before it was called": (
        lambda cast: call(cast, planned_at=timezone.now() - datetime.timedelta(days=40)),
        "planned for a day before it was called",
    ),
    "it is about a child of another family": (
        lambda cast: call(cast, [cast.child, cast.unheld_child]),
        "not a child of this family today. Add them to the family first",
    ),
    "it is about an adult": (lambda cast: call(cast, [cast.mother]), "not a child of this family"),
    "it looks again at another family's": (
        lambda cast: call(cast, **of_the_reids(cast), follows=held_without_enquiry(cast)),
        "was about another family. Choose one of this family's",
    ),
    "it looks again at one that was not held": (
        lambda cast: call(cast, [cast.sibling], follows=call(cast, [cast.child])),
        "was not held, so there is nothing to look at again",
    ),
    "it looks again at one held after it": (
        lambda cast: call(cast, called_date=ago(12), follows=held_without_enquiry(cast)),
        "was held on .*Enter that day or a later one",
    ),
    "a second is called while the first waits": (
        lambda cast: (call(cast), call(cast, called_date=ago(1))),
        "has not been held. Go on with that one",
    ),
    "it is held before it was called": (
        lambda cast: hold(cast, call(cast), held_date=ago(13)),
        "It was called on .*Enter that day or a later one",
    ),
    "it is held on a day to come": (
        lambda cast: hold(cast, call(cast), held_date=tomorrow()),
        "has not come yet",
    ),
    "a partner leads it": (
        lambda cast: hold(cast, call(cast), led_by=cast.partner),
        "Children's social care leads the discussion",
    ),
    "something agreed is nobody's": (
        lambda cast: hold(cast, call(cast), agreed=[Agreed("See the doctor", "")]),
        "Say who will do this: See the doctor",
    ),
    "something agreed was due before": (
        lambda cast: hold(cast, call(cast), agreed=[Agreed("See the doctor", "Priya", ago(30))]),
        "Enter that day or a later one",
    ),
    "an enquiry goes on that is not there": (
        lambda cast: hold(cast, call(cast), "enquiry_goes_on"),
        "No enquiry is under way for this child",
    ),
    # The enquiry.
    "a second enquiry is begun over the first": (
        lambda cast: (under_way(cast), hold(cast, call(cast, called_date=ago(3)), held_date=ago(2))),
        "has an enquiry that has not ended. Go on with that one",
    ),
    "a child was seen before anybody worried": (
        lambda cast: write_child(cast, under_way(cast), cast.child, seen_date=ago(60)),
        "The strategy discussion was called on .*Enter that day or a later one",
    ),
    "a child is seen on a day to come": (
        lambda cast: write_child(cast, under_way(cast), cast.child, seen_date=tomorrow()),
        "has not come yet",
    ),
    "a child was seen alone on no day": (
        lambda cast: write_child(cast, under_way(cast), cast.child, seen_date=None),
        "Say on which day the child was seen alone",
    ),
    "a child said something on no day": (
        lambda cast: write_child(cast, under_way(cast), cast.child, child_words_date=None),
        "Say on which day the child said this",
    ),
    "an outcome is not in the list": (
        lambda cast: write_child(cast, under_way(cast), cast.child, outcome="9"),
        "Choose what comes next from the list",
    ),
    "it is decided before it was sent": (
        lambda cast: end(cast, written(cast)),
        "A manager ends an enquiry once it has been sent to them. Send it first",
    ),
    "it ends with no conference and no offer": (
        lambda cast: end(cast, sent(cast)),
        "ends with an offer of help: taken up, declined, or not made for a reason that a manager gives",
    ),
    "nothing is offered": (
        lambda cast: make_offer(cast, written(cast), Offer("taken_up")),
        "Say what help was offered",
    ),
    "help is offered before the enquiry began": (
        lambda cast: make_offer(cast, written(cast), taken_up(), day=ago(50)),
        "The enquiry began on",
    ),
    "help is offered for a child who is not in it": (
        lambda cast: make_offer(cast, under_way(cast, [cast.child]), taken_up()),
        "not in the enquiry. Choose those who are",
    ),
    "its lead ends it": (
        lambda cast: end(cast, led_by_the_manager(cast)),
        "Nobody decides their own enquiry",
    ),
    "a social worker ends it": (
        lambda cast: end(cast, sent(cast, offer=declined()), by=cast.outsider),
        "A manager who may decide for every child in it ends an enquiry",
    ),
    "it ends before it began": (
        lambda cast: end(cast, sent(cast, offer=declined()), end_date=ago(40)),
        "The enquiry began on",
    ),
    "it ends on a day to come": (
        lambda cast: end(cast, sent(cast, offer=declined()), end_date=tomorrow()),
        "has not come yet",
    ),
    "it ends twice": (
        lambda cast: [end(cast, one) for one in [sent(cast, offer=declined())] * 2],
        "has ended, and stays as it was",
    ),
    "one that was held is stood down": (
        lambda cast: strategy.stand_down(
            discussion=held_without_enquiry(cast), reason="No.", by=cast.social_worker
        ),
        "has been held, and its decision stands",
    ),
}


def led_by_the_manager(cast: Cast) -> SectionFortySevenEnquiry:
    """Return an enquiry that its manager leads and a social worker sent."""
    enquiry = written(cast)
    make_offer(cast, enquiry, declined())
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(lead=cast.team_manager)
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    return enquiry


@pytest.mark.parametrize("case", TABLE)
def test_what_cannot_be_true_has_its_sentence(cast: Cast, case: str) -> None:
    """Each is refused in the words of the table."""
    act, sentence = TABLE[case]
    with pytest.raises(CannotBeTrue, match=sentence):
        act(cast)


LATE_AND_ALLOWED: dict[str, Any] = {
    "a discussion is held weeks after it was called": lambda cast: hold(
        cast, call(cast, called_date=ago(60)), held_date=ago(5)
    ),
    "a discussion is recorded weeks after it was held": lambda cast: hold(
        cast, call(cast, called_date=ago(60)), held_date=ago(58)
    ),
    "an enquiry ends after its fifteen working days": lambda cast: end(
        cast,
        late(cast),
    ),
    "a child was not seen, and it says why": lambda cast: write_child(
        cast, under_way(cast), cast.child, seen_date=None, seen_alone=False, why_not_seen="Abroad until May."
    ),
}


def late(cast: Cast) -> SectionFortySevenEnquiry:
    """Return an enquiry of sixty days ago that waits for the manager."""
    enquiry = hold(cast, call(cast, called_date=ago(60)), held_date=ago(59))
    assert enquiry is not None
    for child in (cast.child, cast.sibling):
        write_child(cast, enquiry, child)
    make_offer(cast, enquiry, declined())
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    return enquiry


@pytest.mark.parametrize("case", LATE_AND_ALLOWED)
def test_late_or_missing_is_recorded_and_never_blocked(cast: Cast, case: str) -> None:
    """A late clock is shown, never a locked door."""
    before = Event.objects.count()
    LATE_AND_ALLOWED[case](cast)
    assert Event.objects.count() > before
