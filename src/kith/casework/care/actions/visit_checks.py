"""What cannot be true of a visit to children in care, each said with what to do."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from kith.casework.care.actions.recording import check_day
from kith.casework.care.models import Placement
from kith.casework.care.queries.visit_facts import VisitFacts
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person


@dataclass(frozen=True)
class ChildVisited:
    """One child at a visit."""

    seen: bool
    why_not_seen: str = ""
    seen_alone: bool = False
    why_not_alone: str = ""
    bedroom_seen: bool = False
    why_bedroom_not_seen: str = ""
    child_words: str = ""


def placements_visited(
    children: Mapping[int, ChildVisited], names: Mapping[int, Person], facts: VisitFacts, day: datetime.date
) -> dict[int, Placement]:
    """Return where each child lived on the day of a visit; raise CannotBeTrue where one lived nowhere in care, or apart."""
    if not children:
        raise CannotBeTrue("Choose whom the visit was to.", "visited_date")
    check_day(day, "visited_date")
    found = {}
    for number in children:
        placement = facts.placement_of(number, day)
        if placement is None:
            raise CannotBeTrue(_nowhere(names[number].display_name, number, facts, day), "visited_date")
        found[number] = placement
    if len({placement.home_id for placement in found.values()}) > 1:
        raise CannotBeTrue(
            f"These children did not live in one home on {day:%-d %B %Y}. Record one visit for each home.",
            "visited_date",
        )
    return found


def _nowhere(name: str, number: int, facts: VisitFacts, day: datetime.date) -> str:
    after = [one.start_date for one in facts.placements if one.child_id == number and one.start_date > day]
    before = [one for one in facts.placements if one.child_id == number and one.start_date <= day]
    if after and not before:
        return (
            f"{name}’s placement began on {min(after):%-d %B %Y}, so nobody visited them there on {day:%-d %B %Y}. "
            "Check the day, or write a note of a visit before they came into care."
        )
    return (
        f"{name} was not in a placement on {day:%-d %B %Y}. Check the day. If they were, record the placement first; "
        "a visit elsewhere goes in a note."
    )


def check_child(number: int, child: ChildVisited) -> None:
    """Raise CannotBeTrue for what cannot be true of one child at a visit, or where something is not explained."""
    if not child.seen and not child.why_not_seen.strip():
        raise CannotBeTrue("Say why the child was not seen.", f"why_not_{number}")
    if child.seen_alone and not child.seen:
        raise CannotBeTrue("A child who was not seen was not seen alone.", f"how_{number}")
    if child.seen and child.why_not_seen.strip():
        raise CannotBeTrue(
            "The child was seen. Take away why they were not, or say that they were not.", f"why_not_{number}"
        )
    if child.seen and not child.seen_alone and not child.why_not_alone.strip():
        raise CannotBeTrue("Say why the child was not seen alone.", f"why_not_{number}")
    if not child.bedroom_seen and not child.why_bedroom_not_seen.strip():
        raise CannotBeTrue("Say why the bedroom was not seen.", f"why_bedroom_{number}")
