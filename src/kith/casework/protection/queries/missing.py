"""Every time that a young person was missing, with the talk after it and how its 72 hours stand."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kith import codes
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Family, FamilyMembership
from kith.casework.protection.hours import length_in_words, words_left
from kith.casework.protection.local_numbers import number_on
from kith.casework.protection.models import (
    MissingEpisode,
    MissingRisk,
    ReturnInterview,
    StrategyDiscussion,
)
from kith.casework.protection.workflows import missing as episodes
from kith.casework.protection.workflows import return_interview as interviews
from kith.casework.protection.workflows.return_interview import InterviewState
from kith.casework.timeline.models import Clock
from kith.engines.calendar import rule_by_code

RULE = "return_interview"
MONTHS = 12


@dataclass(frozen=True)
class ShownEpisode:
    """One time that a young person was missing, as a page tells it."""

    row: MissingEpisode
    interview: ReturnInterview | None
    clock: Clock | None
    now: datetime.datetime

    @property
    def is_missing(self) -> bool:
        """Whether they have not been found."""
        return self.row.found_at is None

    @property
    def state(self) -> str:
        """Where the episode stands, in words."""
        return episodes.state_of(self.row).label

    @property
    def kind(self) -> str:
        """Missing, or away without leave."""
        return codes.labels("missing_type")[self.row.kind]

    @property
    def risk(self) -> str:
        """How great the danger is thought to be, in words."""
        return MissingRisk(self.row.risk).label if self.row.risk else ""

    @property
    def length(self) -> str:
        """How long they were, or have been, missing."""
        return length_in_words((self.row.found_at or self.now) - self.row.missing_since)

    @property
    def interview_state(self) -> InterviewState | None:
        """Where the talk stands, or None where it was not offered."""
        return interviews.state_of(self.interview)

    @property
    def due_at(self) -> datetime.datetime | None:
        """The instant at which the hours for the talk run out."""
        return rule_by_code(RULE).due_at(self.row.found_at) if self.row.found_at else None

    @property
    def answered_for(self) -> bool:
        """Whether the talk was held or declined, so that no hours run."""
        return self.interview_state in (InterviewState.HELD, InterviewState.DECLINED)

    @property
    def hours(self) -> str:
        """How the hours stand: what is left or how late it is while they run; after it was held, whether in time."""
        if self.due_at is None or self.interview_state == InterviewState.DECLINED:
            return ""
        held = self.interview.held_at if self.interview else None
        if held is None:
            return words_left(self.due_at, self.now)
        since = length_in_words(held - self.row.found_at)  # type: ignore[operator]
        return f"{since} after they came back"

    @property
    def is_late(self) -> bool:
        """Whether the talk is, or was held, after its hours."""
        if self.due_at is None or self.interview_state == InterviewState.DECLINED:
            return False
        held = self.interview.held_at if self.interview else None
        return (held or self.now) > self.due_at

    @property
    def next(self) -> tuple[str, str] | None:
        """The name of the page where it goes on and the words for it, or None where nothing is to be done."""
        if self.is_missing:
            return "record_found", "Record that they were found"
        return {
            None: ("offer_interview", "Record the offer of a talk"),
            InterviewState.OFFERED: ("answer_interview", "Record what they said to the offer"),
            InterviewState.ACCEPTED: ("hold_interview", "Record the talk"),
        }.get(self.interview_state)


@dataclass(frozen=True)
class Month:
    """One month of the picture over time."""

    start: datetime.date
    times: int
    x: int
    height: int
    y: int


@dataclass(frozen=True)
class MissingStory:
    """All of a young person's episodes, the latest first, and what they ask for together."""

    episodes: list[ShownEpisode]
    lately: int  # episodes in the days that are counted
    days: int
    asks_for_strategy: bool
    called: StrategyDiscussion | None  # a discussion called since the episodes that ask for one

    @property
    def called_address(self) -> str:
        """The page of the discussion that was called."""
        return f"/strategy-discussions/{self.called.pk}/" if self.called else ""

    @property
    def is_missing(self) -> bool:
        """Whether they are missing now."""
        return any(one.is_missing for one in self.episodes)

    @property
    def latest(self) -> ShownEpisode | None:
        """The latest episode."""
        return self.episodes[0] if self.episodes else None


def shown_episodes(
    rows: list[MissingEpisode], talks: list[ReturnInterview], clocks: list[Clock], now: datetime.datetime
) -> list[ShownEpisode]:
    """Return episodes with what belongs to each, the latest first."""
    talk_of = {talk.episode_id: talk for talk in talks}
    clock_of = {clock.thread: clock for clock in clocks}
    ordered = sorted(rows, key=lambda row: (row.missing_since, row.pk), reverse=True)
    return [ShownEpisode(row, talk_of.get(row.pk), clock_of.get(f"missing:{row.pk}"), now) for row in ordered]


def missing_rows(child_id: int, record: Record = NOW) -> dict[str, Any]:
    """Return the querysets of a child's episodes and talks, for `Record.together`."""
    mine = record.rows(MissingEpisode).filter(child_id=child_id)
    return {
        "episodes": mine,
        "talks": record.rows(ReturnInterview).filter(episode_id__in=mine.values("id")),
    }


def missing_story(child_id: int, *, now: datetime.datetime, record: Record = NOW) -> MissingStory:
    """Return every time that a young person was missing, now or as known at an earlier instant."""
    held = record.together(lambda: missing_rows(child_id, record))
    threads = [f"missing:{row.pk}" for row in held["episodes"]]
    clocks = list(record.rows(Clock).filter(thread__in=threads, rule=RULE)) if threads else []
    shown = shown_episodes(held["episodes"], held["talks"], clocks, now)
    return story_of(child_id, shown, now, record)


def story_of(
    child_id: int,
    shown: list[ShownEpisode],
    now: datetime.datetime,
    record: Record = NOW,
    *,
    looks_for_discussion: bool = True,
) -> MissingStory:
    """Return episodes with what they ask for together, and where that is wanted the discussion that was called."""
    today = timezone.localdate(now)
    days = number_on("days_over_which_missing_episodes_are_counted", today)
    enough = number_on("missing_episodes_that_ask_for_a_strategy_discussion", today)
    since = now - datetime.timedelta(days=days)
    lately = [one for one in shown if since <= one.row.missing_since <= now]
    asks = len(lately) >= enough
    called = None
    if asks and looks_for_discussion and record.instant is None:
        # Called on or after the day of the episode that made them enough.
        tipped = sorted(timezone.localdate(one.row.missing_since) for one in lately)[enough - 1]
        called = (
            StrategyDiscussion.objects.filter(children__child_id=child_id, called_date__gte=tipped)
            .order_by("-called_date", "-pk")
            .first()
        )
    return MissingStory(shown, len(lately), days, asks, called)


def one_episode(episode: MissingEpisode, now: datetime.datetime) -> ShownEpisode:
    """Return one episode with its talk and its clock."""
    talk = ReturnInterview.objects.filter(episode=episode).first()
    clock = Clock.objects.filter(thread=f"missing:{episode.pk}", rule=RULE).first()
    return ShownEpisode(episode, talk, clock, now)


def over_time(story: MissingStory, today: datetime.date) -> list[Month]:
    """Return the last twelve months with how often the young person was missing in each, and how high each is drawn."""
    first = today.replace(day=1)
    starts = [first]
    while len(starts) < MONTHS:
        starts.append((starts[-1] - datetime.timedelta(days=1)).replace(day=1))
    times = Counter(timezone.localdate(one.row.missing_since).replace(day=1) for one in story.episodes)
    most = max((times[start] for start in starts), default=0) or 1
    return [
        Month(start, times[start], number * 50 + 8, height, 90 - height)
        for number, start in enumerate(reversed(starts))
        for height in (round(times[start] / most * 64),)
    ]


def call_address(family: Family | None) -> str:
    """Return where a strategy discussion about a family is called."""
    return f"/families/{family.pk}/strategy-discussion/call/" if family else ""


def family_of(child_id: int) -> Family | None:
    """Return the family in which a child is a child now: whose strategy discussion it would be."""
    member = (
        FamilyMembership.objects.filter(person_id=child_id, role="child", end_date__isnull=True)
        .select_related("family")
        .order_by("pk")
        .first()
    )
    return member.family if member else None
