"""Strategy discussions as pages tell them: one with what was decided, and those that a family has had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.protection.models import (
    Agency,
    HowHeld,
    ProtectiveAction,
    SectionFortySevenEnquiry,
    StrategyAttendance,
    StrategyChild,
    StrategyDiscussion,
    StrategyOutcome,
    StrategyStatus,
    ThresholdDecision,
    TookPart,
)
from kith.casework.protection.queries.agencies import absent_agencies
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker

CLOCK = "strategy_discussion"


@dataclass(frozen=True)
class PartRead:
    """One child in a discussion whom the reader may see, with what was decided and why."""

    part: Any
    child: Any
    outcome: str
    decision: Any | None

    @property
    def decision_page(self) -> str:
        """The address of the decision."""
        return f"/decisions/{self.decision.id}/" if self.decision is not None else ""


@dataclass(frozen=True)
class StrategyStory:
    """What a discussion's page tells."""

    discussion: Any
    status: str
    number: int  # the first about a worry is 1
    held_how: str
    called_by: Any | None
    led_by: Any | None
    parts: list[PartRead]
    attendances: list[Any]
    absent: list[Agency]  # of those expected
    actions: list[Any]
    follows: Any | None
    followed_by: list[Any]
    enquiry: Any | None
    clock: Any | None

    @property
    def decisions(self) -> list[tuple[list[PartRead], Any]]:
        """Each decision's words once, with the children for whom they were said."""
        grouped: dict[tuple[str, ...], list[PartRead]] = {}
        for read in self.parts:
            if read.decision is not None:
                said = read.decision
                words = (
                    read.part.outcome, said.reasons, said.evidence, said.what_would_change, said.other_views,
                )  # fmt: skip
                grouped.setdefault(words, []).append(read)
        return [(reads, reads[0].decision) for reads in grouped.values()]


def strategy_story(discussion: Any, members: Sequence[Person], *, record: Record = NOW) -> StrategyStory:
    """Return everything on a discussion's page. A fixed number of queries."""
    number = discussion.id
    held = record.together(
        parts=record.rows(StrategyChild).filter(discussion_id=number).order_by("id"),
        attendances=record.rows(StrategyAttendance).filter(discussion_id=number).order_by("id"),
        actions=record.rows(ProtectiveAction).filter(discussion_id=number).order_by("due_date", "id"),
        family=record.rows(StrategyDiscussion)
        .filter(family_id=discussion.family_id)
        .order_by("called_date", "id"),
        enquiries=record.rows(SectionFortySevenEnquiry)
        .filter(family_id=discussion.family_id)
        .order_by("-start_date"),
        clocks=record.rows(Clock).filter(thread=f"strategy:{number}", rule=CLOCK).order_by("id"),
        decisions=record.rows(ThresholdDecision).filter(
            id__in=record.rows(StrategyChild).filter(discussion_id=number).values("decision_id")
        ),
    )
    workers = Worker.objects.in_bulk(
        {
            *(who for who in (discussion.called_by_id, discussion.led_by_id) if who),
            *(one.worker_id for one in [*held["attendances"], *held["actions"]] if one.worker_id),
        }
    )
    people = {member.pk: member for member in members}
    decisions = {one.id: one for one in held["decisions"]}
    for one in held["attendances"]:
        worker = workers.get(one.worker_id)
        one.name_shown = worker.name if worker else one.name
        one.agency_shown = Agency(one.agency).label
        one.took_part_shown = TookPart(one.took_part).label
    earlier = {one.id: one for one in held["family"]}
    return StrategyStory(
        discussion=discussion,
        status=str(StrategyStatus(discussion.status).label),
        number=number_of(discussion, earlier),
        held_how=str(HowHeld(discussion.held_how).label) if discussion.held_how else "",
        called_by=workers.get(discussion.called_by_id),
        led_by=workers.get(discussion.led_by_id),
        parts=[
            PartRead(
                part,
                people[part.child_id],
                str(StrategyOutcome(part.outcome).label) if part.outcome else "",
                decisions.get(part.decision_id),
            )
            for part in held["parts"]
            if part.child_id in people
        ],
        attendances=held["attendances"],
        absent=absent_agencies(held["attendances"]) if discussion.held_date else [],
        actions=held["actions"],
        follows=earlier.get(discussion.follows_id),
        followed_by=[one for one in held["family"] if one.follows_id == number],
        enquiry=_enquiry_of(discussion, held["enquiries"], held["parts"]),
        clock=held["clocks"][0] if held["clocks"] else None,
    )


def number_of(discussion: Any, earlier: dict[int, Any]) -> int:
    """Return which discussion about the same worry it is, counted through those that it looks at again."""
    count, seen, one = 1, {discussion.id}, discussion
    while one.follows_id is not None and one.follows_id not in seen:
        count += 1
        seen.add(one.follows_id)
        found = earlier.get(one.follows_id)
        if found is None:
            break
        one = found
    return count


def discussions_of(family_id: int, *, record: Record = NOW) -> list[Any]:
    """Return a family's discussions that the reader may see, latest first, each with its status and number."""
    found = list(record.rows(StrategyDiscussion).filter(family_id=family_id).order_by("-called_date", "-id"))
    return numbered(found)


def numbered(found: Iterable[Any]) -> list[Any]:
    """Return discussions of one family, each with its status in words and its number."""
    every = list(found)
    by_number = {one.id: one for one in every}
    for one in every:
        one.status_shown = str(StrategyStatus(one.status).label)
        one.number = number_of(one, by_number)
        one.is_called = one.status == StrategyStatus.CALLED
    return every


def _enquiry_of(discussion: Any, enquiries: list[Any], parts: list[Any]) -> Any | None:
    """Return the enquiry that a discussion began, or that goes on by its word."""
    asked = {StrategyOutcome.ENQUIRY_SINGLE, StrategyOutcome.ENQUIRY_JOINT, StrategyOutcome.ENQUIRY_GOES_ON}
    if discussion.held_date is None or not any(part.outcome in asked for part in parts):
        return None
    for one in enquiries:
        if one.discussion_id == discussion.id:
            return one
    for one in enquiries:
        if one.start_date <= discussion.held_date and (
            one.end_date is None or one.end_date >= discussion.held_date
        ):
            return one
    return None
