"""Two workers who decide on one child's move at once, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from kith.casework.care.actions.moves import decide_move, made_already, make_move
from kith.casework.care.models import Move, Placement
from kith.casework.care.queries.what_a_move_does import what_it_does
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import find_cast
from tests.furnishing.in_care import CareFamily, a_home, three_in_care

TODAY = timezone.localdate()


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


def decide(family: CareFamily, name: str, by: Worker) -> Move:
    """Decide that the eldest moves today to a home of this name."""
    home = a_home(name)
    return decide_move(
        child=family.eldest,
        kind="home",
        home=home,
        day=TODAY,
        by=by,
        reasons="It is nearer to school.",
        alternatives="Staying.",
        child_words="All right.",
        panel=what_it_does(family.eldest, "home", home=home, day=TODAY),
    )


def test_of_two_who_decide_at_once_one_is_told(committed_database: str) -> None:
    """One move is decided; the other worker is told who decided, and where to. So it is with making it."""
    cast = find_cast()
    family = three_in_care(cast)
    answers = at_once(
        lambda: decide(family, "Elm House", cast.social_worker),
        lambda: decide(family, "Oak House", cast.team_manager),
    )
    (move,) = [one for one in answers if isinstance(one, Move)]
    (told,) = [one for one in answers if isinstance(one, CannotBeTrue)]
    assert f"{move.decided_by.name} decided on a change of home" in told.sentence
    assert move.home is not None
    assert move.home.name in told.sentence
    assert Move.objects.count() == 1

    def make() -> Move:
        return make_move(
            move=move, day=TODAY, by=cast.social_worker, placement_type="U6", ended_because="CARPL"
        )

    answers = at_once(make, make)
    assert sum(isinstance(one, Move) for one in answers) == 1, answers
    (told,) = [one for one in answers if isinstance(one, CannotBeTrue)]
    assert "recorded as made" in told.sentence
    assert Placement.objects.filter(child=family.eldest).count() == 2
    assert at_once(lambda: made_already(move=move, day=TODAY, by=cast.social_worker))[0] is not None
    assert Move.objects.get().made_date == TODAY
