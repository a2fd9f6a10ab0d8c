"""A child who is missing: reported, added to, found; the talk after coming back, offered, answered and held."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.access_outside import thread_of
from kith.casework.protection.actions.recording import locked
from kith.casework.protection.models import MissingEpisode, ReturnInterview
from kith.casework.protection.workflows import missing as episodes
from kith.casework.protection.workflows import return_interview as interviews
from kith.casework.protection.workflows.missing import MISSING, MissingState
from kith.casework.protection.workflows.return_interview import RETURN_INTERVIEW, InterviewState
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker

ADULT = 18


@transaction.atomic
def report_missing(
    *,
    child: Person,
    kind: str,
    missing_since: datetime.datetime,
    by: Worker,
    missing_from: str = "",
    told_us_at: datetime.datetime | None = None,
    who_told_us: str = "",
    police_told_at: datetime.datetime | None = None,
    police_reference: str = "",
    parents_told_at: datetime.datetime | None = None,
    risk: str = "",
    what_is_known: str = "",
) -> MissingEpisode:
    """Record that a child is missing, or away without leave: since the later of leaving and being last seen.

    Raises CannotBeTrue where they are recorded as missing at that time already, before their birth, or as an adult.
    """
    # Of two people who report at once the second waits here, and is told.
    child = Person.objects.select_for_update(of=("self",)).get(pk=child.pk)
    _check_instant(missing_since, "missing_since")
    _check_is_a_child(child, timezone.localdate(missing_since))
    for name, instant in (
        ("told_us_at", told_us_at), ("police_told_at", police_told_at), ("parents_told_at", parents_told_at),
    ):  # fmt: skip
        _check_instant(instant, name)
    _check_not_twice(child, missing_since)
    episode = MissingEpisode.objects.create(
        child=child,
        kind=kind,
        missing_since=missing_since,
        missing_from=missing_from.strip(),
        told_us_at=told_us_at,
        who_told_us=who_told_us.strip(),
        police_told_at=police_told_at,
        police_reference=police_reference.strip(),
        parents_told_at=parents_told_at,
        risk=risk,
        what_is_known=what_is_known.strip(),
    )
    _record(
        MISSING.beginning[MissingState.MISSING], episode, by=by, at=missing_since,
        summary="Missing." if kind == "M" else "Away from where they live without leave.",
    )  # fmt: skip
    return episode


@transaction.atomic
def add_to_episode(*, episode: MissingEpisode, by: Worker, **changed: Any) -> None:
    """Add what has become known: by whom and when the service, police and parents were told, how great the risk is.

    `changed` names the episode's fields; those left out stay as they are.
    """
    episode = locked(episode)
    state = episodes.state_of(episode)
    event = MISSING.check_move(state, state)
    for name in ("told_us_at", "police_told_at", "parents_told_at"):
        _check_instant(changed.get(name), name)
    MissingEpisode.objects.filter(pk=episode.pk).update(**changed)
    _record(
        event, episode, by=by, at=timezone.now(), summary="More became known of the time that they were missing."
    )  # fmt: skip


@transaction.atomic
def record_found(
    *,
    episode: MissingEpisode,
    found_at: datetime.datetime,
    by: Worker,
    found_where: str = "",
    found_how: str = "",
) -> None:
    """Record that a child was found or came back. The 72 hours in which the talk is to be held run from that instant."""
    episode = locked(episode)
    if episodes.state_of(episode) == MissingState.FOUND:
        raise CannotBeTrue(episodes.ALREADY_FOUND)
    event = MISSING.check_move(MissingState.MISSING, MissingState.FOUND)
    _check_instant(found_at, "found_at")
    _check_after(found_at, episode.missing_since, "They have been missing since", "found_at")
    MissingEpisode.objects.filter(pk=episode.pk).update(
        found_at=found_at, found_where=found_where.strip(), found_how=found_how.strip()
    )
    _record(event, episode, by=by, at=found_at, summary="Found, or came back, after being missing.")


@transaction.atomic
def offer_interview(*, episode: MissingEpisode, offered_at: datetime.datetime, by: Worker) -> ReturnInterview:
    """Record that the young person was offered a talk with somebody independent."""
    episode = locked(episode)
    if ReturnInterview.objects.filter(episode=episode).exists():
        raise CannotBeTrue(interviews.OFFERED_ALREADY)
    if episode.found_at is None:
        raise CannotBeTrue(interviews.NOT_FOUND_YET)
    _check_instant(offered_at, "offered_at")
    _check_after(offered_at, episode.found_at, "They were found", "offered_at")
    interview = ReturnInterview.objects.create(episode=episode, offered_at=offered_at, offered_by=by)
    _record(
        RETURN_INTERVIEW.beginning[InterviewState.OFFERED], episode, by=by, at=offered_at,
        summary="A talk with somebody independent was offered.",
    )  # fmt: skip
    return interview


@transaction.atomic
def answer_interview(
    *,
    episode: MissingEpisode,
    answer: str,
    answered_at: datetime.datetime,
    by: Worker,
    answer_words: str = "",
) -> None:
    """Record what the young person said to the offer. Until the talk is held they may change their mind."""
    episode = locked(episode)
    interview = ReturnInterview.objects.filter(episode=episode).first()
    event = RETURN_INTERVIEW.check_move(interviews.state_of(interview) or "", InterviewState(answer))
    assert interview is not None
    _check_instant(answered_at, "answered_at")
    _check_after(answered_at, interview.offered_at, "The talk was offered", "answered_at")
    if interview.answered_at:
        _check_after(answered_at, interview.answered_at, "They answered last", "answered_at")
    ReturnInterview.objects.filter(pk=interview.pk).update(
        answer=answer, answered_at=answered_at, answer_words=answer_words.strip()
    )
    said = "accepted" if answer == InterviewState.ACCEPTED else "declined"
    _record(event, episode, by=by, at=answered_at, summary=f"The talk after coming back was {said}.")


@transaction.atomic
def hold_interview(
    *,
    episode: MissingEpisode,
    held_at: datetime.datetime,
    held_by: str,
    by: Worker,
    is_independent: bool = True,
    where_they_were: str = "",
    why_they_left: str = "",
    what_would_help: str = "",
    harm: str = "",
    what_next: str = "",
    late_reason: str = "",
) -> None:
    """Record the talk: the young person's words, and what is to be done. Late is recorded with its reason, never refused."""
    episode = locked(episode)
    interview = ReturnInterview.objects.filter(episode=episode).first()
    event = RETURN_INTERVIEW.check_move(interviews.state_of(interview) or "", InterviewState.HELD)
    assert interview is not None
    assert interview.answered_at is not None
    _check_instant(held_at, "held_at")
    _check_after(held_at, interview.answered_at, "They accepted", "held_at")
    if not held_by.strip():
        raise CannotBeTrue("Say who held the talk.", "held_by")
    ReturnInterview.objects.filter(pk=interview.pk).update(
        held_at=held_at,
        held_by=held_by.strip(),
        is_independent=is_independent,
        where_they_were=where_they_were.strip(),
        why_they_left=why_they_left.strip(),
        what_would_help=what_would_help.strip(),
        harm=harm.strip(),
        what_next=what_next.strip(),
    )
    _record(
        event, episode, by=by, at=held_at, summary="The talk after coming back was held.",
        details={"independent": is_independent},
    )  # fmt: skip
    if late_reason.strip():
        Clock.objects.filter(
            thread=thread_of(episode), rule="return_interview", was_late=True, late_reason=""
        ).update(late_reason=late_reason.strip())


def _record(
    kind: str,
    episode: MissingEpisode,
    *,
    by: Worker,
    at: datetime.datetime,
    summary: str,
    details: dict[str, object] | None = None,
) -> None:
    record_event(
        kind,
        by=by,
        day=timezone.localdate(at),
        about=[episode.child_id],
        summary=summary,
        thread=thread_of(episode),
        details=details,
        at=at,
    )


def _check_instant(instant: datetime.datetime | None, field: str) -> None:
    if instant is not None and instant > timezone.now():
        raise CannotBeTrue("This time has not come yet. Enter now, or a time before.", field)


def _check_after(instant: datetime.datetime, earliest: datetime.datetime, what: str, field: str) -> None:
    if instant < earliest:
        local = timezone.localtime(earliest)
        preposition = "" if what.endswith("since") else " at"
        raise CannotBeTrue(
            f"{what}{preposition} {local:%H:%M} on {local:%-d %B %Y}. Enter that time or a later one.", field
        )


def _check_is_a_child(child: Person, day: datetime.date) -> None:
    if child.is_unborn or (child.birth_date is not None and day < child.birth_date):
        raise CannotBeTrue(
            "This is before the child was born. Check the day, and the date of birth on their page.",
            "missing_since",
        )
    age = child.age_on(day)
    if age is not None and age >= ADULT:
        raise CannotBeTrue(
            "They were 18 or older by then. Tell the police of a missing adult: Kith records children who are missing.",
            "missing_since",
        )
    if child.death_date is not None and day > child.death_date:
        raise CannotBeTrue(
            f"The child is recorded as having died on {child.death_date:%-d %B %Y}. Check the day.",
            "missing_since",
        )


def _check_not_twice(child: Person, since: datetime.datetime) -> None:
    of_child = MissingEpisode.objects.filter(child=child)
    if of_child.filter(found_at__isnull=True).exists():
        raise CannotBeTrue(
            "This child is recorded as missing already. Add to that record, or say that they were found."
        )
    during = of_child.filter(Q(missing_since__lte=since, found_at__gt=since)).first()
    if during is not None:
        found = timezone.localtime(during.found_at)
        raise CannotBeTrue(
            f"They were missing at that time already, until {found:%H:%M} on {found:%-d %B %Y}."
            " Enter a later time, or add to that record.",
            "missing_since",
        )
