"""Two people at once, each on a connection of their own: one does it, and the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from kith.casework.access.roles import Role
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.models import (
    ChildProtectionConference,
    OfferOfHelp,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
    ThresholdDecision,
)
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import TeamMembership, Worker
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import call, declined, end, hold, make_offer, sent, taken_up, written
from tests.furnishing.form_days import ago


@pytest.fixture
def settled(committed_database: str) -> Cast:
    """The cast, committed, so that each thread sees what the other has done."""
    return find_cast()


def at_once(*acts: tuple[Worker, Callable[[], object]]) -> list[str]:
    """Do each act as its worker in a thread and a transaction of its own, begun together; return what each was told."""
    begin = threading.Barrier(len(acts))
    told = [""] * len(acts)

    def do(place: int, worker: Worker, act: Callable[[], object]) -> None:
        try:
            with acting_as(worker):
                begin.wait(timeout=20)
                act()
        except CannotBeTrue as impossible:
            told[place] = impossible.sentence
        except Exception as other:
            told[place] = f"{type(other).__name__}: {other}"
        finally:
            connection.close()

    threads = [
        threading.Thread(target=do, args=(place, worker, act)) for place, (worker, act) in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "They wait for each other."
    return sorted(told)


def test_two_workers_call_a_discussion_at_once(settled: Cast) -> None:
    """One discussion is called, and its clocks run once; the other worker is told to go on with that one."""
    cast = settled
    told = at_once(
        (cast.social_worker, lambda: call(cast)),
        (cast.family_help_practitioner, lambda: call(cast, by=cast.family_help_practitioner)),
    )
    assert told[0] == ""
    assert "has not been held. Go on with that one." in told[1]
    assert StrategyDiscussion.objects.count() == 1
    assert Clock.objects.filter(rule="strategy_discussion").count() == 2


def test_two_workers_record_a_discussion_at_once(settled: Cast) -> None:
    """It is held once, with one enquiry and one decision for each child."""
    cast = settled
    with transaction.atomic():
        discussion = call(cast)
    told = at_once(
        (cast.social_worker, lambda: hold(cast, discussion)),
        (cast.team_manager, lambda: hold(cast, discussion, by=cast.team_manager)),
    )
    assert told[0] == ""
    assert "has been held, and its decision stands" in told[1]
    assert SectionFortySevenEnquiry.objects.count() == 1
    assert ThresholdDecision.objects.count() == 2


def test_two_discussions_begin_one_enquiry(settled: Cast) -> None:
    """Two discussions about two children of one family, recorded at once: one enquiry, with both children in it."""
    cast = settled
    with transaction.atomic():
        first = call(cast, [cast.child])
        second = call(cast, [cast.sibling])
    told = at_once(
        (cast.social_worker, lambda: hold(cast, first)),
        (cast.team_manager, lambda: hold(cast, second, by=cast.team_manager)),
    )
    assert told == ["", ""]
    enquiry = SectionFortySevenEnquiry.objects.get()
    assert set(enquiry.children.values_list("child_id", flat=True)) == {cast.child.pk, cast.sibling.pk}


def test_two_managers_end_an_enquiry_at_once(settled: Cast) -> None:
    """It ends once: one decision for each child, one conference, one event; the other manager is told."""
    cast = settled
    with transaction.atomic():
        other = Worker.objects.create(name="Ade Cole", role=Role.TEAM_MANAGER, start_date=ago(99))
        TeamMembership.objects.create(worker=other, team=cast.riverside, is_manager=True, start_date=ago(99))
        enquiry = sent(cast, finding="substantiated_at_risk", outcome="1")
    told = at_once(
        (cast.team_manager, lambda: end(cast, enquiry)),
        (other, lambda: end(cast, enquiry, by=other)),
    )
    assert told[0] == ""
    assert "has ended, and stays as it was" in told[1]
    assert ThresholdDecision.objects.filter(kind="enquiry").count() == 2
    assert ChildProtectionConference.objects.count() == 1
    assert Event.objects.filter(kind="protection.section_47_ended").count() == 1


def test_a_manager_ends_it_while_another_sends_it_back(settled: Cast) -> None:
    """Whichever comes first stands, and the other is told; it is never both."""
    cast = settled
    with transaction.atomic():
        enquiry = sent(cast, offer=declined())
    told = at_once(
        (cast.team_manager, lambda: end(cast, enquiry)),
        (
            cast.team_manager,
            lambda: enquiries.send_back(enquiry=enquiry, words="More.", by=cast.team_manager),
        ),
    )
    assert told[0] == ""
    assert told[1]
    enquiry.refresh_from_db()
    assert (enquiry.status == "ended") == (enquiry.end_date is not None)


def test_two_offers_at_once_are_one(settled: Cast) -> None:
    """The second stands in the first's place: no offer is left that belongs to nobody."""
    cast = settled
    with transaction.atomic():
        enquiry = written(cast)
    told = at_once(
        (cast.social_worker, lambda: make_offer(cast, enquiry, declined())),
        (cast.team_manager, lambda: make_offer(cast, enquiry, taken_up(), by=cast.team_manager)),
    )
    assert told == ["", ""]
    assert OfferOfHelp.objects.count() == 1
