"""What cannot be true of a review of care, a plan for permanence or a dispute, drawn as a reviewing officer would read it.

Each row is an attempt about three children who came into care 120 days ago, and words of the sentence that refuses it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kith.casework.care.actions import disputes, holding_review, reviews
from kith.casework.care.actions.permanence import Permanence, decide_permanence
from kith.casework.care.actions.review_decisions import tell_decision
from kith.casework.care.models import DisputeLevel, DisputeStep, PeriodOfCare, ReviewDecision
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Allocation
from tests.furnishing.care.reviews import ago, decided, found, hold, planned
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import CareFamily, three_in_care

# What is attempted                                       | what is said
TABLE = """
a review planned for before care began                    | a review cannot be before it
a review of a child who is not in care                    | there is no care to review
a review of nobody                                        | Choose at least one child
a second review while one is planned                      | is planned already
a review of a child with no reviewing officer             | has no reviewing officer
a review chaired by whoever holds the case                | whoever reviews it may not
one review of children with two officers                  | Plan a review for each
a review planned about nobody any more                    | Leave at least one child
somebody asked twice                                      | on the list of this review already
somebody asked who is nothing to the child                | Say who they are to the child
a report that says nothing                                | their own words first
a report after the review                                 | stands as it was
a review held tomorrow                                    | has not come yet
a review held before care began                           | a review cannot be before it
a review held after care ended                            | there is nothing to review after it
a second review on one day                                | a child has one on a day
a review held twice                                       | stands as it was
a review held that was called off                         | Plan another
somebody else's review held                               | Another reviewing officer chairs this review
a review that forgets a child                             | Say what was found for Noor Ferris
a review that finds something of another's child          | its own children alone
a review of a child on a record closed to the chair       | nobody decides for a child whose record they cannot read
a girl of fourteen who was under four                     | was 14. Choose how they took part
a child's part that is no code                            | Say how Kezia Ferris took part
nothing said of whether the plan is right                 | care plan is still right
a plan that is not right, without why                     | Say what has to change
a decision that nobody does                               | Choose who will do this
a decision with no day                                    | Say by when
a decision due before it was decided                      | cannot be due before the review decided it
a decision for a child of another review                  | for which children of this review
a decision of nothing                                     | Say what is to happen
a decision done and not done                              | one of the two
a decision neither done nor not                           | one of the two
a decision done before the review                         | The review was held on
a review not held for no reason                           | Say why the review was not held
a second part before the first                            | The first part comes first
a second part on the first day                            | the second comes after it
a third part                                              | is written up. Plan another review
a home for good by no way                                 | Choose how the child is to have a home for good
a home for good for no reason                             | Say why this is best for the child
nothing decided, and no reason                            | Say why it is not decided yet
a home for good decided before care began                 | The child's care began on
a home for good decided tomorrow                          | has not come yet
a home for good that came about before it was decided     | cannot come about before it is decided
a home for good decided before the last decision          | after this day
a dispute by somebody else                                | Only the child's own reviewing officer
a dispute about nothing                                   | Say what is wrong
a dispute that nothing would put right                    | Say what would put it right
a dispute before care began                               | The child's care began on
a dispute with nobody                                     | Choose who is asked
a dispute with oneself                                    | cannot answer your own dispute
a dispute with Cafcass and somebody here                  | Nobody here answers for Cafcass
a dispute taken down a level                              | Choose a level above that
a dispute taken to one level twice                        | taken there already
a dispute taken up before it was raised                   | It was last taken up on
an answer of nothing                                      | Enter the answer
an answer before it was asked for                         | They were asked on
an answer by somebody else                                | Whoever was asked answers
a second answer                                           | an answer is never changed
a dispute that ended for no reason                        | Say how it ended
a dispute taken up after it ended                         | This dispute has ended
"""
Attempt = Callable[[Cast, CareFamily], Any]
ATTEMPTS: dict[str, Attempt] = {}


def rows() -> list[tuple[str, str]]:
    """Return each row of the table."""
    lines = [line for line in TABLE.splitlines() if line.strip()]
    return [(what.strip(), said.strip()) for what, said in (line.split("|") for line in lines)]


def attempt(what: str) -> Callable[[Attempt], Attempt]:
    """Say which row of the table a function attempts."""

    def keep(function: Attempt) -> Attempt:
        ATTEMPTS[what] = function
        return function

    return keep


def end_care(cast: Cast, period: PeriodOfCare, day: datetime.date) -> None:
    """End a period of care."""
    PeriodOfCare.objects.filter(pk=period.pk).update(
        end_date=day, ended_because="E4A", end_decided_by=cast.team_manager
    )


def held_with(cast: Cast, family: CareFamily, **said: Any) -> Any:
    """Hold a review of the eldest yesterday, with what is attempted."""
    child = family.eldest
    of_child = {
        name: said.pop(name) for name in list(said) if name in holding_review.Found.__dataclass_fields__
    }
    given = {"children": {child.pk: found(**of_child)}, "day": ago(1), **said}
    return hold(planned(cast, [child], day=ago(1)), cast, [child], **given)


def permanence(family: CareFamily, cast: Cast, day: datetime.date, **said: Any) -> Any:
    """Decide a home for good for the eldest."""
    given = {"route": "relatives", "reasons": "Nan.", **said}
    return decide_permanence(
        period=family.periods[0], permanence=Permanence(**given), day=day, by=cast.team_manager
    )


def disputed(cast: Cast, family: CareFamily, **said: Any) -> Any:
    """Raise a dispute about the eldest's care a week ago, with the social worker."""
    given = {
        "period": family.periods[0],
        "about": "She has no school.",
        "what_would_put_it_right": "A school.",
        "level": DisputeLevel.SOCIAL_WORKER,
        "taken_to": cast.social_worker,
        "day": ago(7),
        "by": cast.independent_reviewing_officer,
    }
    return disputes.raise_dispute(**{**given, **said})


def taken_up(cast: Cast, family: CareFamily, level: int, **said: Any) -> Any:
    """Take a dispute that is with the team manager to another level."""
    dispute = disputed(cast, family, level=DisputeLevel.TEAM_MANAGER, taken_to=cast.team_manager)
    given = {"taken_to": cast.director, "day": ago(0), "by": cast.independent_reviewing_officer}
    return disputes.take_up(dispute=dispute, level=level, **{**given, **said})


def answered(cast: Cast, family: CareFamily, **said: Any) -> Any:
    """Answer a dispute as the social worker."""
    step = DisputeStep.objects.get(dispute=disputed(cast, family))
    given = {"words": "She starts on Monday.", "day": ago(1), "by": cast.social_worker}
    return disputes.answer(step=step, **{**given, **said})


def told(cast: Cast, family: CareFamily, done: datetime.date | None, why_not: str) -> Any:
    """Say what came of a decision."""
    held_with(cast, family, decisions=[decided(family.eldest)])
    return tell_decision(
        decision=ReviewDecision.objects.get(), done_date=done, not_done_reason=why_not, by=cast.social_worker
    )


def simple(what: str, function: Attempt) -> None:
    """Keep an attempt of one line."""
    ATTEMPTS[what] = function


simple("a review planned for before care began", lambda c, f: planned(c, [f.eldest], day=ago(121)))
simple("a review of nobody", lambda c, f: planned(c, [], day=ago(0)))


@attempt("a review of a child who is not in care")
def _(cast: Cast, family: CareFamily) -> None:
    end_care(cast, family.periods[0], ago(3))
    planned(cast, [family.eldest], day=ago(0))


@attempt("a second review while one is planned")
def _(cast: Cast, family: CareFamily) -> None:
    planned(cast, family.children, day=ago(0))
    planned(cast, [family.children[1]], day=ago(-5))


@attempt("a review of a child with no reviewing officer")
def _(cast: Cast, family: CareFamily) -> None:
    Allocation.objects.filter(child=family.eldest, role="reviewing_officer").delete()
    planned(cast, [family.eldest], day=ago(0))


@attempt("a review chaired by whoever holds the case")
def _(cast: Cast, family: CareFamily) -> None:
    Allocation.objects.filter(child=family.eldest, role="lead").update(
        worker=cast.independent_reviewing_officer
    )
    planned(cast, [family.eldest], day=ago(0))


@attempt("one review of children with two officers")
def _(cast: Cast, family: CareFamily) -> None:
    Allocation.objects.filter(child=family.eldest, role="reviewing_officer").update(
        worker=cast.conference_chair
    )
    planned(cast, family.children, day=ago(0))


@attempt("a review planned about nobody any more")
def _(cast: Cast, family: CareFamily) -> None:
    review = planned(cast, [family.eldest], day=ago(0))
    reviews.change_review(
        review=review, planned_date=ago(0), place="", why_early="", keep=[], wishes={}, by=cast.social_worker
    )


def ask(cast: Cast, family: CareFamily, *people: reviews.Asked) -> None:
    """Ask people to a review of the eldest, one after another."""
    review = planned(cast, [family.eldest], day=ago(0))
    for one in people:
        reviews.ask_to_review(review=review, people=[one], by=cast.social_worker)


simple("somebody asked twice", lambda c, f: ask(c, f, *[reviews.Asked(part="Mother", person=f.mother)] * 2))
simple(
    "somebody asked who is nothing to the child", lambda c, f: ask(c, f, reviews.Asked(part=" ", name="Ray"))
)


@attempt("a report that says nothing")
def _(cast: Cast, family: CareFamily) -> None:
    review = planned(cast, [family.eldest], day=ago(0))
    reviews.report_to_review(
        review=review, reports={family.eldest.pk: reviews.Reported(report=" ")}, by=cast.social_worker
    )


@attempt("a report after the review")
def _(cast: Cast, family: CareFamily) -> None:
    review = held_with(cast, family)
    reviews.report_to_review(
        review=review, reports={family.eldest.pk: reviews.Reported(report="Late")}, by=cast.social_worker
    )


simple("a review held tomorrow", lambda c, f: held_with(c, f, day=ago(-1)))
simple("a review held before care began", lambda c, f: held_with(c, f, day=ago(121)))


@attempt("a review held after care ended")
def _(cast: Cast, family: CareFamily) -> None:
    review = planned(cast, [family.eldest], day=ago(1))
    end_care(cast, family.periods[0], ago(3))
    hold(review, cast, [family.eldest], day=ago(1))


@attempt("a second review on one day")
def _(cast: Cast, family: CareFamily) -> None:
    held_with(cast, family)
    held_with(cast, family)


@attempt("a review held twice")
def _(cast: Cast, family: CareFamily) -> None:
    review = held_with(cast, family)
    hold(review, cast, [family.eldest], day=ago(0))


@attempt("a review held that was called off")
def _(cast: Cast, family: CareFamily) -> None:
    review = planned(cast, [family.eldest], day=ago(0))
    reviews.not_held(review=review, reason="Snow.", by=cast.social_worker)
    hold(review, cast, [family.eldest], day=ago(0))


simple("somebody else's review held", lambda c, f: holding_review.hold_review(
    review=planned(c, [f.eldest], day=ago(0)), held_date=ago(0), children={f.eldest.pk: found()}, came={},
    decisions=[], by=c.team_manager,
))  # fmt: skip
simple("a review that forgets a child", lambda c, f: hold(
    planned(c, f.children, day=ago(0)), c, f.children[:2], day=ago(0)
))  # fmt: skip
simple("a review that finds something of another's child", lambda c, f: hold(
    planned(c, f.children[:1], day=ago(0)), c, f.children, day=ago(0)
))  # fmt: skip


@attempt("a review of a child on a record closed to the chair")
def _(cast: Cast, family: CareFamily) -> None:
    review = planned(cast, family.children, day=ago(0))
    type(family.eldest).objects.filter(pk=family.eldest.pk).update(restriction="sealed")
    hold(review, cast, family.children, day=ago(0))


simple("a girl of fourteen who was under four", lambda c, f: held_with(c, f, participation="PN0"))
simple("a child's part that is no code", lambda c, f: held_with(c, f, participation="PN8"))
simple("nothing said of whether the plan is right", lambda c, f: held_with(c, f, plan_is_right=None))
simple("a plan that is not right, without why", lambda c, f: held_with(c, f, plan_is_right=False))
for what, otherwise in (
    ("a decision that nobody does", {"owner_name": ""}),
    ("a decision with no day", {"due_date": None}),
    ("a decision due before it was decided", {"due_date": ago(2)}),
    ("a decision of nothing", {"what": " "}),
):
    simple(what, lambda c, f, o=otherwise: held_with(c, f, decisions=[decided(f.eldest, **o)]))  # type: ignore[misc]
simple("a decision for a child of another review", lambda c, f: held_with(
    c, f, decisions=[decided(f.children[1])]
))  # fmt: skip
simple("a decision done and not done", lambda c, f: told(c, f, ago(0), "No bus."))
simple("a decision neither done nor not", lambda c, f: told(c, f, None, " "))
simple("a decision done before the review", lambda c, f: told(c, f, ago(2), ""))
simple("a review not held for no reason", lambda c, f: reviews.not_held(
    review=planned(c, [f.eldest], day=ago(0)), reason=" ", by=c.social_worker
))  # fmt: skip


def finish(cast: Cast, review: Any, day: datetime.date) -> Any:
    """Finish a review in a second part."""
    return holding_review.finish_review(
        review=review, day=day, what_was_said="More.", by=cast.independent_reviewing_officer
    )


simple("a second part before the first", lambda c, f: finish(c, planned(c, [f.eldest], day=ago(0)), ago(0)))
simple("a second part on the first day", lambda c, f: finish(c, held_with(c, f), ago(1)))
simple("a third part", lambda c, f: finish(c, finish(c, held_with(c, f), ago(0)), ago(0)))
simple("a home for good by no way", lambda c, f: permanence(f, c, ago(0), route="flat"))
simple("a home for good for no reason", lambda c, f: permanence(f, c, ago(0), reasons=" "))
simple("nothing decided, and no reason", lambda c, f: permanence(f, c, ago(0), route="not_yet", reasons=""))
simple("a home for good decided before care began", lambda c, f: permanence(f, c, ago(121)))
simple("a home for good decided tomorrow", lambda c, f: permanence(f, c, ago(-1)))
simple("a home for good that came about before it was decided", lambda c, f: permanence(
    f, c, ago(0), target_date=ago(1)
))  # fmt: skip


@attempt("a home for good decided before the last decision")
def _(cast: Cast, family: CareFamily) -> None:
    permanence(family, cast, ago(3))
    permanence(family, cast, ago(9))


simple("a dispute by somebody else", lambda c, f: disputed(c, f, by=c.team_manager))
simple("a dispute about nothing", lambda c, f: disputed(c, f, about=" "))
simple("a dispute that nothing would put right", lambda c, f: disputed(c, f, what_would_put_it_right=""))
simple("a dispute before care began", lambda c, f: disputed(c, f, day=ago(121)))
simple("a dispute with nobody", lambda c, f: disputed(c, f, taken_to=None))
simple("a dispute with oneself", lambda c, f: disputed(c, f, taken_to=c.independent_reviewing_officer))
simple("a dispute with Cafcass and somebody here", lambda c, f: disputed(c, f, level=DisputeLevel.CAFCASS))
simple("a dispute taken down a level", lambda c, f: taken_up(c, f, DisputeLevel.SOCIAL_WORKER))
simple("a dispute taken to one level twice", lambda c, f: taken_up(c, f, DisputeLevel.TEAM_MANAGER))
simple("a dispute taken up before it was raised", lambda c, f: taken_up(
    c, f, DisputeLevel.DIRECTOR, day=ago(8)
))  # fmt: skip
simple("an answer of nothing", lambda c, f: answered(c, f, words=" "))
simple("an answer before it was asked for", lambda c, f: answered(c, f, day=ago(8)))
simple("an answer by somebody else", lambda c, f: answered(c, f, by=c.team_manager))


@attempt("a second answer")
def _(cast: Cast, family: CareFamily) -> None:
    step = answered(cast, family)
    disputes.answer(step=step, words="Or on Tuesday.", day=ago(0), by=cast.social_worker)


def ended(cast: Cast, family: CareFamily, outcome: str) -> Any:
    """End a dispute today."""
    return disputes.end_dispute(
        dispute=disputed(cast, family), was_put_right=True, outcome=outcome, day=ago(0),
        by=cast.independent_reviewing_officer,
    )  # fmt: skip


simple("a dispute that ended for no reason", lambda c, f: ended(c, f, " "))
simple("a dispute taken up after it ended", lambda c, f: disputes.take_up(
    dispute=ended(c, f, "She started."), level=DisputeLevel.DIRECTOR, taken_to=c.director, day=ago(0),
    by=c.independent_reviewing_officer,
))  # fmt: skip


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three brothers and sisters, in care for 120 days."""
    return three_in_care(cast)


def test_what_cannot_be_true_is_refused_with_what_to_do(cast: Cast, family: CareFamily) -> None:
    """Each row says its sentence, ends with one, and leaves nothing behind."""
    assert {what for what, _ in rows()} == set(ATTEMPTS)
    wrong = []
    for what, said in rows():
        outer = transaction.atomic()
        with outer:
            try:
                with transaction.atomic():
                    before = Event.objects.count()
                    ATTEMPTS[what](cast, family)
                wrong.append(f"{what}: was not refused ({Event.objects.count() - before} events)")
            except CannotBeTrue as refused:
                if said not in refused.sentence or not refused.sentence.endswith("."):
                    wrong.append(f"{what}: {refused.sentence}")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE care_reviewingofficerdispute SET about = 'Nothing.'",
        "UPDATE care_reviewingofficerdispute SET outcome = 'All is well.'",
        "UPDATE care_reviewingofficerdispute SET raised_date = raised_date - 1",
        "UPDATE care_disputestep SET answer = 'Never.'",
        "UPDATE care_disputestep SET answer_due_date = answer_due_date + 30",
        "UPDATE care_disputestep SET taken_to_id = NULL",
    ],
)
def test_the_database_keeps_what_was_said_in_a_dispute(cast: Cast, family: CareFamily, change: str) -> None:
    """Past every action: what was raised, to whom it was taken, what was answered and how it ended."""
    step = answered(cast, family)
    disputes.end_dispute(
        dispute=step.dispute, was_put_right=True, outcome="She started.", day=ago(0),
        by=cast.independent_reviewing_officer,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
