"""Strategy discussions and enquiries for tests: called, held, written and ended by actions, as a team would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kith.casework.people.models import Family, Person
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.actions import strategy
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.actions.strategy import Attendance, ChildOutcome
from kith.casework.protection.models import (
    EnquiryChild,
    ProtectiveAction,
    SectionFortySevenEnquiry,
    StrategyChild,
    StrategyDiscussion,
)
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

REASONS = Reasons(
    reasons="A mark on his arm that nobody has explained, and what he said to his teacher.",
    evidence="Mr Ahmed saw the mark on Tuesday and wrote down what Daniel said.",
    what_would_change="A doctor who finds that it was an accident, and Daniel saying so.",
)
EVERYBODY = (
    Attendance("social_care", name="Grace Mensah", post="Team manager"),
    Attendance("police", name="DC Ray Okoro", post="Child abuse investigation team"),
    Attendance("health", name="Nurse Lin", post="School nurse"),
)


def call(cast: Cast, children: Sequence[Person] | None = None, **other: Any) -> StrategyDiscussion:
    """Call a discussion about the Okafor children twelve days ago."""
    said = {
        "family": cast.family,
        "children": [cast.child, cast.sibling] if children is None else children,
        "why_called": "Daniel came to school with a mark on his arm and would not say how he got it.",
        "called_date": ago(12),
        "by": cast.social_worker,
    }
    return strategy.call_discussion(**(said | other))


def hold(
    cast: Cast,
    discussion: StrategyDiscussion,
    *outcomes: str,
    by_child: dict[int, ChildOutcome] | None = None,
    **other: Any,
) -> SectionFortySevenEnquiry | None:
    """Hold a discussion eleven days ago; one outcome is for every child, several are in the order of its children."""
    children = list(discussion.children.order_by("pk").values_list("child_id", flat=True))
    words = [*(outcomes or ("enquiry_single",))]
    words = words * len(children) if len(words) == 1 else words
    said = {
        "held_date": ago(11),
        "held_how": "video",
        "led_by": cast.team_manager,
        "information": "School: tired, and a mark on his arm. Police: nothing known. Health: up to date.",
        "what_has_helped": "Grandma Ada on Fridays.",
        "safe_now": "Grandma Ada stays this week.",
        "attendances": EVERYBODY,
        "why_without": "",
        "outcomes": by_child
        or {child: ChildOutcome(word, REASONS) for child, word in zip(children, words, strict=True)},
        "agreed": [],
        "by": cast.social_worker,
    }
    return strategy.hold_discussion(discussion=discussion, **(said | other))


def under_way(cast: Cast, children: Sequence[Person] | None = None) -> SectionFortySevenEnquiry:
    """Begin an enquiry about the Okafor children, led by their social worker."""
    enquiry = hold(cast, call(cast, children))
    assert enquiry is not None
    return enquiry


def write_child(cast: Cast, enquiry: SectionFortySevenEnquiry, child: Person, **other: Any) -> None:
    """Write a child's part with all that an enquiry must have; help as a child in need comes next."""
    said = {
        "seen_date": ago(9),
        "seen_alone": True,
        "why_not_seen": "",
        "child_words": "I fell off the wall behind the flats. I was not meant to be there.",
        "child_words_date": ago(9),
        "what_was_found": "The doctor thinks a fall likely.",
        "finding": "unsubstantiated",
        "outcome": "5",
        "outcome_reason": "Nobody hurt him; the nights are still hard.",
        "by": cast.social_worker,
    }
    part = enquiry.children.select_related("enquiry").get(child=child)
    enquiries.write_child(part=part, **(said | other))


def written(cast: Cast, **other: Any) -> SectionFortySevenEnquiry:
    """Return an enquiry in which both children's parts are written alike."""
    enquiry = under_way(cast)
    for child in (cast.child, cast.sibling):
        write_child(cast, enquiry, child, **other)
    return enquiry


def sent(cast: Cast, *, offer: Offer | None = None, **other: Any) -> SectionFortySevenEnquiry:
    """Return an enquiry that waits for the manager, with an offer where one is given."""
    enquiry = written(cast, **other)
    if offer is not None:
        make_offer(cast, enquiry, offer)
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    enquiry.refresh_from_db()
    return enquiry


def make_offer(cast: Cast, enquiry: SectionFortySevenEnquiry, offer: Offer, **other: Any) -> Any:
    """Record an offer for both children a week ago."""
    said = {"children": [cast.child, cast.sibling], "day": ago(7), "by": cast.social_worker}
    return enquiries.offer(enquiry=enquiry, offer=offer, **(said | other))


def end(cast: Cast, enquiry: SectionFortySevenEnquiry, **other: Any) -> None:
    """End an enquiry today, by the manager, for the same reasons for every child."""
    said: dict[str, Any] = {
        "decisions": dict.fromkeys(enquiry.children.values_list("child_id", flat=True), REASONS),
        "end_date": timezone.localdate(),
        "by": cast.team_manager,
    }
    enquiries.end_enquiry(enquiry=enquiry, **(said | other))


def taken_up(words: str = "Yes. I would like somebody to talk to about the nights.") -> Offer:
    """Return an offer that the family took up."""
    return Offer("taken_up", what="A family worker on two evenings a week", family_words=words)


def declined() -> Offer:
    """Return an offer that the family declined."""
    return Offer("declined", what="A family worker on two evenings a week", family_words="Not now.")


def furnish_enquiry(family: Family, child: Person, writer: Worker) -> dict[str, int]:
    """Give a child a discussion that was called and an enquiry that goes on; return what addresses name."""
    today = timezone.localdate()
    called, held = (
        StrategyDiscussion.objects.create(
            family=family, called_date=today, called_by=writer, why_called="W", **more
        )
        for more in ({}, {"status": "held", "held_date": today, "held_how": "video", "led_by": writer})
    )
    StrategyChild.objects.create(discussion=called, child=child)
    StrategyChild.objects.create(discussion=held, child=child)
    enquiry = SectionFortySevenEnquiry.objects.create(
        family=family, discussion=held, kind="single", lead=writer, start_date=today
    )
    part = EnquiryChild.objects.create(enquiry=enquiry, child=child)
    agreed = ProtectiveAction.objects.create(discussion=called, what="See him", who="Priya")
    return {
        "discussion_id": called.pk,
        "protective_action_id": agreed.pk,
        "enquiry_id": enquiry.pk,
        "enquiry_part_id": part.pk,
    }
