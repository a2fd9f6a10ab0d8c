"""A child who is missing, and the talk afterwards: its moves, its 72 hours, and what it asks for."""

from __future__ import annotations

import datetime
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.actions import missing
from kith.casework.protection.hours import length_in_words, words_left
from kith.casework.protection.local_numbers import local_numbers, number_on
from kith.casework.protection.models import MissingEpisode, ReturnInterview
from kith.casework.protection.queries.missing import missing_story, over_time
from kith.casework.timeline.models import Clock, Event
from kith.engines.calendar import rule_by_code
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import day_fields
from tests.unit.protection.outside_home import accepted, found, hours_ago, refused, report

LONDON = ZoneInfo("Europe/London")
RULE = rule_by_code("return_interview")


@pytest.mark.django_db
def test_from_missing_to_the_talk_each_step_is_an_event_of_its_own(cast: Cast) -> None:
    """Reported, found, offered, accepted, held: each at its own instant, on the episode's thread, naming nobody."""
    episode = accepted(cast)
    missing.hold_interview(
        episode=episode,
        held_at=hours_ago(1),
        held_by="Jo Hart",
        why_they_left="Bored.",
        by=cast.social_worker,
    )
    events = list(Event.objects.filter(thread=f"missing:{episode.pk}").order_by("pk"))
    assert [event.kind for event in events] == [
        "protection.missing_reported",
        "protection.missing_child_found",
        "protection.return_interview_offered",
        "protection.return_interview_accepted",
        "protection.return_interview_held",
    ]
    assert events[1].at == episode.found_at
    for event in events:
        assert [row.person_id for row in event.subjects.all()] == [cast.child.pk]
        assert not any(name in event.summary for name in ("Daniel", "Okafor", "Jo"))


@pytest.mark.django_db
def test_the_clock_runs_from_the_instant_they_were_found_and_stops_when_the_talk_is_held(cast: Cast) -> None:
    """72 hours from the exact instant, and in time when held before they are over."""
    episode = accepted(cast, found_at=10)
    clock = Clock.objects.get(thread=f"missing:{episode.pk}", rule="return_interview")
    assert clock.due_at == episode.found_at + datetime.timedelta(hours=72)
    missing.hold_interview(episode=episode, held_at=hours_ago(1), held_by="Jo", by=cast.social_worker)
    clock.refresh_from_db()
    assert clock.was_late is False


@pytest.mark.django_db
def test_a_late_talk_is_recorded_with_its_reason_and_not_refused(cast: Cast) -> None:
    """Held eighty hours after: the clock says late, and why."""
    episode = accepted(cast, since=110, found_at=90)
    missing.hold_interview(
        episode=episode, held_at=hours_ago(10), held_by="Jo", late_reason="He was in hospital.", by=cast.social_worker
    )  # fmt: skip
    clock = Clock.objects.get(thread=f"missing:{episode.pk}", rule="return_interview")
    assert (clock.was_late, clock.late_reason) == (True, "He was in hospital.")
    story = missing_story(cast.child.pk, now=timezone.now())
    assert story.episodes[0].is_late


@pytest.mark.django_db
def test_a_young_person_who_declined_may_change_their_mind(cast: Cast) -> None:
    """Declining stops the clock; accepting afterwards leads to the talk all the same."""
    episode = found(cast)
    missing.offer_interview(episode=episode, offered_at=hours_ago(9), by=cast.social_worker)
    missing.answer_interview(
        episode=episode,
        answer="declined",
        answered_at=hours_ago(8),
        answer_words="No.",
        by=cast.social_worker,
    )
    clock = Clock.objects.get(thread=f"missing:{episode.pk}", rule="return_interview")
    assert clock.stopped_date is not None
    missing.answer_interview(
        episode=episode, answer="accepted", answered_at=hours_ago(3), by=cast.social_worker
    )
    missing.hold_interview(episode=episode, held_at=hours_ago(2), held_by="Jo", by=cast.social_worker)
    assert ReturnInterview.objects.get().held_at is not None


# What cannot be true: what is asked, and how the sentence that refuses it begins.
CANNOT_BE_TRUE = """
found before missing                            | They have been missing since
found tomorrow                                  | This time has not come yet
found twice                                     | They are recorded as found already
missing twice at once                           | This child is recorded as missing already
missing during an earlier time                  | They were missing at that time already
missing before birth                            | This is before the child was born
missing when unborn                             | This is before the child was born
missing at eighteen                             | They were 18 or older by then
missing after death                             | The child is recorded as having died
talk offered while missing                      | The talk is offered once the young person is found
talk offered before they were found             | They were found at
talk offered twice                              | The talk has been offered already
answered before any offer                       | The talk has not been offered yet
answered earlier than the offer                 | The talk was offered at
held before any offer                           | The talk has not been offered yet
held before an answer                           | The talk is held after the young person has accepted it
held though declined                            | The young person declined
held earlier than the answer                    | They accepted at
held by nobody                                  | Say who held the talk
held twice                                      | The talk has been held
"""


def _attempts(cast: Cast) -> dict[str, object]:
    by = cast.social_worker

    def offered() -> MissingEpisode:
        episode = found(cast)
        missing.offer_interview(episode=episode, offered_at=hours_ago(9), by=by)
        return episode

    def answered(answer: str) -> MissingEpisode:
        episode = offered()
        missing.answer_interview(episode=episode, answer=answer, answered_at=hours_ago(8), by=by)
        return episode

    def person(**changed: object) -> Person:
        return Person.objects.create(display_name="A Young Person", **changed)

    def hold(episode: MissingEpisode, at: float = 2, who: str = "Jo") -> None:
        missing.hold_interview(episode=episode, held_at=hours_ago(at), held_by=who, by=by)

    def twice(act: object, *arguments: object) -> None:
        assert callable(act)
        act(*arguments)
        act(*arguments)

    today = timezone.localdate()
    years = lambda n: today.replace(day=1) - datetime.timedelta(days=round(365.25 * n) + 40)  # noqa: E731
    return {
        "found before missing": lambda: missing.record_found(
            episode=report(cast), found_at=hours_ago(40), by=by
        ),
        "found tomorrow": lambda: missing.record_found(episode=report(cast), found_at=hours_ago(-24), by=by),
        "found twice": lambda: missing.record_found(episode=found(cast), found_at=hours_ago(1), by=by),
        "missing twice at once": lambda: (report(cast), report(cast, since=2)),
        "missing during an earlier time": lambda: (found(cast), report(cast, since=20)),
        "missing before birth": lambda: report(cast, since=24 * 366 * 30),
        "missing when unborn": lambda: report(cast, child=person(expected_birth_date=today)),
        "missing at eighteen": lambda: report(cast, child=person(birth_date=years(18))),
        "missing after death": lambda: report(
            cast, child=person(birth_date=years(9), death_date=today - datetime.timedelta(days=9))
        ),
        "talk offered while missing": lambda: missing.offer_interview(
            episode=report(cast), offered_at=hours_ago(1), by=by
        ),
        "talk offered before they were found": lambda: missing.offer_interview(
            episode=found(cast), offered_at=hours_ago(20), by=by
        ),
        "talk offered twice": lambda: missing.offer_interview(
            episode=offered(), offered_at=hours_ago(1), by=by
        ),
        "answered before any offer": lambda: missing.answer_interview(
            episode=found(cast), answer="accepted", answered_at=hours_ago(1), by=by
        ),
        "answered earlier than the offer": lambda: missing.answer_interview(
            episode=offered(), answer="accepted", answered_at=hours_ago(9.5), by=by
        ),
        "held before any offer": lambda: hold(found(cast)),
        "held before an answer": lambda: hold(offered()),
        "held though declined": lambda: hold(answered("declined")),
        "held earlier than the answer": lambda: hold(answered("accepted"), at=8.5),
        "held by nobody": lambda: hold(answered("accepted"), who=" "),
        "held twice": lambda: twice(hold, answered("accepted")),
    }


ROWS = [tuple(part.strip() for part in line.split("|")) for line in CANNOT_BE_TRUE.strip().splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "sentence"), ROWS, ids=[row[0] for row in ROWS])
def test_what_cannot_be_true_gets_a_sentence(cast: Cast, what: str, sentence: str) -> None:
    """Each is refused with what cannot be true and what to do."""
    said = refused(_attempts(cast)[what]).sentence
    assert said.startswith(sentence), said


@pytest.mark.django_db
def test_somebody_whose_date_of_birth_is_not_known_can_be_missing(cast: Cast) -> None:
    """What is not known refuses nothing."""
    nobody_knows = Person.objects.create(display_name="A Young Person")
    assert report(cast, child=nobody_knows).pk


@pytest.mark.django_db
def test_three_times_in_ninety_days_ask_for_a_strategy_discussion(cast: Cast, client_for) -> None:
    """Twice does not; three times do, with the way to call one; an old time does not count."""
    found(cast, since=24 * 100, found_at=24 * 99)
    found(cast, since=24 * 50, found_at=24 * 49)
    found(cast, since=24 * 20, found_at=24 * 19)
    assert not missing_story(cast.child.pk, now=timezone.now()).asks_for_strategy
    found(cast, since=24 * 5, found_at=24 * 4)
    story = missing_story(cast.child.pk, now=timezone.now())
    assert (story.asks_for_strategy, story.lately) == (True, 3)
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/missing/").content.decode()
    assert "Missing 3 times in 90 days." in page
    assert f"/families/{cast.family.pk}/strategy-discussion/call/" in page
    assert f"/families/{cast.family.pk}/strategy-discussion/call/" not in (
        client_for(cast.conference_chair).get(f"/people/{cast.child.pk}/missing/").content.decode()
    ), "whoever may not write is not sent there"


def test_the_local_numbers_are_dated_and_say_what_is_not_checked() -> None:
    """Each has a basis; the agreement with police is marked as to be confirmed."""
    by_code = {number.code: number for number in local_numbers()}
    assert not by_code["missing_episodes_that_ask_for_a_strategy_discussion"].checked
    assert all(number.basis and number.unit for number in local_numbers())
    for number in local_numbers():
        assert number_on(number.code, timezone.localdate()) == number.value
        assert number_on(number.code, datetime.date(1999, 1, 1)) == number.value


def _passed(start: datetime.datetime, end: datetime.datetime) -> int:
    """Count seconds between two instants an hour at a time, by what the clock in UTC says: slow and obvious."""
    at, hours = start.astimezone(datetime.UTC), 0
    while at < end.astimezone(datetime.UTC):
        at, hours = at + datetime.timedelta(hours=1), hours + 1
    assert at == end.astimezone(datetime.UTC)
    return hours


MINUTES = st.integers(0, 60 * 24 * 365 * 8)


@settings(max_examples=150, deadline=None, derandomize=True)
@example(minutes=60 * 24 * 86 + 60 * 12)
@given(MINUTES)
def test_seventy_two_hours_pass_also_where_summer_time_begins_or_ends(minutes: int) -> None:
    """From any instant of eight years, told by the clock on the wall in London, exactly 72 hours pass."""
    start = (
        datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
    ).astimezone(LONDON)
    due = RULE.due_at(start)
    assert due is not None
    assert _passed(start, due) == 72


@pytest.mark.parametrize(
    ("found_at", "due_at"),
    [
        ("2026-03-28 20:00", "2026-03-31 21:00"),  # summer time begins: an hour is skipped
        ("2026-10-24 20:00", "2026-10-27 19:00"),  # and ends: an hour is there twice
        ("2026-06-01 09:30", "2026-06-04 09:30"),
    ],
)
def test_what_the_clock_on_the_wall_says_when_the_hours_run_out(found_at: str, due_at: str) -> None:
    """Three days that a practitioner can check by hand."""
    start = datetime.datetime.fromisoformat(found_at).replace(tzinfo=LONDON)
    assert RULE.due_at(start) == datetime.datetime.fromisoformat(due_at).replace(tzinfo=LONDON)


@pytest.mark.django_db
def test_the_clock_kept_over_summer_time_is_the_rules(cast: Cast) -> None:
    """What is kept in the database is 72 hours that pass, whichever zone the instant was told in."""
    at = datetime.datetime(2026, 3, 28, 20, tzinfo=LONDON)
    episode = missing.report_missing(
        child=cast.child, kind="M", missing_since=at - datetime.timedelta(hours=5), by=cast.social_worker
    )
    missing.record_found(episode=episode, found_at=at, by=cast.social_worker)
    clock = Clock.objects.get(thread=f"missing:{episode.pk}")
    assert clock.due_at is not None
    assert clock.due_at - at.astimezone(datetime.UTC) == datetime.timedelta(hours=72)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(-60 * 24 * 9, 60 * 24 * 9))
def test_how_long_is_left_is_told_in_words(minutes: int) -> None:
    """Never a negative number, never 'late' while there is time."""
    now = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
    said = words_left(now + datetime.timedelta(minutes=minutes), now)
    assert ("late" in said) == (minutes < 0)
    assert "-" not in said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minute"),
        (61, "1 hour"),
        (72 * 60, "72 hours"),
        (73 * 60, "3 days and 1 hour"),
        (96 * 60, "4 days"),
    ],
)
def test_a_length_of_time_in_words(minutes: int, said: str) -> None:
    """As somebody would say it."""
    assert length_in_words(datetime.timedelta(minutes=minutes)) == said


@pytest.mark.django_db
def test_the_picture_over_time_shows_each_month(cast: Cast) -> None:
    """Twelve months, the present one last, and the highest bar for the month with most."""
    found(cast, since=3, found_at=1)
    story = missing_story(cast.child.pk, now=timezone.now())
    months = over_time(story, timezone.localdate(hours_ago(3)))
    assert len(months) == 12
    assert months[-1].times == 1
    assert months[-1].height == max(month.height for month in months) == 64


@pytest.mark.django_db
def test_the_pages_say_the_hours_and_lead_on(cast: Cast, client_for) -> None:
    """Missing, found, offered, accepted, held: the one button is always the next step."""
    client = client_for(cast.social_worker)
    person = f"/people/{cast.child.pk}/"
    now = timezone.localtime(hours_ago(30))
    answer = client.post(
        f"{person}missing/report/",
        {
            "kind": "M", **day_fields("missing_since", now.date()), "missing_since_time": f"{now:%H:%M}",
            "risk": "high", "what_is_known": "At the station.",
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()
    episode = MissingEpisode.objects.get()
    page = f"/missing/{episode.pk}/"
    assert "Missing now" in client.get(person).content.decode()
    assert "Record that they were found" in client.get(page).content.decode()

    def send(step: str, name: str, hours: float, **more: str) -> None:
        at = timezone.localtime(hours_ago(hours))
        sent = {**day_fields(name, at.date()), f"{name}_time": f"{at:%H:%M}", **more}
        answer = client.post(f"{page}{step}/", sent)
        assert answer.status_code == 303, answer.content.decode()

    send("found", "found_at", 20)
    said = client.get(page).content.decode()
    assert "51 hours left" in said
    assert "Record the offer of a talk" in said
    send("talk/offer", "offered_at", 19)
    send("talk/answer", "answered_at", 18, answer="accepted", answer_words="If it is Jo.")
    assert "Record the talk" in client.get(page).content.decode()
    send(
        "talk/held", "held_at", 2, held_by="Jo Hart", is_independent="on", why_they_left="Nobody listens.",
        what_would_help="Boxing.",
    )  # fmt: skip
    said = client.get(page).content.decode()
    assert said.index("Nobody listens.") < said.index("What happened"), "the young person's words come first"
    assert "Put it on the plan" in said


@pytest.mark.django_db
def test_a_day_without_its_time_is_asked_for(cast: Cast, client_for) -> None:
    """The form says which is lacking, and keeps what was typed."""
    episode = report(cast)
    client = client_for(cast.social_worker)
    today = timezone.localdate()
    answer = client.post(f"/missing/{episode.pk}/add/", day_fields("police_told_at", today))
    assert answer.status_code == 422
    assert "Enter the time of day, as well as you know it." in answer.content.decode()
    answer = client.post(f"/missing/{episode.pk}/add/", {"police_told_at_time": "9.15am"})
    assert "Enter the day as well as the time." in answer.content.decode()


@pytest.mark.django_db
def test_the_number_of_queries_stays_the_same_whatever_the_pages_hold(
    cast: Cast, client_for, django_assert_max_num_queries
) -> None:
    """Twenty times missing cost no more than one."""
    for days in range(60, 20, -2):
        found(cast, since=24 * days, found_at=24 * days - 5)
    client = client_for(cast.social_worker)
    for path in (
        f"/people/{cast.child.pk}/missing/",
        f"/people/{cast.child.pk}/harm-outside-home/",
        "/harm-outside-home/",
    ):
        with django_assert_max_num_queries(25):
            assert client.get(path).status_code == 200


def test_of_two_who_report_at_once_one_is_told(committed_database: str) -> None:
    """Two workers at the same moment, on two connections: one episode, and a sentence for the second."""
    cast = find_cast()
    start, said = threading.Barrier(2), []

    def press(worker) -> None:
        try:
            with acting_as(worker):
                start.wait()
                missing.report_missing(child=cast.child, kind="M", missing_since=hours_ago(3), by=worker)
            said.append("recorded")
        except CannotBeTrue as impossible:
            said.append(impossible.sentence)
        finally:
            connection.close()

    both = [threading.Thread(target=press, args=[one]) for one in (cast.social_worker, cast.team_manager)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == [
        "This child is recorded as missing already. Add to that record, or say that they were found.",
        "recorded",
    ]
    assert MissingEpisode.objects.count() == 1
