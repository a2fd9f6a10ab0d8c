"""Two who work on one paper at once, each with a connection of their own, over a database in which everything is committed."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions.plan import start_plan
from kith.casework.protection.actions import papers
from kith.casework.protection.models import Paper, PaperPassage
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.form_days import ago
from tests.furnishing.protected import protect


@pytest.fixture
def paper(committed_database: str) -> Paper:
    """The minutes of a conference, committed and not sent."""
    cast = find_cast()
    plan = start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=cast.social_worker,
        start_date=ago(100), by=cast.social_worker,
    )  # fmt: skip
    protected = protect(
        family=cast.family, plan=plan, children=[cast.child, cast.sibling], mother=cast.mother, lead=cast.social_worker,
        manager=cast.team_manager, chair=cast.conference_chair,
    )  # fmt: skip
    return papers.make_paper(
        process=protected.conference, kind="conference_minutes", for_whom="Her", by=cast.social_worker
    )


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, begun together; return what each gave or raised."""
    ready = threading.Barrier(len(works))
    answers: list[object] = [None] * len(works)

    def run(number: int) -> None:
        try:
            ready.wait(10)
            answers[number] = works[number]()
        except Exception as raised:
            answers[number] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def send(paper: Paper, cast: Cast) -> Paper:
    """Send it today."""
    return papers.send_paper(
        paper=paper, sent_date=timezone.localdate(), for_whom="Her", by=cast.social_worker
    )


def test_of_two_who_send_it_one_does(paper: Paper) -> None:
    """The other is told that it has gone; there is one document and one share."""
    cast = find_cast()
    answers = at_once(lambda: send(paper, cast), lambda: send(paper, cast))
    assert sum(isinstance(answer, Paper) for answer in answers) == 1, answers
    assert [str(answer) for answer in answers if isinstance(answer, CannotBeTrue)] == [papers.GONE]
    assert cast.family.sharings.count() == 1


def test_what_is_changed_as_it_goes_went_or_is_refused(paper: Paper) -> None:
    """Whoever comes first: the passage that stands on the record is the one that went."""
    cast = find_cast()
    passage = paper.passages.order_by("place")[0]
    change = lambda: papers.change_passage(  # noqa: E731
        passage=passage, heading="Changed", words="Changed as it went.", by=cast.team_manager
    )
    sent, changed = at_once(lambda: send(paper, cast), change)
    assert isinstance(sent, Paper), sent
    stands = PaperPassage.objects.get(pk=passage.pk).words
    if isinstance(changed, CannotBeTrue):
        assert stands != "Changed as it went."
    else:
        assert changed is None
        assert stands == "Changed as it went."


def test_a_write_past_the_actions_waits_for_the_sending_and_is_refused(paper: Paper) -> None:
    """The database's own rule: it asks for the paper's row before it lets a passage be written."""
    cast = find_cast()
    sending, written = threading.Event(), []

    def write() -> None:
        try:
            assert sending.wait(20)
            PaperPassage.objects.create(paper=paper, place=900, heading="Late", words="Slipped in.")
            written.append("written")
        except IntegrityError:
            written.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    with transaction.atomic():
        send(paper, cast)
        sending.set()
        thread.join(1.0)
        assert thread.is_alive(), "it did not wait"
    thread.join(30)
    assert written == ["refused"]
    assert not PaperPassage.objects.filter(paper=paper, place=900).exists()
